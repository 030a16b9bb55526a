"""Our own properties in an SBOM: what a component's facts, which are texts, say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from scanner.metadata.listed_component import number_in

Facts: TypeAlias = Mapping[str, tuple[str, ...]]


def only(facts: Facts, name: str) -> str | None:
    """Return what is said, once."""
    values = facts.get(name)
    return values[0] if values else None


def flag(facts: Facts, name: str) -> bool | None:
    """Return yes or no; None if neither is said."""
    return {"true": True, "false": False}.get(only(facts, name) or "")


def number(facts: Facts, name: str) -> int | None:
    """Return a number, if it is one."""
    return number_in(only(facts, name))


def path(facts: Facts, name: str) -> str | None:
    """Return a path, from the root of what was scanned."""
    found = only(facts, name)
    return None if found is None else found.removeprefix("/")
