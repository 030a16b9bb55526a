"""Licences in one environment whose terms contradict each other, by the FSF's list of licences.

A hint, and no more: whether two distributions become one work when one imports the other is a
question for lawyers, and it arises only where copies are passed on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.decided.distribution import listed
from scanner.licenses.category import category_of
from scanner.licenses.pattern import matches
from scanner.licenses.tree import License, leaves
from scanner.model.component import MATCHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.licenses.category import Categories
    from scanner.licenses.decided.verdict import Verdict
    from scanner.licenses.tree import Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Distributions of one environment that may not go together."""

    environment: str
    first: tuple[str, ...]
    """Names of distributions."""
    second: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return f"{listed(self.first)} with {listed(self.second)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class _Clash:
    first: tuple[str, ...]
    """Patterns of licences."""
    second: tuple[str, ...]
    """Such patterns, or categories."""
    reason: str


_CLOSED: Final = ("commercial", "proprietary-free", "LicenseRef-*nvidia*", "LicenseRef-*propriet*")
_CLASHES: Final = (
    _Clash(
        ("GPL-2.0-only", "GPL-1.0-only"),
        ("Apache-2.0", "GPL-3.0-*", "LGPL-3.0-*", "AGPL-3.0-*"),
        "version 2 of the GPL alone forbids the further terms of Apache-2.0 and of GNU's version 3",
    ),
    _Clash(
        ("GPL-*", "AGPL-*"), _CLOSED, "what the GPL covers is to be passed on under its terms alone"
    ),
    _Clash(
        ("GPL-*", "AGPL-*"),
        ("BSD-4-Clause", "CDDL-1.*", "EPL-1.0", "MPL-1.*", "OpenSSL", "Apache-1.*", "PHP-3.*"),
        "the GPL allows no further terms, such as these licences have",
    ),
)


def hints_on(verdicts: Iterable[Verdict], own: Categories = ()) -> Iterator[Hint]:
    """Yield what contradicts each other among the licences of what runs in one environment."""
    by_environment: dict[str, list[tuple[str, Leaf]]] = defaultdict(list)
    for verdict in verdicts:
        component = verdict.component
        if component.state not in MATCHED or verdict.is_bundled or verdict.chosen is None:
            continue
        for leaf in leaves(verdict.chosen):
            by_environment[component.environment].append((component.name, leaf))
    for environment, licensed in sorted(by_environment.items()):
        for clash in _CLASHES:
            first = _named(licensed, clash.first, own)
            second = _named(licensed, clash.second, own)
            if first and second:
                yield Hint(environment=environment, first=first, second=second, reason=clash.reason)


def _named(
    licensed: Iterable[tuple[str, Leaf]], wanted: tuple[str, ...], own: Categories
) -> tuple[str, ...]:
    """Return the distributions that have one of the licences. Pairs are there to avoid a clash."""
    names = {
        name
        for name, leaf in licensed
        if isinstance(leaf, License)
        and (any(matches(pattern, leaf) for pattern in wanted) or category_of(leaf, own) in wanted)
    }
    return tuple(sorted(names))
