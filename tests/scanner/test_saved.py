"""Saved reports, and what documents know of findings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.errors import UnreadableDocument
from scanner.formats import EMITTERS
from scanner.match.baseline import compared
from scanner.model.decision import ACCEPTED, FIXED, NOT_AFFECTED, Decision, Ground
from scanner.model.report import Report
from scanner.saved import baseline_in, saved_report
from tests.support.reports import component, finding, inventory_of, report_of

FOUND = finding(component())
REPORT = report_of(component(), findings=(FOUND,))


def saved(tmp_path, report=REPORT, name="json"):
    """Return where a report was saved."""
    path = tmp_path / "saved.json"
    path.write_text("".join(EMITTERS[name].emit(report)), "utf-8")
    return str(path)


def is_known(location):
    """Tell whether a document has the finding."""
    (found,) = compared(REPORT, baseline_in(location)).findings
    return found.is_known


@pytest.mark.parametrize("name", ["json", "cyclonedx-json", "cyclonedx-vex-json"])
def test_the_findings_of_a_document_are_known(tmp_path, name):
    assert is_known(saved(tmp_path, name=name))
    assert not is_known(saved(tmp_path, report_of(component()), name))


@pytest.mark.parametrize("name", ["json", "cyclonedx-json", "cyclonedx-vex-json"])
@pytest.mark.parametrize(
    "decision",
    [
        Decision(ground=Ground.RULE, source="x:1", status=ACCEPTED),
        Decision(ground=Ground.RULE, source="x:1", status=ACCEPTED, until_fix=True),
        Decision(ground=Ground.RULE, source="x:1", status=NOT_AFFECTED),
        Decision(ground=Ground.VEX, source="x:1", status=FIXED),
    ],
    ids=["accepted", "until-fix", "not-affected", "fixed"],
)
def test_what_was_decided_is_not_known(tmp_path, decision, name):
    decided = replace(FOUND, decision=decision)

    assert not is_known(saved(tmp_path, report_of(component(), findings=(decided,)), name))


@pytest.mark.parametrize("prefix", ["", "sbom:"])
def test_a_saved_report_is_read_with_its_findings(tmp_path, prefix):
    found = saved_report(prefix + saved(tmp_path))

    assert found
    assert ["PYSEC-2024-60"] == [each.id for each in found.findings]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda _: None, id="nothing"),
        pytest.param(lambda path: path.mkdir(), id="directory"),
        pytest.param(lambda path: path.write_bytes(b"{}"), id="another document"),
        pytest.param(
            lambda path: path.write_text(
                "".join(EMITTERS["json"].emit(Report(inventory=inventory_of(component()))))
            ),
            id="not compared with advisories",
        ),
    ],
)
def test_what_has_no_findings_is_no_saved_report(tmp_path, write):
    write(tmp_path / "x")

    assert saved_report(str(tmp_path / "x")) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(None, "No such file", id="nothing"),
        pytest.param(b"", "Expecting value", id="no JSON"),
        pytest.param(b"{}", "neither a report of ours that has findings, nor", id="no format"),
        pytest.param(b"\xff", "utf-8", id="no text"),
    ],
)
def test_a_document_that_can_have_no_findings_is_an_error(tmp_path, content, reason):
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UnreadableDocument, match=reason):
        baseline_in(str(path))
