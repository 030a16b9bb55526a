"""One distribution at one place is listed once, however many traces of it are there.

A site directory may have two of the same version: by two installers, or by two spellings of its
name. A source directory has what the sdist came with, and what builds left in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.enrich.enricher import Enricher
from scanner.model.component import Component, Problem, State
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

KINDS: Final = ("dist-info", "egg-info", "sdist")
"""What says more of the same distribution stands first."""
Identity: TypeAlias = tuple[str, str, str | None, State]
"""Directory, name, version and state."""


def enrich(inventory: Inventory, tree: Tree) -> Inventory:  # noqa: ARG001 - nothing is read
    """Leave out what says the same of the same place as another component."""
    traces = sorted((each for each in inventory.components if each.kind in KINDS), key=_rank)
    sdists = {_identity(trace) for trace in traces if trace.kind == "sdist"}
    first: dict[Identity, Component] = {}
    problems = []
    for trace in traces:
        kept = first.setdefault(_place(trace, sdists), trace)
        if kept is not trace and trace.state is not State.SOURCE:
            reason = f"says the same as /{kept.evidence.path}"
            problems.append(Problem(trace.evidence.path, TWIN.name, reason))
    others = (each for each in inventory.components if each.kind not in KINDS)
    return replace(
        inventory,
        components=(*others, *first.values()),
        problems=(*inventory.problems, *problems),
    )


def _rank(component: Component) -> tuple[int, bool, str]:
    evidence = component.evidence
    return KINDS.index(component.kind), evidence.technique == "filename", evidence.path


def _identity(component: Component) -> Identity:
    directory = component.evidence.path.rpartition("/")[0]
    return directory, normalized(component.name), component.version, component.state


def _place(component: Component, sdists: AbstractSet[Identity]) -> Identity:
    """Return the identity, of an egg-info that may be in ``src`` that of the sdist around it."""
    identity = _identity(component)
    above = (identity[0].rpartition("/")[0], *identity[1:])
    return above if component.state is State.SOURCE and above in sdists else identity


TWIN: Final = Enricher(name="twin", enrich=enrich)
