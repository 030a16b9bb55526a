"""Packages of conda, mamba or pixi, by the records in ``conda-meta`` of any prefix.

A package need not be Python's: ``openssl`` is one, and so is ``python``. Which of them came with a
distribution, and are the same thing as that, :mod:`scanner.enrich.conda_identity` finds out.
What was extracted to be linked into prefixes, mostly below ``pkgs``, is a cache; and in archives of
packages, ``info`` is all that is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.state import state_at
from scanner.metadata.conda_history import requested_in
from scanner.metadata.conda_record import CondaRecord, excerpt_of, parse_conda_record
from scanner.model.component import Component, Evidence, Link, Problem, State
from scanner.model.environment import SiteDirectory
from scanner.model.license import DeclaredLicense
from scanner.model.system_package import CONDA, SystemPackage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from layers.tree import Tree

RECORD: Final = "**/conda-meta/*.json"
HISTORY: Final = "**/conda-meta/history"
PACKED: Final = ("**/info/repodata_record.json", "**/info/index.json")
"""The first has all that the second has, and where the package is from, but only in caches."""
INFO: Final = re.compile(
    r"""(?P<directory>
        .*\.conda!/info-(?P<inner>[^/]+)\.tar\.zst!
        |(?:.*/)?(?P<outer>[^/]+)\.tar\.bz2!
        |(?:.*/)?pkgs/(?P<extracted>[^/]+)
    )/info/[^/]+""",
    re.VERBOSE | re.DOTALL,
)
"""In the two kinds of archives, of which the newer has an archive for it, and where extracted."""


@dataclass(frozen=True, slots=True)
class _Package:
    """A record, and what its place says."""

    record: CondaRecord
    evidence: Evidence
    prefix: str
    """The directory that the paths in the record are relative to."""
    state: State

    def at(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per record, and what of its files has to do with Python."""
    packages = [*_installed(tree), *_packed(tree)]
    requested = _requested(tree, packages)
    real = cache(tree.resolve)
    for package in packages:
        path = package.evidence.path
        yield from (Problem(path, CONDA_META.name, odd) for odd in package.record.oddities)
        if not package.record.name:
            continue
        yield _component(package, requested.get(package.prefix, set()))
        if package.record.files:
            yield _system_package(package, real)


def _installed(tree: Tree) -> Iterator[_Package]:
    for path in _distinct(tree, RECORD):
        directory, _, name = path.rpartition("/")
        prefix = directory.rpartition("/")[0]
        state = state_at(path, SiteDirectory.holding(path))
        yield _package(tree, path, name.removesuffix(".json"), prefix, state)


def _packed(tree: Tree) -> Iterator[_Package]:
    """Yield the packages in caches and archives, by the better of their records."""
    places: dict[str, re.Match[str]] = {}
    for pattern in PACKED:
        for place in filter(None, map(INFO.fullmatch, _distinct(tree, pattern))):
            places.setdefault(place["directory"], place)
    for directory, place in places.items():
        stem = place["extracted"] or place["inner"] or place["outer"]
        state = state_at(place[0], SiteDirectory.holding(directory))
        if place["extracted"] and state is not State.TEST_DATA:
            state = State.CACHE
        package = _package(tree, place[0], stem, directory, state)
        if package.record.build:  # what else is called so says nothing of a build
            form = "conda" if place["inner"] else "tar.bz2" if place["outer"] else None
            record = replace(package.record, format=package.record.format or form)
            yield replace(package, record=record)


def _distinct(tree: Tree, pattern: str) -> Iterator[str]:
    """Yield the paths that match, but no links to others of them."""
    paths = tree.match(pattern)
    known = frozenset(paths)
    for path in paths:
        if path == (real := tree.resolve(path)) or real not in known:
            yield path


def _package(tree: Tree, path: str, stem: str, prefix: str, state: State) -> _Package:
    try:
        record = parse_conda_record(tree.read(path))
    except UnreadableFile as error:
        record = CondaRecord(oddities=(str(error),))
    technique = "manifest-analysis" if record.name and record.version else "filename"
    evidence = Evidence(path, tree.layer_of(path), technique)
    return _Package(record.or_named(stem), evidence, prefix, state)


def _requested(tree: Tree, packages: Iterable[_Package]) -> dict[str, set[str]]:
    """Return, by prefix, the names of the packages that are known to have been asked for."""
    requested: dict[str, set[str]] = {}
    for path in tree.match(HISTORY):
        prefix = path.rpartition("/")[0].rpartition("/")[0]
        requested[prefix] = set(_requested_in(tree, path))
    for package in packages:
        if package.record.is_requested and package.record.name:
            requested.setdefault(package.prefix, set()).add(package.record.name)
    return requested


def _requested_in(tree: Tree, path: str) -> frozenset[str]:
    try:
        return requested_in(tree.read(path))
    except UnreadableFile:
        return frozenset()


def _component(package: _Package, requested: set[str]) -> Component:
    record = package.record
    return Component(
        name=record.name or "",
        version=record.version,
        purl=record.purl,
        kind=CONDA,
        state=package.state,
        environment=package.prefix,
        evidence=package.evidence,
        hashes=record.hashes,
        requires=record.depends,
        noarch=record.noarch,
        license=DeclaredLicense(
            text=record.license, names=record.licenses, family=record.license_family
        ),
        links=(Link(label="Download", url=record.url),) if record.url else (),
        requested=record.name in requested if requested else None,
    )


def _system_package(package: _Package, real: Callable[[str], str | None]) -> SystemPackage:
    """Return the package with the real paths of its files, which may be below a link."""

    def placed(path: str) -> str:
        directory, slash, name = package.at(path).rpartition("/")
        return f"{real(directory) or directory}{slash}{name}"

    record = package.record
    digests = {placed(path): digest for path, digest in record.digests}
    return SystemPackage(
        type=CONDA,
        name=record.name or "",
        version=record.version or "",
        purl=record.purl,
        files=frozenset(map(placed, record.files)) | digests.keys(),
        digests=digests,
        evidence=package.evidence.path,
    )


CONDA_META: Final = Cataloger(
    name="conda-meta",
    version=1,
    claims=(RECORD, HISTORY, *PACKED),
    excerpts=(
        Excerpt(name="conda-record", version=2, patterns=(RECORD, *PACKED), take=excerpt_of),
    ),
    catalog=catalog,
)
