from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.document import SPDX, DocumentFacts
from scanner.model.license import Licensing
from scanner.quality.rubric import RUBRIC
from scanner.quality.score import grade_of, score
from tests.support.quality import (
    COMPLETE,
    CYCLONEDX_FACTS,
    SPDX_FACTS,
    complete,
    without,
)
from tests.support.reports import at, component

WEIGHTS = {
    "Identification": (10, {"name": 0.40, "version": 0.35, "local-identifier": 0.25}),
    "Provenance": (
        12,
        {
            "timestamp": 0.20,
            "author": 0.20,
            "tool-version": 0.20,
            "document-supplier": 0.15,
            "namespace": 0.15,
            "lifecycle": 0.10,
        },
    ),
    "Integrity": (15, {"checksum": 0.60, "strong-checksum": 0.30, "signature": 0.10}),
    "Completeness": (
        12,
        {
            "dependencies": 0.25,
            "primary-component": 0.20,
            "dependency-completeness": 0.15,
            "source": 0.15,
            "supplier": 0.15,
            "purpose": 0.10,
        },
    ),
    "Licensing": (
        15,
        {
            "license": 0.20,
            "valid-license": 0.20,
            "declared-license": 0.15,
            "not-deprecated": 0.15,
            "not-restrictive": 0.20,
            "data-license": 0.10,
        },
    ),
    "Vulnerability": (10, {"purl": 0.50, "cpe": 0.50}),
    "Structural": (8, {"format": 0.30, "format-version": 0.30, "encoding": 0.20, "schema": 0.20}),
}
"""As the specification of sbomqs 2.0 has them."""
FEATURES = [name for _, features in WEIGHTS.values() for name in features]
PARTS = (
    *("name", "version", "purl", "identities", "hashes", "contact_fields", "links", "origin"),
    *("directness", "declared", "concluded"),
)
"""What may be known of a component."""
STATEMENTS = tuple(
    sorted({field.name for field in fields(DocumentFacts)} - {"has_vulnerabilities"})
)
"""What a document may say of itself."""


def test_the_weights_are_those_of_the_specification():
    found = {
        category.name: (
            category.weight,
            {each.datum.name: each.weight for each in category.document}
            | {each.datum.name: each.weight for each in category.components},
        )
        for category in RUBRIC
    }

    assert WEIGHTS == found
    assert 82 == sum(category.weight for category in RUBRIC)
    assert all(sum(features.values()) == pytest.approx(1) for _, features in WEIGHTS.values())


def test_a_document_that_tells_everything_gets_all_points():
    result = score(complete(), CYCLONEDX_FACTS)

    assert (10.0, 10.0, "A", 1) == (
        result.value,
        result.attainable,
        result.grade,
        result.components,
    )


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_that_is_not_there_costs_its_share(name):
    result = score(*without(name, complete(), CYCLONEDX_FACTS))

    (feature,) = [
        each for category in result.categories for each in category.features if each.name == name
    ]
    assert (0, 1) == (feature.have, feature.total)
    assert feature.why
    assert feature.advice
    assert result.value < 10


def test_a_feature_gets_the_share_of_the_components_that_have_it():
    """
    The specification's own example: 120 of 150 with SHA-256, 20 more with SHA-1, and no signature.
    """
    strong, weak, none = f"sha256:{'a' * 64}", f"sha1:{'a' * 40}", None
    components = [
        replace(COMPLETE, evidence=at(f"lib/{at_}"), hashes=(digest,) if digest else ())
        for at_, digest in enumerate([strong] * 12 + [weak] * 2 + [none])
    ]

    result = score(complete(*components), replace(CYCLONEDX_FACTS, is_signed=False))

    (integrity,) = [each for each in result.categories if each.name == "Integrity"]
    assert 10 * (0.6 * 14 / 15 + 0.3 * 12 / 15) == pytest.approx(integrity.value)


def test_a_document_of_spdx_is_not_asked_for_what_spdx_has_no_place_for():
    facts = replace(
        SPDX_FACTS, lifecycle=None, states=SPDX_FACTS.states - {"dependency-completeness"}
    )

    assert 10.0 == score(complete(), facts).value
    assert SPDX == facts.format


def test_a_document_that_nobody_has_validated_is_not_asked_whether_it_is_valid():
    assert 10.0 == score(complete(), replace(CYCLONEDX_FACTS, is_valid=None)).value
    assert score(complete(), replace(CYCLONEDX_FACTS, is_valid=False)).value < 10


def test_what_could_only_be_made_up_is_not_attainable():
    bare = component(licensing=Licensing(concluded="GPL-3.0-only"))

    result = score(complete(bare), CYCLONEDX_FACTS)

    lost = 15 * 0.9 + 10 * 0.5 + 15 * 0.2
    assert 10 * (82 - lost) / 82 == pytest.approx(result.attainable)
    assert result.value < result.attainable


def test_nothing_is_asked_of_components_where_there_are_none():
    result = score(replace(complete(), components=()), CYCLONEDX_FACTS)

    identification = result.categories[0]
    assert not identification.is_applicable
    assert 10.0 == result.value


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        (10, "A"),
        (9, "A"),
        (8.99, "B"),
        (8, "B"),
        (7, "C"),
        (6.9, "D"),
        (5, "D"),
        (4.9, "F"),
        (0, "F"),
    ],
)
def test_grades_begin_where_the_specification_has_it(value, grade):
    assert grade == grade_of(value)


@given(
    told=st.lists(st.sets(st.sampled_from(PARTS)), min_size=1, max_size=3),
    facts=st.sets(st.sampled_from(STATEMENTS)),
    more=st.sampled_from((*PARTS, *STATEMENTS)),
)
def test_to_tell_more_never_lowers_a_score(told, facts, more):
    """
    But for a licence that restricts, in the place of one that does not.
    """
    fewer = score(_inventory(told), _facts(facts))
    fuller = score(_inventory([each | {more} for each in told]), _facts(facts | {more}))

    assert fewer.value <= fuller.value


def _inventory(told):
    """Return components of which some of what is known of the complete one is told."""
    return complete(*(_component(parts, number) for number, parts in enumerate(told)))


def _component(parts, number):
    declared, concluded = (
        "GPL-2.0-only" if each in parts else None for each in ("declared", "concluded")
    )
    licensing = Licensing(declared=declared, concluded=concluded)
    known = {
        each: getattr(COMPLETE, each) for each in parts - {"declared", "concluded"} if each in PARTS
    }
    bare = component("", None, purl="", evidence=at(f"lib/{number}"), licensing=licensing)
    return replace(bare, **known)


def _facts(told):
    known = {each: getattr(CYCLONEDX_FACTS, each) for each in told if each in STATEMENTS}
    return DocumentFacts(**known)
