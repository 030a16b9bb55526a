"""JSON that someone else wrote, read strictly and with types (RFC 8259).

Manifests are what digests speak of, so two readers must not see different things in one: duplicate
keys, ``NaN``, deep nesting and anything that is not UTF-8 are errors. So is a key we look for in
another case, for the engines are written in Go, which takes it as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn, TypeAlias, TypeVar, cast

from layers.errors import InvalidManifest, LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.limits import Limits

T = TypeVar("T", str, int)
Json: TypeAlias = object
"""Any value of a JSON document."""


class Document:
    """A JSON object; each look-up raises InvalidManifest, naming the document, for a wrong type."""

    def __init__(self, name: str, fields: Mapping[str, object]) -> None:
        self.name = name
        self._fields = fields

    @classmethod
    def parse(cls, name: str, data: bytes, limits: Limits) -> Document:
        """Read a JSON object."""
        value = parse_json(name, data, limits)
        if not isinstance(value, dict):
            raise InvalidManifest(name, "not a JSON object")
        return cls(name, value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __contains__(self, key: str) -> bool:
        return self._get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        return self._value(key, str, default)

    def integer(self, key: str, default: int | None = None) -> int:
        return self._value(key, int, default)

    def flag(self, key: str) -> bool:
        """Return a boolean, false if there is none."""
        value = self._get(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            self._fail(key, "true or false")
        return value

    def object(self, key: str) -> Document:
        """Return an object, an empty one if there is none."""
        value = self._get(key)
        if value is None:
            return Document(f"{self.name}.{key}", {})
        if not isinstance(value, dict):
            self._fail(key, "an object")
        return Document(f"{self.name}.{key}", value)

    def objects(self, key: str) -> list[Document]:
        """Return a list of objects, an empty one if there is none."""
        items = self._list(key)
        if not all(isinstance(item, dict) for item in items):
            self._fail(key, "a list of objects")
        return [
            Document(f"{self.name}.{key}[{index}]", cast("dict[str, object]", item))
            for index, item in enumerate(items)
        ]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, an empty one if there is none."""
        items = self._list(key)
        if not all(isinstance(item, str) for item in items):
            self._fail(key, "a list of texts")
        return tuple(cast("list[str]", items))

    def mapping(self, key: str) -> dict[str, str]:
        """Return an object of texts, an empty one if there is none; other values are left out."""
        fields = self.object(key)._fields
        return {name: value for name, value in fields.items() if isinstance(value, str)}

    def _value(self, key: str, kind: type[T], default: T | None) -> T:
        value = self._get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, kind) or isinstance(value, bool):
            self._fail(key, "a text" if kind is str else "a number")
        return value

    def _get(self, key: str) -> Json:
        for name in self._fields:
            if name != key and name.casefold() == key.casefold():
                raise InvalidManifest(self.name, f"{key} is spelt {name}")
        return self._fields.get(key)

    def _list(self, key: str) -> list[Json]:
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._fail(key, "a list")
        return cast("list[object]", value)

    def _fail(self, key: str, wanted: str) -> NoReturn:
        raise InvalidManifest(self.name, f"{key} is not {wanted}")


def parse_json(name: str, data: bytes, limits: Limits) -> object:
    """Read a JSON document.

    Raises:
        InvalidManifest: for one that breaks the grammar.
        LimitExceeded: for one that is nested deeper than ``limits`` allow.

    """
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_without_duplicates, parse_constant=_refuse
        )
    except RecursionError as error:
        raise LimitExceeded("max_document_depth", limits.max_document_depth) from error
    except ValueError as error:
        raise InvalidManifest(name, f"not JSON: {error}") from error
    depth, level = 0, [value]
    while level:
        depth += 1
        if depth > limits.max_document_depth:
            raise LimitExceeded("max_document_depth", limits.max_document_depth)
        level = [child for parent in level for child in _children(parent)]
    return cast("object", value)


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is there twice")
    return fields


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")
