"""The one mapping from a report to SPDX, from which each of its forms is written.

SPDX wants to know when a document was created, and no clock is asked: without a date from whoever
runs the scan it is the beginning of time as Unix has it, and the document says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from scanner.formats.date_time import in_utc
from scanner.formats.serial_number import number_of
from scanner.formats.spdx.agent import agent_of, agents_of, interpreter_agents
from scanner.formats.spdx.package import (
    Package,
    component_package,
    interpreter_package,
    known,
    subject_package,
)
from scanner.formats.spdx.relationship import Relationship, relationships
from scanner.formats.spdx.vulnerability import Vulnerability, vulnerabilities
from scanner.model.interpreter import CPYTHON
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.formats.spdx.agent import Agent
    from scanner.formats.spdx.license import ExtractedText
    from scanner.model.inventory import Inventory, Subject
    from scanner.model.report import Report

TOOL: Final = f"lading-{VERSION}"
NAMESPACE: Final = "https://spdx.org/spdxdocs/lading-"
"""Where SPDX lets documents be that have no place of their own (SPDX 2.3, 6.5)."""
UNNUMBERED: Final = f"{NAMESPACE}{UUID(int=0)}"
"""Stands in a text for the namespace, which is made of that text."""
UNDATED: Final = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is told, whatever the form."""

    created: str
    comment: str
    authors: tuple[Agent, ...] = ()
    """Who has it made, beside the tool that made it."""
    uri: str | None = None
    """Where it is to be found, which is its namespace then."""
    is_deployed: bool
    """Whether it is of a running machine, and not of an image."""
    packages: tuple[Package, ...]
    """The first is what was scanned."""
    relationships: tuple[Relationship, ...]
    texts: tuple[ExtractedText, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    """What there is to say of the document as a whole."""
    layers: tuple[Mapping[str, object], ...] = ()
    """What is known of each layer of what was scanned."""
    vulnerabilities: tuple[Vulnerability, ...] = ()
    """Those that were found, if the inventory was matched."""

    @property
    def name(self) -> str:
        """The name of what was scanned."""
        return self.packages[0].name


def document_of(report: Report) -> Document:
    """Return what is told of a report."""
    inventory = report.inventory
    components = inventory.documented_components
    agents = agents_of(components, inventory.system_packages, report.imprint.supplier)
    packages = [
        component_package(component, behind, inventory)
        for component, behind in zip(components, agents, strict=True)
    ]
    interpreters = [*_interpreters(inventory)]
    documented = {each.id: component for each, component in zip(packages, components, strict=True)}
    texts = {text.id: text for each in packages for text in each.licensing.texts}
    is_deployed = inventory.subject.is_live
    created = in_utc(report.created)
    return Document(
        created=created or UNDATED,
        comment=_comment(inventory, is_deployed=is_deployed, is_dated=created is not None),
        authors=tuple(filter(None, map(agent_of, report.imprint.authors))),
        uri=report.imprint.uri,
        is_deployed=is_deployed,
        # What is there twice in all respects is one.
        packages=(
            subject_package(inventory, report.imprint),
            *{each.id: each for each in (*packages, *interpreters)}.values(),
        ),
        relationships=tuple(
            relationships(inventory, documented, [each.id for each in interpreters])
        ),
        texts=tuple(texts.values()),
        facts=_facts(inventory),
        layers=tuple(_layers(inventory.subject)),
        vulnerabilities=tuple(
            vulnerabilities(
                report, {component.place: each for each, component in documented.items()}
            )
        ),
    )


def numbered(text: Iterable[str], uri: str | None) -> Iterator[str]:
    """Yield the text of a document with its namespace, so that equal ones have equal names."""
    pieces = list(text)
    namespace = uri or f"{NAMESPACE}{number_of(pieces)}"
    return (piece.replace(UNNUMBERED, namespace) for piece in pieces)


def _comment(inventory: Inventory, *, is_deployed: bool, is_dated: bool) -> str:
    lines = [f"SBOM Type: {'Deployed' if is_deployed else 'Analyzed'}"]
    if not is_dated:
        lines.append("Nobody gave a date: that of creation stands for none.")
    if inventory.emails_withheld:
        lines.append("E-mail addresses are withheld.")
    return "\n".join(lines)


def _interpreters(inventory: Inventory) -> Iterator[Package]:
    """Yield each interpreter whose version is known, once for all that it runs."""
    found = (each for environment in inventory.environments for each in environment.interpreters)
    for _, each in sorted({each.path: each for each in found if each.path}.items()):
        is_python = each.implementation == CPYTHON
        version = each.version if is_python else each.implementation_version
        if version is not None and each.evidence is not None:
            agents = interpreter_agents(each, inventory.system_packages)
            yield interpreter_package(each, agents, inventory.subject)


def _layers(subject: Subject) -> Iterator[dict[str, object]]:
    for layer in subject.layers:
        yield known(
            {
                "layer": layer.index,
                "diff-id": layer.diff_id,
                "digest": layer.digest,
                "created-by": layer.created_by,
                "in-base": layer.in_base,
            }
        )


def _facts(inventory: Inventory) -> dict[str, object]:
    left_out = Counter(component.state.value for component in inventory.components)
    left_out.subtract(component.state.value for component in inventory.documented_components)
    return known(
        {
            "coverage": inventory.coverage.value,
            "emails": "withheld" if inventory.emails_withheld else None,
            "included": sorted(state.value for state in inventory.included),
            "left-out": {state: count for state, count in sorted(left_out.items()) if count}
            or None,
            "problem": [problem.line for problem in inventory.problems],
        }
    )
