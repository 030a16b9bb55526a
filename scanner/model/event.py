"""Events of a range, and what they come to: the walk of the OSV format.

Events are a list in any order; sorted by version they say where a range begins and ends. Where the
specification is silent the rules P4 and P6 of ``docs/matching.md`` hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.model.advisory import AffectedRange, AffectedRanges
from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.version import Version

INTRODUCED, FIXED, LAST_AFFECTED, LIMIT = "introduced", "fixed", "last_affected", "limit"
ENDS: Final = (FIXED, LAST_AFFECTED, INTRODUCED)
"""Events, in the order in which those of equal versions take effect (rule P6).

A ``last_affected`` that so would end nothing is meant for the ``introduced`` at its version.
"""
KINDS: Final = (*ENDS, LIMIT)
UNBOUNDED: Final = frozenset(((INTRODUCED, "0"), (LIMIT, "*")))
"""What is below every version, and what is above (rule P4)."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens to a range at a version."""

    kind: str
    """One of :data:`KINDS`."""
    text: str
    """The version, as the record spells it."""

    @property
    def version(self) -> Version | None:
        """The version; None if there is none such, or every version is on one side of it."""
        return None if (self.kind, self.text) in UNBOUNDED else parsed(self.text)

    @property
    def is_readable(self) -> bool:
        """Whether it is at a version (PEP 440), or at none because it is beyond all of them."""
        return (self.kind, self.text) in UNBOUNDED or parsed(self.text) is not None

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"


_Step = tuple[tuple["Version", ...], int, "Version | None"]
"""An event by which one can sort: its place, its rank among those at one version, the version."""


def ranges_of(events: Iterable[Event]) -> AffectedRanges:
    """Turn the events of one range into ranges that do not overlap.

    This is the walk of the specification: over the events, sorted by version, a version is affected
    from ``introduced`` on, and until ``fixed`` or past ``last_affected``.
    """
    events = tuple(events)
    readable = [event for event in events if event.is_readable]
    limits = [event.version for event in readable if event.kind == LIMIT]
    limit = None if None in limits else max(filter(None, limits), default=None)
    steps = {_step(event) for event in readable if event.kind != LIMIT}
    in_order = sorted(steps, key=lambda step: step[:2])
    walked = (replace(found, limit=limit) if limit else found for found in _walk(in_order))
    return AffectedRanges(tuple(walked), () if len(readable) == len(events) else events)


def events_of(group: AffectedRanges) -> tuple[Event, ...]:
    """Return the events of a range in the order of the walk, as far as they are kept.

    Of a range without a doubt only intervals are; they tell all events that make a difference.
    """
    if group.events:
        return in_order(group.events)
    steps: list[Event] = []
    for interval in group.ranges:
        begin, end = interval.introduced, interval.fixed
        if begin is None or begin != end:
            steps.append(Event(INTRODUCED, "0" if begin is None else str(begin)))
        for kind, bound in ((FIXED, end), (LAST_AFFECTED, interval.last_affected)):
            steps += [] if bound is None else [Event(kind, str(bound))]
    limits = {interval.limit: None for interval in group.ranges if interval.limit is not None}
    return (*dict.fromkeys(steps), *(Event(LIMIT, str(limit)) for limit in limits))


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events as the walk takes them, and behind them limits and what cannot be read."""
    events = tuple(events)
    steps = [event for event in events if event.is_readable and event.kind != LIMIT]
    rest = [event for event in events if not event.is_readable or event.kind == LIMIT]
    return (*sorted(steps, key=lambda event: _step(event)[:2]), *rest)


def _step(event: Event) -> _Step:
    version = event.version
    return () if version is None else (version,), ENDS.index(event.kind), version


def _walk(steps: Iterable[_Step]) -> Iterator[AffectedRange]:
    begin: Version | None = None
    lone: Version | None = None
    is_open = False
    for _, end, version in steps:
        kind = ENDS[end]
        if kind == FIXED:
            # One that ends nothing is a version to upgrade to, too: an empty range keeps it.
            yield AffectedRange(introduced=begin if is_open else version, fixed=version)
            is_open = False
        elif kind == LAST_AFFECTED and is_open:
            yield AffectedRange(introduced=begin, last_affected=version)
            is_open = False
        elif kind == LAST_AFFECTED:
            lone = version
        elif version is not None and version == lone:
            yield AffectedRange(introduced=version, last_affected=version)
        elif not is_open:
            begin, is_open = version, True
    if is_open:
        yield AffectedRange(introduced=begin)
