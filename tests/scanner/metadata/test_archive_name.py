"""What the file names of archives say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.archive_name import ArchiveName, parse_archive_name


@pytest.mark.parametrize(
    ("file_name", "expected"),
    [
        ("six-1.16.0-py2.py3-none-any.whl", ArchiveName("wheel", "six", "1.16.0")),
        ("a_b-1.0+cu121-1x-cp311-abi3-linux_x86_64.whl", ArchiveName("wheel", "a_b", "1.0+cu121")),
        ("six.whl", None),
        ("a-b-c-1.0-py3-none-any.whl", None),
        ("foo-1.0-py3.8.egg", ArchiveName("egg", "foo", "1.0")),
        ("foo-1.0-py3.8-linux-x86_64.egg", ArchiveName("egg", "foo", "1.0")),
        ("foo-1.0.egg", ArchiveName("egg", "foo", "1.0")),
        ("foo.egg", None),
        ("zope.interface-5.0.tar.gz", ArchiveName("sdist", "zope.interface", "5.0")),
        ("python-dateutil-2.8.2.tar.gz", ArchiveName("sdist", "python-dateutil", "2.8.2")),
        ("foo-v1.tgz", ArchiveName("sdist", "foo", "v1")),
        ("dateutil-zoneinfo.tar.gz", None),
        (
            "numpy-1.26.4-py311_0.conda",
            ArchiveName("conda", "numpy", "1.26.4", "py311_0"),
        ),
        (
            "numpy-1.26.4-py311_0.tar.bz2",
            ArchiveName("conda", "numpy", "1.26.4", "py311_0"),
        ),
        ("numpy-1.26.4.tar.bz2", ArchiveName("sdist", "numpy", "1.26.4")),
        ("archive.zip", None),
        ("", None),
    ],
)
def test_a_file_name_tells_what_is_in_it(file_name, expected):
    assert expected == parse_archive_name(file_name)


@given(st.text(), st.sampled_from([".whl", ".egg", ".conda", ".tar.gz", ".tar.bz2", ""]))
def test_any_file_name_is_read_or_not(stem, suffix):
    name = parse_archive_name(stem + suffix)

    assert name is None or name.version
