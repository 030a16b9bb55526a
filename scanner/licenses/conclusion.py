"""What is held to be the licence of a distribution, and why.

An expression wins, and is checked against the texts; then come names in fields, then classifiers,
which refine those or stand alone. A family is settled by a text. Several licences are a choice
only where something says so, and all apply only where they are in one text. Else it stays open:
a licence that no evidence names is never concluded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.licenses.classifier import parse_classifiers
from scanner.licenses.conflict import agrees, conflicts_of, listed, missing_files
from scanner.licenses.evidence import (
    CONDA,
    EXPRESSION,
    FIELD,
    TEXT,
    Said,
    all_of,
    said_in,
    strongest,
)
from scanner.licenses.expression import joined, licenses_in, stem_of, with_scope
from scanner.licenses.found import DOCUMENTATION, PYTHON_STACK, Found, found_in
from scanner.licenses.meaning import (
    AND,
    OR,
    UNVERSIONED,
    Meaning,
    family_of,
    is_member,
    is_relative,
    names,
    settled,
    settled_parts,
)
from scanner.model.license import NONE, NOTHING_DECLARED, LicenseStatement, Licensing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scanner.model.license import DeclaredLicense, LicenseMatch, LicenseText

REVIEWED: Final = frozenset(("invalid", "declared-text", "field-classifier"))
"""Conflicts that somebody has to look at."""
CERTAIN: Final = 0.8
"""From which confidence on nobody has to look at it."""
WHOLE: Final = 0.9
"""How much of a text has to be known, if it alone decides."""

UNDERSTOOD: Final = 0.75
"""How much, for it to decide at all."""


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
    outside: tuple[str, ...] = ()
    """Those that are named by a path out of the metadata directory."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An expression, and why; None if it stays open."""

    expression: str | None
    confidence: float
    reason: str


def conclude(evidence: Evidence, identify: Callable[[str], Sequence[LicenseMatch]]) -> Licensing:
    """Return all that follows from the evidence, whatever the order of files."""
    said = (
        *said_in(evidence.declared, identify, CONDA if evidence.is_conda else FIELD),
        *said_in(evidence.conda, identify, CONDA),
    )
    declared = strongest(said, evidence.declared.classifiers)
    found = found_in(evidence.texts)
    conclusion = _conclusion(declared, evidence, found)
    bundled = _bundled(evidence, found, conclusion.expression or _declared(declared, said))
    expression = declared.meaning.whole if declared else None
    conflicts = (
        *conflicts_of(said, expression, found, bundled),
        *missing_files(evidence.absent, evidence.outside),
    )
    needs_review = (
        conclusion.confidence < CERTAIN
        or _is_unstated(conclusion.expression, declared, found)
        or any(conflict.kind in REVIEWED for conflict in conflicts)
    )
    return Licensing(
        declared=_declared(declared, said),
        statements=(
            *(each.statement for each in said),
            *evidence.system,
            *_statements(found),
        ),
        detected=tuple(sorted(evidence.texts, key=lambda text: text.path)),
        bundled=bundled,
        concluded=conclusion.expression,
        confidence=conclusion.confidence,
        reason=conclusion.reason,
        conflicts=conflicts,
        needs_review=needs_review,
    )


def _declared(declared: Said | None, said: Sequence[Said]) -> str | None:
    if declared:
        return declared.meaning.whole
    return None if any(each.raw.strip() for each in said) else NONE


def _conclusion(declared: Said | None, evidence: Evidence, found: Found) -> Conclusion:
    if declared is None:
        return _of_texts(evidence, found)
    if declared.meaning.expression:
        return _of_expression(declared, declared.meaning.expression, evidence, found)
    return _settled(declared, evidence, found)


def _of_expression(declared: Said, expression: str, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude from a declared expression, or a name that means one."""
    meaning, source = declared.meaning, declared.source
    licenses = found.licenses
    if source == FIELD and (several := _classified(expression, evidence, found)):
        return several
    if meaning.has_exception:
        return _excepted(expression, evidence, found)
    if not found.files:
        confidence = {EXPRESSION: 0.95, CONDA: 0.9}.get(source, 0.85)
        return Conclusion(expression, confidence, f"{source} says so; there is no text")
    if agrees(expression, licenses):
        scoped = _scoped(expression, meaning, licenses)
        confidence = 1.0 if source == EXPRESSION else 0.95
        return Conclusion(scoped, confidence, f"{source} and the text agree")
    relative = _relative(expression, licenses, is_loose=meaning.is_loose)
    if relative and source not in {EXPRESSION, CONDA}:
        reason = f"the text; {source} names a relative of it, {expression}"
        return Conclusion(_as_loose(relative, expression), 0.7, reason)
    reason = f"{source} says so, though the text is {listed(licenses)}"
    return Conclusion(expression, 0.6, reason)


def _classified(expression: str, evidence: Evidence, found: Found) -> Conclusion | None:
    """Conclude where classifiers name another licence than a field, and it has a text, too."""
    named = licenses_in(expression)
    if len(named) > 1 or named[0] not in found.licenses:
        return None
    meaning = parse_classifiers(evidence.declared.classifiers)
    others = (each for each in found.licenses if names(meaning, each))
    further = [each for each in others if not is_relative(each, named[0]) and each != named[0]]
    if not further:
        return None
    together = tuple(dict.fromkeys((*named, *further)))
    if found.choice or found.is_choice:
        reason = "several are classified, and a text says that one may choose"
        return Conclusion(found.choice or joined(together, OR), 0.9, reason)
    return Conclusion(None, 0.0, f"whether one may choose is not said: {listed(together)}")


def _nothing(_: str) -> Sequence[LicenseMatch]:
    return ()


def _scoped(expression: str, meaning: Meaning, licenses: Sequence[str]) -> str:
    """Return an expression with the scope that a notice states, where the metadata do not."""
    if meaning.is_scope_stated:
        return expression
    for each in licenses_in(expression):
        later = f"{stem_of(each)}-or-later"
        if each.endswith("-only") and later in licenses:
            expression = with_scope(expression, each, later)
    return expression


def _relative(expression: str, licenses: Sequence[str], *, is_loose: bool) -> str | None:
    """Return the licence of a text that may go by the name of the declared one."""
    family = family_of(expression)
    if family is None or not (is_loose or family in UNVERSIONED):
        return None
    return next((each for each in licenses if is_member(each, family)), None)


def _as_loose(relative: str, expression: str) -> str:
    """Return the licence of a text with the scope of a name."""
    is_later = expression.endswith("-or-later") and relative.endswith("-only")
    return f"{stem_of(relative)}-or-later" if is_later else relative


def _settled(declared: Said, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude from a family, or several names, with what others say and texts are."""
    meaning, source = declared.meaning, declared.source
    if meaning.operator == OR and not meaning.parts:
        together = found.choice or (joined(found.licenses, OR) if len(found.licenses) > 1 else None)
        reason = f"{source} says that one may choose, and the text between which"
        return _open_or(together, 0.9, reason, meaning)
    if meaning.parts and not meaning.operator:
        return _listed(declared, evidence, found)
    expression = settled(meaning, found.licenses)
    if expression:
        if source == FIELD and (several := _classified(expression, evidence, found)):
            return several
        if meaning.has_exception:
            return _excepted(expression.partition(" WITH ")[0], evidence, found)
        return Conclusion(expression, 0.9, f"{source} names a family, and the text is of it")
    others = _others(evidence)
    expression = settled(meaning, tuple(others))
    if expression and not meaning.has_exception:
        return Conclusion(
            expression, 0.8, f"{source} names a family, which {others[expression]} settles"
        )
    if found.files:
        reason = f"{meaning.reason}, and the text is {listed(found.licenses)}"
        return Conclusion(None, 0.0, reason)
    return _open_or(None, 0.0, "", meaning)


def _listed(declared: Said, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude from names without a word on how they go together."""
    meaning = declared.meaning
    known = settled_parts(meaning, found.licenses)
    if not known:
        return _open_or(None, 0.0, "", meaning)
    wanted = {each for expression in known for each in licenses_in(expression)}
    if found.choice and wanted.issuperset(licenses_in(found.choice)):
        return Conclusion(found.choice, 0.9, f"{declared.source} names several; a text is a choice")
    if found.is_choice and wanted.issubset(found.licenses):
        return Conclusion(joined(known, OR), 0.9, "several, of which a text says one may choose")
    if found.are_in_one_file(wanted):
        return Conclusion(joined(known, AND), 0.85, "several, which are in one text together")
    return _open_or(None, 0.0, "", meaning)


def _open_or(
    expression: str | None, confidence: float, reason: str, meaning: Meaning
) -> Conclusion:
    if expression:
        return Conclusion(expression, confidence, reason)
    return Conclusion(None, 0.0, f"{meaning.reason or 'nothing tells it'}; no text settles it")


def _excepted(license_: str, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude where there is an exception, and only the text says which.

    One that is not on the list is called by the text that it is in.
    """
    stem = stem_of(license_)
    texts = [each for each in found.licenses if stem_of(each) == stem]
    pair = next((each for each in texts if " WITH " in each), None)
    if pair:
        expression = f"{license_} WITH {pair.partition(' WITH ')[2]}"
        return Conclusion(expression, 0.85, "an exception is named, and the text has it")
    if not texts:
        return Conclusion(None, 0.0, f"which exception there is of {license_} is not said")
    path = found.path_of(texts[0])
    digest = next((each.digest for each in evidence.texts if each.path == path), "")
    expression = f"{license_} WITH AdditionRef-{digest.rpartition(':')[2][:12]}"
    return Conclusion(expression, 0.7, "an exception is named that is not on the list")


def _others(evidence: Evidence) -> dict[str, str]:
    """Return the licences that packages say that it came in, and which of them."""
    conda = said_in(evidence.conda, _nothing, CONDA)
    said = [(each.meaning.expression, each.source) for each in conda]
    said += [(each.expression, each.source) for each in evidence.system]
    return {
        license_: source
        for expression, source in reversed(said)
        if expression
        for license_ in licenses_in(expression)
    }


def _of_texts(evidence: Evidence, found: Found) -> Conclusion:
    """Conclude where the metadata say nothing of use."""
    if found.choice:
        return Conclusion(found.choice, 0.8, "nothing is declared; a text says that one may choose")
    licenses = found.licenses
    if len(licenses) > 1 and found.is_choice:
        return Conclusion(joined(licenses, OR), 0.75, "nothing is declared; a text offers a choice")
    if licenses and found.are_in_one_file(licenses):
        coverage = min(each.coverage for each in evidence.texts if each.path == found.files[0][0])
        if coverage < UNDERSTOOD:
            reason = f"nothing is declared, and the text is only partly known: {listed(licenses)}"
            return Conclusion(None, 0.0, reason)
        confidence = 0.85 if len(licenses) == 1 and coverage >= WHOLE else 0.7
        return Conclusion(joined(licenses, AND), confidence, "nothing is declared; the text is it")
    if licenses:
        return Conclusion(None, 0.0, f"whether all apply is not said: {listed(licenses)}")
    system = [each for each in evidence.system if each.expression]
    if system:
        return Conclusion(system[0].expression, 0.7, f"nothing but the {system[0].source} says it")
    said = evidence.declared != replace(NOTHING_DECLARED, files=evidence.declared.files)
    return Conclusion(
        None, 0.0, "what is declared tells no licence" if said else "nothing is declared"
    )


def _bundled(evidence: Evidence, found: Found, expression: str | None) -> tuple[str, ...]:
    """Return the licences of what it has of others' work."""
    own = set(licenses_in(expression)) if expression and expression != NONE else set()
    stems = {stem_of(each) for each in own}
    others = {each for text in evidence.texts if text.is_third_party for each in _licenses_of(text)}
    others |= {each for expression in evidence.bundled for each in licenses_in(expression)}
    if own:
        others |= set(found.licenses)
    if own & PYTHON_STACK:
        others -= {*PYTHON_STACK, DOCUMENTATION}
    return tuple(sorted(each for each in others if each not in own and stem_of(each) not in stems))


def _licenses_of(text: LicenseText) -> Iterator[str]:
    for match in text.matches:
        yield from licenses_in(match.expression)


def _is_unstated(expression: str | None, declared: Said | None, found: Found) -> bool:
    """Tell whether nothing says that later versions of a licence do not apply, too."""
    if expression is None or (declared and declared.meaning.expression == expression):
        return bool(expression and declared and not declared.meaning.is_scope_stated)
    return not found.unstated.isdisjoint(licenses_in(expression))


def _statements(found: Found) -> Iterable[LicenseStatement]:
    for path, licenses in found.files:
        yield LicenseStatement(
            source=TEXT,
            raw=path.rpartition("/")[2],
            expression=found.choice if len(found.files) == 1 and found.choice else all_of(licenses),
            path=path,
        )
