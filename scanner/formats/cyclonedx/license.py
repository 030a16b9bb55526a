"""What a document says of a component's licence: concluded and declared side by side, with texts.

That is how CycloneDX 1.7 has it; what older versions make of it, :mod:`.version_1_6` says. All that
has no place in it is in properties.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.data import Data, known
from scanner.licenses.expression import licenses_in, parse_expression
from scanner.model.license import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.model.component import Component
    from scanner.model.license import DeclaredLicense, Licensing

MAX_NAME: Final = 200
MAX_COPYRIGHTS: Final = 50
CONCLUDED: Final = "concluded"
DECLARED: Final = "declared"


def licenses_of(component: Component, texts: Mapping[str, bytes]) -> list[Data]:
    """Return what is concluded, with the texts that there are of it, and what is declared."""
    licensing = component.licensing
    if licensing is None:
        return _declared(component.license)
    expressions: list[Data] = []
    if licensing.concluded:
        expressions.append({"expression": licensing.concluded, "acknowledgement": CONCLUDED})
    if licensing.declared and licensing.declared != NONE:
        expressions.append({"expression": licensing.declared, "acknowledgement": DECLARED})
    names = [] if licensing.declared else _names(component.license)
    if not expressions:
        return names
    first, *rest = expressions
    details = list(_details(first["expression"], licensing, texts))
    return [known({**first, "expressionDetails": details}), *rest, *names]


def license_evidence(licensing: Licensing | None) -> Data:
    """Return what the texts are, and who claims copyrights in them."""
    if licensing is None:
        return {}
    detected = {match.expression for text in licensing.detected for match in text.matches}
    claims = dict.fromkeys(
        claim for text in licensing.detected if not text.is_third_party for claim in text.copyrights
    )
    return known(
        {
            "licenses": [{"expression": each} for each in sorted(detected)],
            "copyright": [{"text": claim} for claim in list(claims)[:MAX_COPYRIGHTS]],
        }
    )


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


def _details(expression: str, licensing: Licensing, texts: Mapping[str, bytes]) -> Iterator[Data]:
    """Yield the file that has the text of each licence of an expression, each file once."""
    wanted = set(licenses_in(expression))
    for text in licensing.detected:
        found = [match.expression for match in text.matches if match.expression in wanted]
        if found and text.digest in texts and not text.is_third_party:
            wanted.discard(found[0])
            yield {"licenseIdentifier": found[0], "text": _attachment(texts[text.digest])}


def _attachment(text: bytes) -> Data:
    """Return a file as it is, whatever bytes are in it."""
    content = b64encode(text).decode("ascii")
    return {"contentType": "text/plain", "encoding": "base64", "content": content}


def _declared(declared: DeclaredLicense) -> list[Data]:
    """Return the declared licence: one expression, or any number of names."""
    expression = _valid_expression(declared.expression) or _valid_expression(declared.text)
    if expression:
        return [{"expression": expression, "acknowledgement": DECLARED}]
    return _names(declared)


def _names(declared: DeclaredLicense) -> list[Data]:
    """Return what the metadata call the licence, where that is no expression."""
    named: list[Data] = [{"name": name} for name in declared.classifiers]
    named += [{"name": name[:MAX_NAME]} for name in declared.names]
    for text in _texts(declared):
        first, _, rest = text.strip().partition("\n")
        entry: Data = {"name": first[:MAX_NAME]}
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
    expression = parse_expression(text)
    return expression.text if expression else None
