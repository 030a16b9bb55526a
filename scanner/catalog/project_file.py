"""How what a file says of its project becomes components, whatever its format."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.catalog.manifest import MAX_BYTES
from scanner.metadata.declared_requirement import parse_declared
from scanner.metadata.document_limit import OverLimit
from scanner.metadata.setup_cfg import parse_setup_cfg
from scanner.metadata.setup_py import parse_setup_py
from scanner.metadata.toml_table import parse_toml
from scanner.model.component import PROJECT, Component, State
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import is_valid, normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.metadata.project_file import ListedRequirement, ProjectFile

METADATA: Final = ("**/pyproject.toml", "**/setup.cfg", "**/setup.py")
"""What tells the name of the project that is in a directory."""


def found_in(manifest: Manifest, file: ProjectFile) -> Iterator[Component | Dependency]:
    """Yield a project, if it has a name, and what it requires; note what is odd about that."""
    for reason in file.oddities:
        manifest.note(reason)
    project = _project(manifest, file)
    if project:
        yield project
    for each in file.requirements:
        component = _required(manifest, each)
        if component:
            yield component
        if component and project:
            yield _dependency(project, component, each)


def _project(manifest: Manifest, file: ProjectFile) -> Component | None:
    if file.name and not is_valid(file.name):
        manifest.note(f"not a valid name: {file.name!r:.200}")
    elif file.name:
        return Component(
            name=file.name,
            version=file.version,
            purl=purl(file.name, file.version),
            kind=PROJECT,
            state=State.DECLARED,
            environment=manifest.directory,
            evidence=manifest.evidence(file.name, file.line),
            requires_python=file.requires_python,
        )
    return None


def _dependency(project: Component, component: Component, each: ListedRequirement) -> Dependency:
    assert component.declaration is not None
    return Dependency(
        dependent=project.place,
        dependency=component.place,
        name=normalized(component.name),
        ecosystem=PYPI,
        requirement=component.declaration.requirement,
        standing=Standing.MET,
        extra=each.extra,
        extras=component.declaration.extras,
        marker=component.declaration.marker,
    )


def _required(manifest: Manifest, each: ListedRequirement) -> Component | None:
    requirement = parse_declared(each.text)
    if requirement.oddity:
        manifest.note(f"line {each.line}: {requirement.oddity}")
    if requirement.name is None:
        if not requirement.oddity:
            manifest.note(f"line {each.line}: a requirement without a name: {requirement.text}")
        return None
    declaration = Declaration(
        requirement=requirement.text,
        is_locked=False,
        specifier=requirement.specifier,
        marker=_both(requirement.marker, each.condition),
        extras=requirement.extras,
        groups=(each.group,) if each.group else (),
        for_extras=(each.extra,) if each.extra else (),
        is_direct=True,
        last_line=each.last_line,
    )
    return manifest.required(requirement, requirement.name, each.line, declaration)


def _both(marker: str | None, condition: str | None) -> str | None:
    return f"({marker}) and ({condition})" if marker and condition else marker or condition


class Projects:
    """The names of the projects in a tree, each looked up once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._names: dict[str, str | None] = {}

    def name_in(self, directory: str) -> str | None:
        """Return the name of the project in a directory, if a file there tells it."""
        path = posixpath.normpath(directory).strip("/")
        if path not in self._names:
            self._names[path] = next(filter(None, self._told_in(path)), None)
        return self._names[path]

    def _told_in(self, directory: str) -> Iterator[str | None]:
        for file, read in _READERS.items():
            try:
                data = self._tree.read(f"{directory}/{file}".lstrip("/"))
            except UnreadableFile:
                continue
            name = read(data.decode("utf-8", "replace")) if len(data) <= MAX_BYTES else None
            yield name if name and is_valid(name) else None


def _name_in_setup_cfg(text: str) -> str | None:
    try:
        return parse_setup_cfg(text).name
    except OverLimit:
        return None


def _name_in_setup_py(text: str) -> str | None:
    return parse_setup_py(text).name


def _name_in_pyproject(text: str) -> str | None:
    try:
        document = parse_toml(text)
    except ValueError:
        return None
    return document.table("project").text("name") or document.table("tool", "poetry").text("name")


_READERS: Final = {
    "pyproject.toml": _name_in_pyproject,
    "setup.cfg": _name_in_setup_cfg,
    "setup.py": _name_in_setup_py,
}
"""The best first."""
