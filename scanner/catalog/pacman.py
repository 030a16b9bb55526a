"""Packages of pacman: Arch Linux and its like.

Each has a directory with a description, a list of its files, and their digests in a compressed
``mtree``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.system import OS_RELEASES, Database
from scanner.metadata.pacman_local import (
    UNREAD,
    digests_in,
    parse_pacman_desc,
    paths_in,
    python_digests,
    python_paths,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

DIRECTORY: Final = "var/lib/pacman/local/*"
LISTS: Final = f"{DIRECTORY}/files"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the packages that have Python files."""
    database = Database(tree, "alpm", PACMAN.name)
    for path in tree.match(LISTS):
        files = paths_in(database.content(path))
        if not files:
            continue
        directory = path.rpartition("/")[0]
        record = parse_pacman_desc(database.content(f"{directory}/desc"))
        if record is None:
            database.note(f"{directory}/desc", "no name, or no version")
            continue
        mtree = database.content(f"{directory}/mtree")
        if mtree.startswith(UNREAD):
            reason = mtree.partition(b"\n")[0].removeprefix(UNREAD)
            database.note(f"{directory}/mtree", reason.decode())
        digests = digests_in(mtree)
        record = replace(record, files={path: digests.get(path) for path in files})
        yield database.package(record, f"{directory}/desc")
    yield from database.problems


PACMAN: Final = Cataloger(
    name="pacman",
    version=1,
    claims=(f"{DIRECTORY}/desc", *OS_RELEASES),
    excerpts=(
        Excerpt(name="pacman-files", version=1, patterns=(LISTS,), take=python_paths),
        Excerpt(
            name="pacman-mtree", version=1, patterns=(f"{DIRECTORY}/mtree",), take=python_digests
        ),
    ),
    catalog=catalog,
)
