"""Distributions without a list of their files, and what may be theirs by its name.

That is what setuptools and distutils installed without pip, and what has lost its ``RECORD``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.recorded.hook import PTH
from scanner.metadata.file_list import METADATA
from scanner.model.component import Component, Problem, State
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.inventory import Inventory

TOP_LEVEL: Final = "top_level.txt"
MODULE: Final = re.compile(
    r"(?P<name>[^\W\d]\w*)(?:\.py|\.pyc|\.pyw|\.pyd|(?:\.[\w-]+)?\.so|\.[\w-]+\.pyd)"
)
EDITABLE: Final = re.compile(
    r"__editable__\.(?P<pth>.+)\.pth|__editable___(?P<finder>.+)_finder\.py"
    r"|_editable_impl_(?P<impl>.+)\.pth"
)
"""What setuptools, hatchling and pdm-backend leave of an editable installation, for its name."""


class Unlisted:
    """What the names of distributions without a list explain, and their ``top_level.txt``."""

    def __init__(self, inventory: Inventory, recorded: Iterable[Recorded], tree: Tree) -> None:
        self._tree = tree
        known = {each.component.evidence for each in recorded}
        self._unlisted: defaultdict[str, list[Component]] = defaultdict(list)
        self._tops_of_all: dict[str, set[str]] = {}
        for component in inventory.components:
            if component.evidence.path.endswith(METADATA) and component.evidence not in known:
                site = component.evidence.path.rpartition("/")[0]
                self._unlisted[site].append(component)

    def problems(self, site: str, names: set[str], cataloger: str) -> Iterator[Problem]:
        """Yield a problem for each distribution that may own one of the names; none says so."""
        stems = {normalized(_named(name)) for name in names}
        for component in self._unlisted[site]:
            is_own = component.state is State.INSTALLED and not (component.owner or component.conda)
            if is_own and not stems.isdisjoint(self._tops(component)):
                reason = "ownership unknown: no list of its files"
                yield Problem(component.evidence.path, cataloger, reason)

    def explained(self, site: str, names: set[str]) -> set[str]:
        """Return the names that a distribution without a list may have left."""
        if site not in self._tops_of_all:
            tops = (self._tops(each) for each in self._unlisted[site])
            self._tops_of_all[site] = set().union(*tops)
        return {name for name in names if normalized(_named(name)) in self._tops_of_all[site]}

    def _tops(self, component: Component) -> set[str]:
        try:
            data = self._tree.read(f"{component.evidence.path}/{TOP_LEVEL}")
        except UnreadableFile:
            data = b""
        lines = data.decode("utf-8", "replace").split()
        names = (component.name, f"{component.name}-{component.version}")
        return {normalized(line.partition("/")[0]) for line in (*lines, *names)}


def stem_of(name: str) -> str:
    """Return the name by which a file that is right in a site directory would be imported."""
    match = MODULE.fullmatch(name)
    return match["name"] if match else name.removesuffix(PTH)


def _named(name: str) -> str:
    """Return what something right in a site directory is called after."""
    match = EDITABLE.fullmatch(name)
    return match["pth"] or match["finder"] or match["impl"] if match else stem_of(name)
