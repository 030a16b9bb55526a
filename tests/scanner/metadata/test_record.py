"""``RECORD``, as it is written, and as it is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.file_list import (
    FileList,
    pack_installed_files,
    pack_record,
    pack_record_with_digests,
)
from scanner.metadata.record import Row, Rows, is_bytecode, placed

HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
BASE64 = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
SHA256 = f"sha256:{HEX}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(f"a.py,sha256={BASE64},0", Row("a.py", SHA256, 0), id="base64"),
        pytest.param(f"a.py,sha256={BASE64}=,0", Row("a.py", SHA256, 0), id="base64-padded"),
        pytest.param(f"a.py,sha256={HEX},0", Row("a.py", SHA256, 0), id="hexadecimal"),
        pytest.param("a.py,md5=AAAA,", Row("a.py"), id="a-weak-algorithm"),
        pytest.param("a.py,sha256=AAAA,1", Row("a.py", None, 1), id="a-short-digest"),
        pytest.param("a.py,,\r", Row("a.py"), id="a-carriage-return"),
        pytest.param('"a,b.py",,', Row("a,b.py"), id="F1-a-quoted-comma"),
        pytest.param('"a""b.py",,', Row('a"b.py'), id="F1-a-quoted-quote"),
        pytest.param("ä/日本.py,,", Row("ä/日本.py"), id="F1-not-ascii"),
        pytest.param("a\\b.py,,", Row("a/b.py"), id="F1-backslashes"),
        pytest.param("a.py,,-1", Row("a.py"), id="a-negative-size"),
    ],
)
def test_a_row_is_read(line, expected):
    assert [expected] == list(Rows(line.encode()))


def test_f2_lines_that_are_no_rows_are_passed_over_and_counted():
    rows = Rows(b"<<<<<<< HEAD\nfoo.py,,\n\n=======\n,,\nb\0r.py,,\nbar.py,,3,4\nbaz.py,,\n")

    assert [Row("foo.py"), Row("baz.py")] == list(rows)
    assert rows.unread == 5


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("foo/a.py", "lib/site/foo/a.py", id="inside"),
        pytest.param("../../bin/a", "bin/a", id="F3-outside"),
        pytest.param("../../../../../bin/a", "bin/a", id="F3-beyond-the-root"),
        pytest.param("/etc/passwd", "etc/passwd", id="F3-absolute"),
        pytest.param("foo/../../a", "lib/a", id="F3-in-the-middle"),
        pytest.param("..", "lib", id="F3-only-up"),
    ],
)
def test_f3_a_path_leads_nowhere_but_into_the_root(path, expected):
    assert expected == placed("lib/site", path)


def test_bytecode_is_told_by_its_name():
    paths = ("a.pyc", "a.pyo", "a/__pycache__", "a/__pycache__/b.cpython-311.pyc", "a.py", "pyc")

    assert [True, True, True, True, False, False] == list(map(is_bytecode, paths))


RECORD = b"""../../../bin/foo,sha256=x,1
foo-1.0.dist-info/METADATA,sha256=x,1
foo/__init__.py,sha256=%b,0
foo/__pycache__/__init__.cpython-311.pyc,,
foo/deep/a.py,,
foo.py,,
""" % BASE64.encode()


@pytest.mark.parametrize("data", [RECORD, RECORD.replace(b"\n", b"\r\n"), RECORD + b"broken\n"])
def test_what_is_packed_has_what_matters_in_front(data):
    files = FileList.of_bytes(pack_record(data))

    assert files.tops == {"foo-1.0.dist-info", "foo", "foo.py"}
    assert files.outside == ("../../../bin/foo",)
    assert files.samples == ("foo", "foo.py")
    assert files.unread == data.count(b"broken")
    assert {row.path for row in Rows(data)} == {row.path for row in files.rows()} == files.paths()


def test_digests_are_packed_if_they_are_wanted():
    files = FileList.of_bytes(pack_record_with_digests(RECORD))

    assert list(Rows(RECORD)) == list(files.rows())


def test_installed_files_are_relative_to_the_egg_info():
    files = FileList.of_bytes(pack_installed_files(b"../foo/__init__.py\n../bar.py\nPKG-INFO\n"))

    assert files.paths() == {"foo/__init__.py", "bar.py"}


@given(st.binary() | st.text('a/.,"\\\n\r\0-=', max_size=60).map(str.encode))
def test_a_packed_list_has_every_row(data):
    rows = list(Rows(data))

    assert rows == list(FileList.of_bytes(pack_record_with_digests(data)).rows())
    assert {row.path for row in rows} == set(FileList.of_bytes(pack_record(data)).paths())
    assert all("\0" not in path for path in FileList.of_bytes(pack_installed_files(data)).paths())


@given(st.text("a./"))
def test_f3_no_path_leads_out_of_the_root(path):
    assert ".." not in placed("a/b", path).split("/")
