"""What workspaces of pixi ask for, in ``pixi.toml`` or in ``pyproject.toml``.

The name of a workspace is no distribution's, unless it is in a ``pyproject.toml`` that says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.workspace import OWN, PATTERNS, direct_dependency, workspace_of
from scanner.model.declaration import Declaration
from scanner.model.names import is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.catalog.workspace import Workspace
    from scanner.metadata.pixi import PixiRequirement
    from scanner.model.component import Component


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield each workspace, and what it asks for."""
    for manifest in manifests_of(tree, PIXI.name, PATTERNS):
        workspace = workspace_of(manifest)
        if workspace is not None:
            yield from _found(manifest, workspace)
        # What is wrong with a pyproject.toml, the cataloger of these tells.
        if workspace is not None or manifest.path.endswith(OWN):
            yield from manifest.problems


def _found(manifest: Manifest, workspace: Workspace) -> Iterator[Found]:
    project, content = workspace.project, workspace.content
    if project and workspace.is_told_here:
        yield project
    for oddity in content.oddities:
        manifest.note(oddity)
    for each in content.requirements:
        component = _component(manifest, each, content.channels)
        if component is None:
            manifest.note(f"line {each.line}: not a valid name")
            continue
        yield component
        if project:
            yield direct_dependency(project, component)


def _component(
    manifest: Manifest, each: PixiRequirement, channels: tuple[str, ...]
) -> Component | None:
    """Return what is asked for; None if it has no name."""
    spec, requirement = each.spec, each.requirement
    declaration = Declaration(
        requirement="",
        is_locked=False,
        platforms=each.platforms,
        groups=each.groups,
        is_direct=True,
        last_line=each.last_line,
    )
    if spec and spec.package.name:
        declaration = replace(
            declaration, requirement=spec.text, specifier=spec.specifier, indexes=channels
        )
        component = manifest.conda_package(spec.package, each.line, declaration)
        return replace(component, origin=each.origin)
    if requirement and requirement.name and is_valid(requirement.name):
        declaration = replace(
            declaration,
            requirement=requirement.text,
            specifier=requirement.specifier,
            marker=requirement.marker,
            extras=requirement.extras,
        )
        return manifest.required(requirement, requirement.name, each.line, declaration)
    return None


PIXI: Final = Cataloger(name="pixi", version=1, claims=PATTERNS, catalog=catalog)
