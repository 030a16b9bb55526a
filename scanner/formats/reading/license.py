"""What an SBOM says of a component's licence, what is declared apart from what is concluded.

Several names without a word on how they go together stay several: CycloneDX does not tell whether
one may choose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.reading.facts import flag, only
from scanner.metadata.listed_component import shown
from scanner.model.license import NONE, DeclaredLicense, Licensing

if TYPE_CHECKING:
    from scanner.metadata.listed_component import ListedComponent

CLASSIFIER: Final = "License :: "
CONCLUSION: Final = frozenset(
    f"license:{each}" for each in ("declared", "reason", "bundled", "curated-by", "needs-review")
)
"""Facts that there are only where a licence was looked into."""
SAID: Final = "the document has it as concluded"


def declared_license(listed: ListedComponent) -> DeclaredLicense:
    """Return what is declared, in the words of the document."""
    declared = [each for each in listed.licenses if not each.is_concluded]
    expressions = [shown(each.expression) for each in declared if each.expression]
    names = [shown(each.name) for each in declared if each.name and not each.expression]
    texts = [name for name in names if not name.startswith(CLASSIFIER)]
    if not declared and (known := only(listed.facts, "license:declared")):
        expressions = [known] if known != NONE else []
    is_one = len(expressions) == 1 and not texts
    return DeclaredLicense(
        expression=expressions[0] if is_one else None,
        text=texts[0] if len(texts) == 1 and not expressions else None,
        classifiers=tuple(name for name in names if name.startswith(CLASSIFIER)),
        names=() if is_one or len(texts) + len(expressions) < 2 else (*expressions, *texts),  # noqa: PLR2004
    )


def licensing_of(listed: ListedComponent) -> Licensing | None:
    """Return what somebody concluded; None if nobody did."""
    facts = listed.facts
    concluded = [each.expression for each in listed.licenses if each.is_concluded]
    expression = next(filter(None, concluded), None)
    if expression is None and CONCLUSION.isdisjoint(facts):
        return None
    return Licensing(
        declared=only(facts, "license:declared"),
        bundled=facts.get("license:bundled", ()),
        concluded=expression and shown(expression),
        reason=only(facts, "license:reason") or SAID,
        curated_by=only(facts, "license:curated-by"),
        needs_review=flag(facts, "license:needs-review") or False,
    )
