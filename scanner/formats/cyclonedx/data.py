"""What a document is made of: plain data, with the keys of CycloneDX's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Data: TypeAlias = dict[str, Any]
"""An object of the schema: its values are texts, numbers, flags, and lists and objects of these."""
PREFIX: Final = "lading:"
"""What the names of our own properties begin with."""
_TELLING: Final = (int, str)
"""What tells something even if it is nought, false or empty."""


def known(data: Data) -> Data:
    """Return an object without what is None or has nothing in it."""
    return {key: value for key, value in data.items() if value or isinstance(value, _TELLING)}


def properties(pairs: Iterable[tuple[str, str | None]]) -> list[Data]:
    """Return our own properties, of what is known."""
    return [{"name": f"{PREFIX}{name}", "value": value} for name, value in pairs if value]


def flag(value: bool | None) -> str | None:  # noqa: FBT001 - it is what is written
    """Return a flag as the value of a property."""
    return None if value is None else str(value).lower()


def with_properties(owner: Data, pairs: Iterable[tuple[str, str | None]]) -> Data:
    """Return an object with more properties of our own."""
    more = properties(pairs)
    return {**owner, "properties": [*owner.get("properties", ()), *more]} if more else owner


def with_components(document: Data, convert: Callable[[Data], Data]) -> Data:
    """Return a document with every component of it converted: subject, tools, parts and all."""

    def converted(component: Data) -> Data:
        return with_listed(convert(component))

    def with_listed(owner: Data) -> Data:
        if "components" not in owner:
            return owner
        return {**owner, "components": [converted(each) for each in owner["components"]]}

    metadata = document["metadata"]
    return {
        **with_listed(document),
        "metadata": {
            **metadata,
            "tools": with_listed(metadata["tools"]),
            "component": converted(metadata["component"]),
        },
    }
