"""What contains and what depends on what, and how far that is all.

A dependency that is there only under an extra that nobody asked for is an optional one; one that
only a group of a project requires is there to develop it. Of what has no dependencies that is said,
and of what is in no graph, that nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scanner.formats.spdx.package import SUBJECT
from scanner.graph.reach import beginnings
from scanner.model.dependency import Standing
from scanner.model.inventory import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.model.inventory import Inventory


class Kind(Enum):
    """In what way one is related to others."""

    CONTAINS = "contains"
    DEPENDS_ON = "depends on"
    MAY_DEPEND_ON = "may depend on"
    IS_DEVELOPED_WITH = "is developed with"


class Completeness(Enum):
    """Whether the others are all that there are."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """What one package has to do with others."""

    source: str
    kind: Kind
    targets: Mapping[str, str | None]
    """The others, each with a comment: the requirements that it meets."""
    completeness: Completeness
    missing: tuple[str, ...] = ()
    """Requirements that nothing in the document meets."""


def relationships(
    inventory: Inventory, documented: Mapping[str, Component], interpreters: Iterable[str]
) -> Iterator[Relationship]:
    """Yield those of a document; ``documented`` are components by their identifiers."""
    yield from _contents(documented, interpreters)
    graph = _by_dependent(inventory.dependencies)
    places = {each.place: identifier for identifier, each in documented.items()}
    wanted = [places[each] for each in beginnings(inventory.components) if each in places]
    if wanted:
        yield Relationship(
            source=SUBJECT,
            kind=Kind.DEPENDS_ON,
            targets=dict.fromkeys(sorted(wanted)),
            completeness=Completeness.INCOMPLETE,
        )
    for identifier, component in documented.items():
        is_read = inventory.coverage is Coverage.FULL and component.directness is not None
        yield from _dependencies(
            identifier, graph.get(component.place, ()), places, is_read=is_read
        )


def _contents(
    documented: Mapping[str, Component], interpreters: Iterable[str]
) -> Iterator[Relationship]:
    """Yield what is inside of what: each is inside of the subject, or of another component."""
    wholes = {
        each.evidence.path: identifier
        for identifier, each in documented.items()
        if not each.is_part
    }
    contents: dict[str, list[str]] = {SUBJECT: [*interpreters]}
    for identifier, component in documented.items():
        whole = wholes.get(component.parent or "", SUBJECT)
        contents.setdefault(SUBJECT if whole == identifier else whole, []).append(identifier)
    for whole, parts in contents.items():
        # There is more in an image than Python, and more in a wheel than its lists tell.
        yield Relationship(
            source=whole,
            kind=Kind.CONTAINS,
            targets=dict.fromkeys(parts),
            completeness=Completeness.INCOMPLETE if whole == SUBJECT else Completeness.UNKNOWN,
        )


def _by_dependent(dependencies: Iterable[Dependency]) -> dict[str, list[Dependency]]:
    found: dict[str, list[Dependency]] = defaultdict(list)
    for each in dependencies:
        found[each.dependent].append(each)
    return found


def _dependencies(
    identifier: str,
    dependencies: Sequence[Dependency],
    places: Mapping[str, str],
    *,
    is_read: bool,
) -> Iterator[Relationship]:
    """Yield what a component depends on, and what it would in other circumstances."""
    found: dict[Kind, dict[str, list[str]]] = {kind: {} for kind in Kind}
    missing: list[str] = []
    for each in dependencies:
        target = places.get(each.dependency or "")
        if target:
            found[_kind_of(each)].setdefault(target, []).append(each.requirement)
        elif each.standing is not Standing.POSSIBLE:
            missing.append(each.requirement)
    certain = Completeness.COMPLETE if is_read else Completeness.UNKNOWN
    yield Relationship(
        source=identifier,
        kind=Kind.DEPENDS_ON,
        targets=_commented(found[Kind.DEPENDS_ON]),
        completeness=Completeness.INCOMPLETE if missing else certain,
        missing=tuple(sorted({*missing})),
    )
    for kind in (Kind.IS_DEVELOPED_WITH, Kind.MAY_DEPEND_ON):
        others = {
            target: said
            for target, said in found[kind].items()
            if target not in found[Kind.DEPENDS_ON]
        }
        if others:
            yield Relationship(
                source=identifier,
                kind=kind,
                targets=_commented(others),
                completeness=Completeness.UNKNOWN,
            )


def _kind_of(dependency: Dependency) -> Kind:
    if dependency.standing is Standing.POSSIBLE:
        return Kind.MAY_DEPEND_ON
    return Kind.DEPENDS_ON if dependency.group is None else Kind.IS_DEVELOPED_WITH


def _commented(targets: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    return {target: "; ".join(dict.fromkeys(said)) for target, said in sorted(targets.items())}
