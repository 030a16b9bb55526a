"""Whether the code of a distribution is there, or only its metadata."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from scanner.metadata.file_list import METADATA
from scanner.metadata.record import is_bytecode
from scanner.model.component import Component, Problem, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.component import Evidence
    from scanner.model.inventory import Inventory


def with_code(
    inventory: Inventory, recorded: Mapping[Evidence, Recorded], tree: Tree, cataloger: str
) -> Inventory:
    """Return an inventory that says of each distribution whether its code is there.

    A directory that only one distribution has its code in stands for that code: to look for every
    file would take as long as the rest of a scan.
    """
    asked = [each for each in recorded.values() if each.component.state is not State.EDITABLE]
    samples = {each.component.evidence: _samples(each) for each in asked}
    count = Counter(chain.from_iterable(samples.values()))
    samples = {
        evidence: {path for path in paths if count[path] == 1}
        for evidence, paths in samples.items()
    }
    present = _present(samples, tree)
    left = [each for each in asked if not present[each.component.evidence]]
    files = {each.component.evidence: _code(each) for each in left}
    present |= _present(files, tree)
    known = {evidence: is_there for evidence, is_there in present.items() if files.get(evidence, 1)}
    problems = (
        Problem(evidence.path, cataloger, "none of the files that it recorded is there")
        for evidence, is_there in known.items()
        if not is_there
    )
    return replace(
        inventory,
        components=tuple(_with(component, known) for component in inventory.components),
        problems=(*inventory.problems, *problems),
    )


def _samples(recorded: Recorded) -> set[str]:
    return {recorded.at(path) for path in recorded.files.samples}


def _code(recorded: Recorded) -> set[str]:
    """Return every place at which there may be a file of a distribution but for its metadata."""
    return {
        path
        for path, row in recorded.rows()
        if not row.path.split("/")[0].endswith(METADATA) and not is_bytecode(row.path)
    }


def _present(paths: Mapping[Evidence, Iterable[str]], tree: Tree) -> dict[Evidence, bool]:
    there = tree.among(chain.from_iterable(paths.values()))
    return {evidence: not there.isdisjoint(own) for evidence, own in paths.items()}


def _with(component: Component, present: Mapping[Evidence, bool]) -> Component:
    is_there = present.get(component.evidence)
    return component if is_there is None else replace(component, code_present=is_there)
