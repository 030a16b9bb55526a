"""Findings and reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.model.advisory import Advisory, Level, Severity
from tests.support.reports import OWNER, component, finding, report_of

if TYPE_CHECKING:
    from scanner.model.finding import Finding

IDNA = component()


def finding_of(*advisories: Advisory) -> Finding:
    """Return a finding of these records."""
    return finding(IDNA, advisories=advisories)


def with_severity(*severities: Severity) -> Finding:
    """Return a finding of records with these severities."""
    return finding_of(*(Advisory(id="TEST-1", severity=severity) for severity in severities))


def test_a_finding_goes_by_the_name_of_its_first_record():
    found = finding_of(
        Advisory(id="GHSA-1", aliases=("CVE-1", "PYSEC-1")),
        Advisory(id="PYSEC-1", aliases=("SNYK-1", "GHSA-1")),
    )

    assert ("GHSA-1", ("CVE-1", "PYSEC-1", "SNYK-1")) == (found.id, found.aliases)


def test_related_names_are_no_aliases():
    assert () == finding_of(Advisory(id="PYSEC-1", related=("CVE-1",))).aliases


@pytest.mark.parametrize(
    "severities",
    [
        [Severity(), Severity(Level.HIGH, 8.0, "worst")],
        [Severity(Level.LOW, 9.9), Severity(Level.HIGH, None, "worst")],
        [Severity(Level.HIGH, 7.0), Severity(Level.HIGH, 8.0, "worst")],
        [Severity(Level.HIGH), Severity(Level.HIGH, 7.0, "worst")],
        [Severity(Level.NONE, 0.0, "worst"), Severity()],
        [Severity(Level.UNKNOWN, None, "worst")],
    ],
    ids=["of a known one", "of levels", "of scores", "of a score", "none is known", "alone"],
)
def test_the_severity_of_a_finding_is_the_worst(severities):
    assert "worst" == with_severity(*severities).severity.vector
    assert "worst" == with_severity(*severities[::-1]).severity.vector


def test_the_worst_of_a_report_is_that_of_its_findings():
    levels = [Level.LOW, Level.CRITICAL, Level.UNKNOWN]
    findings = tuple(with_severity(Severity(level)) for level in levels)

    assert Level.CRITICAL is report_of(IDNA, findings=findings).worst


def test_what_is_left_to_the_operating_system_is_not_the_worst():
    low = with_severity(Severity(Level.LOW))
    left = replace(with_severity(Severity(Level.HIGH)), left_to=OWNER)

    report = report_of(IDNA, findings=(left, low))

    assert (low,) == report.counted
    assert Level.LOW is report.worst


def test_a_report_without_findings_has_no_worst():
    assert report_of(IDNA).worst is None
