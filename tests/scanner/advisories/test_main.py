"""``python -m scanner.advisories``"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scanner.advisories import __main__ as script
from scanner.advisories.index import AdvisoryIndex
from scanner.model.advisory import Level
from scanner.model.names import NormalizedName
from tests.support.advisories import record_of

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.advisory import Advisory
    from scanner.model.report import AdvisorySource

RECORD = record_of("introduced 0, fixed 1.0", id="PYSEC-1", database_specific={"severity": "HIGH"})


@pytest.fixture
def source(tmp_path):
    """Return a directory with one record."""
    directory = tmp_path / "pypa-advisories-2026-07-23"
    directory.mkdir()
    (directory / "PYSEC-1.json").write_text(json.dumps(RECORD))
    return directory


@pytest.fixture
def run(monkeypatch):
    """Return a function that runs the script with these arguments."""

    def run(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["scanner.advisories", *map(str, arguments)])
        return script.main()

    return run


def contents(location: Path) -> tuple[list[Advisory], tuple[AdvisorySource, ...]]:
    """Return what an index has of the package ``example``, and its sources."""
    with AdvisoryIndex.opened(location) as index:
        found = index.advisories_for([NormalizedName("example")])
        return found.get(NormalizedName("example"), []), index.sources


def test_an_index_is_built(source, tmp_path, run, capsys):
    destination = tmp_path / "index.sqlite"

    assert 0 == run(source, destination)

    (advisory,), (found,) = contents(destination)
    assert ("PYSEC-1", Level.HIGH) == (advisory.id, advisory.severity.level)
    assert ("2026-07-23", 1, "CC-BY-4.0") == (found.date, found.records, found.license)
    size = destination.stat().st_size
    assert ("", f"{destination}: 1 records, {size:,} bytes\n") == capsys.readouterr()


def test_a_date_that_is_given_counts(source, tmp_path, run):
    run(source, tmp_path / "index.sqlite", "--date", "2026-08-01")

    _, (found,) = contents(tmp_path / "index.sqlite")
    assert "2026-08-01" == found.date


def test_without_a_date_nothing_is_built(source, tmp_path, run, capsys):
    """
    The age of the data is part of every report.
    """
    undated = source.rename(tmp_path / "undated")

    with pytest.raises(SystemExit) as caught:
        run(undated, tmp_path / "index.sqlite")

    assert 2 == caught.value.code
    assert "--date" in capsys.readouterr().err
    assert not (tmp_path / "index.sqlite").exists()


def test_a_record_without_data_is_kept_and_reported(source, tmp_path, run, capsys):
    (source / "PYSEC-2.json").write_text(json.dumps(record_of(id="PYSEC-2")))

    assert 0 == run(source, tmp_path / "index.sqlite")

    advisories, (found,) = contents(tmp_path / "index.sqlite")
    assert ["PYSEC-1", "PYSEC-2"] == [advisory.id for advisory in advisories]
    assert 2 == found.records
    first, _ = capsys.readouterr().err.splitlines()
    assert "PYSEC-2.json: names neither a range nor a version of a PyPI package" == first


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "a record without an id"),
        (record_of("fixxed 1.0"), "an event that is none: fixxed: '1.0'"),
        ({"id": "X", "affected": "x"}, "a list of objects is something else"),
    ],
)
def test_a_record_that_cannot_be_read_is_left_out_and_reported(source, run, capsys, record, reason):
    (source / "PYSEC-2.json").write_text(json.dumps(record))
    destination = source.with_suffix(".sqlite")

    assert 0 == run(source, destination)

    advisories, (found,) = contents(destination)
    assert (["PYSEC-1"], 1) == ([advisory.id for advisory in advisories], found.records)
    first, _ = capsys.readouterr().err.splitlines()
    assert f"PYSEC-2.json: left out: {reason}" == first


def test_a_source_without_records_leaves_the_index_that_is_there(source, tmp_path, run, capsys):
    """
    With an empty one every scan would be clean.
    """
    destination = tmp_path / "index.sqlite"
    run(source, destination)
    (source / "PYSEC-1.json").unlink()
    capsys.readouterr()

    assert 4 == run(source, destination)

    assert 1 == len(contents(destination)[0])
    message = f"python -m scanner.advisories: advisories {source}: no records\n"
    assert message == capsys.readouterr().err


@pytest.mark.parametrize("name", ["missing-2026-07-23", "2026-07-23.tar.xz"])
def test_a_source_that_cannot_be_read_is_one_line(tmp_path, run, capsys, name):
    (tmp_path / "2026-07-23.tar.xz").write_bytes(b"\xfd7zXZ\0 and no more")

    assert 4 == run(tmp_path / name, tmp_path / "index.sqlite")

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"python -m scanner.advisories: advisories {tmp_path / name}: ")


def test_a_destination_that_cannot_be_written_is_one_line(source, tmp_path, run, capsys):
    assert 4 == run(source, tmp_path / "missing" / "index.sqlite")

    (line,) = capsys.readouterr().err.splitlines()
    assert "unable to open database file" in line


def test_it_runs_as_a_module(source, tmp_path):
    command = [sys.executable, "-m", "scanner.advisories", source, tmp_path / "index.sqlite"]

    finished = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (0, "") == (finished.returncode, finished.stdout)
    assert 1 == len(contents(tmp_path / "index.sqlite")[0])


def test_by_default_it_is_the_bundled_index_that_is_built(source, tmp_path, run, monkeypatch):
    monkeypatch.setattr("scanner.advisories.__main__.BUNDLED", tmp_path / "bundled.sqlite")

    assert 0 == run(source)

    assert 1 == len(contents(tmp_path / "bundled.sqlite")[0])
