"""Scripts that say what they need (PyPA: inline script metadata, PEP 723).

Only those near the root of a directory are looked into, and only with a name that ends in ``.py``:
what is installed is further down. To look for them in an image would take it half as long again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project_file import found_in
from scanner.metadata.script_block import block_of, parse_script_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

MAX_DEPTH: Final = 4
"""Components of a path. A library in a virtual environment at the root has five."""
PATTERNS: Final = tuple(f"{'*/' * depth}*.py" for depth in range(MAX_DEPTH))
EXCERPT: Final = Excerpt(
    name="script-block",
    version=1,
    patterns=PATTERNS,
    unless=("**/setup.py", "**/__editable___*.py"),
    take=block_of,
)


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each script requires."""
    for manifest in manifests_of(tree, SCRIPT.name, PATTERNS):
        try:
            script = parse_script_block(tree.read(manifest.path))
        except UnreadableFile:
            continue  # A link to what is no script, or is listed where it is.
        if script is not None:
            yield from found_in(manifest, script)
        yield from manifest.problems


SCRIPT: Final = Cataloger(
    name="script",
    version=1,
    is_for_directories=True,
    claims=PATTERNS,
    excerpts=(EXCERPT,),
    catalog=catalog,
)
