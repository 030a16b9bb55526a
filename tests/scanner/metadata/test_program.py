"""Versions in programs and libraries."""

from __future__ import annotations

import pytest

from scanner.metadata.program import (
    MAX_PREFIX_BYTES,
    MAX_VERSIONS,
    ProgramVersions,
    excerpt,
    parse_excerpt,
)

ELF = b"\x7fELF\x02\x01\x01\x00"


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        pytest.param(b"\0003.11.2\0", b"program 3.11.2", id="L8-debian"),
        pytest.param(b"\0/root/.pyenv/versions/3.11.7\0", b"program /3.11.7", id="L8-pyenv"),
        pytest.param(b"\0002.7.18\0", b"program 2.7.18", id="L8-python-2"),
        pytest.param(b"\0003.14.0rc2\0", b"program 3.14.0rc2", id="L8-release-candidate"),
        pytest.param(b"\0003.13.0a6+\0", b"program 3.13.0a6", id="L8-checkout"),
        pytest.param(b"\0003.11.2\0003.2.0\0", b"program 3.11.2 3.2.0", id="L8-others"),
        pytest.param(b"\0003.11.2\0003.11.2\0", b"program 3.11.2", id="L8-twice"),
        pytest.param(b"\0Python 3.11.2\0", b"program", id="the end of a text"),
        pytest.param(b"\0lib/3.11.2\0", b"program", id="the end of a relative path"),
        pytest.param(b"\0003.11.2 (main)\0", b"program", id="the beginning of a text"),
        pytest.param(b"\00013.11.2\0", b"program", id="the end of a number"),
        pytest.param(b"\0003.11\0", b"program", id="a branch"),
        pytest.param(
            b"\0/" + b"x" * MAX_PREFIX_BYTES + b"/3.11.2\0", b"program", id="a path without end"
        ),
        pytest.param(b"", b"program", id="nothing"),
    ],
)
def test_an_excerpt_has_the_strings_that_may_be_versions(strings, expected):
    assert expected == excerpt(ELF + strings)


@pytest.mark.parametrize(
    "magic",
    [b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"],
    ids=["ELF", "PE", "Mach-O", "universal"],
)
def test_a_program_begins_as_its_system_wants_it(magic):
    assert b"program 3.11.2" == excerpt(magic + b"\0003.11.2\0")


@pytest.mark.parametrize("data", [b"#!/bin/sh\nexec python3\n\0003.11.2\0", b""])
def test_a_script_is_no_program(data):
    assert b"" == excerpt(data)
    assert parse_excerpt(excerpt(data)) is None


def test_an_excerpt_is_short_whatever_the_program():
    data = ELF + b"".join(b"\x003.%d.%d\0" % (n // 90, n % 90) for n in range(5_000))

    assert 1 + MAX_VERSIONS == len(excerpt(data).split())


@pytest.mark.parametrize(
    ("versions", "branch", "expected"),
    [
        pytest.param(ProgramVersions(("3.2.0", "3.11.2")), "3.11", "3.11.2", id="of a branch"),
        pytest.param(ProgramVersions(("3.2.0",), ("3.11.7",)), "3.11", "3.11.7", id="of a path"),
        pytest.param(ProgramVersions(("3.11.2",), ("3.11.7",)), "3.11", "3.11.2", id="alone first"),
        pytest.param(ProgramVersions(("3.11.2",)), "3.1", None, id="not of a longer branch"),
        pytest.param(ProgramVersions(("3.11.2",)), None, "3.11.2", id="the only one"),
        pytest.param(ProgramVersions(("3.11.2", "3.2.0")), None, None, id="one of two"),
        pytest.param(ProgramVersions(), None, None, id="none"),
    ],
)
def test_a_version_is_told_by_its_branch(versions, branch, expected):
    assert expected == versions.of_branch(branch)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (b"\x003.9.16 (7.3.11, Dec 30 2024)\n[PyPy 7.3.11 with \0", "7.3.11"),
        (b"\x003.9.16 (x)\n[PyPy 7.3.11-alpha0 with \0", "7.3.11"),
        (b"\x003.9.16\n[PyPy 7.3.11 with \0", None),
        (b"\x00%b\n[PyPy 7.3.11 with \0" % (b"3.9.16 (" * 99), None),
        (b"\n[PyPy 7.3.11 with \0", None),
        (b"\x003.9.16 (x)\n[PyPy x", None),
    ],
)
def test_a_library_of_pypy_has_two_versions(text, own):
    versions = parse_excerpt(excerpt(b"\x7fELF" + text))

    assert versions
    assert (own and "3.9.16", own) == (versions.of_branch("3.9"), versions.of_pypy)


def test_an_excerpt_is_read_as_it_was_taken():
    data = ELF + b"\0003.2.0\0/opt/python/3.11.7\0003.11.2\0"

    assert ProgramVersions(("3.2.0", "3.11.2"), ("3.11.7",)) == parse_excerpt(excerpt(data))
