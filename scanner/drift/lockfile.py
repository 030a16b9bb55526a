"""Lockfiles beside their manifests and beside each other, whatever is installed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.drift.difference import Difference, Kind
from scanner.metadata.poetry_constraint import OR
from scanner.metadata.specifier import admits
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.model.component import Component

MANIFESTS: Final = {
    "uv-lock": ("pyproject", "script"),
    "poetry-lock": ("pyproject",),
    "pdm-lock": ("pyproject",),
    "pylock": ("pyproject",),
    "pipfile-lock": ("pipfile",),
}
"""The kinds of manifests that a lockfile is made of."""


def differences_of_locks(declared: Iterable[Component]) -> Iterator[Difference]:
    """Yield how the lockfiles of each project differ from its manifests and from each other."""
    projects: defaultdict[str, list[Component]] = defaultdict(list)
    for component in declared:
        projects[component.project].append(component)
    for components in projects.values():
        locks = _by_path(each for each in components if _is_locked(each))
        manifests = [each for each in components if not _is_locked(each)]
        for path, locked in locks.items():
            if any(each.declaration and each.declaration.is_current is False for each in locked):
                yield Difference(
                    kind=Kind.OUTDATED,
                    name="",
                    where=path,
                    reason="by what it says of its manifest, it was made of another",
                )
            yield from _outdated(locked, manifests)
        yield from _disagreeing(locks)


def _outdated(locked: Sequence[Component], manifests: Iterable[Component]) -> Iterator[Difference]:
    """Yield what the manifest of a lockfile asks for, and the lockfile has otherwise or not."""
    versions = _by_name(locked)
    lock = locked[0].evidence.path
    for asked in manifests:
        stated = asked.declaration
        if stated is None or not _is_manifest(asked, locked[0]):
            continue
        found = versions.get(normalized(asked.name), ())
        is_certain = not (stated.groups or stated.for_extras or stated.marker)
        if not found and is_certain:
            yield _about(asked, None, f"asked for, and not in {lock}")
        elif found and not any(_is_allowed(asked, each) for each in found):
            yield _about(asked, _versions(found), f"{lock} has settled on what is not allowed")


def _about(asked: Component, found: str | None, reason: str) -> Difference:
    assert asked.declaration is not None
    return Difference(
        kind=Kind.OUTDATED,
        name=asked.name,
        declared=asked.declaration.specifier,
        found=found,
        where=where(asked),
        reason=reason,
    )


def _is_manifest(asked: Component, locked: Component) -> bool:
    """Tell whether a lockfile is made of the file that asks for something."""
    if locked.kind == asked.kind == "requirements":
        stem = locked.evidence.path.rpartition(".")[0]
        return asked.evidence.path == f"{stem}.in"
    return asked.kind in MANIFESTS.get(locked.kind, ())


def _is_allowed(asked: Component, locked: Component) -> bool:
    assert asked.declaration is not None
    if asked.origin is not None or locked.origin is not None or asked.declaration.marker:
        return True
    specifiers = (asked.declaration.specifier or "").split(OR)
    return any(admits(specifier, locked.version) is not False for specifier in specifiers)


def _disagreeing(locks: Mapping[str, Sequence[Component]]) -> Iterator[Difference]:
    """Yield what two lockfiles have in no common version; forks may be left out of one."""
    if len(locks) < 2:  # noqa: PLR2004
        return
    names = {path: _by_name(locked) for path, locked in locks.items()}
    # The one of which nothing is superseded is believed.
    believed = min(locks, key=lambda path: (sum(each.is_set_aside for each in locks[path]), path))
    for path, known in names.items():
        for name, found in known.items():
            first = names[believed].get(name)
            if path == believed or not first:
                continue
            if {each.version for each in first}.isdisjoint(each.version for each in found):
                yield Difference(
                    kind=Kind.DISAGREEMENT,
                    name=found[0].name,
                    declared=_versions(first),
                    found=_versions(found),
                    where=where(found[0]),
                    reason=f"{believed} has another",
                )


def where(component: Component) -> str:
    """Return the path of a declaration, and its line."""
    return f"{component.evidence.path}:{component.evidence.line}"


def _versions(components: Iterable[Component]) -> str:
    return ", ".join(sorted({each.version or "" for each in components}))


def _is_locked(component: Component) -> bool:
    return component.declaration is not None and component.declaration.is_locked


def _by_path(components: Iterable[Component]) -> dict[str, list[Component]]:
    found: defaultdict[str, list[Component]] = defaultdict(list)
    for component in components:
        found[component.evidence.path].append(component)
    return found


def _by_name(components: Iterable[Component]) -> dict[str, list[Component]]:
    found: defaultdict[str, list[Component]] = defaultdict(list)
    for component in components:
        found[normalized(component.name)].append(component)
    return found
