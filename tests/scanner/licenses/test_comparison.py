"""What became of licences between two images."""

from __future__ import annotations

import pytest

from scanner.licenses.comparison import Licensed, compare, licensed_of
from tests.support.license_reports import LIBRARY
from tests.support.reports import component, inventory_of

CATEGORIES = {"MIT": "permissive", "GPL-3.0-only": "copyleft", "LGPL-2.1-only": "copyleft-limited"}


def compared(before, after):
    """Return the comparison of two lists of name, version and licence."""
    return compare(
        [Licensed(*each) for each in before], [Licensed(*each) for each in after], CATEGORIES.get
    )


def names(changes):
    """Return whose they are."""
    return [change.name for change in changes]


def test_what_is_new_and_what_is_gone_is_told_by_name():
    comparison = compared(
        [("idna", "3.4", "MIT"), ("gone", "1", "MIT")], [("idna", "3.7", "MIT"), ("new", "1", None)]
    )

    assert ["new"] == names(comparison.added)
    assert ["gone"] == names(comparison.removed)
    assert [] == names(comparison.relicensed)
    assert 1 == comparison.unchanged
    assert comparison.is_different


def test_a_name_is_the_same_however_it_is_spelled():
    comparison = compared([("Zope.Interface", "5", "MIT")], [("zope-interface", "6", "MIT")])

    assert not comparison.is_different


def test_a_crate_is_not_the_distribution_of_that_name():
    comparison = compared([("idna", "1", "MIT", "cargo")], [("idna", "3", "MIT")])

    assert ["idna"] == names(comparison.added)
    assert ["cargo/idna"] == names(comparison.removed)


def test_another_licence_is_a_change():
    comparison = compared([("redis", "1", "MIT")], [("redis", "2", "LGPL-2.1-only")])

    assert ["redis"] == names(comparison.relicensed)
    assert ["redis"] == names(comparison.risen)


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        ([], [("x", "1", "GPL-3.0-only")], ("copyleft",)),
        ([], [("x", "1", "MIT")], ()),
        ([("x", "1", "GPL-3.0-only")], [("x", "2", "MIT")], ()),
        ([("x", "1", "GPL-3.0-only")], [("x", "2", "GPL-3.0-only")], ()),
        ([("x", "1", "MIT")], [("x", "1", "MIT"), ("x", "2", "GPL-3.0-only")], ("copyleft",)),
        ([("x", "1", "MIT")], [("x", "2", None)], ()),
    ],
    ids=["added", "permissive", "better", "as-before", "second-version", "open"],
)
def test_a_new_category_is_one_that_asks_for_more_and_was_not_there(before, after, new):
    comparison = compared(before, after)

    assert new == tuple(each for change in comparison.risen for each in change.new_categories)


def test_a_part_is_compared_by_its_ecosystem():
    (crate,) = licensed_of(inventory_of(component("ring", "1", purl="pkg:cargo/ring@1")))

    assert "cargo/ring" == crate.identity


def test_of_an_inventory_counts_what_is_documented():
    assert Licensed("converter", "1.0", "GPL-3.0-only") in licensed_of(LIBRARY.inventory)
    assert Licensed("silent", "0.9", None) in licensed_of(LIBRARY.inventory)
