"""What PDM has locked: ``pdm.lock``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.lockfile import locked
from scanner.catalog.project import PATTERN as PROJECT
from scanner.metadata.pdm_lock import parse_pdm_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PATTERN: Final = "**/pdm.lock"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile has, and what of that needs what."""
    yield from locked(tree, PDM_LOCK.name, (PATTERN,), parse_pdm_lock)


PDM_LOCK: Final = Cataloger(
    name="pdm-lock",
    version=1,
    claims=(PATTERN, PROJECT),
    catalog=catalog,
)
