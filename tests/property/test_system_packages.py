"""Databases of package managers, on input that nobody thought of."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.metadata.apk_installed import apk_excerpt
from scanner.metadata.dpkg_status import checksums_in, files_in, packages_in, python_lines
from scanner.metadata.os_release import parse_os_release
from scanner.metadata.package_record import PackageRecords
from scanner.metadata.pacman_local import (
    digests_in,
    parse_pacman_desc,
    paths_in,
    python_digests,
    python_paths,
)
from scanner.metadata.portage_contents import files_in as portage_files_in
from scanner.metadata.portage_contents import package_of, python_contents
from scanner.metadata.rpm_database import parse_rpm_database, rpm_excerpt
from tests.support.system import kept, ndb, rpm_header, rpm_headers

pieces = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            *(b"\n", b"\n\n", b" ", b"\t", b":", b"/", b"\\377", b"Q1", b"Z:", b"F:", b"R:", b"P:"),
            *(b"Package: ", b"Version: ", b"Source: a (", b"Status: ", b"%NAME%\n", b"%VERSION%\n"),
            *(
                b"/usr/lib/python3/dist-packages/",
                b"./usr/bin/python3",
                b" sha256digest=",
                b"0" * 32,
            ),
            *(b"ID=", b"VERSION_ID=", b'"', b"x.whl", b".egg-info"),
            *(b"obj ", b"sym ", b" -> ", b" 1\n", b"-1.0"),
        ]
    ),
)
texts = st.lists(pieces, max_size=60).map(b"".join)


@given(texts)
@settings(deadline=None)
def test_any_text_is_read_as_far_as_it_can_be(data):
    assert all(record.name and record.version for record in packages_in(data))
    assert set(files_in(python_lines(data))) <= set(files_in(data))
    assert all(digest for digest in checksums_in(data).values())
    assert all(paths_in(python_paths(data)))
    assert digests_in(python_digests(gzip.compress(data))) is not None
    assert python_digests(data) is not None
    assert all(portage_files_in(python_contents(data)))
    package_of(data.decode("utf-8", "replace"))
    parse_os_release(data)
    parse_pacman_desc(data)
    assert all(record.files for record in PackageRecords.of_bytes(apk_excerpt(data)).records)


DATABASES = {
    "sqlite": kept("rpmdb.sqlite"),
    "berkeley": kept("Packages"),
    "ndb": ndb(*rpm_headers(), rpm_header()),
}
changes = st.lists(st.tuples(st.integers(0, (1 << 20) - 1), st.integers(0, 255)), max_size=20)


@pytest.mark.parametrize("form", DATABASES)
@given(changes=changes, length=st.integers(0, 1 << 20))
@settings(deadline=None, max_examples=50)
def test_a_database_of_rpm_is_read_however_it_is_damaged(form, changes, length):
    data = bytearray(DATABASES[form][:length])
    for at, value in changes:
        if at < len(data):
            data[at] = value

    found = parse_rpm_database(bytes(data))

    assert found == PackageRecords.of_bytes(rpm_excerpt(bytes(data)))
    assert len(found.records) <= 2


@given(st.binary(max_size=400), st.sampled_from([b"", b"SQLite format 3\0", b"RpmP"]))
@settings(deadline=None)
def test_any_bytes_are_read_as_a_database_of_rpm(data, head):
    assert parse_rpm_database(head + data).records == ()
