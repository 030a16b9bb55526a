"""What the lists of files tell that distributions left.

Which of two versions is live, whether code is there, whose files are contested, and what in a site
directory is nobody's. See :mod:`scanner.enrich.recorded`, one module for each of these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.enrich.enricher import Enricher
from scanner.enrich.recorded.code import with_code
from scanner.enrich.recorded.hook import telling_hooks
from scanner.enrich.recorded.left_over import without_left_overs
from scanner.enrich.recorded.orphan import orphans
from scanner.enrich.recorded.recorded import INSTALLED_FILES, RECORD, recorded_in
from scanner.enrich.recorded.shared import shared_files
from scanner.enrich.recorded.unlisted import TOP_LEVEL
from scanner.metadata.file_list import pack_installed_files, pack_record
from scanner.model.component import Component, Problem, State
from scanner.model.environment import SITE_NAMES

if TYPE_CHECKING:
    from layers.tree import Tree
    from scanner.model.inventory import Inventory


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory with what the lists tell."""
    recorded = recorded_in(inventory, tree)
    inventory = without_left_overs(inventory, recorded, tree, RECORDS.name)
    stale = {each.evidence for each in inventory.components if each.state is State.STALE}
    recorded = {evidence: each for evidence, each in recorded.items() if evidence not in stale}
    inventory = with_code(inventory, recorded, tree, RECORDS.name)
    found: list[Component | Problem] = [
        Problem(each.list_path, RECORDS.name, f"{each.files.unread:,} lines cannot be read")
        for each in recorded.values()
        if each.files.unread
    ]
    found += telling_hooks(recorded.values(), tree, RECORDS.name)
    found += shared_files(recorded.values(), RECORDS.name)
    found += orphans(inventory, recorded.values(), tree, RECORDS.name)
    components = (item for item in found if isinstance(item, Component))
    problems = (item for item in found if isinstance(item, Problem))
    return replace(
        inventory,
        components=(*inventory.components, *components),
        problems=(*inventory.problems, *problems),
    )


RECORDS: Final = Enricher(
    name="record",
    claims=(
        f"**/*.egg-info/{TOP_LEVEL}",
        *(f"**/{name}/*" for name in sorted(SITE_NAMES)),
        *(f"**/{name}/*.pth" for name in sorted(SITE_NAMES)),
    ),
    excerpts=(
        Excerpt(name="record", version=1, patterns=(RECORD,), take=pack_record),
        Excerpt(
            name="installed-files",
            version=1,
            patterns=(INSTALLED_FILES,),
            take=pack_installed_files,
        ),
    ),
    enrich=enrich,
)
