"""The project that a ``pyproject.toml`` is of: the root of what manifests and lockfiles tell."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.catalog.manifest import Manifest
from scanner.metadata.pyproject import Pyproject, parse_pyproject
from scanner.metadata.secret import redacted
from scanner.model.component import PROJECT, Component, State
from scanner.model.names import purl

if TYPE_CHECKING:
    from layers.tree import Tree
    from scanner.metadata.toml_table import Table
    from scanner.model.component import Evidence

NAME: Final = "pyproject.toml"
PATTERN: Final = f"**/{NAME}"
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
    content = parse_pyproject(document) if document else Pyproject()
    if document is None or not content.is_project:
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


def path_below(directory: str, path: str) -> str | None:
    """Return where a path leads that a file in a directory tells; None if that is outside."""
    found = posixpath.normpath(posixpath.join(directory, path)).removeprefix("./")
    if found == ".." or found.startswith(("../", "/")):
        return None
    return "" if found == "." else found
