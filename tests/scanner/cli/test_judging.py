"""Options on what to fail for, and on what can be installed."""

from __future__ import annotations

import json

import pytest

from scanner.cli import FAILED
from scanner.match.policy import CLEAN, FINDINGS
from tests.support.command import lading


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ("high", FINDINGS),
        ("high+fixable", FINDINGS),
        ("critical,fixable", FINDINGS),
        ("critical+fixable", CLEAN),
        ("kev", CLEAN),
        ("risk>=1", FINDINGS),
        ("epss>=0", CLEAN),
    ],
)
def test_what_to_fail_for_can_be_composed(images, conditions, code):
    """
    The worst finding of the image is high, and the bundled index has no EPSS.
    """
    assert code == lading("scan", images / "affected.oci", "--fail-on", conditions).code


def test_a_condition_that_is_none_is_named(images):
    result = lading("scan", images / "affected.oci", "--fail-on", "high,severe")

    assert 2 == result.code
    assert "'severe' is none of" in result.stderr


@pytest.mark.parametrize(("listed", "known_to"), [("3.7", "index"), ("3.15", "releases")])
def test_a_list_of_releases_says_what_can_be_installed(images, tmp_path, listed, known_to):
    """
    The image has idna 3.4, for which 3.7 is still affected by another record.
    """
    releases = tmp_path / "releases.txt"
    releases.write_text(f"idna=={listed}\n")

    result = lading("scan", images / "affected.oci", "-f", "json", "--releases", releases)

    assert {("3.15", known_to)} == {
        (finding["fix"]["version"], finding["fix"]["known_to"])
        for finding in json.loads(result.stdout)["findings"]
    }


def test_a_list_that_is_none_is_an_error(images, tmp_path):
    releases = tmp_path / "releases.txt"
    releases.write_text("idna\n")

    result = lading("scan", images / "affected.oci", "--releases", releases)

    assert FAILED == result.code
    assert result.stderr.endswith("line 1 is not NAME==VERSION\n")


def test_what_is_withdrawn_is_shown_where_it_is_asked_for(tmp_path):
    """
    PYSEC-2022-43059 is about every version of aiohttp, and was taken back.
    """
    (tmp_path / "requirements.txt").write_text("aiohttp==99.0\n")

    plain = lading("scan", tmp_path, "-f", "json")
    shown = lading("scan", tmp_path, "-f", "json", "--include-withdrawn")

    (finding,) = json.loads(shown.stdout)["findings"]
    assert (CLEAN, CLEAN, []) == (plain.code, shown.code, json.loads(plain.stdout)["findings"])
    assert ("PYSEC-2022-43059", False) == (finding["id"], finding["counted"])
    assert "withdrawal" == finding["decision"]["ground"]
