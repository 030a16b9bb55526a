"""Tables of SQLite databases; SQLite itself is the oracle."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.metadata.sqlite_rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

numbers = st.integers(-(1 << 63), (1 << 63) - 1)
table = st.lists(st.tuples(st.one_of(st.none(), numbers), st.binary(max_size=5000)), max_size=60)
page_sizes = st.sampled_from([512, 1024, 4096, 65536])


def database(content: Sequence[tuple[int | None, bytes]], page_size: int = 4096) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"PRAGMA page_size={page_size}")
    connection.execute("CREATE TABLE other (x)")
    connection.execute("CREATE TABLE Packages (number INTEGER, blob BLOB)")
    connection.executemany("INSERT INTO Packages VALUES (?, ?)", content)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


@given(table, page_sizes)
@settings(deadline=None)
def test_rows_are_those_that_sqlite_put_there(content, page_size):
    found = [tuple(row) for row in rows(database(content, page_size), "Packages")]

    assert content == found


def test_a_deep_tree_is_walked_in_order():
    content = [(number, b"x" * 300) for number in range(2000)]

    assert content == [tuple(row) for row in rows(database(content, 512), "Packages")]


def test_many_small_rows_are_no_damage():
    content = [(None, b"")] * 1000

    assert content == [tuple(row) for row in rows(database(content), "Packages")]


def test_a_table_that_is_not_there_has_no_rows():
    assert [] == list(rows(database([]), "Nothing"))


def test_a_view_is_no_table():
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIEW Packages AS "
        "WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) "
        "SELECT n FROM endless"
    )
    data = connection.serialize()
    connection.close()

    assert [] == list(rows(data, "Packages"))


def test_a_page_is_read_once():
    """
    An interior page that names itself would never end.
    """
    data = bytearray(database([(number, b"x" * 300) for number in range(100)], 512))
    root = next(at for at in range(512, len(data), 512) if data[at] == 5)
    data[root + 8 : root + 12] = (root // 512 + 1).to_bytes(4)

    with pytest.raises(ValueError, match="twice"):
        list(rows(bytes(data), "Packages"))


def test_cells_that_share_their_bytes_are_not_multiplied():
    data = bytearray(database([(1, b"x" * 2000)]))
    (root,) = (at for at in range(4096, len(data), 4096) if b"x" * 2000 in data[at : at + 4096])
    data[root + 3 : root + 5] = (500).to_bytes(2)
    data[root + 8 : root + 8 + 1000] = data[root + 8 : root + 10] * 500

    with pytest.raises(ValueError, match="larger than the database"):
        list(rows(bytes(data), "Packages"))
