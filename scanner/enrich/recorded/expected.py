"""What the files of an image are to be, by what installers and package managers recorded.

The database of a system package outweighs ``RECORD``: distributions strip shared libraries and move
scripts, and conda rewrites prefixes, after a wheel was installed into the package.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from layers.fingerprint import Fingerprint
from scanner.enrich.recorded.recorded import elsewhere
from scanner.model.component import State
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.fingerprint import Installed
    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that somebody recorded; what is as it was recorded has that in common with others."""

    owner: str
    digests: tuple[str, ...] = ()
    """Any of which it may have; none if it may be anything, or is right."""
    size: int | None = None
    is_wanted: bool = False
    """Whether it must be there."""
    other: str | None = None
    """Where it may be instead."""
    is_right: bool = False
    """Whether it is there, with one of the digests that were recorded."""


@dataclass(slots=True)
class Expectations:
    """All that is recorded."""

    installed: Mapping[str, Installed]
    files: dict[str, Expected] = field(default_factory=dict)
    tops: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By directory, what in it holds nothing but what is recorded."""

    def add_distribution(self, recorded: Recorded) -> None:
        """Add what a distribution has recorded."""
        component = recorded.component
        owner = f"{component.name} {component.version or ''}".strip()
        # A vendored copy comes without its scripts, and a missing code is one problem, not many.
        is_whole = component.state is not State.VENDORED and component.code_present is not False
        self.tops[recorded.directory] |= recorded.files.tops
        right, any_content = Expected(owner, is_right=True), Expected(owner)
        for row in recorded.files.rows():
            path, other = recorded.at(row.path), elsewhere(row.path)
            places = [path]
            if other:
                places.append(recorded.at(other))
            for place in places:
                known = self.files.get(place)
                if row.digest and self._is_right(place, row.digest):
                    self.files[place] = right
                elif row.digest and not (known and known.is_right):
                    is_wanted = is_whole and place is path
                    self._add(place, Expected(owner, (row.digest,), row.size, is_wanted))
                elif known is None:
                    self.files[place] = any_content
            if other and not self.files[path].is_right:
                self.files[path] = replace(self.files[path], other=places[1])

    def add_system(self, inventory: Inventory) -> None:
        """Add what other package managers have recorded, in place of what distributions have."""
        for package in inventory.system_packages:
            owner = str(package.owner)
            right, any_content = Expected(owner, is_right=True), Expected(owner)
            for path in package.files:
                digest = package.digests.get(path)
                if digest and self._is_right(path, digest):
                    self.files[path] = right
                elif digest:
                    self.files[path] = Expected(owner, (digest,), is_wanted=True)
                elif package.type != CONDA:
                    self.files[path] = any_content

    def _is_right(self, path: str, digest: str) -> bool:
        found = self.installed.get(path)
        if found is None:
            return False
        fingerprint = Fingerprint.of_bytes(found.fingerprint)
        return digest in fingerprint.digests or digest in fingerprint.as_script

    def _add(self, path: str, row: Expected) -> None:
        """Add a row, of which a file may have several."""
        known = self.files.get(path)
        if known:
            digests = tuple(dict.fromkeys((*known.digests, *row.digests)))
            is_wanted = known.is_wanted or row.is_wanted
            row = replace(known, digests=digests, is_wanted=is_wanted)
        self.files[path] = row


def expectations(inventory: Inventory, recorded: Iterable[Recorded], tree: Tree) -> Expectations:
    """Return what is recorded of all that is installed."""
    found = Expectations(tree.installed)
    for each in recorded:
        if each.component.owner is None:
            found.add_distribution(each)
    found.add_system(inventory)
    return found
