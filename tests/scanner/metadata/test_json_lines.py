from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.json_lines import json_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('a[{,:}]"\\\n', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a,:"', max_size=2), inner),
    max_leaves=12,
)


def test_a_value_is_on_its_line():
    text = '{\n "a": [1,\n  {"b:c": "x,\\"",\n "d": {}}\n],\n"e": null}'

    lines = json_lines(text)

    assert {
        (): 1,
        ("a",): 2,
        ("a", 0): 2,
        ("a", 1): 3,
        ("a", 1, "b:c"): 3,
        ("a", 1, "d"): 4,
        ("e",): 6,
    } == lines


@given(VALUES)
def test_each_value_has_the_line_that_it_is_written_on(value):
    text = json.dumps(value, indent=1)

    lines = json_lines(text)

    assert set(_paths(value)) == set(lines)
    rows = text.split("\n")
    keys = {path: line for path, line in lines.items() if path and isinstance(path[-1], str)}
    assert all(json.dumps(path[-1]) in rows[line - 1] for path, line in keys.items())


@given(st.text('[]{}:,"\\\na1', max_size=30))
def test_any_text_has_lines(text):
    lines = json_lines(text)

    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


def _paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else items:
        yield from _paths(item, (*path, key))
