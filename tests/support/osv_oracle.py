"""The evaluation of the OSV format, written from its specification and from nothing of ours.

It is as literal and as slow as the pseudocode of https://ossf.github.io/osv-schema/#evaluation,
with the rules P1 to P9 where that is silent.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AFFECTED = "affected"
UNDETERMINED = "undetermined"
NOT_AFFECTED = "not_affected"

Event = tuple[str, str]
Walk = list[tuple[str, Version | None]]


@cache
def version_of(text: str) -> Version | None:
    """Return a version, or None for what is not PEP 440."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


@cache
def public_of(version: Version) -> Version:
    """Return a version without its local segment."""
    return Version(version.public)


def package_of(affected: Mapping[str, Any]) -> str:
    """Return the name of the package, normalized as PEP 503 has it (P1)."""
    return re.sub(r"[-_.]+", "-", affected["package"]["name"]).lower()


class Oracle:
    """One record and one package, prepared for many questions.

    ``readings`` are bounds that are no versions, with those that they are to be read as.
    """

    def __init__(
        self, record: Mapping[str, Any], package: str, readings: Mapping[str, str] | None = None
    ) -> None:
        self._withdrawn = record.get("withdrawn") is not None
        self._entries = [
            _Entry(affected, readings or {})
            for affected in record["affected"]
            if affected["package"]["ecosystem"] == "PyPI" and package_of(affected) == package
        ]

    def status(self, text: str) -> str:
        """Return the answer for an installed version: ``IsVulnerable`` of the specification."""
        if self._withdrawn:
            return NOT_AFFECTED
        answers = {entry.status(text) for entry in self._entries}
        return next(
            (answer for answer in (AFFECTED, UNDETERMINED) if answer in answers), NOT_AFFECTED
        )


class _Entry:
    """One entry of ``affected``."""

    def __init__(self, affected: Mapping[str, Any], readings: Mapping[str, str]) -> None:
        self.texts: set[str] = set(affected.get("versions") or ())
        self.versions = {version for text in self.texts if (version := version_of(text))}
        events = [
            _reread([event for item in found["events"] for event in item.items()], readings)
            for found in affected.get("ranges") or ()
            if found["type"] != "GIT"
        ]
        self.readable = [_Range(found) for found in events if all(map(_is_readable, found))]
        self.doubtful = [
            _Range([event for event in found if _is_readable(event)])
            for found in events
            if not all(map(_is_readable, found))
        ]
        self.has_data = bool(self.texts or events)

    def status(self, text: str) -> str:
        version = version_of(text)
        if version is None:
            return self._status_of_text(text)
        with_range_left_out = (
            text in self.texts
            or version in self.versions
            or public_of(version) in self.versions
            or any(found.holds(version) for found in self.readable)
        )
        with_event_left_out = with_range_left_out or any(
            found.holds(version) for found in self.doubtful
        )
        if with_event_left_out != with_range_left_out:
            return UNDETERMINED
        return AFFECTED if with_range_left_out else NOT_AFFECTED

    def _status_of_text(self, text: str) -> str:
        if text in self.texts or any(found.is_boundless for found in self.readable):
            return AFFECTED
        return UNDETERMINED if self.has_data else NOT_AFFECTED


class _Range:
    """``IncludedInRanges`` and ``BeforeLimits``, for one range.

    A local segment of the installed version is dropped, unless the bound has one (P5).
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self.walk = _in_order(
            (kind, _bound(kind, text)) for kind, text in events if kind != "limit"
        )
        self.limits = [_bound(kind, text) for kind, text in events if kind == "limit"]
        self.is_boundless = (
            ("introduced", None) in self.walk
            and {kind for kind, _ in self.walk} == {"introduced"}
            and (not self.limits or None in self.limits)
        )

    def holds(self, version: Version) -> bool:
        if self.limits and not any(
            limit is None or (version if limit.local else public_of(version)) < limit
            for limit in self.limits
        ):
            return False
        vulnerable = False
        for kind, bound in self.walk:
            compared = version if bound is None or bound.local else public_of(version)
            match kind:
                case "introduced" if bound is None or compared >= bound:
                    vulnerable = True
                case "fixed" if bound is not None and compared >= bound:
                    vulnerable = False
                case "last_affected" if bound is not None and compared > bound:
                    vulnerable = False
        return vulnerable


def _in_order(events: Iterable[tuple[str, Version | None]]) -> Walk:
    """Sort events by version, and by P6 where these are equal."""
    order = ("fixed", "last_affected", "introduced")
    lowest = Version("0.dev0")
    walk = sorted(
        set(events),
        key=lambda event: (
            event[1] is not None,
            event[1] if event[1] is not None else lowest,
            order.index(event[0]),
        ),
    )
    is_open = False
    for place, (kind, bound) in enumerate(walk):
        following = walk[place + 1 : place + 2]
        if kind == "last_affected" and not is_open and following == [("introduced", bound)]:
            walk[place : place + 2] = [*following, (kind, bound)]
        is_open = walk[place][0] == "introduced"
    return walk


def _bound(kind: str, text: str) -> Version | None:
    """Return a bound; None is below every version (P4), or above for a limit."""
    if (kind, text) in {("introduced", "0"), ("limit", "*")}:
        return None
    return version_of(text)


def _reread(events: list[Event], readings: Mapping[str, str]) -> list[Event]:
    """Return the events of a range with bounds read otherwise, if that makes all of it readable."""
    if all(_is_readable(event) or event[1] in readings for event in events):
        return [(kind, readings.get(text, text)) for kind, text in events]
    return events


def _is_readable(event: Event) -> bool:
    return event in {("introduced", "0"), ("limit", "*")} or version_of(event[1]) is not None
