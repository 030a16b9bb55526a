from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.json_lines import json_lines, parse_json
from scanner.metadata.toml_lines import Spans

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('a[{,:}]"\\\n', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a,:"', max_size=2), inner),
    max_leaves=12,
)


def test_a_value_is_on_its_line():
    text = '{\n "a": [1,\n  {"b:c": "x,\\"",\n "d": {}}\n],\n"e": null}'

    assert {
        (): (1, 6),
        ("a",): (2, 5),
        ("a", 0): (2, 2),
        ("a", 1): (3, 4),
        ("a", 1, "b:c"): (3, 3),
        ("a", 1, "d"): (4, 4),
        ("e",): (6, 6),
    } == _spans(json_lines(text))


@pytest.mark.parametrize(
    ("text", "oddities"),
    [
        pytest.param('{"a": 1,\n "a": 2}', ["line 2: a is there twice"], id="K22-twice"),
        pytest.param(
            '{"a": {"b": 1},\n"a": {"b": 2}}', ["line 2: a is there twice"], id="in-twice"
        ),
        pytest.param('{"a": {"b": 1}, "c": {"b": 1}}', [], id="in-two"),
        pytest.param('{"a": [{"b": 1}, {"b": 2}]}', [], id="in-elements"),
    ],
)
def test_a_key_that_is_there_twice_is_told(text, oddities):
    table, found = parse_json(text)

    assert [f"{oddity}; the last one counts" for oddity in oddities] == list(found)
    assert json.loads(text) == table.values


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", "[" * 100_000, '{"a": ' * 100_000, '{"a": NaNs}'],
    ids=["empty", "array", "malformed", "null", "deep", "deep-objects", "word"],
)
def test_k22_what_is_no_object_is_an_error(text):
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)


def test_half_a_character_is_replaced():
    table, _ = parse_json('{"a": "\\ud800", "b": "\\ud83d\\ude00"}')

    assert {"a": "?", "b": "\U0001f600"} == table.values


@given(VALUES)
def test_each_value_has_the_line_that_it_is_written_on(value):
    text = json.dumps(value, indent=1)

    lines = json_lines(text)

    assert set(_paths(value)) == set(lines.lines)
    assert [] == lines.twice
    rows = text.split("\n")
    keys = {
        path: span for path, span in _spans(lines).items() if path and isinstance(path[-1], str)
    }
    assert all(json.dumps(path[-1]) in rows[first - 1] for path, (first, _) in keys.items())
    for path, (first, last) in keys.items():
        wrapped = "\n".join(rows[first - 1 : last]).strip().removesuffix(",")
        assert {path[-1]: _at(value, path)} == json.loads(f"{{{wrapped}}}")


@given(st.text('[]{}:,"\\\na1', max_size=30))
def test_any_text_has_lines(text):
    spans = _spans(json_lines(text))

    count = text.count("\n") + 1
    assert all(1 <= first <= last <= count for first, last in spans.values())


def _paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else items:
        yield from _paths(item, (*path, key))


def _spans(lines):
    """Return the first and the last line of each value."""
    return {path: Spans(lines.lines, lines.ends).of(path) for path in lines.lines}


def _at(value, path):
    for key in path:
        value = value[key]
    return value
