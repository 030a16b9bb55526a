"""What environments of conda are to have, by ``environment.yml``, whatever it is called.

Entries are packages of conda; those below ``pip`` are PyPI's. What a ``-r`` below ``pip`` takes in
is a requirements file, and read as such.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.distribution import paths_of
from scanner.catalog.inclusion import PATTERNS as REQUIREMENTS
from scanner.catalog.manifest import manifests_of
from scanner.catalog.project_file import METADATA, Projects
from scanner.metadata.conda_environment import excerpt_of, is_named, parse_conda_environment
from scanner.model.declaration import Declaration
from scanner.model.inclusion import Inclusion
from scanner.model.names import is_valid

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.metadata.conda_environment import CondaEnvironment
    from scanner.model.component import Component

PATTERNS: Final = ("**/*.yml", "**/*.yaml")
LOCKS: Final = ("conda-lock.yml", "conda-lock.yaml")
"""How files end that have a cataloger of their own, which needs them whole."""
EXCERPT: Final = Excerpt(
    name="conda-yaml",
    version=1,
    patterns=PATTERNS,
    unless=tuple(f"**/*{lock}" for lock in LOCKS),
    take=excerpt_of,
)


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each environment is to have."""
    projects = Projects(tree)
    files = frozenset(paths_of(tree, *REQUIREMENTS))
    for manifest in manifests_of(tree, CONDA_ENVIRONMENT.name, PATTERNS):
        if manifest.path.endswith(LOCKS):
            continue
        environment = manifest.parsed(partial(parse_conda_environment, path=manifest.path), "YAML")
        if environment is not None:
            yield from _packages(manifest, environment)
            yield from _distributions(manifest, environment, projects)
            inclusion = _inclusion(manifest, environment, files)
            if inclusion.tells_something:
                yield inclusion
            for oddity in environment.oddities:
                manifest.note(oddity)
        if environment is not None or is_named(manifest.path):
            yield from manifest.problems


def _packages(manifest: Manifest, environment: CondaEnvironment) -> Iterator[Component]:
    for each in environment.requirements:
        declaration = replace(
            _declaration(environment, each.spec.text, each.last_line),
            specifier=each.spec.specifier,
            platforms=each.platforms or environment.platforms,
            indexes=environment.channels,
        )
        yield manifest.conda_package(each.spec.package, each.line, declaration)


def _inclusion(
    manifest: Manifest, environment: CondaEnvironment, files: Container[str]
) -> Inclusion:
    """Return the requirements files that pip is to read, too; note which are not."""
    found: dict[bool, list[str]] = {False: [], True: []}
    for include in environment.pip.includes:
        absolute = posixpath.normpath(posixpath.join("/", manifest.directory, include.path))
        path = absolute.lstrip("/")
        if path in files:
            found[include.is_constraint].append(path)
            continue
        is_there = "://" not in include.path and manifest.tree.among([path])
        reason = "by a name that is not read" if is_there else "that is not there"
        line = environment.pip_lines[include.line - 1].line
        manifest.note(f"line {line}: an include {reason}: {include.path:.200}")
    return Inclusion(
        path=manifest.path,
        requirements=tuple(found[False]),
        constraints=tuple(found[True]),
        indexes=tuple(dict.fromkeys(environment.pip.indexes)),
    )


def _distributions(
    manifest: Manifest, environment: CondaEnvironment, projects: Projects
) -> Iterator[Component]:
    """Yield what pip is to install."""
    lines = environment.pip_lines
    for line, reason in environment.pip.oddities:
        manifest.note(f"line {lines[line - 1].line}: {reason}")
    for each in environment.pip.requirements:
        first, last = lines[each.line - 1].line, lines[each.last_line - 1].last_line
        name = each.requirement.name
        if name is None and each.requirement.path is not None:
            name = projects.name_in(posixpath.join(manifest.directory, each.requirement.path))
        if name is None or not is_valid(name):
            manifest.note(f"line {first}: a requirement without a name: {each.requirement.text}")
            continue
        declaration = replace(
            _declaration(environment, each.requirement.text, last),
            specifier=each.requirement.specifier,
            marker=each.requirement.marker,
            extras=each.requirement.extras,
            platforms=environment.platforms,
            indexes=tuple(dict.fromkeys(environment.pip.indexes)),
        )
        component = manifest.required(each.requirement, name, first, declaration)
        yield replace(component, hashes=(*component.hashes, *each.hashes))


def _declaration(environment: CondaEnvironment, requirement: str, last_line: int) -> Declaration:
    return Declaration(
        requirement=requirement,
        is_locked=environment.is_exported,
        groups=(environment.category,) if environment.category else (),
        # Of what an environment had, nobody knows any more what was asked for.
        is_direct=None if environment.is_exported else True,
        last_line=last_line,
    )


CONDA_ENVIRONMENT: Final = Cataloger(
    name="conda-environment",
    version=1,
    claims=(*PATTERNS, *METADATA),
    excerpts=(EXCERPT,),
    catalog=catalog,
)
