"""The file of rules to ignore findings. What is wrong in it is an error with its line.

Who ignores something says why, answers for it, and looks at it again: reason, owner and end have to
be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.decided.distribution import KEYS, distributions_of
from scanner.decided.document import read
from scanner.decided.rule import Rule
from scanner.model.decision import JUSTIFICATIONS

if TYPE_CHECKING:
    from scanner.decided.document import Section

RULE: Final = ("id", *KEYS, "path", "reason", "owner", "expires", "until", "justification")
FIX: Final = "fix"


def rules_of(data: bytes, location: str) -> tuple[Rule, ...]:
    """Return the rules of a file.

    Raises:
        UnusableDecision: if one of them cannot be followed.

    """
    document = read(data, location, ("ignore",))
    return tuple(map(_rule, document.sections("ignore", RULE)))


def _rule(section: Section) -> Rule:
    distributions = distributions_of(section)
    ids = frozenset(name.upper() for name in section.texts("id"))
    if not ids and distributions is None:
        raise section.error("it has neither id nor distribution")
    return Rule(
        ids=ids,
        distributions=distributions,
        paths=section.texts("path"),
        reason=" ".join(section.text("reason").split()),
        owner=section.text("owner"),
        expires=section.day("expires"),
        until_fix=section.optional_choice("until", (FIX,)) is not None,
        justification=section.optional_choice("justification", JUSTIFICATIONS),
        location=section.location,
        line=section.line,
    )
