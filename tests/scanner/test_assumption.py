"""Versions of what is declared without one."""

from __future__ import annotations

import pytest

from scanner.assumption import with_assumed_versions
from tests.support.images import inventory_in


@pytest.mark.parametrize(
    ("line", "version"),
    [
        pytest.param("idna>=3.1,<4", "3.1", id="a-range"),
        pytest.param("idna~=3.1", "3.1", id="compatible"),
        pytest.param("idna==3.*", "3", id="a-series"),
        pytest.param("idna>=3.1,>=3.4", "3.4", id="the-highest-of-bounds"),
        pytest.param("idna>=3.1,!=3.1", None, id="a-bound-that-is-not-allowed"),
        pytest.param("idna>3.1", None, id="above-a-version"),
        pytest.param("idna<4", None, id="no-lower-bound"),
        pytest.param("idna", None, id="anything"),
        pytest.param("idna>=not", None, id="no-specifier"),
        pytest.param("idna @ https://x.test/idna.tar.gz", None, id="a-url"),
    ],
)
def test_the_lowest_version_that_is_allowed_stands_for_one_that_nothing_tells(line, version):
    (component,) = with_assumed_versions(
        inventory_in({"requirements.txt": line.encode()})
    ).components

    assert component.declaration
    assert version == component.version
    assert (version is not None) == component.declaration.is_version_assumed
    if version:
        assert f"pkg:pypi/idna@{version}" == component.purl


@pytest.mark.parametrize(
    ("entry", "version"),
    [
        pytest.param("numpy=1.26.0", "1.26.0", id="J16-a-series"),
        pytest.param("numpy=1.26.*", "1.26", id="a-series-with-a-star"),
        pytest.param("numpy>=1.9,>=1.26,<2", "1.26", id="the-highest-of-bounds"),
        pytest.param("numpy~=1.26.4", "1.26.4", id="compatible"),
        pytest.param("numpy=2.1|=1.26", "1.26", id="the-lowest-of-alternatives"),
        pytest.param("numpy=2.1|<1", None, id="an-alternative-without-a-bound"),
        pytest.param("numpy>=1.26,!=1.26", None, id="a-bound-that-is-not-allowed"),
        pytest.param("numpy>1.26", None, id="above-a-version"),
        pytest.param("numpy", None, id="anything"),
    ],
)
def test_the_lowest_version_that_conda_allows_stands_for_one_that_nothing_tells(entry, version):
    environment = f"dependencies:\n- conda-forge::{entry}\n"

    (component,) = with_assumed_versions(
        inventory_in({"environment.yml": environment.encode()})
    ).components

    assert component.declaration
    assert version == component.version
    assert (version is not None) == component.declaration.is_version_assumed
    at = f"@{version}" if version else ""
    assert f"pkg:conda/numpy{at}?channel=conda-forge" == component.purl


def test_a_version_that_is_told_stays():
    (component,) = with_assumed_versions(
        inventory_in({"requirements.txt": b"idna==3.4\n"})
    ).components

    assert component.declaration
    assert ("3.4", False) == (component.version, component.declaration.is_version_assumed)
