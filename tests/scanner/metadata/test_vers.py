"""Ranges of versions as ``vers`` writes them."""

from __future__ import annotations

import pytest

from scanner.metadata.vers import is_within
from scanner.model.version import InstalledVersion


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        pytest.param("*", "0 1 9!9", "", id="all"),
        pytest.param("1.0", "1 1.0.0 1.0+local", "1.1 1.0rc1", id="one"),
        pytest.param("=1.0|2", "1.0 2", "1.5", id="several"),
        pytest.param("<2", "1 1.9 2rc1", "2 3", id="below"),
        pytest.param(">=1|<2", "1 1.5 2rc1", "0.9 2 3", id="between"),
        pytest.param("<2|>=1", "1 1.5", "0.9 2", id="in any order"),
        pytest.param(">1|<=2|>3|<4", "1.5 2 3.5", "1 2.5 3 4", id="two ranges"),
        pytest.param("<1|>=2", "0.9 2 3", "1 1.5", id="outside of a range"),
        pytest.param(">=1|!=1.5|<2", "1 1.4", "1.5 2", id="but for one"),
        pytest.param("!=1.5", "1 2", "1.5", id="all but one"),
        pytest.param("<=3.7%2Bcu1", "3.7 3.7+cu1", "3.7+cu2 3.8", id="encoded"),
    ],
)
def test_a_range_has_some_versions_and_not_others(text, inside, outside):
    expected = dict.fromkeys(inside.split(), True) | dict.fromkeys(outside.split(), False)

    assert expected == {
        version: is_within(f"vers:pypi/{text}", InstalledVersion.of(version))
        for version in expected
    }


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("<2", "1"),
        ("vers:npm/<2", "1"),
        ("vers:pypi/", "1"),
        ("vers:pypi/<banana", "1"),
        ("vers:pypi/<2", "banana"),
        ("vers:pypi/" + "1|" * 4096, "1"),
    ],
    ids=["no vers", "other versions", "empty", "no bound", "no version", "long"],
)
def test_what_cannot_be_read_is_not_answered(text, version):
    assert is_within(text, InstalledVersion.of(version)) is None
