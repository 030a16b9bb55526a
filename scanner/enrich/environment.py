"""Environments for all that was found, and interpreters for all environments.

One can install anywhere (``pip install --target``): a directory that has distributions, and that no
interpreter searches by itself, is an environment of its own. Which interpreter runs them is nowhere
recorded. Where the image has only one that could, it is that one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.enrich.enricher import Enricher
from scanner.model.component import State
from scanner.model.environment import Environment, SiteDirectory
from scanner.model.interpreter import Interpreter

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

VARIABLE: Final = "PYTHONPATH"
"""What every interpreter searches first."""
_Known: TypeAlias = defaultdict[
    tuple[str | None, str | None, bool], dict[tuple[str | None, str | None], Interpreter]
]
"""Interpreters by version, and these by all that may be known of one: None stands for any."""
DIRECTORY: Final = "directory"
IN_VARIABLE: Final = "python-path"
CACHE: Final = "cache"
PROJECT: Final = "project"
_KINDS: Final = {State.CACHE: CACHE, State.DECLARED: PROJECT}
DIRECTORIES: Final = frozenset((DIRECTORY, IN_VARIABLE, CACHE, PROJECT))
FOR_PROJECTS: Final = frozenset(("virtual-environment", "pypackages"))
"""Kinds of environments that are made for one project."""
OWN_INTERPRETER: Final = frozenset(("virtual-environment", "conda", CACHE, PROJECT, "archive"))
"""Kinds of environments that have an interpreter, or none that could be said."""


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory with an environment for each component."""
    environments = {environment.path: environment for environment in inventory.environments}
    first = {tree.resolve(path) for path in tree.variables.get(VARIABLE, "").split(":") if path}
    for component in inventory.components:
        path = component.environment
        if path not in environments:
            kind = IN_VARIABLE if path in first else DIRECTORY
            kind = _KINDS.get(component.state, kind)
            environments[path] = Environment(path=path, kind=kind)
        environments[path] = _holding(environments[path], component)
    known = _known(environments.values())
    projects = {path for path, each in environments.items() if each.kind == PROJECT}
    completed = (
        _of_project(_run_by_one(environment, known), projects)
        for environment in environments.values()
    )
    return replace(inventory, environments=tuple(completed))


def _of_project(environment: Environment, projects: Container[str]) -> Environment:
    """Return an environment that says which project it is for: the nearest that it is below."""
    if environment.kind not in FOR_PROJECTS:
        return environment
    parts = environment.path.split("/")
    above = ("/".join(parts[:depth]) for depth in range(len(parts) - 1, -1, -1))
    return replace(environment, project=next((path for path in above if path in projects), None))


def _holding(environment: Environment, component: Component) -> Environment:
    """Return an environment with the directory, last, that a component of it is in."""
    site = SiteDirectory.holding(component.evidence.path)
    # Of an egg, the evidence is inside of what the directory has.
    path = environment.path if environment.kind in DIRECTORIES else site.path
    is_elsewhere = path == site.path and site.prefix != environment.path
    if path in environment.site_directories or is_elsewhere:
        return environment
    return replace(environment, site_directories=(*environment.site_directories, path))


def _known(environments: Iterable[Environment]) -> _Known:
    known: _Known = defaultdict(dict)
    for environment in environments:
        if environment.kind in {"virtual-environment", CACHE}:
            continue
        for interpreter in environment.interpreters:
            for key in product(
                (interpreter.implementation, None),
                (interpreter.branch, None),
                {interpreter.is_free_threaded, False},
            ):
                if interpreter.path is not None:
                    version = interpreter.implementation, interpreter.version
                    known[key].setdefault(version, interpreter)
    return known


def _run_by_one(environment: Environment, known: _Known) -> Environment:
    if environment.kind in OWN_INTERPRETER or any(i.path for i in environment.interpreters):
        return environment
    unknown = Interpreter(path=None, site_directories=environment.site_directories)
    assumed = environment.interpreters or (unknown,)
    found = tuple(_only_one(each, known) or each for each in assumed)
    return environment if found == (unknown,) else replace(environment, interpreters=found)


def _only_one(assumed: Interpreter, known: _Known) -> Interpreter | None:
    """Return the interpreter that could be the assumed one, if there is but one version of it."""
    key = assumed.implementation, assumed.branch, assumed.is_free_threaded
    fitting = tuple(known.get(key, {}).values())
    if len(fitting) != 1:
        return None
    return replace(
        fitting[0], site_directories=assumed.site_directories, is_externally_managed=False
    )


ENVIRONMENT: Final = Enricher(name="environment", enrich=enrich)
