"""Updates as processes: killed, out of room, interrupted, and two at once."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.command import LADING, Result, environment, lading
from tests.support.feeds import ALL, DATE, Bucket, ids_in, osv_files, osv_record
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.web import Request

RECORDS = [osv_record(number, details="x" * 5000) for number in range(1, 9)]
IDS = [f"PYSEC-2026-{number}" for number in range(1, 9)]


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "advisories.sqlite"


def arguments(location: Path, host: str) -> list[str]:
    """Return what has an index updated from a server."""
    return ["db", "update", "--db", str(location), "--mirror", f"http://{host}", "--source", "osv"]


def started(location: Path, host: str, blocks: int | None = None) -> subprocess.Popen[bytes]:
    """Start an update; with a limit, it can write no file of more such blocks of 512 bytes."""
    limited = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"] if blocks else []
    return subprocess.Popen(
        [*limited, *LADING, *arguments(location, host)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    )


def message_of(process: subprocess.Popen[bytes]) -> str:
    """Wait for the end, and return what was written to stderr."""
    _, text = process.communicate()
    return text.decode()


def test_an_update_says_what_came_of_it(location):
    with serving(Bucket(osv_files(RECORDS)), date=DATE) as web:
        result = lading(*arguments(location, web.host))

    assert (0, b"", ["OSV: 8 records (+8), of 2026-08-01"]) == (
        result.code,
        result.stdout,
        result.lines,
    )


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_an_update_that_is_ended_leaves_the_old_index_and_the_next_one_goes_on(location, sign):
    bucket = Bucket(osv_files(RECORDS[:3]))
    with serving(bucket, date=DATE) as web:
        lading(*arguments(location, web.host))
        before = location.read_bytes()
        running: list[subprocess.Popen[bytes]] = []

        def ending(request: Request) -> Answer:
            # The answer is never finished, and its reader is ended while it waits.
            if request.path == ALL and running:
                os.kill(running.pop().pid, sign)
            return bucket(request)

        bucket.files = {name: data for name, data in osv_files(RECORDS).items() if name == ALL}
        with serving(ending, date=DATE) as other:
            process = started(location, other.host)
            running.append(process)
            message_of(process)

        assert {signal.SIGKILL: -9, signal.SIGINT: 130}[sign] == process.returncode
        assert (before, IDS[:3]) == (location.read_bytes(), ids_in(location))

        assert 0 == lading(*arguments(location, web.host)).code
    assert IDS == ids_in(location)


@pytest.mark.parametrize("blocks", [1, 40], ids=["download", "index"])
def test_without_room_the_old_index_stays(location, blocks):
    bucket = Bucket(osv_files(RECORDS[:3]))
    with serving(bucket, date=DATE) as web:
        lading(*arguments(location, web.host))
        before = location.read_bytes()
        bucket.files = {ALL: osv_files(RECORDS)[ALL]}

        process = started(location, web.host, blocks)
        message = message_of(process)

    assert process.returncode == 4
    assert len(message.splitlines()) == 1
    assert (before, IDS[:3]) == (location.read_bytes(), ids_in(location))


def test_of_two_updates_at_once_one_ends_at_once_and_says_so(location):
    bucket = Bucket(osv_files(RECORDS))
    second: list[Result] = []

    def meanwhile(request: Request) -> Answer:
        if request.path == ALL and not second:
            second.append(lading(*arguments(location, web.host)))
        return bucket(request)

    with serving(meanwhile, date=DATE) as web:
        first = lading(*arguments(location, web.host))

    (other,) = second
    expected = f"lading: advisories {location}: another update is running"
    assert (0, 75, [expected]) == (first.code, other.code, other.lines)
    assert IDS == ids_in(location)
