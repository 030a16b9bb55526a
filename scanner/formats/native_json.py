"""Lading's own JSON: the whole report, in the words of its model.

Keys are only ever added while ``format`` stays the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_text
from scanner.formats.licensing_json import declared_of, licensing_of
from scanner.graph.reach import cycles, graph_of, way_to
from scanner.metadata.contact import contacts_of
from scanner.metadata.supplier import supplier_of
from scanner.model.change import COUNTED
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.advisory import Advisory
    from scanner.model.change import Change
    from scanner.model.component import Component
    from scanner.model.contact import Contact, Supplier
    from scanner.model.dependency import Dependency, Directness
    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory, Subject
    from scanner.model.report import Finding, Report

FORMAT: Final = 1
MAX_WAY: Final = 64
"""Of the distributions on a way, how many are named; real ones have ten."""


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    yield json_text(_found(report.inventory) | (_judged(report) if report.sources else {}))


def _found(inventory: Inventory) -> dict[str, object]:
    """Return what is there."""
    ways = {each.place: each.directness for each in inventory.components if each.directness}
    return {
        "format": FORMAT,
        "tool": {"name": "lading", "version": VERSION},
        "subject": _subject(inventory.subject),
        "coverage": inventory.coverage.value,
        "emails_withheld": inventory.emails_withheld,
        "included": sorted(state.value for state in inventory.included),
        "environments": [_environment(environment) for environment in inventory.environments],
        "components": [_component(component, ways) for component in inventory.components],
        "system_packages": [
            {
                "name": package.name,
                "version": package.version,
                "purl": package.purl,
                "contacts": [_contact(each) for each in contacts_of(package.contact_fields)],
            }
            for package in inventory.system_packages
        ],
        "dependencies": [_dependency(each) for each in inventory.dependencies],
        "cycles": [
            [f"/{place}" for place in cycle] for cycle in cycles(graph_of(inventory.dependencies))
        ],
        "files_compared": inventory.files_compared,
        "changes": [_change(change, inventory.subject) for change in inventory.changes],
        "problems": [
            {
                "path": problem.path and f"/{problem.path}",
                "cataloger": problem.cataloger,
                "reason": problem.reason,
                "incomplete": problem.incomplete,
            }
            for problem in inventory.problems
        ],
    }


def _dependency(dependency: Dependency) -> dict[str, object]:
    found = dependency.dependency
    return {
        "dependent": f"/{dependency.dependent}",
        "dependency": None if found is None else f"/{found}",
        "name": dependency.name,
        "ecosystem": dependency.ecosystem,
        "requirement": dependency.requirement,
        "standing": dependency.standing.value,
        "extra": dependency.extra,
        "extras": list(dependency.extras),
        "marker": dependency.marker,
    }


def _directness(component: Component, ways: Mapping[str, Directness]) -> dict[str, object]:
    directness = ways[component.place]
    is_near = directness.depth is not None and directness.depth <= MAX_WAY
    return {
        "is_direct": directness.is_direct,
        "basis": directness.basis.value,
        "depth": directness.depth,
        "path": [f"/{place}" for place in way_to(component.place, ways)] if is_near else None,
    }


def _judged(report: Report) -> dict[str, object]:
    """Return what advisories say of it."""
    tally = report.tally
    return {
        "advisories": {
            "digest": report.advisories_digest,
            "sources": [
                {
                    "name": source.name,
                    "url": source.url,
                    "license": source.license,
                    "date": source.date,
                    "records": source.records,
                }
                for source in report.sources
            ],
        },
        "findings": [_finding(finding) for finding in report.findings],
        "tally": {
            "affected": tally.affected,
            "undetermined": tally.undetermined,
            "clean": tally.clean,
            "unversioned": tally.unversioned,
            "not_matched": tally.not_matched,
            "left_to_system": tally.left_to_system,
            "unreleased": tally.unreleased,
            "superseded": tally.superseded,
            "unselected": tally.unselected,
            "other_ecosystem": tally.other_ecosystem,
        },
    }


def _change(change: Change, subject: Subject) -> dict[str, object]:
    instructions = (each.created_by for each in subject.layers if each.index == change.layer)
    return {
        "path": f"/{change.path}",
        "kind": change.kind.value,
        "counted": change.kind in COUNTED,
        "layer": change.layer,
        "created_by": next(instructions, None),
        "owner": change.owner,
        "reason": change.reason,
    }


def _subject(subject: Subject) -> dict[str, object]:
    return {
        "location": subject.location,
        "source": subject.source,
        "names": list(subject.names),
        "digest": subject.digest,
        "image_id": subject.image_id,
        "platform": subject.platform,
        "verified": subject.verified,
        "base_is_guess": subject.base_is_guess,
        "layers": [
            {
                "index": layer.index,
                "diff_id": layer.diff_id,
                "digest": layer.digest,
                "created_by": layer.created_by,
                "in_base": layer.in_base,
            }
            for layer in subject.layers
        ],
    }


def _environment(environment: Environment) -> dict[str, object]:
    return {
        "path": f"/{environment.path}",
        "kind": environment.kind,
        "implementation": environment.implementation,
        "python_version": environment.python_version,
        "site_directories": [f"/{path}" for path in environment.site_directories],
        "interpreters": [_interpreter(each) for each in environment.interpreters],
        "creator": environment.creator,
        "home": environment.home,
        "base": None if environment.base is None else f"/{environment.base}",
        "sees_base": environment.sees_base,
    }


def _interpreter(interpreter: Interpreter) -> dict[str, object]:
    evidence = interpreter.evidence
    return {
        "path": interpreter.path and f"/{interpreter.path}",
        "implementation": interpreter.implementation,
        "version": interpreter.version,
        "implementation_version": interpreter.implementation_version,
        "evidence": evidence
        and {
            "path": evidence.path and f"/{evidence.path}",
            "layer": evidence.layer,
            "technique": evidence.technique,
        },
        "free_threaded": interpreter.is_free_threaded,
        "debug": interpreter.is_debug,
        "externally_managed": interpreter.is_externally_managed,
        "end_of_life": interpreter.end_of_life,
        "owner": str(interpreter.owner) if interpreter.owner else None,
        "site_directories": [f"/{path}" for path in interpreter.site_directories],
    }


def _component(component: Component, ways: Mapping[str, Directness]) -> dict[str, object]:
    contacts = contacts_of(component.contact_fields)
    supplier = supplier_of(contacts, component.links)
    return {
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "kind": component.kind,
        "state": component.state.value,
        "environment": f"/{component.environment}",
        "evidence": {
            "path": f"/{component.evidence.path}",
            "layer": component.evidence.layer,
            "technique": component.evidence.technique,
            "line": component.evidence.line,
        },
        "identities": list(component.identities),
        "conda": component.conda and _component(component.conda, ways),
        "owner": str(component.owner) if component.owner else None,
        "parent": component.parent and f"/{component.parent}",
        "files": [f"/{path}" for path in component.files],
        "shadowed_by": component.shadowed_by and f"/{component.shadowed_by}",
        "code_present": component.code_present,
        "removed_in": component.removed_in,
        "hashes": list(component.hashes),
        "requires": list(component.requires),
        "requires_python": component.requires_python,
        "noarch": component.noarch,
        "summary": component.summary,
        "license": declared_of(component.license),
        "licensing": component.licensing and licensing_of(component.licensing),
        "supplier": _supplier(supplier) if supplier else None,
        "contacts": [_contact(contact) for contact in contacts],
        "links": [{"label": link.label, "url": link.url} for link in component.links],
        "installer": component.installer,
        "requested": component.requested,
        "directness": component.directness and _directness(component, ways),
        "origin": component.origin,
        "from_source": component.from_source,
    }


def _supplier(supplier: Supplier) -> dict[str, object]:
    return {
        "name": supplier.name,
        "kind": supplier.kind.value,
        "email": supplier.email,
        "url": supplier.url,
        "guess": supplier.is_guess,
    }


def _contact(contact: Contact) -> dict[str, object]:
    return {
        "role": contact.role.value,
        "name": contact.name,
        "kind": contact.kind.value,
        "email": contact.email,
        "unusable_email": contact.unusable,
        "email_withheld": contact.is_withheld,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "aliases": list(finding.aliases),
        "status": finding.status.value,
        "reason": finding.reason,
        "severity": {
            "level": finding.severity.level.name.lower(),
            "score": finding.severity.score,
            "vector": finding.severity.vector,
        },
        "fixed_in": finding.fixed_in,
        "counted": finding.left_to is None,
        "left_to": str(finding.left_to) if finding.left_to else None,
        "purl": finding.component.purl,
        "path": f"/{finding.component.evidence.path}",
        "layer": finding.component.evidence.layer,
        "records": [_record(advisory) for advisory in finding.advisories],
    }


def _record(advisory: Advisory) -> dict[str, object]:
    return {
        "id": advisory.id,
        "related": list(advisory.related),
        "published": advisory.published,
        "modified": advisory.modified,
        "links": list(advisory.links),
    }


NATIVE_JSON: Final = Emitter(name="json", media_type="application/json", emit=emit)
