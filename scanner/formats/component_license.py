"""What a CycloneDX 1.6 document says of a component's licence.

Its ``licenses`` have either one expression, or any number of names: what is concluded, or else what
is declared. All else, which CycloneDX has no place for beside an expression, is in properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.license import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component
    from scanner.model.license import DeclaredLicense, Licensing

MAX_NAME: Final = 200
MAX_COPYRIGHTS: Final = 50
CONCLUDED: Final = "concluded"
DECLARED: Final = "declared"


def licenses_of(component: Component) -> list[dict[str, object]]:
    """Return the licence: one expression, or what the metadata call it."""
    licensing = component.licensing
    if licensing and licensing.concluded:
        return [{"expression": licensing.concluded, "acknowledgement": CONCLUDED}]
    if licensing and licensing.declared and licensing.declared != NONE:
        return [{"expression": licensing.declared, "acknowledgement": DECLARED}]
    return _declared(component.license)


def license_evidence(component: Component) -> dict[str, object]:
    """Return what the texts are, and who claims copyrights in them."""
    licensing = component.licensing
    if licensing is None:
        return {}
    detected = {match.expression for text in licensing.detected for match in text.matches}
    claims = dict.fromkeys(
        claim for text in licensing.detected if not text.is_third_party for claim in text.copyrights
    )
    evidence: dict[str, object] = {}
    if detected:
        evidence["licenses"] = [{"license": {"name": each}} for each in sorted(detected)]
    if claims:
        evidence["copyright"] = [{"text": claim} for claim in list(claims)[:MAX_COPYRIGHTS]]
    return evidence


def license_properties(licensing: Licensing | None) -> Iterator[tuple[str, str | None]]:
    """Yield what there is no other place for."""
    if licensing is None:
        return
    yield "license:declared", licensing.declared
    yield "license:reason", licensing.reason
    yield "license:needs-review", "true" if licensing.needs_review else None
    yield "license:curated-by", licensing.curated_by
    for expression in licensing.bundled:
        yield "license:bundled", expression
    for statement in licensing.statements:
        if statement.path is None:
            yield f"license:raw:{statement.source}", statement.raw
    for conflict in licensing.conflicts:
        yield f"license:conflict:{conflict.kind}", conflict.message


def _declared(declared: DeclaredLicense) -> list[dict[str, object]]:
    """Return the declared licence: one expression, or any number of names."""
    expression = _valid_expression(declared.expression) or _valid_expression(declared.text)
    if expression:
        return [{"expression": expression, "acknowledgement": DECLARED}]
    named: list[dict[str, object]] = [{"name": name} for name in declared.classifiers]
    named += [{"name": name[:MAX_NAME]} for name in declared.names]
    for text in _texts(declared):
        first, _, rest = text.strip().partition("\n")
        entry: dict[str, object] = {"name": first[:MAX_NAME]}
        if rest or len(first) > MAX_NAME:
            entry["text"] = {"content": text, "contentType": "text/plain"}
        named.insert(0, entry)
    return [{"license": {**entry, "acknowledgement": DECLARED}} for entry in named]


def _texts(declared: DeclaredLicense) -> Iterable[str]:
    return filter(None, (declared.expression, declared.text))


def _valid_expression(text: str | None) -> str | None:
    """Return an SPDX expression in its canonical spelling; None if it is not one."""
    if not text or len(text) > MAX_NAME:
        return None
    from scanner.licenses.expression import parse_expression

    expression = parse_expression(text)
    return expression.text if expression else None
