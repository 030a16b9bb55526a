"""The order of risk: which finding to look at first.

It is severity times threat, from 0 to 100, as ``docs/priorities.md`` has it. What is not known is
counted as something, and the factors say as what: a record without a score is no harmless one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.model.advisory import Level

if TYPE_CHECKING:
    from scanner.model.advisory import Severity
    from scanner.model.finding import Finding
    from scanner.model.threat import Exploitation, Threat

SCORES: Final = {
    Level.UNKNOWN: 5.5,
    Level.NONE: 0.0,
    Level.LOW: 2.0,
    Level.MEDIUM: 5.5,
    Level.HIGH: 8.0,
    Level.CRITICAL: 9.5,
}
"""What counts where there is a level and no score: the middle of its band of CVSS."""
LEAST_THREAT: Final = 0.1
"""Of what nobody is expected to use, so that severity still tells such findings apart."""
ASSUMED_PROBABILITY: Final = 0.01
"""Where there is no EPSS: more than most CVEs have."""
RELATED_THREAT: Final = 0.5
"""At least, where a related vulnerability is exploited: perhaps it is in the same code."""
EXPLOITED: Final = 1.05
BY_RANSOMWARE: Final = 1.1
MOST: Final = 99.0
"""Of a fault. Malware is above all faults."""
MALWARE: Final = 100.0


def rated(severity: Severity, threat: Threat) -> Threat:
    """Return a threat with its risk, and the factors that it is made of."""
    score, scored = _score(severity)
    likelihood, likely = _likelihood(threat)
    factor, exploited = _factor(threat.exploited)
    risk = round(min(MOST, 10 * score * likelihood * factor), 2)
    formula = f"10 * {score:g} * {likelihood:.3g}" + (f" * {factor:g}" if factor > 1 else "")
    lines = [scored, *likely, *exploited, f"risk {risk:g} = {formula}"]
    if risk == MOST:
        lines[-1] += f", at most {MOST:g}"
    if threat.is_malware:
        risk, lines = MALWARE, [f"malware: risk {MALWARE:g}, whatever its severity", *lines[:-1]]
    return replace(threat, risk=risk, factors=tuple(lines))


def rank(finding: Finding) -> tuple[float, int, float, str, str, str, str]:
    """Sort findings by this: the highest risk first, and then by severity and name."""
    component, severity = finding.component, finding.severity
    return (
        -finding.threat.risk,
        -severity.level,
        -(severity.score or 0.0),
        component.name,
        component.version or "",
        finding.id,
        component.place,
    )


def _score(severity: Severity) -> tuple[float, str]:
    if severity.score is not None:
        return severity.score, f"severity {severity.score:g}" + (
            f" by {severity.vector}" if severity.vector else ""
        )
    score, level = SCORES[severity.level], severity.level.name.lower()
    return score, f"no score: {level} severity counts as {score:g}"


def _likelihood(threat: Threat) -> tuple[float, list[str]]:
    """Return the threat, from 0 to 1, and what it is known from."""
    if threat.probability is None:
        score = ASSUMED_PROBABILITY
        lines = [f"no EPSS: counts as {score:g}"]
    else:
        known = threat.probability
        score = known.score
        place = f"as high as {known.percentile:.1%} of all or higher"
        lines = [f"EPSS {score:g} of {known.cve}, {place} (model {known.model}, {known.date})"]
    likelihood = LEAST_THREAT + (1 - LEAST_THREAT) * score
    if threat.exploited_related:
        likelihood = max(likelihood, RELATED_THREAT)
        related = "KEV via related: " + ", ".join(map(_entry, threat.exploited_related))
        lines.append(f"{related}: threat at least {RELATED_THREAT:g}, severity unchanged")
    return (1.0 if threat.exploited else likelihood), lines


def _factor(exploited: tuple[Exploitation, ...]) -> tuple[float, list[str]]:
    if not exploited:
        return 1.0, []
    factor = BY_RANSOMWARE if any(each.by_ransomware for each in exploited) else EXPLOITED
    return factor, [f"KEV: {', '.join(map(_entry, exploited))}: threat 1, times {factor:g}"]


def _entry(exploitation: Exploitation) -> str:
    by = ", by ransomware" if exploitation.by_ransomware else ""
    return f"{exploitation.cve} (since {exploitation.added}{by})"
