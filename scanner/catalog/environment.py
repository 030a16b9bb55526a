"""Environments, by the directories that distributions are installed in.

An environment is the prefix of an interpreter with its site directories, a virtual environment, or
a single directory that somebody installed into (``pip install --target``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.tar_header import Kind
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.distribution import TRACES, paths_of, place_of
from scanner.metadata.pyvenv import VirtualEnvironment, parse_pyvenv
from scanner.model.component import Problem
from scanner.model.environment import SITE_NAMES, Environment, SiteDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

CONFIGURATION: Final = "**/pyvenv.cfg"
NAMED: Final = tuple(f"**/{name}" for name in sorted(SITE_NAMES))


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one environment per prefix."""
    sites: dict[str, list[SiteDirectory]] = {}
    for site in _site_directories(tree):
        sites.setdefault(site.prefix, []).append(site)
    configurations: dict[str, VirtualEnvironment] = {}
    for path in tree.match(CONFIGURATION):
        prefix = path.rpartition("/")[0]
        try:
            configurations[prefix] = parse_pyvenv(tree.read(path))
        except UnreadableFile as error:
            configurations[prefix] = VirtualEnvironment()
            yield Problem(path, ENVIRONMENT.name, str(error))
    for prefix in sites.keys() | configurations.keys():
        yield _environment(prefix, sites.get(prefix, []), configurations.get(prefix))


def _site_directories(tree: Tree) -> list[SiteDirectory]:
    """Return each directory that an interpreter looks at, or that has a distribution in it."""
    named = [SiteDirectory.of(path) for name in NAMED for path in tree.match(name)]
    standard = {site for site in named if site.is_standard and _is_directory(tree, site.path)}
    held = {SiteDirectory.holding(place_of(path)) for path in paths_of(tree, *TRACES)}
    return sorted(standard | held)


def _is_directory(tree: Tree, path: str) -> bool:
    entry = tree.entry(path)
    return entry is not None and entry.kind is Kind.DIRECTORY


def _environment(
    prefix: str, sites: list[SiteDirectory], configuration: VirtualEnvironment | None
) -> Environment:
    kind = "prefix" if any(site.is_standard for site in sites) else "directory"
    known = configuration or VirtualEnvironment()
    versions = (site.python_version for site in sites if site.python_version)
    implementations = (site.implementation for site in sites if site.implementation)
    return Environment(
        path=prefix,
        kind="virtual-environment" if configuration else kind,
        site_directories=tuple(sorted(site.path for site in sites)),
        implementation=known.implementation or next(implementations, None),
        python_version=known.python_version or next(versions, None),
    )


ENVIRONMENT: Final = Cataloger(
    name="environment", version=1, claims=(CONFIGURATION, *NAMED, *TRACES), catalog=catalog
)
