"""Lockfiles of conda-lock and of pixi: packages of conda and of PyPI, for several platforms.

What of them is direct only the manifests tell that they were made of, if these are there.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import Manifest, manifests_of
from scanner.catalog.workspace import PATTERNS as WORKSPACES
from scanner.catalog.workspace import direct_dependency, workspace_in
from scanner.metadata.conda_environment import parse_conda_environment
from scanner.metadata.conda_lock import parse_conda_lock
from scanner.metadata.pixi_lock import parse_pixi_lock
from scanner.metadata.scoped_package import dependencies_of
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI
from scanner.model.names import is_valid, normalized, purl
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.catalog.workspace import Workspace
    from scanner.metadata.scoped_package import ScopedLock, ScopedPackage
    from scanner.model.component import Component

LOCKS: Final = ("**/*conda-lock.yml", "**/*conda-lock.yaml")
PIXI_LOCKS: Final = ("**/pixi.lock",)
_Asked: TypeAlias = set[tuple[str, str]]
"""Ecosystems, and names in them."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile of conda-lock has."""
    for manifest in manifests_of(tree, CONDA_LOCK.name, LOCKS):
        lock = manifest.parsed(parse_conda_lock, "YAML")
        if lock is not None:
            yield from _found(manifest, lock, _asked_in_environments(manifest, lock.sources))
        yield from manifest.problems


def catalog_pixi(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile of pixi has."""
    for manifest in manifests_of(tree, PIXI_LOCK.name, PIXI_LOCKS):
        lock = manifest.parsed(parse_pixi_lock, "YAML")
        if lock is not None:
            workspace = workspace_in(tree, manifest.directory)
            asked: _Asked = _asked_by(workspace) if workspace else set()
            yield from _found(manifest, lock, asked, workspace.project if workspace else None)
        yield from manifest.problems


def _asked_in_environments(manifest: Manifest, sources: tuple[str, ...]) -> _Asked:
    """Return what the environments ask for that a lockfile was made of."""
    asked: _Asked = set()
    for source in sources:
        path = posixpath.normpath(posixpath.join("/", manifest.directory, source)).lstrip("/")
        beside = Manifest(manifest.tree, path, manifest.cataloger)
        text = beside.text() if path.endswith((".yml", ".yaml")) else None
        try:
            environment = parse_conda_environment(text, path) if text else None
        except ValueError:
            continue
        if environment is not None:
            asked |= {(CONDA, each.spec.package.name or "") for each in environment.requirements}
            names = (each.requirement.name for each in environment.pip.requirements)
            asked |= {(PYPI, normalized(name)) for name in names if name}
    return asked


def _asked_by(workspace: Workspace) -> _Asked:
    """Return what a workspace asks for."""
    asked: _Asked = set()
    for each in workspace.content.requirements:
        if each.spec and each.spec.package.name:
            asked.add((CONDA, each.spec.package.name))
        if each.requirement and each.requirement.name:
            asked.add((PYPI, normalized(each.requirement.name)))
    return asked


def _found(
    manifest: Manifest, lock: ScopedLock, asked: _Asked, project: Component | None = None
) -> Iterator[Found]:
    for oddity in lock.oddities:
        manifest.note(oddity)
    packages: list[ScopedPackage] = []
    for package in lock.packages:
        if package.conda is None and not is_valid(package.name):
            manifest.note(f"line {package.line}: not a valid name: {package.name!r:.200}")
        else:
            packages.append(package)
    components = [_component(manifest, package, asked) for package in packages]
    yield from components
    if project:
        yield from (
            direct_dependency(project, each)
            for each in components
            if each.declaration and each.declaration.is_direct
        )
    try:
        yield from manifest.told(dependencies_of(packages, [each.place for each in components]))
    except ValueError as error:
        manifest.note(str(error))


def _component(manifest: Manifest, package: ScopedPackage, asked: _Asked) -> Component:
    declaration = Declaration(
        requirement=package.requirement,
        is_locked=True,
        specifier=f"=={package.version}" if package.version else None,
        extras=package.extras,
        groups=package.groups,
        platforms=package.platforms,
        is_direct=_is_direct(package, asked) if asked else None,
        last_line=package.last_line,
    )
    if package.conda is not None:
        component = manifest.conda_package(package.conda, package.line, declaration)
        identities = (purl(name, package.version) for name in package.pypi_names)
        return replace(component, identities=tuple(identities))
    component = manifest.component(
        package.name, package.version, package.line, declaration, package.qualifiers
    )
    return replace(
        component,
        hashes=package.hashes,
        origin=package.source.origin,
        requires=package.requires,
        requires_python=package.requires_python,
    )


def _is_direct(package: ScopedPackage, asked: _Asked) -> bool:
    if package.conda:
        return (CONDA, package.name) in asked
    return (PYPI, normalized(package.name)) in asked


CONDA_LOCK: Final = Cataloger(name="conda-lock", version=1, claims=LOCKS, catalog=catalog)
PIXI_LOCK: Final = Cataloger(
    name="pixi-lock",
    version=1,
    claims=(*PIXI_LOCKS, *WORKSPACES),
    catalog=catalog_pixi,
)
