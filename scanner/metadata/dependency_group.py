"""Dependency groups, which may include each other (PEP 735)."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.metadata.toml_table import Table
    from scanner.model.names import NormalizedName

    _Graph = Mapping[NormalizedName, Mapping[NormalizedName, None]]

MAX_GROUPS: Final = 200
"""Of how many groups we follow what they include; each is followed to the end."""


def included_in(groups: Table) -> tuple[dict[NormalizedName, tuple[str, ...]], tuple[str, ...]]:
    """Return the groups that take in each one, itself first, and what is odd about them."""
    names = {normalized(name): name for name in groups.values}
    including: dict[NormalizedName, dict[NormalizedName, None]] = {name: {} for name in names}
    oddities = []
    if len(names) > MAX_GROUPS:
        oddities.append(f"only {MAX_GROUPS} groups are read for what they include")
    for name, key in islice(names.items(), MAX_GROUPS):
        for entry in groups.tables(key):
            included = normalized(entry.text("include-group") or "")
            if included in including:
                including[included][name] = None
            else:
                line = entry.span[0]
                reason = "a group that is not there is included"
                oddities.append(f"line {line}: {reason}: {included:.100}")
    found = {name: _reached(name, including) for name in names}
    cyclic = sorted(name for name in names if any(name in including[each] for each in found[name]))
    if cyclic:
        oddities.append(f"groups include themselves: {', '.join(cyclic):.200}")
    return {name: tuple(each) for name, each in found.items()}, tuple(oddities)


def _reached(start: NormalizedName, including: _Graph) -> list[NormalizedName]:
    """Return a group and all that take it in, by whatever way."""
    found = {start: None}
    pending = deque([start])
    while pending:
        for name in including[pending.popleft()]:
            if name not in found:
                found[name] = None
                pending.append(name)
    return [*found]
