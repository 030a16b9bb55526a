"""NVD's feed files (JSON 2.0), as records in the OSV format: what they say of Python packages.

A feed has all CVEs of a year, and few are of Python. Each is read when the parser has it, and let
go: the memory that a feed takes is that of its text, and not the many times more of its objects.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from scanner.advisories.cpe import affected_by, is_of_python
from scanner.advisories.item import Dated, Unreadable
from scanner.errors import UnreadableAdvisories

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.advisories.item import Item

TITLE: Final = "NVD"
URL: Final = "https://nvd.nist.gov"
LICENSE: Final = "LicenseRef-NVD"
MARK: Final = b'"NVD_CVE"'
"""The format, as the head of a feed names it."""
GZIP: Final = b"\x1f\x8b"
MAX_BYTES: Final = 1 << 30
"""Of a feed that is unpacked."""
METRICS: Final = {
    "cvssMetricV40": "CVSS_V4",
    "cvssMetricV31": "CVSS_V3",
    "cvssMetricV30": "CVSS_V3",
    "cvssMetricV2": "CVSS_V2",
}
_CVE: Final = re.compile(r"CVE-(\d{4})-\d{4,19}", re.ASCII)
_CWE: Final = re.compile(r"CWE-\d+", re.ASCII)
_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was made of a CVE, in its place in the document."""

    item: Mapping[str, object] | Unreadable


def parse_nvd(data: bytes) -> Iterator[Item]:
    """Yield the day of a feed and its records; one that says nothing of Python affects nothing.

    Raises:
        UnreadableAdvisories: if it is none, or damaged.

    """
    try:
        feed = json.loads(_unpacked(data), object_hook=_as_read)
        entries = feed["vulnerabilities"]
        date = feed.get("timestamp")
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableAdvisories(TITLE, str(error)) from error
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableAdvisories(TITLE, f"no feed: {error}") from error
    if not isinstance(entries, list):
        raise UnreadableAdvisories(TITLE, "no feed: vulnerabilities that are no list")
    if isinstance(date, str):
        yield Dated(date[:10])
    for number, entry in enumerate(entries):
        yield entry.item if isinstance(entry, _Read) else Unreadable(f"entry {number}", "no CVE")


def title_of(items: Iterable[Item]) -> str:
    """Return what a feed is called: by the years of its CVEs, so that years are beside others."""
    ids = (str(item.get("id")) for item in items if isinstance(item, dict))
    years = sorted({found[1] for id_ in ids if (found := _CVE.fullmatch(id_))})
    return " ".join([TITLE, "-".join(dict.fromkeys([*years[:1], *years[-1:]]))]).strip()


def _unpacked(data: bytes) -> bytes:
    if data.startswith(GZIP):
        with gzip.open(BytesIO(data)) as file:
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES:,} bytes")
    return data


def _as_read(value: dict[str, object]) -> object:
    """Return what is made of an object of JSON: itself, unless it is a CVE."""
    cve = value.get("cve")
    id_ = cve.get("id") if isinstance(cve, dict) else None
    if not isinstance(id_, str) or not _CVE.fullmatch(id_):
        return value
    try:
        return _Read(_record(id_, cast("dict[str, object]", cve)))
    except ValueError as error:
        return _Read(Unreadable(id_, str(error)))


def _record(id_: str, cve: Mapping[str, object]) -> dict[str, object]:
    affected = affected_by(_matches(cve))
    if not affected:
        return {"id": id_, "affected": []}
    modified = _time(cve.get("lastModified"))
    record = {
        "id": id_,
        "published": _time(cve.get("published")),
        "modified": modified,
        "withdrawn": modified if cve.get("vulnStatus") == "Rejected" else None,
        "summary": _english(cve.get("descriptions")),
        "severity": list(_severities(cve.get("metrics"))),
        "affected": affected,
        "references": [
            {"type": "WEB", "url": item.get("url")} for item in _objects(cve.get("references"))
        ],
        "database_specific": {"cwe_ids": sorted(set(_weaknesses(cve.get("weaknesses"))))},
    }
    return {key: value for key, value in record.items() if value is not None}


def _matches(cve: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield all criteria; that one holds only beside others (AND) is not asked.

    Raises:
        ValueError: if something else is not to be there: that it is not cannot be told.

    """
    for configuration in _objects(cve.get("configurations")):
        for node in _objects(configuration.get("nodes")):
            matches = _objects(node.get("cpeMatch"))
            is_negated = configuration.get("negate") or node.get("negate")
            if is_negated and any(map(is_of_python, matches)):
                raise ValueError("a negated configuration")
            yield from matches


def _severities(metrics: object) -> Iterator[dict[str, str]]:
    if metrics is not None and not isinstance(metrics, dict):
        raise ValueError("metrics that are no object")
    for key, kind in METRICS.items():
        for metric in _objects((metrics or {}).get(key)):
            data = metric.get("cvssData")
            vector = data.get("vectorString") if isinstance(data, dict) else None
            if isinstance(vector, str):
                yield {"type": kind, "score": vector}


def _english(descriptions: object) -> str:
    """Return the description as the one line that a summary is."""
    texts = (str(item.get("value")) for item in _objects(descriptions) if item.get("lang") == "en")
    return " ".join(next(texts, "").split())


def _weaknesses(weaknesses: object) -> Iterator[str]:
    for weakness in _objects(weaknesses):
        for item in _objects(weakness.get("description")):
            if _CWE.fullmatch(str(item.get("value"))):
                yield str(item["value"])


def _time(text: object) -> str | None:
    """Return a time in the format of OSV: NVD leaves out that it is in UTC."""
    if not isinstance(text, str) or not text:
        return None
    return text if _ZONE.search(text) else f"{text}Z"


def _objects(value: object) -> list[dict[str, object]]:
    items = value or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("a list of objects is something else")
    return items
