"""``lading fix``: a patch for a project's manifests."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.command import lading, on_terminal

if TYPE_CHECKING:
    from pathlib import Path

REQUIREMENTS = "# ours\r\nidna==3.4 # why\r\n\x1b[2J\u2028# odd\nflask==0.12"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with two pins that have known vulnerabilities."""
    (tmp_path / "requirements.txt").write_bytes(REQUIREMENTS.encode())
    (tmp_path / "requirements.txt").chmod(0o640)
    return tmp_path


def test_the_patch_on_stdout_can_be_applied_and_nothing_is_left_then(project):
    found = lading("fix", project)
    assert REQUIREMENTS.encode() == (project / "requirements.txt").read_bytes()

    subprocess.run(["patch", "-p1", "--binary"], cwd=project, input=found.stdout, check=True)

    again = lading("fix", project)
    assert (0, [], 0, b"") == (found.code, found.lines, again.code, again.stdout)
    assert 0 == lading("scan", project).code


def test_with_write_the_files_are_changed_and_nothing_else_of_them(project):
    result = lading("fix", project, "--write")

    text = (project / "requirements.txt").read_bytes().decode()
    assert (0, b"", ["lading: requirements.txt: changed"]) == (
        result.code,
        result.stdout,
        result.lines,
    )
    assert REQUIREMENTS.replace("3.4", "3.15").replace("0.12", "3.1.3") == text
    assert 0o640 == (project / "requirements.txt").stat().st_mode & 0o777


def test_what_is_left_to_do_is_told_and_the_reason_for_the_exit_code(project):
    (project / "requirements.txt").write_text("idna==3.4 --hash=sha256:00\n")

    result = lading("fix", project, "--write")

    (line,) = result.lines
    assert (1, b"") == (result.code, result.stdout)
    assert line.startswith("lading: to do: requirements.txt:1: idna==3.4: have it be idna==3.15 (")


def test_what_is_ignored_is_not_fixed(project):
    (project / "requirements.txt").write_text("flask==0.12\n")
    ignored = ("--fail-on", "any", "--ignore")
    ids = [
        word
        for line in lading("scan", project, "-f", "csv").stdout.decode().splitlines()[1:]
        for word in (*ignored[2:], line.partition(",")[0])
    ]

    assert (0, b"") == (lading("fix", project, *ids).code, lading("fix", project, *ids).stdout)


def test_on_a_terminal_nothing_of_a_file_acts(project):
    session = on_terminal("stdout", "fix", project)

    assert "\x1b[2J" not in session.shown
    assert "\\x1b[2J" in session.shown


def test_an_image_is_nothing_to_edit(images):
    result = lading("fix", images / "affected.oci")

    assert (2, b"") == (result.code, result.stdout)
    assert "PROJECT" in result.stderr
