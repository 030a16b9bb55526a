"""The workspace of pixi that is in a directory: ``pixi.toml``, or a table of ``pyproject.toml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.manifest import Manifest
from scanner.catalog.project import project_component, project_in
from scanner.metadata.pixi import parse_pixi
from scanner.model.dependency import Dependency, Standing
from scanner.model.names import normalized, package_url

if TYPE_CHECKING:
    from layers.tree import Tree
    from scanner.metadata.pixi import PixiWorkspace
    from scanner.model.component import Component

OWN: Final = "pixi.toml"
FILES: Final = (OWN, "pyproject.toml")
"""The first that is there is the one."""
PATTERNS: Final = tuple(f"**/{file}" for file in FILES)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, and the project that asks for what it asks for, if that has a name."""

    content: PixiWorkspace
    project: Component | None
    is_told_here: bool
    """Whether no other cataloger tells of the project."""


def workspace_in(tree: Tree, directory: str) -> Workspace | None:
    """Return the workspace in a directory; None if there is none, or it cannot be read."""
    for file in FILES:
        path = f"{directory}/{file}".lstrip("/")
        found = workspace_of(Manifest(tree, path, "pixi")) if tree.entry(path) else None
        if found:
            return found
    return None


def workspace_of(manifest: Manifest) -> Workspace | None:
    """Return the workspace that a manifest is of."""
    document = manifest.table()
    is_own = manifest.path.rpartition("/")[2] == OWN
    table = document if is_own or document is None else document.table("tool", "pixi")
    if table is None or not table.values:
        return None
    content = parse_pixi(table)
    if is_own:
        return Workspace(content, _project(manifest, content), is_told_here=True)
    beside = project_in(manifest.tree, manifest.directory)
    return Workspace(content, beside.component if beside else None, is_told_here=False)


def direct_dependency(project: Component, component: Component) -> Dependency:
    """Return that a project asks for what is declared."""
    declaration = component.declaration
    assert declaration is not None
    return Dependency(
        dependent=project.place,
        dependency=component.place,
        name=normalized(component.name),
        ecosystem=component.ecosystem,
        requirement=declaration.requirement,
        standing=Standing.MET,
        extras=declaration.extras,
        marker=declaration.marker,
    )


def _project(manifest: Manifest, content: PixiWorkspace) -> Component | None:
    """Return the project, whose name is no distribution's."""
    if content.name is None:
        return None
    evidence = manifest.evidence(content.name, content.line)
    project = project_component(content.name, content.version, manifest, evidence)
    return replace(project, purl=package_url("generic", content.name, content.version))
