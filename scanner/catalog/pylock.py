"""What any tool has locked in the common form: ``pylock.toml`` and ``pylock.*.toml`` (PEP 751)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.lockfile import locked
from scanner.catalog.project import PATTERN as PROJECT
from scanner.metadata.pylock import parse_pylock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PATTERNS: Final = ("**/pylock.toml", "**/pylock.*.toml")


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile has, and what of that needs what."""
    yield from locked(tree, PYLOCK.name, PATTERNS, parse_pylock)


PYLOCK: Final = Cataloger(
    name="pylock",
    version=1,
    claims=(*PATTERNS, PROJECT),
    catalog=catalog,
)
