"""What each format keeps of an inventory, by the table in docs/sbom-loss.md."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings

from scanner.advisories.index import AdvisoryIndex
from scanner.document import inventory_in
from scanner.formats import READERS, SBOM_EMITTERS
from scanner.model.component import Component
from scanner.model.license import DeclaredLicense, Licensing
from scanner.model.report import Report
from scanner.pipeline import audit, scan
from tests.support.inventories import plausible
from tests.support.reports import component, report_of
from tests.support.shop import SHOP, layout

TABLE = Path(__file__).parents[4] / "docs/sbom-loss.md"
COLUMNS = ("CycloneDX", "SPDX")
KEPT = "kept"


def read_document(data, location):
    inventory = inventory_in(data, location)
    assert inventory is not None
    return inventory


def losses():
    """Return what the table says of each field, by format."""
    rows = re.findall(
        r"^\| (\w+) \| ([\w ]+) \| ([\w ]+) \|", TABLE.read_text("utf-8"), re.MULTILINE
    )
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in rows}


def column(emitter):
    return {"cyclonedx": "CycloneDX", "spdx": "SPDX"}[emitter.partition("-")[0]]


# A page is for people, and nobody reads it again.
DOCUMENTS = [name for name in SBOM_EMITTERS if name != "html"]
TABULAR = [name for name in DOCUMENTS if name != "json"]


def written(name, report):
    return "".join(SBOM_EMITTERS[name].emit(report)).encode()


def test_the_table_has_every_field():
    assert {field.name for field in fields(Component)} == losses().keys()
    assert {"kept", "in part", "lost"} == {
        each for row in losses().values() for each in row.values()
    }


@pytest.mark.parametrize("name", TABULAR)
@settings(max_examples=60)
@given(inventory=plausible())
def test_a_format_keeps_what_the_table_says(name, inventory):
    kept = [field for field, row in losses().items() if row[column(name)] == KEPT]

    read = read_document(written(name, Report(inventory=inventory)), "sbom")

    def facts(components):
        return [{field: getattr(each, field) for field in kept} for each in components]

    assert facts(inventory.documented_components) == facts(read.components)


@pytest.mark.parametrize("name", TABULAR)
@settings(max_examples=60)
@given(inventory=plausible())
def test_a_format_keeps_what_depends_on_what(name, inventory):
    documented = {each.place for each in inventory.documented_components}
    written_ways = {
        (each.dependent, each.dependency)
        for each in inventory.dependencies
        if {each.dependent, each.dependency} <= documented
    }

    read = read_document(written(name, Report(inventory=inventory)), "sbom")

    assert written_ways == {(each.dependent, each.dependency) for each in read.dependencies}


def told(report):
    """Return all that decides whether a finding is somebody's business."""
    return [
        (
            finding.id,
            finding.status,
            finding.reason,
            finding.fixed_in,
            finding.component.name,
            finding.component.version,
            finding.component.purl,
            finding.component.state,
            finding.component.evidence.path,
            finding.left_to and (finding.left_to.type, finding.left_to.name),
        )
        for finding in report.findings
    ]


@pytest.fixture(scope="module")
def index():
    with AdvisoryIndex.opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.oci"
    layout(SHOP, path, "none")
    return scan(str(path))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_findings_of_a_scan_are_those_of_its_sbom(name, shop, index, tmp_path):
    (tmp_path / "sbom").write_bytes(written(name, Report(inventory=shop)))
    report = audit(shop, index)

    read = audit(scan(str(tmp_path / "sbom")), index)

    assert told(report) == told(read)
    assert len(report.findings) > len(report.counted) > 0
    assert len(report.counted) == len(read.counted)
    same = ("affected", "undetermined", "clean", "unversioned", "left_to_system", "unreleased")
    assert [getattr(report.tally, each) for each in same] == [
        getattr(read.tally, each) for each in same
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=30)
@given(inventory=plausible())
def test_the_findings_of_an_inventory_are_those_of_its_sbom(name, index, inventory):
    read = read_document(written(name, Report(inventory=inventory)), "sbom")

    assert told(audit(inventory, index)) == told(audit(read, index))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_two_entries_of_a_name_on_one_line_are_two_with_edges_of_their_own(name, tmp_path):
    """
    A minified lockfile has all of its entries on one line.
    """
    entries = '{name="a",version="1"},{name="b",version="1",dependencies=[{name="a",version="2"}]}'
    text = f'version=1\npackage=[{entries},{{name="a",version="2"}},{{name="a",version="2"}}]\n'
    (tmp_path / "uv.lock").write_text(text)
    scanned = scan(str(tmp_path))

    read = read_document(written(name, Report(inventory=scanned)), "sbom")

    places = ["uv.lock:2:a", "uv.lock:2:a:1", "uv.lock:2:a:2", "uv.lock:2:b"]
    assert places == sorted(each.place for each in read.components)
    edges = {(each.dependent, each.dependency) for each in scanned.dependencies}
    assert ("uv.lock:2:b", "uv.lock:2:a:1") in edges
    assert edges == {(each.dependent, each.dependency) for each in read.dependencies}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_told_from_those_of_all_other_formats(name, shop):
    document = written(name, Report(inventory=shop))

    found = [reader for reader in READERS if READERS[reader].detects(document)]

    assert [re.sub(r"cyclonedx-[\d.]+-", "cyclonedx-", name)] == found


LICENSES = {
    "nothing is known": (DeclaredLicense(), None),
    "an expression": (DeclaredLicense(expression="MIT"), None),
    "a name": (DeclaredLicense(text="BSD"), None),
    "a classifier": (DeclaredLicense(classifiers=("License :: OSI Approved",)), None),
    "several names": (DeclaredLicense(names=("GPL 2", "MIT")), None),
    "declared and concluded": (
        DeclaredLicense(expression="MIT"),
        Licensing(declared="MIT", concluded="MIT AND ISC", bundled=("ISC",), reason="its text"),
    ),
    "nothing is declared": (
        DeclaredLicense(),
        Licensing(declared="NONE", reason="no field", needs_review=True),
    ),
    "only concluded": (
        DeclaredLicense(text="BSD"),
        Licensing(concluded="BSD-3-Clause", reason="its text", curated_by="Kim"),
    ),
}


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize("said", [pytest.param(each, id=name) for name, each in LICENSES.items()])
def test_what_is_declared_and_what_is_concluded_are_read_as_they_were(name, said):
    declared, licensing = said
    report = report_of(component(license=declared, licensing=licensing))

    (read,) = read_document(written(name, report), "sbom").components

    assert (declared, licensing) == (read.license, read.licensing)
