"""Requirements files, with all that they include, and what constrains it (pip documentation).

Each file is read once, whoever includes it. What nobody includes, and is not called as such files
are, is one if all of its lines can be read and some line could be nothing else.
"""

from __future__ import annotations

import logging
import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers import Claims
from layers.path import bytes_of
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.inclusion import (
    MAX_FORKS,
    PATTERNS,
    RequirementsFile,
    connect,
    constraining_among,
    constraints_of,
    inclusion_of,
    target_of,
)
from scanner.catalog.manifest import Manifest, decoded, manifests_of
from scanner.catalog.project_file import METADATA, Projects
from scanner.metadata.conda_list import parse_conda_list
from scanner.metadata.declared_requirement import pinned
from scanner.metadata.requirements_name import requirements_name
from scanner.metadata.requirements_txt import RequirementsTxt, parse_requirements_txt
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from layers.tree import Tree
    from scanner.metadata.conda_list import CondaList
    from scanner.metadata.requirements_txt import RequirementLine
    from scanner.model.component import Component
    from scanner.model.names import NormalizedName

logger = logging.getLogger(__name__)

_PROJECT: Final = ("(pyproject.toml", "(setup.py", "(setup.cfg")
"""How an annotation goes on behind the name of the project itself."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each file asks for."""
    files: dict[str, RequirementsFile] = {}
    for manifest in _manifests(tree):
        content = manifest.parsed(_content, "requirements", by_coding_line=True)
        name = requirements_name(manifest.path)
        if isinstance(content, RequirementsTxt):
            files[manifest.path] = RequirementsFile(manifest, name, content)
        elif content is None and name.is_certain:
            yield from manifest.problems
    connect(files, tree)
    constraining = constraining_among(files)
    alone = tree.chosen & (files.keys() - constraining)
    chosen = {path for path in alone if files[path].can_be_read}
    only_constraining = {
        path for path in files.keys() - chosen if _only_constrains(files[path], constraining)
    }
    required = {
        path
        for taking_in in files.keys() - only_constraining
        for path in files[taking_in].included(is_constraint=False)
    }
    projects = Projects(tree)
    for path, file in files.items():
        is_constraint = path in only_constraining
        is_one = not is_constraint and (file.name.is_certain or file.reads_like_one)
        if is_one or path in required or path in chosen:
            yield from _found(file, constraints_of(file, files), projects)
        elif not is_constraint:
            logger.debug("%s does not read like requirements", path)
            continue
        inclusion = inclusion_of(file, is_constraint=path in constraining)
        if inclusion.tells_something:
            yield inclusion
        yield from _problems(file)


def _manifests(tree: Tree) -> Iterator[Manifest]:
    """Yield what may be a requirements file."""
    known = {each.path: each for each in manifests_of(tree, REQUIREMENTS.name, PATTERNS)}
    yield from known.values()
    for path in sorted(tree.chosen.difference(known)):
        if may_be_one(path, tree.claims):
            yield Manifest(tree, path, REQUIREMENTS.name)


def may_be_one(path: str, claims: Claims | None) -> bool:
    """Tell whether a file that somebody chose may be a requirements file, whatever it is called.

    What ends in ``.txt`` may be, even if a list of conda may be called so.
    """
    name = bytes_of(path)
    is_claimed = claims is not None and claims.match(name)
    return not is_claimed or path.endswith(".txt") or Claims(PATTERNS).match(name)


def included_in(path: str, data: bytes) -> Iterator[str]:
    """Yield the paths of the files that one takes in, by its own path and content."""
    try:
        content = _content(decoded(data, by_coding_line=True)[0])
    except ValueError:
        return
    if isinstance(content, RequirementsTxt):
        for include in content.includes:
            target, reason = target_of(posixpath.dirname(path), include.path)
            if not reason:
                yield target


def _only_constrains(file: RequirementsFile, constraining: Container[str]) -> bool:
    """Tell whether a file adds nothing, as far as its name and those that take it in tell."""
    is_certain = file.name.is_certain and not file.name.is_constraint
    return not is_certain and (file.name.is_constraint or file.manifest.path in constraining)


def _content(text: str) -> RequirementsTxt | CondaList:
    """Return what a file says, which may be a list of conda's."""
    return parse_conda_list(text) or parse_requirements_txt(text)


def _problems(file: RequirementsFile) -> Iterator[Found]:
    for line, reason in file.content.oddities:
        file.manifest.note(f"line {line}: {reason}")
    if file.content.omitted:
        file.manifest.note(f"{file.content.omitted:,} more lines are odd")
    yield from file.manifest.problems


def _found(
    file: RequirementsFile, constraining: list[RequirementsFile], projects: Projects
) -> Iterator[Component | Dependency]:
    components: list[Component] = []
    is_written = _is_written(file)
    for line in file.content.requirements:
        name = line.requirement.name or _local_name(file, line.requirement.path, projects)
        if name is None:
            reason = f"a requirement without a name: {line.requirement.text:.200}"
            file.content.note(line.line, reason)
            continue
        is_direct = _is_direct(line.via) if line.via else is_written or None
        declaration = replace(_declaration(file, line, constraining), is_direct=is_direct)
        components.append(_component(file, line, name, declaration))
    local = {normalized(each.name) for each in components if (each.origin or "")[:5] == "file:"}
    if own := _local_name(file, ".", projects):
        local.add(normalized(own))
    for component in components:
        yield _told_apart(component, local)
    yield from file.manifest.told(_edges(components))


def _narrowed(
    file: RequirementsFile, line: RequirementLine, constraining: list[RequirementsFile]
) -> str | None:
    """Return the specifier of a requirement, and those that constrain it."""
    requirement = line.requirement
    if requirement.origin is not None:
        return None
    specifiers = [each for other in constraining for each in other.specifiers_for(line)]
    if not any(specifiers):
        return requirement.specifier
    together = ",".join(dict.fromkeys(filter(None, (requirement.specifier, *specifiers))))
    if requirement.version and pinned(together) is None:
        file.content.note(line.line, f"contradicts its constraints: {together:.200}")
        return requirement.specifier
    return together


def _declaration(
    file: RequirementsFile, line: RequirementLine, constraining: list[RequirementsFile]
) -> Declaration:
    requirement = line.requirement
    parents = (source.partition("[")[0] for source in line.via if not _is_input(source))
    return Declaration(
        requirement=requirement.text,
        is_locked=file.content.is_compiled or file.name.is_lock or bool(line.via),
        specifier=_narrowed(file, line, constraining),
        marker=requirement.marker,
        extras=requirement.extras,
        groups=file.name.groups,
        are_groups_guessed=bool(file.name.groups),
        last_line=line.last_line,
        brought_by=tuple(sorted(set(map(normalized, parents)))),
        indexes=file.content.indexes,
    )


def _component(
    file: RequirementsFile, line: RequirementLine, name: str, declaration: Declaration
) -> Component:
    requirement = line.requirement
    version = pinned(declaration.specifier) if declaration.specifier else requirement.version
    component = file.manifest.component(
        name, version, line.line, declaration, requirement.qualifiers
    )
    is_by_name = requirement.origin is not None and requirement.is_name_guessed
    technique = "filename" if is_by_name else component.evidence.technique
    return replace(
        component,
        environment=file.name.project,
        hashes=tuple(dict.fromkeys((*requirement.checksums, *line.hashes))),
        origin=requirement.origin,
        evidence=replace(component.evidence, technique=technique),
    )


def _local_name(file: RequirementsFile, path: str | None, projects: Projects) -> str | None:
    """Return the name of the project in a directory; pip takes paths from where it is run."""
    if path is None:
        return None
    starts = (file.name.project, file.manifest.directory)
    names = (projects.name_in(posixpath.join("/", start, path)) for start in starts)
    return next(filter(None, names), None)


def _is_input(source: str) -> bool:
    """Tell whether what needs a distribution is a file, and not another distribution."""
    return source.startswith("-") or any(file in source for file in _PROJECT)


def _is_written(file: RequirementsFile) -> bool:
    """Tell whether somebody wrote a file; what is pinned may be all that ``pip freeze`` listed."""
    is_pinned = all(each.requirement.version for each in file.content.requirements)
    return file.name.is_input or not (file.content.is_compiled or is_pinned)


def _is_direct(via: tuple[str, ...]) -> bool | None:
    """Tell whether an annotation has a file in which a distribution is asked for."""
    if any(_is_input(source) and not source.startswith("-c") for source in via):
        return True
    return None if all(source.startswith("-") for source in via) else False


def _told_apart(component: Component, projects: set[NormalizedName]) -> Component:
    """Return a component that is direct if the project, in the same file, is what brings it in."""
    declaration = component.declaration
    assert declaration is not None
    if projects.isdisjoint(declaration.brought_by):
        return component
    return replace(component, declaration=replace(declaration, is_direct=True))


def _edges(components: list[Component]) -> Iterator[Dependency]:
    """Yield what annotations say that components need, within their file."""
    places: dict[str, list[str]] = {}
    for component in components:
        places.setdefault(normalized(component.name), []).append(component.place)
    for component in components:
        assert component.declaration is not None
        for parent in component.declaration.brought_by:
            for place in places.get(parent, [])[:MAX_FORKS]:
                yield Dependency(
                    dependent=place,
                    dependency=component.place,
                    name=normalized(component.name),
                    ecosystem=PYPI,
                    requirement=component.name,
                    standing=Standing.MET,
                )


REQUIREMENTS: Final = Cataloger(
    name="requirements",
    version=1,
    claims=(*PATTERNS, *METADATA),
    catalog=catalog,
)
