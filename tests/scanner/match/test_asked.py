"""Distributions that somebody asks about."""

from __future__ import annotations

import pytest

from scanner.errors import UnreadableDocument
from scanner.match.asked import asked_at, inventory_of
from scanner.match.matcher import match
from scanner.model.names import NormalizedName
from scanner.model.report import Tally
from tests.support.advisories import advisory


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zope.Interface==5.0", ("Zope.Interface", "5.0", "pkg:pypi/zope-interface@5.0")),
        ("torch == 2.6.0+cu118", ("torch", "2.6.0+cu118", "pkg:pypi/torch@2.6.0%2Bcu118")),
        ("paramiko==0.9-doduo", ("paramiko", "0.9-doduo", "pkg:pypi/paramiko@0.9-doduo")),
        ("pkg:pypi/torch@2.6.0%2Bcu118", ("torch", "2.6.0+cu118", "pkg:pypi/torch@2.6.0%2Bcu118")),
        ("pkg:conda/openssl@1.1.1w", ("openssl", "1.1.1w", "pkg:conda/openssl@1.1.1w")),
    ],
)
def test_a_requirement_or_a_package_url_is_a_component(text, expected):
    (found,) = inventory_of([text]).components

    assert expected == (found.name, found.version, found.purl)


@pytest.mark.parametrize(
    "text",
    ["", "torch", "torch==", "==1.0", "torch>=1.0", "a b==1", "pkg:pypi/torch", "pkg:", "-==1"],
)
def test_what_names_no_version_is_an_error(text):
    with pytest.raises(ValueError, match="neither NAME==VERSION nor"):
        inventory_of([text])


def test_what_is_asked_about_is_matched():
    records = {NormalizedName("example"): [advisory("introduced 0, fixed 2")]}

    _, tally = match(inventory_of(["example==1.0", "example==2.0"]).components, records)

    assert Tally(affected=1, clean=1) == tally


def test_a_package_url_is_a_target():
    inventory = asked_at("pkg:pypi/Idna@3.4")

    assert inventory is not None
    assert [("idna", "3.4")] == [(each.name, each.version) for each in inventory.components]
    assert "pkg:pypi/Idna@3.4" == inventory.subject.location


def test_other_targets_are_none_and_one_without_a_version_cannot_be_judged():
    assert asked_at("registry.test/pkg:1") is None
    with pytest.raises(UnreadableDocument, match="a package URL with a version"):
        asked_at("pkg:pypi/idna")
