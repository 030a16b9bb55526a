"""dpkg's database."""

from __future__ import annotations

import pytest

from scanner.metadata.dpkg_status import checksums_in, files_in, packages_in, python_lines
from scanner.metadata.package_record import PackageRecord

INSTALLED = b"Package: foo\nStatus: install ok installed\nVersion: 1.0-1\n"
STANZAS = [
    pytest.param(INSTALLED, [PackageRecord(name="foo", version="1.0-1")], id="installed"),
    pytest.param(
        b"Package: foo\nVersion: 2:1.0-1+b1\nArchitecture: amd64\nSource: bar (2:1.0-1)\n",
        [
            PackageRecord(
                name="foo", version="2:1.0-1+b1", architecture="amd64", source="bar@2:1.0-1"
            )
        ],
        id="distroless, with a source of another version",
    ),
    pytest.param(
        INSTALLED + b"Source: bar\nDescription: x\n Version: 9\n",
        [PackageRecord(name="foo", version="1.0-1", source="bar")],
        id="continuation lines are no fields",
    ),
    pytest.param(
        INSTALLED + b"Maintainer: Ann Lee <ann@x.org>\n",
        [PackageRecord(name="foo", version="1.0-1", maintainer="Ann Lee <ann@x.org>")],
        id="with a maintainer",
    ),
    pytest.param(
        INSTALLED.replace(b"install ok installed", b"deinstall ok config-files"), [], id="removed"
    ),
    pytest.param(
        INSTALLED.replace(b"ok installed", b"ok half-configured"),
        [PackageRecord(name="foo", version="1.0-1")],
        id="half-configured",
    ),
    pytest.param(b"Package: foo\n\n" + INSTALLED, [PackageRecord(name="foo", version="1.0-1")],
                 id="without version"),
    pytest.param(b"\n\n\xff: \n\n", [], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "records"), STANZAS)
def test_packages_are_read(status, records):
    assert records == list(packages_in(status))


def test_of_a_list_only_lines_about_python_files_are_kept():
    listing = b"/.\n/usr/bin/ls\n/usr/lib/python3/dist-packages/foo.py\n/usr/share/doc/python3/x\n"

    kept = python_lines(listing)

    assert {"usr/lib/python3/dist-packages/foo.py": None} == files_in(kept)


def test_of_checksums_too_wherever_their_paths_begin():
    """
    Before /usr was merged, packages had files in /lib and /bin.
    """
    checksums = b"%s  bin/python3\n%s  lib/python3.9/os.py\n%s  bin/ls\n" % ((b"0" * 32,) * 3)

    assert {"bin/python3", "lib/python3.9/os.py"} == checksums_in(python_lines(checksums)).keys()


def test_checksums_are_read_by_path():
    md5 = "d41d8cd98f00b204e9800998ecf8427e"
    lines = f"{md5}  usr/bin/python3\nnot a checksum\n{md5} usr/bin/python3.11\n"

    assert {"usr/bin/python3": f"md5:{md5}"} == checksums_in(lines.encode())
