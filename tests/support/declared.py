"""What a cataloger of manifests finds, by what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.model.component import Component, Problem
from scanner.model.dependency import Dependency
from tests.support.images import ALL_CLAIMS, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from layers.claim import Claims
    from layers.tree import Tree
    from scanner.catalog.cataloger import Found
    from scanner.model.declaration import Declaration


@dataclass(frozen=True)
class Declared:
    """All that was found."""

    components: list[Component]
    dependencies: list[Dependency]
    problems: list[Problem]

    @property
    def names(self) -> list[str]:
        """The names of what is declared."""
        return [component.name for component in self.components]

    @property
    def edges(self) -> set[tuple[str, str | None]]:
        """The places of what depends on each other."""
        return {(each.dependent, each.dependency) for each in self.dependencies}

    @property
    def reasons(self) -> list[str]:
        """What is odd."""
        return [problem.reason for problem in self.problems]


def declared_in(
    catalog: Callable[[Tree], Iterator[Found]],
    files: Mapping[str, bytes | str],
    claims: Claims = ALL_CLAIMS,
) -> Declared:
    """Return what a cataloger finds in some files."""
    found = list(catalog(tree_of(files, claims=claims)))
    return Declared(
        components=[each for each in found if isinstance(each, Component)],
        dependencies=[each for each in found if isinstance(each, Dependency)],
        problems=[each for each in found if isinstance(each, Problem)],
    )


def declaration_of(component: Component) -> Declaration:
    """Return what a manifest says of a component."""
    assert component.declaration is not None
    return component.declaration


def line_of(component: Component) -> int:
    """Return the first line of an entry."""
    assert component.evidence.line is not None
    return component.evidence.line
