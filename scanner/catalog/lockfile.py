"""How a lockfile becomes components and what they need, whatever the tool that wrote it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project import PATTERN as PROJECT
from scanner.catalog.project import path_below, project_component, project_in
from scanner.metadata.lock_reach import reach_of
from scanner.metadata.secret import redacted
from scanner.model.component import Component
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import is_valid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from layers.tree import Tree
    from scanner.catalog.cataloger import Found
    from scanner.catalog.manifest import Manifest
    from scanner.catalog.project import Project
    from scanner.metadata.lock import Lock, LockedPackage, Need
    from scanner.metadata.lock_reach import Reach
    from scanner.metadata.pyproject import Pyproject
    from scanner.metadata.toml_table import Table

SCRIPT: Final = ".py.lock"
"""How lockfiles end that are of a script, and not of the project around it."""
MAX_PROJECTS: Final = 5_000
"""In how many directories we look for the projects that one lockfile names."""
OWN_INDEX: Final = ("https://pypi.org/simple", "https://pypi.org/simple/")


def lock_cataloger(
    name: str,
    version: int,
    patterns: tuple[str, ...],
    parse: Callable[[Table, Pyproject | None], Lock],
    is_current: Callable[[Table, Table], bool | None] | None = None,
) -> Cataloger:
    """Return what catalogs the lockfiles of one format, each with the project beside it."""
    return Cataloger(
        name=name,
        version=version,
        claims=(*patterns, PROJECT),
        catalog=lambda tree: _catalog(tree, name, patterns, parse, is_current),
    )


def _catalog(
    tree: Tree,
    name: str,
    patterns: Sequence[str],
    parse: Callable[[Table, Pyproject | None], Lock],
    is_current: Callable[[Table, Table], bool | None] | None,
) -> Iterator[Found]:
    for manifest in manifests_of(tree, name, patterns):
        document = manifest.table()
        if document is not None and document.values:
            is_of_script = manifest.path.endswith(SCRIPT)
            project = None if is_of_script else project_in(tree, manifest.directory)
            lock = parse(document, project.content if project else None)
            answer = is_current(document, project.document) if is_current and project else None
            for found in _found(manifest, lock, project):
                yield told_current(found, answer)
        yield from manifest.problems


def told_current(found: Found, is_current: bool | None) -> Found:  # noqa: FBT001 - a fact
    """Return what was found in a lockfile that tells whether it is of its manifest."""
    if is_current is None or not isinstance(found, Component) or found.declaration is None:
        return found
    return replace(found, declaration=replace(found.declaration, is_current=is_current))


def _found(manifest: Manifest, lock: Lock, project: Project | None) -> Iterator[Found]:
    for oddity in lock.oddities:
        manifest.note(oddity)
    reach = reach_of(lock)
    if not reach.are_all_told:
        manifest.note("too many extras and groups to tell what is needed for which")
    # Poetry's has what the project's extras need, and nothing else that it asks for.
    has_root = (
        project is not None
        or any((need.dependent is None and need.extra is None) for need in lock.needs)
        or any(each.is_project for each in lock.packages)
    )
    projects: dict[str, Component | None] = {}
    components = []
    for position, package in enumerate(lock.packages):
        root = _project_of(manifest, package, projects)
        component = root or _component(manifest, package, reach, position, has_root=has_root)
        components.append(component)
        if root is None:
            yield component
    yield from _dependencies(lock.needs, components, project.component if project else None)


def _project_of(
    manifest: Manifest, package: LockedPackage, known: dict[str, Component | None]
) -> Component | None:
    """Return the project that an entry is, if it is one with a manifest in the same tree."""
    path = (package.source.url or "").removeprefix("file:")
    directory = path_below(manifest.directory, path) if package.source.is_local else None
    if directory is None:
        return None
    if directory not in known and len(known) < MAX_PROJECTS:
        found = project_in(manifest.tree, directory)
        known[directory] = found.component if found else None
    return known.get(directory)


def _component(
    manifest: Manifest, package: LockedPackage, reach: Reach, position: int, *, has_root: bool
) -> Component:
    if package.is_project:
        evidence = manifest.evidence(package.name, package.line)
        return project_component(package.name, package.version, manifest, evidence)
    if not is_valid(package.name):
        manifest.note(f"line {package.line}: not a valid name: {package.name!r:.200}")
    origin = package.source.origin
    groups, extras = package.groups, package.for_extras
    declaration = Declaration(
        requirement=_requirement(package),
        is_locked=True,
        specifier=f"=={package.version}" if package.version and origin is None else None,
        marker=package.marker,
        extras=package.extras,
        groups=reach.groups(position) if groups is None else groups,
        for_extras=reach.extras(position) if extras is None else extras,
        platforms=package.platforms,
        is_direct=position in reach.direct if has_root else None,
        last_line=package.last_line,
        indexes=(package.index,) if package.index and package.index not in OWN_INDEX else (),
    )
    source = replace(package.source, checksums=package.hashes)
    component = manifest.component(
        package.name, package.version, package.line, declaration, source.qualifiers
    )
    return replace(
        component,
        hashes=package.hashes,
        origin=origin,
        requires_python=package.requires_python,
        from_source=package.source.is_source,
    )


def _requirement(package: LockedPackage) -> str:
    name = f"{package.name}[{','.join(package.extras)}]" if package.extras else package.name
    if package.source.origin:
        return f"{name} @ {package.source.origin}"
    return f"{name}=={package.version}" if package.version else name


def _dependencies(
    needs: Sequence[Need], components: Sequence[Component], root: Component | None
) -> Iterator[Dependency]:
    for need in needs:
        dependent = root if need.dependent is None else components[need.dependent]
        # What is needed only under a marker, or for an extra or a group, may be left out.
        is_open = need.dependency is None and (need.marker or need.extra or need.group)
        if dependent is None or is_open:
            continue
        dependency = None if need.dependency is None else components[need.dependency].place
        yield Dependency(
            dependent=dependent.place,
            dependency=dependency,
            name=need.name,
            ecosystem=PYPI,
            requirement=redacted(need.requirement),
            standing=Standing.MISSING if dependency is None else Standing.MET,
            extra=need.extra,
            group=need.group,
            extras=need.extras,
            marker=need.marker,
        )
