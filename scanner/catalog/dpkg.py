"""Packages of dpkg: Debian, Ubuntu and their like (dpkg, deb(5)).

``status`` has what is installed, and ``info`` a list of each package's files. A distroless image
has neither, but a stanza per package in ``status.d``, with checksums that name the files. A package
may divert another's file: the list of that has its path, and ``diversions`` where it really is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.system import OS_RELEASES, Database
from scanner.metadata.dpkg_status import (
    checksums_in,
    diversions_in,
    diverted,
    files_in,
    packages_in,
    python_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.model.system_package import SystemPackage

STATUS: Final = "var/lib/dpkg/status"
INFORMATION: Final = "var/lib/dpkg/info"
DIVERSIONS: Final = "var/lib/dpkg/diversions"
LIST: Final = ".list"
LISTS: Final = f"{INFORMATION}/*{LIST}"
CHECKSUMS: Final = ".md5sums"
DISTROLESS: Final = "var/lib/dpkg/status.d"
DISTROLESS_CHECKSUMS: Final = f"{DISTROLESS}/*{CHECKSUMS}"
DISTROLESS_STATUS: Final = tuple(f"{DISTROLESS}/{name}*" for name in ("libp", "pypy", "python"))
"""The names that packages with Python files have; a claim on any name would be one on all."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the packages that have Python files."""
    database = Database(tree, "deb", DPKG.name)
    yield from _installed(database)
    yield from _distroless(database)
    yield from database.problems


def _kept(database: Database, pattern: str) -> dict[str, bytes]:
    """Return the lists that have Python files."""
    contents = {path: database.content(path) for path in database.tree.match(pattern)}
    return {path: content for path, content in contents.items() if content}


def _installed(database: Database) -> Iterator[SystemPackage]:
    lists = _kept(database, LISTS)
    diversions = diversions_in(database.content(DIVERSIONS))
    for record in packages_in(database.content(STATUS)) if lists else ():
        for name in (f"{record.name}:{record.architecture}", record.name):
            path = f"{INFORMATION}/{name}{LIST}"
            if path in lists:
                checksums = database.content(path.removesuffix(LIST) + CHECKSUMS)
                files = files_in(lists.pop(path)) | checksums_in(checksums)
                files = diverted(files, record.name, diversions)
                yield database.package(replace(record, files=files), STATUS)
                break
    for path in lists:
        database.note(path, "the list of a package that is not installed")


def _distroless(database: Database) -> Iterator[SystemPackage]:
    for path, checksums in _kept(database, DISTROLESS_CHECKSUMS).items():
        status = path.removesuffix(CHECKSUMS)
        record = next(packages_in(database.content(status)), None)
        if record is None:
            database.note(path, "no status of the package that has these files")
        else:
            yield database.package(replace(record, files=checksums_in(checksums)), status)


DPKG: Final = Cataloger(
    name="dpkg",
    version=2,
    claims=(STATUS, DIVERSIONS, *DISTROLESS_STATUS, *OS_RELEASES),
    excerpts=(
        Excerpt(
            name="dpkg-files",
            version=1,
            patterns=(LISTS, f"{INFORMATION}/*{CHECKSUMS}", DISTROLESS_CHECKSUMS),
            take=python_lines,
        ),
    ),
    catalog=catalog,
)
