"""Which of several traces of one distribution in one directory is live.

Whoever copies one version over another leaves both ``foo-1.0.dist-info`` and ``foo-2.0.dist-info``,
and files of both. Those tell that only one of them has recorded, and then the layers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.file_list import METADATA
from scanner.metadata.record import is_bytecode
from scanner.model.component import Component, Problem, State
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.component import Evidence
    from scanner.model.inventory import Inventory

UNDECIDED: Final = 0.5
"""How much of a distribution is there if it has no file that tells."""


def without_left_overs(
    inventory: Inventory, recorded: Mapping[Evidence, Recorded], tree: Tree, cataloger: str
) -> Inventory:
    """Return an inventory in which what is left over of another version is stale."""
    rivals = _rivals(inventory.components)
    telling = {evidence: paths for group in rivals for evidence, paths in _telling(group, recorded)}
    there = tree.among({path for paths in telling.values() for path in paths})
    stale: set[Evidence] = set()
    problems = []
    for group in rivals:
        scores = {
            each.evidence: (_share(telling[each.evidence], there), each.evidence.layer or 0)
            for each in group
        }
        best = max(scores.values())
        live = {each for each, score in scores.items() if score == best}
        left_over = scores.keys() - live
        stale |= left_over
        versions = ", ".join(sorted(f"{each.version}" for each in group if each.evidence in live))
        for evidence in left_over or live:
            reason = f"left over: {group[0].name} {versions:.200} is in its place"
            if not left_over:
                reason = (
                    f"one of {len(group)} traces of {group[0].name}: nothing tells which is live"
                )
            problems.append(Problem(evidence.path, cataloger, reason))
    if not problems:
        return inventory
    components = tuple(
        replace(each, state=State.STALE) if each.evidence in stale else each
        for each in inventory.components
    )
    return replace(inventory, components=components, problems=(*inventory.problems, *problems))


def _rivals(components: Iterable[Component]) -> list[list[Component]]:
    """Return what there are several versions of; one version twice is no question of which."""
    groups: defaultdict[tuple[str, str], list[Component]] = defaultdict(list)
    for each in components:
        if each.state is State.INSTALLED and each.evidence.path.endswith(METADATA):
            directory = each.evidence.path.rpartition("/")[0]
            groups[directory, normalized(each.name)].append(each)
    return [group for group in groups.values() if len({each.version for each in group}) > 1]


def _telling(
    group: list[Component], recorded: Mapping[Evidence, Recorded]
) -> list[tuple[Evidence, set[str]]]:
    """Return the files of each that no other of them has, and that are not its metadata."""
    own = {
        each.evidence: {
            path
            for path, row in (recorded[each.evidence].rows() if each.evidence in recorded else ())
            if not path.startswith(f"{each.evidence.path}/") and not is_bytecode(row.path)
        }
        for each in group
    }
    count = Counter(path for paths in own.values() for path in paths)
    return [
        (evidence, {path for path in paths if count[path] == 1}) for evidence, paths in own.items()
    ]


def _share(paths: set[str], there: set[str]) -> float:
    return len(paths & there) / len(paths) if paths else UNDECIDED
