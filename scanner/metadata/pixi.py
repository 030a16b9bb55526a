"""What a workspace of pixi asks for: ``pixi.toml``, or ``[tool.pixi]`` in ``pyproject.toml``.

Tables of dependencies are at the top, in features, and in each of these for single platforms. An
environment is made of features; what is in none but the one of its own name is its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.conda_channel import without_secrets
from scanner.metadata.match_spec import MatchSpec, parse_match_spec
from scanner.metadata.misfit import misfit_tables, misfits_of_table
from scanner.metadata.requirement_source import source_of
from scanner.metadata.table_requirement import entry_of, requirement_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.declared_requirement import DeclaredRequirement
    from scanner.metadata.toml_table import Table

DEFAULT: Final = "default"
"""The environment of what the project itself needs, and the feature that is all of the top."""
_OF_CONDA: Final = ("dependencies", "host-dependencies", "build-dependencies", "run-dependencies")
_OF_PYPI: Final = "pypi-dependencies"


@dataclass(frozen=True, slots=True, kw_only=True)
class PixiRequirement:
    """A package that is asked for: of conda, or of PyPI."""

    line: int
    last_line: int
    spec: MatchSpec | None = None
    requirement: DeclaredRequirement | None = None
    origin: str | None = None
    """Of a package of conda that is built from source."""
    platforms: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """The environments that it is in; none if the one of the project itself is among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PixiWorkspace:
    """What a file says."""

    name: str | None = None
    version: str | None = None
    line: int = 1
    channels: tuple[str, ...] = ()
    requirements: tuple[PixiRequirement, ...] = ()
    oddities: tuple[str, ...] = ()


def parse_pixi(document: Table) -> PixiWorkspace:
    """Read the document of a ``pixi.toml``, or the table that is in its place."""
    workspace = document.table("workspace")
    if not workspace.values:
        workspace = document.table("project")
    package = document.table("package")
    requirements = tuple(_requirements(document))
    odd = ((each.line, each.requirement) for each in requirements if each.requirement)
    return PixiWorkspace(
        name=workspace.text("name") or package.text("name"),
        version=workspace.text("version") or package.text("version"),
        line=(workspace if workspace.values else package).span[0],
        channels=tuple(map(_shown, workspace.texts("channels"))),
        requirements=requirements,
        oddities=(
            *_misfits(document),
            *(f"line {line}: {each.oddity}" for line, each in odd if each.oddity),
        ),
    )


def _shown(channel: str) -> str:
    return without_secrets(channel)[0]


def _misfits(document: Table) -> Iterator[str]:
    """Yield what stands in the place of requirements, and is none."""
    yield from misfit_tables(document, "feature", "package")
    yield from misfits_of_table(document.table("feature"), dict)
    features = [feature for _, feature in document.table("feature").subtables()]
    for table in (document, *features):
        yield from misfit_tables(table, "target")
        yield from misfits_of_table(table.table("target"), dict)
        targets = [target for _, target in table.table("target").subtables()]
        for each in (table, *targets):
            yield from _misfits_in(each)
    yield from _misfits_in(document.table("package"))


def _misfits_in(table: Table) -> Iterator[str]:
    for key in (*_OF_CONDA, _OF_PYPI):
        yield from misfit_tables(table, key)
        yield from misfits_of_table(table.table(key), str, dict)


def _requirements(document: Table) -> Iterator[PixiRequirement]:
    environments = _environments(document.table("environments"))
    environments[DEFAULT].add(DEFAULT)
    for name, table in ((DEFAULT, document), *document.table("feature").subtables()):
        needed = environments.get(name, {name})
        groups = () if DEFAULT in needed else tuple(sorted(needed))
        yield from _listed(table, (), groups)
        for platform, target in table.table("target").subtables():
            yield from _listed(target, (platform,), groups)
    yield from _listed(document.table("package"), (), ())


def _environments(table: Table) -> defaultdict[str, set[str]]:
    """Return the environments that each feature is in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, value in table.values.items():
        own = table.table(name).texts("features")
        for feature in table.texts(name) if isinstance(value, list) else own:
            found[feature].add(name)
    return found


def _listed(
    table: Table, platforms: tuple[str, ...], groups: tuple[str, ...]
) -> Iterator[PixiRequirement]:
    for key in (*_OF_CONDA, _OF_PYPI):
        packages = table.table(key)
        for name in packages.values:
            first, last = packages.span_of(name)
            entry = entry_of(packages, name)
            is_of_conda = key != _OF_PYPI
            yield PixiRequirement(
                line=first,
                last_line=last,
                spec=_spec(name, entry) if is_of_conda else None,
                requirement=None if is_of_conda else requirement_in(name, entry, ("env-markers",)),
                origin=source_of(entry).origin if is_of_conda else None,
                platforms=platforms,
                groups=groups,
            )


def _spec(name: str, entry: Table) -> MatchSpec:
    """Return a specification that a table tells the parts of."""
    channel, subdir = entry.text("channel"), entry.text("subdir")
    place = f"{channel}/{subdir}" if channel and subdir else channel or ""
    version, build = entry.text("version") or "*", entry.text("build")
    text = f"{name} {version} {build}" if build else f"{name} {version}"
    return parse_match_spec(f"{place}::{text}" if place else text.removesuffix(" *"))
