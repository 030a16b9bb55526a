"""Updates as processes: killed, out of room, interrupted, and two at once."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.detail_file import check_edition
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


def found_with(location):
    """Return what a scan finds by an index, as a code and identifiers."""
    target = location.parent / "target"
    target.mkdir(exist_ok=True)
    (target / "requirements.txt").write_text("example==0.5\n")
    result = lading("scan", target, "--db", location, "-f", "json")
    findings = json.loads(result.stdout)["findings"]
    return result.code, sorted(each["id"] for each in findings)


def test_thirty_kills_at_any_moment_leave_one_index_or_the_other(location):
    """
    And what one leaves keeps none of the next from its work.
    """
    editions = [osv_files(RECORDS), osv_files(RECORDS[:5])]
    bucket = Bucket(editions[1])
    with serving(bucket, date=DATE) as web:
        start = time.monotonic()
        assert 0 == lading(*arguments(location, web.host)).code
        whole_run = time.monotonic() - start
        for number in range(30):
            before = ids_in(location)
            bucket.files = editions[0] if before == IDS[:5] else editions[1]
            process = started(location, web.host)
            time.sleep(whole_run * number / 29)
            process.kill()
            process.communicate()

            assert ids_in(location) in (IDS, IDS[:5])
            check_edition(location)
        bucket.files = editions[0]
        last = lading(*arguments(location, web.host))

    assert (0, IDS) == (last.code, ids_in(location))
    assert (1, IDS) == found_with(location)
    assert [] == [path.name for path in location.parent.glob(".*.[0-9]*")]


@pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.call(["unshare", "-rm", "true"]) != 0,
    reason="nobody may mount here",
)
@pytest.mark.parametrize(
    ("mount", "reason"),
    [
        ('mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"', "Read-only file system"),
        (
            'cp -r "$0" "$0.old" && mount -t tmpfs -o size=76k x "$0" && cp "$0.old"/*.sqlite "$0"',
            "No space left on device|disk is full",
        ),
    ],
    ids=["read-only", "full"],
)
def test_where_nothing_can_be_written_the_old_index_stays_and_it_is_said(location, mount, reason):
    bucket = Bucket(osv_files(RECORDS[:3]))
    with serving(bucket, date=DATE) as web:
        lading(*arguments(location, web.host))
        before = location.read_bytes()
        bucket.files = osv_files(RECORDS)
        script = f'{mount} && "$@"; code=$?; sha256sum "$0/{location.name}"; exit $code'
        command = ("unshare", "-rm", "sh", "-c", script, str(location.parent), *LADING)
        result = lading(*arguments(location, web.host), command=command)

    assert 4 == result.code
    assert re.search(reason, result.stderr)
    assert sha256(before).hexdigest() == result.stdout.decode().split()[0]
    assert 1 == len(result.lines)
    assert (1, IDS[:3]) == found_with(location)
