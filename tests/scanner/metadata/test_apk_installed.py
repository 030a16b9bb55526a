"""apk's database."""

from __future__ import annotations

import base64
import hashlib

from scanner.metadata.apk_installed import apk_excerpt, parse_apk_installed
from scanner.metadata.package_record import PackageRecord, PackageRecords

SHA1 = hashlib.sha1(b"foo").digest()
INSTALLED = (
    b"C:Q1x\nP:busybox\nV:1.36.1-r5\nA:x86_64\nF:bin\nR:busybox\na:0:0:755\n\n"
    b"C:Q1y\nP:py3-foo\nV:1.0-r0\nA:x86_64\no:py-foo\nm:Ann Lee <ann@x.org>\nt:1\n"
    b"F:usr\nF:usr/lib/python3.11/site-packages/foo-1.0.dist-info\nR:METADATA\nZ:Q1"
    + base64.b64encode(SHA1)
    + b"\nR:RECORD\na:0:0:755\nZ:Q1broken\nF:usr/bin\nM:0:0:755\nR:foo\nR:python3\n\n"
)
SITE = "usr/lib/python3.11/site-packages/foo-1.0.dist-info"


def test_packages_with_python_files_are_read():
    foo = PackageRecord(
        name="py3-foo",
        version="1.0-r0",
        architecture="x86_64",
        source="py-foo",
        maintainer="Ann Lee <ann@x.org>",
        files={
            f"{SITE}/METADATA": f"sha1:{SHA1.hex()}",
            f"{SITE}/RECORD": None,
            "usr/bin/python3": None,
        },
    )

    assert PackageRecords(records=(foo,)) == parse_apk_installed(INSTALLED)


def test_what_is_kept_says_the_same():
    assert parse_apk_installed(INSTALLED) == PackageRecords.of_bytes(apk_excerpt(INSTALLED))


def test_a_package_without_a_name_is_said():
    found = parse_apk_installed(b"F:usr/lib/python3.11\nR:os.py\n")

    assert ("a package without name or version",) == found.oddities


def test_a_name_that_is_not_utf_8_is_kept_as_it_is():
    found = parse_apk_installed(b"P:p\nV:1\nF:usr/lib/python3.11\nR:\xff.py\n")

    assert found == PackageRecords.of_bytes(found.to_bytes())
    assert ["usr/lib/python3.11/\udcff.py"] == list(found.records[0].files)
