"""What older versions lack: it is somewhere else in a document of theirs."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

from scanner.model.component import Evidence, Link, State
from scanner.model.contact import ContactFields
from scanner.model.declaration import Declaration
from scanner.model.license import LicenseMatch, LicenseText, Licensing
from tests.support.cyclonedx import document_of, properties
from tests.support.reports import SITE, component, finding, report_of

DIGEST = f"sha256:{'0' * 64}"
TEXT = b"Permission is hereby granted \xff"
ATTACHMENT = {
    "contentType": "text/plain",
    "encoding": "base64",
    "content": b64encode(TEXT).decode(),
}
LICENSED = component(
    licensing=Licensing(
        declared="MIT OR Apache-2.0",
        concluded="MIT",
        detected=(
            LicenseText(
                path="LICENSE",
                digest=DIGEST,
                matches=(
                    LicenseMatch(
                        expression="MIT", score=1.0, first_line=1, last_line=9, technique="exact"
                    ),
                ),
                copyrights=("Copyright 2020 Ann Lee",),
            ),
        ),
    )
)
LOCKED = component(
    state=State.DECLARED,
    evidence=Evidence("srv/requirements.txt", line=7),
    version=None,
    purl="pkg:pypi/idna",
    declaration=Declaration(requirement="idna>=3,<4", is_locked=False, specifier=">=3,<4"),
)


def licensed(version):
    report = report_of(LICENSED)
    report = replace(report, inventory=replace(report.inventory, license_texts={DIGEST: TEXT}))
    (found,) = document_of(report, version)["components"]
    return found


def declared(version):
    report = report_of(LOCKED)
    included = report.inventory.included | {State.DECLARED}
    report = replace(report, inventory=replace(report.inventory, included=included))
    (found,) = document_of(report, version)["components"]
    return found


def test_in_1_7_what_is_concluded_stands_beside_what_is_declared_with_the_text():
    found = licensed("1.7")

    assert [
        {
            "expression": "MIT",
            "acknowledgement": "concluded",
            "expressionDetails": [{"licenseIdentifier": "MIT", "text": ATTACHMENT}],
        },
        {"expression": "MIT OR Apache-2.0", "acknowledgement": "declared"},
    ] == found["licenses"]
    assert [{"expression": "MIT"}] == found["evidence"]["licenses"]


def test_in_1_6_there_is_one_expression_and_the_rest_is_evidence():
    found = licensed("1.6")

    assert [{"expression": "MIT", "acknowledgement": "concluded"}] == found["licenses"]
    assert [
        {"license": {"name": "MIT OR Apache-2.0", "acknowledgement": "declared"}},
        {"license": {"name": "MIT", "text": ATTACHMENT}},
    ] == found["evidence"]["licenses"]
    assert [{"text": "Copyright 2020 Ann Lee"}] == found["evidence"]["copyright"]


def test_in_1_5_a_property_says_that_a_licence_is_concluded():
    found = licensed("1.5")

    assert [{"expression": "MIT"}] == found["licenses"]
    assert [
        {"license": {"name": "MIT OR Apache-2.0"}},
        {"license": {"name": "MIT", "text": ATTACHMENT}},
    ] == found["evidence"]["licenses"]
    assert {
        "license:acknowledgement": "concluded",
        "license:declared": "MIT OR Apache-2.0",
    }.items() <= properties(found).items()


def test_what_is_only_declared_is_outside_with_a_range_of_versions():
    found = declared("1.7")

    assert (True, "vers:pypi/>=3|<4") == (found["isExternal"], found["versionRange"])
    assert [{"location": "/srv/requirements.txt", "line": 7}] == found["evidence"]["occurrences"]


def test_in_1_6_that_is_in_properties():
    found = declared("1.6")

    assert {"isExternal", "versionRange"}.isdisjoint(found)
    assert {
        "external": "true",
        "version-range": "vers:pypi/>=3|<4",
        "declared:requirement": "idna>=3,<4",
    }.items() <= properties(found).items()


def test_in_1_5_the_line_is_too():
    found = declared("1.5")

    assert [{"location": "/srv/requirements.txt"}] == found["evidence"]["occurrences"]
    assert "7" == properties(found)["line"]


def test_in_1_5_authors_are_one_text_and_a_source_is_a_distribution():
    known = component(
        contact_fields=ContactFields(author_email="Ann Lee <ann@x.org>, bob@x.org"),
        origin="https://files.test/idna-3.4.tar.gz",
        links=(Link(label="Docs", url="https://docs.test"),),
    )

    newer, older = (
        document_of(report_of(known), version)["components"][0] for version in ("1.6", "1.5")
    )

    assert ["source-distribution", "distribution"] == [
        next(each["type"] for each in found["externalReferences"] if "files.test" in each["url"])
        for found in (newer, older)
    ]
    assert "Ann Lee <ann@x.org>, bob@x.org" == older["author"]
    assert "authors" not in older


def test_in_1_5_there_is_one_identity():
    record = component(purl="pkg:conda/idna@3.4", evidence=Evidence("conda-meta/idna.json"))
    known = component(conda=record, identities=(record.purl,))

    newer, older = (
        document_of(report_of(known), version)["components"][0] for version in ("1.6", "1.5")
    )

    assert ["pkg:pypi/idna@3.4", "pkg:conda/idna@3.4"] == [
        each["concludedValue"] for each in newer["evidence"]["identity"]
    ]
    assert "purl" == older["evidence"]["identity"]["field"]
    assert "pkg:conda/idna@3.4" == properties(older)["identity"]


def test_in_1_4_there_is_no_evidence_of_identity():
    document = document_of(report_of(component()), "1.4")

    (found,) = document["components"]
    assert "evidence" not in found
    assert {
        "technique": "manifest-analysis",
        "confidence": "1.0",
        "occurrence": f"/{SITE}/idna-3.4.dist-info",
    }.items() <= properties(found).items()
    assert "post-build" == properties(document["metadata"])["lifecycle"]
    assert ["lading"] == [tool["name"] for tool in document["metadata"]["tools"]]


def test_components_inside_of_others_are_converted_too():
    part = replace(LICENSED, parent=LICENSED.evidence.path, evidence=Evidence(f"{SITE}/x"))

    (found,) = document_of(report_of(LICENSED, part), "1.4")["components"]

    assert [{"expression": "MIT"}] == found["components"][0]["licenses"]


def test_findings_are_the_same_in_every_version():
    report = report_of(component(), findings=(finding(component()),))

    newest, *older = (
        document_of(report, version)["vulnerabilities"] for version in ("1.7", "1.6", "1.5", "1.4")
    )

    assert [newest] * 3 == older
