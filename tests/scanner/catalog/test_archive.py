"""What file names say of archives in which nothing is found; the enricher has the rest."""

from __future__ import annotations

import pytest

from scanner.catalog.archive import ARCHIVE
from scanner.model.component import Component, Problem
from tests.support.archives import zip_of
from tests.support.images import tree_of


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(zip_of({"six.py": b""}), "no metadata inside", id="L1-no-dist-info"),
        pytest.param(b"no archive", "not read", id="no-archive"),
    ],
)
def test_a_wheel_without_metadata_is_known_by_its_file_name(data, reason):
    path = "six-1.16.0-py3-none-any.whl"

    component, problem = ARCHIVE.catalog(tree_of({path: data}))

    assert isinstance(component, Component)
    assert ("pkg:pypi/six@1.16.0", "filename") == (component.purl, component.evidence.technique)
    assert Problem(path, "archive", f"{reason}; what it is stands in its file name") == problem


@pytest.mark.parametrize(
    "files",
    [
        {"six-1.16.0-py3-none-any.whl": None},
        {"six-1.16.0-py3-none-any.whl": "elsewhere.whl"},
        {"wheel.whl": b""},
        {"six-1.16.0-py3-none-any.whl": zip_of({"six-1.16.0.dist-info/METADATA": b""})},
    ],
    ids=["directory", "link", "other-name", "metadata"],
)
def test_nothing_else_is_known_by_its_file_name(files):
    assert [] == list(ARCHIVE.catalog(tree_of(files)))
