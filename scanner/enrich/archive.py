"""What it means that a distribution is inside of an archive.

It is not installed there, but for a zipped egg in a site directory; its environment is the archive;
and the digest of a wheel is that of the artefact. Catalogers know nothing of all that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.enrich.enricher import Enricher
from scanner.metadata.archive_name import CONDA, EGG, SDIST, WHEEL, parse_archive_name
from scanner.model.component import Component, Problem, State
from scanner.model.environment import SITE_NAMES, Environment, SiteDirectory
from scanner.model.names import normalized
from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from layers.tree import Tree
    from scanner.metadata.archive_name import ArchiveName
    from scanner.model.inventory import Inventory

BUNDLED: Final = re.compile(
    r"(?:^|/)(?:ensurepip/_bundled|virtualenv/seed/wheels/embed|share/python-wheels)/[^/]+"
)
"""Wheels that are there to be installed into new environments; the last is Debian's place."""
CERTAIN: Final = frozenset((State.STALE, State.TEST_DATA, State.CACHE))
"""States that a place gives to archives, too."""
OWN_TRACES: Final = (
    (WHEEL, re.compile(r"\.whl!/[^/]+\.dist-info$")),
    (EGG, re.compile(r"\.egg!/EGG-INFO$")),
    (SDIST, re.compile(r"!/[^/]+/PKG-INFO$")),
    (CONDA, re.compile(r"\.(?:conda!/[^/]+|tar\.bz2)!/info/index\.json$")),
)
"""The metadata of what the archive is a distribution of."""
PART: Final = re.compile(r"\.conda!/[^/]+$|!/PYZ[^/]*\.pyz$")
"""Archives that are but a part of the one around them: of a conda package, or a frozen program."""
NAMED: Final = frozenset((WHEEL, EGG, SDIST, CONDA))
"""Kinds of components that are the archive itself."""
INSTALLABLE: Final = frozenset((WHEEL, EGG, "dist-info", "egg-info"))
"""Those whose metadata is where an interpreter would look for it."""


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return an inventory that tells archives from environments."""
    inside: defaultdict[str, list[Component]] = defaultdict(list)
    components = []
    for component in inventory.components:
        archive = _archive_of(component, tree)
        components.append(_placed(component, archive, tree) if archive else component)
        if archive:
            inside[archive].append(components[-1])
    return replace(
        inventory,
        components=tuple(components),
        environments=tuple(_environments(inventory, inside, tree)),
        problems=(*inventory.problems, *_oddities(inside)),
    )


def _archive_of(component: Component, tree: Tree) -> str | None:
    """Return the archive that a component is in, or that it is by its name alone."""
    path = component.evidence.path
    archive = tree.archive_of(path)
    if archive is None:
        by_name = component.kind in NAMED and parse_archive_name(path.rpartition("/")[2])
        return path if by_name else None
    return tree.archive_of(archive) if PART.search(archive) else archive


def _placed(component: Component, archive: str, tree: Tree) -> Component:
    own = _own_kind(component, archive)
    kind = own or component.kind
    state, environment = component.state, archive
    if kind == EGG and _is_in_site_directory(archive):
        environment = SiteDirectory.holding(archive).prefix
    elif state not in CERTAIN:
        state = State.BUNDLED if BUNDLED.search(archive) else State.ARCHIVE
    entry = tree.entry(archive)
    digest = entry.digest if entry and own else ""
    return replace(
        component,
        kind=kind,
        state=state,
        environment=environment,
        hashes=component.hashes or ((digest,) if digest else ()),
    )


def _own_kind(component: Component, archive: str) -> str | None:
    """Return the form of packaging, if the archive is that of the component itself."""
    path = component.evidence.path
    if path == archive:
        return component.kind
    return next((kind for kind, trace in OWN_TRACES if trace.search(path)), None)


def _is_in_site_directory(archive: str) -> bool:
    return archive.rpartition("/")[0].rpartition("/")[2] in SITE_NAMES


def _environments(
    inventory: Inventory, inside: Mapping[str, Sequence[Component]], tree: Tree
) -> Iterator[Environment]:
    """Yield environments, those of an archive as one."""
    merged: defaultdict[str, list[Environment]] = defaultdict(list)
    for environment in inventory.environments:
        if archive := tree.archive_of(f"{environment.path}/"):
            merged[archive].append(environment)
        else:
            yield environment
    for archive, components in inside.items():
        sites = {
            component.evidence.path.rpartition("/")[0]
            for component in components
            if component.kind in INSTALLABLE and component.environment == archive
            # What is known by the file name alone is not inside of anything.
            if component.evidence.path != archive
        }
        if all(component.environment != archive for component in components):
            continue
        known = merged.pop(archive, [])
        sites.update(site for environment in known for site in environment.site_directories)
        yield Environment(
            path=archive,
            kind="archive",
            site_directories=tuple(sorted(sites)),
            interpreters=tuple(one for environment in known for one in environment.interpreters),
        )


def _oddities(inside: Mapping[str, Sequence[Component]]) -> Iterator[Problem]:
    """Yield what is odd about wheels, which each hold what their file names say."""
    for archive, components in inside.items():
        named = parse_archive_name(archive.rpartition("/")[2])
        own = [component for component in components if component.kind == WHEEL]
        if named is None or named.kind != WHEEL:
            continue
        if len(own) > 1:
            names = ", ".join(sorted(component.name for component in own))
            yield Problem(archive, ARCHIVE.name, f"several distributions in one wheel: {names}")
        for component in own:
            if not _fits(named, component):
                said = f"{component.name} {component.version}"
                reason = f"the file name does not fit the metadata: {said:.200}"
                yield Problem(archive, ARCHIVE.name, reason)


def _fits(named: ArchiveName, component: Component) -> bool:
    """Tell whether a file name is that of a component; no dash of a version is in it."""
    if normalized(named.name) != normalized(component.name):
        return False
    version = component.version or ""
    return version.replace("-", "_") == named.version or (
        parsed(version) is not None and parsed(version) == parsed(named.version)
    )


ARCHIVE: Final = Enricher(name="archive", enrich=enrich)
