from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.formats import SBOM_EMITTERS
from scanner.formats.document_facts import facts_of
from scanner.metadata.document_facts import facts_in
from scanner.metadata.sbom_document import encoding_of, value_in
from scanner.model.contact import Kind, Supplier
from scanner.model.document import DocumentFacts
from scanner.model.imprint import Imprint
from tests.support.reports import component, report_of

GMBH = Supplier(name="Example GmbH", kind=Kind.ORGANIZATION, email="sbom@example.org")
KIM = Supplier(name="Kim Doe", kind=Kind.PERSON, email="kim@example.org")
IMPRINT = Imprint(
    authors=(GMBH, KIM), supplier=GMBH, version="1.0", license="MIT", copyright="(c) Example GmbH"
)
# A page is for people, and our own JSON tells of itself in its own words.
OURS = sorted(name for name in SBOM_EMITTERS if name not in {"html", "json"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = (
    *("bomFormat", "specVersion", "metadata", "components", "compositions", "signature"),
    *("spdxVersion", "creationInfo", "packages", "relationships", "@graph", "dataLicense"),
    *("timestamp", "tools", "lifecycles", "authors", "supplier", "creators", "comment", "type"),
    *("licenses", "spdxId", "createdBy", "rootElement", "documentDescribes", "suppliedBy"),
)


def read(text):
    data = text.encode()
    return facts_in(value_in(data), encoding_of(data))


def told(facts):
    """Return what both the writer and the reader tell, but for names that are made up."""
    return (facts.format, facts.version, facts.encoding, facts.created, facts.tools)


@pytest.mark.parametrize("name", [name for name in OURS if not name.startswith("cyclonedx-1.4")])
def test_what_we_say_of_our_documents_is_what_they_say(name):
    report = replace(report_of(component()), created="2026-11-21T10:00:00Z", imprint=IMPRINT)

    ours, read_back = (
        facts_of(SBOM_EMITTERS[name].media_type, report),
        read("".join(SBOM_EMITTERS[name].emit(report))),
    )

    assert told(ours) == told(read_back)
    assert read_back.namespace
    assert read_back.data_license.endswith("CC0-1.0")
    assert {"local-identifier", "purpose"} <= read_back.states
    assert ours.states == read_back.states
    assert bool(ours.lifecycle) == bool(read_back.lifecycle)


@pytest.mark.parametrize("name", ["cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-tag-value"])
def test_an_imprint_is_read_as_it_was_written(name):
    report = replace(report_of(component()), imprint=IMPRINT)

    imprint = read("".join(SBOM_EMITTERS[name].emit(report))).imprint

    assert {GMBH.name, KIM.name} == {each.name for each in imprint.authors}
    assert (GMBH.name, GMBH.email) == (imprint.supplier.name, imprint.supplier.email)
    assert ("1.0", "MIT", "(c) Example GmbH") == (
        imprint.version,
        imprint.license,
        imprint.copyright,
    )


def test_people_of_spdx_3_are_elements():
    report = replace(report_of(component()), imprint=IMPRINT)

    imprint = read("".join(SBOM_EMITTERS["spdx-3-json"].emit(report))).imprint

    assert {GMBH.name, KIM.name} == {each.name for each in imprint.authors}
    assert GMBH.name == imprint.supplier.name


def test_tools_are_a_list_in_old_versions():
    tools = [{"vendor": "x", "name": "syft", "version": "0.9"}, {"vendor": "nameless"}]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.4", "metadata": {"tools": tools}}

    assert (("syft", "0.9"),) == facts_in(document, "json").tools


def test_a_signature_and_vulnerabilities_are_seen():
    document = {
        "bomFormat": "CycloneDX",
        "signature": {"algorithm": "ES256"},
        "vulnerabilities": [1],
    }
    facts = facts_in(document, "json")

    assert facts.is_signed
    assert facts.has_vulnerabilities


@pytest.mark.parametrize(
    ("comment", "lifecycle"),
    [("SBOM Type: Analyzed", "analyzed"), ("made in the build phase", "build"), ("rebuilt", None)],
    ids=["type", "prose", "none"],
)
def test_the_type_of_an_spdx_document_is_in_its_comment(comment, lifecycle):
    document = {"spdxVersion": "SPDX-2.3", "creationInfo": {"comment": comment}}

    assert lifecycle == facts_in(document, "json").lifecycle


def test_what_is_no_sbom_says_nothing():
    assert DocumentFacts(encoding="json") == facts_in({"format": 1}, "json")


@given(st.dictionaries(st.sampled_from(KEYS), JSON | st.dictionaries(st.sampled_from(KEYS), JSON)))
def test_any_document_is_read(document):
    assert isinstance(facts_in(document, "json"), DocumentFacts)
