"""Packages of portage in trees."""

from __future__ import annotations

import pytest

from scanner.catalog.portage import catalog
from scanner.metadata.package_record import PackageRecord
from scanner.metadata.portage_contents import package_of
from scanner.model.component import Problem
from scanner.model.system_package import SystemPackage
from tests.support.images import tree_of

SITE = "usr/lib/python3.11/site-packages"
MD5 = "d41d8cd98f00b204e9800998ecf8427e"
CONTENTS = f"""\
dir /usr
dir /{SITE}
obj /{SITE}/foo bar.py {MD5} 1735689600
obj /usr/share/doc/foo-1.0/README {MD5} 1735689600
sym /usr/bin/python3 -> python3.11 1735689600
""".encode()
PLACE = "var/db/pkg/dev-python"


def test_i2_portage():
    tree = tree_of(
        {
            "etc/os-release": b"ID=gentoo\n",
            f"{PLACE}/foo-1.0-r1/CONTENTS": CONTENTS,
            f"{PLACE}/other-1.0/CONTENTS": b"dir /usr\n",
        }
    )

    (package,) = catalog(tree)

    assert (
        SystemPackage(
            type="ebuild",
            name="foo",
            version="1.0-r1",
            purl="pkg:ebuild/dev-python/foo@1.0-r1?distro=gentoo",
            files=frozenset((f"{SITE}/foo bar.py", "usr/bin/python3")),
            evidence=f"{PLACE}/foo-1.0-r1/CONTENTS",
        )
        == package
    )
    assert {f"{SITE}/foo bar.py": f"md5:{MD5}"} == package.digests


NAMES = [
    ("foo-1.0", ("foo", "1.0")),
    ("foo-bar-1.2.3_rc1-r2", ("foo-bar", "1.2.3_rc1-r2")),
    ("zope-interface-6b", ("zope-interface", "6b")),
    ("gtk+-3.24.1", ("gtk+", "3.24.1")),
]


@pytest.mark.parametrize(("directory", "expected"), NAMES)
def test_name_and_version_are_those_of_the_directory(directory, expected):
    name, version = expected

    assert PackageRecord(name=name, version=version) == package_of(directory)


def test_another_directory_is_a_problem():
    (problem,) = catalog(tree_of({f"{PLACE}/-MERGING-foo/CONTENTS": CONTENTS}))

    assert isinstance(problem, Problem)
    assert "not in a directory that is called as a package" == problem.reason
