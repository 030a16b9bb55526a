"""What is known of the licence of a component, as every document in JSON has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.model.license import DeclaredLicense, LicenseStatement, LicenseText, Licensing


def declared_of(license_: DeclaredLicense) -> dict[str, object]:
    """Return what the metadata say, each value as it stands there."""
    return {
        "expression": license_.expression,
        "text": license_.text,
        "classifiers": list(license_.classifiers),
        "names": list(license_.names),
        "family": license_.family,
        "files": list(license_.files),
    }


def licensing_of(licensing: Licensing) -> dict[str, object]:
    """Return what follows from that and from the texts, with the chain of evidence."""
    return {
        "declared": licensing.declared,
        "concluded": licensing.concluded,
        "bundled": list(licensing.bundled),
        "confidence": licensing.confidence,
        "reason": licensing.reason,
        "needs_review": licensing.needs_review,
        "curated_by": licensing.curated_by,
        "statements": [_statement(each) for each in licensing.statements],
        "detected": [_text(each) for each in licensing.detected],
        "conflicts": [
            {"kind": each.kind, "message": each.message, "advice": each.advice}
            for each in licensing.conflicts
        ],
    }


def _statement(statement: LicenseStatement) -> dict[str, object]:
    return {
        "source": statement.source,
        "raw": statement.raw,
        "expression": statement.expression,
        "reason": statement.reason,
        "path": statement.path and f"/{statement.path}",
    }


def _text(text: LicenseText) -> dict[str, object]:
    return {
        "path": f"/{text.path}",
        "digest": text.digest,
        "layer": text.layer,
        "coverage": round(text.coverage, 3),
        "third_party": text.is_third_party,
        "choice": text.is_choice,
        "copyrights": list(text.copyrights),
        "matches": [
            {
                "expression": match.expression,
                "score": match.score,
                "first_line": match.first_line,
                "last_line": match.last_line,
                "technique": match.technique,
                "scope_stated": match.is_scope_stated,
            }
            for match in text.matches
        ],
    }
