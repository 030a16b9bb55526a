"""What became of findings from one report to another, and whether code or data made it so.

The same component with other findings is news of the data: of the advisories, or of what somebody
decided. A component that was not there before, or was another version, is news of the code.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from scanner.match.baseline import keys_of
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.match.baseline import Key
    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report


class Kind(Enum):
    """What became of a finding."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class Cause(Enum):
    """What made it so."""

    CODE = "code"
    """Another component, or another version of it."""
    DATA = "data"
    """What advisories say of the same component."""
    DECISION = "decision"
    """What somebody decided on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of one finding."""

    kind: Kind
    cause: Cause
    before: Finding | None = None
    after: Finding | None = None
    changed: tuple[str, ...] = ()
    """Which of :data:`FIELDS` are different."""

    @property
    def finding(self) -> Finding:
        """The finding as it is, or else as it was."""
        found = self.after or self.before
        assert found is not None, "it is there on one side"
        return found


def turns(before: Report, after: Report) -> tuple[Turn, ...]:
    """Return what is different, the new ones first."""
    pairs, gone = _paired(before, after)
    was, is_now = _versions(before), _versions(after)
    found = []
    for old, new in pairs:
        if old is None:
            is_old_code = _version(new.component) in was
            cause = Cause.DATA if is_old_code else Cause.CODE
            found.append(Turn(kind=Kind.NEW, cause=cause, after=new))
        elif changed := tuple(name for name, of in FIELDS.items() if of(old) != of(new)):
            cause = _cause(changed)
            turn = Turn(kind=Kind.CHANGED, cause=cause, before=old, after=new, changed=changed)
            found.append(turn)
    for old in gone:
        cause = Cause.DATA if _version(old.component) in is_now else Cause.CODE
        found.append(Turn(kind=Kind.GONE, cause=cause, before=old))
    return tuple(sorted(found, key=_order))


def _paired(
    before: Report, after: Report
) -> tuple[list[tuple[Finding | None, Finding]], list[Finding]]:
    """Return each finding with the one that it was, and those that are gone."""
    by_key: defaultdict[Key, list[int]] = defaultdict(list)
    for number, finding in enumerate(before.findings):
        for key in keys_of(finding):
            by_key[key].append(number)
    used: set[int] = set()
    pairs: list[tuple[Finding | None, Finding]] = []
    for finding in after.findings:
        candidates = {number for key in keys_of(finding) for number in by_key.get(key, ())}
        place = finding.component.place
        # Two copies in one environment are told apart by their places, and others by their order.
        best = min(
            candidates,
            key=lambda number: (
                number in used,
                before.findings[number].component.place != place,
                number,
            ),
            default=None,
        )
        if best is not None:
            used.add(best)
        pairs.append((None if best is None else before.findings[best], finding))
    gone = [each for number, each in enumerate(before.findings) if number not in used]
    return pairs, gone


def _versions(report: Report) -> set[tuple[str, str, str | None]]:
    # Interpreters have findings, and are in no list of components.
    found = (finding.component for finding in report.findings)
    return {_version(each) for each in (*report.inventory.components, *found)}


def _version(component: Component) -> tuple[str, str, str | None]:
    return normalized(component.name), component.environment, component.version


def _cause(changed: tuple[str, ...]) -> Cause:
    if "version" in changed:
        return Cause.CODE
    return Cause.DECISION if changed == ("decision",) else Cause.DATA


def _order(turn: Turn) -> tuple[int, str, str, str]:
    component = turn.finding.component
    return list(Kind).index(turn.kind), normalized(component.name), turn.finding.id, component.place


FIELDS: Final[Mapping[str, Callable[[Finding], str | None]]] = {
    "version": lambda finding: finding.component.version,
    "status": lambda finding: finding.status.value,
    "severity": lambda finding: finding.severity.level.name.lower(),
    "fixed_in": lambda finding: finding.fixed_in,
    "exploited": lambda finding: "yes" if finding.threat.exploited else None,
    "decision": lambda finding: finding.decision.status if finding.decision else None,
    "left_to": lambda finding: str(finding.left_to) if finding.left_to else None,
}
"""What of a finding counts."""
