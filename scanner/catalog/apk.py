"""Packages of apk: Alpine, Wolfi and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.system import OS_RELEASES, Database
from scanner.metadata.apk_installed import apk_excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

DATABASES: Final = ("lib/apk/db/installed", "usr/lib/apk/db/installed")
"""Until and since apk 3."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the packages that have Python files."""
    database = Database(tree, "apk", APK.name)
    for path in DATABASES:
        yield from database.packages(path)
    yield from database.problems


APK: Final = Cataloger(
    name="apk",
    version=1,
    claims=OS_RELEASES,
    excerpts=(Excerpt(name="apk-database", version=2, patterns=DATABASES, take=apk_excerpt),),
    catalog=catalog,
)
