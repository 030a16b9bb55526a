"""Constraints and overrides that uv is given beside the requirements of a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.metadata.declared_requirement import parse_declared, pinned
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.metadata.project_requirement import ProjectRequirement
    from scanner.metadata.toml_table import Table


def constrained(
    found: Iterable[ProjectRequirement], document: Table
) -> Iterator[ProjectRequirement]:
    """Yield requirements as uv is told to constrain or to override them."""
    uv = document.table("tool", "uv")
    constraints = _specifiers(uv.texts("constraint-dependencies"))
    overrides = _specifiers(uv.texts("override-dependencies"))
    for each in found:
        requirement = each.requirement
        name = normalized(requirement.name or "")
        if requirement.origin or not (name in constraints or name in overrides):
            yield each
            continue
        stated = overrides.get(name) or (requirement.specifier, constraints.get(name))
        specifier = ",".join(filter(None, stated if isinstance(stated, tuple) else (stated,)))
        yield replace(
            each,
            requirement=replace(requirement, specifier=specifier, version=pinned(specifier)),
        )


def _specifiers(texts: Iterable[str]) -> dict[str, str]:
    """Return the specifiers for names, of those that hold under any circumstances."""
    found: dict[str, str] = {}
    for requirement in map(parse_declared, texts):
        if requirement.name and requirement.specifier and not requirement.marker:
            found[normalized(requirement.name)] = requirement.specifier
    return found
