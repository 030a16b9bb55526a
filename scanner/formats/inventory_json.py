"""An inventory as JSON and back, in the words of the model: every field of it, and nothing else.

A path begins with a slash. What does not count when two inventories are compared, the digests of
system packages, is left out.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from scanner.formats.exact_json import compact_text
from scanner.formats.record_json import (
    Form,
    Forms,
    Spelling,
    add_forms,
    path,
    readable,
    record,
    scalar,
    texts,
)
from scanner.metadata.email import WITHHELD
from scanner.model.change import Change, ChangeKind
from scanner.model.component import Component, Evidence, Link, Problem, State
from scanner.model.contact import ContactFields, Role
from scanner.model.declaration import Declaration
from scanner.model.dependency import Basis, Dependency, Directness, Standing
from scanner.model.environment import Environment
from scanner.model.foreign import Foreign
from scanner.model.inclusion import Inclusion
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Coverage, Inventory, LayerFacts, Subject
from scanner.model.license import (
    DeclaredLicense,
    LicenseConflict,
    LicenseMatch,
    LicenseStatement,
    LicenseText,
    Licensing,
)
from scanner.model.operating_system import OperatingSystem
from scanner.model.system_package import Owner, SystemPackage
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORMAT: Final = 1
_OWNER: Final = {"owner": "owned_by"}
"""It has a short form in reports."""
SPELLINGS: Final[Mapping[type, Spelling]] = {
    Change: Spelling(frozenset(("path",)), keys=_OWNER),
    Component: Spelling(frozenset(("environment", "parent", "files", "shadowed_by")), keys=_OWNER),
    ContactFields: Spelling(keys={"are_withheld": "withheld"}),
    Declaration: Spelling(keys={"is_direct": "is_direct"}),
    Dependency: Spelling(frozenset(("dependent", "dependency"))),
    Directness: Spelling(frozenset(("via",)), keys={"is_direct": "is_direct"}),
    Environment: Spelling(frozenset(("path", "site_directories", "base"))),
    Evidence: Spelling(frozenset(("path",))),
    Inclusion: Spelling(frozenset(("path", "requirements", "constraints"))),
    Interpreter: Spelling(frozenset(("path", "site_directories")), keys=_OWNER),
    LicenseStatement: Spelling(frozenset(("path",))),
    LicenseText: Spelling(frozenset(("path",))),
    # It may be at no place at all.
    Problem: Spelling(frozenset(("path",)), has_root=False),
    SystemPackage: Spelling(frozenset(("evidence", "files"))),
}
"""What is written otherwise than the rule has it."""
ENUMERATIONS: Final = (State, Standing, Basis, Coverage, ChangeKind)
RECORDS: Final[tuple[type, ...]] = (
    *(Foreign, Owner, Evidence, Problem, Link, Directness, Declaration, Dependency, Change),
    *(DeclaredLicense, LicenseConflict, LicenseMatch, LicenseStatement, LicenseText, Licensing),
    *(Interpreter, Environment, SystemPackage, LayerFacts, Subject, ContactFields, Component),
    *(Inclusion, OperatingSystem, Inventory),
)
"""The classes that are written field by field, each behind those that it is made of."""
ELEMENTS: Final[Mapping[str, type]] = {
    "environments": Environment,
    "components": Component,
    "system_packages": SystemPackage,
    "dependencies": Dependency,
    "inclusions": Inclusion,
    "changes": Change,
}
"""The lists of which each element is read for itself."""


def fields_of(value: object) -> dict[str, Any]:
    """Return all that a value of the model has."""
    written = FORMS[type(value).__name__].write(value)
    assert isinstance(written, dict)
    return written


def document_of(inventory: Inventory) -> dict[str, Any]:
    """Return all that an inventory has, and who wrote it."""
    return {
        "format": FORMAT,
        "tool": {"name": "lading", "version": VERSION},
        **fields_of(inventory),
    }


def compact_json(inventory: Inventory) -> bytes:
    """Return an inventory as short as it can be, for a program to read it back soon."""
    return compact_text(_pruned(document_of(inventory))).encode()


def inventory_in(document: Mapping[str, object]) -> Inventory:
    """Return the inventory in a document; what cannot be read of its lists is a problem.

    Raises:
        TypeError, ValueError: if something else in it cannot be read.

    """
    rest = {"problems": [], "included": [], **document, **{name: [] for name in ELEMENTS}}
    inventory: Inventory = FORMS["Inventory"].read(rest)
    problems: list[Problem] = []
    lists: dict[str, Any] = {
        name: tuple(readable(name, FORMS[kind.__name__], document.get(name), problems))
        for name, kind in ELEMENTS.items()
    }
    lists["components"] = tuple(_grounded(lists["components"]))
    coverage = Coverage.INCOMPLETE if problems else inventory.coverage
    problems += inventory.problems
    return replace(inventory, **lists, coverage=coverage, problems=tuple(problems))


def _grounded(components: Iterable[Component]) -> Iterator[Component]:
    """Yield components; a way to one that leads in a circle or nowhere is not known after all."""
    components = tuple(components)
    depths = {each.place: each.directness.depth for each in components if each.directness}
    for component in components:
        known = component.directness
        if known and known.via is not None:
            before = depths.get(known.via)
            if before is None or known.depth is None or before >= known.depth:
                yield replace(component, directness=replace(known, via=None))
                continue
        yield component


def _pruned(value: object) -> object:
    """Return a value without what a reader takes for granted: nothing, and empty lists."""
    if isinstance(value, dict):
        pairs = ((key, _pruned(each)) for key, each in value.items())
        return {key: each for key, each in pairs if each is not None and each not in ([], {})}
    if isinstance(value, list):
        return [_pruned(each) for each in value]
    return value


def _content(data: bytes) -> dict[str, object]:
    """Return a file as the text that it is, if it is one."""
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"base64": b64encode(data).decode()}


def _bytes_in(value: object) -> bytes:
    match value:
        case {"text": str(text)}:
            return text.encode()
        case {"base64": str(text)}:
            return b64decode(text, validate=True)
        case _:
            raise TypeError(f"{value!r:.100} is no content of a file")


def _without_withheld(form: Form) -> Form:
    """Return the form of what stands in the metadata, without addresses that are withheld."""

    def write(fields: ContactFields) -> object:
        return form.write(_without_addresses(fields) if fields.are_withheld else fields)

    return Form(write, form.read)


def _without_addresses(fields: ContactFields) -> ContactFields:
    """Return who is named, and that there are addresses, but none of these."""
    from scanner.metadata.contact import contacts_of

    named: dict[Role, list[str]] = {role: [] for role in Role}
    for contact in contacts_of(fields):
        name = f'"{contact.name}"' if contact.name else ""
        named[contact.role].append(f"{name} <{WITHHELD}>" if contact.is_withheld else name)
    return ContactFields(
        author_email=", ".join(named[Role.AUTHOR]) or None,
        maintainer_email=", ".join(named[Role.MAINTAINER]) or None,
        are_withheld=True,
    )


FORMS: Final[Forms] = {
    "str": scalar(str),
    "bool": scalar(bool),
    "int": scalar(int),
    "float": scalar(float, int),
    "path": path(),
    "place": path(has_root=False),
    "tuple[str, ...]": texts(),
    "bytes": Form(_content, _bytes_in),
}
FORMS["ContactFields"] = _without_withheld(record(ContactFields, FORMS, SPELLINGS[ContactFields]))
add_forms(FORMS, ENUMERATIONS, RECORDS, SPELLINGS)
