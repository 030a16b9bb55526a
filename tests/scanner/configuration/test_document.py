"""What is read of a configuration file."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.configuration.document import MAX_BYTES, read_document
from scanner.errors import UnusableConfiguration


def document_of(directory, data, name="lading.toml"):
    file = directory / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(file)


def test_a_file_is_a_table_with_lines(tmp_path):
    document = document_of(tmp_path, 'a = 1\r\n\r\n[scan]\r\ninclude = [\r\n "x",\r\n "y"]\r\n')

    assert {"a": 1, "scan": {"include": ["x", "y"]}} == document.table
    assert [1, 4, 6] == [
        document.lines[path] for path in (("a",), ("scan", "include"), ("scan", "include", 1))
    ]


def test_of_a_project_file_only_our_table_counts(tmp_path):
    text = '[project]\nname = "a"\n[tool.ruff]\nx = 1\n[tool.lading]\nquiet = true\n'

    document = document_of(tmp_path, text, "pyproject.toml")

    assert ({"quiet": True}, f"{tmp_path}/pyproject.toml:6") == (
        document.table,
        document.origin(("quiet",)),
    )


@pytest.mark.parametrize(
    "text",
    ["nonsense", '[project]\nname = "lading"\n', "[tool.lading]\n", 'tool = "lading"\n'],
    ids=["of-others", "only-named", "empty", "no-table"],
)
def test_a_project_file_without_our_table_is_none(text, tmp_path):
    assert document_of(tmp_path, text, "pyproject.toml") is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"a = 1\nb", ":2: not TOML", id="syntax"),
        pytest.param(b"a = 1\nb = \xff", ":2: not UTF-8", id="encoding"),
        pytest.param(b"#" * (MAX_BYTES + 1), ": larger than 1,048,576 bytes", id="size"),
        pytest.param(b"a = " + b"[" * 5000, ": nested too deeply", id="depth"),
        pytest.param(b"[%s]" % b".".join([b"a"] * 50_000), ": a key of too many parts", id="key"),
        pytest.param(b"a = " + b"9" * 5000, ": Exceeds the limit", id="number"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(data, expected, tmp_path):
    with pytest.raises(UnusableConfiguration) as caught:
        document_of(tmp_path, data)

    assert str(caught.value).startswith(f"{tmp_path}/lading.toml{expected}")


@pytest.mark.parametrize(
    "text",
    [
        "[tool.lading]\nquiet = true",
        "[ tool . 'lading' ]\nquiet = true",
        "[tool]\nlading.quiet = true",
        'tool."lading" = {quiet = true}',
        "[tool]\n  lading = {quiet = true}",
    ],
    ids=["plain", "quoted", "dotted", "top", "inline"],
)
def test_our_table_is_found_however_it_is_written(text, tmp_path):
    document = document_of(tmp_path, text, "pyproject.toml")

    assert {"quiet": True} == document.table


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(UnusableConfiguration, match="No such file"):
        read_document(tmp_path / "lading.toml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text("[]{}=.,\"'\n#ab1 \\", max_size=60)))
def test_any_bytes_are_a_document_or_an_error(tmp_path, data):
    with suppress(UnusableConfiguration):
        assert document_of(tmp_path, data)
