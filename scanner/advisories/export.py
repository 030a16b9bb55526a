"""Giving the local index to others: as records in the OSV format, or as it is."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from scanner.advisories.detail_file import DetailFile, detail_location
from scanner.errors import UnwritableOutput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scanner.advisories.source_record import SourceRecord

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can have, so that equal records make equal files."""


def export_records(location: Path, destination: Path) -> int:
    """Write a zip file with all records of an index, as OSV has them, and return how many.

    Raises:
        UnreadableAdvisories: if the index has no detail file, or it is damaged.
        UnwritableOutput: if it cannot be written.

    """
    count = 0

    def write(draft: Path) -> None:
        nonlocal count
        with (
            DetailFile.opened(detail_location(location)) as details,
            zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for record in _newest(details.records()):
                information = zipfile.ZipInfo(f"{record.id}.json", EPOCH)
                information.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(information, record.text())
                count += 1

    _write(destination, write)
    return count


def export_index(location: Path, destination: Path) -> None:
    """Copy an index, and its detail file if there is one.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    details = detail_location(location)
    if details.exists():
        _write(detail_location(destination), lambda draft: _copy(details, draft))
    _write(destination, lambda draft: _copy(location, draft))


def _copy(source: Path, draft: Path) -> None:
    shutil.copyfile(source, draft)


def _newest(records: Iterator[SourceRecord]) -> Iterator[SourceRecord]:
    """Yield each record once, as the source has it that changed it last."""
    best: SourceRecord | None = None
    for record in records:
        if best is not None and best.id != record.id:
            yield best
            best = None
        if best is None or record.modified() > best.modified():
            best = record
    if best is not None:
        yield best


def _write(destination: Path, write: Callable[[Path], None]) -> None:
    """Have a file written that is there whole or not at all."""
    draft = destination.with_name(f".{destination.name}.{os.getpid()}")
    try:
        write(draft)
        draft.replace(destination)
    except OSError as error:
        raise UnwritableOutput(str(destination), error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
