"""Builds the bundled index from a copy of the PyPA advisory database: ``make advisories``.

KEV, CISA's catalogue, may be added to it. There is no prose, and so no detail file.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.feeds.kev import KEV
from scanner.advisories.index import BUNDLED
from scanner.advisories.item import Dated, Unreadable
from scanner.advisories.osv import advisory_of
from scanner.advisories.osv_files import records_in
from scanner.advisories.severity import severity_of
from scanner.errors import ScannerError, UnreadableAdvisories
from scanner.model.report import AdvisorySource
from scanner.model.threat import Exploitation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.advisory import Advisory

PYPA: Final = "PyPA advisory database"


def main() -> int:
    """Build the index, and say what of the source is of no use."""
    parser = argparse.ArgumentParser(prog="python -m scanner.advisories", description=__doc__)
    parser.add_argument("source", type=Path, help="directory, tar archive or zip file of records")
    parser.add_argument("destination", type=Path, nargs="?", default=BUNDLED)
    parser.add_argument("--date", help="day of the copy; by default from the name of the source")
    parser.add_argument("--kev", type=Path, help="CISA's catalogue (JSON, or that as .xz)")
    arguments = parser.parse_args()
    date = arguments.date or _date_in(arguments.source.name)
    if not date:
        parser.error("the name of the source has no date in it; give one with --date")
    try:
        _build(arguments.source, arguments.destination, date, arguments.kev)
    except ScannerError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 4
    return 0


def _date_in(name: str) -> str | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", name)
    return found[0] if found else None


def _build(source: Path, destination: Path, date: str, kev: Path | None) -> None:
    advisories = tuple(_advisories_in(source))
    if not advisories:
        raise UnreadableAdvisories(str(source), "no records")
    pypa = AdvisorySource(
        name=PYPA,
        url="https://github.com/pypa/advisory-database",
        license="CC-BY-4.0",
        date=date,
        records=len(advisories),
        modified=max(filter(None, (advisory.modified for advisory in advisories)), default=None),
    )
    exploited, sources = _exploited_in(kev) if kev else ((), ())
    content = IndexContent(advisories=advisories, sources=(pypa, *sources), exploited=exploited)
    build_index(destination, content)
    sys.stderr.write(
        f"{destination}: {len(advisories):,} records, {destination.stat().st_size:,} bytes\n"
    )


def _advisories_in(source: Path) -> Iterator[Advisory]:
    for name, record in records_in(source):
        if isinstance(record, Unreadable):
            sys.stderr.write(f"{name}: left out: {record.reason}\n")
            continue
        try:
            advisory = advisory_of(record, severity_of(record))
        except ValueError as error:
            sys.stderr.write(f"{name}: left out: {error}\n")
            continue
        if not any(affected.has_data for affected in advisory.affected):
            sys.stderr.write(f"{name}: names neither a range nor a version of a PyPI package\n")
        yield replace(advisory, source=PYPA)


def _exploited_in(kev: Path) -> tuple[tuple[Exploitation, ...], tuple[AdvisorySource, ...]]:
    """Return the entries of a catalogue, and what kind of source it is."""
    data = kev.read_bytes()
    items = tuple(KEV.parse(BytesIO(lzma.decompress(data) if kev.suffix == ".xz" else data)))
    entries = tuple(item for item in items if isinstance(item, Exploitation))
    (date,) = (item.date for item in items if isinstance(item, Dated))
    source = AdvisorySource(
        name=KEV.title, url=KEV.url, license=KEV.license, date=date, records=len(entries)
    )
    return entries, (source,)


if __name__ == "__main__":
    sys.exit(main())
