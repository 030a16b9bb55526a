"""Buttons above the findings, each of which shows only those with a mark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.formats.wording.finding import marks
from scanner.model.advisory import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.formats.wording.finding import Vulnerability
    from scanner.model.finding import Finding

FIXABLE: Final = "fixable"
DIRECT: Final = "direct"
_WORDS: Final = {
    "malware": "malware",
    "exploited": "KEV",
    "related": "KEV related",
    "undetermined": "undetermined",
    FIXABLE: "with a fix",
    DIRECT: "direct",
}
"""Of the marks that have a button, beside those of severity."""


@dataclass(frozen=True, slots=True)
class Toggle:
    """A button; of those of one group that are pressed, one mark is enough."""

    group: str
    mark: str
    word: str
    count: int


def marks_on(finding: Finding) -> Iterator[str]:
    """Yield the marks that a finding goes by."""
    yield finding.severity.level.name.lower()
    yield from (mark.name for mark in marks(finding))
    if finding.is_fixable:
        yield FIXABLE
    directness = finding.component.directness
    if directness and directness.is_direct:
        yield DIRECT


def toggles(vulnerabilities: Iterable[Vulnerability]) -> list[Toggle]:
    """Return the buttons that there is something for."""
    counts = Counter(mark for each in vulnerabilities for mark in marks_on(each.first))
    levels = [level.name.lower() for level in reversed(Level)]
    found = [Toggle("severity", level, level, counts[level]) for level in levels if counts[level]]
    others = ((mark, word) for mark, word in _WORDS.items() if counts[mark])
    return found + [Toggle(mark, mark, word, counts[mark]) for mark, word in others]
