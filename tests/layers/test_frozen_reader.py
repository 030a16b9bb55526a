"""Applications of PyInstaller; the real tool is in tests/conformance."""

from __future__ import annotations

import marshal
import struct

import pytest

from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.frozen_reader import FrozenReader, cookie_of
from layers.limits import Limits
from layers.stream import read_all
from layers.window import Window
from tests.support.archives import COOKIE, frozen_of, modules_of

FILES = {"base_library.zip": b"PK", "six-1.dist-info/METADATA": b"Name: six" * 50}


def everything(data: bytes, limits: Limits | None = None) -> dict[bytes, bytes]:
    window = Window(data, 0, 1)
    reader = FrozenReader.of_application(window, limits or Limits(), lambda _: None)
    paths = reader.chosen(lambda run: range(len(run.paths)))
    return {path: read_all(reader.payload()) for path, *_ in paths}


def modules(data: bytes) -> list[bytes]:
    reader = FrozenReader.of_modules(Window(data, 0, 1), Limits(), lambda _: None)
    return [path for path, *_ in reader.chosen(lambda run: range(len(run.paths)))]


@pytest.mark.parametrize(
    "behind", [b"", b"signature" * 99, bytes(2_000)], ids=["", "signed", "elf"]
)
def test_members_are_behind_the_program(behind):
    found = everything(frozen_of(FILES, behind=behind))

    assert {name.encode(): content for name, content in FILES.items()} == found


def test_modules_are_kept_as_they_are():
    archive = modules_of("six")

    assert {b"PYZ.pyz": archive} == everything(frozen_of({}, archive))


def test_windows_separates_directories_by_backslashes():
    assert {b"a/b"} == everything(frozen_of({"a\\b": b""})).keys()


def test_modules_are_listed_as_the_files_that_they_were():
    names = modules(modules_of("six", "yaml.loader", packages=["yaml"]))

    assert [b"yaml/__init__.pyc", b"six.pyc", b"yaml/loader.pyc"] == names


def test_modules_may_be_in_a_dictionary():
    table = marshal.dumps({"six": (0, 1, 2), "é": (3, 1 << 40, 2)})

    names = modules(b"PYZ\0????" + struct.pack("!I", 12) + table)

    assert [b"six.pyc", "é/__init__.pyc".encode()] == names


def test_references_are_followed():
    """
    Equal numbers and texts are written once.
    """
    pair = (1, 500, 500)
    table = marshal.dumps([("a", pair), ("b", pair), ("a", (0, 500, 1))])

    names = modules(b"PYZ\0????" + struct.pack("!I", 12) + table)

    assert [b"a/__init__.pyc", b"b/__init__.pyc", b"a.pyc"] == names


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        pytest.param(b"", "truncated", id="nothing"),
        pytest.param(marshal.dumps("text"), "no table", id="text"),
        pytest.param(marshal.dumps(["text"]), "damaged", id="texts"),
        pytest.param(marshal.dumps([(1, (1, 2, 3))]), "damaged", id="number-for-a-name"),
        pytest.param(marshal.dumps(1.5), "unexpected", id="float"),
        pytest.param(marshal.dumps(compile("1", "", "eval")), "unexpected", id="code"),
        pytest.param(b"[\xff\xff\xff\x7f", "truncated", id="too-long"),
        pytest.param(b"[\1\0\0\0r\5\0\0\0", "reference to nothing", id="reference"),
        pytest.param(b"\xdb\1\0\0\0r\0\0\0\0", "damaged", id="itself"),
        pytest.param(b")\1" * 99, "nested too deep", id="deep"),
        pytest.param(b"{i\0\0\0\0", "truncated", id="open"),
    ],
)
def test_a_table_of_modules_that_is_none_is_an_error(table, reason):
    with pytest.raises(CorruptStream, match=reason):
        modules(b"PYZ\0????" + struct.pack("!I", 12) + table)


def test_too_many_modules_exceed_a_limit():
    window = Window(modules_of(*map(str, range(20))), 0, 1)

    with pytest.raises(LimitExceeded, match="max_archive_members"):
        FrozenReader.of_modules(window, Limits(max_archive_members=5), lambda _: None)


def test_too_many_members_exceed_a_limit():
    with pytest.raises(LimitExceeded, match="max_archive_members"):
        everything(frozen_of({"a": b"", "b": b""}), Limits(max_archive_members=1))


@pytest.mark.parametrize(
    ("toc", "reason"),
    [
        pytest.param(b"short", "truncated", id="truncated"),
        pytest.param(struct.pack("!IIIIBc", 0, 0, 0, 0, 0, b"x"), "damaged", id="no-progress"),
    ],
)
def test_a_damaged_table_of_contents_is_an_error(toc, reason):
    cookie = struct.pack("!8sIIII64s", COOKIE, len(toc) + 88, 0, len(toc), 311, b"")

    with pytest.raises(CorruptStream, match=reason):
        everything(toc + cookie)


@pytest.mark.parametrize("length", [0, 5, 2**31])
def test_a_cookie_that_lies_is_an_error(length):
    cookie = struct.pack("!8sIIII64s", COOKIE, length, 2**31, 2**31, 311, b"")

    with pytest.raises(CorruptStream, match="outside"):
        everything(b"program" + cookie)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param((0, 2**31, 5, 0), "outside", id="beyond-the-end"),
        pytest.param((0, 4, 5, 0), "shorter", id="size"),
        pytest.param((0, 4, 5, 1), "damaged", id="no-zlib"),
    ],
)
def test_a_member_that_cannot_be_read_says_why(facts, reason):
    toc = struct.pack("!IIIIBc", 18 + 2, *facts, b"x") + b"a\0"
    cookie = struct.pack("!8sIIII64s", COOKIE, 4 + len(toc) + 88, 4, len(toc), 311, b"")

    with pytest.raises(UnreadableFile, match=reason):
        everything(b"data" + toc + cookie)


def test_what_is_no_application_has_no_cookie():
    assert -1 == cookie_of(Window(b"", 0, 1))
    assert -1 == cookie_of(Window(COOKIE, 0, 1))
