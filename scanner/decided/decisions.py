"""All that somebody has decided on findings, before there are any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.decided.rule import Rule
    from scanner.metadata.vex.document import VexDocument
    from scanner.metadata.vex.statement import Malformed, Statement

MAX_DAYS: Final = 365
"""How far ahead a rule may expire, unless a policy says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Rules and statements, in the order in which they were given."""

    rules: tuple[Rule, ...] = ()
    statements: tuple[Statement, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    """What is in VEX documents in the place of statements."""

    def with_documents(self, documents: Iterable[VexDocument]) -> Decisions:
        """Return them with what is stated in more VEX documents."""
        statements, malformed = list(self.statements), list(self.malformed)
        for document in documents:
            statements += document.statements
            malformed += document.malformed
        return replace(self, statements=tuple(statements), malformed=tuple(malformed))

    def __bool__(self) -> bool:
        return bool(self.rules or self.statements or self.malformed)


NO_DECISIONS: Final = Decisions()
