"""What a report comes to, and what its advisories are worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from scanner.formats.wording.subject import counted
from scanner.model.advisory import Level, Status
from scanner.model.change import COUNTED
from scanner.model.inventory import Coverage
from scanner.model.violation import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.finding import Finding
    from scanner.model.interpreter import Interpreter
    from scanner.model.operating_system import OperatingSystem
    from scanner.model.report import AdvisorySource, Report, Tally

COVERAGES: Final = {
    Coverage.FULL: "",
    Coverage.TOC: "Only by tables of contents, which may leave out what the layers hold.",
    Coverage.SBOM: "Nothing was read but a document: what it leaves out is not known.",
    Coverage.INCOMPLETE: "Incomplete: not everything could be read, see the problems.",
}
"""What kept a scan from seeing everything."""
_FATES: Final = {
    "affected": "affected",
    "undetermined": "undetermined",
    "suppressed": "with findings that somebody decided on",
    "clean": "without a known vulnerability",
    "unversioned": "without a version, and so not matched",
    "not_matched": "in a state in which they are not run, and so not matched",
    "left_to_system": "left to the operating system's own advisories",
    "unreleased": "from a repository or editable, and so not matched",
    "superseded": "declared where another file of the project decides",
    "unselected": "declared and not selected",
    "source_missing": "of an ecosystem that the index has no advisories of",
    "other_ecosystem": "of an ecosystem that is not matched",
}


class Tone(Enum):
    """How loud something is told."""

    CALM = "calm"
    WARM = "warm"
    HOT = "hot"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a report comes to."""

    tone: Tone
    text: str


def verdict(report: Report) -> Iterator[Statement]:
    """Yield what a report comes to; how many findings there are is told last, and always."""
    if gap := COVERAGES[report.inventory.coverage]:
        is_incomplete = report.inventory.coverage is Coverage.INCOMPLETE
        yield Statement(Tone.HOT if is_incomplete else Tone.ODD, gap)
    hostile = {f.component.place for f in report.counted if f.threat.is_malware}
    if hostile:
        yield Statement(Tone.HOT, f"Malware: {counted(len(hostile), 'distribution')}.")
    failed = sum(each.outcome is Outcome.FAIL for each in report.violations)
    if failed:
        yield Statement(Tone.HOT, f"{counted(failed, 'violation')} of the policy.")
    if changes := sum(change.kind in COUNTED for change in report.inventory.changes):
        yield Statement(Tone.HOT, f"{counted(changes, 'file')} not as installed.")
    if not report.sources:
        yield Statement(Tone.ODD, "Not compared with any advisories.")
    affecting = [each for each in report.counted if each.status is Status.AFFECTED]
    if doubtful := len(report.counted) - len(affecting):
        text = f"{counted(doubtful, 'finding')} undetermined: the versions do not settle them."
        yield Statement(Tone.ODD, text)
    worst = max((finding.severity.level for finding in affecting), default=None)
    yield Statement(_tone_of(worst), f"{_scope(report)}: {_sum(report, affecting)}")


def _tone_of(worst: Level | None) -> Tone:
    if worst is None:
        return Tone.CALM
    return Tone.HOT if worst >= Level.HIGH else Tone.WARM


def _scope(report: Report) -> str:
    inventory = report.inventory
    elsewhere = report.tally.other_ecosystem + report.tally.source_missing
    count = len(inventory.included_components) - elsewhere
    environments = counted(len(inventory.environments), "environment")
    return f"{counted(count, 'distribution')} in {environments}"


def _sum(report: Report, affecting: list[Finding]) -> str:
    count = f"{counted(len(affecting), 'finding')}{_by_level(affecting)}"
    return f"{report.tally.affected} affected by {count}."


def _by_level(findings: Iterable[Finding]) -> str:
    levels = Counter(finding.severity.level for finding in findings)
    counts = [f"{levels[level]} {level.name.lower()}" for level in reversed(Level) if levels[level]]
    return f" ({', '.join(counts)})" if counts else ""


def fates(tally: Tally) -> Iterator[tuple[int, str]]:
    """Yield how many components came to what; together that is all of them."""
    for field in fields(tally):
        if count := getattr(tally, field.name):
            yield count, _FATES.get(field.name, field.name.replace("_", " "))


def day_of(report: Report) -> date | None:
    """Return the day on which a report was made, if it says so."""
    try:
        return date.fromisoformat((report.created or "")[:10])
    except ValueError:
        return None


def has_ended(runs: Interpreter | OperatingSystem, day: date | None) -> bool:
    """Tell whether an interpreter, or an operating system, gets no more fixes on a day."""
    end = runs.end_of_life
    return end is not None and day is not None and day.isoformat() > end


def source_in_words(source: AdvisorySource, day: date | None) -> str:
    """Return of when a source of advisories is, and how much of it there is."""
    unreadable = f", {source.unreadable:,} more unreadable" if source.unreadable else ""
    return f"of {age_of(source, day)}, {counted(source.records, 'record')}{unreadable}"


def age_of(source: AdvisorySource, day: date | None) -> str:
    """Return of when a source is, and how old that is on a day."""
    try:
        days = (day - date.fromisoformat(source.date)).days if day else -1
    except ValueError:
        days = -1
    return source.date if days < 0 else f"{source.date}, {counted(days, 'day')} old"
