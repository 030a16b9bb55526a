"""Which words of a text are a known one: trigrams in common, in both directions (Dice).

Of licences that fit the same words, the one with the better score stands for more words: X11 is MIT
with a paragraph more, and BSD-3-Clause begins and ends as BSD-2-Clause does.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Final

from scanner.licenses.cluster import clusters_in
from scanner.licenses.corpus import EDGE, digest_of, trigrams_in
from scanner.licenses.popular import POPULAR

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from scanner.licenses.cluster import Cluster
    from scanner.licenses.corpus import Corpus

THRESHOLD: Final = 0.8
"""Less of a licence is not that licence."""
EXCEPTION_THRESHOLD: Final = 0.9
"""Exceptions are short, and what they except differs in a few words."""
_GOOD: Final = 0.97
"""With such a score nothing was put in, and no wider window is tried."""
_PRIOR: Final = 0.03
"""What a common licence is ahead of others: HPND has thirty siblings, and BSD a dozen."""
_ALMOST: Final = 0.99
"""But not of one that is there word for word."""
_WORTHLESS: Final = 0.7
"""The score from which on words count."""
_SAMPLING: Final = 0.25
"""How much higher a score can be than the share of anchors that are there."""
_MAX_MISSING: Final = 0.35
"""How much of a licence may be missing at either end; with more, no score is high enough."""
_BLOCK: Final = 48
"""Words for which it is kept together what the best window is worth."""
_ROUNDS: Final = 3
"""How often something else is looked for beside what was chosen."""
_STEPS_PER_WORD: Final = 32
_MIN_STEPS: Final = 200_000
"""How many words are compared at most, for each word of a text and at least in all."""
_MAX_TITLE_WORDS: Final = 40
"""In front of a text that is otherwise known as a whole; with more, it may be another licence."""
_POPULAR: Final = frozenset(POPULAR)


@dataclass(frozen=True, slots=True)
class Window:
    """Words from ``begin`` to before ``end`` that are a known text."""

    text: int
    begin: int
    end: int
    score: float
    is_exact: bool = False


def whole_text(numbers: array[int], lines: Sequence[int], corpus: Corpus) -> Window | None:
    """Return the text that these are all words of, but for some lines of titles."""
    start = 0
    while start < min(len(numbers), _MAX_TITLE_WORDS):
        text = corpus.keys.get(digest_of(numbers[start:]))
        if text is not None:
            return Window(text, start, len(numbers), 1.0, is_exact=True)
        line = lines[start]
        while start < len(numbers) and lines[start] == line:
            start += 1
    return None


def windows_in(numbers: array[int], corpus: Corpus) -> tuple[list[Window], bool]:
    """Return what a text consists of, in order, and whether all of it was looked at."""
    trigrams = trigrams_in(numbers)
    found, is_complete = clusters_in(trigrams, corpus)
    comparison = _Comparison(numbers, trigrams, corpus)
    hopes = comparison.hopes(found)
    chosen: list[Window] = []
    for _ in range(_ROUNDS):
        windows, weaker = comparison.strongest(hopes)
        chosen = _chosen([*chosen, *windows], corpus)
        hopes = [hope for hope in weaker if _may_be_better(hope, chosen, corpus)]
        if not hopes:
            break
    return chosen, is_complete and comparison.steps > 0


@dataclass(frozen=True, slots=True)
class _Hope:
    """A text that may be there, and what it would be worth at most."""

    cluster: Cluster
    worth: float


@dataclass(slots=True)
class _Comparison:
    """A text while it is compared with others."""

    numbers: array[int]
    trigrams: Sequence[int]
    corpus: Corpus
    steps: int = field(init=False)

    def __post_init__(self) -> None:
        self.steps = max(_MIN_STEPS, _STEPS_PER_WORD * len(self.numbers))

    def hopes(self, clusters: Sequence[Cluster]) -> list[_Hope]:
        """Return what may have a score that is high enough, the most promising first.

        No window has more trigrams in common with a text than all words together have.
        """
        there = frozenset(self.trigrams)
        highest: dict[int, float] = {}
        hopes = []
        for cluster in clusters:
            text = cluster.text
            if text not in highest:
                known = self.corpus.distinct_trigrams_of(text)
                common = len(there.intersection(known))
                highest[text] = 2 * common / (common + len(known))
            score = min(highest[text], cluster.share + _SAMPLING)
            if score >= self._threshold(text):
                length = self.corpus.texts[text].length
                hopes.append(_Hope(cluster, _worth(score, text, length, self.corpus)))
        hopes.sort(key=lambda hope: -hope.worth)
        return hopes

    def strongest(self, hopes: Sequence[_Hope]) -> tuple[list[Window], list[_Hope]]:
        """Return what is there, and what was passed over because something better is near.

        That may in turn not be chosen, so all that is passed over is looked at once more.
        """
        best: dict[int, float] = {}
        windows, weaker = [], []
        for hope in hopes:
            cluster = hope.cluster
            length = self.corpus.texts[cluster.text].length
            if hope.worth <= best.get((cluster.middle + length // 2) // _BLOCK, 0.0):
                weaker.append(hope)
                continue
            self.steps -= length
            if self.steps <= 0:
                break
            window = self._window(cluster)
            if window:
                windows.append(window)
                worth = _worth_of(window, self.corpus)
                for block in range(window.begin // _BLOCK, window.end // _BLOCK + 1):
                    best[block] = max(worth, best.get(block, 0.0))
        return windows, weaker

    def _threshold(self, text: int) -> float:
        is_exception = self.corpus.texts[text].is_exception
        return EXCEPTION_THRESHOLD if is_exception else THRESHOLD

    def _window(self, cluster: Cluster) -> Window | None:
        """Return the words that are a text: as many as it has, or more if something was put in."""
        best = self._between(cluster.text, cluster.middle, cluster.middle)
        if best.score < _GOOD and cluster.first < cluster.last:
            wide = self._between(cluster.text, cluster.first, cluster.last)
            best = max(best, wide, key=lambda window: window.score)
        if best.score < self._threshold(cluster.text):
            return None
        is_exact = self.numbers[best.begin : best.end] == self.corpus.numbers_in(cluster.text)
        return Window(best.text, best.begin, best.end, best.score, is_exact)

    def _between(self, text: int, first: int, last: int) -> Window:
        length = self.corpus.texts[text].length
        known = self.corpus.trigrams_of(text)
        begin = self._edge(first, known.first, known.all, step=1)
        if begin is None:
            begin = self._inside(text, first, step=1)
        end = self._edge(last + length - 3, known.last, known.all, step=-1)
        if end is None:
            end = self._inside(text, last + length - 3, step=-1)
        end += 1
        if end <= begin:
            return Window(text, begin, begin, 0.0)
        found = set(self.trigrams[begin:end])
        # Words that are there once more count, unless the licence itself has them more than once.
        size = max(len(found), end - begin - (length - 2 - len(known.all)))
        score = 2 * len(found & known.all) / (size + len(known.all))
        return Window(text, begin, end + 2, score)

    def _edge(
        self, expected: int, near: frozenset[int], known: frozenset[int], *, step: int
    ) -> int | None:
        """Return where a licence begins, or ends: as near as can be to where it should."""
        trigrams = self.trigrams
        for distance in range(len(near) + EDGE):
            for place in (expected + distance, expected - distance):
                if 0 <= place < len(trigrams) and trigrams[place] in near:
                    inner = trigrams[max(0, place + step) : max(0, place + step * EDGE) : step]
                    if 2 * sum(trigram in known for trigram in inner) >= len(inner):
                        return place
        return None

    def _inside(self, text: int, expected: int, *, step: int) -> int:
        """Return where a licence begins, or ends, whose first or last words are missing."""
        reach = int(self.corpus.texts[text].length * _MAX_MISSING)
        numbers = self.corpus.numbers_in(text)
        edge = numbers[: reach + EDGE] if step > 0 else numbers[-reach - EDGE :]
        licence = trigrams_in(edge)[::step]
        known = self.corpus.trigrams_of(text).all
        for offset in range(reach):
            place = expected + step * offset
            if 0 <= place < len(self.trigrams) and self.trigrams[place] in known:
                about = licence[max(0, offset - EDGE) : offset + EDGE]
                if self.trigrams[place] in about:
                    return place
        return min(max(0, expected), len(self.trigrams) - 1)


def _worth(score: float, text: int, length: int, corpus: Corpus) -> float:
    """Return how much speaks for a text, by its score and by how much of it there is."""
    known = corpus.texts[text]
    if known.id in _POPULAR:
        score = max(score, min(_ALMOST, score + _PRIOR))
    return (min(1.0, score) - _WORTHLESS) * sqrt(min(length, known.length))


def _may_be_better(hope: _Hope, chosen: Sequence[Window], corpus: Corpus) -> bool:
    """Tell whether a text can be worth more than all that was chosen of the same words."""
    begin = hope.cluster.middle
    end = begin + corpus.texts[hope.cluster.text].length
    place = bisect(chosen, begin, key=_begin)
    return not any(
        min(end, window.end) - max(begin, window.begin) > EDGE
        and hope.worth <= _worth_of(window, corpus)
        for window in chosen[max(0, place - 1) : place + 1]
    )


def _worth_of(window: Window, corpus: Corpus) -> float:
    return _worth(window.score, window.text, window.end - window.begin, corpus)


def _chosen(windows: Sequence[Window], corpus: Corpus) -> list[Window]:
    """Return the best windows that have no words in common, in order."""

    def rank(window: Window) -> tuple[float, bool, bool]:
        return (
            -_worth_of(window, corpus),
            not window.is_exact,
            corpus.texts[window.text].id not in _POPULAR,
        )

    chosen: list[Window] = []
    for window in sorted(windows, key=rank):
        place = bisect(chosen, window.begin, key=_begin)
        if not any(_overlap(window, other) for other in chosen[max(0, place - 1) : place + 1]):
            chosen.insert(place, window)
    return chosen


def _begin(window: Window) -> int:
    return window.begin


def _overlap(one: Window, other: Window) -> bool:
    """Tell whether two have more in common than the words in which one ends as another begins."""
    return min(one.end, other.end) - max(one.begin, other.begin) > EDGE
