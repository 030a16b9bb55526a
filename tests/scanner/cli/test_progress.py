"""Progress is for who sits at a terminal, and for nobody else."""

from __future__ import annotations

import os
import re
import tarfile
from typing import TYPE_CHECKING

import pytest

from scanner.cli import INTERRUPTED
from scanner.match.policy import CLEAN, FINDINGS
from testdata.images.writer import digest, encoded
from tests.support.command import lading, on_terminal

if TYPE_CHECKING:
    from pathlib import Path

COLOUR = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3|4|9|10)[0-8][;m]")
HIDDEN_CURSOR, SHOWN_CURSOR = "\x1b[?25l", "\x1b[?25h"


def test_on_a_terminal_layers_and_bytes_are_counted_and_then_gone(images):
    session = on_terminal("stderr", "sbom", images / "shop.oci")

    assert CLEAN == session.code
    assert "layers 0/3" in session.shown
    assert "layers 3/3" in session.shown
    assert re.search(r"(\d+(?:\.\d+)?)/\1 kB", session.shown)
    assert session.shown.endswith("\x1b[2K")


@pytest.mark.parametrize("command", ["scan", "sbom"])
def test_progress_leaves_the_document_alone(images, command):
    arguments = (command, images / "shop.oci", "-f", "json")

    assert lading(*arguments).stdout == on_terminal("stderr", *arguments).other


@pytest.mark.parametrize("command", ["scan", "sbom"])
def test_where_it_goes_to_a_file_there_is_no_progress(images, command):
    assert "" == lading(command, images / "shop.oci").stderr


def test_where_only_the_report_goes_to_a_terminal_there_is_no_progress(images):
    session = on_terminal("stdout", "scan", images / "shop.oci")

    assert (FINDINGS, b"") == (session.code, session.other)
    assert "layers 0/3" not in session.shown


def test_quiet_is_quiet_on_a_terminal_too(images):
    session = on_terminal("stderr", "sbom", images / "shop.oci", "--quiet")

    assert (CLEAN, "") == (session.code, session.shown)


def test_a_terminal_gets_colours(images):
    assert COLOUR.search(on_terminal("stdout", "scan", images / "shop.oci").shown)


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_terminal_gets_no_colours_if_that_is_not_wanted(images, stream, variables):
    session = on_terminal(stream, "scan", images / "shop.oci", variables=variables)

    assert FINDINGS == session.code
    assert COLOUR.search(session.shown) is None


def test_a_document_on_a_terminal_is_as_it_is_anywhere(images):
    arguments = ("scan", images / "shop.oci", "-f", "cyclonedx-json")

    shown = on_terminal("stdout", *arguments).shown

    assert lading(*arguments).stdout.decode() == shown.replace("\r\n", "\n")


def endless_archive(path: Path) -> Path:
    """Write a docker archive whose layer takes long to read, and no space on the disk."""
    config = encoded(
        {"os": "linux", "architecture": "amd64", "rootfs": {"diff_ids": [digest(b"")]}}
    )
    manifest = encoded([{"Config": "config.json", "RepoTags": None, "Layers": ["layer.tar"]}])
    with path.open("wb") as file:
        for name, data in {"config.json": config, "manifest.json": manifest}.items():
            file.write(header(name, len(data)) + data.ljust(512, b"\0"))
        file.write(header("layer.tar", 1 << 34))
    os.truncate(path, path.stat().st_size + (1 << 34) + 1024)
    return path


def header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size = size
    return member.tobuf(tarfile.GNU_FORMAT)


def test_an_interrupt_gives_the_cursor_back(tmp_path):
    archive = endless_archive(tmp_path / "endless.tar")

    session = on_terminal("stderr", "sbom", archive, interrupt_at="layers 0/1")

    assert (INTERRUPTED, b"") == (session.code, session.other)
    assert session.shown.endswith("\r\nlading: interrupted\r\n")
    assert session.shown.rindex(HIDDEN_CURSOR) < session.shown.rindex(SHOWN_CURSOR)
