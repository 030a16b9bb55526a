"""``lading explain``, as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.command import lading
from tests.support.shop import distribution

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Result

PREFIX = {"opt/venv/pyvenv.cfg": b"home = /usr/bin\nversion = 3.11.7\n"}


def text_of(result: Result) -> str:
    """Return what was written, on one line."""
    assert 0 == result.code, result.stderr
    return " ".join(result.stdout.decode().split())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, content in (PREFIX | distribution("zope", "4.5.5")).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("name", ["PYSEC-2021-88", "CVE-2021-32633", "cve-2021-32633"])
def test_a_record_is_explained_by_any_of_its_names(name):
    text = text_of(lading("explain", name))

    assert "PYSEC-2021-88, also CVE-2021-32633" in text
    assert "affected[0]: zope events: introduced 0, fixed 4.6, introduced 5.0, fixed 5.2" in text
    assert "Index sha256:" in text


def test_a_finding_in_a_target_is_explained(root):
    text = text_of(lading("explain", "CVE-2021-32633", root))

    assert "zope 4.5.5 at /opt/venv/lib/python3.11/site-packages/zope-4.5.5.dist-info" in text
    assert "affected[0]: < 4.6: 4.5.5 < 4.6 yes, inside" in text
    assert "finding PYSEC-2021-88: affected, < 4.6" in text


def test_versions_that_are_asked_about_are_judged():
    options = ("--version", "torch==2.6.0+cu118", "--version", "pkg:pypi/torch@2.7.0")

    text = text_of(lading("explain", "PYSEC-2025-189", *options))

    assert "bounds made readable by repair R2" in text
    assert "finding PYSEC-2025-189: affected, <= 2.6.0+cu124, by repair R2" in text
    assert "2.7.0 <= 2.6.0+cu124 no, outside" in text


def test_without_repairs_it_is_told_what_is_in_doubt():
    result = lading("explain", "PYSEC-2025-189", "--version", "torch==2.7.0", "--no-repairs")

    text = text_of(result)
    assert "in doubt (P7): 2.6.0-cu124 is not a version (PEP 440)" in text
    assert "finding PYSEC-2025-189: undetermined" in text
    assert "repair table not used" in text


def test_withdrawn_records_and_those_without_data_say_so():
    assert "it matches nothing (P9)" in text_of(lading("explain", "PYSEC-2022-43059"))
    assert "neither a range nor a version" in text_of(lading("explain", "PYSEC-2025-73"))


def test_an_explanation_is_a_document_too():
    result = lading("explain", "PYSEC-2021-88", "--version", "zope==4.5.5", "--format", "json")

    document = json.loads(result.stdout)
    (record,) = document["records"]
    (judged,) = document["judgements"]
    (step,) = judged["steps"]
    assert (1, "PYSEC-2021-88", "zope", None) == (
        document["format"],
        record["id"],
        judged["name"],
        judged["place"],
    )
    assert {"record": "PYSEC-2021-88", "interval": "< 4.6", "bound": "4.6"}.items() <= (
        step["proof"].items()
    )
    assert document["advisories_digest"].startswith("sha256:")


def test_a_name_that_nobody_has_is_a_wrong_usage_with_the_nearest():
    result = lading("explain", "CVE-2021-3263")

    assert (2, b"") == (result.code, result.stdout)
    assert "CVE-2021-32633" in " ".join(result.stderr.split())


@pytest.mark.parametrize("text", ["torch", "torch>=1", "pkg:pypi/torch"])
def test_a_version_that_is_none_is_a_wrong_usage(text):
    result = lading("explain", "PYSEC-2025-189", "--version", text)

    assert (2, b"") == (result.code, result.stdout)
