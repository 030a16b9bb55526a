"""The texts of the SPDX licence list, as the matcher wants them: numbers in place of words.

The file beside this module has two parts, compressed apart: an index, which every match needs, and
the texts as people read them, which only notices need. ``make spdx`` writes it.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.licenses.words import SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BUNDLED: Final = Path(__file__).with_name("spdx.bin")
LENGTH_BYTES: Final = 4
"""In front of each part, most significant first."""
DIGEST_BYTES: Final = 8
"""Enough for a thousand texts, and nobody gains anything by a second one with the same digest."""
EDGE: Final = 8
"""How many trigrams of the shortest text are its beginning, and its end."""
UNKNOWN: Final = 0
"""The number of every word that is in no licence."""


@dataclass(frozen=True, slots=True)
class KnownText:
    """One text of the list, or a part of it that is found by itself."""

    id: str
    start: int
    """Where it begins among the words of all texts."""
    length: int
    is_exception: bool
    anchors: int
    """How many of its trigrams are looked for."""

    @property
    def has_scope(self) -> bool:
        """Whether the same text is that of an ``-or-later`` as well."""
        return self.id.endswith("-only")


@dataclass(frozen=True, slots=True)
class Trigrams:
    """Each three words in a row of a text, as one number."""

    all: frozenset[int]
    first: frozenset[int]
    last: frozenset[int]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The trigrams that are looked for, and in which texts and where each is: three columns."""

    trigrams: array[int]
    """In order; one that is in several texts is there as often."""
    texts: array[int]
    places: array[int]
    rows: Mapping[int, int]
    """The last row of each trigram."""

    @classmethod
    def of(cls, trigrams: array[int], texts: array[int], places: array[int]) -> Anchors:
        """Return the same, ready to be looked up."""
        return cls(trigrams, texts, places, dict(zip(trigrams, count(), strict=False)))

    def of_trigram(self, trigram: int) -> Iterator[tuple[int, int]]:
        """Yield the texts that a trigram is in, and where."""
        row = self.rows.get(trigram, -1)
        while row >= 0 and self.trigrams[row] == trigram:
            yield self.texts[row], self.places[row]
            row -= 1


@dataclass(frozen=True)
class Corpus:
    """Everything that a text is compared with."""

    version: str
    """Of the SPDX licence list."""
    vocabulary: Mapping[str, int]
    words: array[int]
    texts: tuple[KnownText, ...]
    names: Mapping[str, str]
    """Full names of all licences and exceptions, by identifier."""
    identifiers: Mapping[str, str]
    """All identifiers, by their lower case."""
    exceptions: frozenset[str]
    """Identifiers of what only goes with a licence."""
    twins: Mapping[str, str]
    """Identifiers whose text is that of another one, which stands for both."""
    keys: Mapping[bytes, int]
    """Which text it is, by the digest of all its words."""
    anchors: Anchors
    _distinct: dict[int, array[int]] = field(default_factory=dict, repr=False, compare=False)
    _trigrams: dict[int, Trigrams] = field(default_factory=dict, repr=False, compare=False)

    def numbers_of(self, words: Iterable[str]) -> array[int]:
        """Return the numbers of words."""
        number = self.vocabulary.get
        return array("H", [number(word, UNKNOWN) for word in words])

    def numbers_in(self, text: int) -> array[int]:
        """Return the words of a text."""
        known = self.texts[text]
        return self.words[known.start : known.start + known.length]

    def distinct_trigrams_of(self, text: int) -> array[int]:
        """Return each trigram of a text once: a tenth of what a set takes, for there are many."""
        found = self._distinct.get(text)
        if found is None:
            trigrams = trigrams_in(self.numbers_in(text))
            found = self._distinct[text] = array("Q", frozenset(trigrams))
        return found

    def trigrams_of(self, text: int) -> Trigrams:
        """Return the trigrams of a text, which are made when they are first wanted."""
        found = self._trigrams.get(text)
        if found is None:
            trigrams = trigrams_in(self.numbers_in(text))
            edge = EDGE + len(trigrams) // 20
            found = self._trigrams[text] = Trigrams(
                frozenset(trigrams), frozenset(trigrams[:edge]), frozenset(trigrams[-edge:])
            )
        return found


def digest_of(numbers: array[int]) -> bytes:
    """Return the key of a text."""
    return blake2b(_little_endian(numbers).tobytes(), digest_size=DIGEST_BYTES).digest()


def trigrams_in(numbers: array[int]) -> list[int]:
    """Return each three words in a row as one number."""
    return [
        (first << 32) | (second << 16) | third
        for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False)
    ]


@cache
def bundled() -> Corpus:
    """Return the list that ships with this release, read once."""
    index, _ = _parts(BUNDLED.read_bytes())
    return corpus_of(index)


def text_of(identifier: str) -> str | None:
    """Return the text of a licence or an exception, for where nobody ships it."""
    return _texts().get(identifier)


@cache
def _texts() -> Mapping[str, str]:
    import lzma

    _, compressed = _parts(BUNDLED.read_bytes())
    by_text: dict[str, str] = {}
    for text, *identifiers in json.loads(lzma.decompress(compressed)):
        by_text.update(dict.fromkeys(identifiers, text))
    return by_text


def _parts(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:LENGTH_BYTES])
    return data[LENGTH_BYTES : LENGTH_BYTES + length], data[LENGTH_BYTES + length :]


def corpus_of(index: bytes) -> Corpus:
    """Read an index."""
    data = zlib.decompress(index)
    length = int.from_bytes(data[:LENGTH_BYTES])
    head = json.loads(data[LENGTH_BYTES : LENGTH_BYTES + length])
    position = LENGTH_BYTES + length
    arrays = []
    for code in "QHH":
        end = position + head["anchors"] * array(code).itemsize
        arrays.append(_little_endian(array(code, data[position:end])))
        position = end
    anchors = Anchors.of(*arrays)
    counts = Counter(anchors.texts)
    texts = []
    start = 0
    for number, (identifier, words, is_exception) in enumerate(head["texts"]):
        texts.append(KnownText(identifier, start, words, bool(is_exception), counts[number]))
        start += words
    return Corpus(
        version=head["version"],
        vocabulary=_vocabulary(head["vocabulary"].split(" ")),
        words=_little_endian(array("H", data[position:])),
        texts=tuple(texts),
        names=head["names"],
        identifiers={identifier.lower(): identifier for identifier in head["names"]},
        exceptions=frozenset(text.id for text in texts if text.is_exception),
        twins=head["twins"],
        keys={bytes.fromhex(key): text for key, text in head["keys"].items()},
        anchors=anchors,
    )


def _vocabulary(words: Sequence[str]) -> Mapping[str, int]:
    numbers = {word: number for number, word in enumerate(words, UNKNOWN + 1)}
    for spelling, word in SPELLINGS.items():
        if word in numbers:
            numbers[spelling] = numbers[word]
    return numbers


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return numbers
    swapped = numbers[:]
    swapped.byteswap()
    return swapped
