"""An inventory as JSON and back, in the words of the model: every field of it, and nothing else.

The tables that it is written and read by follow from the annotations of the model, so that no field
is ever forgotten. A key is the field's name without ``is_``; a path begins with a slash. Null, and
what is absent, is what the model has for nothing. What does not count when two inventories are
compared, the digests of system packages, is left out.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import Field, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from scanner.formats.exact_json import compact_text
from scanner.metadata.email import WITHHELD
from scanner.model.change import Change, ChangeKind
from scanner.model.component import Component, Evidence, Link, Problem, State
from scanner.model.contact import ContactFields, Role
from scanner.model.declaration import Declaration
from scanner.model.dependency import Basis, Dependency, Directness, Standing
from scanner.model.environment import Environment
from scanner.model.foreign import Foreign
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
from scanner.model.system_package import Owner, SystemPackage
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from enum import Enum

FORMAT: Final = 1
PATHS: Final[Mapping[type, frozenset[str]]] = {
    Change: frozenset(("path",)),
    Component: frozenset(("environment", "parent", "files", "shadowed_by")),
    Dependency: frozenset(("dependent", "dependency")),
    Directness: frozenset(("via",)),
    Environment: frozenset(("path", "site_directories", "base")),
    Evidence: frozenset(("path",)),
    Interpreter: frozenset(("path", "site_directories")),
    LicenseStatement: frozenset(("path",)),
    LicenseText: frozenset(("path",)),
    Problem: frozenset(("path",)),
    SystemPackage: frozenset(("evidence", "files")),
}
"""The fields that are paths in what was scanned."""
KEYS: Final = {"owner": "owned_by", "is_direct": "is_direct", "are_withheld": "withheld"}
"""Keys that are otherwise than the rule has it; ``owner`` has a short form in reports."""
LISTS: Final = ("environments", "components", "system_packages", "dependencies", "changes")
"""Where each element is read for itself."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one type are written, and how they are read."""

    write: Callable[[Any], object]
    read: Callable[[object], Any]
    """Raises TypeError or ValueError for anything else."""
    plain: type | None = None
    """The type whose values are read as they are, which saves asking."""


def fields_of(value: object) -> dict[str, Any]:
    """Return all that a value of the model has."""
    written = _FORMS[type(value).__name__].write(value)
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
    rest = {"problems": [], "included": [], **document, **{name: [] for name in LISTS}}
    inventory: Inventory = _FORMS["Inventory"].read(rest)
    problems: list[Problem] = []
    lists: dict[str, Any] = {
        name: tuple(_each(name, document.get(name), problems)) for name in LISTS
    }
    lists["components"] = tuple(_grounded(lists["components"]))
    coverage = Coverage.INCOMPLETE if problems else inventory.coverage
    problems += inventory.problems
    return replace(inventory, **lists, coverage=coverage, problems=tuple(problems))


def _each(name: str, values: object, problems: list[Problem]) -> Iterator[Any]:
    """Yield what can be read of a list."""
    if values is not None and not isinstance(values, list):
        problems.append(Problem("", "sbom", f"{name}: not read: not a list", incomplete=True))
        return
    read = _FORMS[ELEMENTS[name].__name__].read
    for number, value in enumerate(values or ()):
        try:
            yield read(value)
        except (TypeError, ValueError, RecursionError) as error:
            reason = f"{name}[{number}]: not read: {error}"
            problems.append(Problem("", "sbom", reason, incomplete=True))


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


def _scalar(kind: type, *others: type) -> _Form:
    kinds = frozenset((kind, *others))

    def read(value: object) -> object:
        if type(value) not in kinds:
            raise TypeError(f"{value!r:.100} is no {kind.__name__}")
        return value

    return _Form(lambda value: value, read, plain=kind)


def _path(*, has_root: bool = True) -> _Form:
    """Return the form of paths; without a root, an empty one is no place at all."""

    def read(value: object) -> str:
        if type(value) is not str:
            raise TypeError(f"{value!r:.100} is no path")
        return value[1:]

    if has_root:
        return _Form(lambda path: f"/{path}", read)
    return _Form(lambda path: path and f"/{path}", read)


def _member(kind: type[Enum]) -> _Form:
    members = {member.value: member for member in kind}

    def read(value: object) -> object:
        if type(value) is not str or value not in members:
            raise ValueError(f"{value!r:.100} is no {kind.__name__}")
        return members[value]

    return _Form(lambda member: member.value, read)


def _many(
    element: _Form, kind: Callable[[Iterable[object]], object] = tuple, *, is_sorted: bool = False
) -> _Form:
    def write(values: Iterable[object]) -> list[object]:
        written = [element.write(value) for value in values]
        return sorted(written, key=str) if is_sorted else written

    def read(value: object) -> object:
        if type(value) is not list:
            raise TypeError(f"{value!r:.100} is no list")
        return kind([element.read(each) for each in value])

    return _Form(write, read)


def _texts() -> _Form:
    """Return the form of the lists that there are most of."""

    def read(value: object) -> tuple[str, ...]:
        if type(value) is not list or not all(type(each) is str for each in value):
            raise TypeError(f"{value!r:.100} is no list of texts")
        return tuple(value)

    return _Form(list, read)


def _record(kind: type[Any]) -> _Form:
    """Return the form of a class, by its fields."""
    columns = [
        (each.name, _key(each.name), _form(_type(kind, each)))
        for each in fields(kind)
        if each.compare
    ]
    by_key = {key: (name, form.plain, form.read) for name, key, form in columns}
    absent = dict.fromkeys(_WITHOUT_DEFAULT.get(kind, ()))

    def write(value: object) -> dict[str, object]:
        pairs = ((key, form, getattr(value, name)) for name, key, form in columns)
        return {key: None if each is None else form.write(each) for key, form, each in pairs}

    def read(value: object) -> object:
        if type(value) is not dict:
            raise TypeError(f"{value!r:.100} is no object")
        found: dict[str, Any] = dict(absent)
        for key, item in value.items():
            if item is not None and key in by_key:
                name, plain, read_item = by_key[key]
                found[name] = item if type(item) is plain else read_item(item)
        return kind(**found)

    return _Form(write, read)


def _key(name: str) -> str:
    return KEYS.get(name) or name.removeprefix("is_")


def _type(kind: type, field: Field[Any]) -> str:
    """Return the annotation of a field, in which paths are told from other texts."""
    annotation = str(field.type).removesuffix(" | None")
    if field.name not in PATHS.get(kind, ()):
        return annotation
    return annotation.replace("str", "place" if kind is Problem else "path")


def _form(annotation: str) -> _Form:
    if annotation == "Component":  # of which it is a part, and so not yet there
        return _Form(fields_of, _component_in)
    if annotation not in _FORMS:
        element = annotation.removeprefix("tuple[").removesuffix(", ...]")
        _FORMS[annotation] = _many(_FORMS[element])
    return _FORMS[annotation]


def _component_in(value: object) -> object:
    return _FORMS["Component"].read(value)


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


def _contents_in(value: object) -> dict[str, bytes]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.100} is no object")
    return {digest: _bytes_in(content) for digest, content in value.items()}


def _contact_fields() -> _Form:
    """Return the form of what stands in the metadata; of what is withheld, without addresses."""
    record = _record(ContactFields)

    def write(fields: ContactFields) -> object:
        return record.write(_without_addresses(fields) if fields.are_withheld else fields)

    return _Form(write, record.read)


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


ELEMENTS: Final[Mapping[str, type]] = {
    "environments": Environment,
    "components": Component,
    "system_packages": SystemPackage,
    "dependencies": Dependency,
    "changes": Change,
}
_WITHOUT_DEFAULT: Final[Mapping[type, tuple[str, ...]]] = {
    Component: ("version",),
    Dependency: ("dependency",),
    Interpreter: ("path",),
    LayerFacts: ("diff_id", "digest"),
}
"""Fields that have to be given, and may be nothing."""
_FORMS: Final[dict[str, _Form]] = {
    "str": _scalar(str),
    "bool": _scalar(bool),
    "int": _scalar(int),
    "float": _scalar(float, int),
    "path": _path(),
    "place": _path(has_root=False),
    "tuple[str, ...]": _texts(),
    "Mapping[str, bytes]": _Form(
        lambda texts: {digest: _content(data) for digest, data in texts.items()}, _contents_in
    ),
}
for _enumeration in (State, Standing, Basis, Coverage, ChangeKind):
    _FORMS[_enumeration.__name__] = _member(_enumeration)
_FORMS["frozenset[State]"] = _many(_FORMS["State"], frozenset, is_sorted=True)
_FORMS["frozenset[path]"] = _many(_FORMS["path"], frozenset, is_sorted=True)
_FORMS["ContactFields"] = _contact_fields()
for _record_type in (
    *(Foreign, Owner, Evidence, Problem, Link, Directness, Declaration, Dependency, Change),
    *(DeclaredLicense, LicenseConflict, LicenseMatch, LicenseStatement, LicenseText, Licensing),
    *(Interpreter, Environment, SystemPackage, LayerFacts, Subject, Component, Inventory),
):
    _FORMS[_record_type.__name__] = _record(_record_type)
