"""What nobody looks after any more, on a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scanner.cli.showing import Showing
from scanner.model.operating_system import OperatingSystem
from tests.support.judged import judged_report
from tests.support.reports import report_of
from tests.support.terminal import printed


def test_releases_and_projects_are_told_with_the_index_s_reasons():
    expected = (
        "Upkeep\n"
        "  yanked  six 1.15.0: broken build\n"
        "  quarantined  colourama: malware\n"
        "  archived  six\n"
    )

    assert expected in printed(judged_report())


@pytest.mark.parametrize(
    ("created", "is_told"),
    [("2027-11-01T00:00:00Z", True), ("2027-10-31T00:00:00Z", False), (None, False)],
    ids=["after", "on the day", "no date"],
)
def test_an_interpreter_past_its_end_is_told_if_there_is_a_date_to_compare_with(created, is_told):
    """
    Nothing reads the clock: the end itself stands beside the environment.
    """
    text = printed(replace(report_of(), created=created))

    assert is_told is ("Upkeep\n  end of life 2027-10-31  CPython 3.11.7\n" in text)
    assert "CPython 3.11.7 (end of life 2027-10-31)" in text


@pytest.mark.parametrize(
    ("created", "is_told"),
    [("2024-07-01T00:00:00Z", True), ("2024-06-30T00:00:00Z", False), (None, False)],
    ids=["after", "on the day", "no date"],
)
def test_an_operating_system_past_its_end_is_told(created, is_told):
    report = report_of()
    inventory = replace(report.inventory, operating_system=OperatingSystem("debian", "10"))

    text = printed(replace(report, inventory=inventory, created=created))

    assert is_told is ("Upkeep\n  end of life 2024-06-30  Debian 10\n" in text)


def test_the_day_may_be_given_where_the_report_has_none():
    showing = Showing(today=date(2027, 11, 1))

    text = printed(report_of(), showing=showing)

    assert "end of life 2027-10-31  CPython 3.11.7" in text
    assert "PyPA of 2026-07-23, 466 days old" in text
