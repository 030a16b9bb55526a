"""Events become ranges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.advisory import AffectedRange
from scanner.model.event import Event, in_order, ranges_of
from scanner.model.version import InstalledVersion


def events_in(text: str) -> list[Event]:
    """Return the events that ``introduced 0, fixed 1.2`` stands for."""
    return [Event(*event.split(" ", 1)) for event in text.split(", ") if event]


def shown(events: str) -> list[str]:
    """Return the ranges of such events, as texts."""
    return [str(found) for found in ranges_of(events_in(events)).ranges]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("introduced 0", ["every version"], id="all"),
        pytest.param("introduced 0, fixed 1.2", ["< 1.2"], id="from zero on"),
        pytest.param("introduced 1.0", [">= 1.0"], id="without an end"),
        pytest.param("introduced 1.0, fixed 1.2", [">= 1.0, < 1.2"], id="one interval"),
        pytest.param("introduced 1.0, last_affected 1.2", [">= 1.0, <= 1.2"], id="inclusive"),
        pytest.param(
            "introduced 1.0, fixed 1.2, introduced 2.0, fixed 2.1",
            [">= 1.0, < 1.2", ">= 2.0, < 2.1"],
            id="two intervals",
        ),
        pytest.param(
            "introduced 2.0, fixed 1.2, fixed 2.1, introduced 1.0",
            [">= 1.0, < 1.2", ">= 2.0, < 2.1"],
            id="unsorted",
        ),
        pytest.param(
            "introduced 1.10, fixed 1.20, introduced 1.9, fixed 1.9.1",
            [">= 1.9, < 1.9.1", ">= 1.10, < 1.20"],
            id="sorted as versions, not as texts",
        ),
        pytest.param(
            "introduced 1.0, introduced 1.1, fixed 1.2", [">= 1.0, < 1.2"], id="introduced twice"
        ),
        pytest.param(
            "introduced 1.0, last_affected 1.1, last_affected 1.2",
            [">= 1.0, <= 1.1"],
            id="the lowest last_affected ends it",
        ),
        pytest.param("introduced 0.0", [">= 0.0"], id="only the text 0 is below every version"),
        pytest.param("introduced 1!0, fixed 1!2", [">= 1!0, < 1!2"], id="epochs"),
        pytest.param("introduced 0, limit 3.0", ["< 3.0"], id="limit"),
        pytest.param("introduced 0, limit *", ["every version"], id="no limit"),
        pytest.param("introduced 0, limit 2.0, limit 3.0", ["< 3.0"], id="the highest limit"),
        pytest.param("introduced 0, limit 3.0, limit *", ["every version"], id="limit and none"),
        pytest.param(
            "introduced 1, fixed 2, introduced 3, limit 4",
            [">= 1, < 2, < 4", ">= 3, < 4"],
            id="a limit holds for every interval",
        ),
        pytest.param(
            "introduced 0, fixed 2.0, introduced 2.0, fixed 3.0",
            ["< 2.0", ">= 2.0, < 3.0"],
            id="a seam",
        ),
        pytest.param(
            "introduced 0, introduced 2.0.0, fixed 2.0, fixed 3.0",
            ["< 2.0", ">= 2.0.0, < 3.0"],
            id="a seam, in the other order",
        ),
        pytest.param(
            "introduced 0, introduced 2.0, last_affected 2.0, last_affected 3.0",
            ["<= 2.0", ">= 2.0, <= 3.0"],
            id="an inclusive seam",
        ),
        pytest.param(
            "introduced 2.0, last_affected 2.0", [">= 2.0, <= 2.0"], id="one version, not all later"
        ),
        pytest.param(
            "last_affected 2.0, introduced 2.0.0, introduced 3.0",
            [">= 2.0.0, <= 2.0.0", ">= 3.0"],
            id="one version, in the other order",
        ),
        pytest.param(
            "introduced 0, last_affected 2.0, last_affected 2.0, introduced 2.0, last_affected 3.0",
            ["<= 2.0", ">= 2.0, <= 3.0"],
            id="an inclusive seam, said twice",
        ),
        pytest.param(
            "introduced 2.0, fixed 2.0", [">= 2.0, < 2.0", ">= 2.0"], id="fixed before introduced"
        ),
        pytest.param(
            "introduced 0, fixed 2.11.6, introduced 2.11, fixed 2.11.7",
            ["< 2.11.6", ">= 2.11.7, < 2.11.7"],
            id="overlapping; the second fix is kept, and holds nothing",
        ),
    ],
)
def test_events_become_ranges(events, expected):
    assert expected == shown(events)


def test_a_bound_that_is_no_version_is_kept_beside_the_rest():
    found = ranges_of(events_in("introduced 0, fixed 4.6.0.stable11, introduced 5, fixed 5.1-NA"))

    assert ("4.6.0.stable11", "5.1-NA") == found.unreadable
    assert [AffectedRange()] == list(found.ranges)


BOUNDS = st.sampled_from(["0", "0.5", "1.0", "1.0.0", "1.0rc1", "1.0.post1", "2.0", "1!0.1"])


@settings(deadline=None)
@given(
    bounds=st.lists(st.tuples(st.sampled_from(["introduced", "fixed"]), BOUNDS), max_size=8),
    version=BOUNDS,
)
def test_the_ranges_of_any_events_do_not_overlap(bounds, version):
    found = ranges_of(Event(kind, text) for kind, text in bounds)

    holding = [item for item in found.ranges if InstalledVersion.of(version) in item]
    assert len(holding) <= 1


def test_events_are_shown_in_the_order_of_the_walk():
    """
    At one version the end comes first (P6), and what cannot be read stands behind.
    """
    events = events_in("limit 9, introduced 2.0, fixed 3-x, fixed 2, introduced 0")

    assert ["introduced 0", "fixed 2", "introduced 2.0", "limit 9", "fixed 3-x"] == [
        str(event) for event in in_order(events)
    ]
