"""The project that a ``pyproject.toml`` is of: the root of what manifests and lockfiles tell."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.catalog.manifest import Manifest
from scanner.metadata.pyproject import Pyproject, parse_pyproject
from scanner.metadata.secret import redacted
from scanner.model.component import PROJECT, Component, State
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.metadata.project_requirement import ProjectRequirement
    from scanner.metadata.toml_table import Table
    from scanner.model.component import Evidence

NAME: Final = "pyproject.toml"
PATTERN: Final = f"**/{NAME}"
HATCH: Final = "hatch.toml"
"""What outweighs a table of the file, if it is beside it."""
NAMELESS: Final = "project"
"""What a project is called that has neither a name nor a directory."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project, and the file that tells of it."""

    manifest: Manifest
    document: Table
    content: Pyproject
    component: Component


def project_in(tree: Tree, directory: str) -> Project | None:
    """Return the project in a directory; None if there is none, or it cannot be read."""
    path = posixpath.join(directory, NAME)
    return project_of(Manifest(tree, path, "pyproject")) if tree.entry(path) else None


def project_of(manifest: Manifest) -> Project | None:
    """Return the project that a manifest is of."""
    document = manifest.table()
    if document is None:
        return None
    path = posixpath.join(manifest.directory, HATCH)
    is_beside = manifest.tree.entry(path) is not None
    hatch = Manifest(manifest.tree, path, manifest.cataloger).table() if is_beside else None
    content = parse_pyproject(document, hatch)
    if not content.is_project:
        return None
    for oddity in content.oddities:
        manifest.note(oddity)
    technique = "manifest-analysis" if content.name else "filename"
    name = redacted(content.name or manifest.directory.rpartition("/")[2] or NAMELESS)
    evidence = manifest.evidence(name, content.line, technique)
    component = project_component(name, content.version, manifest, evidence)
    return Project(manifest, document, content, component)


def project_component(
    name: str, version: str | None, manifest: Manifest, evidence: Evidence
) -> Component:
    """Return what is worked on itself, which no index has."""
    return Component(
        name=name,
        version=version,
        purl=purl(name, version),
        kind=PROJECT,
        state=State.DECLARED,
        environment=manifest.directory,
        evidence=evidence,
    )


def asked_for(manifest: Manifest, asked: ProjectRequirement) -> Component | None:
    """Return what a manifest asks for; None, and a problem, if it has no name."""
    requirement = asked.requirement
    if requirement.name is None:
        reason = requirement.oddity or "a requirement without a name"
        manifest.note(f"line {asked.line}: {reason}: {requirement.text:.200}")
        return None
    declaration = Declaration(
        requirement=requirement.text,
        is_locked=False,
        specifier=requirement.specifier,
        marker=requirement.marker,
        extras=requirement.extras,
        groups=asked.groups,
        for_extras=asked.extras,
        is_direct=True,
        last_line=asked.last_line,
    )
    return manifest.required(requirement, requirement.name, asked.line, declaration)


def needs_of(project: Project, asked: ProjectRequirement, found: Component) -> Iterator[Dependency]:
    """Yield that a project needs what was found for a requirement, for each of its purposes."""
    for purpose in asked.purposes:
        yield Dependency(
            dependent=project.component.place,
            dependency=found.place,
            name=normalized(found.name),
            ecosystem=PYPI,
            requirement=asked.requirement.text,
            standing=Standing.MET,
            extra=purpose.extra,
            group=purpose.group,
            extras=asked.requirement.extras,
            marker=asked.requirement.marker,
        )


def path_below(directory: str, path: str) -> str | None:
    """Return where a path leads that a file in a directory tells; None if that is outside."""
    found = posixpath.normpath(posixpath.join(directory, path)).removeprefix("./")
    if found == ".." or found.startswith(("../", "/")):
        return None
    return "" if found == "." else found
