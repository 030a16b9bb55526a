"""What is in a site directory and belongs to no distribution.

Metadata are removed to make images smaller, and files are put there by hand, or by an attacker. All
that an interpreter would import becomes a component of which only the name is known; what it would
run at every start is a problem (ATT&CK T1546.018).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.enrich.recorded.hook import effect_of, is_hook
from scanner.enrich.recorded.recorded import elsewhere, is_standard
from scanner.enrich.recorded.tool import is_of_tool
from scanner.enrich.recorded.unlisted import MODULE, Unlisted, stem_of
from scanner.metadata.record import is_bytecode
from scanner.model.component import Component, Evidence, Problem, State
from scanner.model.environment import SiteDirectory
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.inventory import Inventory

SITE: Final = "-packages/"
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
        unlisted = Unlisted(inventory, recorded, tree)
        for site, names in sorted(left.items()):
            found = {name for name in names if f"{site}/{name}" not in owned}
            yield from unlisted.problems(site, found, cataloger)
            found -= unlisted.explained(site, found)
            yield from _of(site, found, children[site], tree, cataloger)


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
    wanted = {site for site, names in left.items() if names}
    owned = set()
    for package in inventory.system_packages:
        for file in package.files:
            end = 0
            while (end := file.find(SITE, end) + len(SITE)) >= len(SITE):
                if file[: end - 1] in wanted:
                    owned.add(file[:end] + file[end:].partition("/")[0])
    return owned


def _of(
    site: str, names: set[str], beside: set[str], tree: Tree, cataloger: str
) -> Iterator[Component | Problem]:
    """Yield what becomes of the names that nothing explains."""
    modules = {match["name"] for match in map(MODULE.fullmatch, names) if match}
    packages = {name for name in names - modules if PACKAGE.fullmatch(name)}
    there = tree.among(f"{site}/{name}/{init}" for name in packages for init in INIT)
    packages = {name for name in packages if any(f"{site}/{name}/{init}" in there for init in INIT)}
    rest = set(names)
    for name in sorted(names):
        stem = stem_of(name)
        if is_hook(name):
            effect = effect_of(f"{site}/{name}", tree)
            yield Problem(f"{site}/{name}", cataloger, f"no distribution's; {effect}")
        elif name in packages or (MODULE.fullmatch(name) and not is_bytecode(name)):
            yield _component(site, name, stem)
        elif not (is_bytecode(name) and f"{stem}.py" in beside):
            continue
        rest.discard(name)
    if rest:
        named = ", ".join(f"{name:.100}" for name in sorted(rest)[:MAX_NAMED])
        more = f" and {len(rest) - MAX_NAMED} more" if len(rest) > MAX_NAMED else ""
        yield Problem(site, cataloger, f"no distribution's: {named}{more}")


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
