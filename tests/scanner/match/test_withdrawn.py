"""Records that their databases have taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.content import IndexContent
from scanner.decided.decisions import Decisions
from scanner.decided.rule import Rule
from scanner.judging import Judging
from scanner.match.policy import exit_code
from scanner.model.decision import Ground
from scanner.pipeline import audit
from scanner.verdict import with_verdict
from tests.support.advisories import advisory, index_of
from tests.support.reports import component, inventory_of

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.advisory import Advisory
    from scanner.model.report import Report

DAY = "2026-02-03"
WITHDRAWN = advisory("introduced 0", id="PYSEC-2026-1", withdrawn=f"{DAY}T00:00:00Z")
TWIN = advisory(
    "introduced 0", id="PYSEC-2026-2", aliases=["PYSEC-2026-1"], withdrawn=f"{DAY}T10:00:00Z"
)
STANDING = advisory("introduced 0, fixed 2.0", id="PYSEC-2026-3", aliases=["PYSEC-2026-1"])
RULE = Rule(ids=frozenset(("PYSEC-2026-1",)), reason="none of ours")


def report_of(
    tmp_path: Path, *records: Advisory, version: str | None = "3.0", withdrawn: bool = True
) -> Report:
    """Judge a distribution by these records."""
    judging = Judging(withdrawn=withdrawn)
    inventory = inventory_of(component("example", version))
    with index_of(tmp_path, IndexContent(advisories=records)) as index:
        return audit(inventory, index, judging)


def test_a_withdrawn_record_is_shown_with_the_day_and_does_not_count(tmp_path):
    report = report_of(tmp_path, WITHDRAWN)

    (finding,) = report.findings
    assert finding.decision is not None
    assert (Ground.WITHDRAWAL, f"withdrawn on {DAY}") == (
        finding.decision.ground,
        finding.decision.reason,
    )
    assert (WITHDRAWN.withdrawn, ()) == (finding.advisories[0].withdrawn, report.counted)
    assert 0 == exit_code(report, "any")


def test_a_component_is_as_clean_as_without_it(tmp_path):
    shown = report_of(tmp_path, WITHDRAWN)
    hidden = report_of(tmp_path, WITHDRAWN, withdrawn=False)

    assert (1, ()) == (hidden.tally.clean, hidden.findings)
    assert hidden.tally == shown.tally


def test_withdrawn_twins_are_one_and_never_part_of_what_stands(tmp_path):
    report = report_of(tmp_path, WITHDRAWN, TWIN, STANDING, version="1.0")

    assert [["PYSEC-2026-3"], ["PYSEC-2026-1", "PYSEC-2026-2"]] == [
        [each.id for each in finding.advisories] for finding in report.findings
    ]
    assert [True, False] == [finding.counts for finding in report.findings]


@pytest.mark.parametrize("version", [None, "3.0"], ids=["no version", "above"])
def test_what_a_withdrawn_record_never_affected_is_not_shown(tmp_path, version):
    record = replace(STANDING, withdrawn=DAY)

    assert () == report_of(tmp_path, record, version=version).findings


def test_a_rule_for_what_is_withdrawn_is_idle_and_changes_no_count(tmp_path):
    """
    A saved report is judged again, with what is withdrawn in it.
    """
    report = report_of(tmp_path, WITHDRAWN)

    again = with_verdict(report, Judging(decisions=Decisions(rules=(RULE,))))

    assert (report.findings, report.tally) == (again.findings, again.tally)
    assert [RULE.about] == [idle.about for idle in again.idle_decisions]
