"""Versions that are none (PEP 440).

Nobody can order them, so that whether an advisory concerns them may stay open. The distribution
counts all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.enrich.enricher import Enricher
from scanner.model.component import Problem
from scanner.model.version import is_version

if TYPE_CHECKING:
    from layers.tree import Tree
    from scanner.model.inventory import Inventory

OF_PYTHON: Final = "pkg:pypi/"


def enrich(inventory: Inventory, _tree: Tree) -> Inventory:
    """Return an inventory with a problem for each."""
    problems = [
        Problem(component.evidence.path, VERSION.name, f"not a valid version: {version!r:.200}")
        for component in inventory.components
        if (version := component.version) is not None
        and component.purl.startswith(OF_PYTHON)
        and not is_version(version)
    ]
    return replace(inventory, problems=(*inventory.problems, *problems)) if problems else inventory


VERSION: Final = Enricher(name="version", enrich=enrich)
