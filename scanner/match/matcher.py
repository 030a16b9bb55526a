"""Which of the components found are affected by which advisories.

One pure function: the same inventory and the same advisories give the same report, whenever and
wherever it is called. Nothing is lost on the way: the tally says what became of every component.

What came with a package of the operating system is another matter: its version stays when a fix is
put into it, and only the system's own advisories know. Such findings are marked, and not counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scanner.judging import Judging
from scanner.match.dossier import Dossier
from scanner.match.identity import CONDA, Identity, identity_of
from scanner.model.advisory import Status
from scanner.model.component import MATCHED
from scanner.model.names import PYPI
from scanner.model.report import Report, Tally
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from scanner.advisories.index import AdvisoryIndex
    from scanner.model.advisory import Advisory
    from scanner.model.component import Component, State
    from scanner.model.finding import Finding
    from scanner.model.inventory import Inventory
    from scanner.model.names import NormalizedName

ECOSYSTEMS: Final = frozenset((PYPI, CONDA))
"""Those that are matched, if there are advisories of them."""
ONLY_PYPI: Final = frozenset((PYPI,))


def matched(inventory: Inventory, index: AdvisoryIndex, judging: Judging) -> Report:
    """Return an inventory with the advisories that concern it.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    names = {identity_of(component).name for component in inventory.components}
    advisories = index.advisories_for(names)
    documents = index.documents()
    findings, tally = match(
        inventory.components, advisories, judging, inventory.included, index.ecosystems
    )
    return Report(
        inventory=inventory,
        findings=findings,
        tally=tally,
        sources=tuple(each for each in index.sources if each.name not in documents),
        advisories_digest=index.digest,
        created=judging.created,
        details=index.details(record.id for each in findings for record in each.advisories),
    )


def match(
    components: Iterable[Component],
    advisories: Mapping[NormalizedName, Sequence[Advisory]],
    judging: Judging | None = None,
    states: AbstractSet[State] = MATCHED,
    ecosystems: AbstractSet[str] = ONLY_PYPI,
) -> tuple[tuple[Finding, ...], Tally]:
    """Return the findings, in the order of the components, and what became of each component.

    Only components in one of the ``states`` are matched. ``ecosystems`` are those whose advisories
    are all there: elsewhere, where none is found, a source is missing.
    """
    judging = judging or Judging()
    dossiers: dict[NormalizedName, Dossier] = {}
    findings: list[Finding] = []
    outcomes: Counter[str] = Counter()
    for component in components:
        identity = identity_of(component)
        outcome = unmatched(component, identity, judging, states)
        if outcome is None:
            dossier = dossiers.get(identity.name)
            if dossier is None:
                known = advisories.get(identity.name, ())
                dossier = dossiers[identity.name] = Dossier(known, repairs=judging.repairs)
            found = _found(component, identity, dossier, judging)
            findings += found
            outcome = _outcome(identity, found)
            if not found and identity.ecosystem not in ecosystems:
                outcome = "source_missing"
            elif component.owner and not judging.match_owned:
                outcome = "left_to_system"
        outcomes[outcome] += 1
    return tuple(findings), Tally(**outcomes)


def unmatched(
    component: Component,
    identity: Identity,
    judging: Judging,
    states: AbstractSet[State],
) -> str | None:
    """Return the count of the tally for what is not compared with advisories; else None."""
    if component.state not in states:
        return "not_matched"
    if component.declaration and component.is_set_aside:
        return "superseded" if component.declaration.superseded_by else "unselected"
    if identity.ecosystem not in ECOSYSTEMS:
        return "other_ecosystem"
    if not (component.is_release or judging.match_unreleased):
        return "unreleased"
    return None


def _found(
    component: Component, identity: Identity, dossier: Dossier, judging: Judging
) -> list[Finding]:
    if identity.version is None:
        return []
    owner = None if judging.match_owned else component.owner
    return list(dossier.findings_of(component, InstalledVersion.of(identity.version), owner))


def _outcome(identity: Identity, findings: list[Finding]) -> str:
    if identity.version is None:
        return "unversioned"
    if any(finding.status is Status.AFFECTED for finding in findings):
        return "affected"
    return "undetermined" if findings else "clean"
