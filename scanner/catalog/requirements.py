"""Requirements files, with all that they include, and what constrains it (pip documentation).

Each file is read once, and as ``pip install -r`` of it would: constraints that it takes in, by
whatever way, narrow its requirements and add none. What nobody includes, and is not called as such
files are, is one if all of its lines can be read and some line could be nothing else.
"""

from __future__ import annotations

import logging
import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import Manifest, manifests_of
from scanner.catalog.project_file import METADATA, project_name
from scanner.metadata.conda_list import parse_conda_list
from scanner.metadata.declared_requirement import pinned
from scanner.metadata.requirements_name import RequirementsName, requirements_name
from scanner.metadata.requirements_txt import (
    Include,
    RequirementLine,
    RequirementsTxt,
    parse_requirements_txt,
)
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.names import NormalizedName

logger = logging.getLogger(__name__)

PATTERNS: Final = (
    "**/*.in",
    "**/*constraint*.txt",
    "**/*req*.txt",
    "**/reqs/*.txt",
    "**/requirements/*.txt",
    "**/requires/*.txt",
    "**/requirements*.lock",
)
MAX_INCLUDED: Final = 200
"""Files that one takes in, by whatever way."""
MAX_FORKS: Final = 8
"""Entries of one name in a file that constrain others, or have edges."""
_PROJECT: Final = ("(pyproject.toml", "(setup.py", "(setup.cfg")
"""How an annotation goes on behind the name of the project itself."""


@dataclass(slots=True)
class _File:
    manifest: Manifest
    name: RequirementsName
    content: RequirementsTxt
    projects: dict[str, str | None]
    """The names of those in directories that were looked into for any file."""
    includes: list[tuple[Include, str]] = field(default_factory=list)
    """With the path of a file that is there."""
    by_name: dict[NormalizedName, list[RequirementLine]] = field(default_factory=dict)

    def note(self, line: int, reason: str) -> None:
        self.manifest.note(f"line {line}: {reason}")

    @property
    def reads_like_one(self) -> bool:
        """Whether all lines can be read, and one of them can hardly mean anything else."""
        content = self.content
        return not content.unread and bool(
            content.includes
            or content.indexes
            or any(each.requirement.specifier or each.hashes for each in content.requirements)
        )


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each file asks for."""
    files: dict[str, _File] = {}
    projects: dict[str, str | None] = {}
    for manifest in manifests_of(tree, REQUIREMENTS.name, PATTERNS):
        text = manifest.text(by_coding_line=True)
        if text is None:
            yield from manifest.problems
        elif parse_conda_list(text) is not None:
            logger.debug("%s is a list of conda's", manifest.path)
        else:
            name, content = requirements_name(manifest.path), parse_requirements_txt(text)
            files[manifest.path] = _File(manifest, name, content, projects)
    for file in files.values():
        _follow(file, files)
    _note_cycles(files)
    required = {path for file in files.values() for path in _included(file, is_constraint=False)}
    constraining = {path for file in files.values() for path in _included(file, is_constraint=True)}
    for path, file in files.items():
        if path in constraining - required or (file.name.is_constraint and path not in required):
            yield from _problems(file)
        elif path in required or file.name.is_certain or file.reads_like_one:
            yield from _found(file, files)
            yield from _problems(file)
        else:
            logger.debug("%s does not read like requirements", path)


def _follow(file: _File, files: dict[str, _File]) -> None:
    """Find what a file includes, and note what cannot be."""
    for include in file.content.includes:
        path = unquote(include.path.removeprefix("file://"))
        target = posixpath.normpath(posixpath.join("/", file.manifest.directory, path))
        depth = posixpath.normpath(posixpath.join(file.manifest.directory, path))
        shown = f"{include.path:.200}"
        if "://" in path:
            file.note(include.line, f"an include that is not fetched: {shown}")
        elif "${" in path or not path:
            file.note(include.line, f"an include that cannot be told: {shown}")
        elif depth == ".." or depth.startswith("../"):
            file.note(include.line, f"an include outside of what is scanned: {shown}")
        elif (real := file.manifest.tree.resolve(target.lstrip("/"))) in files:
            file.includes.append((include, str(real)))
        elif file.manifest.tree.among([target.lstrip("/")]):
            file.note(include.line, f"an include by a name that is not read: {shown}")
        else:
            file.note(include.line, f"an include that is not there: {shown}")


def _included(file: _File, *, is_constraint: bool) -> Iterator[str]:
    return (path for include, path in file.includes if include.is_constraint is is_constraint)


def _note_cycles(files: dict[str, _File]) -> None:
    """Note each include that leads back to where it is, which pip refuses."""
    done: set[str] = set()
    for start, file in files.items():
        way: dict[str, Iterator[tuple[Include, str]]] = {start: iter(file.includes)}
        while way and start not in done:
            path, remaining = next(reversed(way.items()))
            include, target = next(remaining, (None, ""))
            if include is None:
                done.add(path)
                del way[path]
            elif target in way:
                files[path].note(include.line, f"an include that leads back here: {include.path}")
            elif target not in done:
                way[target] = iter(files[target].includes)


def _problems(file: _File) -> Iterator[Found]:
    for line, reason in file.content.oddities:
        file.note(line, reason)
    if file.content.omitted:
        file.manifest.note(f"{file.content.omitted:,} more lines are odd")
    yield from file.manifest.problems


def _found(file: _File, files: dict[str, _File]) -> Iterator[Component | Dependency]:
    constraining = [files[path] for path in _constraints_of(file, files)]
    components: list[Component] = []
    is_written = _is_written(file)
    for line in file.content.requirements:
        component = _component(file, line, constraining, is_written=is_written)
        if component is not None:
            components.append(component)
    projects = {normalized(each.name) for each in components if _is_project(each)}
    for component in components:
        yield _told_apart(component, projects)
    yield from _edges(components)


def _constraints_of(file: _File, files: dict[str, _File]) -> list[str]:
    """Return the files that constrain a file, by whatever way it takes them in."""
    pending = [(file.manifest.path, False)]
    seen = set(pending)
    while pending:
        path, constrains = pending.pop()
        for include, target in files[path].includes:
            step = (target, constrains or include.is_constraint)
            if step not in seen and len(seen) <= MAX_INCLUDED:
                seen.add(step)
                pending.append(step)
    if len(seen) > MAX_INCLUDED:
        file.manifest.note(f"it includes more than {MAX_INCLUDED} files; not all constrain it")
    return sorted(path for path, constrains in seen if constrains)


def _component(
    file: _File, line: RequirementLine, constraining: Iterable[_File], *, is_written: bool
) -> Component | None:
    requirement = line.requirement
    name = requirement.name or _local_name(file, requirement.path)
    if name is None:
        file.note(line.line, f"a requirement without a name: {requirement.text:.200}")
        return None
    specifier, version = requirement.specifier, requirement.version
    if requirement.origin is None:
        specifier, version = _constrained(file, line, constraining)
    parents = [source for source in line.via if not _is_input(source)]
    declaration = Declaration(
        requirement=requirement.text,
        is_locked=file.content.is_compiled or file.name.is_lock or bool(line.via),
        specifier=specifier,
        marker=requirement.marker,
        extras=requirement.extras,
        groups=file.name.groups,
        are_groups_guessed=bool(file.name.groups),
        is_direct=_is_direct(line, parents) if line.via else is_written or None,
        last_line=line.last_line,
        brought_by=tuple(sorted({normalized(parent.partition("[")[0]) for parent in parents})),
        indexes=tuple(dict.fromkeys(file.content.indexes)),
    )
    component = file.manifest.component(
        name, version, line.line, declaration, requirement.qualifiers
    )
    technique = "filename" if requirement.origin and requirement.is_name_guessed else None
    return replace(
        component,
        environment=file.name.project,
        hashes=tuple(dict.fromkeys((*requirement.checksums, *line.hashes))),
        origin=requirement.origin,
        evidence=replace(component.evidence, technique=technique or component.evidence.technique),
    )


def _local_name(file: _File, path: str | None) -> str | None:
    """Return the name of the project in a directory; pip takes paths from where it is run."""
    if path is None:
        return None
    for start in (file.name.project, file.manifest.directory):
        directory = posixpath.normpath(posixpath.join("/", start, path)).lstrip("/")
        if directory not in file.projects:
            file.projects[directory] = project_name(file.manifest.tree, directory)
        if name := file.projects[directory]:
            return name
    return None


def _constrained(
    file: _File, line: RequirementLine, constraining: Iterable[_File]
) -> tuple[str | None, str | None]:
    """Return the specifier and the version that are left of those of a requirement."""
    requirement = line.requirement
    assert requirement.name is not None
    specifiers = [requirement.specifier]
    for constraints in constraining:
        specifiers += (
            each.requirement.specifier
            for each in _lines_by_name(constraints).get(normalized(requirement.name), ())
            if each.requirement.marker in {None, requirement.marker}
        )
    together = ",".join(dict.fromkeys(filter(None, specifiers))) or None
    version = pinned(together) if together else None
    if requirement.version and version is None:
        file.note(line.line, f"contradicts its constraints: {together:.200}")
        return requirement.specifier, requirement.version
    return together, version


def _lines_by_name(file: _File) -> dict[NormalizedName, list[RequirementLine]]:
    if not file.by_name:
        for line in file.content.requirements:
            if line.requirement.name:
                forks = file.by_name.setdefault(normalized(line.requirement.name), [])
                forks += [line] * (len(forks) < MAX_FORKS)
    return file.by_name


def _is_input(source: str) -> bool:
    """Tell whether what needs a distribution is a file, and not another distribution."""
    return source.startswith("-") or any(file in source for file in _PROJECT)


def _is_written(file: _File) -> bool:
    """Tell whether somebody wrote a file; what is pinned may be all that ``pip freeze`` listed."""
    is_pinned = all(each.requirement.version for each in file.content.requirements)
    return file.name.is_input or not (file.content.is_compiled or is_pinned)


def _is_direct(line: RequirementLine, parents: list[str]) -> bool | None:
    """Tell whether an annotation has a file in which a distribution is asked for."""
    is_asked_for = any(_is_input(each) and not each.startswith("-c") for each in line.via)
    return is_asked_for if is_asked_for or parents else None


def _is_project(component: Component) -> bool:
    return (component.origin or "").startswith("file:")


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
