"""Files of curations and policies, where they are."""

from __future__ import annotations

import pytest

from scanner.decided.document import MAX_BYTES
from scanner.decisions import load_curations, load_license_policy
from scanner.errors import UnusableDecision

LOADERS = {"curations": load_curations, "policy": load_license_policy}


def test_curations_are_read(tmp_path):
    path = tmp_path / "curations.yaml"
    path.write_text(
        "curations: [{distribution: a, concluded: MIT, reason: r, who: w, when: 2026-11-21}]"
    )

    assert ["MIT"] == [curation.concluded for curation in load_curations(path)]


def test_a_policy_is_read(tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text("rules: [{outcome: deny, license: GPL-*}]")

    assert (str(path), 1) == (
        load_license_policy(path).location,
        len(load_license_policy(path).rules),
    )


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
def test_where_there_is_no_file_there_is_no_decision(load, tmp_path):
    with pytest.raises(UnusableDecision, match=r"none.yaml:1: No such file or directory"):
        load(tmp_path / "none.yaml")


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
def test_a_file_that_never_ends_is_not_read_to_its_end(load, tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 100)

    with pytest.raises(UnusableDecision, match="it is larger than"):
        load(path)
