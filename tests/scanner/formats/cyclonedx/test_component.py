"""Distributions in documents."""

from __future__ import annotations

import pytest
from packageurl import PackageURL

from scanner.model.component import Link, State
from tests.support.cyclonedx import document_of, left_out, properties
from tests.support.reports import (
    SITE,
    at,
    component,
    report_of,
)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Homepage", "website"),
        ("home page", "website"),
        ("Home-Page", "website"),
        ("Source Code", "vcs"),
        ("Bug Tracker", "issue-tracker"),
        ("Changelog", "release-notes"),
        ("What's New", "release-notes"),
        ("Documentation", "documentation"),
        ("Download", "distribution"),
        ("Funding", "other"),
        ("", "other"),
    ],
)
def test_a_label_tells_the_kind_of_a_link(label, kind):
    link = Link(label=label, url="https://a.test/")

    (found,) = document_of(report_of(component(links=(link,))))["components"]

    assert [kind] == [reference["type"] for reference in found["externalReferences"]]


@pytest.mark.parametrize("state", [State.INSTALLED, State.EDITABLE, State.VENDORED])
def test_what_can_run_is_there_with_its_state(state):
    document = document_of(report_of(component(state=state)))

    assert [state.value] == [properties(found)["state"] for found in document["components"]]
    assert {} == left_out(document)


def test_a_distribution_of_conda_is_written_with_both_identities_places_and_its_hashes():
    record = at("opt/venv/conda-meta/idna-3.4-py_0.json")
    package = component(purl="pkg:conda/idna@3.4?build=py_0", kind="conda", evidence=record)
    hashes = (f"sha256:{'a' * 64}", f"md5:{'b' * 32}", "unheard-of:00")
    known = component(identities=(package.purl,), conda=package, hashes=hashes)

    (found,) = document_of(report_of(known))["components"]

    places = [f"/{SITE}/idna-3.4.dist-info", f"/{record.path}"]
    assert [{"location": place} for place in places] == found["evidence"]["occurrences"]
    assert [
        {"alg": "SHA-256", "content": "a" * 64},
        {"alg": "MD5", "content": "b" * 32},
    ] == found["hashes"]
    assert package.purl == properties(found)["identity"]


def test_a_package_of_another_ecosystem_is_named_as_it_is_there():
    package = component("_libgcc_mutex", "0.1", purl="pkg:conda/_libgcc_mutex@0.1")

    (found,) = document_of(report_of(package))["components"]

    assert "_libgcc_mutex" == found["name"]


def test_a_component_is_written_with_all_that_is_known_of_it():
    known = component(
        "Zope.Interface",
        "5.0",
        summary="Interfaces",
        installer="pip",
        requested=False,
        origin="https://files.test/zope.whl",
    )

    (found,) = document_of(report_of(known))["components"]

    path = f"/{SITE}/Zope.Interface-5.0.dist-info"
    assert {
        "type": "library",
        "bom-ref": f"pkg:pypi/zope-interface@5.0#{path}",
        "name": "zope-interface",
        "version": "5.0",
        "description": "Interfaces",
        "scope": "required",
        "purl": "pkg:pypi/zope-interface@5.0",
        "externalReferences": [
            {
                "type": "distribution",
                "url": "https://files.test/zope.whl",
                "comment": "installed from",
            }
        ],
        "evidence": {
            "identity": [
                {
                    "field": "purl",
                    "confidence": 1.0,
                    "concludedValue": "pkg:pypi/zope-interface@5.0",
                    "methods": [
                        {"technique": "manifest-analysis", "confidence": 1.0, "value": path}
                    ],
                    "tools": ["lading"],
                }
            ],
            "occurrences": [{"location": path}],
        },
    } == {key: value for key, value in found.items() if key != "properties"}
    assert {
        "name": "Zope.Interface",
        "kind": "dist-info",
        "state": "installed",
        "environment": "/opt/venv",
        "installer": "pip",
        "requested": "false",
        "origin": "https://files.test/zope.whl",
        "layer:index": "0",
        "layer:diff-id": f"sha256:{'c' * 64}",
        "layer:digest": f"sha256:{'d' * 64}",
    } == properties(found)


@pytest.mark.parametrize(
    "found",
    [
        component(),
        component("Zope.Interface", "5.0"),
        component("torch", "2.1+cu121"),
        component("a_b-c.d", "1!2.0.post1.dev3"),
        component("odd", "1 2?x#y%z@w"),
        component("idna", None),
    ],
    ids=lambda found: f"{found.name} {found.version}",
)
def test_package_urls_are_canonical(found):
    document = document_of(report_of(found))

    urls = [document["metadata"]["component"]["purl"], document["components"][0]["purl"]]
    assert urls == [PackageURL.from_string(url).to_string() for url in urls]


def test_a_package_url_of_a_name_in_other_bytes_can_be_read():
    (found,) = document_of(report_of(component("caf\udce9")))["components"]

    assert r"caf\udce9" == PackageURL.from_string(found["purl"]).name


def test_a_version_that_is_too_long_is_whole_in_the_package_url():
    (found,) = document_of(report_of(component(version="1" * 5000)))["components"]

    assert "1" * 1024 == found["version"]
    assert f"pkg:pypi/idna@{'1' * 5000}" == found["purl"]
