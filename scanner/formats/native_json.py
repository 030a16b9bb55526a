"""Lading's own JSON: the whole report, in the words of its model.

Beside the inventory as it is it has what follows from it: who the contacts are, by which way a
distribution is there, and what advisories say. Keys are only ever added while ``format`` stays the
same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scanner.formats.emitter import Emitter
from scanner.formats.exact_json import exact_text
from scanner.formats.inventory_json import document_of, fields_of
from scanner.formats.record_json import many
from scanner.formats.report_json import FORMS, judgement_of, publication_of
from scanner.graph.reach import cycles, graph_of, way_to
from scanner.metadata.contact import contacts_of
from scanner.metadata.supplier import supplier_of
from scanner.model.change import COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scanner.model.change import Change
    from scanner.model.component import Component
    from scanner.model.dependency import Directness
    from scanner.model.environment import Environment
    from scanner.model.finding import Finding
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory, Subject
    from scanner.model.report import Report
    from scanner.model.system_package import SystemPackage


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    judgement = judgement_of(report, _of_finding)
    yield exact_text(_found(report.inventory) | publication_of(report) | judgement)


def _found(inventory: Inventory) -> dict[str, object]:
    """Return what is there, and what follows from that."""
    places = {each.place: each for each in inventory.components}
    graph = graph_of(inventory.dependencies)
    document = document_of(inventory)
    for name, add in _FOLLOWING.items():
        pairs = zip(document[name], getattr(inventory, name), strict=True)
        document[name] = [written | add(each) for written, each in pairs]
    if inventory.operating_system:
        document["operating_system"]["end_of_life"] = inventory.operating_system.end_of_life
    for written, component in zip(document["components"], inventory.components, strict=True):
        if component.directness:
            written["directness"]["path"] = _way(component, component.directness, places)
    for written, change in zip(document["changes"], inventory.changes, strict=True):
        written["created_by"] = _instruction(change, inventory.subject)
    return document | {
        "cycles": [[f"/{place}" for place in cycle] for cycle in cycles(graph)],
    }


def _of_component(component: Component) -> dict[str, object]:
    contacts = contacts_of(component.contact_fields)
    supplier = supplier_of(contacts, component.links)
    return {
        "owner": str(component.owner) if component.owner else None,
        "supplier": supplier and FORMS["Supplier"].write(supplier),
        "contacts": _CONTACTS.write(contacts),
        "conda": component.conda and fields_of(component.conda) | _of_component(component.conda),
    }


def _of_package(package: SystemPackage) -> dict[str, object]:
    return {"contacts": _CONTACTS.write(contacts_of(package.contact_fields))}


def _of_environment(environment: Environment) -> dict[str, object]:
    return {
        "implementation": environment.implementation,
        "python_version": environment.python_version,
        "interpreters": [_interpreter(each) for each in environment.interpreters],
    }


def _interpreter(interpreter: Interpreter) -> dict[str, object]:
    evidence = interpreter.evidence
    is_nowhere = evidence is not None and not evidence.path
    return fields_of(interpreter) | {
        "end_of_life": interpreter.end_of_life,
        "owner": str(interpreter.owner) if interpreter.owner else None,
        # What the image's config says is in no file.
        "evidence": evidence and fields_of(evidence) | ({"path": ""} if is_nowhere else {}),
    }


def _of_change(change: Change) -> dict[str, object]:
    return {"counted": change.kind in COUNTED}


def _way(
    component: Component, directness: Directness, places: Mapping[str, Component]
) -> list[str] | None:
    """Return by which distributions one is there, as far as that is known."""
    way = () if directness.depth is None else way_to(component, places)
    return [f"/{each.place}" for each in way] or None


def _instruction(change: Change, subject: Subject) -> str | None:
    instructions = (each.created_by for each in subject.layers if each.index == change.layer)
    return next(instructions, None)


def _of_finding(finding: Finding) -> dict[str, object]:
    component = finding.component
    return {
        "id": finding.id,
        "fingerprint": finding.fingerprint,
        "aliases": list(finding.aliases),
        "severity": FORMS["Severity"].write(finding.severity),
        "counted": finding.counts,
        "left_to": str(finding.left_to) if finding.left_to else None,
        "purl": component.purl,
        "path": f"/{component.evidence.path}",
        "layer": component.evidence.layer,
    }


_CONTACTS: Final = many(FORMS["Contact"])
_FOLLOWING: Final[Mapping[str, Callable[[Any], dict[str, object]]]] = {
    "components": _of_component,
    "system_packages": _of_package,
    "environments": _of_environment,
    "changes": _of_change,
}
"""What follows from each element of a list."""
NATIVE_JSON: Final = Emitter(name="json", media_type="application/json", emit=emit)
