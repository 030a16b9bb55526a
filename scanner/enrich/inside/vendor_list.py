"""What ``vendor.txt`` lists beside the copies that it speaks of: pip, pipenv, bleach have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.inside.part import Part
from scanner.metadata.vendor_txt import parse_vendor_txt
from scanner.model.component import Evidence, Problem
from scanner.model.names import purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.enrich.inside.holder import Holders
    from scanner.model.component import Component

VENDOR_LIST: Final = "vendor-list"
FILE_NAME: Final = "vendor.txt"
CLAIMS: Final = tuple(f"**/{name}/{FILE_NAME}" for name in ("_vendor", "vendor", "vendored"))


def lists_in(tree: Tree, holders: Holders) -> Iterator[tuple[str, Component] | Problem]:
    """Yield the path of each list, with the distribution that it is in."""
    for pattern in CLAIMS:
        for path in tree.match(pattern):
            if holder := holders.of(path):
                yield path, holder
            else:
                yield Problem(path, VENDOR_LIST, "a list of no distribution that was found")


def components_of(path: str, holder: Component, tree: Tree) -> Iterator[Component | Problem]:
    """Yield what a list has."""
    try:
        listed = parse_vendor_txt(tree.read(path))
    except UnreadableFile as error:
        yield Problem(path, VENDOR_LIST, str(error))
        return
    for oddity in listed.oddities:
        yield Problem(path, VENDOR_LIST, oddity)
    layer = tree.layer_of(path)
    for pin in listed.pins:
        part = Part(
            name=pin.name,
            version=pin.version,
            purl=purl(pin.name, pin.version),
            kind=VENDOR_LIST,
            evidence=Evidence(path, layer, line=pin.line),
        )
        yield part.of(holder)
