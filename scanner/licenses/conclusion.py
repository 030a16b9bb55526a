"""What is held to be the licence of a distribution, and why.

An expression wins, and is checked against the texts; then come names in fields, then classifiers,
which refine those or stand alone. A family is settled by a text. Several licences are a choice
only where something says so, and all apply only where they are in one text. Else it stays open:
a licence that no evidence names is never concluded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.licenses.conflict import agrees, conflicts_of, listed, missing_files
from scanner.licenses.evidence import CONDA, EXPRESSION, FIELD, TEXT, Said, said_in, strongest
from scanner.licenses.expression import joined, licenses_in, stem_of
from scanner.licenses.found import DOCUMENTATION, PYTHON_STACK, Found, found_in, licenses_of_others
from scanner.licenses.meaning import AND, LGPL21, OR, UNVERSIONED, family_of, is_member, scope_from
from scanner.licenses.settlement import (
    Conclusion,
    conclude_from_classified,
    conclude_from_names,
    conclude_with_exception,
    without_text,
)
from scanner.model.license import NONE, NOTHING_DECLARED, LicenseStatement, Licensing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scanner.licenses.evidence import Evidence
    from scanner.model.license import LicenseMatch

REVIEWED: Final = frozenset(("invalid", "declared-text", "field-classifier"))
"""Conflicts that somebody has to look at."""
CERTAIN: Final = 0.8
"""From which confidence on nobody has to look at it."""
WHOLE: Final = 0.9
"""How much of a text has to be known, if it alone decides."""

UNDERSTOOD: Final = 0.75
"""How much, for it to decide at all."""


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
        *missing_files(evidence),
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
    return conclude_from_names(declared, evidence, found)


def _of_expression(declared: Said, expression: str, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude from a declared expression, or a name that means one."""
    meaning, source = declared.meaning, declared.source
    licenses = found.licenses
    if source == FIELD and (several := conclude_from_classified(expression, evidence, found)):
        return several
    if meaning.has_exception:
        return conclude_with_exception(expression, evidence, found)
    if not found.files:
        confidence = {EXPRESSION: 0.95, CONDA: 0.9}.get(source, 0.85)
        return Conclusion(expression, confidence, f"{source} says so; {without_text(evidence)}")
    if not agrees(expression, licenses):
        return _against_text(declared, expression, licenses)
    confidence = 1.0 if source == EXPRESSION else 0.95
    scoped = scope_from(expression, meaning, licenses)
    return Conclusion(scoped, confidence, f"{source} and the text agree")


def _against_text(declared: Said, expression: str, licenses: Sequence[str]) -> Conclusion:
    """Conclude where the text is another licence; of a relative, it is the name that is wrong."""
    relative = _relative(expression, licenses, is_loose=declared.meaning.is_loose)
    if relative and declared.source not in {EXPRESSION, CONDA}:
        reason = f"the text; {declared.source} names a relative of it, {expression}"
        return Conclusion(_as_loose(relative, expression), 0.7, reason)
    reason = f"{declared.source} says so, though the text is {listed(licenses)}"
    return Conclusion(expression, 0.6, reason)


def _relative(expression: str, licenses: Sequence[str], *, is_loose: bool) -> str | None:
    """Return the licence of a text that may go by the name of the declared one."""
    family = family_of(expression)
    if family is None or not (is_loose or family in UNVERSIONED):
        return None
    members = (each for each in licenses if is_member(each, family))
    # "LGPL v2" may be 2.1, of which it is the successor, and never 3.
    return next((each for each in members if family != "LGPL" or stem_of(each) == LGPL21), None)


def _as_loose(relative: str, expression: str) -> str:
    """Return the licence of a text with the scope of a name."""
    is_later = expression.endswith("-or-later") and relative.endswith("-only")
    return f"{stem_of(relative)}-or-later" if is_later else relative


def _of_texts(evidence: Evidence, found: Found) -> Conclusion:
    """Conclude where the metadata say nothing of use."""
    if found.choice:
        return Conclusion(found.choice, 0.8, "nothing is declared; a text says that one may choose")
    licenses = found.licenses
    if len(licenses) > 1 and found.is_choice:
        return Conclusion(joined(licenses, OR), 0.75, "nothing is declared; a text offers a choice")
    if licenses and not found.are_in_one_file(licenses):
        return Conclusion(None, 0.0, f"whether all apply is not said: {listed(licenses)}")
    return _of_one_text(evidence, found) if licenses else _of_system(evidence)


def _of_one_text(evidence: Evidence, found: Found) -> Conclusion:
    path, licenses = found.files[0][0], found.licenses
    coverage = min(each.coverage for each in evidence.texts if each.path == path)
    if coverage < UNDERSTOOD:
        reason = f"nothing is declared, and the text is only partly known: {listed(licenses)}"
        return Conclusion(None, 0.0, reason)
    confidence = 0.85 if len(licenses) == 1 and coverage >= WHOLE else 0.7
    return Conclusion(joined(licenses, AND), confidence, "nothing is declared; the text is it")


def _of_system(evidence: Evidence) -> Conclusion:
    said = next((each for each in evidence.system if each.expression), None)
    if said:
        return Conclusion(said.expression, 0.7, f"nothing but the {said.source} says it")
    is_declared = evidence.declared != replace(NOTHING_DECLARED, files=evidence.declared.files)
    reason = "what is declared tells no licence" if is_declared else "nothing is declared"
    return Conclusion(None, 0.0, reason)


def _bundled(evidence: Evidence, found: Found, expression: str | None) -> tuple[str, ...]:
    """Return the licences of what it has of others' work."""
    own = set(licenses_in(expression)) if expression and expression != NONE else set()
    stems = {stem_of(each) for each in own}
    others = set(licenses_of_others(evidence.texts))
    others |= {each for expression in evidence.bundled for each in licenses_in(expression)}
    if own:
        others |= set(found.licenses)
    if own & PYTHON_STACK:
        others -= {*PYTHON_STACK, DOCUMENTATION}
    return tuple(sorted(each for each in others if each not in own and stem_of(each) not in stems))


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
            expression=found.choice
            if len(found.files) == 1 and found.choice
            else joined(licenses, AND),
            path=path,
        )
