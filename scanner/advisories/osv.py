"""Records in the OSV format, read as the specification has them evaluated.

Ranges are sorted lists of events; here they become ranges with two ends. What cannot be read is
never dropped: an odd bound stays with its range, and a record without data is a fault to report.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.advisories.cpython import affected_of
from scanner.advisories.malware import is_malware
from scanner.model.advisory import Advisory, Affected, AffectedRange, AffectedRanges, Status
from scanner.model.names import normalized
from scanner.model.version import InstalledVersion, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from packaging.version import Version

    from scanner.model.advisory import Severity
    from scanner.model.names import NormalizedName

ECOSYSTEM: Final = "PyPI"
"""Ecosystems are told apart by what stands before a colon, as ``PyPI:https://…``."""
ENDS: Final = ("fixed", "last_affected", "introduced")
"""Events, in the order in which those of equal versions take effect (rule P6).

A ``last_affected`` that so would end nothing is meant for the ``introduced`` at its version.
"""
DERIVABLE: Final = re.compile(
    r"https?://(?:nvd\.nist\.gov/vuln/detail/CVE-|github\.com/advisories/GHSA-"
    r"|pypi\.org/project/|pypi\.python\.org/pypi)"
)
"""Links that the identifiers of a record, or the name of the package, give anyway."""


def advisory_of(record: Mapping[str, object], severity: Severity) -> Advisory:
    """Return what a record says of PyPI; ``affected`` is empty if that is nothing.

    Raises:
        ValueError: for a record without an ``id``, or with a field of another type than specified.

    """
    identifier = record.get("id")
    if not isinstance(identifier, str) or not identifier:
        raise ValueError("a record without an id")
    return Advisory(
        id=identifier,
        aliases=_identifiers(record.get("aliases")),
        related=_identifiers(record.get("related")),
        severity=severity,
        affected=tuple(_affected(record)),
        published=_text(record.get("published")),
        modified=_text(record.get("modified")),
        withdrawn=_text(record.get("withdrawn")),
        links=tuple(_links(record)),
        is_malware=is_malware(record),
    )


def releases_in(record: Mapping[str, object]) -> Iterator[tuple[NormalizedName, str]]:
    """Yield the versions of distributions that a record lists or has as fixed.

    Raises:
        ValueError: as :func:`advisory_of` does.

    """
    for entry in _objects(record.get("affected")):
        package = entry.get("package")
        if not isinstance(package, dict):
            if of_cpython := affected_of(entry):
                yield from ((of_cpython.package, tag) for tag in of_cpython.versions)
            continue
        if not _is_ours(package):
            continue
        name = str(package.get("name"))
        versions = entry.get("versions")
        for version in versions if isinstance(versions, list) else ():
            yield normalized(name), str(version)
        for item in _objects(entry.get("ranges")):
            if item.get("type") == "GIT":
                continue
            fixes = (event.get("fixed") for event in _objects(item.get("events")))
            yield from ((normalized(name), str(fix)) for fix in fixes if fix)


def ranges_of(events: Iterable[Mapping[str, object]]) -> AffectedRanges:
    """Turn the events of one range into ranges that do not overlap.

    This is the walk of the specification: over the events, sorted by version, a version is affected
    from ``introduced`` on, and until ``fixed`` or past ``last_affected``. ``introduced: 0`` is
    below every version (rule P4).

    Raises:
        ValueError: for an event that is none.

    """
    readable: set[tuple[tuple[Version, ...], int, Version | None]] = set()
    unreadable: list[str] = []
    limits: list[Version | None] = []
    for kind, text in _events(events):
        version = parsed(text)
        if (kind, text) in {("introduced", "0"), ("limit", "*")}:
            version = None
        elif version is None:
            unreadable.append(text)
            continue
        if kind == "limit":
            limits.append(version)
        else:
            place = () if version is None else (version,)
            readable.add((place, ENDS.index(kind), version))
    limit = None if None in limits else max(filter(None, limits), default=None)
    in_order = sorted(readable, key=lambda event: event[:2])
    walked = (replace(found, limit=limit) for found in _walk(in_order))
    return AffectedRanges(tuple(walked), tuple(unreadable))


def _walk(
    events: Iterable[tuple[tuple[Version, ...], int, Version | None]],
) -> Iterator[AffectedRange]:
    begin: Version | None = None
    lone: Version | None = None
    is_open = False
    for _, end, version in events:
        kind = ENDS[end]
        if kind == "fixed":
            # One that ends nothing is a version to upgrade to, too: an empty range keeps it.
            yield AffectedRange(introduced=begin if is_open else version, fixed=version)
            is_open = False
        elif kind == "last_affected" and is_open:
            yield AffectedRange(introduced=begin, last_affected=version)
            is_open = False
        elif kind == "last_affected":
            lone = version
        elif version is not None and version == lone:
            yield AffectedRange(introduced=version, last_affected=version)
        elif not is_open:
            begin, is_open = version, True
    if is_open:
        yield AffectedRange(introduced=begin)


def _events(events: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for event in events:
        for kind, text in event.items():
            if kind not in {*ENDS, "limit"} or not isinstance(text, str):
                raise ValueError(f"an event that is none: {kind}: {text!r}")
            yield kind, text


def _affected(record: Mapping[str, object]) -> Iterator[Affected]:
    for entry in _objects(record.get("affected")):
        package = entry.get("package")
        if not isinstance(package, dict):
            if of_cpython := affected_of(entry):
                yield of_cpython
            continue
        ecosystem, name = package.get("ecosystem"), package.get("name")
        if not isinstance(ecosystem, str) or not isinstance(name, str):
            raise ValueError("an affected package without ecosystem or name")  # noqa: TRY004
        if not _is_ours(package):
            continue
        ranges = tuple(
            ranges_of(_objects(item.get("events")))
            for item in _objects(entry.get("ranges"))
            if item.get("type") != "GIT"
        )
        versions = entry.get("versions") or []
        if not isinstance(versions, list):
            raise ValueError("versions that are no list")  # noqa: TRY004 - of the data
        affected = Affected(
            package=normalized(name), ranges=ranges, versions=tuple(map(str, versions))
        )
        yield replace(affected, versions=tuple(_unsettled(affected)))


def _is_ours(package: Mapping[str, object]) -> bool:
    return str(package.get("ecosystem")).partition(":")[0] == ECOSYSTEM


def _unsettled(affected: Affected) -> Iterator[str]:
    """Yield the listed versions that the ranges do not hold, or hold with a doubt.

    Nine in ten listed versions are in a range, too; the index is small because it leaves them out.
    Texts that are no versions stay, for they can only be compared as they stand (rule P8). So does
    all beside a bound with a local segment: ``2.6.0`` is below ``2.6.0+cu124``, but a ``2.6.0+xpu``
    that the list means as well is not (rule P5).
    """
    by_ranges = replace(affected, versions=())
    items = (item for group in affected.ranges for item in group.ranges)
    has_local = any(bound.local for item in items for bound in item.bounds)
    for text in affected.versions:
        version = InstalledVersion.of(text)
        settled = version.full is not None and not has_local
        if not settled or by_ranges.verdict(version).status is not Status.AFFECTED:
            yield text


def _links(record: Mapping[str, object]) -> Iterator[str]:
    for reference in _objects(record.get("references")):
        url = reference.get("url")
        if isinstance(url, str) and not DERIVABLE.match(url):
            yield url


def _identifiers(value: object) -> tuple[str, ...]:
    """Return identifiers; some records have them with a trailing comma."""
    if not isinstance(value, list):
        return ()
    return tuple(sorted({name for item in value for name in re.split(r"[\s,]+", str(item))} - {""}))


def _objects(value: object) -> list[Mapping[str, object]]:
    items = value or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("a list of objects is something else")
    return items


def _text(value: object) -> str | None:
    return str(value) if value else None
