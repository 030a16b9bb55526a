"""Which versions a range holds, and what an advisory answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.model.advisory import (
    NOT_AFFECTED,
    Affected,
    AffectedRange,
    AffectedRanges,
    Level,
    Severity,
    Status,
    Verdict,
)
from scanner.model.event import Event
from scanner.model.names import normalized
from scanner.model.version import InstalledVersion, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLE = normalized("example")


def range_with(**bounds: str) -> AffectedRange:
    """Return a range with these bounds."""
    return AffectedRange(**{name: parsed(text) for name, text in bounds.items()})


def affected(*ranges: AffectedRanges, versions: Iterable[str] = ()) -> Affected:
    """Return what an advisory says of ``example``."""
    return Affected(package=EXAMPLE, ranges=ranges, versions=tuple(versions))


def by(group: AffectedRanges) -> Verdict:
    """Return the verdict that the only interval of a range gives."""
    return Verdict(Status.AFFECTED, group.ranges[0], group)


OPEN = AffectedRanges((AffectedRange(),))
BEFORE_2 = AffectedRanges((range_with(fixed="2.0"),))
IN_DOUBT = AffectedRanges((range_with(fixed="3.0"),), (Event("fixed", "3-x"),))


@pytest.mark.parametrize(
    ("item", "inside", "outside"),
    [
        (range_with(), "0.dev0 0 99 1!0", ""),
        (range_with(introduced="1.0"), "1.0 1.0+x 1.1 1!0", "0.9 1.0rc1"),
        (range_with(fixed="1.0"), "0.dev0 1.0rc1", "1.0 1.0+x 1.0.post1"),
        (range_with(last_affected="1.0"), "0.9 1.0 1.0+x", "1.0.post1 1.1"),
        (range_with(limit="1.0"), "0.9", "1.0 1.0+x 2.0"),
        (range_with(introduced="1.0", fixed="2.0"), "1.0 1.9", "0.9 2.0"),
        (range_with(introduced="1.0", last_affected="1.0"), "1 1.0+x", "0.9 1.0.post1"),
        (range_with(introduced="1.0", fixed="1.0"), "", "0.9 1.0 1.0+x 1.1"),
        (range_with(introduced="1.0", fixed="2.0", limit="1.5"), "1.0 1.4", "1.5 2.0"),
        (range_with(introduced="2.0+b"), "2.0+b 2.0+c 2.1", "2.0 2.0+a"),
        (range_with(fixed="2.0+b"), "2.0 2.0+a", "2.0+b 2.0+c"),
        (range_with(last_affected="2.0+b"), "2.0 2.0+a 2.0+b", "2.0+c 2.0.post1"),
        (range_with(limit="2.0+b"), "2.0 2.0+a", "2.0+b"),
    ],
    ids=str,
)
def test_a_range_holds_what_is_between_its_ends(item, inside, outside):
    tried = f"{inside} {outside}".split()

    assert inside.split() == [text for text in tried if InstalledVersion.of(text) in item]


@pytest.mark.parametrize(
    ("item", "text", "bounds"),
    [
        (range_with(), "every version", []),
        (range_with(introduced="1"), ">= 1", ["1"]),
        (range_with(fixed="2.0"), "< 2.0", ["2.0"]),
        (range_with(introduced="1!1", last_affected="1!2"), ">= 1!1, <= 1!2", ["1!1", "1!2"]),
        (range_with(introduced="1", fixed="3", limit="2"), ">= 1, < 3, < 2", ["1", "3", "2"]),
    ],
)
def test_a_range_reads_as_its_bounds(item, text, bounds):
    assert (text, bounds) == (str(item), [str(bound) for bound in item.bounds])


@pytest.mark.parametrize("bound", ["introduced", "fixed", "last_affected", "limit"])
def test_a_range_with_any_bound_is_conditional(bound):
    assert range_with().is_unconditional
    assert not range_with(**{bound: "0"}).is_unconditional


@pytest.mark.parametrize(
    ("entry", "version", "expected"),
    [
        pytest.param(affected(), "1.0", NOT_AFFECTED, id="no data"),
        pytest.param(affected(), "x", NOT_AFFECTED, id="no data, no version"),
        pytest.param(affected(BEFORE_2), "1.0", by(BEFORE_2), id="range"),
        pytest.param(affected(BEFORE_2), "2.0", NOT_AFFECTED, id="outside"),
        pytest.param(
            affected(BEFORE_2, versions=["1.0"]),
            "1.0+x",
            Verdict(Status.AFFECTED, listed="1.0"),
            id="listed and in a range",
        ),
        pytest.param(affected(IN_DOUBT, BEFORE_2), "1.0", by(BEFORE_2), id="both"),
        pytest.param(
            affected(BEFORE_2, IN_DOUBT),
            "2.5",
            Verdict(Status.UNDETERMINED, IN_DOUBT.ranges[0], IN_DOUBT),
            id="only the one in doubt",
        ),
        pytest.param(affected(BEFORE_2, IN_DOUBT), "3.0", NOT_AFFECTED, id="neither"),
        pytest.param(affected(BEFORE_2, OPEN), "x", by(OPEN), id="open"),
        pytest.param(affected(BEFORE_2), "x", Verdict(Status.UNDETERMINED), id="no order"),
    ],
)
def test_a_verdict_says_what_decided(entry, version, expected):
    assert expected == entry.verdict(InstalledVersion.of(version))


@pytest.mark.parametrize(
    ("entry", "has_data"),
    [(affected(), False), (affected(OPEN), True), (affected(versions=["1"]), True)],
)
def test_an_entry_has_data_if_it_names_a_range_or_a_version(entry, has_data):
    assert has_data is entry.has_data


def test_levels_are_ordered_as_they_are_bad():
    names = ["UNKNOWN", "NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"]

    assert names == [level.name for level in sorted(Level)]


def test_a_severity_is_unknown_unless_it_is_said():
    assert Severity(Level.UNKNOWN, None, None) == Severity()
