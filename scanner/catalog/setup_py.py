"""Projects that setuptools builds, by ``setup.py``, which is read and never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project_file import found_in
from scanner.metadata.setup_py import parse_setup_py

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PATTERN: Final = "**/setup.py"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the project of each file, and what it requires."""
    for manifest in manifests_of(tree, SETUP_PY.name, (PATTERN,)):
        text = manifest.text(by_coding_line=True)
        if text is not None:
            yield from found_in(manifest, parse_setup_py(text))
        yield from manifest.problems


SETUP_PY: Final = Cataloger(name="setup-py", version=1, claims=(PATTERN,), catalog=catalog)
