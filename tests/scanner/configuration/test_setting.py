"""What documents set, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scanner.configuration.document import Document
from scanner.configuration.option import Kind, Option
from scanner.configuration.setting import Setting, settings_in, settled
from scanner.errors import UnusableConfiguration

HERE = Path("/srv/lading.toml")


def option(command, key, kind=Kind.STRING, **fields):
    """Return an option that has something against what is odd."""
    default: dict[str, Any] = {"is_many": False, "metavar": "", "help": "", "default": None}
    return Option(
        command=tuple(command.split()),
        key=key,
        parameter=key,
        kind=kind,
        is_file="FILE" in fields.get("metavar", ""),
        fault=lambda value: "no." if "odd" in str(value) else None,
        choices=tuple,
        **{**default, **fields},
    )


OPTIONS = [
    option("scan", "format"),
    option("scan", "output", is_many=True, metavar="FORMAT=FILE"),
    option("scan", "policy", metavar="FILE"),
    option("scan", "depth", Kind.INTEGER),
    option("scan", "share", Kind.NUMBER),
    option("scan", "quiet", Kind.BOOLEAN),
    option("sbom write", "format"),
    option("sbom write", "quiet", Kind.BOOLEAN),
    option("sbom attach", "sbom"),
]


def of(table, lines=None):
    return Document(HERE, table, lines or {})


def values_of(*tables):
    found = settled(map(of, tables), OPTIONS)
    return {" ".join((*command, key)): setting.value for (command, key), setting in found.items()}


def faults_of(table, lines=None):
    found = settings_in(of(table, lines), OPTIONS)
    return [str(each) for each in found if isinstance(each, UnusableConfiguration)]


def test_a_key_counts_for_every_command_below_its_table():
    table = {"quiet": True, "sbom": {"format": "a", "attach": {"sbom": "b"}}}

    assert {
        "scan quiet": True,
        "sbom write quiet": True,
        "sbom write format": "a",
        "sbom attach sbom": "b",
    } == values_of(table)


@pytest.mark.parametrize("is_reversed", [False, True], ids=["broad-first", "narrow-first"])
def test_the_nearest_table_counts_wherever_it_stands(is_reversed):
    items = [("format", "a"), ("sbom", {"format": "b", "write": {"format": "c"}})]
    table = dict(reversed(items) if is_reversed else items)

    assert {"scan format": "a", "sbom write format": "c"} == values_of(table)


def test_a_later_document_counts_before_a_nearer_table_of_an_earlier_one():
    assert "b" == values_of({"scan": {"format": "a"}}, {"format": "b"})["scan format"]


def test_what_is_a_command_and_an_option_is_what_its_value_is():
    assert {"sbom attach sbom": "a"} == values_of({"sbom": "a"})


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("policy", "a/b", "/srv/a/b"),
        ("policy", "/a", "/a"),
        ("policy", "-", "-"),
        ("policy", "a=b", "/srv/a=b"),
        ("output", ["json=a", "y=c=d"], ["json=/srv/a", "y=/srv/c=d"]),
        ("format", "a/b", "a/b"),
    ],
    ids=["relative", "absolute", "stdin", "equals", "format", "no-path"],
)
def test_relative_paths_begin_where_the_file_is(key, value, expected):
    assert expected == values_of({"scan": {key: value}})[f"scan {key}"]


def test_a_tilde_is_the_home_directory(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")

    assert {"scan policy": "/home/me/a"} == values_of({"policy": "~/a"})


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("format", 1, "1 is not a string."),
        ("format", "a\0", "'a\\x00' is not a string."),
        ("format", ["a"], "['a'] is not a string."),
        ("format", {"a": 1}, "a table is not a string."),
        ("output", "a", "'a' is not an array of strings."),
        ("output", ["a", 1], "['a', 1] is not an array of strings."),
        ("depth", True, "true is not a whole number."),
        ("depth", 1.5, "1.5 is not a whole number."),
        ("share", "1", "'1' is not a number."),
        ("quiet", "yes", "'yes' is not true or false."),
    ],
)
def test_a_value_of_another_type_is_told(key, value, wanted):
    assert [f"/srv/lading.toml:1: {key} of lading scan: {wanted}"] == faults_of(
        {"scan": {key: value}}
    )


def test_a_whole_number_is_a_number():
    assert {"scan share": 1} == values_of({"share": 1})


def test_what_the_option_itself_has_against_a_value_is_told_with_the_line_of_the_element():
    lines = {("output",): 3, ("output", 0): 4, ("output", 1): 5}

    assert ["/srv/lading.toml:5: output of lading scan: no."] == [
        fault[:46] for fault in faults_of({"output": ["json=a", "odd=b"]}, lines)
    ]


def test_a_value_that_only_some_commands_take_is_to_be_in_their_table():
    fault, _ = faults_of({"format": "odd"})

    assert "is to be in its own table" in fault


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"formt": 1}, "unknown key 'formt'; do you mean 'format'?"),
        ({"scan": {"depht": 1}}, "unknown key 'depht' in [scan]; do you mean 'depth'?"),
        ({"sbom": {"depth": 1}}, "unknown key 'depth' in [sbom]"),
        ({"sbom": {"wirte": {}}}, "unknown key 'wirte' in [sbom]; do you mean 'write'?"),
        ({"a_b": {}}, "unknown key 'a_b'"),
        ({"scan": 1}, "scan: 1 is not a table."),
        ({"scan": [{}]}, "scan: [{}] is not a table."),
    ],
    ids=["top", "command", "elsewhere", "subcommand", "nothing-near", "value", "array"],
)
def test_an_unknown_key_is_told_with_the_nearest_that_there_is(table, expected):
    assert [f"/srv/lading.toml:1: {expected}"] == faults_of(table)


def test_all_that_is_wrong_is_told_and_all_that_is_right_is_set():
    found = list(settings_in(of({"formt": 1, "quiet": True, "scan": {"depth": "a"}}), OPTIONS))

    assert 2 == sum(isinstance(each, UnusableConfiguration) for each in found)
    assert ["quiet", "quiet"] == [each.option.key for each in found if isinstance(each, Setting)]


def test_the_first_thing_that_is_wrong_ends_it():
    with pytest.raises(UnusableConfiguration, match="formt"):
        settled([of({"formt": 1})], OPTIONS)
