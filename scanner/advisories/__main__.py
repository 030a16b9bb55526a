"""Builds an advisory index from a copy of the PyPA advisory database: ``make advisories``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from scanner.advisories.index import BUNDLED, build_index
from scanner.advisories.osv import advisory_of
from scanner.advisories.osv_files import records_in
from scanner.advisories.severity import severity_of
from scanner.errors import ScannerError, UnreadableAdvisories
from scanner.model.report import AdvisorySource


def main() -> int:
    """Build the index, and say what of the source is of no use."""
    parser = argparse.ArgumentParser(prog="python -m scanner.advisories", description=__doc__)
    parser.add_argument("source", type=Path, help="directory, tar archive or zip file of records")
    parser.add_argument("destination", type=Path, nargs="?", default=BUNDLED)
    parser.add_argument("--date", help="day of the copy; by default from the name of the source")
    arguments = parser.parse_args()
    date = arguments.date or _date_in(arguments.source.name)
    if not date:
        parser.error("the name of the source has no date in it; give one with --date")
    try:
        _build(arguments.source, arguments.destination, date)
    except ScannerError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 4
    return 0


def _date_in(name: str) -> str | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", name)
    return found[0] if found else None


def _build(source: Path, destination: Path, date: str) -> None:
    advisories = []
    for name, record in records_in(source):
        try:
            advisory = advisory_of(record, severity_of(record))
        except ValueError as error:
            sys.stderr.write(f"{name}: left out: {error}\n")
            continue
        if not any(affected.has_data for affected in advisory.affected):
            sys.stderr.write(f"{name}: names neither a range nor a version of a PyPI package\n")
        advisories.append(advisory)
    if not advisories:
        raise UnreadableAdvisories(str(source), "no records")
    pypa = AdvisorySource(
        name="PyPA advisory database",
        url="https://github.com/pypa/advisory-database",
        license="CC-BY-4.0",
        date=date,
        records=len(advisories),
    )
    build_index(destination, advisories, [pypa])
    sys.stderr.write(
        f"{destination}: {len(advisories):,} records, {destination.stat().st_size:,} bytes\n"
    )


if __name__ == "__main__":
    sys.exit(main())
