"""What became of licences between two images: by distribution, whatever its version is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scanner.model.inventory import Inventory

UNRESTRICTIVE: Final = frozenset(("permissive", "public-domain"))
"""Categories that ask for little more than to be named."""


@dataclass(frozen=True, slots=True, order=True)
class Licensed:
    """A version of a distribution, and what was concluded of its licence."""

    name: str
    version: str
    concluded: str | None
    ecosystem: str = "pypi"

    @property
    def identity(self) -> str:
        """What it is called in every version, with its ecosystem if that is another than PyPI."""
        name = normalized(self.name)
        return name if self.ecosystem == "pypi" else f"{self.ecosystem}/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseChange:
    """One distribution before and after; without versions on the side where it is not there."""

    name: str
    before: tuple[Licensed, ...]
    after: tuple[Licensed, ...]
    new_categories: tuple[str, ...] = ()
    """Those that it has now and did not have, and that ask for more than to be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that is different, each by name."""

    added: tuple[LicenseChange, ...]
    removed: tuple[LicenseChange, ...]
    relicensed: tuple[LicenseChange, ...]
    """There before and after, with other licences."""
    unchanged: int
    """How many distributions have the licences that they had."""

    @property
    def is_different(self) -> bool:
        """Whether anything is."""
        return bool(self.added or self.removed or self.relicensed)

    @property
    def risen(self) -> tuple[LicenseChange, ...]:
        """What is of a category now that asks for more than before."""
        changes = (*self.added, *self.relicensed)
        return tuple(change for change in changes if change.new_categories)


def licensed_of(inventory: Inventory) -> tuple[Licensed, ...]:
    """Return what is documented of an inventory."""
    return tuple(
        Licensed(
            each.name,
            each.version or "",
            each.licensing.concluded if each.licensing else None,
            each.ecosystem,
        )
        for each in inventory.documented_components
    )


def compare(
    before: Iterable[Licensed], after: Iterable[Licensed], category_of: Callable[[str], str | None]
) -> Comparison:
    """Return what is different in ``after``."""
    old, new = _by_name(before), _by_name(after)
    changes = {
        name: _change(old.get(name, ()), new.get(name, ()), category_of)
        for name in sorted(old.keys() | new.keys())
    }
    return Comparison(
        added=tuple(change for change in changes.values() if not change.before),
        removed=tuple(change for change in changes.values() if not change.after),
        relicensed=tuple(
            change
            for change in changes.values()
            if change.before and change.after and _differs(change)
        ),
        unchanged=sum(
            bool(change.before and change.after) and not _differs(change)
            for change in changes.values()
        ),
    )


def _by_name(listed: Iterable[Licensed]) -> dict[str, tuple[Licensed, ...]]:
    found: dict[str, set[Licensed]] = defaultdict(set)
    for each in listed:
        found[each.identity].add(each)
    return {name: tuple(sorted(same, key=_order)) for name, same in found.items()}


def _order(licensed: Licensed) -> tuple[str, str, str]:
    return licensed.version, licensed.concluded or "", licensed.name


def _change(
    before: tuple[Licensed, ...],
    after: tuple[Licensed, ...],
    category_of: Callable[[str], str | None],
) -> LicenseChange:
    had, has = (
        {category_of(each.concluded) for each in side if each.concluded} for side in (before, after)
    )
    new = (category for category in has - had - UNRESTRICTIVE if category)
    first = (after or before)[0]
    name = first.name if first.ecosystem == "pypi" else first.identity
    return LicenseChange(name=name, before=before, after=after, new_categories=tuple(sorted(new)))


def _differs(change: LicenseChange) -> bool:
    was, is_ = ({each.concluded for each in side} for side in (change.before, change.after))
    return was != is_
