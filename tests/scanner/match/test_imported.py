"""Statements in the index hold for every scan with it."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.index import AdvisoryIndex
from scanner.decided.decisions import Decisions
from scanner.errors import UnreadableAdvisories
from scanner.formats import EMITTERS
from scanner.judging import Judging
from scanner.metadata.vex.document import parse_vex
from scanner.model.report import AdvisorySource, Tally
from scanner.pipeline import audit, scan
from tests.support.advisories import advisory
from tests.support.reports import component, inventory_of
from tests.support.vex import CVE, analysed, csaf, cyclonedx, openvex, said

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.inventory import Inventory
    from scanner.model.report import Report

PYPA = AdvisorySource(name="PyPA", url="", license="", date="2026-07-23", records=2)
STATED = replace(PYPA, name="VEX Ada", records=1)
RECORDS = (
    advisory("introduced 0", id=CVE, package="idna"),
    advisory("introduced 0", id="CVE-1", package="six"),
)
INVENTORY = inventory_of(component(), component("six", "1.0"), component("clean", "1.0"))
DOCUMENTS = {
    "openvex": openvex(said(), said(products=[]), said(vulnerability={"name": "CVE-9"})),
    "csaf": csaf({"cve": CVE, "product_status": {"fixed": ["A"]}}),
    "cyclonedx": cyclonedx(analysed("not_affected")),
}


def report_of(
    tmp_path: Path, documents: dict[str, bytes], judging: Judging, inventory: Inventory = INVENTORY
) -> Report:
    """Return what is found with an index that has documents."""
    sources = (PYPA, STATED) if documents else (PYPA,)
    content = IndexContent(advisories=RECORDS, sources=sources, documents=documents)
    build_index(tmp_path / "index.sqlite", content)
    with AdvisoryIndex.opened(tmp_path / "index.sqlite") as index:
        return audit(inventory, index, judging)


def without_digest(report: Report) -> Report:
    """Return a report that does not tell which index was used."""
    return replace(report, advisories_digest=None)


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_in_the_index_says_what_it_says_to_a_scan(tmp_path, form):
    given = parse_vex(DOCUMENTS[form], "VEX Ada")
    decisions = Decisions(statements=given.statements, malformed=given.malformed)

    by_index = report_of(tmp_path, {"VEX Ada": DOCUMENTS[form]}, Judging())
    by_option = report_of(tmp_path, {}, Judging(decisions=decisions))

    assert without_digest(by_option) == without_digest(by_index)
    assert Tally(affected=1, suppressed=1, clean=1) == by_index.tally
    assert len(INVENTORY.components) == sum(astuple(by_index.tally))
    assert ["VEX Ada:1"] == [f.decision.source for f in by_index.findings if f.decision]


def test_what_matches_nothing_is_listed(tmp_path):
    report = report_of(tmp_path, {"VEX Ada": DOCUMENTS["openvex"]}, Judging())

    assert [("it is not found", "VEX Ada:1"), ("it has no products", "VEX Ada:1")] == [
        (each.reason, each.source) for each in report.idle_decisions
    ]


def test_what_is_given_to_the_scan_counts_beside_it(tmp_path):
    later = parse_vex(openvex(said("affected", timestamp="2026-06-01T00:00:00Z")), "given.json")

    report = report_of(
        tmp_path,
        {"VEX Ada": DOCUMENTS["openvex"]},
        Judging(decisions=Decisions(statements=later.statements)),
    )

    assert Tally(affected=2, clean=1) == report.tally


def test_it_is_no_source_of_advisories(tmp_path):
    """
    A statement of last year is as good as it was: no policy on the age of data is about it.
    """
    assert (PYPA,) == report_of(tmp_path, {"VEX Ada": DOCUMENTS["csaf"]}, Judging()).sources


def test_the_sbom_of_a_scan_is_judged_alike(tmp_path):
    sbom = tmp_path / "sbom.json"
    report = report_of(tmp_path, {}, Judging())
    sbom.write_text("".join(EMITTERS["cyclonedx-json"].emit(report)))

    read = report_of(tmp_path, {"VEX Ada": DOCUMENTS["csaf"]}, Judging(), scan(str(sbom)))

    assert {"idna": "fixed", "six": None} == {
        each.component.name: each.decision and each.decision.status for each in read.findings
    }


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", json.dumps([]).encode()])
def test_an_index_with_a_document_that_is_none_is_damaged(tmp_path, data):
    """
    Passed over, it would make no difference that anybody sees.
    """
    with pytest.raises(UnreadableAdvisories, match="VEX Ada"):
        report_of(tmp_path, {"VEX Ada": data}, Judging())
