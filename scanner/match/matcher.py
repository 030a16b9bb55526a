"""Which of the components found are affected by which advisories.

One pure function: the same inventory and the same advisories give the same report, whenever and
wherever it is called. Nothing is lost on the way: the tally says what became of every component.

What came with a package of the operating system is another matter: its version stays when a fix is
put into it, and only the system's own advisories know. Such findings are marked, and not counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.match.grouping import grouped
from scanner.model.advisory import Status
from scanner.model.component import MATCHED
from scanner.model.finding import Finding
from scanner.model.names import normalized
from scanner.model.report import Tally
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from packaging.version import Version

    from scanner.model.advisory import Advisory, Verdict
    from scanner.model.component import Component, State
    from scanner.model.names import NormalizedName

PYPI: Final = "pypi"
"""Whose names advisories use: conda's ``zlib`` is not what goes by that name there."""


def match(
    components: Iterable[Component],
    advisories: Mapping[NormalizedName, Sequence[Advisory]],
    states: AbstractSet[State] = MATCHED,
    *,
    match_owned: bool = False,
    match_unreleased: bool = False,
) -> tuple[tuple[Finding, ...], Tally]:
    """Return the findings, in the order of the components, and what became of each component.

    Only components in one of the ``states`` are matched. With ``match_owned``, an owner makes no
    difference; with ``match_unreleased``, neither does it that something is not the release.
    """
    findings: list[Finding] = []
    outcomes: Counter[str] = Counter()
    for component in components:
        if component.state not in states:
            outcomes["not_matched"] += 1
            continue
        if component.declaration and component.is_set_aside:
            outcomes["superseded" if component.declaration.superseded_by else "unselected"] += 1
            continue
        if component.ecosystem != PYPI:
            outcomes["other_ecosystem"] += 1
            continue
        if not (component.is_release or match_unreleased):
            outcomes["unreleased"] += 1
            continue
        owner = None if match_owned else component.owner
        found = list(findings_of(component, advisories.get(normalized(component.name), ())))
        findings += (replace(finding, left_to=owner) for finding in found)
        outcomes["left_to_system" if owner else _outcome(component, found)] += 1
    return tuple(findings), Tally(**outcomes)


def _outcome(component: Component, findings: list[Finding]) -> str:
    if component.version is None:
        return "unversioned"
    if any(finding.status is Status.AFFECTED for finding in findings):
        return "affected"
    return "undetermined" if findings else "clean"


def findings_of(component: Component, advisories: Sequence[Advisory]) -> Iterator[Finding]:
    """Yield what records say of one component, whatever it is."""
    if component.version is None:
        return
    version = InstalledVersion.of(component.version)
    matching = (
        advisory
        for advisory in advisories
        if advisory.withdrawn is None
        and _verdict(advisory, version).status is not Status.NOT_AFFECTED
    )
    for group in grouped(matching):
        decisive = min((_verdict(advisory, version) for advisory in group), key=_strength)
        yield Finding(
            component=component,
            advisories=group,
            status=decisive.status,
            reason=decisive.reason,
            fixed_in=_fixed_in(group, version),
        )


def _verdict(advisory: Advisory, version: InstalledVersion) -> Verdict:
    """Return the strongest answer that the record gives: affected, before undetermined."""
    return min((affected.verdict(version) for affected in advisory.affected), key=_strength)


def _strength(verdict: Verdict) -> int:
    return (Status.AFFECTED, Status.UNDETERMINED, Status.NOT_AFFECTED).index(verdict.status)


def _fixed_in(advisories: Sequence[Advisory], version: InstalledVersion) -> str | None:
    """Return the lowest fixed version above ``version`` that none of the records affects."""
    if version.full is None:
        return None
    fixes = sorted({fix for advisory in advisories for fix in _fixes(advisory)})
    for fix in fixes:
        candidate = InstalledVersion.of(str(fix))
        if fix > version.full and all(
            _verdict(advisory, candidate).status is Status.NOT_AFFECTED for advisory in advisories
        ):
            return str(fix)
    return None


def _fixes(advisory: Advisory) -> Iterator[Version]:
    for affected in advisory.affected:
        for group in affected.ranges:
            for item in group.ranges:
                if item.fixed is not None:
                    yield item.fixed
