"""Everything inside of a distribution, once each, as a part of that.

What has metadata of its own is believed first, then an SBOM, then a list of names. Only what has
metadata is matched: lists name copies that were cut down to a few modules, and pip's names a
setuptools of which it has nothing but ``pkg_resources``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from scanner.enrich.enricher import Enricher
from scanner.enrich.inside import document, holder, library, vendor_list
from scanner.enrich.inside.holder import Holders
from scanner.enrich.inside.library import Libraries, Library
from scanner.model.component import Component, Problem, State
from scanner.model.dependency import Dependency

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

INSIDE: Final = frozenset((State.VENDORED, State.BUNDLED))
"""The states of what may be in a directory of another distribution."""
MAX_DEPTH: Final = 8
"""How far above something it is remembered; in real images, two distributions are."""


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return an inventory with all that is inside of its distributions."""
    holders = Holders(inventory.components, tree)
    components = tuple(_with_parent(each, holders) for each in inventory.components)
    inside = _Inside(components)
    problems = []
    copied: defaultdict[str, list[Library]] = defaultdict(list)
    for found in library.libraries_in(tree, holders):
        if isinstance(found, Library):
            copied[found.holder.evidence.path].append(found)
        else:
            problems.append(found)
    libraries = {path: Libraries(each) for path, each in copied.items()}
    for path, parent in _lists(tree, holders, problems):
        if path.endswith(vendor_list.FILE_NAME):
            problems += inside.add(vendor_list.components_of(path, parent, tree))
        else:
            own = libraries.get(parent.evidence.path) or Libraries(())
            problems += inside.add(document.contents_of(path, parent, own, tree))
    rest = (each for own in libraries.values() for each in own.rest())
    problems += inside.add(library.components_of(rest, tree))
    return replace(
        inventory,
        components=(*components, *inside.added),
        dependencies=(*inventory.dependencies, *inside.dependencies()),
        problems=(*inventory.problems, *problems),
    )


class _Inside:
    """What is known of the inside of each distribution, and of all that is inside of that."""

    def __init__(self, components: Iterable[Component]) -> None:
        self.added: list[Component] = []
        self._stated: list[Dependency] = []
        self._instead: dict[str, str] = {}
        self._above = {each.evidence.path: each.parent for each in components if each.parent}
        self._places: dict[tuple[str, str], str] = {}
        self._kinds: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for component in components:
            if component.parent:
                self._know(component)

    def add(self, found: Iterable[Component | Dependency | Problem]) -> list[Problem]:
        """Add what nothing better has told, and return the problems."""
        problems = []
        for each in found:
            match each:
                case Problem():
                    problems.append(each)
                case Dependency():
                    self._stated.append(each)
                case Component() if place := self._known_at(each):
                    self._instead[each.place] = place
                case Component():
                    self.added.append(each)
                    self._know(each)
        return problems

    def dependencies(self) -> Iterator[Dependency]:
        """Yield what depends on what, each in the place where it is known best."""
        found: dict[tuple[str, str], Dependency] = {}
        for each in self._stated:
            assert each.dependency is not None
            dependent = self._instead.get(each.dependent, each.dependent)
            dependency = self._instead.get(each.dependency, each.dependency)
            if dependent != dependency:
                known = replace(each, dependent=dependent, dependency=dependency)
                found.setdefault((dependent, dependency), known)
        yield from found.values()

    def _known_at(self, component: Component) -> str | None:
        """Return the place of what is the same, and was told before."""
        parent = component.parent or ""
        kinds = self._kinds[parent, _unversioned(component)]
        others = (place for kind, place in kinds.items() if kind != component.kind)
        return next(others, None) or self._places.get((parent, component.purl))

    def _know(self, component: Component) -> None:
        above = component.parent
        for _ in range(MAX_DEPTH):
            if above is None:
                break
            self._places.setdefault((above, component.purl), component.place)
            kinds = self._kinds[above, _unversioned(component)]
            kinds.setdefault(component.kind, component.place)
            above = self._above.get(above)


def _unversioned(component: Component) -> str:
    text = component.purl.partition("?")[0]
    return text.rpartition("@")[0] or text


def _with_parent(component: Component, holders: Holders) -> Component:
    if component.state not in INSIDE:
        return component
    parent = holders.of(component.evidence.path)
    return replace(component, parent=parent.evidence.path) if parent else component


def _lists(
    tree: Tree, holders: Holders, problems: list[Problem]
) -> Iterator[tuple[str, Component]]:
    """Yield the files that list something, first those inside of what is inside of others."""
    found = []
    for each in chain(document.documents_in(tree, holders), vendor_list.lists_in(tree, holders)):
        if isinstance(each, Problem):
            problems.append(each)
        else:
            found.append(each)
    # The order among those of one distribution stays: SBOMs come first.
    yield from sorted(found, key=lambda each: -each[1].evidence.path.count("/"))


BUNDLED: Final = Enricher(
    name="bundled",
    claims=(
        *document.CLAIMS,
        *holder.CLAIMS,
        *library.DIRECTORIES,
        *vendor_list.CLAIMS,
    ),
    excerpts=library.EXCERPTS,
    enrich=enrich,
)
