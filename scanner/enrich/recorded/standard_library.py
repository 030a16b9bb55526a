"""The standard libraries of interpreters, which no ``RECORD`` lists.

Where a package manager installed one, all of it is recorded. Of others nobody knows what they were;
but each came in one layer, and what a later one changes or adds in it was no part of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from layers.fingerprint import Fingerprint
from scanner.metadata.record import is_bytecode
from scanner.model.change import Change, ChangeKind
from scanner.model.component import Problem
from scanner.model.environment import SITE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.fingerprint import Installed
    from layers.tree import Tree
    from scanner.model.inventory import Inventory

LANDMARK: Final = "os.py"
"""By which interpreters find it, too."""
LIBRARY: Final = re.compile(r"(?:^|/)lib(?:32|64)?/(?:python|pypy)\d\.\d{1,2}t?/")
UNRECORDED: Final = "not verified: nobody recorded the files of this standard library"
LATER: Final = "by a later layer than the standard library that it is in"


class StandardLibraries:
    """Those of a tree."""

    def __init__(self, inventory: Inventory, tree: Tree) -> None:
        self._owned = {path for each in inventory.system_packages for path in each.files}
        self._files: defaultdict[str, dict[str, Installed]] = defaultdict(dict)
        for path, found in tree.installed.items():
            match = LIBRARY.search(path)
            if match and not is_bytecode(path):
                inside = path[match.end() :]
                if inside.partition("/")[0] not in SITE_NAMES:
                    self._files[path[: match.end() - 1]][inside] = found

    def changes(self) -> Iterator[Change]:
        """Yield what was changed or added in them, as far as that can be told."""
        for directory, files in self._files.items():
            if LANDMARK not in files:
                continue
            layer = None if self._is_recorded(directory) else _layer_of(files)
            for inside, found in files.items():
                path = f"{directory}/{inside}"
                if path in self._owned:
                    continue
                if layer is None:
                    yield Change(path=path, kind=ChangeKind.ADDED, layer=found.layer)
                elif (found.layer or 0) > layer and (kind := _kind(found)):
                    yield Change(path=path, kind=kind, layer=found.layer, reason=LATER)

    def problems(self, cataloger: str) -> Iterator[Problem]:
        """Say which of them are compared with nothing but themselves."""
        for directory, files in sorted(self._files.items()):
            if LANDMARK in files and not self._is_recorded(directory):
                yield Problem(directory, cataloger, UNRECORDED)

    def _is_recorded(self, directory: str) -> bool:
        return f"{directory}/{LANDMARK}" in self._owned


def _layer_of(files: dict[str, Installed]) -> int:
    """Return the layer that most of a library is from, the lowest of several."""
    counts = Counter(found.layer or 0 for found in files.values())
    return min(counts, key=lambda layer: (-counts[layer], layer))


def _kind(found: Installed) -> ChangeKind | None:
    if found.former is None:
        return ChangeKind.ADDED
    now, former = map(Fingerprint.of_bytes, (found.fingerprint, found.former))
    return ChangeKind.MODIFIED if now.digests != former.digests else None
