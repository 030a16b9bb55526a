"""Projects by their ``pyproject.toml``, and what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project import HATCH, PATTERN, asked_for, needs_of, path_below, project_of
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.project import Project
    from scanner.metadata.project_requirement import ProjectRequirement
    from scanner.model.component import Component


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield each project, and what it asks for, which may be another project of the same tree."""
    manifests = tuple(manifests_of(tree, PYPROJECT.name, (PATTERN,)))
    projects = Projects(tuple(project for each in manifests if (project := project_of(each))))
    for project in projects.all:
        yield project.component
        for requirement in project.content.requirements:
            found = projects.meant(project, requirement)
            if found is None:
                found = asked_for(project.manifest, requirement)
                if found is None:
                    continue
                yield found
            yield from needs_of(project, requirement, found)
    for manifest in manifests:
        yield from manifest.problems


class Projects:
    """The projects of a tree, which may ask for each other."""

    def __init__(self, projects: tuple[Project, ...]) -> None:
        self.all = projects
        self._by_name = {normalized(each.component.name): each.component for each in projects}
        self._by_directory = {each.manifest.directory: each for each in projects}

    def meant(self, project: Project, asked: ProjectRequirement) -> Component | None:
        """Return the project that another asks for: itself, for its extras, or one beside it."""
        name = normalized(asked.requirement.name or "")
        if name == normalized(project.component.name):
            return project.component
        if any(name in each.content.members for each in self._around(project.manifest.directory)):
            return self._by_name.get(name)
        path = asked.requirement.path
        directory = None if path is None else path_below(project.manifest.directory, path)
        found = None if directory is None else self._by_directory.get(directory)
        return found.component if found else None

    def _around(self, directory: str) -> Iterator[Project]:
        """Yield the project in a directory, and those above it: a workspace has sources for all."""
        parts = directory.split("/") if directory else []
        for length in range(len(parts), -1, -1):
            if found := self._by_directory.get("/".join(parts[:length])):
                yield found


PYPROJECT: Final = Cataloger(
    name="pyproject",
    version=1,
    claims=(PATTERN, f"**/{HATCH}"),
    catalog=catalog,
)
