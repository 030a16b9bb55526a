"""What a document that somebody wrote says of itself, and whether it is valid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.errors import MissingExtra
from scanner.metadata.document_facts import facts_in
from scanner.metadata.sbom_document import encoding_of, value_in
from scanner.schema import schema_errors
from scanner.validation import format_of

if TYPE_CHECKING:
    from scanner.model.document import DocumentFacts


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
    if name is None or name == "spdx-tag-value":
        return None
    try:
        return not any(schema_errors(name, data))
    except MissingExtra:
        return None
