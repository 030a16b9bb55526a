"""YAML files of decisions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decided.document import MAX_BYTES, Section, read
from scanner.errors import UnusableDecision

KEYS = ("name", "names", "day", "entries")


def section(text: str) -> Section:
    """Return the mapping that a file with this text is."""
    return read(text.encode(), "file.yaml", KEYS)


def error(text: str, key: str = "name", ask: str = "text") -> str:
    """Return what is wrong with a file, or with a value of it."""
    with pytest.raises(UnusableDecision) as raised:
        getattr(section(text), ask)(key)
    return str(raised.value)


def test_one_value_is_a_list_of_one():
    document = section("name: a\nnames: [b, c]")

    assert (("a",), ("b", "c"), ()) == (
        document.texts("name"),
        document.texts("names"),
        document.texts("entries"),
    )


@pytest.mark.parametrize("text", ["2026-12-31", "'2026-12-31'", '"2026-12-31"'])
def test_a_day_may_be_quoted(text):
    assert date(2026, 12, 31) == section(f"day: {text}").day("day")


@pytest.mark.parametrize(
    "text", ["20261231", "2026-12", "2026-02-30", "soon", "2026-12-31T00:00:00Z", "[2026-12-31]"]
)
def test_a_day_is_year_month_and_day(text):
    expected = "file.yaml:1: day is no date like 2026-12-31"
    assert expected == error(f"day: {text}", "day", "day")


SURPRISES = {
    "Norway": ("NO", "bool"),
    "yes": ("yes", "bool"),
    "off": ("off", "bool"),
    "a version": ("1.10", "float"),
    "a number": ("3", "int"),
    "an octal number": ("0o7", "str"),
    "a day": ("2026-12-31", "timestamp"),
    "a time": ("22:22", "int"),
    "nothing": ("~", "null"),
    "not a number": (".nan", "float"),
}


@pytest.mark.parametrize(("text", "kind"), SURPRISES.values(), ids=SURPRISES)
def test_a_text_that_yaml_takes_for_something_else_has_to_be_quoted(text, kind):
    if kind == "str":
        assert text == section(f"name: {text}").text("name")
        return

    expected = f'file.yaml:2: name: YAML takes {text} for a {kind}; write "{text}"'
    assert expected == error(f"# first\nname: {text}")
    assert text == section(f"name: '{text}'").text("name")


REFUSED = {
    "nothing": ("", "1: it is empty"),
    "a list": ("- a", "1: a mapping is wanted here"),
    "a text": ("a", "1: a mapping is wanted here"),
    "an unknown key": (
        "name: a\nnmae: b",
        "2: nmae is unknown; known are name, names, day, entries",
    ),
    "a key twice": ("name: a\nname: b", "2: name is there twice"),
    "an alias": ("name: &a x\nnames: *a", "1: it has anchors or aliases"),
    "an alias of nothing": ("names: *a", "1: it has anchors or aliases"),
    "a merge": ("<<: {name: a}", "1: << is unknown; known are name, names, day, entries"),
    "an empty text": ("name: ''", "1: name is empty"),
    "no text": ("name:", "1: name is empty"),
    "a list of texts": ("name: [a, b]", "1: there can be only one name"),
    "an empty list": ("name: []", "1: name is empty"),
    "a mapping": ("name: {a: b}", "1: name is no text"),
    "an object": ("name: !!python/object:os.system x", "1: name: YAML takes x for a "),
    "too deep": ("names: " + "[" * 100_000, "1: it is too deep"),
    "two documents": ("name: a\n---\nname: b", "2: it is no YAML: expected a single document"),
    "a tab": ("\tname: a", "1: it is no YAML: while scanning for the next token"),
    "an open quote": ("name: 'a", "1: it is no YAML: while scanning a quoted scalar"),
    "a control character": ("name: \x01", "1: it is no YAML: unacceptable character #x0001"),
    "a list as a key": ("? [a]\n: b", "1: a collection is unknown"),
    "missing": ("names: a", "1: it has no name"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    assert error(text).startswith(f"file.yaml:{expected}")


def test_a_file_that_is_no_text_is_refused():
    with pytest.raises(UnusableDecision, match="it is no YAML"):
        read(b"name: \xff\xfe", "file.yaml", KEYS)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(UnusableDecision, match="it is larger than 4 MiB"):
        read(b" " * (MAX_BYTES + 1), "file.yaml", KEYS)


def test_entries_know_their_lines():
    document = section("entries:\n- name: a\n-\n  name: b\n")

    assert [2, 4] == [entry.line for entry in document.sections("entries", KEYS)]


@pytest.mark.parametrize(("text", "count"), [("name: a", 0), ("entries:", 0), ("entries: []", 0)])
def test_there_may_be_no_entries(text, count):
    assert count == len(section(text).sections("entries", KEYS))


@given(st.binary(max_size=200) | st.text(alphabet="names: [{}]&*!|>-'\"\n\t#%@~1.", max_size=60))
def test_no_file_is_too_odd_to_be_refused(data):
    content = data.encode() if isinstance(data, str) else data
    try:
        document = read(content, "file.yaml", KEYS)
    except UnusableDecision as refused:
        line, keys = refused.line, set[str]()
    else:
        line, keys = document.line, set(document.values)

    assert line >= 1
    assert keys <= set(KEYS)
