"""Trees of manifests and lockfiles, and what catalogers find in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.catalog import CATALOGERS
from scanner.cataloging import claims
from scanner.model.component import Component, Problem
from scanner.model.dependency import Dependency
from scanner.model.names import normalized
from tests.support.images import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scanner.model.declaration import Declaration

PROJECT = "srv/shop"


class Found:
    """What one cataloger finds in files of a project."""

    def __init__(self, cataloger: str, files: Mapping[str, str | bytes]) -> None:
        tree = tree_of(
            {
                f"{PROJECT}/{path}": data.encode() if isinstance(data, str) else data
                for path, data in files.items()
            },
            claims=claims(directory=True),
        )
        found = list(CATALOGERS[cataloger].catalog(tree))
        self.components = [each for each in found if isinstance(each, Component)]
        self.dependencies = [each for each in found if isinstance(each, Dependency)]
        self.problems = [each.reason for each in found if isinstance(each, Problem)]

    @property
    def purls(self) -> list[str]:
        """The package URLs, in the order of the file."""
        return [component.purl for component in self.components]

    def component(self, name: str) -> Component:
        """Return the only one of a name."""
        (found,) = (each for each in self.components if normalized(each.name) == normalized(name))
        return found

    def declaration(self, name: str) -> Declaration:
        """Return what is declared of the only one of a name."""
        declaration = self.component(name).declaration
        assert declaration is not None
        return declaration

    @property
    def edges(self) -> set[tuple[str, str]]:
        """Which needs which, by their names."""
        names = {component.place: component.name for component in self.components}
        return {
            (names[each.dependent], names[each.dependency])
            for each in self.dependencies
            if each.dependency is not None
        }


def files_in(directory: Path) -> dict[str, bytes]:
    """Return the files of a project that is kept for the tests."""
    paths = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in paths}


def lines_of(component: Component, text: str) -> str:
    """Return the lines of a file that are told to be about a component."""
    assert component.declaration is not None
    first, last = component.evidence.line, component.declaration.last_line
    assert first is not None
    assert last is not None
    return "\n".join(text.split("\n")[first - 1 : last])
