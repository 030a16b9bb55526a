"""SPDX 3.0.1 as JSON-LD."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from spdx_python_model.bindings import v3_0_1

from scanner.model.component import Evidence, Link
from scanner.model.contact import ContactFields
from scanner.model.dependency import Basis, Directness
from scanner.model.inventory import Subject
from scanner.model.license import LicenseStatement, Licensing
from tests.support.reports import IMAGE, component, report_of
from tests.support.spdx import document_of, elements_of, emitted, objects_of

NAME = "spdx-3-json"
ANN = ContactFields(author_email="Ann Lee <ann@a.test.org>")
DIRECT = Directness(is_direct=True, basis=Basis.INSTALLER, depth=0)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        pytest.param(IMAGE, "analyzed", id="image"),
        pytest.param(Subject(location="/", source="dir"), "deployed", id="directory"),
    ],
)
def test_an_sbom_says_from_what_it_was_made(subject, kind):
    (sbom,) = elements_of(document_of(NAME, report_of(subject=subject)), "software_Sbom")

    assert [kind] == sbom["software_sbomType"]


def test_a_document_is_free_and_says_which_profiles_it_follows():
    (document,) = elements_of(document_of(NAME, report_of()), "SpdxDocument")

    assert "https://spdx.org/licenses/CC0-1.0" == document["dataLicense"]
    assert ["core", "software", "simpleLicensing"] == document["profileConformance"]


def test_people_and_licences_in_common_are_one_element():
    both = [
        component(name, contact_fields=ANN, licensing=Licensing(declared="MIT", concluded="MIT"))
        for name in ("a", "b")
    ]

    document = document_of(NAME, report_of(*both))

    (person,) = elements_of(document, "Person")
    (license_,) = elements_of(document, "simplelicensing_LicenseExpression")
    assert "Ann Lee" == person["name"]
    assert ["email", "ann@a.test.org"] == [
        person["externalIdentifier"][0][key] for key in ("externalIdentifierType", "identifier")
    ]
    assert "MIT" == license_["simplelicensing_licenseExpression"]


def test_a_reference_to_a_licence_leads_to_its_text():
    said = LicenseStatement(source="License", raw="Our Terms", expression="LicenseRef-Our")
    own = component(licensing=Licensing(declared="LicenseRef-Our", statements=(said,)))

    document = document_of(NAME, report_of(own))

    (text,) = elements_of(document, "simplelicensing_SimpleLicensingText")
    (license_,) = elements_of(document, "simplelicensing_LicenseExpression")
    (entry,) = license_["simplelicensing_customIdToUri"]
    assert "Our Terms" == text["simplelicensing_licenseText"]
    assert (license_["simplelicensing_licenseExpression"], text["spdxId"]) == (
        entry["key"],
        entry["value"],
    )


def test_no_licence_is_told_from_none_that_is_known():
    silent = component(licensing=Licensing(declared="NONE"))

    document = document_of(NAME, report_of(silent))

    ends = {
        each["relationshipType"]: each["to"][0].rpartition("/")[2]
        for each in elements_of(document, "Relationship")
        if "Package-idna" in each["from"]
    }
    assert {
        "hasDeclaredLicense": "NoneLicense",
        "hasConcludedLicense": "NoAssertionLicense",
    } == ends


def test_dependencies_are_of_the_runtime_and_say_how_complete_they_are():
    known = component("a", evidence=Evidence("a"), directness=DIRECT)

    document = document_of(NAME, report_of(known, component("b")))

    told = {
        each["from"].rpartition("Ref-")[2].rpartition("-")[0]: (
            each["scope"],
            each["completeness"],
            each["to"][0].rpartition("/")[2],
        )
        for each in elements_of(document, "LifecycleScopedRelationship")
        if "Package" in each["from"]
    }
    assert {
        "Package-a": ("runtime", "complete", "NoneElement"),
        "Package-b": ("runtime", "noAssertion", "NoAssertionElement"),
    } == told


def test_the_bindings_read_what_was_written():
    found = component(
        hashes=(f"sha256:{'1' * 64}",),
        contact_fields=ANN,
        links=(
            Link(label="Issues", url="https://a.test/i"),
            Link(label="Docs", url="https://b.test/"),
        ),
        identities=("pkg:conda/idna@3.4",),
        origin="https://a.test/idna.whl",
        summary="Names.",
    )

    objects = objects_of(emitted(NAME, report_of(found)))

    packages = {each.name: each for each in objects.foreach_type(v3_0_1.software_Package)}
    idna: Any = packages["idna"]
    assert ("3.4", "Names.", "pkg:pypi/idna@3.4") == (
        idna.software_packageVersion,
        idna.summary,
        idna.software_packageUrl,
    )
    assert ["pkg:pypi/idna@3.4", "pkg:conda/idna@3.4"] == [
        each.identifier for each in idna.externalIdentifier
    ]
    assert ["issueTracker", "documentation"] == [
        each.externalRefType.rpartition("/")[2] for each in idna.externalRef
    ]
    assert ["1" * 64] == [each.hashValue for each in idna.verifiedUsing]
    assert "https://a.test/idna.whl" == idna.software_downloadLocation
    assert "Ann Lee" == idna.suppliedBy.name


def test_what_is_one_file_has_that_as_its_artefact():
    wheel = component(evidence=Evidence("srv/idna-3.4-py3-none-any.whl"))

    document = document_of(NAME, report_of(wheel, component("b")))

    (file,) = elements_of(document, "software_File")
    assert ("./srv/idna-3.4-py3-none-any.whl", "archive") == (
        file["name"],
        file["software_primaryPurpose"],
    )


def test_every_element_has_a_name_of_its_own():
    graph = document_of(NAME, report_of(component(), replace(component(), version="3.5")))["@graph"]

    names = [each["spdxId"] for each in graph if "spdxId" in each]
    assert len(names) == len(set(names)) == len(graph) - 1
