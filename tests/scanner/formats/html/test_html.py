"""The page, as a parser has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from scanner.formats.html import emit
from scanner.model.advisory import Level, Severity
from scanner.model.inventory import Coverage
from scanner.model.operating_system import OperatingSystem
from scanner.model.report import Report
from tests.support.html import Page
from tests.support.judged import TAG, hostile_report, judged_report
from tests.support.judgements import reports
from tests.support.reports import ADVISORY, component, finding, report_of


def page_of(report: Report) -> str:
    """Return the page as text."""
    return "".join(emit(report))


@pytest.mark.parametrize(
    "report",
    [judged_report(), hostile_report(), report_of(), Report(inventory=report_of().inventory)],
    ids=["judged", "hostile", "empty", "not matched"],
)
def test_tags_are_balanced_and_nothing_is_fetched(report):
    page = Page(page_of(report))

    assert page.is_balanced
    assert [] == page.fetches


def test_whatever_a_report_says_there_is_one_script_and_no_handler():
    page = Page(page_of(hostile_report()))

    assert 1 == page.tags.count("script")
    assert [] == page.handlers


def test_only_what_is_http_and_plain_is_a_link():
    judged, hostile = Page(page_of(judged_report())), Page(page_of(hostile_report()))

    outside = {link for link in judged.links if not link.startswith("#")}
    assert {
        "https://advisories.test",
        "https://advisories.test/PYSEC-2024-60",
        "https://advisories.test/fix",
        "https://advisories.test/one?a=1&b=2",
        *(f"https://osv.dev/vulnerability/{id_}" for id_ in _ids(judged_report())),
    } == outside
    outside = {link for link in hostile.links if not link.startswith("#")}
    assert all(link.startswith("https://osv.dev/vulnerability/%22%3E") for link in outside)


def _ids(report: Report) -> set[str]:
    return {advisory.id for finding in report.findings for advisory in finding.advisories}


def test_nothing_in_it_acts():
    text = page_of(hostile_report())

    assert text.replace("\n", "").isprintable()
    assert "{{ 7 * 7 }}" in text
    assert TAG not in text


def test_a_browser_is_told_to_run_nothing_else():
    page = Page(page_of(judged_report()))

    policy = next(value for _, value in page.attributes if value and "default-src" in value)

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "told",
    [
        "Incomplete: not everything could be read",
        "Malware: 1 distribution.",
        "of 2026-07-23, 122 days old, 3 records",
        "2.3.8 (same major)",
        "raise flask",
        "flask → werkzeug",
        "EPSS 42 %",
        "KEV related",
        "layer 0: RUN pip install",
        "by rule P4",
        "High resource usage when parsing forms",
        "&lt;b&gt;Upgrade.&lt;/b&gt;",
        "CWE-770",
        "the advisory&#39;s bound 3.x is not a version (PEP 440)",
        "It only encodes names of our own.",
        "web@shop.test",
        "2027-01-31",
        "deb python3-idna 3.4-1",
        "vulnerabilities.severity",
        "high is not below high",
        "CVE-2020-1",
        "quarantined",
        "broken build",
        "end of life 2027-10-31",
        "modified",
        "truncated",
        "1 without a known vulnerability",
    ],
)
def test_all_that_a_judgement_says_is_on_it(told):
    assert told in page_of(judged_report())


def test_the_end_of_an_operating_system_is_on_it():
    report = report_of()
    inventory = replace(report.inventory, operating_system=OperatingSystem("alpine", "3.12"))

    page = page_of(replace(report, inventory=inventory))

    assert "end of life 2022-05-01</span> <b>Alpine Linux 3.12</b>" in page


def test_sections_without_anything_are_left_out():
    page = page_of(report_of(component()))

    assert ["findings", "upkeep", "components", "layers"] == [
        name
        for name in ("findings", "suppressed", "policy", "idle", "upkeep", "components", "layers")
        if f'<section id="{name}"' in page
    ]
    assert "1 distribution in 1 environment: 0 affected by 0 findings." in page


def test_what_was_not_matched_is_not_called_clean():
    assert "Not compared with any advisories." in page_of(Report(inventory=report_of().inventory))


@pytest.mark.parametrize(
    ("coverage", "told"),
    [
        (Coverage.TOC, "Only by tables of contents"),
        (Coverage.SBOM, "Nothing was read but a document"),
    ],
    ids=["toc", "sbom"],
)
def test_a_gap_is_told_first(coverage, told):
    report = report_of(component())
    inventory = replace(report.inventory, coverage=coverage)

    assert told in page_of(replace(report, inventory=inventory))


def test_the_most_urgent_finding_stands_first():
    levels = (Level.LOW, Level.CRITICAL, Level.MEDIUM)
    findings = tuple(
        finding(component(), replace(ADVISORY, id=f"X-{level.name}", severity=Severity(level)))
        for level in levels
    )

    text = page_of(report_of(component(), findings=findings))

    places = [text.index(f"Details of X-{name}") for name in ("CRITICAL", "MEDIUM", "LOW")]
    assert sorted(places) == places


def test_equal_reports_give_equal_bytes():
    assert page_of(judged_report()) == page_of(judged_report())


@given(reports)
def test_a_page_of_any_report_is_whole_and_nothing_in_it_acts(report):
    text = page_of(report)

    page = Page(text)
    assert page.is_balanced
    assert [] == page.fetches + page.handlers
    assert text.replace("\n", "").isprintable()
    assert all(link.startswith(("#", "http://", "https://")) for link in page.links)
    assert len(report.findings) == text.count("<dt>where</dt>")


def test_a_thousand_findings_have_a_row_each():
    found = [component(f"name{number}") for number in range(1_000)]

    text = page_of(report_of(*found, findings=tuple(map(finding, found))))

    assert 1_000 == text.count('<tr class="evidence">')
