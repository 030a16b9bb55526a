"""What a policy has against findings that count: severity, use, malware."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.advisory import Level, Status
from scanner.model.violation import Outcome, Violation
from scanner.policy.policy import FAIL, WARN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.finding import Finding
    from scanner.model.report import Report
    from scanner.policy.policy import Policy, Thresholds, Verdict

SEVERITY: Final = "vulnerabilities.severity"
PROBABILITY: Final = "vulnerabilities.probability"


def by_findings(report: Report, policy: Policy) -> Iterator[Violation]:
    """Yield what rules meet of each finding."""
    for finding in report.counted:
        for rule, outcome, reason in _met(finding, policy):
            if outcome is not None:
                component = finding.component
                version = f" {component.version}" if component.version else ""
                yield Violation(
                    rule=rule,
                    outcome=outcome,
                    about=f"{finding.id} in {component.name}{version}",
                    place=component.place,
                    reason=reason,
                )


def _met(finding: Finding, policy: Policy) -> Iterator[tuple[str, Verdict, str]]:
    yield _by_severity(finding, policy)
    threat = finding.threat
    if threat.is_malware:
        rule = "vulnerabilities.malware"
        yield rule, policy.verdict(rule), "it is no fault but an attack"
    for name, entries in (
        ("exploited", threat.exploited),
        ("exploited_related", threat.exploited_related),
    ):
        if entries:
            rule = f"vulnerabilities.{name}"
            cves = ", ".join(entry.cve for entry in entries)
            yield rule, policy.verdict(rule), f"{cves} is known to be exploited"
    if threat.probability:
        score = threat.probability.score
        yield PROBABILITY, policy.probability.verdict(score), f"EPSS has it at {score:.3f}"
    else:
        rule = "vulnerabilities.unscored"
        yield rule, policy.verdict(rule), "EPSS has no score for it"


def _by_severity(finding: Finding, policy: Policy) -> tuple[str, Verdict, str]:
    """Return what the severity comes to, and no more than a rule lets it come to."""
    level = finding.severity.level
    verdicts = [
        (_verdict(level, thresholds), rule) for rule, thresholds in _thresholds(finding, policy)
    ]
    verdict, rule = max(verdicts, key=lambda each: _WORST_LAST.index(each[0]))
    reason = f"its severity is {level.name.lower()}"
    caps = (
        ("undetermined", finding.status is Status.UNDETERMINED, "whether it has it is open"),
        ("without_fix", not finding.is_fixable, "no version fixes it"),
    )
    for name, applies, why in caps:
        cap = policy.verdict(f"vulnerabilities.{name}")
        if applies and _WORST_LAST.index(cap) < _WORST_LAST.index(verdict):
            verdict, rule, reason = cap, f"vulnerabilities.{name}", f"{reason}; {why}"
    return rule, verdict, reason


def _thresholds(finding: Finding, policy: Policy) -> Iterator[tuple[str, Thresholds]]:
    """Yield the thresholds of all groups that need it, or those of what the project itself needs.

    Of a group that the policy does not name they are the same as of the project.
    """
    declaration = finding.component.declaration
    groups = declaration.groups if declaration else ()
    for group in groups:
        if group in policy.groups:
            yield f"groups.{group}", policy.groups[group]
    if not groups or any(group not in policy.groups for group in groups):
        yield SEVERITY, policy.thresholds


def _verdict(level: Level, thresholds: Thresholds) -> Verdict:
    if level is Level.UNKNOWN:
        return thresholds.unknown
    for outcome, threshold in ((FAIL, thresholds.fail_on), (WARN, thresholds.warn_on)):
        if threshold is not None and level >= threshold:
            return outcome
    return None


_WORST_LAST: Final[tuple[Outcome | None, ...]] = (None, WARN, FAIL)
