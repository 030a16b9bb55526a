"""JSON that every parser takes."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.formats.json_text import json_line, json_lines, json_text

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda values: st.lists(values) | st.dictionaries(TEXTS, values),
    max_leaves=20,
)
ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""A surrogate as an escape: strict parsers, as orjson, refuse one that stands alone."""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("idna", "idna", id="ascii"),
        pytest.param("René", "René", id="not ASCII"),
        pytest.param("😀", "😀", id="beyond the basic plane"),
        pytest.param("caf\udce9", r"caf\xe9", id="byte that is not UTF-8"),
        pytest.param("\udcff\udc80", r"\xff\x80", id="two bytes"),
        pytest.param("é\udce9", r"é\xe9", id="character and byte"),
        pytest.param("\ud800", r"\ud800", id="first half alone"),
        pytest.param("\udc00", r"\udc00", id="second half alone"),
        pytest.param("\ude00\ud83d", r"\ude00\ud83d", id="halves in the wrong order"),
        pytest.param("\ud83d\ude00", r"\ud83d\ude00", id="halves that Python keeps apart"),
        pytest.param(r"\udce9", r"\udce9", id="escape as a text"),
        pytest.param("\\\udce9", r"\\xe9", id="backslash before a byte"),
        pytest.param('"\udce9"', r'"\xe9"', id="quotes about a byte"),
        pytest.param("a\0\x1b\x7f\x85\u2028b", "a\0\x1b\x7f\x85\u2028b", id="control characters"),
        pytest.param("\ufeff", "\ufeff", id="byte order mark"),
    ],
)
def test_a_text_is_what_it_was_but_for_what_no_json_can_hold(value, shown):
    text = json_text({"value": value})

    assert {"value": shown} == json.loads(text.encode("utf-8"))
    assert ESCAPE.search(text.replace(r"\\", "")) is None


def test_keys_are_texts_like_any_other():
    text = json_text({"caf\udce9": {"\ud800": 1}})

    assert {r"caf\xe9": {r"\ud800": 1}} == json.loads(text.encode("utf-8"))


def test_control_characters_are_escaped_as_the_grammar_demands():
    text = json_text({"value": "".join(map(chr, range(32)))})

    assert {"\n"} == {char for char in text if char < " "}


def test_what_acts_is_written_as_an_escape_that_is_read_as_itself():
    """
    A document is looked at in terminals and in reviews, too.
    """
    value = "é\x9b\x85\xad\u061c\u200b\u2028\u202e\u2066\ufeff"

    text = json_text({"value": value})

    assert {"value": value} == json.loads(text)
    assert all(line.isprintable() for line in text.split("\n"))


def test_the_document_is_indented_and_ends_with_its_line():
    assert '{\n  "a": [\n    1,\n    null\n  ]\n}\n' == json_text({"a": [1, None]})


def test_keys_stay_in_the_order_that_they_were_given():
    assert ["b", "a"] == list(json.loads(json_text({"b": 1, "a": 2})))


def test_a_document_of_lines_is_the_same_with_one_for_each_item():
    document = {"a\n": "b\n\udce9", "items": [{"c": [1, {"d": "\n"}]}, {}], "none": []}

    text = "".join(json_lines(document))

    assert json.loads(json_text(document)) == json.loads(text)
    assert 8 == text.count("\n")


def test_what_one_writer_refuses_another_writes_alike():
    """
    orjson writes neither what is not Unicode nor numbers beyond 64 bits.
    """
    document: dict[str, object] = {
        "a": [1.5, None, {"b": []}, {}],
        "é\x1f": "\x7f/\\",
        "c": {"d": -1},
    }
    refused: dict[str, object] = {"path": "caf\udce9", "number": 1 << 64}

    assert json_text(document)[:-3] in json_text(document | refused)
    assert json_line(document)[:-1] in json_line(document | refused)


@given(VALUES)
def test_a_line_of_json_is_read_as_what_was_written(value):
    assert value == json.loads(json_line(value))
