"""CISA's catalogue of known exploited vulnerabilities: one JSON document, in the public domain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.advisories.feeds.feed import Feed
from scanner.advisories.feeds.single_file import file_at
from scanner.advisories.item import Dated, Item, Unreadable
from scanner.errors import UnreadableAdvisories
from scanner.model.threat import Exploitation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAX_BYTES: Final = 64 << 20
"""It has two million."""


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the entries of a catalogue.

    Raises:
        UnreadableAdvisories: if it is none.

    """
    try:
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableAdvisories("KEV", f"more than {MAX_BYTES:,} bytes")
        catalogue = json.loads(data)
        entries = catalogue["vulnerabilities"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise UnreadableAdvisories("KEV", f"no catalogue: {error}") from error
    released = catalogue.get("dateReleased")
    if isinstance(released, str):
        yield Dated(released[:10])
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        try:
            yield Exploitation(
                cve=_text(entry["cveID"]),
                added=_text(entry["dateAdded"]),
                due=_text(entry["dueDate"]) if entry.get("dueDate") else None,
                by_ransomware=entry.get("knownRansomwareCampaignUse") == "Known",
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield Unreadable(f"entry {number}", repr(error))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"not a text: {value!r}")
    return value


KEV = Feed(
    name="kev",
    title="CISA KEV",
    url="https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
    license="CC0-1.0",
    server="https://www.cisa.gov/sites/default/files/feeds",
    fetch=file_at("known_exploited_vulnerabilities.json"),
    parse=parse,
)
