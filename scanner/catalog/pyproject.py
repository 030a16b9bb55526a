"""Projects by their ``pyproject.toml``, and what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import Manifest, manifests_of
from scanner.catalog.project import PATTERN, path_below, project_of
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
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
                found = _component(project.manifest, requirement)
                if found is None:
                    continue
                yield found
            yield from _dependencies(project, requirement, found)
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


def _component(manifest: Manifest, asked: ProjectRequirement) -> Component | None:
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


def _dependencies(
    project: Project, asked: ProjectRequirement, found: Component
) -> Iterator[Dependency]:
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


PYPROJECT: Final = Cataloger(
    name="pyproject",
    version=1,
    claims=(PATTERN,),
    catalog=catalog,
)
