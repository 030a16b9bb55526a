"""What environments of Hatch need, by a ``hatch.toml`` (Hatch: metadata, options).

It has the tables of ``tool.hatch``, and outweighs those of the ``pyproject.toml`` beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project import HATCH as NAME
from scanner.catalog.project import PATTERN as PROJECT
from scanner.catalog.project import asked_for, needs_of, project_in
from scanner.metadata.pyproject import parse_hatch
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.metadata.toml_table import Table

PATTERN: Final = f"**/{NAME}"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each file asks for, for the project beside it."""
    for manifest in manifests_of(tree, HATCH.name, (PATTERN,)):
        settings = manifest.table()
        if settings is not None:
            yield from _found(manifest, settings)
        yield from manifest.problems


def _found(manifest: Manifest, settings: Table) -> Iterator[Found]:
    content = parse_hatch(settings)
    for oddity in content.oddities:
        manifest.note(oddity)
    project = project_in(manifest.tree, manifest.directory)
    for requirement in content.requirements:
        name = normalized(requirement.requirement.name or "")
        is_project = project is not None and name == normalized(project.component.name)
        found = None if is_project else asked_for(manifest, requirement)
        if found:
            yield found
        if project and (found or is_project):
            yield from needs_of(project, requirement, found or project.component)


HATCH: Final = Cataloger(
    name="hatch",
    version=1,
    claims=(PATTERN, PROJECT),
    catalog=catalog,
)
