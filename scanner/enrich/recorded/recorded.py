"""The files that the distributions of an inventory have recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.metadata.file_list import FileList
from scanner.metadata.record import Row, placed
from scanner.model.component import Component, Evidence, State
from scanner.model.environment import SITE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

RECORD: Final = "**/*.dist-info/RECORD"
INSTALLED_FILES: Final = "**/*.egg-info/installed-files.txt"
NAMES: Final = {"dist-info": "RECORD", "egg-info": "installed-files.txt"}
"""What lists the files of a distribution, by its kind."""
RECORDED: Final = frozenset((State.INSTALLED, State.EDITABLE, State.VENDORED))
ELSEWHERE: Final = ("../bin/", "../etc/", "../include/", "../share/")
"""Where ``pip --target`` puts into the directory itself what it records as far outside of it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A distribution, and the files that it has by its own account."""

    component: Component
    files: FileList
    tree: Tree

    @property
    def directory(self) -> str:
        """What the paths in its list are relative to."""
        return self.component.evidence.path.rpartition("/")[0]

    @property
    def list_path(self) -> str:
        """The path of the list."""
        return f"{self.component.evidence.path}/{NAMES[self.component.kind]}"

    def at(self, path: str) -> str:
        """Return a path of the list as one from the root."""
        # Poetry writes absolute paths of what it makes editable.
        if path.startswith("/"):
            return placed("", self.tree.inside(path))
        return placed(self.directory, path)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield each path from the root that a row may be about, with that row."""
        for row in self.files.rows():
            yield self.at(row.path), row
            if other := elsewhere(row.path):
                yield self.at(other), row


def recorded_in(inventory: Inventory, tree: Tree) -> dict[Evidence, Recorded]:
    """Return what has a list, of the distributions whose code can be run."""
    found = {}
    for component in inventory.components:
        if component.kind not in NAMES or component.state not in RECORDED:
            continue
        path = f"{component.evidence.path}/{NAMES[component.kind]}"
        if tree.entry(path) is None:
            continue
        try:
            files = FileList.of_bytes(tree.read(path))
        except UnreadableFile:
            continue
        found[component.evidence] = Recorded(component, files, tree)
    return found


def elsewhere(path: str) -> str | None:
    """Return where a file of another directory may be, if it was not installed for a prefix."""
    begin = path.rfind("../") if path.startswith("../") else -1
    return path[begin + 3 :] if begin >= 0 and path[begin:].startswith(ELSEWHERE) else None


def is_standard(directory: str) -> bool:
    """Tell whether a directory is one that an interpreter looks in by itself."""
    return directory.rpartition("/")[2] in SITE_NAMES
