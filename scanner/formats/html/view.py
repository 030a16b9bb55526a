"""What the page shows in other groups than the report has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.advisory import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.advisory import Advisory
    from scanner.model.component import Component
    from scanner.model.detail import Detail
    from scanner.model.environment import Environment
    from scanner.model.finding import Finding
    from scanner.model.inventory import LayerFacts
    from scanner.model.report import Report

MAX_LICENSE_CHARACTERS: Final = 80
"""Some metadata have the whole text where a name should be."""
_TONES: Final = {
    Level.CRITICAL: "critical",
    Level.HIGH: "hot",
    Level.MEDIUM: "warm",
    Level.LOW: "low",
    Level.NONE: "calm",
    Level.UNKNOWN: "odd",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An environment with what is in it."""

    environment: Environment
    components: tuple[tuple[Component, int, int], ...]
    """Each with the number of findings that count, and of the parts that it bundles."""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer, and how much of what was found comes from it."""

    layer: LayerFacts
    components: int
    findings: int


def spoken_level(finding: Finding) -> str:
    """Return how loud the severity of a finding is shown."""
    return _TONES[finding.severity.level]


def license_of(component: Component) -> str:
    """Return the licence of a component: what was concluded, or else what its metadata say."""
    licensing, stated = component.licensing, component.license
    known = licensing and (licensing.concluded or licensing.declared)
    said = known or stated.expression or stated.text or ", ".join(stated.names)
    if not said:
        said = ", ".join(each.rpartition(" :: ")[2] for each in stated.classifiers)
    first = said.strip().partition("\n")[0]
    cut = first[:MAX_LICENSE_CHARACTERS]
    return cut if cut == first else f"{cut} …"


def state_of(component: Component) -> str:
    """Return in what way a component is there, and why it does not count where that is so."""
    state = component.state.value
    if component.shadowed_by:
        return f"{state}, shadowed"
    if not component.is_set_aside:
        return state
    by = component.declaration and component.declaration.superseded_by
    return f"{state}, decided by /{by}" if by else f"{state}, not selected"


def details_of(finding: Finding, report: Report) -> list[Detail]:
    """Return what the records of a finding say to people, each text once."""
    found = (report.details.get(record.id) for record in finding.advisories)
    texts = {(each.summary, each.details): each for each in found if each}
    return list(texts.values())


def links_of(record: Advisory, report: Report) -> list[tuple[str, str]]:
    """Return the pages about a record, each once, with what they are if that is known."""
    detail = report.details.get(record.id)
    kinds = {each.url: each.kind.lower() for each in detail.references} if detail else {}
    return [(url, kinds.get(url, "")) for url in dict.fromkeys((*record.links, *kinds))]


def environments(report: Report) -> Iterator[Place]:
    """Yield the environments with their components, those without any left out."""
    inventory = report.inventory
    findings = Counter(finding.component.place for finding in report.counted)
    parts = Counter(each.parent for each in inventory.components if each.is_part)
    inside: dict[str, list[tuple[Component, int, int]]] = {}
    for component in inventory.components:
        if not component.is_part:
            path = component.evidence.path
            row = component, findings[component.place], parts[path]
            inside.setdefault(component.environment, []).append(row)
    for environment in inventory.environments:
        if environment.path in inside:
            yield Place(environment, tuple(inside[environment.path]))


def layer_rows(report: Report) -> list[LayerRow]:
    """Return the layers, the lowest first."""
    inventory = report.inventory
    components = Counter(each.evidence.layer for each in inventory.included_components)
    findings = Counter(each.component.evidence.layer for each in report.counted)
    return [
        LayerRow(layer, components[layer.index], findings[layer.index])
        for layer in inventory.subject.layers
    ]
