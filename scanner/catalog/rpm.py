"""Packages of rpm: Red Hat, Fedora, SUSE and their like.

The database is one file, of one of three forms; where an upgrade of rpm left an older form beside a
newer one, the newer one counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.system import OS_RELEASES, Database
from scanner.metadata.rpm_database import rpm_excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

DIRECTORIES: Final = ("usr/lib/sysimage/rpm", "usr/share/rpm", "var/lib/rpm")
NAMES: Final = ("rpmdb.sqlite", "Packages.db", "Packages")
"""Of the three forms, the newest first."""
LOGS: Final = tuple(f"{directory}/{NAMES[0]}-wal" for directory in DIRECTORIES)
"""What was written last, if rpm did not come to put it into the database itself."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the packages that have Python files."""
    database = Database(tree, "rpm", RPM.name)
    for directory in DIRECTORIES:
        paths = [path for name in NAMES if tree.entry(path := f"{directory}/{name}")]
        for path in paths[:1]:
            yield from database.packages(path)
        for path in paths[1:]:
            database.note(path, f"not read: /{paths[0]} is beside it")
    for path in LOGS:
        log = tree.entry(path)
        if log and log.size:
            database.note(path, "not read: changes that are not in the database yet")
    yield from database.problems


def _nothing(_content: bytes) -> bytes:
    return b""


RPM: Final = Cataloger(
    name="rpm",
    version=1,
    claims=OS_RELEASES,
    excerpts=(
        Excerpt(
            name="rpm-database",
            version=2,
            patterns=tuple(f"{directory}/{name}" for directory in DIRECTORIES for name in NAMES),
            take=rpm_excerpt,
        ),
        Excerpt(name="rpm-log", version=1, patterns=LOGS, take=_nothing),
    ),
    catalog=catalog,
)
