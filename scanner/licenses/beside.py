"""The licences of what is declared, from the environments of its project.

A lockfile has no place for a licence. The same distribution in the same version, installed for that
project, has; of a range, it is one that the range allows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.metadata.specifier import admits, is_same
from scanner.model.component import State
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory
    from scanner.model.license import Licensing


def licensing_beside(
    inventory: Inventory, known: Mapping[int, Licensing | None]
) -> dict[int, Licensing]:
    """Return the licences of declared components, by ``id``, from those of installed ones."""
    projects = {each.path: each.project for each in inventory.environments}
    installed: defaultdict[tuple[str, str, str], list[Component]] = defaultdict(list)
    for component in inventory.components:
        project = projects.get(component.environment)
        if project is not None and component.state is State.INSTALLED and not component.is_part:
            installed[_key(component, project)].append(component)
    found = {}
    for component in inventory.components:
        for other in installed.get(_key(component, component.environment), ()):
            licensing = known.get(id(other))
            if component.state is State.DECLARED and licensing and _is_meant(component, other):
                reason = f"as installed in /{other.environment}: {licensing.reason}"
                found[id(component)] = replace(licensing, reason=reason)
                break
    return found


def _key(component: Component, project: str) -> tuple[str, str, str]:
    return project, component.ecosystem, normalized(component.name)


def _is_meant(declared: Component, installed: Component) -> bool:
    if declared.declaration is None or declared.origin != installed.origin:
        return False
    if declared.version is not None and not declared.declaration.is_version_assumed:
        return is_same(declared.version, installed.version)
    return admits(declared.declaration.specifier or "", installed.version) is True
