"""What a document that somebody wrote says of itself, and whether it is valid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.attached import attached_sbom_at
from scanner.document import document_and_content_at
from scanner.errors import MissingExtra, UnreadableDocument
from scanner.metadata.document_facts import facts_in
from scanner.metadata.sbom_document import encoding_of, value_in
from scanner.schema import schema_errors
from scanner.validation import NATIVE, format_of

if TYPE_CHECKING:
    from scanner.attestation.key import VerifyingKey
    from scanner.model.document import DocumentFacts
    from scanner.model.inventory import Inventory
    from scanner.settings import Settings

WITHOUT_SCHEMA: Final = frozenset(("spdx-tag-value", "syft-json"))


def assessed_at(
    target: str, settings: Settings, key: VerifyingKey | None = None
) -> tuple[Inventory, DocumentFacts | None] | None:
    """Return what a document lists, and what it says of itself; None if the target is none.

    A saved report of ours says nothing of itself. A signature beside a document, as in a registry,
    counts if it was verified.

    Raises:
        LayersError, NothingAttached: if it is attached to an image, and cannot be had.
        UnreadableDocument: if it is said to be one, and is none that is known.

    """
    if attached := attached_sbom_at(target, settings, key):
        inventory, sbom = attached
        data, is_verified = sbom.document, sbom.is_verified
    elif found := document_and_content_at(target):
        (inventory, data), is_verified = found, False
    else:
        return None
    facts = facts_of_document(data)
    if facts is None and format_of(data) != NATIVE:
        odd = (each.reason for each in inventory.problems)
        raise UnreadableDocument(next(odd, f"{target}: neither CycloneDX nor SPDX"))
    return inventory, replace(facts, is_signed=True) if facts and is_verified else facts


def facts_of_document(data: bytes) -> DocumentFacts | None:
    """Return what a document says of itself; None if it is no SBOM, as a saved report of ours."""
    try:
        facts = facts_in(value_in(data), encoding_of(data))
    except (ValueError, RecursionError):
        return None
    return replace(facts, is_valid=_is_valid(data)) if facts.format else None


def _is_valid(data: bytes) -> bool | None:
    """Tell whether its schema takes it; None if the schemas are not installed, or there is none."""
    name = format_of(data)
    if name is None or name in WITHOUT_SCHEMA:
        return None
    try:
        return not any(schema_errors(name, data))
    except MissingExtra:
        return None
