"""Projects by their ``pyproject.toml``, and what they ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import Manifest, manifests_of
from scanner.catalog.project import PATTERN, path_below, project_of
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.tree import Tree
    from scanner.catalog.project import Project
    from scanner.metadata.pyproject import ProjectRequirement
    from scanner.model.component import Component
    from scanner.model.names import NormalizedName


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield each project, and what it asks for, which may be another project of the same tree."""
    manifests = tuple(manifests_of(tree, PYPROJECT.name, (PATTERN,)))
    projects = [project for each in manifests if (project := project_of(each))]
    by_name = {normalized(each.component.name): each.component for each in projects}
    by_directory = {each.manifest.directory: each.component for each in projects}
    for project in projects:
        yield project.component
        for requirement in project.content.requirements:
            found = _project(project, requirement, by_name, by_directory)
            if found is None:
                found = _component(project.manifest, requirement)
                if found is None:
                    continue
                yield found
            yield from _dependencies(project, requirement, found)
    for manifest in manifests:
        yield from manifest.problems


def _project(
    project: Project,
    asked: ProjectRequirement,
    by_name: Mapping[NormalizedName, Component],
    by_directory: Mapping[str, Component],
) -> Component | None:
    """Return the project that is asked for: itself, for its extras, or another of the tree."""
    name = normalized(asked.requirement.name or "")
    if name == normalized(project.component.name):
        return project.component
    if asked.is_member:
        return by_name.get(name)
    directory = asked.requirement.path and path_below(
        project.manifest.directory, asked.requirement.path
    )
    return by_directory.get(directory) if directory else None


def _component(manifest: Manifest, asked: ProjectRequirement) -> Component | None:
    requirement = asked.requirement
    if requirement.name is None:
        manifest.note(f"line {asked.line}: a requirement without a name: {requirement.text:.200}")
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
    component = manifest.component(
        requirement.name, requirement.version, asked.line, declaration, requirement.qualifiers
    )
    return replace(component, hashes=requirement.checksums, origin=requirement.origin)


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
