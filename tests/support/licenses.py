"""What licence files are, without their texts, and what follows from that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.licenses.conclusion import conclude
from scanner.licenses.evidence import Evidence
from scanner.licenses.place import is_third_party
from scanner.model.license import (
    DeclaredLicense,
    LicenseConflict,
    LicenseMatch,
    LicenseStatement,
    LicenseText,
    Licensing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNSTATED: Final = re.compile(r"(?:A|L)?GPL-[\d.]+-only")
"""A text of GNU alone does not say whether later versions apply; a notice does."""
CHOICE: Final = "one may choose"
"""Stands in a file for words that say so."""
AND_MORE: Final = "and more"
"""Stands in a file of which a good part is none of the list."""


def matches_of(expressions: Sequence[str]) -> tuple[LicenseMatch, ...]:
    """Return matches of these licences, one below the other."""
    return tuple(
        LicenseMatch(
            expression=expression,
            score=1.0,
            first_line=10 * place + 1,
            last_line=10 * place + 9,
            technique="exact",
            is_scope_stated=UNSTATED.fullmatch(expression) is None,
        )
        for place, expression in enumerate(expressions)
        if expression not in {CHOICE, AND_MORE}
    )


def texts_of(files: Mapping[str, Sequence[str]]) -> tuple[LicenseText, ...]:
    """Return the licence files of a distribution that are these licences."""
    names = tuple(files)
    return tuple(
        LicenseText(
            path=name,
            digest=f"sha256:{place:064x}",
            matches=matches_of(expressions),
            coverage=0.5 if AND_MORE in expressions else 1.0,
            is_third_party=is_third_party(name, names),
            is_choice=CHOICE in expressions,
        )
        for place, (name, expressions) in enumerate(files.items())
    )


ALL: Final = Licensing(
    declared="MIT",
    statements=(
        LicenseStatement(source="License", raw="MIT", expression="MIT", reason="a name"),
        LicenseStatement(source="text", raw="LICENSE", expression="MIT", path="a/LICENSE"),
    ),
    detected=(
        LicenseText(
            path="a/LICENSE",
            digest="sha256:00",
            layer=1,
            matches=(
                LicenseMatch(
                    expression="MIT", score=0.98, first_line=1, last_line=20, technique="text"
                ),
            ),
            coverage=0.95,
            copyrights=("Copyright 2020 Ann Lee",),
        ),
    ),
    bundled=("Zlib",),
    concluded="MIT OR ISC",
    confidence=0.9,
    reason="somebody said so",
    conflicts=(LicenseConflict(kind="bundled", message="there is more", advice="Look at it."),),
    curated_by="me",
    needs_review=True,
)
"""A value in every field."""


def licensing_of(
    text: str | None = None,
    *classifiers: str,
    expression: str | None = None,
    files: Mapping[str, Sequence[str]] | None = None,
    pasted: Sequence[str] = (),
    **evidence: object,
) -> Licensing:
    """Return what follows from fields and files; a text in a field is what is ``pasted``."""
    declared = DeclaredLicense(
        expression=expression,
        text=text,
        classifiers=tuple(f"License :: {each}" for each in classifiers),
    )
    return conclude(
        Evidence(declared=declared, texts=texts_of(files or {}), **evidence),  # type: ignore[arg-type] # any of its fields
        lambda _: matches_of(pasted),
    )
