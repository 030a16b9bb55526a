"""Dependency groups, which may include each other (PEP 735)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.metadata.toml_table import Table
    from scanner.model.names import NormalizedName

    _Graph = Mapping[NormalizedName, Iterable[NormalizedName]]

MAX_INCLUDING: Final = 100
"""How many groups one is said to be part of."""


def included_in(groups: Table) -> tuple[dict[NormalizedName, tuple[str, ...]], tuple[str, ...]]:
    """Return the groups that take in each one, itself first, and what is odd about them."""
    names = {normalized(name): name for name in groups.values}
    including: dict[NormalizedName, list[NormalizedName]] = {name: [] for name in names}
    oddities = []
    for name, key in names.items():
        for entry in groups.tables(key):
            included = normalized(entry.text("include-group") or "")
            if included in including:
                including[included].append(name)
            else:
                oddities.append(f"a group that is not there is included: {included:.100}")
    found = {name: _reached(name, including) for name in names}
    if cyclic := sorted(name for name in names if name in _beyond(found[name], including)):
        oddities.append(f"groups include themselves: {', '.join(cyclic):.200}")
    return found, tuple(oddities)


def _reached(start: NormalizedName, including: _Graph) -> tuple[str, ...]:
    found = {start: None}
    pending = deque([start])
    while pending and len(found) < MAX_INCLUDING:
        for name in including[pending.popleft()]:
            if name not in found:
                found[name] = None
                pending.append(name)
    return tuple(found)


def _beyond(names: Iterable[NormalizedName], including: _Graph) -> set[NormalizedName]:
    return {name for each in names for name in including[each]}
