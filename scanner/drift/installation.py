"""One environment, and how what is installed in it differs from what projects declare."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.drift.difference import Difference, Kind
from scanner.drift.identity import (
    VIRTUAL,
    identities_of,
    identity_of,
    is_allowed,
    is_conda,
    is_version,
    qualifier,
)
from scanner.drift.lockfile import where
from scanner.drift.need import Circumstances, needed
from scanner.model.component import PROJECT
from scanner.model.dependency import PYPI
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from scanner.drift.identity import Identity
    from scanner.drift.side import Declarations, Installation
    from scanner.model.component import Component
    from scanner.selection import Selection

SEEDS: Final = frozenset(("pip", "setuptools", "wheel"))
"""What tools put into new environments, and no project declares."""
DEFAULTS: Final = frozenset(("defaults", "free", "main", "msys2", "r"))
"""Channels that are one to whoever asks for ``defaults``."""
MAX_SHOWN: Final = 3
"""How many digests of the archives of a version are shown."""


def differences_between(
    declared: Declarations, installed: Installation, wanted: Selection
) -> Iterator[Difference]:
    """Yield how what is installed differs from what is declared."""
    declared = declared.for_environment(installed)
    circumstances = Circumstances(installed.values, wanted)
    places = needed(declared.components, declared.dependencies, circumstances)
    by_identity: defaultdict[Identity, list[Component]] = defaultdict(list)
    for each in declared.components:
        if each.kind != PROJECT and not (is_conda(each) and each.name.startswith(VIRTUAL)):
            by_identity[identity_of(each)].append(each)
    for identity, stated in sorted(by_identity.items()):
        # What is meant in that environment first: a name may be locked in several versions.
        stated.sort(key=lambda each: each.place not in places)
        found = installed.components.get(identity)
        if found is not None:
            yield from _compared(stated, found)
        elif is_conda(stated[0]) and (replacement := _replacement(stated[0], installed)):
            yield _elsewhere(stated[0], replacement)
        elif stated[0].place in places:
            yield _missing(stated[0])
    yield from _undeclared(declared, installed)


def _missing(stated: Component) -> Difference:
    assert stated.declaration is not None
    return Difference(
        kind=Kind.MISSING,
        name=stated.name,
        ecosystem=stated.ecosystem,
        declared=stated.version or stated.origin or stated.declaration.specifier,
        where=where(stated),
        reason="declared, and not installed",
    )


def _compared(stated: Sequence[Component], found: Component) -> Iterator[Difference]:
    fitting = [each for each in stated if _fits(each, found)]
    first = (fitting or stated)[0]
    declaration = first.declaration
    assert declaration is not None
    if not fitting:
        yield Difference(
            kind=Kind.VERSION,
            name=found.name,
            ecosystem=first.ecosystem,
            declared=first.version or declaration.specifier,
            found=found.version,
            where=where(first),
            reason="locked otherwise" if declaration.is_locked else "outside of what is allowed",
        )
    elif _is_elsewhere(first, found):
        yield _elsewhere(first, found)
    elif declaration.is_locked and not any(_may_be(each, found) for each in fitting):
        yield Difference(
            kind=Kind.HASH,
            name=found.name,
            ecosystem=first.ecosystem,
            declared=_shown(first),
            found=_shown(found),
            where=where(first),
            reason="installed from an archive that is not locked",
        )


def _elsewhere(stated: Component, found: Component) -> Difference:
    return Difference(
        kind=Kind.ORIGIN,
        name=found.name,
        ecosystem=stated.ecosystem,
        declared=_origin(stated),
        found=_origin(found),
        where=where(stated),
        reason="installed from elsewhere",
    )


def _origin(component: Component) -> str:
    if is_conda(component):
        channel = qualifier(component, "channel")
        return f"the channel {channel}" if channel else "a channel of conda"
    return component.origin or "an index"


def _replacement(stated: Component, installed: Installation) -> Component | None:
    """Return what pip installed in the place of a package of conda."""
    names = (name for ecosystem, name in identities_of(stated) if ecosystem == PYPI)
    for name in (*names, normalized(stated.name)):
        found = installed.components.get((PYPI, name))
        if found is not None and found.conda is None:
            return found
    return None


def _fits(stated: Component, found: Component) -> bool:
    """Tell whether a version is one that a declaration allows."""
    declaration = stated.declaration
    assert declaration is not None
    if stated.version is not None and not declaration.is_version_assumed:
        return is_version(stated, found.version)
    return is_allowed(stated, found.version)


def _is_elsewhere(stated: Component, found: Component) -> bool:
    """Tell whether one is from a repository and the other from elsewhere; paths may be any.

    Of conda, it is the channel, which somebody may ask for, too.
    """
    if is_conda(stated):
        channels = {qualifier(each, "channel") for each in (stated, found)} - {None}
        return len(channels) > 1 and not channels <= DEFAULTS
    if stated.declaration is None or not stated.declaration.is_locked:
        return False
    origins = [stated.origin or "", found.origin or ""]
    is_local = any(origin.startswith("file:") for origin in origins)
    return stated.is_release is not found.is_release and not is_local


def _may_be(stated: Component, found: Component) -> bool:
    """Tell whether an archive is one of those locked, as far as digests of one kind are known.

    A package of conda is told by its build where there are none.
    """
    kinds = {digest.partition(":")[0] for digest in stated.hashes}
    known = {digest for digest in found.hashes if digest.partition(":")[0] in kinds}
    if known or not is_conda(stated):
        return not known or not known.isdisjoint(stated.hashes)
    return len({qualifier(each, "build") for each in (stated, found)} - {None}) < 2  # noqa: PLR2004


def _shown(component: Component) -> str:
    """Return the first of many digests, which are those of the archives of one version."""
    hashes = component.hashes
    if not hashes:
        return f"the build {qualifier(component, 'build')}"
    more = f" and {len(hashes) - MAX_SHOWN} more" if len(hashes) > MAX_SHOWN else ""
    return ", ".join(hashes[:MAX_SHOWN]) + more


def _undeclared(declared: Declarations, installed: Installation) -> Iterator[Difference]:
    dependents = _dependents(installed)
    stated = {each.place for each in installed.distributions if _is_stated(each, declared)}
    explained = set() if declared.is_locked else _brought_in(stated, installed)
    for found in sorted(installed.distributions, key=identity_of):
        is_known = found.place in stated or found.place in explained
        is_meant = not is_conda(found) or declared.is_of_conda
        if is_known or not is_meant or normalized(found.name) in SEEDS:
            continue
        by = dependents.get(found.place)
        yield Difference(
            kind=Kind.UNDECLARED,
            name=found.name,
            ecosystem=found.ecosystem,
            found=found.version,
            where=found.evidence.path,
            reason=f"required by {', '.join(by)}" if by else "nothing that is there requires it",
        )


def _is_stated(found: Component, declared: Declarations) -> bool:
    """Tell whether something is declared as any of what it is; pip may have replaced conda's."""
    identities = {*identities_of(found), (CONDA, normalized(found.name))}
    return not identities.isdisjoint(declared.identities)


def _dependents(installed: Installation) -> dict[str, list[str]]:
    """Return the names of what requires each component, by its place."""
    names = {each.place: each.name for each in installed.distributions}
    found: dict[str, dict[str, None]] = {}
    for each in installed.dependencies:
        if each.is_there and each.dependency and each.dependent in names:
            found.setdefault(each.dependency, {})[names[each.dependent]] = None
    return {place: sorted(dependents) for place, dependents in found.items()}


def _brought_in(stated: Container[str], installed: Installation) -> set[str]:
    """Return the places of what is there because something declared requires it, at any depth."""
    places = {each.place for each in installed.distributions}
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for each in installed.dependencies:
        if each.is_there and each.dependency in places and each.dependent in places:
            graph[each.dependent].add(each.dependency)
    pending = [place for place in places if place in stated]
    reached: set[str] = set()
    while pending:
        for place in graph.get(pending.pop(), ()):
            if place not in reached:
                reached.add(place)
                pending.append(place)
    return reached
