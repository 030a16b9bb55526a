"""SQLite files that are written once, as a whole, and then only read."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from scanner.errors import UnreadableAdvisories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def reading(location: Path, form: str, schema: str) -> Iterator[sqlite3.Connection]:
    """Give a file that is of this form.

    Its tables have to be ours, for it may be somebody's file: a view can run for ever.

    Raises:
        UnreadableAdvisories: if there is none, or it is damaged or of another form.

    """
    uri = f"{location.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            query = "SELECT value FROM meta WHERE key = 'format'"
            is_ours = _has_schema(connection, schema)
            if not is_ours or connection.execute(query).fetchall() != [(form,)]:
                raise UnreadableAdvisories(str(location), "not made by this version of Lading")
            if location.stat().st_size != _size_of(connection):
                raise UnreadableAdvisories(str(location), "cut off")
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise UnreadableAdvisories(str(location), str(error)) from error


@contextmanager
def replacing(*destinations: Path) -> Iterator[tuple[Path, ...]]:
    """Give a place for the draft of each file; they take their places when all are whole.

    That is done one after the other, with nothing between that could fail. A file that has no draft
    then is gone.

    Raises:
        UnreadableAdvisories: if they cannot be written.

    """
    drafts = tuple(each.with_name(f".{each.name}.{os.getpid()}") for each in destinations)
    try:
        yield drafts
        for draft, destination in zip(drafts, destinations, strict=True):
            if draft.exists():
                draft.replace(destination)
            else:
                destination.unlink(missing_ok=True)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        raise UnreadableAdvisories(str(destinations[-1]), str(error)) from error
    finally:
        for draft in drafts:
            with suppress(OSError):
                draft.unlink()


@contextmanager
def writing(draft: Path, form: str, schema: str) -> Iterator[sqlite3.Connection]:
    """Give a new file to fill.

    Raises:
        OSError, sqlite3.Error: if it cannot be written.

    """
    with closing(sqlite3.connect(draft)) as connection:
        connection.executescript(f"PRAGMA journal_mode = OFF; {schema}")
        connection.execute("INSERT INTO meta VALUES ('format', ?)", [form])
        yield connection
        connection.commit()
        connection.execute("VACUUM")
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _has_schema(connection: sqlite3.Connection, schema: str) -> bool:
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    statements = (" ".join(each.split()) for each in schema.split(";"))
    return {" ".join(sql.split()) for (sql,) in rows} == {*statements} - {""}


def _size_of(connection: sqlite3.Connection) -> int:
    """Return the size that the file had when it was written.

    SQLite itself reads what a cut has taken from the last page as rows that are not there.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_per_page,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages * bytes_per_page)
