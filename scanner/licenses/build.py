"""Builds the corpus from the texts of the SPDX licence list. Equal texts give equal bytes."""

from __future__ import annotations

import json
import lzma
import re
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scanner.licenses.corpus import LENGTH_BYTES, digest_of, trigrams_in
from scanner.licenses.popular import POPULAR
from scanner.licenses.words import SPELLINGS, lines_of, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_ANCHORS: Final = 32
"""How many trigrams of a text are looked for, spread over its length."""
MIN_WORDS: Final = 14
"""A shorter text is only found as a whole file: its words are also those of other texts."""
FREQUENT: Final = 48
"""A trigram that is in more texts tells little, and takes long to follow."""
_MULTIPLIER: Final = 0x9E3779B97F4A7C15
"""Fibonacci hashing: which of several equally rare trigrams is taken should be by chance."""
_TITLE_WORDS: Final = 12
_MIN_REST: Final = 0.8
"""What the words are that remain without titles: else they are no titles, but the licence."""

_ENDS: Final = re.compile(
    r"\s*(?:END OF (?:(?:THE )?TERMS AND CONDITIONS|ACADEMIC FREE LICENSE)|How to Apply These Terms"
    r"|Exhibit A\b.{0,4}Source Code Form|APPENDIX: How to apply"
    r"|Creative Commons (?:is not a party to (?:its|this)|Notice\s*$))",
    re.IGNORECASE,
)
"""What follows is no part of the licence; half of all copies leave it out."""
_INCORPORATED: Final = re.compile(r"\s*GNU GENERAL PUBLIC LICENSE\s*$")
"""The GPL below the LGPL 3, which mostly is in a file of its own."""
_BEGINS: Final = re.compile(
    r"\s*(?:Creative Commons [\w -]+ \d\.\d International Public License\s*$"
    r"|Statement of Purpose\s*$|THE WORK \(AS DEFINED BELOW\) IS PROVIDED)"
)
"""What Creative Commons puts in front of its legal code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One licence or exception of the list."""

    id: str
    name: str
    text: str
    is_exception: bool = False
    is_deprecated: bool = False


@dataclass(slots=True)
class _Draft:
    """What is known of the corpus so far."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    texts: list[tuple[str, int, int]] = field(default_factory=list)
    numbers: list[array[int]] = field(default_factory=list)
    keys: dict[bytes, int] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)

    def numbers_of(self, lines: Sequence[str]) -> array[int]:
        numbers = array("H")
        for word in words_in(lines).words:
            known = SPELLINGS.get(word, word)
            numbers.append(self.vocabulary.setdefault(known, len(self.vocabulary) + 1))
        return numbers

    def add(self, listed: Listed) -> None:
        lines = lines_of(listed.text)
        whole = self.numbers_of(lines)
        known = self.keys.get(digest_of(whole))
        if known is not None:
            self.twins[listed.id] = self.texts[known][0]
            return
        if listed.is_deprecated:
            return
        for start, end in _extents(lines):
            self._add_part(
                listed, [self.numbers_of(part) for part in _with_titles(lines[start:end])]
            )

    def _add_part(self, listed: Listed, parts: list[array[int]]) -> None:
        """Add a part of a text, with less and less of its title, as far as no other has it."""
        fresh = {digest_of(part): part for part in parts if digest_of(part) not in self.keys}
        if fresh:
            self.keys.update(dict.fromkeys(fresh, len(self.texts)))
            shortest = list(fresh.values())[-1]
            self.texts.append((listed.id, len(shortest), int(listed.is_exception)))
            self.numbers.append(shortest)


def build(version: str, listed: Sequence[Listed]) -> bytes:
    """Return the corpus that these texts make."""
    draft = _Draft()
    for each in sorted(listed, key=_preference):
        draft.add(each)
    anchors = sorted(_anchors(draft.numbers))
    head = {
        "version": version,
        "vocabulary": " ".join(draft.vocabulary),
        "texts": draft.texts,
        "names": {each.id: each.name for each in sorted(listed, key=lambda each: each.id)},
        "twins": dict(sorted(draft.twins.items())),
        "keys": {key.hex(): text for key, text in sorted(draft.keys.items())},
        "anchors": len(anchors),
    }
    parts = [_with_length(_json(head))]
    for code, column in zip("QHH", zip(*anchors, strict=True), strict=True):
        parts.append(array(code, column).tobytes())
    parts += [numbers.tobytes() for numbers in draft.numbers]
    index = zlib.compress(b"".join(parts), 9)
    return _with_length(index) + lzma.compress(_json(_texts(listed)), preset=9)


def _preference(listed: Listed) -> tuple[bool, bool, int, int, str]:
    """Put the identifier first that stands for others with the same text."""
    common = POPULAR.index(listed.id) if listed.id in POPULAR else len(POPULAR)
    return listed.is_deprecated, listed.is_exception, common, len(listed.id), listed.id


def _extents(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the part of a text that is always there, and then all of it."""
    begins = next((n for n, line in enumerate(lines) if _BEGINS.match(line)), 0)
    cut = next((n for n, line in enumerate(lines) if n > begins and _ends(n, line)), len(lines))
    if cut < len(lines):
        yield begins, cut
        if begins:
            yield begins, len(lines)
    elif begins:
        yield begins, len(lines)
    if begins:
        yield 0, cut
    yield 0, len(lines)


def _ends(number: int, line: str) -> bool:
    return bool(_ENDS.match(line) or (number > _TITLE_WORDS and _INCORPORATED.match(line)))


def _with_titles(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield a text, and what remains of it without each paragraph of its title."""
    yield lines
    total = len(words_in(lines).words)
    title = 0
    for number, line in enumerate(lines):
        words = len(words_in([line]).words)
        title += words
        if title > _TITLE_WORDS or line.rstrip().endswith((",", ".", ";", ":")):
            return
        if title and not words:
            if len(words_in(lines[number:]).words) < _MIN_REST * total:
                return
            title = 0
            yield lines[number:]


def _anchors(texts: Sequence[array[int]]) -> Iterator[tuple[int, int, int]]:
    trigrams = [trigrams_in(numbers) for numbers in texts]
    frequency = Counter(trigram for found in trigrams for trigram in set(found))

    def rank(trigram: int) -> tuple[bool, int]:
        return frequency[trigram] > FREQUENT, (trigram * _MULTIPLIER) & 0xFFFFFFFFFFFFFFFF

    for text, found in enumerate(trigrams):
        if len(found) < MIN_WORDS - 2:
            continue
        count = min(MAX_ANCHORS, len(found) // 3)
        bounds = [len(found) * part // count for part in range(count + 1)]
        for start, end in pairwise(bounds):
            place = min(range(start, end), key=lambda place: (*rank(found[place]), place))
            yield found[place], text, place


def _texts(listed: Sequence[Listed]) -> list[list[str]]:
    by_text: dict[str, list[str]] = {}
    for each in sorted(listed, key=lambda each: each.id):
        by_text.setdefault(each.text, []).append(each.id)
    return [[text, *ids] for text, ids in by_text.items()]


def _json(value: Mapping[str, object] | list[list[str]]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _with_length(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES) + data
