"""Distributions that somebody asks about, as if they were found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.errors import UnreadableDocument
from scanner.metadata.package_url import parse_package_url
from scanner.model.component import Component, Evidence, State
from scanner.model.inventory import Coverage, Inventory, Subject
from scanner.model.names import is_valid, purl

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE_URL: Final = "pkg:"
"""How a package URL begins."""


def inventory_of(texts: Iterable[str]) -> Inventory:
    """Return an inventory of what ``NAME==VERSION`` or package URLs say.

    Raises:
        ValueError: for a text that is neither.

    """
    return Inventory(
        subject=Subject(location="", source="asked"),
        coverage=Coverage.FULL,
        environments=(),
        problems=(),
        components=tuple(map(_component_of, texts)),
    )


def asked_at(target: str) -> Inventory | None:
    """Return the inventory of what a package URL names; None if the target is none.

    Raises:
        UnreadableDocument: if it has no version.

    """
    if not target.startswith(PACKAGE_URL):
        return None
    try:
        inventory = inventory_of((target,))
    except ValueError as error:
        raise UnreadableDocument(str(error)) from error
    return replace(inventory, subject=replace(inventory.subject, location=target))


def _component_of(text: str) -> Component:
    found = parse_package_url(text) if text.startswith(PACKAGE_URL) else None
    if found is not None:
        name, version, url = found.name, found.version, str(found)
    else:
        name, _, version = (part.strip() for part in text.partition("=="))
        url = purl(name, version)
    if not version or not (found or is_valid(name)):
        raise ValueError(f"{text!r} is neither NAME==VERSION nor a package URL with a version")
    return Component(
        name=name,
        version=version,
        purl=url,
        kind="asked",
        state=State.INSTALLED,
        environment="",
        evidence=Evidence(""),
    )
