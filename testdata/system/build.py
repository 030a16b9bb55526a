"""Makes the databases of package managers that the tests read, with the package managers' tools.

    python3 -m testdata.system.build testdata/system

Needs, from Debian: db5.3-util libarchive-tools pacman-package-manager rpm zstd. The databases are
committed, so that nobody else needs these. What is in them:

rpmdb.sqlite.xz
    python3-foo, with an epoch and more files than a page holds, and a package without Python files.
Packages.xz
    The same headers in a Berkeley DB hash, which rpm can no longer write.
pacman.tar.xz
    The directory of python-foo, with a link and a name with a space.
"""

from __future__ import annotations

import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

EPOCH = "1735689600"
SPEC = """\
Name: {name}
Epoch: {epoch}
Version: 1.0
Release: 3.test
Summary: a package
License: MIT
BuildArch: noarch
AutoReqProv: no
%global __brp_python_bytecompile %{{nil}}
%description
A package.
%install
{install}
%files
{files}
"""
SITE = "/usr/lib/python3.11/site-packages"
FOO = f"""\
site=%{{buildroot}}{SITE}
mkdir -p $site/foo $site/foo-1.0.dist-info %{{buildroot}}/usr/bin
printf 'Name: foo\\nVersion: 1.0\\n' > $site/foo-1.0.dist-info/METADATA
printf rpm > $site/foo-1.0.dist-info/INSTALLER
for number in $(seq 100); do echo $number > $site/foo/module_$number.py; done
echo foo > %{{buildroot}}/usr/bin/foo
"""
PACKAGES = {
    "python3-foo": SPEC.format(
        name="python3-foo", epoch=2, install=FOO, files=f"/usr/bin/foo\n{SITE}/foo*"
    ),
    "plain": SPEC.format(
        name="plain",
        epoch=0,
        install="mkdir -p %{buildroot}/usr/bin; echo > %{buildroot}/usr/bin/plain",
        files="/usr/bin/plain",
    ),
}
DUMP = "VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=4096\nHEADER=END\n"
ARCH_SITE = "usr/lib/python3.12/site-packages"
ARCH_INFORMATION = """\
pkgname = python-foo
pkgbase = foo
pkgver = 1:1.0-2
arch = any
license = MIT
"""
MTREE = "!all,use-set,type,uid,gid,mode,time,size,md5,sha256,link"


def main(directory: Path) -> None:
    """Write the databases."""
    with tempfile.TemporaryDirectory() as place:
        database = rpm_database(Path(place) / "rpm")
        _write(directory / "rpmdb.sqlite.xz", database.read_bytes())
        _write(directory / "Packages.xz", berkeley_database(Path(place), database).read_bytes())
        local = pacman_database(Path(place) / "pacman")
        with tarfile.open(directory / "pacman.tar.xz", "w:xz") as archive:
            archive.add(local, "var/lib/pacman/local")


def rpm_database(place: Path) -> Path:
    """Return the database of a root with the packages, as rpm writes it."""
    root = ("--root", str(place / "root"), "--dbpath", "/var/lib/rpm")
    (place / "root").mkdir(parents=True)
    for name, text in PACKAGES.items():
        specification = place / f"{name}.spec"
        specification.write_text(text)
        _run("rpmbuild", "-bb", "--quiet", "--define", f"_topdir {place}/top", str(specification))
    _run("rpm", *root, "--initdb")
    built = map(str, sorted(place.glob("top/RPMS/*/*.rpm")))
    _run("rpm", *root, "--install", "--justdb", "--nodeps", *built)
    return place / "root/var/lib/rpm/rpmdb.sqlite"


def berkeley_database(place: Path, database: Path) -> Path:
    """Return the headers of a database in a Berkeley DB hash."""
    headers = sqlite3.connect(database).execute("SELECT blob FROM Packages").fetchall()
    # Below number 0 is the number to give to the next package.
    records = [(0, (len(headers) + 1).to_bytes(4, "little"))]
    records += [(number, header) for number, (header,) in enumerate(headers, 1)]
    lines = [
        f" {number.to_bytes(4, 'little').hex()}\n {value.hex()}\n" for number, value in records
    ]
    (place / "dump").write_text(DUMP + "".join(lines) + "DATA=END\n")
    _run("db5.3_load", "-f", "dump", "Packages", directory=place)
    return place / "Packages"


def pacman_database(place: Path) -> Path:
    """Return the local database of a root with a package."""
    package, root = place / "package", place / "root"
    (package / ARCH_SITE / "foo-1.0.dist-info").mkdir(parents=True)
    (package / ARCH_SITE / "foo-1.0.dist-info/METADATA").write_text("Name: foo\nVersion: 1.0\n")
    (package / ARCH_SITE / "foo bar.py").write_text("\n")
    (package / "usr/bin").mkdir()
    (package / "usr/bin/python3").symlink_to("python3.12")
    (package / ".PKGINFO").write_text(ARCH_INFORMATION)
    tar = ("bsdtar", "--uid", "0", "--gid", "0")
    _run(
        *(*tar, "-czf", ".MTREE", "--format=mtree", "--options", MTREE, ".PKGINFO", "usr"),
        directory=package,
    )
    _run(*tar, "-caf", "../foo.pkg.tar.zst", ".MTREE", ".PKGINFO", "usr", directory=package)
    (root / "var/lib/pacman").mkdir(parents=True)
    _run(
        *("pacman", "--root", str(root), "--dbpath", str(root / "var/lib/pacman")),
        *("--upgrade", "--noconfirm", "--dbonly", str(place / "foo.pkg.tar.zst")),
    )
    return root / "var/lib/pacman/local"


def _run(*command: str, directory: Path | None = None) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, cwd=directory, env=environment, stdout=subprocess.DEVNULL)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
