"""Names of the GNU licences: which one, of which version, and whether later ones apply, too."""

from __future__ import annotations

from typing import Final

from scanner.licenses.alias import words_of
from scanner.licenses.meaning import UNSTATED_SCOPE, Meaning

VERSIONS: Final = {
    "AGPL": {"1": "1.0", "3": "3.0"},
    "GFDL": {"1.1": "1.1", "1.2": "1.2", "1.3": "1.3"},
    "GPL": {"1": "1.0", "2": "2.0", "3": "3.0"},
    "LGPL": {"2": "2.0", "2.1": "2.1", "3": "3.0"},
}
"""By abbreviation, the versions there are, without zeros, and as identifiers have them."""
_ABBREVIATIONS: Final = {
    "agpl": "AGPL",
    "fdl": "GFDL",
    "gfdl": "GFDL",
    "gpl": "GPL",
    "lgpl": "LGPL",
}
_KINDS: Final = {"affero": "AGPL", "lesser": "LGPL", "library": "LGPL", "documentation": "GFDL"}
_NAMES: Final = frozenset(("gnu", "general", "public", "free", "foundation", "fsf", "s"))
_LATER: Final = frozenset(("+", "later", "newer", "greater", "higher", "above", "superior", "up"))
_FILLERS: Final = frozenset(("or", "any", "at", "your", "option", "osi", "approved", "clause"))
_ONLY: Final = frozenset(("only",))
_EXCEPTION: Final = frozenset(("exception", "exceptions"))


def parse_gnu(name: str) -> Meaning | None:
    """Return what a name comes to; None if it is not one of a GNU licence, and of one alone."""
    words = words_of(name)
    has_exception = "with" in words and not _EXCEPTION.isdisjoint(words)
    if has_exception:
        words = words[: words.index("with")]
    kind = _kind(words)
    numbers = {word for word in words if word[0].isdigit()}
    known = {*_ABBREVIATIONS, *_KINDS, *_NAMES, *_LATER, *_FILLERS, *_ONLY, *numbers}
    if kind is None or len(numbers) > 1 or not known.issuperset(words):
        return None
    version = VERSIONS[kind].get("".join(numbers))
    if version is None:
        reason = f"a version that {kind} does not have" if numbers else f"no version of {kind}"
        return Meaning(family=kind, has_exception=has_exception, reason=reason)
    is_later = not _LATER.isdisjoint(words)
    expression = f"{kind}-{version}-{'or-later' if is_later else 'only'}"
    is_stated = is_later or "only" in words
    unnamed = "an exception that is not named" if has_exception else None
    return Meaning(
        expression=expression,
        is_scope_stated=is_stated,
        is_loose=kind == "LGPL" and version == "2.0",
        has_exception=has_exception,
        reason=unnamed or (None if is_stated else UNSTATED_SCOPE),
    )


def _kind(words: tuple[str, ...]) -> str | None:
    """Return the abbreviation of the one licence that is named, in words, letters or both."""
    short = {_ABBREVIATIONS[word] for word in words if word in _ABBREVIATIONS}
    long = {_KINDS[word] for word in words if word in _KINDS}
    if not long and {"general", "public"}.issubset(words):
        long = {"GPL"}
    if long and short == {"GPL"}:
        # "GNU Lesser GPL"
        return long.pop() if len(long) == 1 else None
    kinds = short | long
    return kinds.pop() if len(kinds) == 1 else None
