"""Records in the OSV format, read as the specification has them evaluated.

Ranges are sorted lists of events; here they become ranges with two ends. What cannot be read is
never dropped: an odd bound stays with its range, and a record without data is a fault to report.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.advisories.cpython import affected_of
from scanner.advisories.malware import is_malware
from scanner.model.advisory import Advisory, Affected
from scanner.model.event import KINDS, Event, ranges_of
from scanner.model.names import advised_name
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.model.advisory import Severity
    from scanner.model.names import NormalizedName

ECOSYSTEMS: Final = ("pypi", "conda")
"""Those that are read; they are told apart by what stands before a colon: ``PyPI:https://…``."""
MAX_EVENTS: Final = 1_000
MAX_VERSIONS: Final = 20_000
"""Of one record. Those of PyPA have 78 and 1,583 at most; each of them may have to be compared with
each other, for which version is the one to go to."""
DERIVABLE: Final = re.compile(
    r"https?://(?:nvd\.nist\.gov/vuln/detail/CVE-|github\.com/advisories/GHSA-"
    r"|pypi\.org/project/|pypi\.python\.org/pypi)"
)
"""Links that the identifiers of a record, or the name of the package, give anyway."""


def advisory_of(record: Mapping[str, object], severity: Severity) -> Advisory:
    """Return what a record says of PyPI and of conda; ``affected`` is empty if that is nothing.

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
        package = _advised(entry.get("package"))
        if package is None:
            if of_cpython := affected_of(entry):
                yield from ((of_cpython.package, tag) for tag in of_cpython.versions)
            continue
        versions = entry.get("versions")
        for version in versions if isinstance(versions, list) else ():
            yield package, str(version)
        for item in _objects(entry.get("ranges")):
            if item.get("type") == "GIT":
                continue
            fixes = (event.get("fixed") for event in _objects(item.get("events")))
            yield from ((package, str(fix)) for fix in fixes if fix)


def events_of(events: Iterable[Mapping[str, object]]) -> Iterator[Event]:
    """Yield the events of one range.

    Raises:
        ValueError: for an event that is none: left out, it could change what is affected.

    """
    for event in events:
        for kind, text in event.items():
            if kind not in KINDS or not isinstance(text, str):
                raise ValueError(f"an event that is none: {kind}: {text!r}")
            yield Event(kind, text)


def _affected(record: Mapping[str, object]) -> Iterator[Affected]:
    events = listed = 0
    for number, entry in enumerate(_objects(record.get("affected"))):
        package = _advised(entry.get("package"))
        if package is None:
            if of_cpython := affected_of(entry):
                yield of_cpython
            continue
        items = [each for each in _objects(entry.get("ranges")) if each.get("type") != "GIT"]
        versions = entry.get("versions") or []
        if not isinstance(versions, list):
            raise ValueError("versions that are no list")  # noqa: TRY004 - of the data
        events += sum(len(_objects(item.get("events"))) for item in items)
        listed += len(versions)
        if events > MAX_EVENTS or listed > MAX_VERSIONS:
            raise ValueError(f"{events:,} events and {listed:,} versions, more than there can be")
        ranges = tuple(ranges_of(events_of(_objects(item.get("events")))) for item in items)
        affected = Affected(
            package=package, entry=number, ranges=ranges, versions=tuple(map(str, versions))
        )
        yield replace(affected, versions=tuple(_unsettled(affected)))


def _advised(package: object) -> NormalizedName | None:
    """Return what a package is known by; None if it is of an ecosystem that is not read."""
    if not isinstance(package, dict):
        return None
    ecosystem, name = package.get("ecosystem"), package.get("name")
    if not isinstance(ecosystem, str) or not isinstance(name, str):
        raise ValueError("an affected package without ecosystem or name")  # noqa: TRY004
    kind = ecosystem.partition(":")[0].lower()
    return advised_name(kind, name) if kind in ECOSYSTEMS else None


def _unsettled(affected: Affected) -> Iterator[str]:
    """Yield the listed versions that the ranges do not hold, or hold with a doubt.

    Nine in ten listed versions are in a range, too; the index is small because it leaves them out.
    Texts that are no versions stay, for they can only be compared as they stand (rule P8). So does
    all beside a bound with a local segment: ``2.6.0`` is below ``2.6.0+cu124``, but a ``2.6.0+xpu``
    that the list means as well is not (rule P5).
    """
    items = (item for group in affected.ranges for item in group.ranges)
    if any(bound.local for item in items for bound in item.bounds):
        yield from affected.versions
        return
    sure = [item for group in affected.ranges if not group.events for item in group.ranges]
    for text in affected.versions:
        version = _installed(text)
        if version.full is None or not any(version in item for item in sure):
            yield text


@lru_cache(maxsize=1 << 16)
def _installed(text: str) -> InstalledVersion:
    """Read a listed version; of half a million in the records of PyPA one in twenty is distinct."""
    return InstalledVersion.of(text)


def _links(record: Mapping[str, object]) -> Iterator[str]:
    for reference in _objects(record.get("references")):
        url = reference.get("url")
        if url and isinstance(url, str) and not DERIVABLE.match(url):
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
