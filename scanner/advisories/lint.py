"""What is wrong with records in the OSV format, for those who keep them.

None of it keeps a record from being used, as far as it can be; what a scan makes of it is in
``docs/matching.md``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from scanner.advisories.item import Unreadable
from scanner.advisories.osv import ECOSYSTEMS, advisory_of
from scanner.advisories.severity import severity_of
from scanner.model.advisory import Level
from scanner.model.names import normalized
from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from packaging.version import Version

    from scanner.model.advisory import Advisory

_IDENTIFIER: Final = re.compile(
    r"CVE-\d{4}-\d{4,19}|GHSA(-[23456789cfghjmpqrvwx]{4}){3}|PYSEC-\d{4}-\d+|MAL-\d{4}-\d+"
    r"|(?!CVE|GHSA|PYSEC|MAL)[A-Z][A-Za-z0-9]*-[\w.:-]+"
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with a record."""

    record: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A record that can be read, and when it is looked at."""

    record: Mapping[str, object]
    advisory: Advisory
    today: str


def lint_of(records: Iterable[Mapping[str, object] | Unreadable], today: str) -> Iterator[Fault]:
    """Yield what is wrong with records, seen from a day in ISO 8601."""
    for record in records:
        if isinstance(record, Unreadable):
            yield Fault(record.name, "unreadable", record.reason)
        else:
            yield from faults_of(record, today)


def faults_of(record: Mapping[str, object], today: str) -> Iterator[Fault]:
    """Yield what is wrong with a record, seen from a day in ISO 8601."""
    id_ = str(record.get("id") or "")
    try:
        seen = _Seen(record, advisory_of(record, severity_of(record)), today)
    except ValueError as error:
        yield Fault(id_, "unreadable", str(error))
        return
    for kind, check in CHECKS.items():
        yield from (Fault(id_, kind, detail) for detail in check(seen))


def _alias_typos(seen: _Seen) -> Iterator[str]:
    for field in ("aliases", "related"):
        given = seen.record.get(field)
        for alias in given if isinstance(given, list) else ():
            if not _IDENTIFIER.fullmatch(str(alias)):
                yield f"{field}: {alias!r}"
            elif alias == seen.record["id"]:
                yield f"{field}: the record itself"


def _future_dates(seen: _Seen) -> Iterator[str]:
    for field in ("published", "modified", "withdrawn"):
        date = seen.record.get(field)
        if isinstance(date, str) and date[:10] > seen.today:
            yield f"{field}: {date}"


def _missing_severity(seen: _Seen) -> Iterator[str]:
    if not seen.advisory.withdrawn and seen.advisory.severity.level is Level.UNKNOWN:
        yield "neither a vector that can be read nor a word"


def _no_data(seen: _Seen) -> Iterator[str]:
    if not any(each.has_data for each in seen.advisory.affected):
        yield "neither a range nor a version of a distribution"


def _odd_names(seen: _Seen) -> Iterator[str]:
    for entry in _entries(seen.record):
        name = str(entry["package"]["name"])
        is_python = str(entry["package"]["ecosystem"]).lower().startswith("pypi")
        if is_python and name != normalized(name):
            yield f"{name}, which is {normalized(name)}"


def _overlapping(seen: _Seen) -> Iterator[str]:
    for affected in seen.advisory.affected:
        spans = [item for group in affected.ranges for item in group.ranges]
        spans.sort(key=lambda item: () if item.introduced is None else (item.introduced,))
        for one, other in pairwise(spans):
            end = one.fixed or one.last_affected
            begin = other.introduced
            if one.introduced == one.fixed is not None:
                continue
            if end is None or begin is None or begin < end:
                yield f"{affected.package}: {one} and {other}"


def _several_last_affected(seen: _Seen) -> Iterator[str]:
    for name, events in _ranges(seen.record):
        count = Counter(kind for kind, _ in events)
        if count["last_affected"] > 1:
            yield f"{name}: {count['last_affected']}, and {count['introduced']} introduced"


def _tied(seen: _Seen) -> Iterator[str]:
    for name, events in _ranges(seen.record):
        kinds: dict[Version, set[str]] = {}
        for kind, text in events:
            if (version := parsed(text)) is not None:
                kinds.setdefault(version, set()).add(kind)
        for version in sorted(version for version, tied in kinds.items() if len(tied) > 1):
            yield f"{name}: {' and '.join(sorted(kinds[version]))} at {version}"


def _unparsable(seen: _Seen) -> Iterator[str]:
    for name, events in _ranges(seen.record):
        for kind, text in events:
            if parsed(text) is None and (kind, text) != ("limit", "*"):
                yield f"{name}: {kind} {text}"


def _unparsable_versions(seen: _Seen) -> Iterator[str]:
    for entry in _entries(seen.record):
        listed = entry.get("versions")
        for text in listed if isinstance(listed, list) else ():
            if parsed(str(text)) is None:
                yield f"{entry['package']['name']}: {text}"


def _unsorted(seen: _Seen) -> Iterator[str]:
    for name, events in _ranges(seen.record):
        versions = [version for _, text in events if (version := parsed(text)) is not None]
        if any(later < earlier for earlier, later in pairwise(versions)):
            yield f"{name}: {', '.join(map(' '.join, events))}"


def _entries(record: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """Yield what a record that was read says of distributions."""
    for entry in cast("list[dict[str, Any]]", record.get("affected") or []):
        package = entry.get("package") or {}
        if str(package.get("ecosystem")).partition(":")[0].lower() in ECOSYSTEMS:
            yield entry


def _ranges(record: Mapping[str, object]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for entry in _entries(record):
        for item in entry.get("ranges") or ():
            if item.get("type") != "GIT":
                events = [pair for event in item.get("events") or () for pair in event.items()]
                yield entry["package"]["name"], events


CHECKS: Final[Mapping[str, Callable[[_Seen], Iterator[str]]]] = {
    "alias-typo": _alias_typos,
    "future-date": _future_dates,
    "missing-severity": _missing_severity,
    "no-data": _no_data,
    "odd-name": _odd_names,
    "overlapping-ranges": _overlapping,
    "several-last-affected": _several_last_affected,
    "tied-events": _tied,
    "unparsable-bound": _unparsable,
    "unparsable-version": _unparsable_versions,
    "unsorted-events": _unsorted,
}
"""Kinds of faults; what each finds is one of them."""
KINDS: Final = ("unreadable", *CHECKS)
