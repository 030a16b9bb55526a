"""The page of licences, as a parser and as a browser have it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.licenses.html_page import emit
from tests.support.browser import dom_of, needs_browser
from tests.support.html import Page
from tests.support.license_reports import LIBRARY, awkward, license_report_of, licensed


def page_of(report):
    """Return the page as text."""
    return b"".join(emit(report)).decode()


@pytest.mark.parametrize(
    "report", [LIBRARY, awkward(), license_report_of()], ids=["library", "awkward", "empty"]
)
def test_tags_are_balanced_and_nothing_is_fetched(report):
    page = Page(page_of(report))

    assert page.is_balanced
    assert [] == page.fetches
    assert [] == page.links


def test_whatever_an_image_says_there_is_one_script_and_no_handler():
    page = Page(page_of(awkward()))

    assert 1 == page.tags.count("script")
    assert [] == page.handlers


def test_nothing_in_it_acts():
    text = page_of(awkward())

    assert text.replace("\n", "").isprintable()
    assert "{{ 7 * 7 }}" in text


def test_the_browser_is_told_to_run_nothing_else():
    page = Page(page_of(LIBRARY))

    policy = next(value for _, value in page.attributes if value and "default-src" in value)

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_every_component_has_its_chain_of_evidence():
    text = page_of(LIBRARY)

    assert 8 == text.count('<tr class="evidence">')
    assert "lines 1\u20135, score 0.98, text" in text
    assert "Decided by legal@shop.test." in text


def test_a_target_without_a_name_has_a_page():
    """
    A directory has neither a tag nor a digest.
    """
    inventory = LIBRARY.inventory
    subject = replace(inventory.subject, names=(), digest=None, image_id=None, platform=None)
    report = replace(LIBRARY, inventory=replace(inventory, subject=subject))

    assert f'<span class="subject">{subject.location}</span>' in page_of(report)


def test_a_page_of_a_thousand_components_has_a_row_for_each():
    report = license_report_of(*(licensed(f"name{n}", "1", "MIT") for n in range(1_000)))

    assert 1_000 == page_of(report).count('<tr class="evidence">')


@needs_browser
def test_a_browser_runs_our_script_under_that_policy(tmp_path):
    dom = dom_of(page_of(LIBRARY), tmp_path)

    assert "8 of 8" in dom
    assert '<button type="button">Distribution</button>' in dom


@needs_browser
def test_a_browser_runs_nothing_that_an_image_says(tmp_path):
    dom = dom_of(page_of(awkward()), tmp_path)

    assert "<title>Licences in shop.oci</title>" in dom
    assert "5 of 5" in dom
    assert "<img" not in dom
