"""Packages of dpkg, in trees and of dpkg itself."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from scanner.catalog.dpkg import catalog
from scanner.model.component import Problem
from scanner.model.system_package import SystemPackage
from scanner.pipeline import scan
from tests.support.images import tree_of

SITE = "usr/lib/python3/dist-packages"
OS_RELEASE = b'ID=debian\nVERSION_ID="12"\n'
STATUS = (
    b"Package: python3-foo\nStatus: install ok installed\nArchitecture: all\nVersion: 1.0-1\n"
    b"Source: foo\n\n"
    b"Package: libpython3.11\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.11.2\n"
    b"\nPackage: ls\nStatus: install ok installed\nArchitecture: amd64\nVersion: 9\n"
)
MD5 = "d41d8cd98f00b204e9800998ecf8427e"
INSTALLED = {
    "etc/os-release": "../usr/lib/os-release",
    "usr/lib/os-release": OS_RELEASE,
    "var/lib/dpkg/status": STATUS,
    "var/lib/dpkg/info/ls.list": b"/.\n/usr/bin/ls\n",
    "var/lib/dpkg/info/python3-foo.list": f"/.\n/{SITE}\n/{SITE}/foo.py\n/etc/foo\n".encode(),
    "var/lib/dpkg/info/python3-foo.md5sums": f"{MD5}  {SITE}/foo.py\n{MD5}  etc/foo\n".encode(),
    "var/lib/dpkg/info/libpython3.11:amd64.list": b"/usr/lib/libpython3.11.so.1.0\n",
}


def packages_in(files):
    return {
        package.name: package
        for package in catalog(tree_of(files))
        if isinstance(package, SystemPackage)
    }


def problems_in(files):
    return [item for item in catalog(tree_of(files)) if isinstance(item, Problem)]


@pytest.mark.parametrize(
    ("package", "place"),
    [("bar", "foo.py.distrib"), (":", "foo.py.distrib"), ("python3-foo", "foo.py")],
    ids=["another-s", "the-administrator-s", "its-own"],
)
def test_i3_a_diverted_file_is_where_it_was_put(package, place):
    """
    What is at the path itself is somebody else's: dpkg-divert(1).
    """
    diversions = f"/{SITE}/foo.py\n/{SITE}/foo.py.distrib\n{package}\n/x\n".encode()

    found = packages_in(INSTALLED | {"var/lib/dpkg/diversions": diversions})["python3-foo"]

    assert frozenset((f"{SITE}/{place}",)) == found.files
    assert {f"{SITE}/{place}": f"md5:{MD5}"} == dict(found.digests)


def test_packages_with_python_files_are_listed():
    found = packages_in(INSTALLED)

    assert {"python3-foo", "libpython3.11"} == found.keys()
    assert (
        SystemPackage(
            type="deb",
            name="python3-foo",
            version="1.0-1",
            purl="pkg:deb/debian/python3-foo@1.0-1?arch=all&distro=debian-12&upstream=foo",
            files=frozenset((f"{SITE}/foo.py",)),
            evidence="var/lib/dpkg/status",
        )
        == found["python3-foo"]
    )
    assert {f"{SITE}/foo.py": f"md5:{MD5}"} == found["python3-foo"].digests
    assert [] == problems_in(INSTALLED)


def test_a_list_with_an_architecture_in_its_name_is_of_that_architecture():
    package = packages_in(INSTALLED)["libpython3.11"]

    assert {"usr/lib/libpython3.11.so.1.0"} == package.files


def test_i2_distroless():
    package = packages_in(
        {
            "usr/lib/os-release": OS_RELEASE,
            "var/lib/dpkg/status.d/libpython3.11-stdlib": (
                b"Package: libpython3.11-stdlib\nVersion: 3.11.2-6\nArchitecture: amd64\n"
            ),
            "var/lib/dpkg/status.d/libpython3.11-stdlib.md5sums": (
                f"{MD5}  usr/lib/python3.11/os.py\n{MD5}  usr/share/doc/x\n".encode()
            ),
        }
    )["libpython3.11-stdlib"]

    assert ("3.11.2-6", {"usr/lib/python3.11/os.py"}) == (package.version, package.files)


def test_i2_distroless_without_a_status_is_a_problem():
    (problem,) = problems_in(
        {"var/lib/dpkg/status.d/python3.md5sums": f"{MD5}  usr/bin/python3\n".encode()}
    )

    assert "no status of the package that has these files" == problem.reason


def test_i3_paths_are_real_paths():
    """
    dpkg lists files by the paths of their archives, in which /lib may be a directory.
    """
    package = packages_in(
        {
            "lib": "usr/lib",
            **INSTALLED,
            "var/lib/dpkg/info/python3-foo.list": f"/{SITE}/foo.py\n"[4:].encode(),
        }
    )["python3-foo"]

    assert {f"{SITE}/foo.py"} == package.files


def test_a_link_is_a_file_of_its_own():
    package = packages_in(
        {
            **INSTALLED,
            "usr/bin/python3": "python3.11",
            "var/lib/dpkg/info/python3-foo.list": b"/usr/bin/python3\n",
            "var/lib/dpkg/info/python3-foo.md5sums": b"",
        }
    )["python3-foo"]

    assert {"usr/bin/python3"} == package.files


def test_without_an_operating_system_the_purl_says_none():
    files = {path: data for path, data in INSTALLED.items() if "os-release" not in path}

    assert (
        "pkg:deb/python3-foo@1.0-1?arch=all&upstream=foo" == packages_in(files)["python3-foo"].purl
    )


REMOVED = STATUS.replace(b"install ok installed", b"deinstall ok config-files")
PROBLEMS = [
    pytest.param(
        {**INSTALLED, "var/lib/dpkg/status": REMOVED},
        "the list of a package that is not installed",
        id="a list of a removed package",
    ),
    pytest.param(
        {**INSTALLED, "var/lib/dpkg/status": "status"},
        "a loop of symbolic links",
        id="status is a loop",
    ),
]


@pytest.mark.parametrize(("files", "reason"), PROBLEMS)
def test_what_does_not_fit_together_is_a_problem(files, reason):
    assert reason in {problem.reason for problem in problems_in(files)}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")
def test_i1_a_package_that_dpkg_installed_owns_its_distribution(tmp_path):
    source, root = tmp_path / "source", tmp_path / "root"
    for path, text in {
        "DEBIAN/control": (
            "Package: python3-foo\nVersion: 1.0+ds-1\nArchitecture: all\nMaintainer: x <x@x>\n"
            "Description: x\n"
        ),
        f"{SITE}/foo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n",
        f"{SITE}/foo.py": "",
    }.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text)
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "--build", source, tmp_path / "foo.deb"],
        check=True,
        capture_output=True,
    )
    for path in ("info", "updates"):
        (root / "var/lib/dpkg" / path).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    (root / "var/lib/dpkg/available").touch()
    command = ["dpkg", f"--root={root}", "--force-not-root", "--log=/dev/null", "--install"]
    subprocess.run([*command, tmp_path / "foo.deb"], check=True, capture_output=True)

    (foo,) = scan(str(root)).components

    assert "deb python3-foo 1.0+ds-1" == str(foo.owner)
