"""The JSON Schema of configuration files, for editors. Our own reading decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.configuration.shared import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.configuration.option import Command, Option

Schema: TypeAlias = dict[str, object]
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER: Final = "urn:lading:configuration"


def schema_of(options: Iterable[Option]) -> Schema:
    """Return the schema: a table has the options of all commands in it, and their tables."""
    options = tuple(options)
    definitions: dict[str, Schema] = {}
    return {
        "$schema": DRAFT,
        "$id": IDENTIFIER,
        "title": "lading.toml",
        **_table((), options, tables_of(options), definitions),
        "$defs": dict(sorted(definitions.items())),
    }


def _table(
    path: Command,
    options: tuple[Option, ...],
    tables: list[Command],
    definitions: dict[str, Schema],
) -> Schema:
    properties: dict[str, Schema] = {}
    for key in sorted({option.key for option in options}):
        properties[key] = _value([each for each in options if each.key == key], definitions)
    for table in tables:
        if len(table) == len(path) + 1 and table[:-1] == path:
            within = tuple(option for option in options if option.is_in(table))
            inner = _table(table, within, tables, definitions)
            value = properties.get(table[-1])
            properties[table[-1]] = {"anyOf": [inner, value]} if value else inner
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _value(options: list[Option], definitions: dict[str, Schema]) -> Schema:
    """Return what a value has to be: what each of the options, of several commands, admits."""
    names: list[Schema] = []
    for option in options:
        definition = _option(option)
        name = option.key
        while definitions.setdefault(name, definition) != definition:
            name += "'"
        if {"$ref": f"#/$defs/{name}"} not in names:
            names.append({"$ref": f"#/$defs/{name}"})
    return names[0] if len(names) == 1 else {"allOf": names}


def _option(option: Option) -> Schema:
    value: Schema = {"type": option.kind.value}
    if choices := option.choices():
        value["enum"] = list(choices)
    shape: Schema = {"type": "array", "items": value} if option.is_many else value
    shape["description"] = option.help
    if option.default is not None:
        shape["default"] = option.default
    return shape
