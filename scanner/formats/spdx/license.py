"""What an SPDX document says of a package's licence.

What the metadata come to is declared, what we or a reviewer hold to be right is concluded, and
everything else, as they stand in the metadata or in conflict with each other, is in the comments.
A licence that is not on SPDX's list needs its text in the document. Its reference is made of that
text, so that equal texts have one name everywhere, and different ones never share one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.formats.plain_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.component import Component
    from scanner.model.license import DeclaredLicense, Licensing

NOASSERTION: Final = "NOASSERTION"
HEXADECIMALS: Final = 32
"""How many of a digest tell things apart, whoever would have two of them be one."""
MAX_NAME: Final = 200
"""A longer value, or one of several lines, is the text of a licence and not its name."""
_REFERENCE: Final = re.compile(
    r"[A-Za-z0-9.+:-]+ WITH (?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+"
    r"|(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+"
)
"""What is not on the list. SPDX 2.3 cannot refer to exceptions: these take the licence along."""
_DIGEST: Final = re.compile(r"AdditionRef-([0-9a-f]{12})\Z")
"""How an exception is called that nobody knows: by the digest of its file."""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """A licence that is not on SPDX's list."""

    id: str
    name: str
    """What the package calls it."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseFacts:
    """The licence of one package."""

    declared: str = NOASSERTION
    concluded: str = NOASSERTION
    comments: str | None = None
    copyright: str | None = None
    """The claims in its own texts, one a line."""
    texts: tuple[ExtractedText, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    """What there is no field for, and what a reader need not look for in the comments."""


NOT_LICENSED: Final = LicenseFacts()
"""Of what has no metadata that could name a licence."""


def license_facts(component: Component, texts: Mapping[str, bytes]) -> LicenseFacts:
    """Return what is known of a component's licence; ``texts`` are licence files by digest."""
    licensing = component.licensing
    extracted: dict[str, ExtractedText] = {}

    def listed(expression: str) -> str:
        return _REFERENCE.sub(replacement, expression) if "Ref-" in expression else expression

    def replacement(found: re.Match[str]) -> str:
        text = _extracted(found[0], _text_of(found[0], component, texts))
        extracted[text.id] = text
        return text.id

    declared = licensing.declared if licensing else _expression(component.license)
    whole = component.license.text
    if declared is None and whole and _is_text(whole):
        text = _extracted(whole.strip().partition("\n")[0][:MAX_NAME], whole)
        extracted[text.id] = text
        declared = text.id
    elif declared:
        declared = listed(declared)
    concluded = licensing.concluded if licensing else None
    comments = _comments(component.license, licensing)
    return LicenseFacts(
        declared=declared or NOASSERTION,
        concluded=listed(concluded) if concluded else NOASSERTION,
        comments="\n".join(comments) or None,
        copyright="\n".join(_claims(licensing)) or None,
        texts=tuple(extracted.values()),
        facts={
            **({} if declared else {"license:name": [*_names(component.license)]}),
            **(_conclusion(licensing) if licensing else {}),
        },
    )


def _names(declared: DeclaredLicense) -> Iterator[str]:
    """Yield what the metadata call it, where that is no expression."""
    for each in (declared.expression, declared.text, *declared.classifiers, *declared.names):
        if each and (name := printable(each[:MAX_NAME]).strip()):
            yield name


def _conclusion(licensing: Licensing) -> dict[str, object]:
    """Return what a conclusion rests on."""
    return {
        "license:declared": licensing.declared,
        "license:bundled": list(licensing.bundled),
        "license:reason": licensing.reason,
        "license:curated-by": licensing.curated_by,
        "license:needs-review": licensing.needs_review or None,
        "license-confidence": round(licensing.confidence, 3) or None,
    }


def _comments(declared: DeclaredLicense, licensing: Licensing | None) -> Iterator[str]:
    """Yield all else that is known, a line each."""
    if licensing is None:
        yield from _raw(declared)
        return
    if licensing.reason:
        yield f"Reason: {licensing.reason}"
    if licensing.curated_by:
        yield f"Curated by: {licensing.curated_by}"
    if licensing.needs_review:
        yield "Needs review."
    for statement in licensing.statements:
        where = f" (/{statement.path})" if statement.path else ""
        yield f"{statement.source}: {statement.raw}{where}"
    detected = {match.expression for text in licensing.detected for match in text.matches}
    for expression in sorted(detected):
        yield f"Detected: {expression}"
    for expression in licensing.bundled:
        yield f"Bundled: {expression}"
    for conflict in licensing.conflicts:
        yield f"Conflict ({conflict.kind}): {conflict.message}"


def _raw(declared: DeclaredLicense) -> Iterator[str]:
    if declared.expression:
        yield f"License-Expression: {declared.expression}"
    if declared.text:
        yield f"License: {declared.text}"
    for classifier in declared.classifiers:
        yield f"classifier: {classifier}"
    for name in declared.names:
        yield f"conda: {name}"


def _claims(licensing: Licensing | None) -> dict[str, None]:
    detected = licensing.detected if licensing else ()
    own = (text for text in detected if not text.is_third_party)
    return dict.fromkeys(claim for text in own for claim in text.copyrights)


def _expression(declared: DeclaredLicense) -> str | None:
    """Return the declared expression, where nobody has judged what is declared."""
    for text in (declared.expression, declared.text):
        if text and not _is_text(text):
            from scanner.licenses.expression import parse_expression

            if found := parse_expression(text):
                return found.text
    return None


def _is_text(value: str) -> bool:
    value = value.strip()
    return bool(value) and (len(value) > MAX_NAME or "\n" in value)


def _extracted(name: str, text: str) -> ExtractedText:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return ExtractedText(f"LicenseRef-lading-{digest[:HEXADECIMALS]}", name, text)


def _text_of(reference: str, component: Component, texts: Mapping[str, bytes]) -> str:
    """Return the text that a reference stands for; if there is none, what the metadata say."""
    licensing = component.licensing
    if licensing is None:
        return component.license.text or component.license.expression or reference
    digest = _DIGEST.search(reference)
    for each in licensing.detected:
        is_meant = (
            each.digest.startswith(f"sha256:{digest[1]}")
            if digest
            else not each.matches and not each.is_third_party
        )
        if is_meant and each.digest in texts:
            return texts[each.digest].decode("utf-8", "backslashreplace") or reference
    said = (each.raw for each in licensing.statements if reference in (each.expression or ""))
    return next(said, reference)
