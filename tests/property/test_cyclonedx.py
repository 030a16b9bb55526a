"""CycloneDX documents of texts that nobody thought of."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.component import Link, State
from scanner.model.license import DeclaredLicense
from tests.support.cyclonedx import complaints, components, document_of
from tests.support.reports import at, component, report_of

texts = st.text(st.characters(codec=None), max_size=20)
parents = st.none() | st.sampled_from(["a", "b", "c", "d", "e"])


@given(texts, texts, texts)
@settings(deadline=None)
def test_a_document_is_valid_whatever_a_text_has(one, other, third):
    known = component(
        one,
        other,
        summary=third,
        installer=other,
        origin=one,
        evidence=at(third),
        license=DeclaredLicense(text=one, classifiers=(other,)),
        links=(Link(label=one, url=f"https://{other}/"),),
    )

    assert complaints(report_of(known)) == {}


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d", "e"]), parents), max_size=12))
@settings(deadline=None)
def test_nothing_is_lost_whatever_is_inside_of_what(placed):
    found = [
        component(f"n{number}", state=State.VENDORED, evidence=at(path), parent=parent)
        for number, (path, parent) in enumerate(placed)
    ]

    document = document_of(report_of(*found))

    assert sorted(each.name for each in found) == sorted(
        each["name"] for each in components(document)
    )
