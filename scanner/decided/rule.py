"""Rules to ignore findings: what they are about, and who answers for it until when."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from scanner.decided.distribution import Distributions
    from scanner.model.finding import Finding

COMMAND_LINE: Final = "command line"
"""Where a rule is from that is in no file, and so has neither owner nor end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which findings do not count, and why."""

    ids: frozenset[str] = frozenset()
    """Names of the vulnerability, in upper case, any of which is enough; none for all."""
    distributions: Distributions | None = None
    """None for all."""
    paths: tuple[str, ...] = ()
    """Patterns of the component's path, with ``*`` for anything; none for all."""
    reason: str
    owner: str | None = None
    expires: date | None = None
    """The last day on which it holds; None only for one of the command line."""
    until_fix: bool = False
    """Whether it holds only as long as there is no version to go to."""
    justification: str | None = None
    """The word of VEX for why it is not affected; None if it is, and that is put up with."""
    location: str = COMMAND_LINE
    line: int = 0

    @property
    def source(self) -> str:
        """The file that it is from, and where in it."""
        return f"{self.location}:{self.line}" if self.line else self.location

    @property
    def about(self) -> str:
        """What it speaks of."""
        parts = (", ".join(sorted(self.ids)), str(self.distributions or ""), ", ".join(self.paths))
        return " in ".join(filter(None, parts))

    def fits(self, finding: Finding) -> bool:
        """Tell whether it is about a finding."""
        component = finding.component
        return (
            (not self.ids or any(name.upper() in self.ids for name in finding.names))
            and (self.distributions is None or self.distributions.have(component))
            and (not self.paths or any(_fits(component.place, each) for each in self.paths))
        )


def _fits(path: str, pattern: str) -> bool:
    """Tell whether a path fits a pattern, in which nothing but ``*`` means more than itself."""
    plain = pattern.removeprefix("/").replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(path, plain)
