"""Distributions that conda installed: one component each, with two identities.

A conda package lists its files. A distribution whose ``dist-info`` is among them came in that
package, whatever either is called (``py-opencv`` holds ``opencv-python``). Its package URL stays
the one that advisories go by; all that conda's record says, it has at :attr:`Component.conda`.

Where pip replaces such a distribution, it leaves conda's record as it is (pypa/pip#9129).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.enrich.enricher import Enricher
from scanner.metadata.conda_record import TRACE
from scanner.model.component import Problem, State
from scanner.model.environment import SITE_NAMES
from scanner.model.license import NOTHING_DECLARED
from scanner.model.names import NormalizedName, normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

ENDS: Final = (".dist-info", ".egg-info")
"""Of the paths in a site directory that distributions are known by."""
LOCAL: Final = "file:"


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory without those conda packages that are distributions found as such."""
    packages = {each.evidence.path: each for each in inventory.components if each.kind == CONDA}
    files = {
        package.evidence: package.files
        for package in inventory.system_packages
        if package.evidence in packages
    }
    if not files:
        return inventory
    holders = {file: packages[path] for path in sorted(files, reverse=True) for file in files[path]}
    stale: set[str] = set()
    problems = list(inventory.problems)
    for path, missing, other in _gone(inventory, files, tree):
        if other and other.installer == CONDA and other.version == packages[path].version:
            holders[other.evidence.path] = packages[path]
            continue
        reason = f"its distribution is not there: {missing:.200}"
        if other:
            stale.add(path)
            reason = f"left over: {other.name} {other.version} is in the place of its distribution"
        problems.append(Problem(path, CONDA_IDENTITY.name, reason))
    components = [_joined(component, holders) for component in inventory.components]
    found = {each.conda.evidence.path for each in components if each.conda}
    return replace(
        inventory,
        components=tuple(
            replace(each, state=State.STALE) if each.evidence.path in stale else each
            for each in components
            if each.evidence.path not in found
        ),
        system_packages=tuple(
            package for package in inventory.system_packages if package.evidence not in stale
        ),
        problems=tuple(problems),
    )


def _gone(
    inventory: Inventory, files: Mapping[str, AbstractSet[str]], tree: Tree
) -> Iterator[tuple[str, str, Component | None]]:
    """Yield records of which no distribution is there, with the first of these.

    And with the distribution of the same name that is in its place now, if there is one.
    """
    # Of an archive, not all may have been looked at.
    live = [each for each in inventory.components if each.state is State.INSTALLED]
    there = {_place(each): each for each in live if each.kind != CONDA}
    installed = {each.evidence.path for each in live}
    for path in sorted(files):
        held = sorted(filter(_is_distribution, files[path])) if path in installed else []
        if held and not any(map(tree.entry, held)):
            places = ((_directory(file), _name(file)) for file in held)
            yield path, held[0], next((there[each] for each in places if each in there), None)


def _place(component: Component) -> tuple[str, NormalizedName]:
    return _directory(component.evidence.path), normalized(component.name)


def _directory(path: str) -> str:
    return path.rpartition("/")[0]


def _is_distribution(path: str) -> bool:
    """Tell whether a distribution is known by this path, which is no copy inside of another."""
    return path.endswith(ENDS) and _directory(path).endswith(tuple(SITE_NAMES))


def _name(path: str) -> NormalizedName:
    """Return the name in that of a directory, ``foo-1.0.dist-info``."""
    return normalized(path.rpartition("/")[2].rpartition(".")[0].partition("-")[0])


def _joined(component: Component, holders: Mapping[str, Component]) -> Component:
    """Return a distribution with what the record of its conda package says, if it has one.

    A copy inside of another distribution is in another state than the package, and is not it.
    """
    path = component.evidence.path
    trace = TRACE.search(path)
    package = holders.get(path[: trace.end()]) if trace else None
    if package is None or package.state is not component.state:
        return component
    is_local = component.origin is not None and component.origin.startswith(LOCAL)
    return replace(
        component,
        identities=(*component.identities, package.purl),
        conda=package,
        hashes=package.hashes,
        license=package.license if component.license == NOTHING_DECLARED else component.license,
        # These were left by a pip that ran where the package was built, not by a user of it.
        requested=package.requested,
        origin=None if is_local else component.origin,
    )


CONDA_IDENTITY: Final = Enricher(
    name="conda-identity", claims=tuple(f"**/*{end}" for end in ENDS), enrich=enrich
)
