"""Which of several records is live that one conda prefix has of one package.

An interrupted upgrade leaves the old record beside the new one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.enrich.enricher import Enricher
from scanner.metadata.conda_record import VERSIONED
from scanner.model.component import Problem, State
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

RECORDS: Final = "conda-meta"
"""How the directories are called that prefixes have their records in."""
UNDECIDED: Final = 0.5
"""How much of a package is there if it has no file that tells."""

Files: TypeAlias = "dict[str, AbstractSet[str]]"
"""Paths of an image, by the path of the record that they are from."""


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory with left-over records as stale, and no longer as owners of files."""
    rivals = _rivals(inventory.components)
    if not rivals:
        return inventory
    files: Files = {package.evidence: package.files for package in inventory.system_packages}
    telling: Files = {}
    for group in rivals:
        telling |= _telling(group, files)
    there = _there(tree, {file for own in telling.values() for file in own})
    stale: set[str] = set()
    problems: list[Problem] = []
    for group in rivals:
        live = _live(group, telling, there)
        left_over = {each.evidence.path for each in group} - live
        stale |= left_over
        rest = "nothing tells which is live" if len(live) > 1 else "another is live"
        reason = f"one of {len(group)} records of {group[0].name}: {rest}"
        odd = left_over if len(live) == 1 else left_over | live
        problems += [Problem(path, CONDA_LEFT_OVER.name, reason) for path in odd]
    return replace(
        inventory,
        components=tuple(
            replace(each, state=State.STALE) if each.evidence.path in stale else each
            for each in inventory.components
        ),
        system_packages=tuple(
            package for package in inventory.system_packages if package.evidence not in stale
        ),
        problems=(*inventory.problems, *problems),
    )


def _rivals(components: Iterable[Component]) -> list[list[Component]]:
    """Return the packages that a prefix has several records of."""
    groups: defaultdict[tuple[str, str], list[Component]] = defaultdict(list)
    for component in components:
        directory = component.evidence.path.rpartition("/")[0]
        if component.kind == CONDA and directory.endswith(RECORDS):
            groups[directory, component.name].append(component)
    return [group for group in groups.values() if len(group) > 1]


def _telling(group: list[Component], files: Files) -> Files:
    """Return, by record, the files that no other of them has, if their names tell the version."""
    own = {package.evidence.path: files.get(package.evidence.path, set()) for package in group}
    count = Counter(file for each in own.values() for file in each)
    return {
        path: {
            file
            for file in each
            if count[file] == 1 and VERSIONED.search(file, file.rfind("/") + 1)
        }
        for path, each in own.items()
    }


def _there(tree: Tree, wanted: set[str]) -> set[str]:
    """Return those of some files, and of the directories of distributions, that there are."""
    known = {path for path in wanted if tree.entry(path)}
    return known | (wanted.intersection(tree.walk("")) if wanted - known else set())


def _live(group: list[Component], telling: Files, there: set[str]) -> set[str]:
    """Return the record that most of the files are there of; several if nothing decides.

    If the files decide nothing, then the layer does that a record is from.
    """
    scores = {
        each.evidence.path: (_share(telling[each.evidence.path], there), each.evidence.layer or 0)
        for each in group
    }
    best = max(scores.values())
    return {path for path, score in scores.items() if score == best}


def _share(files: AbstractSet[str], there: set[str]) -> float:
    return len(files & there) / len(files) if files else UNDECIDED


CONDA_LEFT_OVER: Final = Enricher(name="conda-left-over", enrich=enrich)
