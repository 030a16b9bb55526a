"""CycloneDX documents are valid, whatever an image holds: the schema refuses one for a detail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.advisories.index import AdvisoryIndex
from scanner.formats import EMITTERS
from scanner.model.advisory import Advisory
from scanner.model.component import Link, State
from scanner.model.contact import ContactFields
from scanner.model.inventory import LayerFacts, Subject
from scanner.model.license import DeclaredLicense, LicenseConflict, LicenseStatement
from scanner.model.report import Report
from scanner.pipeline import audit, scan
from tests.support.contacts import REAL
from tests.support.cyclonedx import (
    complaint,
    complaints,
    components,
    document_of,
    emitted,
    error_in,
    left_out,
    refs,
)
from tests.support.licenses import ALL
from tests.support.reports import ADVISORY, IMAGE, NASTY, SITE, at, component, finding, report_of

ORIGIN = "https://files.test/a b?c=d&e#f"
IMAGES = ["deletion", "links", "odd-metadata", "opaque", "two-environments", "upgrade"]


@pytest.mark.parametrize("form", ["docker.tar", "rootfs"])
@pytest.mark.parametrize("image", IMAGES)
def test_an_sbom_of_a_sample_image_is_valid(sample_images, image, form):
    inventory = scan(str(sample_images / f"{image}.{form}"))

    report = Report(inventory=inventory)
    document = document_of(report)

    assert complaints(report) == {}
    counted = len(list(components(document))) + sum(left_out(document).values())
    assert len(inventory.components) == counted > 0


@pytest.mark.parametrize("image", IMAGES)
def test_a_report_of_a_sample_image_is_valid(sample_images, image):
    with AdvisoryIndex.opened() as index:
        report = audit(scan(str(sample_images / f"{image}.oci")), index)

    document = document_of(report)

    assert complaints(report) == {}
    affects = [a["ref"] for v in document.get("vulnerabilities", ()) for a in v["affects"]]
    assert len(report.findings) == len(affects)
    assert set(affects) <= {found["bom-ref"] for found in components(document)}
    assert len(refs(document)) == len(set(refs(document)))


AWKWARD = {
    "a licence that is known": component(licensing=ALL),
    "evidence of a licence that is nasty": component(
        licensing=replace(
            ALL,
            concluded="LicenseRef-x WITH AdditionRef-y",
            declared=None,
            reason=NASTY,
            bundled=("DocumentRef-a:LicenseRef-b",),
            statements=(LicenseStatement(source="License", raw=NASTY),),
            detected=(replace(ALL.detected[0], path=NASTY, copyrights=(NASTY, "")),),
            conflicts=(LicenseConflict(kind="invalid", message=NASTY, advice=NASTY),),
        )
    ),
    "nothing": component(),
    "no version": component(version=None),
    "a version that is not one": component(version="latest; rm -rf /"),
    "a version longer than the schema allows": component(version="1" * 5000),
    "a name with spaces": component("my own  thing"),
    "a name of no characters": component(""),
    "a name that is all separators": component("-_."),
    "a name that is a path": component("../../etc/passwd"),
    "a name that is nasty": component(NASTY),
    "a version that is nasty": component(version=NASTY),
    "a path that is nasty": component(evidence=at(f"{SITE}/{NASTY}-1.dist-info")),
    "a path with a line end": component(evidence=at("a\nb/x-1.dist-info")),
    "a path that is the root": component(evidence=at("")),
    "a summary that is nasty": component(summary=NASTY),
    "a summary of a megabyte": component(summary="word " * 200_000),
    "an installer that is nasty": component(installer=NASTY),
    "an origin that is nasty": component(origin=NASTY),
    "an origin that is no IRI": component(origin=ORIGIN),
    "requirements that are none": component(requires=(NASTY, "", "a" * 100_000)),
    "an environment that is nasty": component(environment=NASTY),
    "a licence of 100 KB": component(license=DeclaredLicense(text="Permission is\n" * 7_300)),
    "a licence on one line of 100 KB": component(license=DeclaredLicense(text="x" * 100_000)),
    "a licence of blanks": component(license=DeclaredLicense(text=" \n ")),
    "a licence that is nasty": component(license=DeclaredLicense(text=NASTY, expression=NASTY)),
    "a licence in all fields": component(
        license=DeclaredLicense(
            expression="Nonsense", text="Nonsense", classifiers=("License :: OSI Approved",) * 2
        )
    ),
    "contacts that are nasty": component(
        contact_fields=ContactFields(
            author=NASTY,
            author_email=f"{NASTY} <{NASTY}@{NASTY}>",
            maintainer_email=f"a@{NASTY}.org",
        )
    ),
    "addresses that are none": component(
        contact_fields=ContactFields(
            author_email="a@localhost, b@x.invalid, c@[::1], d at x, @e, f@"
        )
    ),
    "an international address": component(contact_fields=ContactFields(author_email="ä@bücher.de")),
    "a place to ask that is no IRI": component(
        contact_fields=ContactFields(author="Ann Lee"),
        links=(Link(label="Home", url="https://a.test/ b"),),
    ),
    "links without a label": component(links=(Link(label="", url="https://a.test/"),)),
    "links that are there twice": component(links=(Link(label="A", url="https://a.test/"),) * 3),
    "a label that is nasty": component(links=(Link(label=NASTY, url="https://a.test/"),)),
}


def test_the_schemas_refuse_what_is_wrong():
    """
    Or all tests here would hold for nothing.
    """
    odd = emitted(report_of(component())).replace("manifest-analysis", "a guess")
    markup = emitted(report_of(component()), "cyclonedx-xml").replace(
        "manifest-analysis", "a guess"
    )
    url = emitted(report_of(component(links=(Link(label="", url="https://a.test/b"),))))

    assert complaint(EMITTERS["cyclonedx-json"], odd)
    assert complaint(EMITTERS["cyclonedx-xml"], markup)
    assert complaint(EMITTERS["cyclonedx-json"], url.replace("a.test/b", "a.test/ b"))


@pytest.mark.parametrize("name", ["nothing", "a licence that is nasty", "contacts that are nasty"])
def test_the_reference_library_is_of_the_same_opinion(name):
    assert error_in(emitted(report_of(AWKWARD[name]))) is None


@pytest.mark.parametrize("awkward", [pytest.param(c, id=name) for name, c in AWKWARD.items()])
def test_whatever_metadata_says_the_document_is_valid(awkward):
    findings = (finding(awkward),) if awkward.version else ()

    assert complaints(report_of(awkward, findings=findings)) == {}


def test_whatever_has_been_published_of_people_the_document_is_valid():
    found = [
        component(f"a{number}", contact_fields=fields)
        for number, (fields, _) in enumerate(REAL.values())
    ]

    assert complaints(report_of(*found)) == {}


@pytest.mark.parametrize("state", State)
def test_a_component_in_any_state_leaves_the_document_valid(state):
    assert complaints(report_of(component(state=state))) == {}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(Subject(location="/srv/root", source="dir"), id="directory"),
        pytest.param(Subject(location="", source="dir"), id="no location"),
        pytest.param(Subject(location=NASTY, source="docker-archive"), id="nasty location"),
        pytest.param(replace(IMAGE, names=("latest",)), id="just a tag"),
        pytest.param(replace(IMAGE, names=(NASTY, "a/b:\ud800")), id="nasty names"),
        pytest.param(replace(IMAGE, platform=f"linux/{NASTY}/v8"), id="nasty platform"),
        pytest.param(replace(IMAGE, digest=None), id="no digest"),
        pytest.param(
            replace(
                IMAGE,
                layers=(LayerFacts(index=0, diff_id=None, digest=None, created_by=NASTY),),
            ),
            id="nasty instruction",
        ),
        pytest.param(replace(IMAGE, verified=False), id="not verified"),
    ],
)
def test_whatever_an_image_says_of_itself_the_document_is_valid(subject):
    assert complaints(report_of(component(), subject=subject)) == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://a.test/%zz",
        "http://a.test/%4",
        "http://[::1",
        "http://a.test:port/",
        "http://a.test/b[c]",
        "http://a.test/b#c#d",
        "http://a.test/ b",
        "http://a.test/\x7f",
        "http://a.test/\x9b2J",
        "http://a.test/\ue000",
        "http://a.test/\ud800",
        "http://a.test/\ufffe",
        "http://a.test/a\nb",
        "http://a.test/a\\b",
        "http://a.test/{a}",
        "http://",
        "http:///a",
        "https://a@b@c/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "www.a.test",
        "",
        "UNKNOWN",
        "not a url",
        "A, https://a.test/",
    ],
)
def test_what_is_no_iri_is_left_out(url):
    """
    The schema refuses the whole document for a single one.
    """
    awkward = component(links=(Link(label="A", url=url),))
    advisory = replace(ADVISORY, links=(url,))

    report = report_of(awkward, findings=(finding(awkward, advisory),))
    document = document_of(report)

    assert complaints(report) == {}
    assert "externalReferences" not in document["components"][0]
    assert "advisories" not in document["vulnerabilities"][0]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.test",
        "http://a.test:8080/b/c;d=1?e=f&g#h?i/j",
        "https://a.test/%7Eb/@c:d",
        "https://bücher.test/é?ü#ß",
        "ssh://git@a.test/b.git",
        "git://a.test/b.git",
        "ftp://user:@a.test/",
        "http://127.0.0.1:80",
        "https://a.test?b",
        "https://a.test/it's(1)*!$,~+",
    ],
)
def test_what_is_an_iri_is_there_as_it_stands(url):
    report = report_of(component(links=(Link(label="", url=url),)))
    (found,) = document_of(report)["components"]

    assert complaints(report) == {}
    assert [{"type": "other", "url": url}] == found["externalReferences"]


@pytest.mark.parametrize(
    "date",
    [
        "",
        "2024",
        "2024-07-07",
        "2024-07-07 18:15:00Z",
        "2024-07-07T18:15:00",
        "2024-13-07T18:15:00Z",
        "2024-02-30T18:15:00Z",
        "2024-07-07T25:15:00Z",
        "2024-07-07T18:15:60Z",
        "2024-07-07T18:15:00+24:00",
        "2024-07-07T18:15:00+01:60",
        "2024-07-07T18:15:00Z\n",
        "٢٠٢٤-07-07T18:15:00Z",
        "0000-01-01T00:00:00Z",
        "yesterday",
        NASTY,
    ],
)
def test_a_date_that_is_none_is_left_out(date):
    dated = finding(component(), replace(ADVISORY, published=date, modified=date))

    document = document_of(report_of(component(), findings=(dated,)))

    (vulnerability,) = document["vulnerabilities"]
    assert {"published", "updated"}.isdisjoint(vulnerability)


def test_an_advisory_of_nasty_texts_leaves_the_document_valid():
    nasty = Advisory(id=NASTY, aliases=(NASTY + "1", ""), related=(NASTY,), links=(NASTY,))

    assert complaints(report_of(component(), findings=(finding(component(), nasty),))) == {}
