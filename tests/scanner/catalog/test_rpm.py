"""Packages of rpm in trees."""

from __future__ import annotations

import pytest

from scanner.catalog.rpm import catalog
from scanner.model.component import Problem
from scanner.model.system_package import SystemPackage
from tests.support.images import tree_of
from tests.support.system import kept, ndb, rpm_headers

SITE = "usr/lib/python3.11/site-packages"
FEDORA = {"usr/lib/os-release": b"ID=fedora\nVERSION_ID=38\n"}
DATABASES = [
    pytest.param("var/lib/rpm/rpmdb.sqlite", kept("rpmdb.sqlite"), id="I2-rpm-sqlite"),
    pytest.param("usr/lib/sysimage/rpm/Packages.db", ndb(*rpm_headers()), id="I2-rpm-ndb"),
    pytest.param("usr/share/rpm/Packages", kept("Packages"), id="I2-rpm-berkeley"),
]


@pytest.mark.parametrize(("path", "data"), DATABASES)
def test_packages_with_python_files_are_listed(path, data):
    (package,) = catalog(tree_of({**FEDORA, path: data}))

    assert isinstance(package, SystemPackage)
    assert ("rpm", "python3-foo", "2:1.0-3.test") == (package.type, package.name, package.version)
    assert (
        "pkg:rpm/fedora/python3-foo@1.0-3.test?arch=noarch&distro=fedora-38&epoch=2"
        "&upstream=python3-foo-1.0-3.test.src.rpm"
    ) == package.purl
    assert f"{SITE}/foo-1.0.dist-info/METADATA" in package.files
    assert f"{SITE}/foo-1.0.dist-info" not in package.files
    assert path == package.evidence


def test_a_database_below_a_link_is_read_once():
    """
    Fedora keeps it in /usr, with a link where it was.
    """
    files: dict[str, bytes | str | None] = {
        "var/lib/rpm": "../../usr/lib/sysimage/rpm",
        "usr/lib/sysimage/rpm/rpmdb.sqlite": kept("rpmdb.sqlite"),
    }

    assert 1 == len(list(catalog(tree_of(files))))


def test_the_newest_form_counts():
    files = {
        "var/lib/rpm/Packages": b"",
        "var/lib/rpm/rpmdb.sqlite": kept("rpmdb.sqlite"),
    }

    _, problem = catalog(tree_of(files))

    assert problem == Problem(
        "var/lib/rpm/Packages", "rpm", "not read: /var/lib/rpm/rpmdb.sqlite is beside it"
    )


@pytest.mark.parametrize(
    ("log", "count"), [pytest.param(b"", 0, id="empty"), pytest.param(b"x", 1, id="not empty")]
)
def test_changes_beside_the_database_are_a_problem(log, count):
    files = {"var/lib/rpm/rpmdb.sqlite": kept("rpmdb.sqlite"), "var/lib/rpm/rpmdb.sqlite-wal": log}

    found = [item for item in catalog(tree_of(files)) if isinstance(item, Problem)]

    assert count == len(found)


def test_a_damaged_database_is_a_problem():
    (problem,) = catalog(tree_of({"var/lib/rpm/Packages": b"hello"}))

    assert problem == Problem("var/lib/rpm/Packages", "rpm", "damaged: not a database of rpm")


def test_red_hat_is_called_so():
    files = {
        "etc/os-release": b'ID="rhel"\nVERSION_ID="9.3"\n',
        "var/lib/rpm/rpmdb.sqlite": kept("rpmdb.sqlite"),
    }

    (package,) = catalog(tree_of(files))

    assert isinstance(package, SystemPackage)
    assert package.purl.startswith("pkg:rpm/redhat/python3-foo@")
    assert "&distro=rhel-9.3&" in package.purl
