"""The stage of decisions: rules, statements, counts."""

from __future__ import annotations

from dataclasses import replace

from scanner.decided.decisions import Decisions
from scanner.decided.distribution import Distributions
from scanner.match.decisions import decided
from scanner.metadata.vex.statement import Malformed
from scanner.model.advisory import Advisory, Status
from scanner.model.component import Evidence, State
from scanner.model.report import Tally
from tests.support.deciding import TODAY, rule
from tests.support.reports import OWNER, at, component, finding, report_of
from tests.support.vex import statement

OTHER = Advisory(id="CVE-1")
IDNA, SIX = component(), component("six", "1.0", evidence=at("six"))
AFFECTED = finding(IDNA)
UNDETERMINED = finding(IDNA, OTHER, status=Status.UNDETERMINED)


def tally_of(*findings, rules=(), **counts):
    """Return the counts after what rules decide."""
    report = report_of(IDNA, SIX, findings=findings)
    report = decided(
        report=type(report)(
            inventory=report.inventory, findings=report.findings, tally=Tally(**counts)
        ),
        decisions=Decisions(rules=rules),
        today=TODAY,
        max_days=365,
    )
    return report.tally


def test_a_component_is_suppressed_when_all_of_its_findings_are():
    both = (rule(), rule("CVE-1"))

    assert Tally(suppressed=1) == tally_of(AFFECTED, UNDETERMINED, rules=both, affected=1)
    assert Tally(undetermined=1) == tally_of(AFFECTED, UNDETERMINED, rules=both[:1], affected=1)
    assert Tally(affected=1) == tally_of(AFFECTED, UNDETERMINED, rules=both[1:], affected=1)


def test_two_versions_in_one_line_are_two():
    first, second = (
        component(version=version, state=State.DECLARED, evidence=Evidence("Pipfile.lock", line=1))
        for version in ("3.3", "3.4")
    )
    report = replace(
        report_of(first, second, findings=(finding(first), finding(second))),
        tally=Tally(affected=2),
    )
    only = rule(None, distributions=Distributions(("idna",), "==3.4"))

    found = decided(report, Decisions(rules=(only,)), TODAY, 365)

    assert (first.place, Tally(affected=1, suppressed=1)) == (second.place, found.tally)


def test_what_is_left_to_the_system_stays_counted_there():
    left = finding(IDNA, left_to=OWNER)

    assert Tally(left_to_system=1) == tally_of(left, rules=(rule(),), left_to_system=1)


def test_others_are_counted_as_before():
    assert Tally(affected=1, suppressed=1, clean=5) == tally_of(
        AFFECTED, finding(SIX, OTHER), rules=(rule(),), affected=2, clean=5
    )


def test_what_is_in_no_count_stays_in_none():
    """
    As an interpreter, which is no component of an inventory.
    """
    interpreter = finding(component("python", "3.11.7", evidence=at("usr/bin/python3")))

    assert Tally(affected=1) == tally_of(
        interpreter, finding(IDNA, OTHER), rules=(rule(),), affected=1
    )


def test_ones_own_rule_outweighs_a_statement_and_both_are_of_use():
    report = report_of(IDNA, findings=(AFFECTED,))
    decisions = Decisions(rules=(rule(reason="mine"),), statements=(statement(reason="theirs"),))

    found = decided(report, decisions, TODAY, 365)

    assert (["mine"], ()) == (
        [each.decision and each.decision.reason for each in found.findings],
        found.idle_decisions,
    )


def test_a_finding_on_which_somebody_decided_is_shown_and_does_not_count():
    found = decided(report_of(IDNA, findings=(AFFECTED,)), Decisions(rules=(rule(),)), TODAY, 365)

    assert (1, ()) == (len(found.findings), found.counted)


def test_what_is_in_the_place_of_a_statement_is_told():
    malformed = (Malformed(source="vex.json:3", reason="it has no products"),)

    found = decided(report_of(IDNA), Decisions(malformed=malformed), TODAY, 365)

    (idle,) = found.idle_decisions
    assert ("vex.json:3", "it has no products") == (idle.source, idle.reason)
