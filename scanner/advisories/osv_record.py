"""Advisories as records in the OSV format: :mod:`scanner.advisories.osv` the other way round.

The index has facts and no prose, bounds as PEP 440 spells them, and only those listed versions that
the ranges do not hold. A bound that is no version is left out, as it is when versions are compared:
clients stop at it, or take it for something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.model.advisory import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.advisory import Advisory, Affected, AffectedRange, Severity

    Ranges: TypeAlias = tuple[AffectedRange, ...]

ECOSYSTEM: Final = "PyPI"
"""What the format calls it; package URLs say ``pypi``."""
SCHEMA_VERSION: Final = "1.7.0"
UNKNOWN_DATE: Final = "1970-01-01T00:00:00Z"
"""When a record was modified that does not say so; the format wants a date."""
WORDS: Final = {
    Level.LOW: "LOW",
    Level.MEDIUM: "MODERATE",
    Level.HIGH: "HIGH",
    Level.CRITICAL: "CRITICAL",
}
"""What the GitHub Advisory Database calls levels."""
KINDS: Final = {"CVSS:3": "CVSS_V3", "CVSS:4": "CVSS_V4"}
"""Which CVSS a vector is of, by its beginning; that of version 2 has none."""


def record_of(advisory: Advisory) -> dict[str, object]:
    """Return what an index holds of an advisory, as a record."""
    record: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "id": advisory.id,
        "modified": modified(advisory),
        "published": advisory.published,
        "withdrawn": advisory.withdrawn,
        "aliases": list(advisory.aliases),
        "related": list(advisory.related),
        "references": [{"type": "WEB", "url": url} for url in advisory.links],
        "affected": [_affected(affected) for affected in advisory.affected],
        **_severity(advisory.severity),
    }
    return {key: value for key, value in record.items() if value is not None}


def modified(advisory: Advisory) -> str:
    """Return when a record was last changed, as far as it says so."""
    return advisory.modified or advisory.published or UNKNOWN_DATE


def _severity(severity: Severity) -> dict[str, object]:
    found: dict[str, object] = {}
    if severity.vector:
        kind = KINDS.get(severity.vector[:6], "CVSS_V2")
        found["severity"] = [{"type": kind, "score": severity.vector}]
    if word := WORDS.get(severity.level):
        found["database_specific"] = {"severity": word}
    return found


def _affected(affected: Affected) -> dict[str, object]:
    # What is not PyPI's has its ecosystem in the name.
    ecosystem, _, name = affected.package.rpartition(":")
    return {
        "package": {"ecosystem": ecosystem or ECOSYSTEM, "name": name},
        "ranges": [
            {"type": "ECOSYSTEM", "events": list(_events(ranges))}
            for group in affected.ranges
            for ranges in _told(group.ranges)
        ],
        "versions": list(affected.versions),
    }


def _told(ranges: Ranges) -> Iterator[Ranges]:
    """Yield all of them, and then each by itself, which says the same.

    pip-audit takes fixed versions of the first range only, and PySentry of each range only what is
    last in it.
    """
    inhabited = [each for each in ranges if not _is_empty(each)]
    if inhabited:
        yield ranges
    if len(ranges) > 1:
        yield from ((each,) for each in inhabited)


def _is_empty(affected_range: AffectedRange) -> bool:
    """Tell whether it is there for the version alone that it is fixed in."""
    return affected_range.fixed is not None and affected_range.introduced == affected_range.fixed


def _events(ranges: Ranges) -> Iterator[dict[str, str]]:
    limits: dict[str, None] = {}
    for each in ranges:
        if not _is_empty(each):  # which would begin at that version, for it ends there first
            yield {"introduced": "0" if each.introduced is None else str(each.introduced)}
        yield from _end(each)
        if each.limit is not None:
            limits[str(each.limit)] = None
    yield from ({"limit": limit} for limit in limits)


def _end(affected_range: AffectedRange) -> Iterator[dict[str, str]]:
    if affected_range.fixed is not None:
        yield {"fixed": str(affected_range.fixed)}
    elif affected_range.last_affected is not None:
        yield {"last_affected": str(affected_range.last_affected)}
