"""The page, as somebody has it who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.formats.html import emit
from tests.support.browser import Tab, needs_browser, open_tab
from tests.support.judged import hostile_report, judged_report
from tests.support.reports import component, finding, report_of

if TYPE_CHECKING:
    from scanner.model.report import Report

pytestmark = needs_browser
SHOWN = """
Array.from(document.querySelectorAll("#findings tbody"))
  .filter((row) => !row.hidden).map((row) => row.querySelector("label").textContent)
"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with open_tab(tmp_path_factory.mktemp("browser")) as tab:
        yield tab


def show(tab: Tab, report: Report) -> None:
    """Show the page of a report in a tab that has nothing to complain of yet."""
    tab.complaints.clear()
    tab.requests.clear()
    tab.show("".join(emit(report)))


def pressed(tab: Tab, mark: str) -> list[str]:
    """Press a button above the findings, and return which are left."""
    tab.value(f"document.querySelector('[data-mark=\"{mark}\"]').click()")
    left: list[str] = tab.value(SHOWN)
    return left


def test_it_needs_nobody_and_has_nothing_to_complain_of(tab):
    show(tab, judged_report())

    assert ["3 of 3 rows"] == tab.value(
        "Array.from(document.querySelectorAll('#findings output')).map((each) => each.textContent)"
    )
    assert [] == tab.complaints
    assert [] == tab.requests


def test_findings_are_sorted_by_a_heading(tab):
    show(tab, judged_report())

    tab.value("document.querySelectorAll('#findings thead button')[0].click()")
    assert ["MAL-2024-1", "PYSEC-2023-58", "PYSEC-2026-9"] == tab.value(SHOWN)
    tab.value("document.querySelectorAll('#findings thead button')[0].click()")
    assert ["PYSEC-2026-9", "PYSEC-2023-58", "MAL-2024-1"] == tab.value(SHOWN)
    tab.value("document.querySelectorAll('#findings thead button')[1].click()")
    assert ["PYSEC-2023-58", "PYSEC-2026-9", "MAL-2024-1"] == tab.value(SHOWN)
    assert "descending" == tab.value(
        "document.querySelectorAll('#findings thead th')[1].getAttribute('aria-sort')"
    )


def test_findings_are_chosen_by_marks_and_by_words(tab):
    show(tab, judged_report())

    assert ["PYSEC-2023-58"] == pressed(tab, "high")
    assert ["PYSEC-2023-58", "PYSEC-2026-9"] == pressed(tab, "low")
    assert ["PYSEC-2023-58"] == pressed(tab, "exploited")
    left = [pressed(tab, mark) for mark in ("high", "low", "exploited")]
    assert 3 == len(left[-1])
    tab.value(
        "const text = document.querySelector('#findings input[type=search]');"
        "text.value = 'GHSA-xg9f-g7g7'; text.dispatchEvent(new Event('input'));"
    )
    assert ["PYSEC-2023-58"] == tab.value(SHOWN)


def test_details_open_by_the_keyboard(tab):
    show(tab, judged_report())
    height = "document.querySelector('#findings .evidence').offsetHeight"

    assert 0 == tab.value(height)
    tab.value("document.querySelector('#findings tbody input').focus()")
    tab.press("Space")
    assert 0 < tab.value(height)


def test_headings_are_reached_and_pressed_by_the_keyboard(tab):
    show(tab, judged_report())

    tab.value("document.querySelector('#findings .toggles button:last-child').focus()")
    tab.press("Tab")
    assert "Vulnerability" == tab.value("document.activeElement.textContent")
    tab.press("Enter")
    assert "ascending" == tab.value(
        "document.activeElement.closest('th').getAttribute('aria-sort')"
    )


def test_nothing_that_a_report_says_is_run(tab):
    show(tab, hostile_report())

    assert 0 == tab.value("document.images.length + document.forms.length")
    assert 1 == tab.value("document.scripts.length")
    assert [] == tab.complaints
    assert [] == tab.requests


def test_a_script_that_is_not_ours_is_refused(tab):
    """
    Or else the policy of the page would say nothing.
    """
    tab.complaints.clear()
    page = "".join(emit(judged_report()))

    tab.show(page.replace("<footer>", "<script>document.title = 'run'</script><footer>"))

    assert "Report on shop.oci" == tab.value("document.title")
    assert "Content Security Policy" in tab.complaints[0]


def test_without_scripts_all_is_there(tab):
    tab.tell("Emulation.setScriptExecutionDisabled", value=True)
    show(tab, judged_report())
    tab.tell("Emulation.setScriptExecutionDisabled", value=False)

    assert 3 == tab.value(f"{SHOWN.strip()}.length")
    assert tab.value("document.querySelector('#findings .tools').hidden")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(tab, width):
    tab.tell(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    show(tab, judged_report())

    assert tab.value("document.documentElement.scrollWidth <= window.innerWidth")


def test_of_a_thousand_findings_all_are_sorted_and_filtered(tab):
    found = [component(f"name{number}") for number in range(1_000)]
    show(tab, report_of(*found, findings=tuple(map(finding, found))))

    tab.value("document.querySelectorAll('#findings thead button')[3].click()")
    tab.value("document.querySelectorAll('#findings thead button')[3].click()")

    first = "document.querySelector('#findings tbody td:nth-child(4)').textContent"
    assert "name999 3.4" == tab.value(first)
    assert 1_000 == len(tab.value(SHOWN))
