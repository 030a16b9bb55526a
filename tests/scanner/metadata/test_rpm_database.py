"""rpm's database, in each of its forms."""

from __future__ import annotations

import struct

import pytest

from scanner.metadata.package_record import PackageRecords
from scanner.metadata.python_file import PythonFiles
from scanner.metadata.rpm_database import parse_rpm_database, rpm_excerpt
from scanner.metadata.rpm_header import parse_rpm_header
from tests.support.system import kept, ndb, rpm_header, rpm_headers

METADATA_DIGEST = "sha256:d70033355f550df3d2bf49c598efaef86f10f876df78a36124a9c2dd213ff187"
SITE = "usr/lib/python3.11/site-packages"
FORMS = [
    pytest.param(kept("rpmdb.sqlite"), id="I2-rpm-sqlite"),
    pytest.param(kept("Packages"), id="I2-rpm-berkeley"),
    pytest.param(ndb(*rpm_headers()), id="I2-rpm-ndb"),
]


@pytest.mark.parametrize("data", FORMS)
def test_a_database_by_rpm_is_read(data):
    found = parse_rpm_database(data)

    (foo,) = found.records
    assert () == found.oddities
    assert ("python3-foo", "2", "1.0-3.test") == (foo.name, foo.epoch, foo.version)
    assert ("noarch", "python3-foo-1.0-3.test.src.rpm") == (foo.architecture, foo.source)
    assert f"{SITE}/foo/module_100.py" in foo.files
    assert METADATA_DIGEST == foo.files[f"{SITE}/foo-1.0.dist-info/METADATA"]
    assert "usr/bin/foo" not in foo.files


@pytest.mark.parametrize("data", FORMS)
def test_what_is_kept_says_the_same(data):
    assert parse_rpm_database(data) == PackageRecords.of_bytes(rpm_excerpt(data))


@pytest.mark.parametrize("data", FORMS)
def test_a_truncated_database_says_so(data):
    half = len(data) // 2

    assert parse_rpm_database(data[:half]).oddities


def test_what_is_no_database_says_so():
    assert ("damaged: not a database of rpm",) == parse_rpm_database(b"hello").oddities


def test_an_empty_file_is_an_empty_database():
    assert PackageRecords() == parse_rpm_database(b"")


def test_blobs_that_share_their_blocks_are_not_multiplied():
    data = bytearray(ndb(rpm_header()))
    first = data[32:48]
    for at in range(48, 4096, 16):
        data[at : at + 16] = first

    found = parse_rpm_database(bytes(data))

    assert len(found.oddities) == 1


FILES = {
    "names": ["os.py", "python3", "ls"],
    "indexes": [0, 1, 1],
    "directories": ["/usr/lib/python3.11/", "/usr/bin/"],
}
HEADERS = [
    pytest.param({}, {"usr/lib/python3.11/os.py": None, "usr/bin/python3": None}, id="no digests"),
    pytest.param(
        {"digests": ["aa", "", "bb"]},
        {"usr/lib/python3.11/os.py": "md5:aa", "usr/bin/python3": None},
        id="MD5 by default",
    ),
    pytest.param(
        {"digests": ["aa"], "algorithm": [8]},
        {"usr/lib/python3.11/os.py": "sha256:aa", "usr/bin/python3": None},
        id="fewer digests than files",
    ),
    pytest.param(
        {"digests": ["aa", "bb", "cc"], "algorithm": [99]},
        {"usr/lib/python3.11/os.py": None, "usr/bin/python3": None},
        id="an unknown algorithm",
    ),
    pytest.param(
        {"indexes": [0, 7, 1]}, {"usr/lib/python3.11/os.py": None}, id="no such directory"
    ),
]


@pytest.mark.parametrize(("changes", "files"), HEADERS)
def test_files_of_a_header_are_joined(changes, files):
    record = parse_rpm_header(rpm_header(**{**FILES, **changes}), PythonFiles())

    assert record is not None
    assert files == record.files


@pytest.mark.parametrize(
    "blob",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0" * 8, id="no tags"),
        pytest.param(struct.pack(">II", 1 << 31, 0), id="an index of gigabytes"),
        pytest.param(rpm_header()[:-1], id="truncated"),
        pytest.param(rpm_header(name=[1]), id="a name that is a number"),
    ],
)
def test_what_is_no_header_is_none(blob):
    assert parse_rpm_header(blob, PythonFiles()) is None
