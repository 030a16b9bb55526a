"""What was judged of an inventory as JSON and back, in the words of the model.

A finding refers to its component by the place in the list of components.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from scanner.formats.inventory_json import FORMS as INVENTORY_FORMS
from scanner.formats.inventory_json import inventory_in
from scanner.formats.record_json import (
    Form,
    Forms,
    Spelling,
    add_forms,
    many,
    mapping,
    readable,
    record,
    word,
)
from scanner.model.advisory import (
    Advisory,
    Affected,
    AffectedRange,
    AffectedRanges,
    Level,
    Severity,
    Status,
)
from scanner.model.contact import Contact, Kind, Role, Supplier
from scanner.model.decision import Decision, Ground, IdleDecision
from scanner.model.detail import Detail, Reference
from scanner.model.event import Event
from scanner.model.finding import Finding
from scanner.model.fix import Fix
from scanner.model.imprint import Imprint
from scanner.model.interpreter_component import interpreters_in
from scanner.model.inventory import Coverage
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.proof import Proof
from scanner.model.report import AdvisorySource, Report, Tally
from scanner.model.threat import Exploitation, Probability, Threat
from scanner.model.version import parsed
from scanner.model.violation import Outcome, Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from packaging.version import Version

    from scanner.model.component import Component, Problem
    from scanner.model.inventory import Inventory

ELEMENTS: Final[Mapping[str, type]] = {
    "idle_decisions": IdleDecision,
    "projects": ProjectStatus,
    "yanked": YankedRelease,
    "violations": Violation,
}
"""The lists of a report, beside its findings."""
SPELLINGS: Final[Mapping[type, Spelling]] = {
    Contact: Spelling(keys={"unusable": "unusable_email", "is_withheld": "email_withheld"}),
    Finding: Spelling(keys={"advisories": "records", "left_to": "left_to_package"}),
    Fix: Spelling(frozenset(("raised", "way"))),
    Violation: Spelling(frozenset(("place",))),
}
"""What is written otherwise than the rule has it; ``left_to`` has a short form in reports."""
ENUMERATIONS: Final = (Status, Ground, Maintenance, Outcome, Kind, Role)
RECORDS: Final[tuple[type, ...]] = (
    *(Event, Severity, AffectedRange, AffectedRanges, Affected, Advisory, Proof, Fix, Decision),
    *(Exploitation, Probability, Threat, AdvisorySource, Tally, Supplier, Imprint, Contact),
    *(*ELEMENTS.values(), Reference, Detail),
)
"""The classes that are written field by field, each behind those that it is made of."""


def publication_of(report: Report) -> dict[str, object]:
    """Return when a document was made, and what whoever publishes it says."""
    return {"created": report.created, "imprint": FORMS["Imprint"].write(report.imprint)}


def judgement_of(
    report: Report, following: Callable[[Finding], dict[str, object]]
) -> dict[str, object]:
    """Return what advisories say, each finding with what follows from it; nothing if unasked."""
    if report == _unjudged(report):
        return {}
    write = _finding(report.inventory).write
    lists = {
        name: [FORMS[kind.__name__].write(each) for each in getattr(report, name)]
        for name, kind in ELEMENTS.items()
    }
    return {
        "advisories": {
            "digest": report.advisories_digest,
            "sources": _SOURCES.write(report.sources),
        },
        "findings": [_written(write(each)) | following(each) for each in report.findings],
        "tally": FORMS["Tally"].write(report.tally),
        **lists,
        "details": _DETAILS.write(report.details),
    }


def _unjudged(report: Report) -> Report:
    return Report(inventory=report.inventory, created=report.created, imprint=report.imprint)


def report_in(document: Mapping[str, Any]) -> Report:
    """Return the report in a document; what cannot be read of its lists is a problem.

    Raises:
        TypeError, ValueError: if something else in it cannot be read.

    """
    inventory = inventory_in(document)
    problems: list[Problem] = []
    finding = _finding(inventory)
    lists: dict[str, Any] = {
        name: tuple(readable(name, FORMS[kind.__name__], document.get(name), problems))
        for name, kind in ELEMENTS.items()
    }
    findings = tuple(readable("findings", finding, document.get("findings"), problems))
    advisories = _written(document.get("advisories") or {})
    if problems:
        problems += inventory.problems
        inventory = replace(inventory, problems=tuple(problems), coverage=Coverage.INCOMPLETE)
    return Report(
        inventory=inventory,
        created=_TEXT.read(document.get("created") or "") or None,
        imprint=FORMS["Imprint"].read(document.get("imprint") or {}),
        advisories_digest=_TEXT.read(advisories.get("digest") or "") or None,
        sources=_SOURCES.read(advisories.get("sources") or []),
        findings=findings,
        tally=FORMS["Tally"].read(document.get("tally") or {}),
        details=_DETAILS.read(document.get("details") or {}),
        **lists,
    )


def _written(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.100} is no object")
    return value


def _finding(inventory: Inventory) -> Form:
    """Return the form of the findings of an inventory."""
    interpreters = [component for _, component in interpreters_in(inventory) if component]
    components = (*inventory.components, *interpreters)
    behind: dict[object, int] = {
        (component.purl, f"/{component.place}"): number
        for number, component in enumerate(interpreters, len(inventory.components))
    }
    forms = FORMS | {"Component": _reference(components, len(inventory.components))}
    form = record(Finding, forms, SPELLINGS[Finding])

    def read(value: object) -> Finding:
        written = _written(value)
        if written.get("component") is None:
            # An interpreter is in no list, and known by what it is and where.
            number = behind.get((written.get("purl"), written.get("path")))
            written = written | {"component": number}
        finding: Finding = form.read(written)
        # Of components some may not have been read, and others stand in their places.
        if written.get("purl") != finding.component.purl:
            raise ValueError("its component is not there")
        return finding

    return Form(form.write, read)


def _reference(components: Sequence[Component], listed: int) -> Form:
    """Return the form of a reference to a component; those that are not listed have no number."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, component in enumerate(components[:listed]):
        numbers.setdefault((component.place, component.purl), []).append(number)

    def write(component: Component) -> int | None:
        there = numbers.get((component.place, component.purl), ())
        return next((number for number in there if components[number] == component), None)

    def read(value: object) -> Component:
        if type(value) is not int or not 0 <= value < len(components):
            raise ValueError(f"{value!r:.100} is the number of no component")
        return components[value]

    return Form(write, read)


def _version_in(value: object) -> Version:
    version = parsed(value) if type(value) is str else None
    if version is None:
        raise ValueError(f"{value!r:.100} is no version")
    return version


FORMS: Final[Forms] = INVENTORY_FORMS | {
    "Level": word({level.name.lower(): level for level in Level}),
    "NormalizedName": INVENTORY_FORMS["str"],
    "Version": Form(str, _version_in),
}
add_forms(FORMS, ENUMERATIONS, RECORDS, SPELLINGS)
_TEXT: Final = FORMS["str"]
_SOURCES: Final = many(FORMS["AdvisorySource"])
_DETAILS: Final = mapping(FORMS["Detail"])
