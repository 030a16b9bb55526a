"""Where what is said of a licence contradicts itself, the texts, or leaves something out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.licenses.classifier import parse_classifier
from scanner.licenses.evidence import CLASSIFIER, EXPRESSION, short
from scanner.licenses.expression import licenses_in, stem_of
from scanner.licenses.found import PYTHON_STACK
from scanner.licenses.meaning import is_member, is_relative
from scanner.model.license import LicenseConflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.licenses.evidence import Evidence, Said
    from scanner.licenses.found import Found

MAX_LISTED = 5


def conflicts_of(
    said: Sequence[Said], declared: str | None, found: Found, bundled: Sequence[str]
) -> Iterator[LicenseConflict]:
    """Yield what does not fit together, whichever of it may be right."""
    yield from _invalid(said)
    if declared:
        yield from _classified(said, declared)
        yield from _written(declared, found)
    if bundled and declared:
        yield LicenseConflict(
            kind="bundled",
            message=f"it declares {declared}, and bundles {listed(bundled)}, too",
            advice="Pass on the notices of what is bundled as well, or list it in the expression.",
        )


def missing_files(evidence: Evidence) -> Iterator[LicenseConflict]:
    """Yield the licence files that metadata name and that were not read."""
    for name in evidence.outside:
        yield LicenseConflict(
            kind="outside-file",
            message=f"License-File is outside of the metadata directory: {name[:200]!r}",
            advice="Build it again with a path below the project (PEP 639); this one was not read.",
        )
    for name in evidence.unread:
        yield LicenseConflict(
            kind="unread-file",
            message=f"License-File has no name of a licence, and was not read: {name[:200]!r}",
            advice="Look into it: it may be a licence that is told nowhere else.",
        )
    for name in evidence.absent:
        yield LicenseConflict(
            kind="missing-file",
            message=f"License-File is not there: {name[:200]!r}",
            advice="Get the text from the source distribution: it has to be passed on.",
        )


def agrees(expression: str, found: Iterable[str]) -> bool:
    """Tell whether one of some texts is of one of the licences of an expression."""
    stems = {stem_of(each) for each in licenses_in(expression)}
    others = {stem_of(each) for each in found}
    is_python = not stems.isdisjoint(PYTHON_STACK) and not others.isdisjoint(PYTHON_STACK)
    return is_python or not stems.isdisjoint(others)


def listed(names: Sequence[str]) -> str:
    """Return the first of many names, and how many there are."""
    more = len(names) - MAX_LISTED
    return ", ".join(names[:MAX_LISTED]) + (f" and {more} more" if more > 0 else "")


def _invalid(said: Sequence[Said]) -> Iterator[LicenseConflict]:
    for each in said:
        if each.source == EXPRESSION and each.meaning.expression is None:
            yield LicenseConflict(
                kind="invalid",
                message=f"License-Expression is not valid: {each.raw[:200]!r}",
                advice="Report it upstream: it should be identifiers of https://spdx.org/licenses, "
                "joined by AND, OR and WITH.",
            )


def _classified(said: Sequence[Said], declared: str) -> Iterator[LicenseConflict]:
    """Yield the classifiers that speak of another licence than what outranks them."""
    if all(each.source == CLASSIFIER for each in said):
        return
    licenses = licenses_in(declared)
    for each in said:
        if each.source == CLASSIFIER and not _fits(each.raw, licenses):
            yield LicenseConflict(
                kind="field-classifier",
                message=f"it declares {declared}, and is classified as {short(each.raw)}",
                advice="Ask upstream to remove the classifier, which License-Expression replaces.",
            )


def _fits(classifier: str, licenses: Sequence[str]) -> bool:
    meaning = parse_classifier(classifier)
    if meaning.family:
        return any(is_member(each, meaning.family) for each in licenses)
    if meaning.expression is None or agrees(meaning.expression, licenses):
        return True
    return meaning.is_loose and any(is_relative(each, meaning.expression) for each in licenses)


def _written(declared: str, found: Found) -> Iterator[LicenseConflict]:
    if found.files and not agrees(declared, found.licenses):
        path, licenses = found.files[0]
        yield LicenseConflict(
            kind="declared-text",
            message=f"it declares {declared}, and the text is {listed(licenses)} ({path})",
            advice="Ask upstream which one is meant, and record the answer in a curation.",
        )
