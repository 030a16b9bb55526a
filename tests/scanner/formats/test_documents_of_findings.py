"""Documents of findings: whatever a report has in it, what is written is as its format has it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from scanner.formats import EMITTERS
from tests.support.judged import hostile_report, judged_report
from tests.support.judgements import WITHOUT_SHRINKING, reports
from tests.support.official import ERRORS
from tests.support.reports import NASTY, component, report_of


def emitted(name, report):
    return "".join(EMITTERS[name].emit(report))


REPORTS = {
    "nothing": report_of(),
    "clean": report_of(component()),
    "judged": judged_report(),
    "hostile": hostile_report(),
}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("name", ERRORS)
def test_a_document_is_as_its_format_has_it(name, report):
    assert [] == ERRORS[name](emitted(name, report))


@pytest.mark.parametrize("name", ERRORS)
@settings(max_examples=40, phases=WITHOUT_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(report=reports)
def test_any_report_makes_such_a_document(name, report):
    assert [] == ERRORS[name](emitted(name, report))


@pytest.mark.parametrize("name", ERRORS)
def test_equal_reports_give_equal_bytes(name):
    assert emitted(name, judged_report()) == emitted(name, judged_report())


@pytest.mark.parametrize("name", ERRORS)
def test_nothing_acts_where_a_document_is_looked_at(name):
    text = emitted(name, hostile_report()).removeprefix("\ufeff").replace("\r\n", "\n")

    assert [] == [char for char in NASTY if char in text and not char.isprintable()]


@pytest.mark.parametrize("name", ERRORS)
def test_every_finding_is_there_whether_it_counts_or_not(name):
    report = judged_report()
    text = emitted(name, report)

    assert [] == [each.id for each in report.findings if each.id not in text]
