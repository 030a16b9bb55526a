"""Where snapshots are kept."""

from __future__ import annotations

import os
import signal
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

CRAMPED = """
import resource, signal, sys
from pathlib import Path
from layers.store import DirectoryStore

signal.signal(signal.SIGXFSZ, getattr(signal, sys.argv[2]))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
store = DirectoryStore(Path(sys.argv[1]), 10**6)
store.put("shared", bytes(10_000))
assert store.get("shared") is None
"""
"""A process that can write half of what it wants, and is told so, or killed."""


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


def cramped(directory: Path, reaction: str) -> int:
    """Run a process that gets as far as half a file, and return its exit code."""
    command = [sys.executable, "-c", CRAMPED, str(directory), reaction]
    return subprocess.run(command, check=False).returncode


@pytest.mark.hostile(row=60)
def test_a_full_disk_only_costs_time_and_leaves_nothing(store):
    assert 0 == cramped(store.directory, "SIG_IGN")

    assert [] == files(store.directory)


@pytest.mark.hostile(row=60)
def test_half_of_what_a_killed_process_wrote_is_never_seen_and_goes_in_the_end(store):
    assert -signal.SIGXFSZ == cramped(store.directory, "SIG_DFL")
    (partial,) = files(store.directory)
    assert (5000, None, (0, 0)) == (partial.stat().st_size, store.get("shared"), store.size())

    DirectoryStore(store.directory, 10**6).put("aa", b"1")
    assert partial.exists()

    os.utime(partial, (10**9, 10**9))
    DirectoryStore(store.directory, 10**6).put("bb", b"2")
    assert (2, 2 * 32 + 2) == store.size()
    assert not partial.exists()


@pytest.mark.hostile(row=60)
def test_what_is_being_written_counts_for_nothing_but_is_cleared(store):
    store.put(KEY, b"data")
    (file,) = files(store.directory)
    file.with_suffix(".partial").write_bytes(bytes(1000))

    assert (1, 32 + 4) == store.size()

    store.clear()
    assert [] == files(store.directory)


@pytest.mark.hostile(row=60)
@pytest.mark.parametrize("seconds", [0, 2**33])
def test_a_clock_that_jumps_costs_nothing(store, seconds):
    store.put(KEY, b"data")
    aged(store, KEY, seconds)

    assert b"data" == store.get(KEY)


@pytest.mark.hostile(row=60)
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
