"""Findings that are known: those that an earlier report has, too.

A finding is the same as long as it is of the same distribution in the same environment, in whatever
version, and goes by one of the names that it had: databases rename what they merge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report

Key: TypeAlias = tuple[str, str | None, str]
"""A distribution, its environment (None for any), and a name of a vulnerability."""
Baseline: TypeAlias = frozenset[Key]


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """Return what an earlier report knows."""
    return frozenset(key for finding in findings for key in keys_of(finding))


def undecided(report: Report) -> Iterator[Finding]:
    """Yield the findings that are known of a report: when a decision ends, that is news."""
    return (finding for finding in report.findings if finding.decision is None)


def keys_of(finding: Finding) -> Iterator[Key]:
    """Yield what a finding is known by."""
    component = finding.component
    yield from keys(component, component.environment, finding.names)


def keys(component: Component, environment: str | None, names: Iterable[str]) -> Iterator[Key]:
    """Yield what vulnerabilities of a component are known by."""
    name = normalized(component.name)
    yield from ((name, environment, each.upper()) for each in names)


def compared(report: Report, baseline: Baseline) -> Report:
    """Return a report in which the findings are marked that are no news."""
    return replace(
        report,
        findings=tuple(
            replace(finding, is_known=_is_known(finding, baseline)) for finding in report.findings
        ),
    )


def _is_known(finding: Finding, baseline: Baseline) -> bool:
    return any(key in baseline or (key[0], None, key[2]) in baseline for key in keys_of(finding))
