"""Projects that setuptools builds, by ``setup.cfg`` (setuptools: declarative config)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project_file import found_in
from scanner.metadata.setup_cfg import parse_setup_cfg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PATTERN: Final = "**/setup.cfg"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the project of each file, and what it requires."""
    for manifest in manifests_of(tree, SETUP_CFG.name, (PATTERN,)):
        file = manifest.parsed(parse_setup_cfg, "of setuptools")
        if file is not None:
            yield from found_in(manifest, file)
        yield from manifest.problems


SETUP_CFG: Final = Cataloger(name="setup-cfg", version=1, claims=(PATTERN,), catalog=catalog)
