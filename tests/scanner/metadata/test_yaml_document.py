"""YAML documents of others: text stays text, every value has its lines, nothing grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.yaml_document import MAX_DEPTH, parse_yaml


@pytest.mark.parametrize(
    "text", ["NO", "1.10", "0x10", "2024-01-01", "true", "1e3", "12:30"], ids=str
)
def test_a_scalar_stays_the_text_that_it_is(text):
    assert text == parse_yaml(f"a: {text}").root.text_at("a")


@pytest.mark.parametrize("text", ["", "~", "null", "''"])
def test_there_is_no_text_where_there_is_nothing(text):
    assert parse_yaml(f"a: {text}").root.text_at("a") is None


@pytest.mark.parametrize(
    ("text", "keys", "lines"),
    [
        pytest.param("a: 1\nb:\n  - x\n  - y\n", ("b",), (3, 4), id="sequence"),
        pytest.param("a:\n- x: 1\n  y: 2\n\nb: 3\n", ("a",), (2, 3), id="before-an-empty-line"),
        pytest.param("a: [x,\n  y,\n]\n", ("a",), (1, 3), id="flow"),
        pytest.param("a: |\n  x\n  y\nb: 1\n", ("a",), (1, 3), id="block"),
        pytest.param('a: "x\n  y"\nb: 1\n', ("a",), (1, 2), id="quoted"),
        pytest.param("a: &n\n  b: 1\nc: *n\n", ("c",), (1, 2), id="alias"),
        pytest.param("a: {}\n", ("a",), (1, 1), id="empty"),
        pytest.param("a: 1\r\nb: 2\r\n", ("b",), (2, 2), id="crlf"),
    ],
)
def test_a_value_knows_its_lines(text, keys, lines):
    value = parse_yaml(text).root.at(*keys)

    assert lines == (value.line, value.last_line)


def test_a_merged_mapping_gives_way_to_what_is_stated():
    root = parse_yaml("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: {<<: [*x, {c: 4, a: 5}]}").root

    assert ("1", "3") == (root.text_at("y", "a"), root.text_at("y", "b"))
    assert ("1", "4") == (root.text_at("z", "a"), root.text_at("z", "c"))


def test_k22_a_key_that_is_there_twice_is_told():
    document = parse_yaml("a: 1\nb: 2\na: 3\n")

    assert ("line 3: a is there twice; the last one counts",) == document.oddities
    assert "3" == document.root.text_at("a")


def test_only_the_first_document_is_read():
    document = parse_yaml("a: 1\n---\na: 2\n")

    assert ("1", ("line 2: another document; only the first is read",)) == (
        document.root.text_at("a"),
        document.oddities,
    )


BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{number}: &a{number} [*a{number - 1}, *a{number - 1}]\n" for number in range(1, 40)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("a: [", "line 1: ", id="K22-malformed"),
        pytest.param("a: *b", "an alias of nothing", id="no-anchor"),
        pytest.param("a: &a [*a]", "an alias of nothing", id="an-alias-of-itself"),
        pytest.param("[" * (MAX_DEPTH + 1), "nested too deeply", id="K22-deep"),
        pytest.param("[" * 100_000, "nested too deeply", id="K22-very-deep"),
        pytest.param(BOMB, "more than", id="K22-aliases-of-aliases"),
        pytest.param("a: \x00", "not allowed", id="NUL"),
    ],
)
def test_what_cannot_be_read_is_an_error(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_yaml(text)


@given(st.text("ab:-[]{}&*|>'\"#%\n ,?!<~\t", max_size=60))
def test_any_text_is_a_document_or_an_error(text):
    try:
        document = parse_yaml(text)
    except ValueError:
        return

    lines = text.count("\n") + 1
    pending = [document.root]
    while pending:
        value = pending.pop()
        pending += [*value.items, *value.members.values()]
        assert 1 <= value.line <= value.last_line <= lines
