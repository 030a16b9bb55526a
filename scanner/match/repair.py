"""The repair table: bounds that are no versions (PEP 440), and the ones they plainly stand for.

Only what leaves no doubt is a row; ``docs/matching.md`` has the bounds that are none, and why. A
range is repaired as a whole or not at all: one bound that stays unreadable leaves it in doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.model.event import Event, ranges_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.model.advisory import Advisory, AffectedRanges

TABLE_VERSION: Final = 1
"""Raised with every change of a row: the same advisories may then answer otherwise."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A row: what is found in a bound, and what is put in its place."""

    id: str
    found: re.Pattern[str]
    put: str
    reason: str

    def applied(self, text: str) -> str:
        """Return a bound after this repair; the same, if it is about others."""
        return self.found.sub(self.put, text)


REPAIRS: Final = (
    Repair(
        "R1",
        re.compile(r"-NA\Z"),
        "",
        "the update field of a CPE that does not apply: the release itself (NIST IR 7695)",
    ),
    Repair(
        "R2",
        re.compile(r"-(cu[0-9]{2,4})\Z"),
        r"+\1",
        "a build for a version of CUDA, which distributions have as their local segment",
    ),
    Repair(
        "R3",
        re.compile(r"\\([!-/:-@\[-`{-~])"),
        r"\1",
        "the backslash by which a CPE quotes punctuation (NIST IR 7695)",
    ),
    Repair(
        "R4",
        re.compile(r"\.stable([0-9]+)\Z"),
        r".\1",
        "a tag of Assemblyline, whose build takes the word out of the version it uploads",
    ),
)


def repaired(advisory: Advisory) -> Advisory:
    """Return a record whose ranges are repaired, where that makes all of a range readable."""
    if not [group for entry in advisory.affected for group in entry.ranges if group.events]:
        return advisory
    entries = (
        replace(entry, ranges=tuple(map(_repaired, entry.ranges))) for entry in advisory.affected
    )
    return replace(advisory, affected=tuple(entries))


def repairs_of(bound: str) -> tuple[str, tuple[str, ...]]:
    """Return a bound as the table has it read, and the rows that did that."""
    rows: list[str] = []
    for repair in REPAIRS:
        text = repair.applied(bound)
        if text != bound:
            bound, rows = text, [*rows, repair.id]
    return bound, tuple(rows)


def _repaired(group: AffectedRanges) -> AffectedRanges:
    if not group.events:
        return group
    events, rows = _readable(group.events)
    found = ranges_of(events)
    return group if found.events else replace(found, repairs=rows)


def _readable(events: Iterable[Event]) -> tuple[list[Event], tuple[str, ...]]:
    made: list[Event] = []
    used: set[str] = set()
    for event in events:
        if event.is_readable:
            made.append(event)
            continue
        text, rows = repairs_of(event.text)
        made.append(Event(event.kind, text))
        used.update(rows)
    return made, tuple(sorted(used))
