"""Projects of pipenv: what a ``Pipfile`` asks for, and what ``Pipfile.lock`` has settled on.

The lockfile has no edges; what of it is direct, the Pipfile beside it tells. A package that is
needed in two categories is there twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.lockfile import told_current
from scanner.catalog.manifest import Manifest, manifests_of
from scanner.metadata.json_lines import parse_json
from scanner.metadata.lock_currency import is_pipfile_lock_current
from scanner.metadata.pipfile import (
    DEFAULT,
    PipenvPackage,
    misfits_in,
    packages_of_lock,
    packages_of_pipfile,
)
from scanner.metadata.toml_table import Table
from scanner.model.declaration import Declaration
from scanner.model.names import is_valid, normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.model.component import Component

MANIFEST: Final = "**/Pipfile"
LOCK: Final = "**/Pipfile.lock"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each Pipfile asks for."""
    for manifest in manifests_of(tree, PIPFILE.name, (MANIFEST,)):
        document = manifest.table() or Table()
        for oddity in misfits_in(document):
            manifest.note(oddity)
        yield from _components(manifest, packages_of_pipfile(document), None)
        yield from manifest.problems


def catalog_locks(tree: Tree) -> Iterator[Found]:
    """Yield what each lockfile has."""
    for manifest in manifests_of(tree, PIPFILE_LOCK.name, (LOCK,)):
        found = manifest.parsed(_document, "JSON")
        document, oddities = found or (Table(), ())
        for oddity in (*oddities, *misfits_in(document)):
            manifest.note(oddity)
        pipfile = Manifest(tree, manifest.path.removesuffix(".lock"), PIPFILE.name).table()
        asked = _asked_for(pipfile or Table())
        is_current = is_pipfile_lock_current(document, pipfile) if pipfile else None
        for component in _components(manifest, packages_of_lock(document), asked):
            yield told_current(component, is_current)
        yield from manifest.problems


def _document(text: str) -> tuple[Table, tuple[str, ...]]:
    """Return what a lockfile says: nothing, if it is empty."""
    return parse_json(text) if text.strip() else (Table(), ())


def _asked_for(pipfile: Table) -> set[tuple[str, str]]:
    """Return the categories and names that a Pipfile has."""
    packages = packages_of_pipfile(pipfile)
    return {(each.category, normalized(each.requirement.name or "")) for each in packages}


def _components(
    manifest: Manifest, packages: Iterable[PipenvPackage], asked: set[tuple[str, str]] | None
) -> Iterator[Component]:
    """Yield what is asked for, or what is locked, if ``asked`` tells what of it is direct."""
    for package in packages:
        name = package.requirement.name or ""
        if package.requirement.oddity:
            manifest.note(f"line {package.line}: {package.requirement.oddity}")
        if not is_valid(name):
            manifest.note(f"line {package.line}: not a valid name: {name!r:.200}")
            continue
        is_direct = None
        if asked:
            is_direct = (package.category, normalized(name)) in asked
        yield _component(manifest, package, is_direct=True if asked is None else is_direct)


def _component(manifest: Manifest, package: PipenvPackage, *, is_direct: bool | None) -> Component:
    requirement = package.requirement
    declaration = Declaration(
        requirement=requirement.text,
        is_locked=manifest.cataloger == PIPFILE_LOCK.name,
        specifier=requirement.specifier,
        marker=requirement.marker,
        extras=requirement.extras,
        groups=() if package.category == DEFAULT else (package.category,),
        is_direct=is_direct,
        last_line=package.last_line,
        indexes=(package.index,) if package.index else (),
    )
    component = manifest.required(requirement, requirement.name or "", package.line, declaration)
    return replace(component, hashes=package.hashes)


PIPFILE: Final = Cataloger(name="pipfile", version=1, claims=(MANIFEST,), catalog=catalog)
PIPFILE_LOCK: Final = Cataloger(
    name="pipfile-lock", version=1, claims=(MANIFEST, LOCK), catalog=catalog_locks
)
