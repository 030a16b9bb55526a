"""Findings that are no news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.match.baseline import baseline_of, compared, undecided
from scanner.match.ignored import by_rules
from tests.support.deciding import TODAY, rule
from tests.support.reports import ADVISORY, component, finding, report_of

FOUND = finding(component())
RENAMED = replace(ADVISORY, id="CVE-2024-3651", aliases=())


def is_known(found, before=FOUND):
    """Tell whether a finding is one that an earlier report has."""
    report = compared(report_of(found.component, findings=(found,)), baseline_of([before]))
    return report.findings[0].is_known


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(FOUND, True, id="the same"),
        pytest.param(finding(component("IDNA", "3.5")), True, id="another version"),
        pytest.param(finding(component(), RENAMED), True, id="by its alias"),
        pytest.param(finding(component(environment="usr")), False, id="another environment"),
        pytest.param(finding(component("six")), False, id="another distribution"),
        pytest.param(
            finding(component(), replace(ADVISORY, id="X", aliases=())), False, id="another one"
        ),
    ],
)
def test_a_finding_is_known_by_its_distribution_environment_and_names(found, expected):
    assert expected == is_known(found)
    assert (
        expected
        is not compared(report_of(found.component, findings=(found,)), baseline_of([FOUND]))
        .findings[0]
        .counts
    )


def test_what_somebody_had_decided_is_news_when_that_ends():
    (decision,), _ = by_rules([FOUND], [rule()], TODAY, 365)
    report = report_of(component(), findings=(replace(FOUND, decision=decision),))

    assert frozenset() == baseline_of(undecided(report))


def test_a_document_that_tells_no_environment_knows_it_in_all():
    report = report_of(component(), findings=(FOUND,))

    (found,) = compared(report, frozenset({("idna", None, "CVE-2024-3651")})).findings

    assert found.is_known
