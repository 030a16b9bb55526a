"""
Documents as the tools write them that put SBOMs into wheels (reference: installed-evidence, 3).
"""

from __future__ import annotations

import json

import pytest

from scanner.metadata import listed_component
from scanner.metadata.sbom_document import MAX_BYTES, parse_sbom

HASH = "ab" * 32


def read(**fields):
    return parse_sbom(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", **fields}).encode()
    )


def spdx(**fields):
    return parse_sbom(json.dumps({"spdxVersion": "SPDX-2.3", **fields}).encode())


def listed(document):
    return [(each.name, each.version, str(each.purl or "")) for each in document.components]


def test_a_component_has_what_the_document_says_of_it():
    crate = {
        "bom-ref": "registry+https://host.test#asn1@0.24.1",
        "type": "library",
        "name": "asn1",
        "version": "0.24.1",
        "scope": "required",
        "purl": "pkg:cargo/asn1@0.24.1",
        "hashes": [{"alg": "SHA-256", "content": HASH}, {"alg": "SHA-256", "content": "x"}],
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
    }

    (component,) = read(components=[crate]).components

    assert ("asn1", "0.24.1", "library") == (component.name, component.version, component.kind)
    assert ("required", crate["bom-ref"]) == (component.scope, component.reference)
    assert ((f"sha256:{HASH}",), "MIT OR Apache-2.0") == (component.hashes, component.license)
    assert str(component.purl) == "pkg:cargo/asn1@0.24.1"


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_all_versions_are_read(version):
    document = read(specVersion=version, components=[{"name": "a", "version": "1"}])

    assert ([("a", "1", "")], ()) == (listed(document), document.oddities)


@pytest.mark.parametrize("version", ["2.0", None, 1.6])
def test_another_version_is_read_as_far_as_it_can_be(version):
    document = read(specVersion=version, components=[{"name": "a"}])

    assert listed(document) == [("a", None, "")]
    assert "not known" in document.oddities[0]


ROOT = {"bom-ref": "r", "name": "foo", "version": "1", "purl": "pkg:pypi/foo_bar@1?file_name=x.whl"}


@pytest.mark.parametrize(
    "again",
    [
        ROOT,
        {"bom-ref": "r", "name": "x"},
        {"name": "foo", "purl": "pkg:pypi/Foo.Bar@1?file_name=x.whl"},
    ],
    ids=["as-it-is", "by-its-reference", "by-its-purl"],
)
def test_what_the_document_is_about_is_not_listed(again):
    """
    auditwheel lists it once more.
    """
    assert read(metadata={"component": ROOT}, components=[again]).components == ()


@pytest.mark.parametrize(
    "tools", [[{"name": "auditwheel"}], {"components": [{"name": "tool"}]}, "text", None]
)
def test_tools_are_no_components(tools):
    assert read(metadata={"tools": tools}).components == ()


def test_nested_components_are_listed_behind_what_they_are_in():
    inner = {"name": "b", "version": "2"}
    document = read(components=[{"name": "a", "components": [inner]}, {"name": "c"}])

    assert [each.name for each in document.components] == ["a", "b", "c"]


def test_a_reference_that_is_a_package_url_is_one():
    """
    Pillow's SBOM has no other; but a part of Pillow is not Pillow.
    """
    document = read(
        components=[
            {"bom-ref": "pkg:generic/libtiff", "name": "libtiff", "version": "4.7.2"},
            {"bom-ref": "pkg:pypi/pillow@13.0.0#thirdparty/raqm", "name": "raqm"},
        ]
    )

    assert listed(document) == [("libtiff", "4.7.2", "pkg:generic/libtiff"), ("raqm", None, "")]


ODD = {
    "nothing": (b"", "not JSON"),
    "not-json": (b"<bom/>", "another document than CycloneDX"),
    "not-utf-8": (b"\xff", "not JSON"),
    "not-an-object": (b"[]", "neither CycloneDX nor SPDX"),
    "another-format": (b'{"SPDXID": "x"}', "neither CycloneDX nor SPDX"),
    "too-deep": (
        b'{"bomFormat":"CycloneDX","components":' + b'[{"components":' * 100_000,
        "not JSON",
    ),
    "too-large": (b" " * (MAX_BYTES + 1), "too many"),
}


@pytest.mark.parametrize(("data", "oddity"), ODD.values(), ids=ODD)
def test_what_cannot_be_read_is_odd(data, oddity):
    document = parse_sbom(data)

    assert document.components == ()
    assert oddity in document.oddities[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"components": "text"},
        {"components": [None, 1, "x", []]},
        {"metadata": [], "components": [{"name": "a", "hashes": 1, "licenses": {}, "purl": []}]},
        {"components": [{"name": "a", "hashes": [{"alg": None}], "licenses": [{"license": 1}]}]},
    ],
    ids=["text", "no-objects", "types", "inner-types"],
)
def test_values_of_other_types_are_passed_over(fields):
    document = read(**fields)

    assert (0 if "a" not in str(fields["components"]) else 1, ()) == (
        len([each for each in document.components if each.name == "a"]),
        document.oddities,
    )


def test_a_component_without_a_name_has_that_of_its_purl_or_is_odd():
    document = read(components=[{"purl": "pkg:cargo/a@1"}, {"version": "1"}])

    assert listed(document) == [("a", "1", "pkg:cargo/a@1")]
    assert document.oddities == ("a component without a name",)


def test_a_purl_that_is_none_is_odd():
    document = read(components=[{"name": "a", "purl": "a@1"}])

    assert ([("a", None, "")], ("not a package URL: a@1",)) == (
        listed(document),
        document.oddities,
    )


def test_only_so_many_components_are_read():
    data = json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.5"} | {"components": [{"name": "a"}] * 3}
    )

    document = parse_sbom(data.encode(), max_components=2)

    assert (2, ("only the first 2 components were read",)) == (
        len(document.components),
        document.oddities,
    )


def test_texts_have_no_secrets_and_nothing_invisible():
    (component,) = read(components=[{"name": "a\x1b[2J\ud800 https://u:p@host.test/"}]).components

    assert component.name == "a[2J? https://host.test/"


def test_a_long_text_is_cut():
    (component,) = read(components=[{"name": "a" * 10_000}]).components

    assert len(component.name) == listed_component.MAX_CHARACTERS


def test_packages_of_spdx_are_read_but_for_what_the_document_describes():
    document = spdx(
        documentDescribes=["SPDXRef-foo"],
        packages=[
            {"SPDXID": "SPDXRef-foo", "name": "foo"},
            {
                "SPDXID": "SPDXRef-a",
                "name": "zlib",
                "versionInfo": "1.3.1",
                "licenseConcluded": "NOASSERTION",
                "licenseDeclared": "Zlib",
                "externalRefs": [
                    {"referenceType": "cpe23Type", "referenceLocator": "x"},
                    {"referenceType": "purl", "referenceLocator": "pkg:generic/zlib@1.3.1"},
                ],
            },
            {"name": "b", "versionInfo": "NOASSERTION"},
            {"versionInfo": "1"},
        ],
    )

    assert listed(document) == [("zlib", "1.3.1", "pkg:generic/zlib@1.3.1"), ("b", None, "")]
    assert [each.license for each in document.components] == ["Zlib", None]
    assert document.oddities == ("a component without a name",)


def test_what_a_document_of_spdx_is_about_may_be_a_relationship():
    document = spdx(
        relationships=[
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-foo",
            }
        ],
        packages=[{"SPDXID": "SPDXRef-foo", "name": "foo"}],
    )

    assert document.components == ()


def test_another_version_of_spdx_is_not_read():
    document = spdx(spdxVersion="SPDX-3.0", packages=[{"name": "a"}])

    assert document.components == ()
    assert ("not read: unknown spdxVersion: SPDX-3.0",) == document.oddities
