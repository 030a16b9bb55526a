"""What ``vendor.txt`` lists beside the copies that it speaks of: pip, pipenv, bleach have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.bundled.part import Part
from scanner.metadata.vendor_txt import parse_vendor_txt
from scanner.model.component import Evidence, Problem
from scanner.model.names import purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.model.component import Component

VENDOR_LIST: Final = "vendor-list"
CLAIMS: Final = tuple(f"**/{name}/vendor.txt" for name in ("_vendor", "vendor", "vendored"))


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
