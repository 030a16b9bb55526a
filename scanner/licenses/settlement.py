"""What a family of licences comes to, several names, or a name with an exception.

A text settles them; where there is none, the package does that a distribution came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.licenses.classifier import parse_classifiers
from scanner.licenses.conflict import listed
from scanner.licenses.evidence import CONDA, FIELD, said_in
from scanner.licenses.expression import joined, licenses_in, stem_of
from scanner.licenses.meaning import AND, OR, is_relative, names, settled, settled_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.licenses.evidence import Evidence, Said
    from scanner.licenses.found import Found
    from scanner.licenses.meaning import Meaning
    from scanner.model.license import LicenseMatch


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An expression, and why; None if it stays open."""

    expression: str | None
    confidence: float
    reason: str


def conclude_from_names(declared: Said, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude from a family, or several names, with what others say and texts are."""
    meaning = declared.meaning
    if meaning.parts and not meaning.operator:
        return _listed(declared, evidence, found)
    if meaning.operator == OR and not meaning.parts:
        expression = found.choice or _choice_of(found)
        reason = f"{declared.source} says that one may choose, and the text between which"
        return (
            Conclusion(expression, 0.9, reason) if expression else _open(meaning, evidence, found)
        )
    if expression := settled(meaning, found.licenses):
        return _settled_by_text(declared, expression, evidence, found)
    others = _others(evidence)
    expression = settled(meaning, tuple(others))
    if expression and not meaning.has_exception:
        who = others.get(expression, "a package")
        return Conclusion(expression, 0.8, f"{declared.source} names a family; {who} settles it")
    return _open(meaning, evidence, found)


def _settled_by_text(
    declared: Said, expression: str, evidence: Evidence, found: Found
) -> Conclusion:
    if declared.meaning.has_exception:
        return conclude_with_exception(expression.partition(" WITH ")[0], evidence, found)
    several = conclude_from_classified(expression, evidence, found)
    if declared.source == FIELD and several:
        return several
    return Conclusion(expression, 0.9, f"{declared.source} names a family, and the text is of it")


def _choice_of(found: Found) -> str | None:
    return joined(found.licenses, OR) if len(found.licenses) > 1 else None


def conclude_from_classified(
    expression: str, evidence: Evidence, found: Found
) -> Conclusion | None:
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
    if found.are_in_one_file(together):
        return Conclusion(joined(together, AND), 0.85, "several are classified, and in one text")
    return Conclusion(None, 0.0, f"whether one may choose is not said: {listed(together)}")


def _listed(declared: Said, evidence: Evidence, found: Found) -> Conclusion:
    """Conclude from names without a word on how they go together."""
    known = settled_parts(declared.meaning, found.licenses)
    wanted = {each for expression in known for each in licenses_in(expression)}
    if found.choice and known and wanted.issuperset(licenses_in(found.choice)):
        return Conclusion(found.choice, 0.9, f"{declared.source} names several; a text is a choice")
    if found.is_choice and known and wanted.issubset(found.licenses):
        return Conclusion(joined(known, OR), 0.9, "several, of which a text says one may choose")
    if known and found.are_in_one_file(wanted):
        return Conclusion(joined(known, AND), 0.85, "several, which are in one text together")
    return _open(declared.meaning, evidence, found)


def without_text(evidence: Evidence) -> str:
    """Return in words that no text of its own says which licence it is."""
    is_there = any(not each.is_third_party for each in evidence.texts)
    return "no licence is recognised in the text" if is_there else "there is no text"


def _open(meaning: Meaning, evidence: Evidence, found: Found) -> Conclusion:
    reason = meaning.reason or "what is declared does not tell it"
    is_known = f"the text is {listed(found.licenses)}"
    texts = is_known if found.files else without_text(evidence)
    return Conclusion(None, 0.0, f"{reason}, and {texts}")


def conclude_with_exception(license_: str, evidence: Evidence, found: Found) -> Conclusion:
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


def _nothing(_: str) -> Sequence[LicenseMatch]:
    return ()
