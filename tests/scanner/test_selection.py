"""Which of what projects declare somebody wants."""

from __future__ import annotations

import pytest

from scanner.match.matcher import match
from scanner.model.component import State
from scanner.selection import Selection, selected
from tests.support.images import inventory_in
from tests.support.shelf import LOCKED_PROJECT, encoded, installed

INVENTORY = inventory_in(encoded(LOCKED_PROJECT, installed(("pytest", "8.0"))))
NONE: frozenset[str] = frozenset()


def names(selection: Selection) -> set[str]:
    """Return the names of what the lockfile has, and is wanted."""
    return {
        each.name
        for each in selected(INVENTORY, selection).components
        if each.evidence.path == "uv.lock" and not each.is_set_aside
    }


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        pytest.param(Selection(), {"idna", "colorama", "orjson", "pytest"}, id="all"),
        pytest.param(Selection(groups=NONE), {"idna", "colorama", "orjson"}, id="no-groups"),
        pytest.param(Selection(extras=NONE), {"idna", "colorama", "pytest"}, id="no-extras"),
        pytest.param(
            Selection(groups=frozenset(("dev",)), extras=NONE),
            {"idna", "colorama", "pytest"},
            id="a-group",
        ),
        pytest.param(
            Selection(groups=NONE, extras=frozenset(("fast",))),
            {"idna", "colorama", "orjson"},
            id="an-extra",
        ),
    ],
)
def test_only_what_is_wanted_is_selected(selection, expected):
    assert expected == names(selection)


def test_what_is_installed_is_always_wanted():
    found = selected(INVENTORY, Selection(groups=NONE))

    assert {False} == {each.is_set_aside for each in found.components if not each.declaration}


def test_only_what_a_project_asks_for_itself_can_be_wanted():
    lock = {"requirements.txt": "idna==3.4\n    # via -r x.in\nsix==1.0\n    # via idna\n"}

    found = selected(inventory_in(encoded(lock)), Selection(direct_only=True))

    assert {"idna": False, "six": True} == {
        each.name: each.is_set_aside for each in found.components
    }


def test_a_name_that_nothing_is_declared_for_is_a_problem():
    found = selected(INVENTORY, Selection(groups=frozenset(("dve",)), extras=frozenset(("fast",))))

    reasons = [each.reason for each in found.problems if each.cataloger == "selection"]
    assert ["nothing is declared for the group 'dve'"] == reasons


def test_the_counts_of_a_report_add_up_to_all_components():
    found = selected(INVENTORY, Selection(groups=NONE))

    _, tally = match(found.components, {}, states=frozenset(State))

    counts = {name: getattr(tally, name) for name in tally.__slots__}
    assert len(found.components) == sum(counts.values())
    superseded = {"colorama", "idna", "orjson", "pytest"}
    assert (len(superseded), len(("pytest", "hatchling"))) == (
        counts["superseded"],
        counts["unselected"],
    )
