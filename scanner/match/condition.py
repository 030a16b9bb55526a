"""For what to fail: ``high,kev``, ``high+fixable,epss>=0.5``.

A comma is an *or*, a plus an *and*. A level means findings from there on. Malware needs no mention:
it is reason to fail wherever anything is.
"""

from __future__ import annotations

import re
from operator import ge, gt
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.model.advisory import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.model.finding import Finding

Condition: TypeAlias = "Callable[[Finding], bool]"

NEVER: Final = "never"
"""Alone: nothing is reason to fail, malware included."""
THRESHOLDS: Final = {
    "any": Level.UNKNOWN,
    "low": Level.LOW,
    "medium": Level.MEDIUM,
    "high": Level.HIGH,
    "critical": Level.CRITICAL,
}
"""From which level on a finding is reason to fail."""
UNKNOWN_COUNTS_AS: Final = Level.MEDIUM
"""Four in ten records have no score; a threshold above this one passes them over."""
FACTS: Final[Mapping[str, Condition]] = {
    "kev": lambda finding: bool(finding.threat.exploited),
    "malware": lambda finding: finding.threat.is_malware,
    "fixable": lambda finding: finding.is_fixable,
}
"""What is true of a finding or is not."""
MEASURES: Final[Mapping[str, Callable[[Finding], float | None]]] = {
    "cvss": lambda finding: finding.severity.score,
    "epss": lambda finding: known.score if (known := finding.threat.probability) else None,
    "risk": lambda finding: finding.threat.risk,
}
"""What is compared with a number. What is not known meets no comparison."""
WORDS: Final = (*THRESHOLDS, NEVER, *FACTS, *(f"{name}>=NUMBER" for name in MEASURES))
_COMPARISON: Final = re.compile(r"([a-z]+)(>=|>)(\d{1,3}(?:\.\d{1,9})?)", re.ASCII)


def parse_conditions(text: str) -> tuple[tuple[Condition, ...], ...]:
    """Return what to fail for, as alternatives that are met if all their conditions are.

    Raises:
        ValueError: for a word that is none; its message is the word.

    """
    if text == NEVER:
        return ()
    return tuple(
        tuple(_condition(word.strip()) for word in alternative.split("+"))
        for alternative in text.split(",")
    )


def meets(finding: Finding, conditions: tuple[tuple[Condition, ...], ...]) -> bool:
    """Tell whether a finding meets all conditions of an alternative."""
    return any(all(holds(finding) for holds in together) for together in conditions)


def _condition(word: str) -> Condition:
    if word in THRESHOLDS:
        return lambda finding: (finding.severity.level or UNKNOWN_COUNTS_AS) >= THRESHOLDS[word]
    if word in FACTS:
        return FACTS[word]
    comparison = _COMPARISON.fullmatch(word)
    if comparison is None or comparison[1] not in MEASURES:
        raise ValueError(word)
    measure, limit = MEASURES[comparison[1]], float(comparison[3])
    compare = ge if comparison[2] == ">=" else gt
    return lambda finding: (known := measure(finding)) is not None and compare(known, limit)
