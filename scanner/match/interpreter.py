"""Interpreters as something that advisories speak of.

CPython has advisories of its own (:mod:`scanner.advisories.cpython`). They go by patch levels, so
an interpreter of which only the branch is known cannot be compared. One that a package of the
operating system brought is left to the system's advisories, as a distribution is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.match.dossier import Dossier
from scanner.model.component import INTERPRETER, Component, Evidence, State
from scanner.model.interpreter import CPYTHON, CPYTHON_PACKAGE
from scanner.model.names import package_url
from scanner.model.version import InstalledVersion
from scanner.model.violation import Outcome, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging
    from scanner.model.environment import Environment
    from scanner.model.finding import Finding
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory
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
    for interpreter, environment in _interpreters(report.inventory):
        if interpreter.implementation != CPYTHON:
            continue
        component = component_of(interpreter, environment)
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


def component_of(interpreter: Interpreter, environment: Environment) -> Component | None:
    """Return an interpreter as a component; None if its version, or where it is, is not known."""
    if interpreter.release is None or not interpreter.is_exact or interpreter.path is None:
        return None
    name, version = interpreter.release
    evidence = interpreter.evidence
    return Component(
        name=name,
        version=version,
        purl=package_url("generic", name, version),
        kind=INTERPRETER,
        state=State.INSTALLED,
        environment=environment.path,
        evidence=Evidence(interpreter.path, evidence.layer if evidence else None),
        owner=interpreter.owner,
    )


def _interpreters(inventory: Inventory) -> Iterator[tuple[Interpreter, Environment]]:
    """Yield each that is there once, by its path, with the environment that it is in itself."""
    found: dict[str, tuple[Interpreter, Environment]] = {}
    for environment in sorted(inventory.environments, key=lambda each: each.base is not None):
        for each in environment.interpreters:
            if each.path:
                found.setdefault(each.path, (each, environment))
    for path in sorted(found):
        yield found[path]


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
