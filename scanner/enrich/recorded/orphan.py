"""What is in a site directory and belongs to no distribution.

Metadata are removed to make images smaller, and files are put there by hand, or by an attacker. All
that an interpreter would import becomes a component of which only the name is known; what it would
run at every start is a problem (ATT&CK T1546.018).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.recorded.recorded import elsewhere, is_standard
from scanner.enrich.recorded.tool import PTH, is_of_tool
from scanner.metadata.file_list import METADATA
from scanner.metadata.pth import code_of
from scanner.metadata.record import is_bytecode
from scanner.model.component import Component, Evidence, Problem, State
from scanner.model.environment import SiteDirectory
from scanner.model.names import normalized, package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.inventory import Inventory

SITE: Final = "-packages/"
TOP_LEVEL: Final = "top_level.txt"
HOOKS: Final = frozenset(("sitecustomize", "usercustomize"))
"""Modules that are imported whenever an interpreter starts (the module ``site``)."""
MODULE: Final = re.compile(
    r"(?P<name>[^\W\d]\w*)(?:\.py|\.pyc|\.pyw|\.pyd|(?:\.[\w-]+)?\.so|\.[\w-]+\.pyd)"
)
PACKAGE: Final = re.compile(r"[^\W\d]\w*")
INIT: Final = ("__init__.py", "__init__.pyc")
MAX_NAMED: Final = 5


def orphans(
    inventory: Inventory, recorded: Iterable[Recorded], tree: Tree, cataloger: str
) -> Iterator[Component | Problem]:
    """Yield what belongs to nothing in the site directories of an inventory."""
    sites = {
        site
        for environment in inventory.environments
        for site in environment.site_directories
        if environment.kind != "cache" and is_standard(site)
    }
    children = tree.children(sites)
    explained = _explained(recorded)
    left = {
        site: {name for name in names - explained[site] if not is_of_tool(f"{site}/{name}", tree)}
        for site, names in children.items()
    }
    if any(left.values()):
        owned = _owned(inventory, left)
        weak = _Weak(inventory, recorded, tree)
        for site, names in sorted(left.items()):
            found = {name for name in names if f"{site}/{name}" not in owned}
            yield from weak.problems(site, found, cataloger)
            found -= weak.explained(site, found)
            yield from _of(site, found, tree, cataloger)


def _explained(recorded: Iterable[Recorded]) -> defaultdict[str, set[str]]:
    """Return, by site directory, the names that are in a list."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for each in recorded:
        names[each.directory] |= each.files.tops
        for path in each.files.outside:
            if other := elsewhere(path):
                names[each.directory].add(other.partition("/")[0])
            # Another site directory of the same prefix: those of lib and lib64, or a project's.
            place = each.at(path)
            if SITE in place:
                site = SiteDirectory.holding(place).path
                names[site].add(place.removeprefix(f"{site}/").partition("/")[0])
    return names


def _owned(inventory: Inventory, left: Mapping[str, set[str]]) -> set[str]:
    """Return what is right in a site directory by the account of another package manager."""
    wanted = tuple(f"{site}/" for site, names in left.items() if names)
    owned = set()
    for package in inventory.system_packages:
        for file in package.files:
            if file.startswith(wanted):
                site = next(site for site in wanted if file.startswith(site))
                owned.add(site + file[len(site) :].partition("/")[0])
    return owned


class _Weak:
    """What the names of distributions without a list explain, and their ``top_level.txt``."""

    def __init__(self, inventory: Inventory, recorded: Iterable[Recorded], tree: Tree) -> None:
        self._tree = tree
        known = {each.component.evidence for each in recorded}
        self._unlisted: defaultdict[str, list[Component]] = defaultdict(list)
        for component in inventory.components:
            if component.evidence.path.endswith(METADATA) and component.evidence not in known:
                site = component.evidence.path.rpartition("/")[0]
                self._unlisted[site].append(component)

    def problems(self, site: str, names: set[str], cataloger: str) -> Iterator[Problem]:
        """Yield a problem for each distribution that may own one of the names; none says so."""
        stems = {normalized(_stem(name)) for name in names}
        for component in self._unlisted[site]:
            is_own = component.state is State.INSTALLED and not (component.owner or component.conda)
            if is_own and not stems.isdisjoint(self._tops(component)):
                reason = "ownership unknown: no list of its files"
                yield Problem(component.evidence.path, cataloger, reason)

    def explained(self, site: str, names: set[str]) -> set[str]:
        """Return the names that a distribution without a list may have left."""
        tops = {top for each in self._unlisted[site] for top in self._tops(each)}
        return {name for name in names if normalized(_stem(name)) in tops}

    def _tops(self, component: Component) -> set[str]:
        try:
            data = self._tree.read(f"{component.evidence.path}/{TOP_LEVEL}")
        except UnreadableFile:
            data = b""
        lines = data.decode("utf-8", "replace").split()
        return {normalized(line.partition("/")[0]) for line in (*lines, component.name)}


def _stem(name: str) -> str:
    match = MODULE.fullmatch(name)
    return match["name"] if match else name.removesuffix(PTH)


def _of(site: str, names: set[str], tree: Tree, cataloger: str) -> Iterator[Component | Problem]:
    """Yield what becomes of the names that nothing explains."""
    modules = {match["name"] for match in map(MODULE.fullmatch, names) if match}
    packages = {name for name in names - modules if PACKAGE.fullmatch(name)}
    there = tree.among(f"{site}/{name}/{init}" for name in packages for init in INIT)
    packages = {name for name in packages if any(f"{site}/{name}/{init}" in there for init in INIT)}
    rest = set(names)
    for name in sorted(names):
        stem = _stem(name)
        if name.endswith(PTH):
            yield Problem(f"{site}/{name}", cataloger, _startup(tree, f"{site}/{name}"))
        elif stem in HOOKS:
            reason = "no distribution's; interpreters import it whenever they start"
            yield Problem(f"{site}/{name}", cataloger, reason)
        elif name in packages or (MODULE.fullmatch(name) and not is_bytecode(name)):
            yield _component(site, name, stem)
        elif not (is_bytecode(name) and f"{stem}.py" in tree.children((site,))[site]):
            continue
        rest.discard(name)
    if rest:
        named = ", ".join(f"{name:.100}" for name in sorted(rest)[:MAX_NAMED])
        more = f" and {len(rest) - MAX_NAMED} more" if len(rest) > MAX_NAMED else ""
        yield Problem(site, cataloger, f"no distribution's: {named}{more}")


def _startup(tree: Tree, path: str) -> str:
    """Say what an interpreter does with a ``.pth`` file whenever it starts."""
    try:
        data = tree.read(path)
    except UnreadableFile as error:
        return f"no distribution's; {error}"
    if code_of(data):
        return "no distribution's; interpreters run code of it whenever they start"
    return "no distribution's; interpreters search the directories that it names"


def _component(site: str, name: str, stem: str) -> Component:
    """Return a component for code of which only the name is known."""
    return Component(
        name=stem,
        version=None,
        purl=package_url("generic", stem, None),
        kind="module",
        state=State.INSTALLED,
        environment=SiteDirectory.holding(f"{site}/{name}").prefix,
        evidence=Evidence(f"{site}/{name}", None, "other"),
    )
