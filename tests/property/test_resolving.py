"""What is given to resolvers, and what comes back, whatever it is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import ResolverFailed
from scanner.metadata.declared_requirement import parse_declared
from scanner.model.declaration import Declaration
from scanner.resolve.answer import answer_of
from scanner.resolve.input import Input, inputs_of, requirement_of
from scanner.resolve.place import Places
from tests.support.reports import component
from tests.support.resolvers import inventory_with

NAMES = st.sampled_from(("a", "b", "c", "zope.interface", "A"))
LINES = st.builds("{}=={}  # via {}".format, NAMES, st.sampled_from("123"), NAMES)
OUTPUTS = st.one_of(st.text(), st.lists(LINES, max_size=8).map("\n".join))
ODD = st.text("a=<>;[]#$\\{}'\"\n\r\t -@/:.0,\u2028", max_size=12)
FILES = {"requirements.txt": "-r b.in\na\nzope.interface\n", "b.in": "b>=2\n"}
INVENTORY = inventory_with(FILES)
(ASKED,) = inputs_of(INVENTORY)


@given(OUTPUTS)
def test_an_answer_is_one_or_an_error(text):
    try:
        answer = answer_of(ASKED, text, "uv 1", Places(INVENTORY.components))
    except ResolverFailed:
        return

    places = [each.place for each in (*answer.settled, *answer.brought)]
    assert {each.place for each in answer.settled} <= {each.place for each in ASKED.components}
    assert len(places) == len(set(places))
    assert {each.dependent for each in answer.dependencies} <= set(places)
    assert {each.dependency for each in answer.dependencies} <= set(places)


@given(name=ODD, specifier=ODD, marker=ODD, extra=ODD)
def test_what_is_passed_on_is_one_requirement_of_that_name(name, specifier, marker, extra):
    declaration = Declaration(
        requirement="", is_locked=False, specifier=specifier, marker=marker, extras=(extra,)
    )
    text = requirement_of(replace(component(name, None), declaration=declaration))

    if text is not None:
        read = parse_declared(text)
        assert (name, None, None) == (read.name, read.origin, read.oddity)
        assert 1 == len(text.splitlines())


@given(st.lists(ODD, max_size=4))
def test_an_input_has_a_line_for_each_requirement_and_no_other(specifiers):
    components = tuple(
        replace(
            component("a", None),
            declaration=Declaration(requirement="", is_locked=False, specifier=each),
        )
        for each in specifiers
    )

    lines = Input(path="", components=components).question.requirements.splitlines()
    assert all(line.startswith("a") for line in lines)
    assert len(lines) <= len(components)
