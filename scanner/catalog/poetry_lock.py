"""What Poetry has locked: ``poetry.lock``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.lockfile import locked
from scanner.catalog.project import PATTERN as PROJECT
from scanner.metadata.poetry_lock import parse_poetry_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PATTERN: Final = "**/poetry.lock"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile has, and what of that needs what."""
    yield from locked(tree, POETRY_LOCK.name, (PATTERN,), parse_poetry_lock)


POETRY_LOCK: Final = Cataloger(
    name="poetry-lock",
    version=1,
    claims=(PATTERN, PROJECT),
    catalog=catalog,
)
