"""Distributions in documents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from packageurl import PackageURL

from scanner.model.component import Link, State
from scanner.model.declaration import Declaration
from scanner.model.license import Licensing
from tests.support.cyclonedx import document_of, left_out, properties
from tests.support.reports import (
    SITE,
    at,
    component,
    report_of,
)

DECLARED = Declaration(requirement="idna", is_locked=False)


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


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "required"),
        ({"state": State.EDITABLE}, "required"),
        ({"state": State.ARCHIVE}, None),
        ({"state": State.TEST_DATA}, "excluded"),
        ({"state": State.CACHE}, "excluded"),
        ({"state": State.DECLARED, "declaration": DECLARED}, "required"),
        ({"state": State.DECLARED, "declaration": replace(DECLARED, groups=("dev",))}, "excluded"),
        (
            {"state": State.DECLARED, "declaration": replace(DECLARED, for_extras=("tls",))},
            "optional",
        ),
    ],
    ids=["installed", "editable", "archive", "test-data", "cache", "project", "group", "extra"],
)
def test_only_what_is_not_installed_is_optional_or_excluded(changes, expected):
    """
    By the standard, whatever is installed is required, whoever asked for it.
    """
    known = component(**changes)
    report = report_of(known)
    report = replace(report, inventory=replace(report.inventory, included=frozenset(State)))

    (found,) = document_of(report)["components"]

    assert expected == found.get("scope")


@pytest.mark.parametrize(
    ("origin", "kind", "url"),
    [
        ("https://files.test/a-1.whl", "distribution", "https://files.test/a-1.whl"),
        ("https://files.test/a.zip?b#c", "source-distribution", "https://files.test/a.zip?b#c"),
        ("git+https://a.test/b@c0ffee", "vcs", "https://a.test/b@c0ffee"),
        ("git+ssh://git@a.test/b", "vcs", "ssh://git@a.test/b"),
    ],
)
def test_where_it_was_installed_from_is_a_reference_with_its_digests(origin, kind, url):
    known = component(origin=origin, hashes=(f"sha256:{'a' * 64}",))

    (found,) = document_of(report_of(known))["components"]

    (reference,) = found["externalReferences"]
    assert (kind, url, "installed from") == (
        reference["type"],
        reference["url"],
        reference["comment"],
    )
    assert (kind == "vcs") == ("hashes" not in reference)


@pytest.mark.parametrize("origin", ["file:///src", "a+b://c", "git+", "../wheels", "https://a b"])
def test_what_is_no_address_is_a_property_only(origin):
    (found,) = document_of(report_of(component(origin=origin)))["components"]

    assert "externalReferences" not in found
    assert origin == properties(found)["origin"]


def test_files_that_were_compared_are_evidence_and_no_hash_of_the_artefact():
    digest = f"sha256:{'a' * 64}"

    (found,) = document_of(report_of(component(installed_digest=digest)))["components"]

    (identity,) = found["evidence"]["identity"]
    assert {"technique": "hash-comparison", "confidence": 1.0, "value": digest} == identity[
        "methods"
    ][-1]
    assert digest == properties(found)["installed-digest"]
    assert "hashes" not in found


def test_a_digest_that_the_schema_has_no_name_for_is_a_property():
    known = component(hashes=(f"sha1:{'a' * 40}", "sha256:beef", f"blake2b:{'b' * 128}"))

    (found,) = document_of(report_of(known))["components"]

    assert [{"alg": "SHA-1", "content": "a" * 40}] == found["hashes"]
    assert ["sha256:beef", f"blake2b:{'b' * 128}"] == [
        each["value"] for each in found["properties"] if each["name"] == "lading:hash"
    ]


def test_digests_of_all_artefacts_of_a_release_are_no_hashes_of_a_component():
    digests = [f"sha256:{digit * 64}" for digit in "ab"]

    (found,) = document_of(report_of(component(hashes=tuple(digests))))["components"]

    assert "hashes" not in found
    assert digests == [
        each["value"] for each in found["properties"] if each["name"] == "lading:hash"
    ]


@pytest.mark.parametrize(("name", "kind"), [("python", "platform"), ("numpy", "library")])
def test_the_python_of_conda_is_a_platform(name, kind):
    (found,) = document_of(report_of(component(name, purl=f"pkg:conda/{name}@3.4")))["components"]

    assert kind == found["type"]


def bsi(found):
    """Return the properties of the BSI, by their names."""
    pairs = ((each["name"], each["value"]) for each in found["properties"])
    return {name.rpartition(":")[2]: value for name, value in pairs if name.startswith("bsi:")}


def test_an_archive_and_a_library_are_files_by_the_guideline():
    wheel = component(
        kind="wheel", state=State.ARCHIVE, evidence=at("srv/a.zip!/b.whl!/idna-3.4.dist-info")
    )
    library = component(
        kind="shared-library", evidence=at("x.libs/libz.so"), files=("x.libs/libz-1.so",)
    )
    report = report_of(wheel, library)
    report = replace(report, inventory=replace(report.inventory, included=frozenset(State)))

    first, second = document_of(report)["components"]

    assert {
        "filename": "b.whl",
        "executable": "non-executable",
        "archive": "archive",
        "structured": "structured",
    } == bsi(first)
    assert {
        "filename": "libz-1.so",
        "executable": "executable",
        "archive": "no archive",
        "structured": "structured",
    } == bsi(second)


@pytest.mark.parametrize(
    ("concluded", "expected"),
    [("MIT", {"effectiveLicence": "MIT"}), ("MIT OR ISC", {}), (None, {})],
)
def test_the_licence_in_effect_is_told_where_there_is_no_choice(concluded, expected):
    known = component(licensing=Licensing(concluded=concluded))

    (found,) = document_of(report_of(known))["components"]

    assert expected == bsi(found)
