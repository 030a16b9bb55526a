"""Where documents go: to stdout and to files, and nothing else with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from scanner.cli import FAILED, TRY_AGAIN
from scanner.cli.options import FORMATS, TERMINAL
from scanner.formats import EMITTERS, SBOM_EMITTERS
from scanner.match.policy import CLEAN, FINDINGS
from tests.support.command import LADING, lading
from tests.support.cyclonedx import error_in
from tests.support.documents import parsed
from tests.support.shop import AFFECTED, SITE, image_of, layout

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = 1_735_689_600
USAGE = 2
DATE = "2025-01-01T00:00:00Z"


@pytest.fixture
def affected(images):
    return images / "affected.oci"


def names_in(directory: Path) -> list[str]:
    """Return the names of all files in a directory, hidden ones too."""
    return sorted(path.name for path in directory.iterdir())


@pytest.mark.parametrize("name", FORMATS)
def test_two_runs_give_the_same_bytes(images, name):
    """
    M6; a snapshot is of a time, which GitHub goes by.
    """
    built = {"SOURCE_DATE_EPOCH": "0"} if name == "github-snapshot" else {}
    command = ("scan", images / "shop.oci", "-f", name)
    first, second = (lading(*command, variables=built).stdout for _ in range(2))

    assert first == second != b""


@pytest.mark.parametrize("name", SBOM_EMITTERS)
def test_two_sboms_are_the_same_bytes(images, name):
    """
    M6
    """
    first, second = (lading("sbom", images / "shop.oci", "-f", name).stdout for _ in range(2))

    assert first == second != b""


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_what_stdout_would_get(tmp_path, affected, name):
    result = lading("scan", affected, "-f", name, "-o", f"{name}={tmp_path / 'report'}")

    assert result.stdout == (tmp_path / "report").read_bytes() != b""


def test_an_sbom_in_a_file_leaves_stdout_empty(tmp_path, affected):
    result = lading("sbom", affected, "-o", f"cyclonedx-json={tmp_path / 'sbom.json'}")

    assert (CLEAN, b"", "") == (result.code, result.stdout, result.stderr)
    assert error_in((tmp_path / "sbom.json").read_text()) is None


def test_several_files_are_written_at_once(tmp_path, affected):
    outputs = [argument for name in FORMATS for argument in ("-o", f"{name}={tmp_path / name}")]

    result = lading("scan", affected, *outputs)

    assert FINDINGS == result.code
    assert sorted(FORMATS) == names_in(tmp_path)
    assert result.stdout == (tmp_path / "terminal").read_bytes()
    assert "format" in json.loads((tmp_path / "json").read_bytes())
    assert "bomFormat" in json.loads((tmp_path / "cyclonedx-json").read_bytes())


def test_a_location_may_have_an_equals_sign(tmp_path, affected):
    lading("scan", affected, "-o", f"json={tmp_path}/a=b")

    assert ["a=b"] == names_in(tmp_path)


def test_a_relative_location_needs_no_directory(tmp_path, affected, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = lading("sbom", affected, "-o", "cyclonedx-json=sbom.json")

    assert (CLEAN, ["sbom.json"]) == (result.code, names_in(tmp_path))


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("{}/nothing/report", "No such file or directory"),
        ("{}", "Is a directory"),
        ("{}/file/report", "Not a directory"),
        (".", "Is a directory"),
        ("/", "Is a directory"),
        ("{}/" + "a" * 300, "File name too long"),
        ("/proc/report", "No such file or directory"),
    ],
    ids=["no directory", "directory", "below a file", "here", "root", "long", "kernel"],
)
def test_a_place_that_cannot_be_written_to_costs_one_line(tmp_path, affected, location, reason):
    (tmp_path / "file").touch()
    location = location.format(tmp_path)

    result = lading("sbom", affected, "-o", f"cyclonedx-json={location}")

    assert (FAILED, b"") == (result.code, result.stdout)
    assert f"lading: {location}: {reason}\n" == result.stderr
    assert ["file"] == names_in(tmp_path)


@pytest.mark.hostile(row=60)
def test_a_disk_without_room_for_a_file_is_a_reason_to_try_again(affected):
    result = lading("sbom", affected, "-o", "json=/dev/full")

    expected = "lading: /dev/full: No space left on device\n"
    assert (TRY_AGAIN, b"", expected) == (result.code, result.stdout, result.stderr)


@pytest.mark.hostile(row=60)
def test_half_a_report_replaces_none(tmp_path, affected):
    """
    A file of this process may have no more than 512 bytes.
    """
    report = tmp_path / "report.json"
    report.write_text("old")
    limited = ("sh", "-c", 'ulimit -f 1; exec "$0" "$@"', *LADING)

    result = lading("sbom", affected, "-o", f"json={report}", command=limited)

    assert (FAILED, f"lading: {report}: File too large\n") == (result.code, result.stderr)
    assert (["report.json"], "old") == (names_in(tmp_path), report.read_text())


def test_a_report_that_cannot_be_written_keeps_the_others_from_stdout(tmp_path, affected):
    outputs = ("-o", f"json={tmp_path}/json", "-o", f"terminal={tmp_path}/nothing/report")

    result = lading("scan", affected, *outputs)

    assert (FAILED, b"") == (result.code, result.stdout)
    assert ["json"] == names_in(tmp_path)


def test_a_name_may_be_as_long_as_a_name_can_be(tmp_path, affected):
    lading("sbom", affected, "-o", f"cyclonedx-json={tmp_path / ('a' * 255)}")

    assert ["a" * 255] == names_in(tmp_path)


def test_a_file_that_is_there_is_replaced(tmp_path, affected):
    (tmp_path / "sbom.json").write_text("x" * 1_000_000)

    lading("sbom", affected, "-o", f"cyclonedx-json={tmp_path / 'sbom.json'}")

    assert error_in((tmp_path / "sbom.json").read_text()) is None


def test_a_link_stays_a_link(tmp_path, affected):
    """
    ``/dev/stdout`` is one; it must not become a file.
    """
    (tmp_path / "link").symlink_to("target")

    lading("sbom", affected, "-o", f"cyclonedx-json={tmp_path / 'link'}")

    assert (tmp_path / "link").is_symlink()
    assert error_in((tmp_path / "target").read_text()) is None


def test_stdout_by_its_name_gets_the_document(affected):
    assert (
        lading("sbom", affected).stdout
        == lading("sbom", affected, "-o", "cyclonedx-json=/dev/stdout").stdout
    )


@pytest.mark.parametrize(
    "variables", [{"TERM": "dumb"}, {"COLUMNS": "40"}, {"NO_COLOR": "1"}], ids=str
)
def test_the_terminal_makes_no_difference_where_there_is_none(images, variables):
    arguments = ("scan", images / "shop.oci")

    assert lading(*arguments) == lading(*arguments, variables=variables)


@pytest.mark.parametrize("name", [TERMINAL, *SBOM_EMITTERS])
@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=["C", "ASCII"],
)
def test_names_in_any_bytes_are_written_whatever_the_locale(tmp_path, variables, name):
    files = {
        f"{SITE}/caf\udce9-1.0.dist-info/METADATA": b"",
        f"{SITE}/café-1.0.dist-info/METADATA": b"",
        f"{SITE}/a\nb-1.0.dist-info/METADATA": b"",
        f"{SITE}/\x1b[2J-1.0.dist-info/METADATA": b"",
    }
    target = layout(image_of(files), tmp_path / "image")

    result = lading("scan", target, "-f", name, variables=variables)

    assert lading("scan", target, "-f", name) == result
    assert CLEAN == result.code
    assert b"\x1b" not in result.stdout
    text = result.stdout.decode("utf-8").replace(r"\\", "\\")  # as JSON has it
    assert r"caf\xe9" in text or r"caf\udce9" in text
    assert "café" in text or r"caf\u00e9" in text


@pytest.mark.parametrize("command", ["scan", "sbom"])
def test_a_build_that_is_reproduced_gives_the_date(affected, command):
    result = lading(
        command, affected, "-f", "cyclonedx-json", variables={"SOURCE_DATE_EPOCH": str(EPOCH)}
    )

    assert DATE == datetime.fromtimestamp(EPOCH, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert DATE == json.loads(result.stdout)["metadata"]["timestamp"]


@pytest.mark.parametrize(
    "epoch",
    ["", "yesterday", "1e3", "1.5", "²", "9" * 30, "9" * 5000, "99999999999999"],
    ids=["empty", "word", "power", "fraction", "superscript", "huge", "endless", "year 3 million"],
)
def test_what_is_no_date_gives_none(affected, epoch):
    result = lading("sbom", affected, variables={"SOURCE_DATE_EPOCH": epoch})

    assert (CLEAN, "") == (result.code, result.stderr)
    assert "timestamp" not in json.loads(result.stdout)["metadata"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.75+02:00", "2026-01-31T10:00:00Z"),
        ("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z"),
    ],
)
def test_a_wanted_date_outweighs_that_of_a_build(affected, wanted, expected):
    variables = {"SOURCE_DATE_EPOCH": str(EPOCH)}

    result = lading("sbom", affected, "--timestamp", wanted, variables=variables)

    assert expected == json.loads(result.stdout)["metadata"]["timestamp"]


def test_now_is_a_date(affected):
    before = datetime.now(UTC).replace(microsecond=0)

    result = lading("sbom", affected, "--timestamp", "now")

    said = datetime.fromisoformat(json.loads(result.stdout)["metadata"]["timestamp"])
    assert before <= said <= datetime.now(UTC)


@pytest.mark.parametrize(
    "wanted",
    ["", "today", "2026-01-31", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z", "20260131T120000Z"],
)
def test_what_is_no_date_is_refused(affected, wanted):
    result = lading("sbom", affected, "--timestamp", wanted)

    assert result.code == USAGE
    assert "2026-01-31T12:00:00Z" in result.stderr


@pytest.mark.parametrize("quiet", [(), ("--quiet",)], ids=["", "quiet"])
@pytest.mark.parametrize("name", EMITTERS)
def test_nothing_but_the_document_is_on_stdout(affected, name, quiet):
    result = lading("scan", affected, "-f", name, *quiet)

    assert parsed(name, result.stdout) is not None
    assert result.stdout.endswith(b"\n")


def test_verbose_says_more_on_stderr_alone(affected):
    plain, verbose = (lading("sbom", affected, *more) for more in ((), ("--verbose",)))

    assert plain.stdout == verbose.stdout


@pytest.mark.parametrize("name", SBOM_EMITTERS)
def test_not_verifying_is_told_in_the_document(tmp_path, name):
    target = layout(AFFECTED, tmp_path / "image", "none")

    verified, unverified, strict = (
        lading("sbom", target, "-f", name, *options).stdout
        for options in ((), ("--no-verify",), ("--strict",))
    )

    assert verified == strict != unverified


def test_the_kind_of_a_target_can_be_forced(images):
    result = lading("sbom", f"dir:{images / 'affected.oci'}")

    subject = json.loads(result.stdout)["metadata"]["component"]
    assert (CLEAN, "file") == (result.code, subject["type"])


def test_a_file_has_no_colours_even_if_they_are_forced(tmp_path, affected):
    output = f"terminal={tmp_path / 'report'}"

    lading("scan", affected, "-o", output, variables={"FORCE_COLOR": "1"})

    assert b"\x1b" not in (tmp_path / "report").read_bytes()


@pytest.mark.parametrize("outputs", [["json=f", "cyclonedx-json=f"], ["json=-"], ["json="], ["f"]])
def test_outputs_that_contradict_each_other_or_are_none_are_wrong_usage(affected, outputs):
    arguments = [argument for output in outputs for argument in ("-o", output)]

    assert 2 == lading("scan", affected, *arguments).code
    assert 2 == lading("sbom", affected, *arguments).code


def test_an_sbom_goes_to_stdout_too_only_if_that_is_said(tmp_path, affected):
    output = f"json={tmp_path / 'file'}"

    quiet, both = (
        lading("sbom", affected, "-o", output),
        lading("sbom", affected, "-f", "json", "-o", output),
    )

    assert b"" == quiet.stdout
    assert both.stdout == (tmp_path / "file").read_bytes() != b""
