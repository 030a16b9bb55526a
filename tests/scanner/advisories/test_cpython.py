"""What the PSF's advisory database says of CPython."""

from __future__ import annotations

import pytest

from scanner.advisories.osv import advisory_of, releases_in
from scanner.model.advisory import Affected, Severity
from scanner.model.interpreter import CPYTHON_PACKAGE
from tests.support.interpreters import TARFILE, cpython_record


def test_tags_become_listed_versions():
    """
    A tag that is no version (``legacy-trunk``) is none that an interpreter can have.
    """
    record = cpython_record("v3.12.0", "v3.12.0rc1", "2.7", "legacy-trunk")

    assert (
        Affected(package=CPYTHON_PACKAGE, versions=("3.12.0", "3.12.0rc1", "2.7")),
    ) == advisory_of(record, Severity()).affected


def test_its_tags_are_releases():
    assert [(CPYTHON_PACKAGE, "3.12.0")] == list(releases_in(cpython_record("v3.12.0")))


def test_ranges_of_commits_alone_say_nothing():
    (affected,) = advisory_of(cpython_record(), Severity()).affected

    assert not affected.has_data


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"versions": ["v3.12.0"]}, id="no repository"),
        pytest.param(
            {"ranges": [{"type": "GIT", "repo": "https://github.com/pypa/pip"}]}, id="another one"
        ),
        pytest.param({"ranges": "odd"}, id="odd ranges"),
        pytest.param({"ranges": [None]}, id="odd range"),
    ],
)
def test_what_names_no_package_may_be_about_anything(entry):
    assert () == advisory_of({"id": "PSF-2026-1", "affected": [entry]}, Severity()).affected


def test_a_record_of_public_facts_is_read():
    record = advisory_of(TARFILE, Severity())

    assert ("PSF-2025-9001", ("CVE-2025-4517",)) == (record.id, record.aliases)
    assert not record.is_malware
