"""Findings on a terminal: in a table where it is wide, and else in lines."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from scanner.cli.showing import Showing
from tests.support.judged import FINDINGS, judged_report
from tests.support.reports import component, finding, report_of
from tests.support.terminal import printed, rows

WHERE = "/opt/venv (layer 0)"


def test_a_wide_terminal_has_a_table_with_all_that_is_known():
    shown = rows(judged_report(), 200)

    heads = ["Distribution", "Version", "Severity", "Risk", "Vulnerability", "Fixed in", "Where"]
    assert heads in shown
    assert [
        "werkzeug",
        "2.0.0",
        "high 7.5",
        "33.1",
        "PYSEC-2023-58 CVE-2023-25577",
        "KEV EPSS 42 %",
        "2.3.8 (same major), raise flask",
        f"{WHERE} through flask",
    ] in shown
    assert [
        *("colourama", "0.1", "unknown", "100.0", "MAL-2024-1", "malware", "none known", WHERE)
    ] in shown


def test_columns_in_which_nothing_stands_are_left_out():
    shown = rows(report_of(component(), findings=(finding(component()),)))

    assert ["Distribution", "Version", "Severity", "Vulnerability", "Fixed in", "Where"] in shown


def test_a_narrow_terminal_has_two_lines_for_each():
    lines = [line.rstrip() for line in printed(judged_report(), 100).splitlines()]

    number = lines.index("  high 7.5       PYSEC-2023-58 CVE-2023-25577  risk 33.1  KEV EPSS 42 %")
    expected = f"    werkzeug 2.0.0 → 2.3.8 (same major), raise flask  {WHERE} through flask"
    assert expected == lines[number + 1]


@pytest.mark.parametrize("width", [40, 80, 119])
def test_lines_are_no_wider_than_the_terminal(width):
    lines = printed(judged_report(), width).splitlines()

    findings = lines[lines.index("Findings") : lines.index("2 decisions without effect")]
    assert max(map(len, findings)) <= width


def test_the_most_urgent_stands_last_and_what_is_equally_urgent_by_name():
    found = [component(name) for name in ("b", "a", "c")]
    findings = [finding(each) for each in found]
    worst = replace(findings[0], threat=replace(findings[0].threat, risk=9.0))

    shown = rows(report_of(*found, findings=(worst, *findings[1:])))

    assert ["a", "c", "b"] == [row[0] for row in shown if "3.7" in row]


def test_each_finding_stands_in_one_section():
    text = printed(judged_report(), 100)

    titles = (
        "Left to the operating system's own advisories",
        "Known before",
        "Suppressed",
        "\nFindings\n",
        "2 decisions without effect",
    )
    places = [text.index(title) for title in titles]
    assert sorted(places) == places
    sections = [text[start:end] for start, end in pairwise(places)]
    found = [re.findall(r"(?:PYSEC|MAL)-[0-9-]+", section) for section in sections]
    assert [
        ["PYSEC-2024-60"],
        ["PYSEC-2023-62"],
        ["PYSEC-2024-60"],
        ["PYSEC-2026-9", "PYSEC-2023-58", "MAL-2024-1"],
    ] == found
    assert len(FINDINGS) == sum(map(len, found))


def test_what_is_suppressed_is_told_with_reason_owner_and_end():
    lines = [line.strip() for line in printed(judged_report()).splitlines()]

    number = lines.index("high 7.5       PYSEC-2024-60 CVE-2024-3651  idna 3.4")
    facts = "web@shop.test, until 2027-01-31, ignore.toml:3"
    assert f"accepted: It only encodes names of our own. ({facts})" == lines[number + 1]


def test_why_a_finding_has_its_rank_stands_below_it_if_wanted():
    why = printed(judged_report(), showing=Showing(why_rank=True))

    assert "\n    7.5 by CVSS\n    in KEV\n    risk 33.1\n" in why
    assert "7.5 by CVSS" not in printed(judged_report())


@pytest.mark.parametrize(
    ("fix", "told"),
    [
        ({"version": None}, "none known"),
        ({"remaining": ("A", "B")}, "2.3.8 (same major), still has 2, raise flask"),
        ({"nearness": None, "raised": None}, "2.3.8"),
    ],
    ids=["none", "not clean", "direct"],
)
def test_a_fix_is_told_with_what_it_leaves(fix, told):
    (first, *_) = FINDINGS
    assert first.fix is not None
    changed = replace(first, fix=replace(first.fix, **fix))
    report = replace(judged_report(), findings=(changed,))

    (row,) = (row for row in rows(report, 200) if "PYSEC-2023-58 CVE-2023-25577" in row)

    assert told in {row[-2], row[-2].removesuffix(", raise flask")}
