"""Components inside of components."""

from __future__ import annotations

from dataclasses import replace

from scanner.formats.cyclonedx.assembly import MAX_DEPTH
from scanner.model.component import State
from tests.support.cyclonedx import complaints, components, document_of, refs
from tests.support.reports import SITE, at, component, finding, report_of


def vendored(name, parent):
    path = None if parent is None else f"{SITE}/{parent}"
    return component(name, state=State.VENDORED, parent=path, evidence=at(f"{SITE}/{name}"))


def names(owner):
    """Return the names of components, each with those inside of it."""
    return {each["name"]: names(each) for each in owner.get("components", ())}


def test_a_part_is_in_what_it_is_a_part_of():
    report = report_of(vendored("a", None), vendored("b", "a"), vendored("c", "b"))

    assert {"a": {"b": {"c": {}}}} == names(document_of(report))


def test_a_part_of_what_is_not_there_is_at_the_top():
    assert {"b": {}} == names(document_of(report_of(vendored("b", "a"))))


def test_parents_in_a_circle_lose_nothing():
    report = report_of(vendored("a", "b"), vendored("b", "a"), vendored("c", "c"))

    assert {"a": {}, "b": {}, "c": {}} == names(document_of(report))


def test_what_is_very_deep_is_at_the_top_again():
    """
    Parsers recurse.
    """
    count = 3000
    chain = [vendored(f"n{at}", f"n{at - 1}" if at else None) for at in range(count)]

    report = report_of(*chain)

    document = document_of(report)
    assert count == len(list(components(document)))
    assert count - MAX_DEPTH + 1 == len(document["components"])
    assert complaints(report) == {}


def test_what_is_listed_twice_has_two_references():
    """
    An SBOM in a wheel may say the same again, in the same line.
    """
    twin = component()
    report = report_of(twin, replace(twin, summary="again"), findings=(finding(twin),))

    found = refs(document_of(report))

    assert len(found) == len(set(found))
    assert complaints(report) == {}
