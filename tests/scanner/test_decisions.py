"""Files of decisions, where they are."""

from __future__ import annotations

import pytest

from scanner.decided.document import MAX_BYTES
from scanner.decisions import (
    MAX_VEX_BYTES,
    load_curations,
    load_license_policy,
    load_policy,
    load_rules,
    load_vex,
)
from scanner.errors import UnusableDecision
from tests.support.vex import VEX

LOADERS = {
    "curations": load_curations,
    "licence policy": load_license_policy,
    "policy": load_policy,
    "rules": load_rules,
    "vex": load_vex,
}
RULES = "rules: [{outcome: deny, license: GPL-*}]"


def test_curations_are_read(tmp_path):
    path = tmp_path / "curations.yaml"
    path.write_text(
        "curations: [{distribution: a, concluded: MIT, reason: r, who: w, when: 2026-11-21}]"
    )

    assert ["MIT"] == [curation.concluded for curation in load_curations(path)]


def test_a_licence_policy_is_read(tmp_path):
    path = tmp_path / "licenses.yaml"
    path.write_text(RULES)

    found = load_license_policy(path)

    assert (str(path), 1) == (found.location, len(found.rules))


def test_rules_are_read(tmp_path):
    path = tmp_path / "decisions.yaml"
    path.write_text("ignore: [{id: A, reason: r, owner: o, expires: 2026-11-21}]")

    assert [f"{path}:1"] == [rule.source for rule in load_rules(path)]


def test_a_vex_document_is_read(tmp_path):
    path = tmp_path / "vex.json"
    path.write_bytes(VEX[0])

    assert 2 == len(load_vex(path).statements)


def test_a_policy_is_read_with_the_licence_policy_beside_it(tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text("licenses: {file: licenses.yaml}")
    (tmp_path / "licenses.yaml").write_text(RULES)

    found = load_policy(path)

    assert found.licenses
    assert 1 == len(found.licenses.rules)


def test_a_licence_policy_that_is_not_there_is_an_error_in_its_name(tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text("licenses: {file: gone.yaml}")

    with pytest.raises(UnusableDecision, match=r"gone.yaml:1: No such file"):
        load_policy(path)


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
def test_where_there_is_no_file_there_is_no_decision(load, tmp_path):
    with pytest.raises(UnusableDecision, match=r"none.yaml:1: No such file or directory"):
        load(tmp_path / "none.yaml")


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
def test_a_file_that_never_ends_is_not_read_to_its_end(load, tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(max(MAX_BYTES, MAX_VEX_BYTES) * 10)

    with pytest.raises(UnusableDecision, match="it is larger than"):
        load(path)


def test_what_is_no_vex_document_is_an_error(tmp_path):
    path = tmp_path / "vex.json"
    path.write_text("{}")

    with pytest.raises(UnusableDecision, match="it is no VEX document: neither OpenVEX nor"):
        load_vex(path)
