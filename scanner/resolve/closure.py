"""Manifests with all that they take in, by whatever way: what is resolved together.

What is taken in as constraints adds nothing, and neither does what that takes in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.inclusion import Inclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_FILES: Final = 200
"""How many manifests are resolved together, and how many may constrain them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A manifest with what it takes in."""

    manifests: tuple[Inclusion, ...]
    """Those whose requirements are installed together; first the one that no other takes in."""
    constraining: tuple[Inclusion, ...]

    @property
    def is_whole(self) -> bool:
        """Whether there are no more files than are resolved together."""
        return max(len(self.manifests), len(self.constraining)) <= MAX_FILES


def closures_of(paths: Iterable[str], inclusions: Iterable[Inclusion]) -> Iterator[Closure]:
    """Yield the manifests at some paths, each with what it takes in, or in what takes it in."""
    known = {each.path: each for each in inclusions}
    taken_in = {path for each in known.values() for path in each.requirements}
    wanted = set(paths)
    taking_in = {path for path, each in known.items() if each.requirements}
    # Of those that take in each other in a circle none is the first.
    starts = sorted(wanted | taking_in, key=lambda path: (path in taken_in, path))
    seen: set[str] = set()
    for start in starts:
        if start in taken_in and start in seen:
            continue
        found = {start: _at(start, known)}
        _follow(found, known, found[start].requirements, is_constraint=False)
        if not wanted.isdisjoint(found):
            seen.update(found)
            constraining: dict[str, Inclusion] = {}
            for each in found.values():
                _follow(constraining, known, each.constraints, is_constraint=True)
            yield Closure(
                manifests=tuple(found.values()), constraining=tuple(constraining.values())
            )


def _follow(
    found: dict[str, Inclusion],
    known: Mapping[str, Inclusion],
    paths: Iterable[str],
    *,
    is_constraint: bool,
) -> None:
    """Add what is at some paths, and what that takes in, with one more than may be."""
    pending = list(paths)
    while pending and len(found) <= MAX_FILES:
        path = pending.pop(0)
        if path not in found:
            found[path] = each = _at(path, known)
            pending += each.requirements + (each.constraints if is_constraint else ())


def _at(path: str, known: Mapping[str, Inclusion]) -> Inclusion:
    return known.get(path) or Inclusion(path=path)
