"""What is fuzzed, without libFuzzer: a little of it in every run of the tests."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from random import Random

import pytest

from tests.fuzz.targets import TARGETS, resealed
from tests.support.images import snapshot_of
from tests.support.tar_blocks import END, member

CHANGES = 200
ENDS = (b"\0", b"\xff", b"\n", b'"', b"9" * 20, b"[" * 99)


def changed(data: bytes, random: Random) -> bytes:
    """Return bytes of which a piece is gone, there twice, or something else."""
    start, stop = sorted(random.choices(range(len(data) + 1), k=2))
    piece = random.choice((b"", data[start:stop] * 2, random.randbytes(stop - start), *ENDS))
    return data[:start] + piece + data[stop:]


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_reads_what_it_is_begun_with(name):
    target = TARGETS[name]

    assert any(target(seed) for seed in target.seeds)


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_raises_nothing_that_it_does_not_declare(name):
    random = Random(name)
    for seed in TARGETS[name].seeds:
        data = seed
        for number in range(CHANGES):
            data = changed(data if number % 5 else seed, random)[:10_000]
            TARGETS[name](data)


def test_headers_are_sealed_as_they_have_to_be():
    archive = bytearray(member(b"a") + member(b"b") + END)
    archive[0], archive[512] = b"xy"

    assert {b"x", b"y"} == set(snapshot_of(resealed(bytes(archive))).listing.files())


@pytest.mark.skipif(not find_spec("atheris"), reason="atheris is not installed: make fuzz does it")
def test_a_target_is_fuzzed(tmp_path):
    options = ("--executions", "500", "--findings", str(tmp_path / "findings"))

    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "tar", *options], capture_output=True, check=False
    )

    assert (0, "no findings") == (run.returncode, run.stdout.decode().splitlines()[-1])
    assert b"number_of_executed_units: 500" in run.stderr
