"""Which distribution something belongs to, by the directories that it is in.

``setuptools/_vendor/wheel/vendored`` belongs to what is called ``wheel`` beside it, and that to
setuptools. Where a package has another name than its distribution, ``top_level.txt`` says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.model.component import MATCHED
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.model.component import Component

TOP_LEVEL: Final = "top_level.txt"
CLAIMS: Final = (f"**/*.dist-info/{TOP_LEVEL}", f"**/*.egg-info/{TOP_LEVEL}")
MAX_BYTES: Final = 100_000


class Holders:
    """The distributions of an inventory, by where their packages are."""

    def __init__(self, components: Iterable[Component], tree: Tree) -> None:
        self._by_trace: dict[str, Component] = {}
        self._by_place: dict[tuple[str, str], Component] = {}
        # What is live comes first, and what is called so before what only has a package of that
        # name.
        found = sorted(components, key=lambda each: each.state not in MATCHED)
        for component in found:
            path = component.evidence.path
            self._by_trace.setdefault(path, component)
            self._by_place.setdefault(
                (path.rpartition("/")[0], normalized(component.name)), component
            )
        for path, names in _packages(tree):
            if holder := self._by_trace.get(path):
                for name in names:
                    place = path.rpartition("/")[0], normalized(name)
                    self._by_place.setdefault(place, holder)

    def at(self, path: str) -> Component | None:
        """Return the distribution whose trace is at ``path``."""
        return self._by_trace.get(path)

    def beside(self, path: str, name: str) -> Component | None:
        """Return the distribution of that name whose trace is in the directory of ``path``."""
        return self._by_place.get((path.rpartition("/")[0], normalized(name)))

    def of(self, path: str) -> Component | None:
        """Return the innermost distribution with a package that ``path`` is in."""
        directory = path.rpartition("/")[0]
        while directory:
            above, _, name = directory.rpartition("/")
            if holder := self._by_place.get((above, normalized(name))):
                return holder
            directory = above
        return None


def _packages(tree: Tree) -> Iterator[tuple[str, list[str]]]:
    for pattern in CLAIMS:
        for path in tree.match(pattern):
            try:
                data = tree.read(path)
            except UnreadableFile:
                continue
            names = data[:MAX_BYTES].decode("utf-8", "replace").split()
            yield path.rpartition("/")[0], names
