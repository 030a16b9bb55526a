"""Taking files into the local index: what a feed would fetch, and copies of databases.

What a file is, is told by its content. One that is taken in replaces what was held of the same
source.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from scanner.advisories import nvd
from scanner.advisories.building import build_index
from scanner.advisories.content import Kept
from scanner.advisories.feeds import FEEDS
from scanner.advisories.holding import content_of, holdings_at
from scanner.advisories.intake import Intake, taken_in
from scanner.advisories.osv_files import records_in
from scanner.advisories.records import is_database, vex_at
from scanner.advisories.update import check_size, check_sources, held_at, locked, outcome_of
from scanner.advisories.vex import holding_of_vex
from scanner.errors import UnreadableAdvisories
from scanner.model.report import AdvisorySource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from scanner.advisories.item import Item
    from scanner.advisories.update import Outcome

HEAD_BYTES: Final = 4096
GZIP: Final = b"\x1f\x8b"
DATABASES: Final = {
    "PYSEC": ("PyPA advisory database", "https://github.com/pypa/advisory-database", "CC-BY-4.0"),
    "GHSA": (
        "GitHub advisory database",
        "https://github.com/github/advisory-database",
        "CC-BY-4.0",
    ),
    "MAL": (
        "OpenSSF malicious packages",
        "https://github.com/ossf/malicious-packages",
        "Apache-2.0",
    ),
}
"""Name, address and licence of databases, by how their identifiers begin."""
OSV: Final = FEEDS["osv"]
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """What may be said of files that are taken in."""

    date: str | None = None
    """Of which day they are; else the file says it, its name, or its newest record."""
    name: str | None = None
    """What the source is called; else its records say."""
    force: bool = False
    """Whether a source is believed that has shrunk by more than half."""


def import_files(
    location: Path, paths: Sequence[Path], importing: Importing
) -> tuple[tuple[Outcome, Intake], ...]:
    """Take files or directories into the index at a place, all or none.

    Raises:
        UpdateRunning: if another process changes the index.
        FeedFailed: if a source has lost most of its records.
        UnreadableAdvisories: if a file is damaged or of no known kind, two are of the same source,
            or the index is unwritable.

    """
    with locked(location):
        holdings = held_at(location)
        came: list[tuple[Outcome, Intake]] = []
        for intake in (each for path in paths for each in _intakes(path, importing)):
            holding = intake.holding
            if any(holding.source.name == outcome.name for outcome, _ in came):
                reason = (
                    f"{holding.source.name} is in several of these files, and is replaced by one"
                )
                raise UnreadableAdvisories(str(location), reason)
            earlier = holdings.get(holding.source.name)
            # Of a document less may be left standing, and what is no longer said counts again.
            is_vex = holding.is_vex and earlier is not None and earlier.is_vex
            if earlier and not (importing.force or is_vex):
                check_size(earlier, holding)
            holdings[holding.source.name] = holding
            came.append((outcome_of(holding.source.name, earlier, holding), intake))
        if not importing.force:
            check_sources(location, holdings)
        build_index(location, content_of(holdings.values()))
    return tuple(came)


def _intakes(path: Path, importing: Importing) -> Iterator[Intake]:
    """Yield what is in a file or directory; another index may have several sources.

    Raises:
        UnreadableAdvisories: if it is nothing that can be read.

    """
    if not is_database(path):
        yield _intake(path, importing)
        return
    for holding in holdings_at(path).values():
        yield Intake(holding=holding, read=holding.source.records, other_ecosystem=0)


def _intake(path: Path, importing: Importing) -> Intake:
    """Return what is in a file or directory.

    Raises:
        UnreadableAdvisories: if it is nothing that can be read.

    """
    if name := _feed_of(path):
        feed = FEEDS[name]
        data = _content(path)
        source = AdvisorySource(
            name=importing.name or feed.title,
            url=feed.url,
            license=feed.license,
            date=importing.date or "",
            records=0,
        )
        kept = Kept(source=source.name, feed=name, document=data)
        intake = taken_in(source, feed.parse(BytesIO(data)), kept, {})
    elif path.is_file() and nvd.MARK in _head(path):
        intake = _of_nvd(_content(path), importing)
    elif vex := vex_at(path):
        holding = holding_of_vex(vex, path.name, importing.name, importing.date)
        intake = Intake(holding=holding, read=holding.source.records, other_ecosystem=0)
    else:
        items = [record for _, record in records_in(path)]
        source = _source_of(path, items, importing)
        intake = taken_in(source, items, Kept(source=source.name, feed=OSV.name), {})
    if not intake.holding.source.records:
        raise UnreadableAdvisories(str(path), "no records of PyPI in it")
    return intake


def _of_nvd(data: bytes, importing: Importing) -> Intake:
    items = list(nvd.parse_nvd(data))
    source = AdvisorySource(
        name=importing.name or nvd.title_of(items),
        url=nvd.URL,
        license=nvd.LICENSE,
        date=importing.date or "",
        records=0,
    )
    return taken_in(source, items, Kept(source=source.name, feed=OSV.name), {})


def _feed_of(path: Path) -> str | None:
    """Return the feed by whose grammar a file is, if it has no records in the OSV format."""
    if not path.is_file():
        return None
    head = _head(path)
    if b'"catalogVersion"' in head:
        return "kev"
    return "epss" if head.startswith(b"#model_version") else None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        if head.startswith(GZIP):
            with gzip.open(path) as unpacked:
                return unpacked.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableAdvisories(str(path), str(error)) from error
    return head


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableAdvisories(str(path), error.strerror or str(error)) from error


def _source_of(path: Path, items: Iterable[Item], importing: Importing) -> AdvisorySource:
    """Return what records are a copy of."""
    ids = (str(item.get("id")) for item in items if isinstance(item, Mapping))
    prefixes = {id_.partition("-")[0] for id_ in ids}
    known = DATABASES.get(next(iter(prefixes))) if len(prefixes) == 1 else None
    name, url, license_ = known or (OSV.title, OSV.url, OSV.license)
    dated = _DATE.search(path.resolve().name)
    return AdvisorySource(
        name=importing.name or name,
        url=url,
        license=license_,
        date=importing.date or (dated[0] if dated else ""),
        records=0,
    )
