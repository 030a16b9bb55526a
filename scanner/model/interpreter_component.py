"""Interpreters as components: advisories speak of one as they do of a distribution.

They are in no list of components, but belong to environments; a finding has one for its component.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.component import INTERPRETER, Component, Evidence, State
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory


def interpreters_in(inventory: Inventory) -> Iterator[tuple[Interpreter, Component | None]]:
    """Yield each that is there once, by its path, and as a component if its version is exact."""
    found: dict[str, tuple[Interpreter, Environment]] = {}
    # First the environments that they are in themselves, and then those on top of these.
    for environment in sorted(inventory.environments, key=lambda each: each.base is not None):
        for each in environment.interpreters:
            if each.path:
                found.setdefault(each.path, (each, environment))
    for path in sorted(found):
        interpreter, environment = found[path]
        yield interpreter, _component(path, interpreter, environment)


def _component(path: str, interpreter: Interpreter, environment: Environment) -> Component | None:
    if interpreter.release is None or not interpreter.is_exact:
        return None
    name, version = interpreter.release
    evidence = interpreter.evidence
    return Component(
        name=name,
        version=version,
        purl=package_url("generic", name, version),
        kind=INTERPRETER,
        state=State.INSTALLED,
        environment=environment.path,
        evidence=Evidence(path, evidence.layer if evidence else None),
        owner=interpreter.owner,
    )
