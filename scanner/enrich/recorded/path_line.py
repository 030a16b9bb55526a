"""Lines of ``easy-install.pth`` that no installation explains.

setuptools adds a line for each egg and each project in development, and nobody records the file: a
line more makes interpreters look somewhere else for modules.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.metadata.egg_link import parse_egg_link
from scanner.metadata.pth import parse_pth
from scanner.metadata.record import placed
from scanner.model.change import Change, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

PATTERN: Final = "**/easy-install.pth"
EGG_LINK: Final = "**/*.egg-link"


def path_lines(inventory: Inventory, tree: Tree) -> Iterator[Change]:
    """Yield a change for each such file with a line that leads where no distribution is."""
    sites = {site for each in inventory.environments for site in each.site_directories}
    paths = [path for path in tree.match(PATTERN) if path.rpartition("/")[0] in sites]
    explained = _explained(inventory, tree) if paths else frozenset()
    for path in paths:
        site = path.rpartition("/")[0]
        try:
            lines = parse_pth(tree.read(path))
        except UnreadableFile:
            continue
        for number, line in lines:
            directory = _directory(tree, site, line)
            if explained.isdisjoint({directory, f"{path}:{number}"}):
                reason = f"line {number} leads to /{directory:.200}, where no distribution is"
                layer = tree.layer_of(path)
                yield Change(path=path, kind=ChangeKind.ADDED, layer=layer, reason=reason)
                break


def _explained(inventory: Inventory, tree: Tree) -> frozenset[str]:
    """Return the places of distributions, those of links too, and the lines that are links."""
    found = set()
    for component in inventory.components:
        path, line = component.evidence.path, component.evidence.line
        found |= {path.partition("!/")[0], path.rpartition("/")[0], f"{path}:{line}"}
    for path in tree.match(EGG_LINK):
        with suppress(UnreadableFile):
            leading = parse_egg_link(tree.read(path)) or ""
            found.add(_directory(tree, path.rpartition("/")[0], leading))
    return frozenset(found)


def _directory(tree: Tree, site: str, line: str) -> str:
    named = placed("", tree.inside(line)) if line.startswith("/") else placed(site, line)
    return tree.resolve(named) or named
