"""One environment, and how what is installed in it differs from what projects declare."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.drift.difference import Difference, Kind
from scanner.drift.lockfile import where
from scanner.drift.need import Circumstances, needed
from scanner.graph.scope import IMPORTED, platform_of
from scanner.graph.target import values_of
from scanner.metadata.poetry_constraint import OR
from scanner.metadata.specifier import admits, is_same
from scanner.model.component import PROJECT, State
from scanner.model.dependency import PYPI
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.model.environment import Environment
    from scanner.model.inventory import Inventory
    from scanner.selection import Selection

SEEDS: Final = frozenset(("pip", "setuptools", "wheel"))
"""What tools put into new environments, and no project declares."""

MAX_SHOWN: Final = 3
"""How many digests of the archives of a version are shown."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is installed in an environment."""

    environment: Environment
    components: Mapping[str, Component]
    """By their normalized names; of two, the one that is imported."""
    dependencies: Sequence[Dependency]
    platform: str

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """What the variables of markers are there."""
        interpreters = self.environment.interpreters
        return values_of(interpreters[0] if interpreters else None, self.platform)


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the projects of a directory declare."""

    components: Sequence[Component]
    """What counts, the projects included."""
    dependencies: Sequence[Dependency]
    names: frozenset[str]
    """All normalized names, those of what is set aside included."""

    @property
    def is_locked(self) -> bool:
        """Whether a lockfile has all that is to be installed."""
        return any(each.declaration and each.declaration.is_locked for each in self.components)


def declarations_in(inventory: Inventory, project: str | None = None) -> Declarations:
    """Return what is declared for PyPI, in one project or in all."""
    stated = [
        each
        for each in inventory.components
        if each.state is State.DECLARED and each.ecosystem == PYPI
    ]
    return Declarations(
        [
            each
            for each in stated
            if not (each.declaration and each.declaration.superseded_by)
            and project in {None, each.environment}
        ],
        inventory.dependencies,
        frozenset(normalized(each.name) for each in stated),
    )


def installations_in(inventory: Inventory) -> Iterator[Installation]:
    """Yield each environment that something is installed in."""
    found: defaultdict[str, dict[str, Component]] = defaultdict(dict)
    for each in inventory.components:
        is_imported = each.state in IMPORTED and each.shadowed_by is None and not each.is_part
        if is_imported and each.ecosystem == PYPI:
            found[each.environment][normalized(each.name)] = each
    platform = platform_of(inventory)
    for environment in inventory.environments:
        if environment.path in found:
            components = found[environment.path]
            yield Installation(environment, components, inventory.dependencies, platform)


def differences_between(
    declared: Declarations, installed: Installation, wanted: Selection
) -> Iterator[Difference]:
    """Yield how what is installed differs from what is declared."""
    circumstances = Circumstances(installed.values, wanted)
    places = needed(declared.components, declared.dependencies, circumstances)
    by_name: defaultdict[str, list[Component]] = defaultdict(list)
    for each in declared.components:
        if each.kind != PROJECT:
            by_name[normalized(each.name)].append(each)
    for name, stated in sorted(by_name.items()):
        # What is meant in that environment first: a name may be locked in several versions.
        stated.sort(key=lambda each: each.place not in places)
        found = installed.components.get(name)
        if found is not None:
            yield from _compared(stated, found)
        elif stated[0].place in places:
            yield _missing(stated[0])
    yield from _undeclared(declared, installed)


def _missing(stated: Component) -> Difference:
    assert stated.declaration is not None
    return Difference(
        kind=Kind.MISSING,
        name=stated.name,
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
            declared=first.version or declaration.specifier,
            found=found.version,
            where=where(first),
            reason="locked otherwise" if declaration.is_locked else "outside of what is allowed",
        )
    elif declaration.is_locked and _is_elsewhere(first, found):
        yield Difference(
            kind=Kind.ORIGIN,
            name=found.name,
            declared=first.origin or "an index",
            found=found.origin or "an index",
            where=where(first),
            reason="installed from elsewhere",
        )
    elif declaration.is_locked and not any(_may_be(each, found) for each in fitting):
        yield Difference(
            kind=Kind.HASH,
            name=found.name,
            declared=_shown(first.hashes),
            found=found.hashes[0],
            where=where(first),
            reason="installed from an archive that is not locked",
        )


def _fits(stated: Component, found: Component) -> bool:
    """Tell whether a version is one that a declaration allows."""
    declaration = stated.declaration
    assert declaration is not None
    if stated.version is not None and not declaration.is_version_assumed:
        return is_same(stated.version, found.version)
    specifiers = (declaration.specifier or "").split(OR)
    return any(admits(each, found.version) is not False for each in specifiers)


def _is_elsewhere(stated: Component, found: Component) -> bool:
    """Tell whether one is from a repository and the other from elsewhere; paths may be any."""
    origins = [stated.origin or "", found.origin or ""]
    is_local = any(origin.startswith("file:") for origin in origins)
    return stated.is_release is not found.is_release and not is_local


def _may_be(stated: Component, found: Component) -> bool:
    """Tell whether an archive is one of those locked, as far as digests of one kind are known."""
    kinds = {digest.partition(":")[0] for digest in stated.hashes}
    known = {digest for digest in found.hashes if digest.partition(":")[0] in kinds}
    return not known or not known.isdisjoint(stated.hashes)


def _shown(hashes: Sequence[str]) -> str:
    """Return the first of many digests, which are those of the archives of one version."""
    more = f" and {len(hashes) - MAX_SHOWN} more" if len(hashes) > MAX_SHOWN else ""
    return ", ".join(hashes[:MAX_SHOWN]) + more


def _undeclared(declared: Declarations, installed: Installation) -> Iterator[Difference]:
    dependents = _dependents(installed)
    explained = set() if declared.is_locked else _brought_in(declared.names, installed)
    for name, found in sorted(installed.components.items()):
        if name in declared.names or name in SEEDS or name in explained:
            continue
        by = dependents.get(found.place)
        yield Difference(
            kind=Kind.UNDECLARED,
            name=found.name,
            found=found.version,
            where=found.evidence.path,
            reason=f"required by {', '.join(by)}" if by else "nothing that is there requires it",
        )


def _dependents(installed: Installation) -> dict[str, list[str]]:
    """Return the names of what requires each component, by its place."""
    names = {each.place: each.name for each in installed.components.values()}
    found: dict[str, dict[str, None]] = {}
    for each in installed.dependencies:
        if each.is_there and each.dependency and each.dependent in names:
            found.setdefault(each.dependency, {})[names[each.dependent]] = None
    return {place: sorted(dependents) for place, dependents in found.items()}


def _brought_in(names: Iterable[str], installed: Installation) -> set[str]:
    """Return the names of what is there because something declared requires it, at any depth."""
    name_at = {each.place: name for name, each in installed.components.items()}
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for each in installed.dependencies:
        if each.is_there and each.dependency in name_at and each.dependent in name_at:
            graph[name_at[each.dependent]].add(name_at[each.dependency])
    reached: set[str] = set()
    pending = list(names)
    while pending:
        for name in graph.get(pending.pop(), ()):
            if name not in reached:
                reached.add(name)
                pending.append(name)
    return reached
