"""What uv has locked: ``uv.lock``, and ``tool.py.lock`` beside a script (PEP 723)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.lockfile import locked
from scanner.catalog.project import PATTERN as PROJECT
from scanner.metadata.uv_lock import parse_uv_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PATTERNS: Final = ("**/uv.lock", "**/*.py.lock")
"""Of projects, and of scripts (PEP 723)."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile has, and what of that needs what."""
    yield from locked(tree, UV_LOCK.name, PATTERNS, lambda table, _: parse_uv_lock(table))


UV_LOCK: Final = Cataloger(
    name="uv-lock",
    version=1,
    claims=(*PATTERNS, PROJECT),
    catalog=catalog,
)
