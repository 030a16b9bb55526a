r"""CycloneDX as XML, written directly, in the order of its schema.

A document cannot have most control characters at all, and no surrogates (XML 1.0): they are shown
as ``\x1b``. What hides or reorders text is written as a character reference, and so is the end of
a line before ``::``: GitHub Actions takes that for a command, in whatever a job prints.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx import emitter_of
from scanner.formats.cyclonedx.xml_shape import SHAPES, Child, Shape
from scanner.formats.plain_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.cyclonedx.data import Data

NAMESPACE: Final = "http://cyclonedx.org/schema/bom/{}"
ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_SPECIAL: Final = re.compile(
    '[&<>"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff'
    "\ud800-\udfff\ufffe\uffff]|\n(?=[^\\S\n]*+::)"
)
_SPECIAL_IN_ATTRIBUTE: Final = re.compile(f"{_SPECIAL.pattern}|[\t\n]")
_IMPOSSIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_of(document: Data) -> Iterator[str]:
    """Yield a document line by line."""
    namespace = NAMESPACE.format(document["specVersion"])
    metadata = document["metadata"]
    if isinstance(metadata["tools"], list):  # as 1.4 has them
        metadata = {**metadata, "tools": {"tool": metadata["tools"]}}
    content = {**document, "metadata": metadata}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield from _element(f'bom xmlns="{namespace}"', content, SHAPES["bom"], "")


def _element(name: str, data: Data, shape: Shape, indent: str) -> Iterator[str]:
    attributes = "".join(
        f' {attribute}="{_SPECIAL_IN_ATTRIBUTE.sub(_reference, _text(data[key]))}"'
        for key, attribute in shape.attributes.items()
        if key in data
    )
    tag = name.partition(" ")[0]
    if shape.text is not None:
        yield f"{indent}<{name}{attributes}>{_SPECIAL.sub(_reference, data[shape.text])}</{tag}>\n"
        return
    content = list(_children(data, shape, indent + "  "))
    if content:
        yield f"{indent}<{name}{attributes}>\n"
        yield from content
        yield f"{indent}</{tag}>\n"
    else:
        yield f"{indent}<{name}{attributes}/>\n"


def _children(data: Data, shape: Shape, indent: str) -> Iterator[str]:
    for key, child in shape.children.items():
        if key not in data:
            continue
        value = data[key]
        items = value if isinstance(value, list) else [value]
        if child.wrapper:
            yield f"{indent}<{child.wrapper}>\n"
            for item in items:
                yield from _child(child, item, indent + "  ")
            yield f"{indent}</{child.wrapper}>\n"
        else:
            for item in items:
                yield from _child(child, item, indent)


def _child(child: Child, item: Data | str, indent: str) -> Iterator[str]:
    if child.shape is None or not isinstance(item, dict):
        text = _text(item)
        if child.shape:
            yield from _element(child.name, {"ref": text}, SHAPES[child.shape], indent)
        else:
            yield f"{indent}<{child.name}>{_SPECIAL.sub(_reference, text)}</{child.name}>\n"
    elif child.name:
        yield from _element(child.name, item, SHAPES[child.shape], indent)
    else:
        yield from _children(_choice(item), SHAPES[child.shape], indent)


def _choice(entry: Data) -> Data:
    """Return an entry of ``licenses`` by the name of its element."""
    if "license" in entry:
        return entry
    return {"detailed" if "expressionDetails" in entry else "expression": entry}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reference(match: re.Match[str]) -> str:
    char = match[0]
    if char in ENTITIES:
        return ENTITIES[char]
    return escaped(char) if _IMPOSSIBLE.match(char) else f"&#x{ord(char):x};"


CYCLONEDX_XML = emitter_of("cyclonedx-xml", "1.6", "xml", xml_of)
CYCLONEDX_1_7_XML = emitter_of("cyclonedx-1.7-xml", "1.7", "xml", xml_of)
CYCLONEDX_1_5_XML = emitter_of("cyclonedx-1.5-xml", "1.5", "xml", xml_of)
CYCLONEDX_1_4_XML = emitter_of("cyclonedx-1.4-xml", "1.4", "xml", xml_of)
