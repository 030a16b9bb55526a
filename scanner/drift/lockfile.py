"""Lockfiles beside their manifests and beside each other, whatever is installed."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final

from scanner.drift.difference import Difference, Kind
from scanner.drift.identity import CONDA_FILES, VIRTUAL, identity_of, is_allowed
from scanner.metadata.lock import MAX_FORKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.drift.identity import Identity
    from scanner.model.component import Component

MANIFESTS: Final = {
    "uv-lock": ("pyproject", "script"),
    "poetry-lock": ("pyproject",),
    "pdm-lock": ("pyproject",),
    "pylock": ("pyproject",),
    "pipfile-lock": ("pipfile",),
    "pixi-lock": ("pixi",),
    "requirements": ("pyproject", "setup-cfg", "setup-py"),
}
"""The kinds of manifests that a lockfile is made of."""
REQUIREMENTS: Final = "requirements"
PINNED: Final = "requirements.txt"
"""What is a lockfile, as ``pip freeze`` writes one, if all that is in it is pinned."""
ENVIRONMENT: Final = re.compile(r"(?:.*/)?environment\.ya?ml")
"""What conda-lock makes a lockfile of if nobody names something else."""


def differences_of_locks(declared: Iterable[Component]) -> Iterator[Difference]:
    """Yield how the lockfiles of each project differ from its manifests and from each other."""
    projects: defaultdict[str, list[Component]] = defaultdict(list)
    for component in declared:
        projects[component.project].append(component)
    for components in projects.values():
        locks = _by_path(each for each in components if _is_locked(each))
        manifests = [each for each in components if not _is_locked(each)]
        lists = {
            path: listed for path, listed in _by_path(manifests).items() if _is_list(path, listed)
        }
        for path, locked in (locks | lists).items():
            if any(each.declaration and each.declaration.is_current is False for each in locked):
                yield Difference(
                    kind=Kind.OUTDATED,
                    name="",
                    where=path,
                    reason="by what it says of its manifest, it was made of another",
                )
            yield from _outdated(locked, manifests)
        yield from _disagreeing(locks, lists)


def _outdated(locked: Sequence[Component], manifests: Iterable[Component]) -> Iterator[Difference]:
    """Yield what the manifest of a lockfile asks for, and the lockfile has otherwise or not."""
    versions = _by_identity(locked)
    lock = locked[0].evidence.path
    for asked in manifests:
        stated = asked.declaration
        if stated is None or not _is_manifest(asked, locked[0]):
            continue
        found = versions.get(identity_of(asked), ())
        is_open = stated.groups or stated.for_extras or stated.marker or stated.platforms
        # What is a list may be one of some of what a project asks for.
        is_whole = locked[0].kind != REQUIREMENTS or asked.kind == REQUIREMENTS
        is_certain = is_whole and not (is_open or asked.name.startswith(VIRTUAL))
        if not found and is_certain:
            yield _about(asked, None, f"asked for, and not in {lock}")
        elif found and not any(_may_settle(asked, each) for each in found):
            yield _about(asked, _versions(found), f"{lock} has settled on what is not allowed")


def _about(asked: Component, found: str | None, reason: str) -> Difference:
    assert asked.declaration is not None
    return Difference(
        kind=Kind.OUTDATED,
        name=asked.name,
        ecosystem=asked.ecosystem,
        declared=asked.declaration.specifier,
        found=found,
        where=where(asked),
        reason=reason,
    )


def _is_manifest(asked: Component, locked: Component) -> bool:
    """Tell whether a lockfile is made of the file that asks for something."""
    if locked.kind == asked.kind == REQUIREMENTS:
        stem = locked.evidence.path.rpartition(".")[0]
        return asked.evidence.path == f"{stem}.in"
    if locked.kind == REQUIREMENTS and (_is_for_some(asked) or _is_for_some(locked)):
        return False
    if locked.kind == "conda-lock" and asked.kind == "conda-environment":
        return ENVIRONMENT.fullmatch(asked.evidence.path) is not None
    return asked.kind in MANIFESTS.get(locked.kind, ())


def _may_settle(asked: Component, locked: Component) -> bool:
    """Tell whether a locked version is one that is asked for, as far as that can be told."""
    assert asked.declaration is not None
    if asked.origin is not None or locked.origin is not None or asked.declaration.marker:
        return True
    return is_allowed(asked, locked.version)


def _disagreeing(
    locks: Mapping[str, Sequence[Component]], lists: Mapping[str, Sequence[Component]]
) -> Iterator[Difference]:
    """Yield what two lockfiles have in no common version; forks may be left out of one."""
    if not locks:
        return
    names = {path: _by_identity(locked) for path, locked in (*locks.items(), *lists.items())}
    # The one of which nothing is superseded is believed.
    believed = min(locks, key=lambda path: (sum(each.is_set_aside for each in locks[path]), path))
    for path, known in names.items():
        for identity, found in known.items():
            first = names[believed].get(identity)
            if path == believed or not first:
                continue
            forks = product(first[:MAX_FORKS], found[:MAX_FORKS])
            pairs = [pair for pair in forks if _is_for_one(*pair)]
            if pairs and not any(one.version == other.version for one, other in pairs):
                yield Difference(
                    kind=Kind.DISAGREEMENT,
                    name=found[0].name,
                    ecosystem=found[0].ecosystem,
                    declared=_versions(first),
                    found=_versions(found),
                    where=where(found[0]),
                    reason=f"{believed} has another",
                )


def _is_for_one(one: Component, other: Component) -> bool:
    """Tell whether two are for a common platform: lists of conda are for one each."""
    platforms = [each.declaration.platforms for each in (one, other) if each.declaration]
    are_conda = {one.kind, other.kind} <= CONDA_FILES
    return not (are_conda and all(platforms)) or not set(platforms[0]).isdisjoint(platforms[1])


def where(component: Component) -> str:
    """Return the path of a declaration, and its line."""
    return f"{component.evidence.path}:{component.evidence.line}"


def _versions(components: Iterable[Component]) -> str:
    return ", ".join(sorted({each.version or "" for each in components}))


def _is_locked(component: Component) -> bool:
    return component.declaration is not None and component.declaration.is_locked


def _is_list(path: str, components: Iterable[Component]) -> bool:
    """Tell whether a file is a list of all that somebody had installed."""
    is_called_so = path.rpartition("/")[2] == PINNED
    return is_called_so and all(each.version or each.origin for each in components)


def _is_for_some(component: Component) -> bool:
    """Tell whether something is not for the project itself."""
    declaration = component.declaration
    return declaration is not None and bool(declaration.groups or declaration.for_extras)


def _by_path(components: Iterable[Component]) -> dict[str, list[Component]]:
    found: defaultdict[str, list[Component]] = defaultdict(list)
    for component in components:
        found[component.evidence.path].append(component)
    return found


def _by_identity(components: Iterable[Component]) -> dict[Identity, list[Component]]:
    found: defaultdict[Identity, list[Component]] = defaultdict(list)
    for component in components:
        found[identity_of(component)].append(component)
    return found
