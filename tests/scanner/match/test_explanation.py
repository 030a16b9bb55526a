"""What the matcher did is re-derived step by step, and comes to the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.judging import Judging
from scanner.match.asked import inventory_of
from scanner.match.explanation import Question, explained, named, similar
from scanner.match.matcher import match
from scanner.model.advisory import Status
from scanner.model.explanation import Comparison, Edge, Explanation
from scanner.model.names import normalized
from scanner.model.report import Report
from tests.support.advisories import advisory
from tests.support.reports import OWNER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scanner.model.advisory import Advisory

PYSEC = advisory("introduced 1.0, fixed 2.0", id="PYSEC-1", aliases=["CVE-1"])
GHSA = advisory("introduced 0, fixed 3.0", id="GHSA-1", aliases=["CVE-1"])
OTHER = advisory("introduced 0", id="PYSEC-2", aliases=["CVE-2", "GHSA-1"])
GONE = advisory("introduced 0", id="PYSEC-3", aliases=["CVE-1"], withdrawn="2026-01-01")
KNOWN = (PYSEC, GHSA, OTHER, GONE)


def names_of(records: Iterable[Advisory]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what an index says that records are called."""
    return [(record.id, record.aliases) for record in records]


def explanation(
    asked: str,
    *texts: str,
    known: Sequence[Advisory] = KNOWN,
    repairs: bool = True,
    **changes: object,
) -> Explanation:
    """Return the explanation for these versions of a few records of ``example``."""
    judging = Judging(repairs=repairs)
    advisories = {normalized("example"): known}
    inventory = inventory_of(texts)
    components = tuple(
        replace(each, **changes)  # type: ignore[arg-type] # any of its fields
        for each in inventory.components
    )
    inventory = replace(inventory, components=components)
    findings, tally = match(components, advisories, judging)
    report = Report(inventory=inventory, findings=findings, tally=tally)
    ids = named(asked, names_of(known))
    question = Question(
        asked=asked,
        records=tuple(record for record in known if record.id in ids),
        advisories=advisories,
        digest="sha256:0",
        judging=judging,
    )
    return explained(question, [report])


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("PYSEC-1", ["PYSEC-1"]),
        ("cve-1", ["PYSEC-1", "GHSA-1", "PYSEC-3"]),
        ("ghsa-1", ["GHSA-1", "PYSEC-2"]),
        ("CVE-3", []),
    ],
)
def test_a_record_is_found_by_any_of_its_names(asked, ids):
    assert ids == named(asked, names_of(KNOWN))


def test_for_a_name_that_nobody_has_the_nearest_are_offered():
    records = [advisory(id="PYSEC-2021-88", aliases=["CVE-2021-32633"]), advisory(id="MAL-7")]

    assert ["CVE-2021-32633"] == similar("cve-2021-3263", names_of(records))
    assert [] == similar("zzz", names_of(records))


def test_what_a_record_says_is_told_without_any_version():
    found = explanation("PYSEC-3")

    (record,) = found.records
    (entry,) = record.entries
    (item,) = entry.ranges
    assert ("2026-01-01", "example", ("introduced 0",), ("every version",)) == (
        record.withdrawn,
        entry.package,
        item.events,
        item.intervals,
    )
    assert () == found.judgements


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ("fixed 2, introduced 1", ("introduced 1", "fixed 2")),
        ("introduced 0, last_affected 2", ("introduced 0", "last_affected 2")),
        ("introduced 0, fixed 2, introduced 2, fixed 3", None),
        ("introduced 1, fixed 2, fixed 2.5", None),
        ("introduced 1, limit 2", ("introduced 1", "limit 2")),
        ("introduced 0, fixed 2-odd", ("introduced 0", "fixed 2-odd")),
    ],
)
def test_events_are_told_in_the_order_of_the_walk(events, told):
    found = explanation("X", known=[advisory(events, id="X")])

    (item,) = found.records[0].entries[0].ranges
    assert (told or tuple(events.split(", "))) == item.events


def test_each_bound_is_compared_for_itself():
    (judged,) = explanation("PYSEC-1", "example==1.5").judgements

    steps = {step.record: step for step in judged.steps}
    (interval,) = steps["PYSEC-1"].entries[0].intervals
    assert (
        Comparison(text="1.5 >= 1.0", holds=True),
        Comparison(text="1.5 < 2.0", holds=True),
    ) == (interval.comparisons)
    assert interval.holds


def test_the_records_that_are_one_finding_are_told_with_what_joins_them():
    (judged,) = explanation("PYSEC-1", "example==1.5").judgements

    (found,) = judged.findings
    assert ("GHSA-1", ("GHSA-1", "PYSEC-1")) == (found.id, found.records)
    assert Edge("GHSA-1", "PYSEC-1", "CVE-1", is_refused=False) in judged.edges


def test_what_p10_refuses_to_join_is_told():
    (judged,) = explanation("PYSEC-1", "example==1.5").judgements

    assert Edge("GHSA-1", "PYSEC-2", "GHSA-1", is_refused=True) in judged.edges


def test_a_withdrawn_record_is_told_and_not_looked_at():
    (judged,) = explanation("CVE-1", "example==1.5").judgements

    (step,) = (step for step in judged.steps if step.record == "PYSEC-3")
    assert (True, (), None) == (step.is_withdrawn, step.entries, step.proof)


def test_why_there_is_no_finding_is_told_as_well():
    (judged,) = explanation("PYSEC-1", "example==9").judgements

    (step,) = judged.steps
    assert ((), None, Status.NOT_AFFECTED) == (
        judged.findings,
        step.proof,
        step.entries[0].status,
    )


def test_a_version_that_is_none_is_compared_with_nothing():
    (judged,) = explanation("GHSA-1", "example==banana").judgements

    (step,) = (step for step in judged.steps if step.record == "GHSA-1")
    assert () == step.entries[0].intervals[0].comparisons
    assert step.proof is not None
    assert "P8" == step.proof.rule


def test_repairs_are_told_unless_they_are_not_wanted():
    known = [advisory("introduced 0, fixed 2-NA", id="X")]

    repaired = explanation("X", "example==1", known=known)
    doubtful = explanation("X", "example==1", known=known, repairs=False)

    assert (1, ("R1",), ()) == (
        repaired.repair_table,
        repaired.records[0].entries[0].ranges[0].repairs,
        repaired.records[0].entries[0].ranges[0].unreadable,
    )
    assert (None, (), ("2-NA",)) == (
        doubtful.repair_table,
        doubtful.records[0].entries[0].ranges[0].repairs,
        doubtful.records[0].entries[0].ranges[0].unreadable,
    )
    assert Status.UNDETERMINED is doubtful.judgements[0].findings[0].status


@pytest.mark.parametrize(
    ("changes", "unmatched"),
    [
        ({"version": None}, "unversioned"),
        ({"origin": "git+https://host/example@abc"}, "unreleased"),
        ({}, None),
    ],
)
def test_what_is_not_compared_says_why(changes, unmatched):
    (judged,) = explanation("PYSEC-1", "example==1.5", **changes).judgements

    assert unmatched == judged.unmatched
    assert (unmatched is None) == bool(judged.steps)


def test_who_else_decides_is_told():
    (judged,) = explanation("PYSEC-1", "example==1.5", owner=OWNER).judgements

    assert [str(OWNER)] == [found.left_to for found in judged.findings]


VERSIONS = st.sampled_from(["0.5", "1.0", "1.0+x", "1.5rc1", "2.0", "3.0", "banana"])
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["introduced", "fixed", "last_affected", "limit"]),
        st.sampled_from(["0", "1.0", "2.0", "2.0+x", "2-NA", "2-odd"]),
    ).map(" ".join),
    max_size=5,
).map(", ".join)


@settings(deadline=None)
@given(version=VERSIONS, events=st.lists(EVENTS, max_size=3), listed=st.lists(VERSIONS, max_size=2))
def test_the_steps_come_to_what_the_matcher_found(version, events, listed):
    known = [
        advisory(each, versions=listed, id=f"X-{number}", aliases=["CVE-1"])
        for number, each in enumerate(events)
    ]

    for judged in explanation("CVE-1", f"example=={version}", known=known).judgements:
        proven = {step.proof.record for step in judged.steps if step.proof}
        assert proven == {record for found in judged.findings for record in found.records}
        for step in judged.steps:
            for entry in step.entries:
                has_order = step.proof is not None and step.proof.rule != "P8"
                if entry.status is not Status.NOT_AFFECTED and has_order:
                    assert entry.listed or any(each.holds for each in entry.intervals)
