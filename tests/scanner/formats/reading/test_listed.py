"""SBOMs of other tools, and of nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.document import inventory_in
from scanner.formats import READERS
from scanner.model.component import State
from scanner.model.inventory import Coverage
from tests.support.syft import DEB, LAYERS, MANIFEST, artifact, related, syft

SBOMS = Path(__file__).parents[4] / "testdata/sboms"
HTML = b'<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
BOM = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">'


def read_document(data, location):
    inventory = inventory_in(data, location)
    assert inventory is not None
    return inventory


def cyclonedx(*components, **fields):
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components, **fields}
    return read_document(json.dumps(document).encode(), "/somewhere/a.json")


def names(inventory):
    return [f"{each.name} {each.version}" for each in inventory.components]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("cdxgen.cdx.json", {"idna 3.4", "six 1.16.0"}),
        ("cyclonedx-npm.cdx.json", {"left-pad 1.3.0"}),
        ("cyclonedx-py.cdx.json", {"idna 3.4", "requests 2.31.0", "urllib3 1.26.15"}),
        ("cyclonedx-py.cdx.xml", {"idna 3.4", "requests 2.31.0", "urllib3 1.26.15"}),
        ("npm.cdx.json", {"left-pad 1.3.0"}),
        ("npm.spdx.json", {"left-pad 1.3.0"}),
        ("sbom4python.cdx.json", {"requests 2.34.2"}),
        ("sbom4python.spdx", {"requests 2.34.2"}),
        ("sbom4python.spdx.json", {"requests 2.34.2"}),
        ("spdx-tools.spdx", {"idna 3.4"}),
        ("uv.cdx.json", {"idna 3.4", "six 1.16.0"}),
    ],
)
def test_an_sbom_of_another_tool_is_read_without_a_problem(file, found):
    inventory = read_document((SBOMS / file).read_bytes(), str(SBOMS / file))

    assert found <= set(names(inventory))
    assert (Coverage.SBOM, ()) == (inventory.coverage, inventory.problems)
    assert {State.INSTALLED} == {each.state for each in inventory.components}
    places = [each.place for each in inventory.components]
    assert len(places) == len(set(places))
    assert all(place.startswith(f"{file}#") for place in places)


def test_the_dependencies_of_another_tool_are_read():
    inventory = read_document((SBOMS / "cyclonedx-py.cdx.json").read_bytes(), "a.json")

    by_place = {each.place: each.name for each in inventory.components}
    edges = {
        (by_place[each.dependent], by_place[each.dependency]) for each in inventory.dependencies
    }

    assert {("requests", "idna"), ("requests", "urllib3")} <= edges
    direct = [
        each.name for each in inventory.components if each.directness and each.directness.is_direct
    ]
    assert "idna" not in direct
    assert "requests" in direct


def test_a_component_is_at_what_the_document_calls_it():
    inventory = cyclonedx(
        {"name": "a", "bom-ref": "x"}, {"name": "b", "bom-ref": "x"}, {"name": "c"}
    )

    assert ["a.json#c", "a.json#x", "a.json#x~2"] == [each.place for each in inventory.components]


def test_a_component_that_is_not_delivered_is_not_matched():
    (component,) = cyclonedx({"name": "a", "scope": "excluded"}).components

    assert State.DECLARED is component.state


def test_the_package_url_decides_what_something_is_called():
    """
    Advisories are found by the name; what a document shows for it may be anything.
    """
    (component,) = cyclonedx(
        {"name": "Django (vendored)", "purl": "pkg:PyPI/Django@3.2"}
    ).components

    assert ("django", "3.2", "pkg:pypi/django@3.2") == (
        component.name,
        component.version,
        component.purl,
    )


@pytest.mark.parametrize("purl", ["pkg:pypi/", "pkg:", "nonsense", 1, ["pkg:pypi/a"]])
def test_a_bad_package_url_costs_only_itself(purl):
    inventory = cyclonedx({"name": "a", "version": "1", "purl": purl}, {"name": "b"})

    assert ["a 1", "b None"] == names(inventory)
    assert "pkg:generic/a@1" == inventory.components[0].purl


def test_a_component_without_a_name_is_a_problem_and_may_be_missing():
    inventory = cyclonedx({"version": "1"}, {"name": "b"})

    assert ["b None"] == names(inventory)
    assert Coverage.INCOMPLETE is inventory.coverage
    assert ["/somewhere/a.json: a component without a name"] == [
        each.reason for each in inventory.problems
    ]


def test_what_is_inside_of_another_component_names_it():
    inventory = cyclonedx({"name": "a", "bom-ref": "x", "components": [{"name": "b"}]})

    assert [None, "a.json#x"] == [
        each.parent for each in sorted(inventory.components, key=lambda each: each.name)
    ]


def test_unknown_parts_are_kept():
    inventory = cyclonedx({"name": "a", "pedigree": {"notes": "x"}}, services=[{"name": "s"}])

    (component,) = inventory.components
    assert ("cyclonedx", '{"pedigree":{"notes":"x"}}') == (
        component.foreign.standard,
        component.foreign.fields,
    )
    assert '{"services":[{"name":"s"}]}' == inventory.foreign.fields


def test_licences_stay_what_they_are_said_to_be():
    inventory = cyclonedx(
        {"name": "a", "licenses": [{"expression": "MIT", "acknowledgement": "concluded"}]},
        {"name": "b", "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own"}}]},
        {"name": "c", "licenses": [{"license": {"name": "License :: OSI Approved"}}]},
    )

    a, b, c = sorted(inventory.components, key=lambda each: each.name)
    assert ("MIT", None) == (a.licensing.concluded, a.license.expression)
    assert (None, ("MIT", "Own")) == (b.licensing, b.license.names)
    assert ("License :: OSI Approved",) == c.license.classifiers


HOSTILE = {
    "a circle": json.dumps(
        {
            "bomFormat": "CycloneDX",
            "components": [{"name": "a", "bom-ref": "a"}, {"name": "b", "bom-ref": "b"}],
            "dependencies": [
                {"ref": "a", "dependsOn": ["b", "a", "gone"]},
                {"ref": "b", "dependsOn": ["a"]},
            ],
        }
    ).encode(),
    "depth": b'{"bomFormat":"CycloneDX","components":' + b'[{"name":"a","components":' * 100_000,
    "depth in XML": BOM + b"<components><component>" * 100_000,
    "entities": HTML + BOM + b"&b;</bom>",
    "a document type": HTML + BOM + b"</bom>",
    "a text without an end": b"SPDXVersion: SPDX-2.3\n" + b"PackageName: <text>a\n" * 10_000,
    "a graph of nothing": b'{"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": [1, [], {}]}',
    "not UTF-8": b"SPDXVersion: SPDX-2.3\nPackageName: \xff\n",
    "UTF-16": ("\ufeff" + BOM.decode() + "</bom>").encode("utf-16"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_read_as_far_as_it_can_be(data):
    inventory = read_document(data, "a")

    assert inventory.coverage in {Coverage.SBOM, Coverage.INCOMPLETE}


@pytest.mark.parametrize("name", ["depth in XML", "entities", "a document type"])
def test_what_is_refused_is_a_problem(name):
    inventory = read_document(HOSTILE[name], "a")

    assert Coverage.INCOMPLETE is inventory.coverage
    assert "not read" in inventory.problems[0].reason


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("pkg:pypi/a@1"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "components",
                        "name",
                        "purl",
                        "version",
                        "licenses",
                        "license",
                        "id",
                        "bom-ref",
                    ),
                    *(
                        "properties",
                        "value",
                        "evidence",
                        "occurrences",
                        "dependencies",
                        "ref",
                        "hashes",
                    ),
                    *(
                        "dependsOn",
                        "packages",
                        "relationships",
                        "@graph",
                        "externalRefs",
                        "metadata",
                    ),
                    *(
                        "annotations",
                        "comment",
                        "supplier",
                        "authors",
                        "line",
                        "spdxId",
                        "type",
                        "to",
                    ),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "frame",
    [
        {"bomFormat": "CycloneDX", "specVersion": "1.6"},
        {"spdxVersion": "SPDX-2.3"},
        {"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": []},
    ],
    ids=["cyclonedx", "spdx", "spdx-3"],
)
@given(document=st.dictionaries(st.sampled_from(["components", "packages", "@graph"]), values))
def test_values_of_any_type_are_read(frame, document):
    inventory = read_document(json.dumps({**frame, **document}).encode(), "a")

    assert inventory.subject.location == "a"


@pytest.mark.parametrize("name", READERS)
@given(data=st.binary(max_size=200))
def test_no_bytes_keep_a_reader_from_returning(name, data):
    assert READERS[name].read(data, "a").subject.location == "a"


def syft_inventory(*artifacts, **fields):
    return read_document(syft(*artifacts, **fields), "/somewhere/syft.json")


def test_the_json_of_syft_is_known_by_its_relations_and_read():
    inventory = syft_inventory(artifact("idna", "3.4"))

    assert (["idna 3.4"], Coverage.SBOM, ()) == (
        names(inventory),
        inventory.coverage,
        inventory.problems,
    )
    (idna,) = inventory.components
    assert ("syft.json#id-idna", 1) == (idna.place, idna.evidence.layer)
    assert idna.foreign.standard == "syft"


def test_the_image_that_syft_looked_at_is_the_subject():
    subject = syft_inventory(artifact("idna", "3.4")).subject

    assert (MANIFEST, "linux/amd64", ("example.org/app:1",)) == (
        subject.digest,
        subject.platform,
        subject.names,
    )
    assert LAYERS == tuple(layer.diff_id for layer in subject.layers)


def test_a_distribution_that_a_package_of_the_system_has_is_owned():
    inventory = syft_inventory(
        artifact("python3-idna", "3.3-1", type="deb", purl=DEB),
        artifact("idna", "3.3"),
        artifactRelationships=[related("python3-idna", "ownership-by-file-overlap", "idna")],
    )

    (idna,) = (each for each in inventory.components if each.name == "idna")
    assert (DEB, "deb", "python3-idna") == (idna.owner.purl, idna.owner.type, idna.owner.name)


def test_what_syft_says_is_needed_is_a_dependency():
    inventory = syft_inventory(
        artifact("requests", "2.31.0"),
        artifact("idna", "3.4"),
        artifactRelationships=[related("idna", "dependency-of", "requests")],
    )

    assert [("syft.json#id-requests", "idna")] == [
        (each.dependent, each.name) for each in inventory.dependencies
    ]
