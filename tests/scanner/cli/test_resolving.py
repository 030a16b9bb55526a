"""Resolvers on the command line."""

from __future__ import annotations

import json

import pytest

from tests.support.command import lading
from tests.support.resolvers import fake_resolver, writing

USAGE = 2


@pytest.fixture
def project(tmp_path):
    """Return a directory that asks for something, in any version."""
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "requirements.txt").write_text("requests\n")
    return directory


@pytest.fixture
def fake(tmp_path):
    """Return a resolver that settles on what has a known vulnerability."""
    text = "idna==3.4  # via requests\nrequests==2.34.2\n"
    return fake_resolver(tmp_path / "bin", writing(text))


def scan(project, fake, *options, **variables):
    path = str(fake.directory)
    return lading("scan", project, *options, variables={"PATH": path, **variables})


def test_no_program_is_run_unless_that_is_asked_for(project, fake):
    result = scan(project, fake)

    assert (0, []) == (result.code, fake.runs)


def test_what_a_resolver_settles_on_is_matched_and_said_to_be_resolved(project, fake):
    result = scan(project, fake, "--resolve", "auto")

    assert 1 == result.code
    assert b"resolved for requirements.txt:1" in result.stdout


def test_versions_are_settled_for_what_is_asked_for(project, fake):
    options = ("--python-version", "3.9", "--python-platform", "linux/arm64", "-f", "json")
    report = json.loads(scan(project, fake, "--resolve", "uv", *options).stdout)

    assert {"uv 1.2.3 for Python 3.9 on linux/arm64"} == {
        each["declaration"]["resolved_by"] for each in report["components"]
    }


def test_a_second_scan_does_not_run_the_resolver(project, fake, tmp_path):
    for _ in range(2):
        scan(
            project,
            fake,
            "--resolve=uv",
            "--cache-dir",
            str(tmp_path / "cache"),
            LADING_NO_CACHE="0",
        )

    assert 1 == len(fake.runs)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--resolve", "poetry"),
        ("--python-version", "three"),
        ("--python-version", "3.12 --no-config"),
        ("--python-platform", "linux"),
        ("--index-url", "-r/etc/passwd"),
        ("--resolve-timeout", "0"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(option, value, project, fake):
    assert USAGE == scan(project, fake, option, value).code
