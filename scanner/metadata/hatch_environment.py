"""Environments of Hatch, each of which is a group of what a project needs, and its plugins.

They are in ``tool.hatch`` of a ``pyproject.toml`` or in a ``hatch.toml``, which outweighs that. An
environment has what its template has of what it does not say itself: the one that it names, or
``default``. One that is detached has no template. What overrides add, for some of a matrix or for a
platform, may be needed, and so it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.misfit import misfits_of_array
from scanner.metadata.project_requirement import BUILD
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from scanner.metadata.toml_table import Table
    from scanner.model.names import NormalizedName

DEFAULT: Final = "default"
MAX_HEIRS: Final = 100
"""Environments that have one thing from the same template."""
MAX_TEMPLATES: Final = 20
"""Of one environment, each with the next for its template."""
_LISTS: Final = ("dependencies", "extra-dependencies")
_GROUPS: Final = "dependency-groups"
_FEATURES: Final = "features"
_WITHOUT_PROJECT: Final = ("detached", "skip-install")
"""What an environment says in which the project is not installed, nor any of its extras."""


@dataclass(frozen=True, slots=True)
class HatchRequirement:
    """What some environments ask for, or Hatch itself."""

    text: str
    span: tuple[int, int]
    """Its first and last line."""
    groups: tuple[str, ...]
    """The environments."""


@dataclass(frozen=True, slots=True)
class HatchTaken:
    """The environments that take in what the project has already."""

    groups: dict[NormalizedName, tuple[str, ...]]
    """Each dependency group."""
    extras: dict[NormalizedName, tuple[str, ...]]
    """Each extra."""


def without_overridden(settings: Table, own: Table) -> Table:
    """Return what ``tool.hatch`` says, without what a ``hatch.toml`` says instead."""
    kept = {key: value for key, value in settings.values.items() if key not in own.values}
    return replace(settings, values=kept)


def hatch_requirements(settings: Table) -> Iterator[HatchRequirement]:
    """Yield what plugins and environments are asked to have."""
    environments = settings.table("envs")
    yield from _listed(settings.table("env"), "requires", (BUILD,))
    for key in _LISTS:
        for name, heirs in _heirs(environments, key).items():
            yield from _listed(environments.table(name), key, heirs)
    for name, environment in environments.subtables():
        for _, source in environment.table("overrides").subtables():
            for _, override in source.subtables():
                for key in override.values:
                    if key.removeprefix("set-") in _LISTS:
                        yield from _listed(override, key, (name,))


def hatch_misfits(settings: Table) -> Iterator[str]:
    """Yield what stands in the place of requirements, and is none."""
    for _, environment in settings.table("envs").subtables():
        for key in _LISTS:
            yield from misfits_of_array(environment, key, str)


def hatch_taken(settings: Table) -> HatchTaken:
    """Return which environments take in groups and extras of the project."""
    environments = settings.table("envs")
    outside = {
        heir
        for key in _WITHOUT_PROJECT
        for name, heirs in _heirs(environments, key).items()
        if environments.table(name).is_true(key)
        for heir in heirs
    }
    return HatchTaken(
        _taken(environments, _GROUPS, frozenset()), _taken(environments, _FEATURES, outside)
    )


def _listed(table: Table, key: str, groups: tuple[str, ...]) -> Iterator[HatchRequirement]:
    """Yield what is in an array: texts, and tables that say when one counts."""
    for index, text in table.indexed_texts(key):
        yield HatchRequirement(text, table.span_of(key, index), groups)
    for entry in table.tables(key):
        if value := entry.text("value"):
            yield HatchRequirement(value, entry.span, groups)


def _taken(
    environments: Table, key: str, outside: AbstractSet[str]
) -> dict[NormalizedName, tuple[str, ...]]:
    """Return the environments that take in what is named under a key, but those outside."""
    found: dict[NormalizedName, tuple[str, ...]] = {}
    for origin, heirs in _heirs(environments, key).items():
        taking = [heir for heir in heirs if heir not in outside]
        for text in environments.table(origin).texts(key):
            name = normalized(text)
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *taking)))[:MAX_HEIRS]
    return found


def _heirs(environments: Table, key: str) -> dict[str, tuple[str, ...]]:
    """Return, by the environment that says something itself, all that have it from there."""
    found: dict[str, list[str]] = {}
    for name in environments.values:
        for origin in _templates(environments, name):
            if key in environments.table(origin).values:
                found.setdefault(origin, []).append(name)
                break
    return {name: tuple(sorted(heirs)[:MAX_HEIRS]) for name, heirs in found.items()}


def _templates(environments: Table, name: str) -> Iterator[str]:
    """Yield an environment, its template, and so on."""
    for _ in range(MAX_TEMPLATES):
        yield name
        environment = environments.table(name)
        if name == DEFAULT or environment.is_true("detached"):
            return
        name = environment.text("template") or DEFAULT
