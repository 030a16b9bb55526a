"""Projects that real tools have locked (``testdata/locks``), and what these say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.claim import Claims
from scanner.catalog import CATALOGERS
from scanner.model.component import Component, Problem
from scanner.model.dependency import Dependency
from scanner.model.names import normalized
from tests.support.images import tree_of

if TYPE_CHECKING:
    from scanner.catalog.cataloger import Found

PROJECTS: Final = Path(__file__).parents[2] / "testdata/locks"
LOCKFILES: Final = {
    "uv-lock": "uv.lock",
    "poetry-lock": "poetry.lock",
    "pdm-lock": "pdm.lock",
    "pylock": "pylock*.toml",
}
"""Catalogers, and what they read."""
ROOT: Final = "srv"


def files_of(project: str) -> dict[str, bytes]:
    """Return the manifests and lockfiles of a project, by where they are in a tree."""
    return {
        f"{ROOT}/{path.relative_to(PROJECTS)}": path.read_bytes()
        for path in sorted((PROJECTS / project).rglob("*"))
        if path.suffix in {".lock", ".toml"}
    }


def exports_of(project: str) -> dict[str, dict[str, list[str]]]:
    """Return what each tool exported of a project, by what it was exported for."""
    exports: dict[str, dict[str, list[str]]] = json.loads(
        (PROJECTS / project / "exports.json").read_text()
    )
    return exports


class Finding:
    """What a cataloger finds in some files."""

    def __init__(self, cataloger: str, files: dict[str, bytes]) -> None:
        self.files = files
        read = CATALOGERS[cataloger]
        self.found: list[Found] = list(read.catalog(tree_of(files, claims=Claims(read.claims))))
        self.components = [each for each in self.found if isinstance(each, Component)]
        self.dependencies = [each for each in self.found if isinstance(each, Dependency)]
        self.problems = [each.reason for each in self.found if isinstance(each, Problem)]

    def __getitem__(self, name: str) -> Component:
        """Return the only component of a name."""
        (found,) = (each for each in self.components if each.name == name)
        return found

    def pins(self) -> dict[str, Component]:
        """Return what is locked, and from an index, by name and version."""
        return {
            f"{normalized(each.name)}=={each.version}": each
            for each in self.components
            if each.declaration and each.declaration.is_locked and each.origin is None
        }

    def edges(self) -> set[tuple[str, str]]:
        """Return what needs what, both as ``name version``."""
        names = {each.place: f"{each.name} {each.version}" for each in self.components}
        return {
            (names.get(each.dependent, each.dependent), names.get(each.dependency, "?"))
            for each in self.dependencies
            if each.dependency is not None
        }

    def entry(self, component: Component) -> str:
        """Return the lines that a component says it is on."""
        assert component.evidence.line is not None
        assert component.declaration is not None
        lines = self.files[component.evidence.path].decode().splitlines()
        return "\n".join(lines[component.evidence.line - 1 : component.declaration.last_line])


def read(cataloger: str, files: dict[str, str]) -> Finding:
    """Return what a cataloger finds in texts, by where they are."""
    return Finding(cataloger, {path: text.encode() for path, text in files.items()})
