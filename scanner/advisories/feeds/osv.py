"""The records of OSV for PyPI: a zip file of all, or those of them that changed.

``modified_id.csv`` lists all records, and when each was changed. If that is later than ours for few
of them, these are fetched one by one; and what is no longer listed is gone. What is new need not be
newer than all that we have: databases are taken in days after the dates in them. A mirror need not
have the list.
"""

from __future__ import annotations

import logging
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scanner.advisories.download import download
from scanner.advisories.feeds.feed import Feed, Fetched
from scanner.advisories.osv_files import records_in_zip
from scanner.errors import FeedFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from scanner.advisories.feeds.feed import Request
    from scanner.advisories.item import Item

logger = logging.getLogger(__name__)

ECOSYSTEM: Final = "PyPI"
MOST_CHANGES: Final = 500
"""The whole file comes sooner than more records one by one."""
MAX_LIST_BYTES: Final = 256 << 20
CONNECTIONS: Final = 8
_ID: Final = re.compile(r"[\w.:-]+", re.ASCII)


def fetch(request: Request) -> Fetched:
    """Fetch the changed records, or all.

    Raises:
        FeedFailed: if they can't be had.
        OSError: if they cannot be written.

    """
    listing = _listing_of(request)
    if listing is not None:
        if listing.dates is None:
            return Fetched(date=listing.date)
        held = request.held
        changed = [id_ for id_, date in listing.dates.items() if _is_newer(date, held.get(id_))]
        if held and len(changed) <= MOST_CHANGES:
            return Fetched(
                date=listing.date,
                path=_fetch_each(request, changed),
                fingerprint={**request.fingerprint, **listing.fingerprint},
                changed_only=True,
                listed=frozenset(listing.dates),
            )
    name = "all.zip"
    url, path = f"{request.server}/{ECOSYSTEM}/{name}", request.directory / name
    whole = download(request.web, url, path, request.fingerprint, request.progress)
    seen = listing.fingerprint if listing else {}
    return Fetched(date=whole.date, path=whole.path, fingerprint={**whole.fingerprint, **seen})


@dataclass(frozen=True, slots=True)
class _Listing:
    """The list of all records."""

    date: str
    dates: dict[str, str] | None = None
    """When each was changed; None if nothing is, since the last time."""
    fingerprint: Mapping[str, str] = field(default_factory=dict)


def _listing_of(request: Request) -> _Listing | None:
    name = "modified_id.csv"
    url, path = f"{request.server}/{ECOSYSTEM}/{name}", request.directory / name
    known = {"url": url, "etag": request.fingerprint.get("list", "")}
    try:
        got = download(request.web, url, path, known, request.progress)
        if got.path is None:
            return _Listing(got.date)
        dates = _dates_in(got.path)
    except (FeedFailed, ValueError) as error:
        if isinstance(error, FeedFailed) and error.passing:
            raise
        logger.debug("no list of records, so all are fetched: %s", error)
        return None
    return _Listing(got.date, dates, {"list": got.fingerprint["etag"]})


def _fetch_each(request: Request, ids: list[str]) -> Path:
    """Return a zip file of these records: of all, for one that is left out is missed for ever."""
    request.progress.begin(f"{len(ids)} changed records", 0)
    path = request.directory / "changed.zip"

    def record(id_: str) -> bytes:
        return request.web.read(f"{request.server}/{ECOSYSTEM}/{id_}.json")

    with ThreadPoolExecutor(CONNECTIONS) as threads, zipfile.ZipFile(path, "w") as archive:
        # So many at once, for all that have come are in memory until their turn.
        for start in range(0, len(ids), CONNECTIONS):
            some = ids[start : start + CONNECTIONS]
            for id_, data in zip(some, threads.map(record, some), strict=True):
                archive.writestr(f"{id_}.json", data)
                request.progress.advance(len(data))
    return path


def _dates_in(file: Path) -> dict[str, str]:
    """Return when each record was changed.

    Raises:
        ValueError: if the file is no such list.

    """
    if file.stat().st_size > MAX_LIST_BYTES:
        raise ValueError(f"more than {MAX_LIST_BYTES:,} bytes")
    dates = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        date, _, id_ = line.partition(",")
        if not _ID.fullmatch(id_):
            raise ValueError(f"not a line of the list: {line[:100]!r}")
        _moment(date)
        dates[id_] = date
    return dates


def _is_newer(date: str, held: str | None) -> bool:
    """Tell whether a record is another one than the one that we have, if we have any."""
    try:
        return held is None or _moment(date) > _moment(held)
    except ValueError:
        return True


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a zip file.

    Raises:
        UnreadableAdvisories: if it is damaged.

    """
    return (record for _, record in records_in_zip(stream))


OSV = Feed(
    name="osv",
    title="OSV",
    url="https://osv.dev",
    license="CC-BY-4.0",
    server="https://osv-vulnerabilities.storage.googleapis.com",
    fetch=fetch,
    parse=parse,
)
