"""Packages of apk in trees."""

from __future__ import annotations

import base64

import pytest

from scanner.catalog.apk import catalog
from scanner.model.component import Problem
from scanner.model.system_package import SystemPackage
from tests.support.images import tree_of

SITE = "usr/lib/python3.11/site-packages"
ALPINE = {"etc/os-release": b"ID=alpine\nVERSION_ID=3.19.1\n"}
INSTALLED = (
    f"P:py3-foo\nV:1.0-r0\nA:x86_64\no:foo\nF:{SITE}\nR:foo.py\nZ:Q1".encode()
    + base64.b64encode(bytes(20))
    + b"\n\nP:musl\nV:1\nF:lib\nR:ld-musl.so\n\n"
)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("lib/apk/db/installed", id="I2-apk"),
        pytest.param("usr/lib/apk/db/installed", id="I2-apk-3"),
    ],
)
def test_packages_with_python_files_are_listed(path):
    (package,) = catalog(tree_of({**ALPINE, path: INSTALLED}))

    assert (
        SystemPackage(
            type="apk",
            name="py3-foo",
            version="1.0-r0",
            purl="pkg:apk/alpine/py3-foo@1.0-r0?arch=x86_64&distro=alpine-3.19.1&upstream=foo",
            files=frozenset((f"{SITE}/foo.py",)),
            evidence=path,
        )
        == package
    )
    assert {f"{SITE}/foo.py": f"sha1:{bytes(20).hex()}"} == package.digests


def test_a_database_that_cannot_be_read_is_a_problem():
    (problem,) = catalog(tree_of({"lib/apk/db/installed": "installed"}))

    assert problem == Problem("lib/apk/db/installed", "apk", "a loop of symbolic links")
