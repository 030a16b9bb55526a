"""Documents that tell nobody's address."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.formats import EMITTERS, SBOM_EMITTERS
from scanner.model.component import Link, Problem
from scanner.model.contact import ContactFields
from scanner.model.license import DeclaredLicense, LicenseStatement, LicenseText, Licensing
from scanner.model.report import Report
from scanner.model.system_package import SystemPackage
from scanner.withholding import with_emails_withheld
from tests.support.cyclonedx import document_of, properties
from tests.support.reports import IMAGE, component, inventory_of

if TYPE_CHECKING:
    from scanner.model.inventory import Inventory

EMAIL = "ann.lee@people.org"
TEXT = f"Copyright 2020 Ann Lee <{EMAIL}>"
FIELDS = ContactFields(
    author=f"Ann Lee <{EMAIL}>", author_email=EMAIL, maintainer=f"{EMAIL} (Ann) <b@people.org>"
)
KNOWN = component(
    summary=TEXT,
    license=DeclaredLicense(expression=TEXT, text=TEXT, classifiers=(TEXT,), names=(TEXT,)),
    licensing=Licensing(
        statements=(LicenseStatement(source="License", raw=TEXT, reason=TEXT),),
        detected=(LicenseText(path="LICENSE", digest="sha256:00", copyrights=(TEXT,)),),
        curated_by=EMAIL,
    ),
    contact_fields=FIELDS,
    links=(Link(label=TEXT, url=f"mailto:{EMAIL}"), Link(label="", url=f"https://a.org/?{EMAIL}")),
)


def inventory_with_addresses() -> Inventory:
    layer = replace(IMAGE.layers[0], created_by=f"LABEL maintainer={EMAIL}")
    package = SystemPackage(
        type="deb",
        name="a",
        version="1",
        purl="pkg:deb/a@1",
        contact_fields=ContactFields(maintainer_email=EMAIL),
    )
    inventory = inventory_of(
        replace(KNOWN, conda=KNOWN),
        subject=replace(IMAGE, layers=(layer,)),
        problems=(Problem("a", "dist-info", TEXT),),
    )
    return replace(inventory, system_packages=(package,))


@pytest.mark.parametrize("name", EMITTERS)
def test_no_address_is_in_a_document(name):
    inventory = with_emails_withheld(inventory_with_addresses())

    assert "people.org" not in "".join(EMITTERS[name].emit(Report(inventory=inventory)))


@pytest.mark.parametrize("name", SBOM_EMITTERS)
def test_an_sbom_has_addresses_unless_they_are_withheld(name):
    report = Report(inventory=inventory_with_addresses())

    assert EMAIL in "".join(SBOM_EMITTERS[name].emit(report))


def test_addresses_in_texts_of_licences_are_withheld_and_all_other_bytes_stay():
    texts = {"sha256:00": TEXT.encode() + b"\xff\r\n", "sha256:01": b"\xfe\0"}

    withheld = with_emails_withheld(replace(inventory_with_addresses(), license_texts=texts))

    assert {
        "sha256:00": b"Copyright 2020 Ann Lee <[withheld]>\xff\r\n",
        "sha256:01": b"\xfe\0",
    } == withheld.license_texts


def test_names_stay():
    (withheld,) = with_emails_withheld(inventory_with_addresses()).components

    assert withheld.summary == "Copyright 2020 Ann Lee <[withheld]>"
    assert withheld.license.text == withheld.summary
    assert withheld.licensing is not None
    assert withheld.licensing.curated_by == "[withheld]"
    assert withheld.licensing.detected[0].copyrights == (withheld.summary,)


def test_documents_say_that_addresses_are_withheld():
    """
    What is withheld is not unknown (CISA, 2025 minimum elements).
    """
    report = Report(inventory=with_emails_withheld(inventory_of(KNOWN)))

    document = json.loads("".join(SBOM_EMITTERS["json"].emit(report)))
    sbom = document_of(report)

    (found,) = document["components"]
    assert document["emails_withheld"] is True
    assert [True, True] == [contact["email_withheld"] for contact in found["contacts"]]
    assert properties(sbom["metadata"])["emails"] == "withheld"
    assert properties(sbom["components"][0])["emails-withheld"] == "2"


def test_otherwise_they_say_nothing_of_that():
    assert "emails" not in properties(document_of(Report(inventory=inventory_of()))["metadata"])


def test_what_identifies_things_stays():
    known = component(
        "a@b.org",
        evidence=replace(KNOWN.evidence, path="home/ann@people.org/a-1.dist-info"),
        origin="git+ssh://git@github.com/a/b",
        requires=("b @ git+ssh://git@github.com/a/b",),
    )

    (withheld,) = with_emails_withheld(inventory_of(known)).components

    assert withheld == replace(known, contact_fields=ContactFields(are_withheld=True))
