"""Distributions that somebody asks about, as if they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.metadata.package_url import parse_package_url
from scanner.model.component import Component, Evidence, State
from scanner.model.inventory import Coverage, Inventory, Subject
from scanner.model.names import is_valid, purl

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def _component_of(text: str) -> Component:
    found = parse_package_url(text) if text.startswith("pkg:") else None
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
