"""CycloneDX as XML (ECMA-424): the same document as it would be in JSON.

Read by expat, element by element, without a stack that could overflow. A document type is refused,
and so is every entity that one could declare: CycloneDX has neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from scanner.metadata.listed_component import Fields

LISTS: Final = frozenset(
    (
        *("annotations", "authors", "components", "compositions", "dependencies"),
        *("externalReferences", "hashes", "lifecycles", "methods", "occurrences"),
        *("properties", "services", "tags", "vulnerabilities"),
    )
)
"""Elements that are lists of what is in them; these have no attributes that matter."""
NAMESPACE: Final = "cyclonedx.org/schema/bom"
MIXED: Final = "licenses"
"""The list whose items are told from each other by their names."""
DEPENDENCY: Final = "dependency"
SPECIAL: Final = LISTS | {MIXED, DEPENDENCY}
"""Elements that are never just a text."""
TEXTS: Final = {"property": "value"}
"""What JSON calls the text of an element with attributes, if not ``content``."""
TOOLS: Final = "tools"
TOOL: Final = "tool"
"""What is in a list of tools until 1.4; since then that has components and services."""
MAX_DEPTH: Final = 200
SEPARATOR: Final = " "
"""Between a namespace and a name; in neither of them."""
_SPACE: Final = " \t\r\n"


class NotReadable(ValueError):
    """XML that is none, or more than a document of CycloneDX needs."""


def parse_xml(data: bytes) -> Fields:
    """Return a document in the shape that it has as JSON.

    Raises:
        NotReadable: if it is not XML, or has a document type.

    """
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat has no name for it
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotReadable(str(error)) from error
    return reading.document


class _Reading:
    """The elements that are open, and what was in them so far."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self._open: list[tuple[str, dict[str, Any], list[tuple[str, Any]], list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == MAX_DEPTH:
            raise NotReadable(f"more than {MAX_DEPTH} elements in each other")
        local = name[name.rfind(SEPARATOR) + 1 :]
        if not self._open:
            namespace = name.rpartition(SEPARATOR)[0]
            if not (local == "bom" and NAMESPACE in namespace):
                raise NotReadable(f"another document than CycloneDX: {name:.100}")
            attributes = {**attributes, "specVersion": namespace.rpartition("/")[2]}
        self._open.append((local, attributes, [], []))

    def text(self, text: str) -> None:
        self._open[-1][3].append(text)  # expat knows none outside of the root

    def end(self, _name: str) -> None:
        name, attributes, children, texts = self._open.pop()
        if children or name in SPECIAL:
            value = _value(name, attributes, children)
        else:
            value = _leaf(name, attributes, "".join(texts).strip(_SPACE))
        if self._open:
            self._open[-1][2].append((name, value))
        else:
            self.document = {"bomFormat": "CycloneDX", **value} if isinstance(value, dict) else {}


def _leaf(name: str, attributes: dict[str, Any], text: str) -> Any:  # noqa: ANN401 - whatever JSON has
    """Return what an element with nothing in it but a text is in JSON: that text, or an object."""
    if not attributes:
        return text
    if text:
        attributes[TEXTS.get(name, "content")] = text
    return attributes


def _value(name: str, attributes: dict[str, Any], children: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 - whatever JSON has
    """Return what an element is in JSON: a list or an object."""
    if name in LISTS or (name == TOOLS and children and all(each == TOOL for each, _ in children)):
        return [value for _, value in children]
    if name == MIXED:
        return [_license(child, value) for child, value in children]
    if name == DEPENDENCY:
        others = [value.get("ref") for child, value in children if child == name]
        return {**attributes, "dependsOn": others} if others else attributes
    fields: dict[str, Any] = {}
    repeated: dict[str, list[Any]] = {}
    for child, value in children:
        if child not in fields:
            fields[child] = value
        elif child in repeated:
            repeated[child].append(value)
        else:
            fields[child] = repeated[child] = [fields[child], value]
    return attributes | fields


def _license(name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON has
    if name == "license" or not isinstance(value, dict):
        return {name: value}
    return {**value, name: value.get("content", value.get(name))}


def _refuse(*_: object) -> None:
    raise NotReadable("it declares a document type, which could name anything")
