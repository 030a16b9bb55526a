"""Interpreters as something that advisories speak of.

CPython has advisories of its own (:mod:`scanner.advisories.cpython`). They go by patch levels, so
an interpreter of which only the branch is known cannot be compared. One that a package of the
operating system brought is left to the system's advisories, as a distribution is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.match.dossier import Dossier
from scanner.model.interpreter import CPYTHON, CPYTHON_PACKAGE
from scanner.model.interpreter_component import interpreters_in
from scanner.model.version import InstalledVersion
from scanner.model.violation import Outcome, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging
    from scanner.model.finding import Finding
    from scanner.model.interpreter import Interpreter
    from scanner.model.report import Report

VERSION: Final = "interpreters.version"
"""The key of a warning, named as rules of policies are."""


def with_interpreters(report: Report, index: AdvisoryIndex, judging: Judging) -> Report:
    """Return a report with the findings of interpreters, and warnings of those without an answer.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    advisories = index.advisories_for({CPYTHON_PACKAGE}).get(CPYTHON_PACKAGE)
    if not advisories:
        return report
    dossier = Dossier(advisories, repairs=judging.repairs)
    findings: list[Finding] = []
    warnings: list[Violation] = []
    for interpreter, component in interpreters_in(report.inventory):
        if interpreter.implementation != CPYTHON:
            continue
        if component is None or component.version is None:
            warnings.append(_warning(interpreter))
            continue
        owner = None if judging.match_owned else interpreter.owner
        findings += dossier.findings_of(component, InstalledVersion.of(component.version), owner)
    return replace(
        report,
        findings=(*report.findings, *findings),
        violations=(*report.violations, *warnings),
        details={**report.details, **index.details(_records(findings))},
    )


def _records(findings: Iterable[Finding]) -> set[str]:
    return {record.id for finding in findings for record in finding.advisories}


def _warning(interpreter: Interpreter) -> Violation:
    return Violation(
        rule=VERSION,
        outcome=Outcome.WARN,
        about=interpreter.name,
        place=interpreter.path,
        reason="its patch level is not known, and so it is not matched",
    )
