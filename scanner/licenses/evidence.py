"""All that is said of a distribution's licence, the strongest first, and what each comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.licenses.classifier import PREFIX, parse_classifier, parse_classifiers
from scanner.licenses.expression import licenses_in, parse_expression, stem_of
from scanner.licenses.field import parse_field
from scanner.licenses.meaning import (
    Meaning,
    any_of,
    families_in,
    is_member,
    is_relative,
    named_in,
    names,
)
from scanner.model.license import NOTHING_DECLARED, LicenseStatement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.model.license import DeclaredLicense, LicenseMatch, LicenseText

EXPRESSION: Final = "License-Expression"
FIELD: Final = "License"
CLASSIFIER: Final = "classifier"
CONDA: Final = "conda"
TEXT: Final = "text"
MAX_RAW: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All there is to go by."""

    declared: DeclaredLicense = NOTHING_DECLARED
    conda: DeclaredLicense = NOTHING_DECLARED
    """What the conda package says that it came in."""
    is_conda: bool = False
    """Whether it is a conda package itself, and what is declared stands in its record."""
    system: tuple[LicenseStatement, ...] = ()
    """What the package of the operating system says that it came in."""
    texts: tuple[LicenseText, ...] = ()
    bundled: tuple[str, ...] = ()
    """Expressions of what is inside of it and a component of its own (PEP 770)."""
    absent: tuple[str, ...] = ()
    """Licence files that are named and not there."""
    unread: tuple[str, ...] = ()
    """Those that are named and called like nothing that is read."""
    outside: tuple[str, ...] = ()
    """Those that are named by a path out of the metadata directory."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one place says, and what that comes to."""

    source: str
    raw: str
    meaning: Meaning

    @property
    def is_of_use(self) -> bool:
        """Whether it tells anything of which licence it is."""
        meaning = self.meaning
        return bool(meaning.expression or meaning.family or meaning.parts or meaning.operator)

    @property
    def statement(self) -> LicenseStatement:
        """The same, as a link of the chain of evidence."""
        first = self.raw.strip().partition("\n")[0][:MAX_RAW]
        meaning = self.meaning
        return LicenseStatement(
            source=self.source, raw=first, expression=meaning.whole, reason=meaning.reason
        )


def said_in(
    declared: DeclaredLicense,
    identify: Callable[[str], Sequence[LicenseMatch]],
    source: str = FIELD,
) -> tuple[Said, ...]:
    """Return what metadata say; texts that stand in a field are identified."""
    said = []
    if declared.expression:
        said.append(Said(EXPRESSION, declared.expression, _of_expression(declared.expression)))
    if declared.text:
        said.append(Said(source, declared.text, _of_field(declared.text, identify)))
    if declared.names:
        names = ", ".join(declared.names)
        said.append(Said(source, names, any_of(parse_field(each) for each in declared.names)))
    said += [Said(CLASSIFIER, each, parse_classifier(each)) for each in declared.classifiers]
    return tuple(said)


def strongest(said: Sequence[Said], classifiers: Sequence[str]) -> Said | None:
    """Return what is declared: the first that tells anything, refined by the classifiers."""
    together = Said(CLASSIFIER, "; ".join(classifiers), parse_classifiers(classifiers))
    others = [each for each in said if each.source != CLASSIFIER]
    order = sorted((*others, together), key=lambda each: _RANKS.get(each.source, len(_RANKS)))
    first = next((each for each in order if each.is_of_use), None)
    if first is None or first is together or first.source == EXPRESSION:
        return first
    return replace(first, meaning=_refined(first.meaning, together.meaning))


def short(classifier: str) -> str:
    """Return a classifier without what all have in front."""
    return classifier.removeprefix(PREFIX)


_RANKS: Final = {EXPRESSION: 0, FIELD: 1, CLASSIFIER: 2, CONDA: 3}


def _of_expression(text: str) -> Meaning:
    expression = parse_expression(text)
    if expression is None:
        return Meaning(reason="not a valid expression")
    # What stands for "GPL-2.0" now is read by the same rules in a field.
    meaning = parse_field(text)
    return meaning if meaning.expression else Meaning(expression=expression.text)


def _of_field(text: str, identify: Callable[[str], Sequence[LicenseMatch]]) -> Meaning:
    meaning = parse_field(text)
    if not meaning.is_text:
        return meaning
    matches = sorted(identify(text), key=lambda match: (match.first_line, match.expression))
    if not matches:
        # A name with something below it, or nothing that is known.
        named = parse_field(text.strip().partition("\n")[0])
        reason = "the first line of a text that is none of the list"
        return (
            replace(named, reason=reason)
            if named.expression
            else Meaning(is_text=True, reason=reason)
        )
    expressions = tuple(dict.fromkeys(match.expression for match in matches))
    if len(expressions) == 1:
        is_stated = all(match.is_scope_stated for match in matches)
        return Meaning(expression=expressions[0], is_text=True, is_scope_stated=is_stated)
    return Meaning(
        parts=tuple(Meaning(expression=each) for each in expressions),
        is_text=True,
        reason=f"a text with {len(expressions)} licences, the first being {expressions[0]}",
    )


def _refined(meaning: Meaning, classifiers: Meaning) -> Meaning:
    """Return a meaning with what classifiers know better: which of a family, and its scope."""
    refined = classifiers.expression
    if refined is None:
        return _first_of_text(meaning, classifiers)
    if meaning.family and is_member(refined, meaning.family) and not meaning.has_exception:
        return classifiers
    is_one = meaning.expression is not None and len(licenses_in(meaning.expression)) == 1
    if (
        meaning.expression
        and is_one
        and not meaning.is_scope_stated
        and classifiers.is_scope_stated
    ):
        stem = stem_of(meaning.expression)
        if stem_of(refined) == stem or (classifiers.is_loose and is_relative(refined, stem)):
            scoped = f"{stem}{refined.removeprefix(stem_of(refined))}"
            reason = "the scope is from a classifier"
            return replace(meaning, expression=scoped, is_scope_stated=True, reason=reason)
    return _first_of_text(meaning, classifiers)


def _first_of_text(meaning: Meaning, classifiers: Meaning) -> Meaning:
    """Return of a text with several licences the first, if that is the one that is classified.

    Where none of them is, the licence itself is not known, and only what it bundles.
    """
    if not meaning.is_text or not meaning.parts:
        return meaning
    first = meaning.parts[0].expression or ""
    if not (named_in(classifiers) or families_in(classifiers)) or names(classifiers, first):
        return Meaning(expression=first, is_text=True, reason=meaning.reason)
    if any(names(classifiers, each) for each in named_in(meaning)):
        return meaning
    reason = "a text that begins with none of the list, and is not what is classified"
    return Meaning(is_text=True, reason=reason)
