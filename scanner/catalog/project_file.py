"""How what a file says of its project becomes components, whatever its format."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.catalog.manifest import MAX_BYTES
from scanner.metadata.declared_requirement import parse_declared
from scanner.metadata.setup_cfg import parse_setup_cfg
from scanner.metadata.setup_py import parse_setup_py
from scanner.model.declaration import Declaration
from scanner.model.names import is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.metadata.project_file import ListedRequirement, ProjectFile
    from scanner.model.component import Component

PROJECT: Final = "project"
"""The kind of a component that is the project itself."""
METADATA: Final = ("**/pyproject.toml", "**/setup.cfg", "**/setup.py")
"""What tells the name of the project that is in a directory."""


def components_of(manifest: Manifest, file: ProjectFile) -> Iterator[Component]:
    """Yield a project, if it has a name, and what it requires; note what is odd about that."""
    for reason in file.oddities:
        manifest.note(reason)
    if file.name and is_valid(file.name):
        declaration = Declaration(requirement=file.name, is_locked=False)
        project = manifest.component(file.name, file.version, file.line, declaration)
        yield replace(project, kind=PROJECT, requires_python=file.requires_python)
    elif file.name:
        manifest.note(f"not a valid name: {file.name!r:.200}")
    for each in file.requirements:
        component = _required(manifest, each)
        if component is not None:
            yield component


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
    component = manifest.component(
        requirement.name, requirement.version, each.line, declaration, requirement.qualifiers
    )
    return replace(component, hashes=requirement.checksums, origin=requirement.origin)


def _both(marker: str | None, condition: str | None) -> str | None:
    return f"({marker}) and ({condition})" if marker and condition else marker or condition


def project_name(tree: Tree, directory: str) -> str | None:
    """Return the name of the project in a directory, if a file there tells it."""
    for file, read in _READERS.items():
        try:
            data = tree.read(f"{directory}/{file}".lstrip("/"))
        except UnreadableFile:
            continue
        name = read(data.decode("utf-8", "replace")) if len(data) <= MAX_BYTES else None
        if name and is_valid(name):
            return name
    return None


def _name_in_setup_cfg(text: str) -> str | None:
    return parse_setup_cfg(text).name


def _name_in_setup_py(text: str) -> str | None:
    return parse_setup_py(text).name


def _name_in_pyproject(text: str) -> str | None:
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    tool = document.get("tool")
    for table in (document.get("project"), tool.get("poetry") if isinstance(tool, dict) else None):
        name = table.get("name") if isinstance(table, dict) else None
        if isinstance(name, str):
            return name
    return None


_READERS: Final = {
    "pyproject.toml": _name_in_pyproject,
    "setup.cfg": _name_in_setup_cfg,
    "setup.py": _name_in_setup_py,
}
"""The best first."""
