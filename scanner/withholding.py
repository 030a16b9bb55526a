"""An inventory without anybody's address, for documents that leave the house.

Names stay, and whatever identifies a thing: paths, package URLs, requirements, digests. Everything
that people wrote is searched.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from scanner.metadata.email import without_emails

if TYPE_CHECKING:
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory, Subject

TEXTS: Final = ("summary", "license", "licensing", "links")
"""What of a component people wrote, beside the fields that name them."""
Value = TypeVar("Value")


def with_emails_withheld(inventory: Inventory) -> Inventory:
    """Return the inventory without addresses, which says that it is."""
    return replace(
        inventory,
        subject=_subject(inventory.subject),
        components=tuple(map(_component, inventory.components)),
        system_packages=tuple(
            replace(package, contact_fields=replace(package.contact_fields, are_withheld=True))
            for package in inventory.system_packages
        ),
        problems=tuple(
            replace(problem, reason=without_emails(problem.reason))
            for problem in inventory.problems
        ),
        emails_withheld=True,
        license_texts={digest: _text(data) for digest, data in inventory.license_texts.items()},
    )


def _text(data: bytes) -> bytes:
    """Return a file without addresses, and its other bytes as they are."""
    text = data.decode("utf-8", "surrogateescape")
    return without_emails(text).encode("utf-8", "surrogateescape")


def _subject(subject: Subject) -> Subject:
    layers = (
        replace(layer, created_by=without_emails(layer.created_by)) for layer in subject.layers
    )
    return replace(subject, layers=tuple(layers))


def _component(component: Component) -> Component:
    texts = {name: _cleaned(getattr(component, name)) for name in TEXTS}
    return replace(
        component,
        conda=component.conda and _component(component.conda),
        contact_fields=replace(component.contact_fields, are_withheld=True),
        **texts,
    )


def _cleaned(value: Value) -> Value:
    """Return a value without addresses in any text that is in it."""
    cleaned: object = value
    if isinstance(value, str):
        cleaned = without_emails(value)
    elif isinstance(value, tuple):
        cleaned = tuple(map(_cleaned, value))
    elif is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value))
        cleaned = replace(value, **{name: _cleaned(getattr(value, name)) for name in names})
    return cleaned  # type: ignore[return-value] # it is of the same type
