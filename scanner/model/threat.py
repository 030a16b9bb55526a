"""How likely a vulnerability is to be used: facts of catalogues beside the advisories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploitation:
    """An entry of CISA's catalogue of known exploited vulnerabilities (KEV)."""

    cve: str
    added: str
    """The day on which the catalogue got it, in ISO 8601."""
    due: str | None = None
    """The day by which United States federal agencies have to have acted."""
    by_ransomware: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Probability:
    """The probability that a CVE is exploited within thirty days (FIRST's EPSS)."""

    cve: str
    score: float
    """From 0 to 1."""
    percentile: float
    """The share of all CVEs with this score or a lower one, from 0 to 1."""
    model: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """All that is known of the use of a vulnerability."""

    exploited: tuple[Exploitation, ...] = ()
    """By an alias of the finding."""
    exploited_related: tuple[Exploitation, ...] = ()
    """Of another vulnerability that a record has as related, as that of a bundled library."""
    probability: Probability | None = None
    """The highest of those of the finding's CVEs."""
    is_malware: bool = False
    """Whether it is no fault, but an attack: the distribution itself is hostile."""
    risk: float = 0.0
    """The place in the order of risk, from 0 to 100: docs/priorities.md has the formula."""
    factors: tuple[str, ...] = ()
    """What the risk is made of, one step each."""


NO_THREAT: Final = Threat()
