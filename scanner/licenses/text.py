"""What the text of a file says of licences, by the words that are in it.

From what is certain to what is not: all words of a known text; parts that are nearly one
(:mod:`scanner.licenses.window`); and in what remains, notices and the names of other files. A file
of a few words may be nothing but a name. It all depends on the bytes only, and on the release of
the SPDX licence list that ships with this package.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.licenses.copyright import MAX_CLAIMS, claim_in
from scanner.licenses.corpus import bundled
from scanner.licenses.exception import with_exceptions
from scanner.licenses.notice import MAX_NOTICES, is_choice, notices_in
from scanner.licenses.pointer import MAX_POINTERS, pointers_in
from scanner.licenses.prose import prose_of
from scanner.licenses.window import whole_text, windows_in
from scanner.licenses.words import decoded, lines_of, words_in
from scanner.model.license import LicenseMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.licenses.corpus import Corpus
    from scanner.licenses.pointer import Pointer
    from scanner.licenses.words import Words

MAX_BYTES: Final = 1 << 20
"""What is behind is not looked at; the largest aggregates known have half of it."""
MAX_NAME_WORDS: Final = 60
"""A file with more is no mere name."""
NAME_SCORE: Final = 0.9
REVIEW_COVERAGE: Final = 0.9
REVIEW_WORDS: Final = 60
_PUBLISHER: Final = "Free Software Foundation"
_HEAD_LINES: Final = 10
"""Above the first words of a GNU licence is who has the copyright of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What was found in one text."""

    matches: tuple[LicenseMatch, ...] = ()
    """In their order. An exception without a licence nearby stands for itself."""
    coverage: float = 0.0
    """The share of its words that matches account for; lines of copyright do not count."""
    remainder: int = 0
    """How many words they do not account for."""
    is_choice: bool = False
    """Whether it says that one may choose among the licences."""
    copyrights: tuple[str, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    limits: tuple[str, ...] = ()
    """What was left out because there is too much of it."""

    @property
    def needs_review(self) -> bool:
        """Whether so much was not understood that somebody should look at it."""
        return self.coverage < REVIEW_COVERAGE or self.remainder > REVIEW_WORDS


def identify(
    data: bytes,
    *,
    corpus: Corpus | None = None,
    licence_called: Callable[[str], str | None] | None = None,
) -> Identified:
    """Return what a text says of licences.

    ``licence_called`` gives the expression that a name stands for, for a text that is only a name;
    without it, names are those of the SPDX licence list.
    """
    corpus = corpus or bundled()
    lines = lines_of(decoded(data[:MAX_BYTES]))
    words = words_in(lines)
    texts, is_complete = _texts(words, corpus)
    taken = _lines_of(texts)
    prose = prose_of(lines, taken)
    notices = notices_in(prose, corpus.identifiers)
    matches = [*texts, *notices]
    if not matches and 0 < len(words.words) < MAX_NAME_WORDS:
        matches = _name(prose.text, words, licence_called or _listed(corpus))
    taken |= _lines_of(matches)
    claims = _copyrights(lines, texts)
    pointers = pointers_in(prose)
    limits = {
        f"only the first {MAX_BYTES >> 20} MiB were read": len(data) > MAX_BYTES,
        "repeats itself too often to be compared as a whole": not is_complete,
        "too much prose to look for notices in all of it": not prose.is_complete,
        f"more than {MAX_NOTICES} notices": len(notices) >= MAX_NOTICES,
        f"more than {MAX_CLAIMS} claims of a copyright": len(claims) >= MAX_CLAIMS,
        f"more than {MAX_POINTERS} names of other files": len(pointers) >= MAX_POINTERS,
    }
    covered = sum(line in taken for line in words.lines)
    return Identified(
        matches=with_exceptions(_scoped(matches), corpus),
        coverage=covered / len(words.words) if words.words else 0.0,
        remainder=len(words.words) - covered,
        is_choice=is_choice(prose),
        copyrights=claims,
        pointers=pointers,
        limits=tuple(limit for limit, is_hit in limits.items() if is_hit),
    )


def _texts(words: Words, corpus: Corpus) -> tuple[list[LicenseMatch], bool]:
    numbers = corpus.numbers_of(words.words)
    whole = whole_text(numbers, words.lines, corpus)
    windows, is_complete = ([whole], True) if whole else windows_in(numbers, corpus)
    found = []
    for window in windows:
        known = corpus.texts[window.text]
        found.append(
            LicenseMatch(
                expression=known.id,
                score=round(window.score, 3),
                first_line=words.lines[window.begin],
                last_line=words.lines[window.end - 1],
                technique="exact" if window.is_exact else "text",
                is_scope_stated=not known.has_scope,
            )
        )
    return found, is_complete


def _scoped(matches: Sequence[LicenseMatch]) -> list[LicenseMatch]:
    """Return matches in order, texts of the GNU family with the scope that a notice gives them."""
    stated = {
        match.expression.removesuffix("-or-later").removesuffix("-only"): match.expression
        for match in matches
        if match.is_scope_stated
    }
    scoped = []
    for match in sorted(matches, key=lambda match: (match.first_line, match.last_line)):
        scope = (
            None if match.is_scope_stated else stated.get(match.expression.removesuffix("-only"))
        )
        scoped.append(replace(match, expression=scope, is_scope_stated=True) if scope else match)
    return scoped


def _name(
    text: str, words: Words, licence_called: Callable[[str], str | None]
) -> list[LicenseMatch]:
    expression = licence_called(text)
    if not expression:
        return []
    first, last = words.lines[0], words.lines[-1]
    return [
        LicenseMatch(
            expression=expression,
            score=NAME_SCORE,
            first_line=first,
            last_line=last,
            technique="name",
        )
    ]


def _listed(corpus: Corpus) -> Callable[[str], str | None]:
    def listed(text: str) -> str | None:
        name = text.lower().removeprefix("the ").strip(" .")
        for identifier, full_name in corpus.names.items():
            if name in {identifier.lower(), full_name.lower()}:
                return identifier
        return None

    return listed


def _lines_of(matches: Sequence[LicenseMatch]) -> set[int]:
    return {line for match in matches for line in range(match.first_line, match.last_line + 1)}


def _copyrights(lines: Sequence[str], texts: Sequence[LicenseMatch]) -> tuple[str, ...]:
    """Return who claims a copyright, but not in the text of a licence itself."""
    own: set[int] = set()
    for match in texts:
        if not match.is_scope_stated:
            own.update(range(match.first_line - _HEAD_LINES, match.last_line + 1))
    claims: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        if number in own and _PUBLISHER in line:
            continue
        claim = claim_in(line)
        if claim:
            claims[claim] = None
            if len(claims) == MAX_CLAIMS:
                break
    return tuple(claims)
