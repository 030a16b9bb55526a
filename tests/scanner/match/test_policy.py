"""When a report is reason to fail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.match.condition import NEVER, THRESHOLDS
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE, MALWARE_BIT, exit_code
from scanner.model.advisory import Level, Severity, Status
from scanner.model.component import Problem
from scanner.model.inventory import Coverage
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus
from scanner.model.threat import Threat
from tests.support.reports import ADVISORY, OWNER, component, finding, report_of

if TYPE_CHECKING:
    from scanner.model.report import Report

IDNA = component()
FAIL_ON = (*THRESHOLDS, NEVER)
MALWARE = finding(IDNA, threat=Threat(is_malware=True))


def report_with(*levels: Level) -> Report:
    """Return a report with findings of these levels."""
    findings = tuple(finding(IDNA, replace(ADVISORY, severity=Severity(level))) for level in levels)
    return report_of(IDNA, findings=findings)


def incomplete(report: Report) -> Report:
    """Return a report of a subject that was not read as a whole."""
    return replace(report, inventory=replace(report.inventory, coverage=Coverage.INCOMPLETE))


THRESHOLD_OF = {
    "any": set(Level),
    "low": {Level.UNKNOWN, Level.LOW, Level.MEDIUM, Level.HIGH, Level.CRITICAL},
    "medium": {Level.UNKNOWN, Level.MEDIUM, Level.HIGH, Level.CRITICAL},
    "high": {Level.HIGH, Level.CRITICAL},
    "critical": {Level.CRITICAL},
    "never": set[Level](),
}


@pytest.mark.parametrize("fail_on", FAIL_ON)
@pytest.mark.parametrize("level", Level)
def test_a_finding_is_reason_to_fail_from_the_threshold_on(fail_on, level):
    """
    Unknown counts as medium: four in ten records have no score.
    """
    expected = FINDINGS if level in THRESHOLD_OF[fail_on] else CLEAN

    assert expected == exit_code(report_with(level), fail_on)


@pytest.mark.parametrize("turn", [1, -1])
def test_the_worst_finding_decides_wherever_it_stands(turn):
    levels = [Level.NONE, Level.LOW, Level.CRITICAL][::turn]

    assert FINDINGS == exit_code(report_with(*levels), "critical")


def test_an_unknown_finding_does_not_hide_a_worse_one():
    assert FINDINGS == exit_code(report_with(Level.UNKNOWN, Level.HIGH), "high")
    assert CLEAN == exit_code(report_with(Level.UNKNOWN, Level.LOW), "high")


def test_what_is_undetermined_is_reason_to_fail_as_well():
    found = finding(IDNA, status=Status.UNDETERMINED)

    assert FINDINGS == exit_code(report_of(IDNA, findings=(found,)), "high")


@pytest.mark.parametrize("fail_on", FAIL_ON)
def test_what_is_left_to_the_operating_system_is_no_reason(fail_on):
    left = finding(IDNA, left_to=OWNER)

    assert CLEAN == exit_code(report_of(IDNA, findings=(left,)), fail_on)


@pytest.mark.parametrize("fail_on", FAIL_ON)
def test_without_findings_there_is_no_reason(fail_on):
    assert CLEAN == exit_code(report_of(IDNA), fail_on)


@pytest.mark.parametrize("fail_on", FAIL_ON)
@pytest.mark.parametrize("levels", [(), (Level.CRITICAL,)], ids=["clean", "findings"])
def test_what_was_not_read_outweighs_what_was_found(fail_on, levels):
    assert INCOMPLETE == exit_code(incomplete(report_with(*levels)), fail_on)


def test_a_file_that_cannot_be_read_is_no_reason():
    report = report_of(IDNA, problems=(Problem("METADATA", "dist-info", "not text"),))

    assert CLEAN == exit_code(report, "any")


@pytest.mark.parametrize("fail_on", ["any", "critical", "kev", "epss>=0.9"])
def test_malware_is_reason_to_fail_whatever_was_asked_for(fail_on):
    """
    It has no severity, so that no threshold may pass it over.
    """
    report = report_of(IDNA, findings=(MALWARE,))

    assert FINDINGS | MALWARE_BIT == exit_code(report, fail_on)
    assert INCOMPLETE | MALWARE_BIT == exit_code(incomplete(report), fail_on)


def test_who_never_fails_does_not_for_malware():
    report = report_of(IDNA, findings=(MALWARE,))

    assert CLEAN == exit_code(report, NEVER)
    assert INCOMPLETE == exit_code(incomplete(report), NEVER)


def test_malware_that_somebody_else_decides_on_is_no_reason():
    report = report_of(IDNA, findings=(replace(MALWARE, left_to=OWNER),))

    assert CLEAN == exit_code(report, "any")


@pytest.mark.parametrize(
    ("maintenance", "code"),
    [(Maintenance.QUARANTINED, 9), (Maintenance.ARCHIVED, 0), (Maintenance.DEPRECATED, 0)],
)
def test_what_an_index_locked_away_counts_as_malware(maintenance, code):
    status = ProjectStatus(project=NormalizedName("idna"), maintenance=maintenance)
    report = replace(report_of(IDNA), projects=(status,))

    assert code == exit_code(report, "critical")


def test_the_codes_are_those_of_the_documentation():
    assert (0, 1, 3, 8) == (CLEAN, FINDINGS, INCOMPLETE, MALWARE_BIT)
