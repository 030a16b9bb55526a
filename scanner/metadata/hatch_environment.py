"""Environments of Hatch (``tool.hatch.envs``), each of which is a group of what a project needs.

An environment has what its template has of what it does not say itself: the one that it names, or
``default``. One that is detached has no template. What overrides add, for some of a matrix or for a
platform, may be needed, and so it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.toml_table import Table

DEFAULT: Final = "default"
MAX_HEIRS: Final = 100
"""Environments that have one thing from the same template."""
MAX_TEMPLATES: Final = 20
"""Of one environment, each with the next for its template."""
_LISTS: Final = ("dependencies", "extra-dependencies")
_GROUPS: Final = "dependency-groups"


@dataclass(frozen=True, slots=True)
class HatchRequirement:
    """What some environments ask for."""

    text: str
    span: tuple[int, int]
    """Its first and last line."""
    environments: tuple[str, ...]


def hatch_requirements(environments: Table) -> Iterator[HatchRequirement]:
    """Yield what environments ask for."""
    for key in _LISTS:
        for name, heirs in _heirs(environments, key).items():
            yield from _listed(environments.table(name), key, heirs)
    for name, environment in environments.subtables():
        for _, source in environment.table("overrides").subtables():
            for _, override in source.subtables():
                for key in override.values:
                    if key.removeprefix("set-") in _LISTS:
                        yield from _listed(override, key, (name,))


def _listed(table: Table, key: str, environments: tuple[str, ...]) -> Iterator[HatchRequirement]:
    """Yield what is in an array: texts, and tables that say when one counts."""
    for index, text in table.indexed_texts(key):
        yield HatchRequirement(text, table.span_of(key, index), environments)
    for entry in table.tables(key):
        if value := entry.text("value"):
            yield HatchRequirement(value, entry.span, environments)


def hatch_groups(environments: Table) -> dict[str, tuple[str, ...]]:
    """Return the environments that take in each dependency group."""
    found: dict[str, tuple[str, ...]] = {}
    for name, heirs in _heirs(environments, _GROUPS).items():
        for group in environments.table(name).texts(_GROUPS):
            key = normalized(group)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *heirs)))[:MAX_HEIRS]
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
