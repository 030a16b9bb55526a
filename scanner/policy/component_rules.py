"""What a policy has against components: bans, projects given up, what could not be compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized
from scanner.model.project_status import Maintenance
from scanner.model.version import InstalledVersion
from scanner.model.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory
    from scanner.model.operating_system import OperatingSystem
    from scanner.model.report import Report
    from scanner.policy.policy import Policy

PYPI: Final = "pypi"


def by_components(report: Report, policy: Policy, today: date | None) -> Iterator[Violation]:
    """Yield what rules meet of what is included."""
    projects = {each.project: each for each in report.projects}
    yanked = {(each.project, _public(each.version)): each for each in report.yanked}
    for component in report.inventory.included_components:
        for ban in policy.bans:
            if ban.distributions.have(component):
                yield Violation(
                    rule="bans",
                    outcome=ban.outcome,
                    about=_named(component),
                    place=component.place,
                    reason=ban.reason,
                )
        if component.ecosystem != PYPI:
            continue
        if component.version is None:
            reason = "it has no version, and so was not compared"
            yield from _on(policy, "coverage.unversioned", component, reason)
        if not component.is_release:
            reason = "it is from a repository or editable, and so perhaps no release"
            yield from _on(policy, "coverage.unreleased", component, reason)
        name = normalized(component.name)
        project, release = projects.get(name), yanked.get((name, _public(component.version)))
        if project and project.maintenance is not Maintenance.ACTIVE:
            rule = f"maintenance.{project.maintenance.value}"
            reason = project.reason or f"the project is {project.maintenance.value}"
            yield from _on(policy, rule, component, reason)
        if release:
            reason = release.reason or "its project took it back"
            yield from _on(policy, "maintenance.yanked", component, reason)
    yield from _by_interpreters(report.inventory, policy, today)
    yield from _by_system(report.inventory.operating_system, policy, today)


def _by_interpreters(
    inventory: Inventory, policy: Policy, today: date | None
) -> Iterator[Violation]:
    told = set()
    for environment in inventory.environments:
        for interpreter in environment.interpreters:
            key = (interpreter.path, interpreter.name)
            if key in told:
                continue
            told.add(key)
            end = interpreter.end_of_life
            if end is None or today is None:
                rule, reason = "interpreters.unknown", "its end of life is not known"
            elif date.fromisoformat(end) < today:
                rule, reason = "interpreters.end_of_life", f"it got its last fix on {end}"
            else:
                continue
            if outcome := policy.verdict(rule):
                yield Violation(
                    rule=rule,
                    outcome=outcome,
                    about=interpreter.name,
                    place=interpreter.path,
                    reason=reason,
                )


def _by_system(
    system: OperatingSystem | None, policy: Policy, today: date | None
) -> Iterator[Violation]:
    end = system.end_of_life if system else None
    if system is None or end is None or today is None or date.fromisoformat(end) >= today:
        return
    rule = "operating_system.end_of_life"
    if outcome := policy.verdict(rule):
        reason = f"it got its last fix on {end}"
        yield Violation(rule=rule, outcome=outcome, about=system.name, place=None, reason=reason)


def _on(policy: Policy, rule: str, component: Component, reason: str) -> Iterator[Violation]:
    if outcome := policy.verdict(rule):
        yield Violation(
            rule=rule,
            outcome=outcome,
            about=_named(component),
            place=component.place,
            reason=reason,
        )


def _public(version: str | None) -> object:
    """Return what versions of one release have in common: an index has no local segments."""
    return version and (InstalledVersion.of(version).public or version)


def _named(component: Component) -> str:
    return f"{component.name} {component.version}" if component.version else component.name
