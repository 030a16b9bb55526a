"""Syft's own JSON, of its newest schema and of the oldest ones."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.sbom_document import parse_sbom
from scanner.metadata.syft_document import parse_syft
from tests.support.syft import DEB, artifact, related, syft

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    *("id", "name", "purl", "type", "licenses", "locations", "layerID"),
                    *("metadata", "directUrlOrigin", "url", "vcs", "parent", "child"),
                    *("layers", "digest", "target"),
                )
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def only(**fields):
    (component,) = parse_sbom(syft(artifact("idna", "3.4", **fields))).components
    return component


def test_a_component_has_what_the_document_says_of_it():
    component = only()

    assert ("idna", "3.4", "pkg:pypi/idna@3.4") == (
        component.name,
        component.version,
        str(component.purl),
    )
    assert ("id-idna", "MIT") == (component.reference, component.license)
    assert component.contact_fields.author_email == "ann@example.org"


def test_the_layer_of_a_component_is_that_of_its_first_location():
    assert only().facts["layer:index"] == ("1",)


def test_a_layer_that_the_image_does_not_have_is_not_told():
    assert "layer:index" not in only(locations=[{"path": "/a", "layerID": "sha256:0"}]).facts


def test_a_python_package_without_a_package_url_is_one_of_pypi():
    assert str(only(name="Zope.Interface", purl="").purl) == "pkg:pypi/zope-interface@3.4"


def test_another_package_without_a_package_url_has_none():
    assert only(type="binary", purl="").purl is None


@pytest.mark.parametrize(
    ("licenses", "expressions", "names"),
    [
        (["MIT"], [None], ["MIT"]),
        ([{"value": "The MIT", "spdxExpression": ""}], [None], ["The MIT"]),
        ([{"value": "mit", "spdxExpression": "MIT", "type": "declared"}], ["MIT"], ["mit"]),
        (None, [], []),
        ([{}, 1, None], [], []),
    ],
    ids=["names", "no-expression", "an-expression", "none", "of-other-types"],
)
def test_licences_are_objects_or_names(licenses, expressions, names):
    found = only(licenses=licenses).licenses

    assert expressions == [each.expression for each in found]
    assert names == [each.name for each in found]


def test_only_a_concluded_licence_is_concluded():
    licenses = [
        {"value": "MIT", "spdxExpression": "MIT", "type": "concluded"},
        {"value": "BSD", "spdxExpression": "", "type": "concluded"},
    ]

    assert [True, False] == [each.is_concluded for each in only(licenses=licenses).licenses]


@pytest.mark.parametrize(
    ("direct_url", "origin"),
    [
        (
            {"url": "https://u:p@example.org/a", "commitId": "abc", "vcs": "git"},
            "git+https://example.org/a@abc",
        ),
        ({"url": "file:///src/a"}, "file:///src/a"),
    ],
    ids=["a-repository", "a-directory"],
)
def test_where_a_package_is_from_is_its_origin_without_secrets(direct_url, origin):
    assert only(metadata={"directUrlOrigin": direct_url}).facts["origin"] == (origin,)


def test_the_child_of_a_relation_is_what_needs_the_other():
    data = syft(
        artifact("requests", "2.31.0"),
        artifact("idna", "3.4"),
        artifactRelationships=[
            related("idna", "dependency-of", "requests"),
            related("idna", "evident-by", "file"),
        ],
    )

    assert parse_sbom(data).dependencies == (("id-requests", "id-idna"),)


@pytest.mark.parametrize(("kind", "owners"), [("deb", (DEB,)), ("python", ())])
def test_only_a_package_of_the_system_owns_another(kind, owners):
    system = artifact("python3-idna", "3.3-1", type=kind, purl=DEB)
    data = syft(
        system,
        artifact("idna", "3.3"),
        artifactRelationships=[related("python3-idna", "ownership-by-file-overlap", "idna")],
    )

    assert parse_sbom(data).components[1].facts.get("owner:purl", ()) == owners


def test_the_image_of_schemas_until_8_is_a_target():
    source = {"type": "Image", "target": {"userInput": "app:1", "layers": [{"digest": "sha256:1"}]}}

    subject = parse_sbom(syft(source=source, schema={"version": "3.0.0"})).subject

    assert ("app:1", ("sha256:1",)) == (subject.name, subject.facts["layer:0:diff-id"])


def test_a_directory_is_called_by_its_path():
    source = {"type": "directory", "target": "/src/app"}

    assert parse_sbom(syft(source=source)).subject.name == "/src/app"


def test_a_version_that_is_not_known_is_odd_and_read():
    document = parse_sbom(syft(artifact("idna", "3.4"), schema={"version": "99.0.0"}))

    assert document.oddities == ("a version of Syft's JSON that is not known: 99.0.0",)
    assert (1, True) == (len(document.components), document.is_complete)


def test_a_component_without_a_name_makes_it_incomplete():
    document = parse_sbom(syft(artifact("idna", "3.4", name="", purl=""), artifact("six", "1")))

    assert (("a component without a name",), False) == (document.oddities, document.is_complete)
    assert [each.name for each in document.components] == ["six"]


def test_no_more_components_are_read_than_wanted():
    data = json.loads(syft(artifact("idna", "3.4"), artifact("six", "1")))

    document = parse_syft(data, 1)

    assert (1, False) == (len(document.components), document.is_complete)
    assert document.oddities == ("only the first 1 components were read",)


def test_what_nothing_is_read_of_stands_as_it_is():
    unread = only(cpes=[{"cpe": "x"}]).unread

    assert [{"cpe": "x"}] == unread["cpes"]
    assert {"locations", "metadata"} < set(unread)


@given(artifacts=values, relations=values, source=values)
def test_values_of_any_type_are_read(artifacts, relations, source):
    fields = {"artifacts": artifacts, "artifactRelationships": relations, "source": source}

    assert parse_syft(fields).standard == "syft"
