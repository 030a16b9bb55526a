"""Where snapshots are kept."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from layers.store import DirectoryStore, NoStore

if TYPE_CHECKING:
    from pathlib import Path

KEY = "0123456789abcdef"
WRITER = """
import sys
from pathlib import Path
from layers.store import DirectoryStore

store = DirectoryStore(Path(sys.argv[1]), 10**9)
for number in range(200):
    data = bytes([number]) * 10_000
    store.put("shared", data)
    found = store.get("shared")
    assert found is not None and len(found) == 10_000 and found == found[:1] * 10_000, found
"""


@pytest.fixture
def store(tmp_path):
    return DirectoryStore(tmp_path / "cache", 10**6)


def files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def aged(store: DirectoryStore, key: str, seconds: int) -> None:
    """Have something not used for so long."""
    (path,) = store.directory.glob(f"{key[:2]}/{key[2:]}*")
    os.utime(path, (seconds, seconds))


@pytest.mark.parametrize("data", [b"", b"data", bytes(range(256)) * 1000])
def test_what_was_put_is_got(store, data):
    store.put(KEY, data)

    assert data == store.get(KEY)


def test_what_was_not_put_is_not_there(store):
    store.put(KEY, b"data")

    assert None is store.get(KEY[:-1])


def test_it_is_there_for_another_process(store):
    store.put(KEY, b"data")

    assert b"data" == DirectoryStore(store.directory, 10**6).get(KEY)


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 40])
def test_what_was_damaged_is_not_used_and_goes(store, damage, caplog):
    store.put(KEY, b"data")
    (file,) = files(store.directory)
    file.write_bytes(damage)

    assert (None, []) == (store.get(KEY), files(store.directory))
    assert caplog.messages[0].endswith("is damaged, and not used")


def test_one_flipped_bit_is_damage(store):
    store.put(KEY, b"data")
    (file,) = files(store.directory)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)

    assert None is store.get(KEY)


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path):
    store = DirectoryStore(tmp_path, 450)
    for age, key in enumerate(("aa-old", "bb-used", "cc-new")):
        store.put(key, bytes(100))
        aged(store, key, 10**9 + age)
    assert bytes(100) == store.get("aa-old")

    store.put("dd-last", bytes(100))

    found = [bool(store.get(key)) for key in ("aa-old", "bb-used", "cc-new", "dd-last")]
    assert [True, False, True, True] == found


def test_what_is_larger_than_all_the_room_is_not_kept(tmp_path):
    store = DirectoryStore(tmp_path, 100)

    store.put(KEY, bytes(200))

    assert (None, (0, 0)) == (store.get(KEY), store.size())


def test_the_size_counts_files_and_all_their_bytes(store):
    store.put("aa", b"1234")
    store.put("bb", b"")

    assert (2, 2 * 32 + 4) == store.size()


def test_clearing_leaves_nothing(store):
    store.put(KEY, b"data")

    store.clear()

    assert ([], None) == (files(store.directory), store.get(KEY))


def test_nobody_else_can_read_it(store):
    """
    Metadata of a private image is private.
    """
    store.put(KEY, b"data")

    (file,) = files(store.directory)
    assert (0o700, 0o600) == (
        file.parent.stat().st_mode & 0o777,
        file.stat().st_mode & 0o777,
    )


def test_a_place_that_cannot_be_written_only_costs_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    store = DirectoryStore(blocked / "cache", 10**6)

    store.put(KEY, b"data")

    assert (None, (0, 0)) == (store.get(KEY), store.size())


def test_processes_that_write_the_same_at_once_never_see_halves(tmp_path):
    runs = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stderr=subprocess.PIPE)
        for _ in range(3)
    ]

    assert [(b"", 0)] * 3 == [(run.communicate()[1], run.returncode) for run in runs]
    assert ["shared"] == [f"{file.parent.name}{file.stem}" for file in files(tmp_path)]


def test_no_store_keeps_nothing():
    store = NoStore()
    store.put(KEY, b"data")

    assert None is store.get(KEY)
