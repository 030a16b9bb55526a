"""Values of the model as JSON and back, by the annotations of their fields.

The tables that they are written and read by follow from the model, so that no field is ever
forgotten. A key is the field's name without ``is_``. Null, and what is absent, is what the model
has for nothing. A field that does not count when two values are compared is left out.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeAlias

from scanner.model.component import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from dataclasses import Field
    from enum import Enum


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one type are written, and how they are read."""

    write: Callable[[Any], object]
    read: Callable[[object], Any]
    """Raises TypeError or ValueError for anything else."""
    plain: type | None = None
    """The type whose values are read as they are, which saves asking."""


Forms: TypeAlias = dict[str, Form]
"""The form of each type, by the annotation that fields have for it."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What of a class is written otherwise than the rule has it."""

    paths: frozenset[str] = frozenset()
    """The fields that are paths in what was scanned; they begin with a slash."""
    has_root: bool = True
    """Whether an empty path is the root, and not no place at all."""
    keys: Mapping[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """Return what a field is called."""
        return self.keys.get(name) or name.removeprefix("is_")

    def annotation(self, each: Field[Any]) -> str:
        """Return the annotation of a field, in which paths are told from other texts."""
        annotation = str(each.type).removesuffix(" | None")
        if each.name not in self.paths:
            return annotation
        return annotation.replace("str", "path" if self.has_root else "place")


BY_RULE = Spelling()


def add_forms(
    forms: Forms,
    enumerations: Iterable[type[Enum]],
    records: Iterable[type],
    spellings: Mapping[type, Spelling],
) -> None:
    """Add the forms of classes, each behind those that it is made of, unless they have one."""
    for kind in enumerations:
        forms.setdefault(kind.__name__, member(kind))
    for kind in records:
        if kind.__name__ not in forms:
            forms[kind.__name__] = record(kind, forms, spellings.get(kind, BY_RULE))


def record(kind: type[Any], forms: Forms, spelling: Spelling = BY_RULE) -> Form:
    """Return the form of a class, by its fields."""
    compared = [each for each in fields(kind) if each.compare]
    columns = [
        (each.name, spelling.key(each.name), form_of(spelling.annotation(each), forms))
        for each in compared
    ]
    by_key = {key: (name, form.plain, form.read) for name, key, form in columns}
    absent = {each.name: None for each in compared if _has_to_be_given(each)}

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

    return Form(write, read)


def readable(name: str, form: Form, values: object, problems: list[Problem]) -> Iterator[Any]:
    """Yield what can be read of a list; the rest is a problem."""
    if values is not None and not isinstance(values, list):
        problems.append(Problem("", "sbom", f"{name}: not read: not a list", incomplete=True))
        return
    for number, value in enumerate(values or ()):
        try:
            yield form.read(value)
        except (TypeError, ValueError, RecursionError) as error:
            reason = f"{name}[{number}]: not read: {error}"
            problems.append(Problem("", "sbom", reason, incomplete=True))


def _has_to_be_given(each: Field[Any]) -> bool:
    """Tell whether a field has no default, and may be nothing all the same."""
    has_default = each.default is not MISSING or each.default_factory is not MISSING
    return not has_default and str(each.type).endswith(" | None")


def form_of(annotation: str, forms: Forms) -> Form:
    """Return the form of an annotation; lists follow from what they are of."""
    if annotation not in forms:
        kind, _, element = annotation.partition("[")
        if kind == "tuple":
            forms[annotation] = many(form_of(element.removesuffix(", ...]"), forms))
        elif kind == "frozenset":
            member_form = form_of(element.removesuffix("]"), forms)
            forms[annotation] = many(member_form, frozenset, is_sorted=True)
        elif kind == "Mapping":
            forms[annotation] = mapping(form_of(element[5:].removesuffix("]"), forms))
        else:
            return _later(annotation, forms)
    return forms[annotation]


def _later(annotation: str, forms: Forms) -> Form:
    """Return a form that is not yet there: a component may be a part of another one."""

    def write(value: object) -> object:
        return forms[annotation].write(value)

    def read(value: object) -> object:
        return forms[annotation].read(value)

    return Form(write, read)


def scalar(kind: type, *others: type) -> Form:
    """Return the form of what JSON has a type for."""
    kinds = frozenset((kind, *others))

    def read(value: object) -> object:
        if type(value) not in kinds:
            raise TypeError(f"{value!r:.100} is no {kind.__name__}")
        return value

    return Form(lambda value: value, read, plain=kind)


def path(*, has_root: bool = True) -> Form:
    """Return the form of paths; without a root, an empty one is no place at all."""

    def read(value: object) -> str:
        if type(value) is not str:
            raise TypeError(f"{value!r:.100} is no path")
        return value[1:]

    if has_root:
        return Form(lambda path: f"/{path}", read)
    return Form(lambda path: path and f"/{path}", read)


def member(kind: type[Enum]) -> Form:
    """Return the form of an enumeration, by the values of its members."""
    return word({each.value: each for each in kind})


def word(meanings: Mapping[str, object]) -> Form:
    """Return the form of what has one word for each value."""
    words = {value: text for text, value in meanings.items()}

    def read(value: object) -> object:
        if type(value) is not str or value not in meanings:
            raise ValueError(f"{value!r:.100} is none of {', '.join(meanings)}")
        return meanings[value]

    return Form(words.__getitem__, read)


def many(
    element: Form, kind: Callable[[Iterable[object]], object] = tuple, *, is_sorted: bool = False
) -> Form:
    """Return the form of a collection."""

    def write(values: Iterable[object]) -> list[object]:
        written = [element.write(value) for value in values]
        return sorted(written, key=str) if is_sorted else written

    def read(value: object) -> object:
        if type(value) is not list:
            raise TypeError(f"{value!r:.100} is no list")
        return kind([element.read(each) for each in value])

    return Form(write, read)


def mapping(element: Form) -> Form:
    """Return the form of values by names."""

    def write(values: Mapping[str, object]) -> dict[str, object]:
        return {name: element.write(value) for name, value in sorted(values.items())}

    def read(value: object) -> dict[str, object]:
        if type(value) is not dict:
            raise TypeError(f"{value!r:.100} is no object")
        return {name: element.read(each) for name, each in value.items()}

    return Form(write, read)


def texts() -> Form:
    """Return the form of the lists that there are most of."""

    def read(value: object) -> tuple[str, ...]:
        if type(value) is not list or not all(type(each) is str for each in value):
            raise TypeError(f"{value!r:.100} is no list of texts")
        return tuple(value)

    return Form(list, read)
