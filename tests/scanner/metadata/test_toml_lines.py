from __future__ import annotations

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from scanner.metadata.toml_lines import MAX_VALUES, toml_lines, toml_spans

LOCK = '''# a comment with [brackets]
version = 1
title = """
[[package]]
""" # not one
created = 2024-05-27T07:32:00Z

[[package]]
name = "b"
versions = [ "1.0", # first
  '2.0',
  { a = 1.5, "b.c" = [ ] },
]
source.url = "x"

[package.dependencies]
"d.e" = { version = "1", optional = true }

[[package]]
name = "c"
[[package.files]]
file = "f"
[[package.files]]
file = "g"
[tool."x y".z]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("version",), 2),
        (("title",), 3),
        (("created",), 6),
        (("package", 0), 8),
        (("package", 0, "name"), 9),
        (("package", 0, "versions", 0), 10),
        (("package", 0, "versions", 1), 11),
        (("package", 0, "versions", 2, "a"), 12),
        (("package", 0, "versions", 2, "b.c"), 12),
        (("package", 0, "source"), 14),
        (("package", 0, "source", "url"), 14),
        (("package", 0, "dependencies", "d.e"), 17),
        (("package", 0, "dependencies", "d.e", "optional"), 17),
        (("package", 1), 19),
        (("package", 1, "files", 1, "file"), 24),
        (("tool", "x y", "z"), 25),
    ],
    ids=str,
)
def test_a_value_is_on_its_line(path, line):
    assert line == toml_lines(LOCK)[path]


def test_each_value_has_a_line():
    assert set(_paths(tomli.loads(LOCK))) <= set(toml_lines(LOCK))


def test_an_escaped_key_is_known_as_it_is_meant():
    assert {("a\tb",): 1} == toml_lines('"a\\tb" = 1')


@given(st.text("[]{}=,.\"'#\n\\ab1", max_size=40))
def test_any_text_has_lines(text):
    spans = toml_spans(text)

    count = text.count("\n") + 1
    known = [spans.of(path) for path in spans.lines]

    assert all(span and 1 <= span[0] <= span[1] <= count for span in known)


_LINES = (
    "[[p]]",
    "[p.a]",
    "[[p.b]]",
    "[ q . 'x' ]",
    '["a#]"]',
    "[c] # [d]",
    "a = 1",
    "b = [",
    "  [1, 2], # ]",
    "  ['x', '['],",
    "]",
    "c = [[[[[3]]]]]",
    "d = { e = [[1]], f = '#' }",
    'g = """',
    "[x]",
    '"""',
    "h = '''[y]",
    "'''",
    "# [z]",
    "",
    "i.j = 2",
)


@given(st.lists(st.sampled_from(_LINES), max_size=14).map("\n".join))
@example("[a]\nb = 1\n# c\n\n[d]")
@example("[a]\nb = [[[[[[1]]]]]]\n[[c]]\n[[c]]\nd = ']'")
@example("[[p]]\n[p.a]\nb = [\n  ['x', '['],\n]\n# [z]\n\n[[p]]")
def test_a_table_is_where_it_is_if_everything_is_read(text):
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    spans = toml_spans(text)
    whole = spans.all() if spans.all else spans

    assert {path: whole.of(path) for path in spans.lines} == {
        path: spans.of(path) for path in spans.lines
    }


def test_of_a_lockfile_only_the_tables_are_read_at_first():
    spans = toml_spans(LOCK)

    assert ("package", 0) in spans.lines
    assert ("package", 0, "name") not in spans.lines
    assert (9, 9) == spans.of(("package", 0, "name"))


@given(st.text("[]=,.\"'\nab1", max_size=25))
def test_whatever_is_read_has_all_its_lines(text):
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return

    assert set(_paths(data)) <= set(toml_lines(text))


def _paths(value, path=()):
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else items:
        yield from _paths(item, (*path, key))


@pytest.mark.parametrize(
    ("path", "last"),
    [
        (("title",), 5),
        (("created",), 6),
        (("package", 0), 17),
        (("package", 0, "name"), 9),
        (("package", 0, "versions"), 13),
        (("package", 0, "versions", 1), 11),
        (("package", 0, "dependencies"), 17),
        (("package", 1), 24),
        (("package",), 24),
        (("tool",), 25),
    ],
    ids=str,
)
def test_a_value_ends_on_its_last_line(path, last):
    span = toml_spans(LOCK).of(path)

    assert span is not None
    assert last == span[1]


def test_of_more_values_than_any_lockfile_has_the_first_have_lines():
    text = f"a = [{'1,' * (MAX_VALUES + 9)}]\nb = 1"

    lines = toml_lines(text)

    assert MAX_VALUES + 1 == len(lines)
    assert ("b",) not in lines
