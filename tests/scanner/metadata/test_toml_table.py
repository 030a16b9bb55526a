from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.toml_table import parse_toml

TEXT = """a = "text"
e = ""
n = 1
list = ["x", 2, "y",
  ""]
true = true
[t.u]
v = "w"
[[rows]]
v = 1
[[rows]]
v = "2"
"""


def test_values_are_as_their_types_say():
    table = parse_toml(TEXT)

    assert ("text", None, None, None) == tuple(map(table.text, ("a", "e", "n", "none")))
    assert ("x", "y") == table.texts("list")
    assert (True, False) == (table.is_true("true"), table.is_true("n"))
    assert "w" == table.table("t", "u").text("v")
    assert {} == table.table("a", "u").values
    assert [None, "2"] == [row.text("v") for row in table.tables("rows")]
    assert ["t"] == [key for key, _ in table.subtables()]


DEEP = "a" + ".a" * 30
KEYS = "".join(f"k{number}.{DEEP} = 1\n" for number in range(20_001))
TABLES = "".join(f"# '''\n[t{number}.{DEEP}]\n" for number in range(20_001))
"""In each comment something that would hide the rest, if it were the beginning of a text."""


def test_values_are_on_their_lines():
    table = parse_toml(TEXT)

    assert [(9, 10), (11, 12)] == [row.span for row in table.tables("rows")]
    assert (4, 5) == table.span_of("list")
    assert (4, 4) == table.span_of("list", 2)
    assert table.table("t").span == table.table("t").span_of("none")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = ", id="K22-malformed"),
        pytest.param("a = 1\na = 2", id="K22-duplicate-keys"),
        pytest.param("[a]\n[a]", id="K22-duplicate-tables"),
        pytest.param(f"a = {'[' * 100_000}", id="K22-deep"),
        pytest.param(f"a = {'{a = ' * 100_000}", id="K22-deep-tables"),
        pytest.param(f"{'a.' * 100_000}a = 1", id="K22-a-key-of-many-parts"),
        pytest.param(f"[{'a . ' * 100_000}a]", id="K22-a-table-of-many-parts"),
        pytest.param(KEYS, id="K22-many-deep-keys"),
        pytest.param(TABLES, id="K22-many-deep-tables"),
        pytest.param("'a' . " * 100_000 + "a = 1", id="K22-a-key-of-many-texts"),
        pytest.param(f"a = {'9' * 10_000}", id="K22-a-number-of-many-digits"),
        pytest.param("a = 2024-13-45", id="K22-no-date"),
        pytest.param("\x00", id="K22-nul"),
    ],
)
def test_what_is_no_document_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of tomli, or ours
        parse_toml(text)


def test_a_text_with_many_dots_is_no_key():
    assert "a." * 100 == parse_toml(f'a = "{"a." * 100}"').text("a")


@given(st.text("[]{}=,.\"'#\n ab1", max_size=40))
def test_any_text_is_a_document_or_a_value_error(text):
    try:
        table = parse_toml(text)
    except ValueError:
        return
    assert all(1 <= first <= last for key in table.values for first, last in [table.span_of(key)])
