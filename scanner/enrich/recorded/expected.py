"""What the files of an image are to be, by what installers and package managers recorded.

The database of a system package outweighs ``RECORD``: distributions strip shared libraries and move
scripts, and conda rewrites prefixes, after a wheel was installed into the package.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.enrich.recorded.recorded import elsewhere
from scanner.model.component import State
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.enrich.recorded.recorded import Recorded
    from scanner.metadata.record import Row
    from scanner.model.inventory import Inventory


@dataclass(slots=True)
class Expected:
    """A file that somebody recorded."""

    owner: str
    digests: tuple[str, ...] = ()
    """Any of which it may have; none if it may be anything."""
    size: int | None = None
    is_wanted: bool = False
    """Whether it must be there."""
    other: str | None = None
    """Where it may be instead."""


@dataclass(slots=True)
class Expectations:
    """All that is recorded."""

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
        for row in recorded.files.rows():
            path, other = recorded.at(row.path), elsewhere(row.path)
            expected = self._add(path, owner, row)
            expected.is_wanted |= is_whole and row.digest is not None
            if other:
                expected.other = recorded.at(other)
                self._add(expected.other, owner, row)

    def add_system(self, inventory: Inventory) -> None:
        """Add what other package managers have recorded, in place of what distributions have."""
        for package in inventory.system_packages:
            owner = str(package.owner)
            for path in package.files:
                digest = package.digests.get(path)
                if digest:
                    self.files[path] = Expected(owner, (digest,), is_wanted=True)
                elif package.type != CONDA:
                    self.files[path] = Expected(owner)

    def _add(self, path: str, owner: str, row: Row) -> Expected:
        expected = self.files.setdefault(path, Expected(owner, size=row.size))
        if row.digest and row.digest not in expected.digests:
            expected.digests += (row.digest,)
        return expected


def expectations(inventory: Inventory, recorded: Iterable[Recorded]) -> Expectations:
    """Return what is recorded of all that is installed."""
    found = Expectations()
    for each in recorded:
        if each.component.owner is None:
            found.add_distribution(each)
    found.add_system(inventory)
    return found
