"""What people decided, on a terminal."""

from __future__ import annotations

from dataclasses import replace

from scanner.cli.terminal.line import MAX_LINES
from scanner.model.violation import Outcome, Violation
from tests.support.judged import WERKZEUG, judged_report
from tests.support.reports import report_of
from tests.support.terminal import printed


def test_what_makes_the_policy_fail_stands_below_what_it_warns_of():
    text = printed(judged_report(), 80)

    rule = "vulnerabilities.severity: PYSEC-2023-58"
    expected = (
        "Policy\n"
        "  warn  age: PyPA: over 90 days old\n"
        f"  fail  {rule} in /{WERKZEUG.place}: high is not below high\n"
    )
    assert expected in text


def test_of_many_violations_those_stay_that_make_the_policy_fail():
    report = judged_report()
    warnings = tuple(
        Violation(rule="age", outcome=Outcome.WARN, about=f"source {number}", reason="old")
        for number in range(MAX_LINES)
    )

    text = printed(replace(report, violations=(*report.violations, *warnings)))

    assert "Policy\n  … 2 more, see --format json\n  warn  age: source 1: old\n" in text
    assert f"  fail  vulnerabilities.severity: PYSEC-2023-58 in /{WERKZEUG.place}" in text


def test_decisions_that_decided_nothing_are_listed():
    text = printed(judged_report())

    expected = (
        "2 decisions without effect\n"
        "  CVE-2020-1: expired (ignore.toml:9)\n"
        "  CVE-2020-2: nothing has it (vex.json)\n"
    )
    assert expected in text


def test_where_nobody_decided_anything_no_word_is_lost_on_it():
    text = printed(report_of())

    assert "Policy" not in text
    assert "without effect" not in text
    assert "Suppressed" not in text
