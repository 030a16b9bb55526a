"""Records of any place: an index with its details, or files in the OSV format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.advisories.detail_file import DetailFile, detail_location
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.item import Unreadable
from scanner.advisories.osv import advisory_of
from scanner.advisories.osv_files import records_in
from scanner.advisories.severity import severity_of
from scanner.errors import UnreadableAdvisories
from scanner.metadata.vex.document import is_vex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scanner.model.advisory import Advisory

SQLITE: Final = b"SQLite format 3\0"
MAX_VEX_BYTES: Final = 64 << 20


def records_at(place: Path) -> Iterator[Mapping[str, object] | Unreadable]:
    """Yield the records at a place, as their sources have them; a VEX document has none.

    Raises:
        UnreadableAdvisories: if there is nothing that can be read, or an index without details.

    """
    if not is_database(place):
        if vex_at(place) is None:
            yield from (record for _, record in records_in(place))
        return
    with DetailFile.opened(detail_location(place)) as details:
        yield from (record.unpacked() for record in details.records())


def advisories_at(place: Path) -> Iterator[Advisory]:
    """Yield what the records at a place say; those that cannot be read are left out.

    Raises:
        UnreadableAdvisories: if there is nothing that can be read.

    """
    if is_database(place):
        with AdvisoryIndex.opened(place) as index:
            yield from index.all()
        return
    for record in records_at(place):
        if not isinstance(record, Unreadable):
            try:
                yield advisory_of(record, severity_of(record))
            except ValueError:
                continue


def is_database(place: Path) -> bool:
    """Tell whether a file is an index.

    Raises:
        UnreadableAdvisories: if there is no such file.

    """
    if place.is_dir():
        return False
    try:
        with place.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError as error:
        raise UnreadableAdvisories(str(place), error.strerror or str(error)) from error


def vex_at(path: Path) -> bytes | None:
    """Return the VEX document that a file is; None if it is none.

    Raises:
        UnreadableAdvisories: if it cannot be read.

    """
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            data = file.read(MAX_VEX_BYTES + 1)
    except OSError as error:
        raise UnreadableAdvisories(str(path), error.strerror or str(error)) from error
    return data if len(data) <= MAX_VEX_BYTES and is_vex(data) else None
