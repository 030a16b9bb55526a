"""What workspaces of pixi ask for, in ``pixi.toml`` or in ``pyproject.toml``.

The name of a workspace is no distribution's, unless it is in a ``pyproject.toml`` that says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project_file import PROJECT
from scanner.metadata.pixi import parse_pixi
from scanner.model.declaration import Declaration
from scanner.model.names import is_valid, package_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.metadata.pixi import PixiRequirement, PixiWorkspace
    from scanner.model.component import Component

OWN: Final = "**/pixi.toml"
PYPROJECT: Final = "**/pyproject.toml"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield each workspace, and what it asks for."""
    for manifest in manifests_of(tree, PIXI.name, (OWN, PYPROJECT)):
        document = manifest.table()
        is_own = manifest.path.endswith("pixi.toml")
        table = document if is_own or document is None else document.table("tool", "pixi")
        if table is not None and table.values:
            workspace = parse_pixi(table)
            if is_own and workspace.name:
                yield _project(manifest, workspace)
            for oddity in workspace.oddities:
                manifest.note(oddity)
            for requirement in workspace.requirements:
                yield from _components(manifest, requirement, workspace.channels)
        if is_own or (table is not None and table.values):
            yield from manifest.problems


def _project(manifest: Manifest, workspace: PixiWorkspace) -> Component:
    name = workspace.name or ""
    declaration = Declaration(requirement=name, is_locked=False)
    project = manifest.component(name, workspace.version, workspace.line, declaration)
    return replace(project, kind=PROJECT, purl=package_url("generic", name, workspace.version))


def _components(
    manifest: Manifest, each: PixiRequirement, channels: tuple[str, ...]
) -> Iterator[Component]:
    declaration = Declaration(
        requirement="",
        is_locked=False,
        platforms=each.platforms,
        groups=each.groups,
        is_direct=True,
        last_line=each.last_line,
    )
    if each.spec and each.spec.package.name:
        declaration = replace(
            declaration,
            requirement=each.spec.text,
            specifier=each.spec.specifier,
            indexes=channels,
        )
        component = manifest.conda_package(each.spec.package, each.line, declaration)
        yield replace(component, origin=each.origin)
    elif each.requirement and is_valid(each.requirement.name or ""):
        declaration = replace(
            declaration,
            requirement=each.requirement.text,
            specifier=each.requirement.specifier,
            marker=each.requirement.marker,
            extras=each.requirement.extras,
        )
        name = each.requirement.name or ""
        yield manifest.required(each.requirement, name, each.line, declaration)
    else:
        manifest.note(f"line {each.line}: not a valid name")


PIXI: Final = Cataloger(name="pixi", version=1, claims=(OWN, PYPROJECT), catalog=catalog)
