"""Where in a text the licences of the corpus are, by trigrams: three words in a row.

Of each known text some rare trigrams are looked up (anchors). Where enough of them are about as far
from each other as in the licence, the words between are compared with it as a whole. All is bounded
by a number of steps for each word of the text, however it was made.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.licenses.common import COMMON
from scanner.licenses.corpus import digest_of, trigrams_in

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Sequence

    from scanner.licenses.corpus import Corpus

THRESHOLD: Final = 0.8
"""Less of a licence is not that licence (share of common trigrams, by Dice)."""
EXCEPTION_THRESHOLD: Final = 0.9
"""Exceptions are short, and what they except differs in a few words."""
_MIN_ANCHORS: Final = 0.3
"""Of its anchors, for a licence to be compared at all: a changed word costs three trigrams."""
_MAX_REPETITIONS: Final = 300
"""An anchor that is in a text more often is followed no further."""
_MAX_STEPS: Final = 64
"""How many words are compared for each one that there is."""
_MIN_STEPS: Final = 200_000
_MAX_RIVALS: Final = 16
"""How many licences are compared with the same words."""
_BLOCK: Final = 48
"""Words of a text for which rivals are counted together."""
_EDGE: Final = 8
"""Words by which windows may overlap, and which are looked at around where one should begin."""
_MAX_TITLE_LINES: Final = 10
"""Lines before a text that is otherwise known as a whole."""
_PRIOR: Final = 0.03
"""What a common licence is ahead of others: HPND has thirty siblings, and BSD a dozen."""
_WORTHLESS: Final = 0.7
"""From which score on words count: X11 is MIT with a paragraph more, and the longer one is meant."""
_COMMON: Final = frozenset(COMMON)


@dataclass(frozen=True, slots=True)
class Window:
    """Words from ``begin`` to before ``end`` that are a known text."""

    text: int
    begin: int
    end: int
    score: float
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Anchors of one text that are in its order."""

    text: int
    first: int
    """Where the text would begin, by its first anchor."""
    end: int
    """Where it would end, by its last one."""
    share: float


def whole_text(numbers: array[int], lines: Sequence[int], corpus: Corpus) -> Window | None:
    """Return the text that these are all words of, but for some lines of titles."""
    start = seen = 0
    while start < len(numbers) and seen < _MAX_TITLE_LINES:
        text = corpus.keys.get(digest_of(numbers[start:]))
        if text is not None:
            return Window(text, start, len(numbers), 1.0, is_exact=True)
        line = lines[start]
        while start < len(numbers) and lines[start] == line:
            start += 1
        seen += 1
    return None


def windows_in(numbers: array[int], corpus: Corpus) -> tuple[list[Window], bool]:
    """Return what a text consists of, in order, and whether all of it was looked at."""
    trigrams = trigrams_in(numbers)
    starts, is_complete = _starts(trigrams, corpus)
    clusters = [
        cluster
        for text, found in starts.items()
        if len(found) >= _MIN_ANCHORS * corpus.texts[text].anchors
        for cluster in _clusters(text, found, corpus)
    ]
    clusters.sort(key=lambda cluster: (-round(cluster.share, 1), cluster.first - cluster.end))
    rivals: dict[int, int] = {}
    settled: dict[int, Window] = {}
    steps = max(_MIN_STEPS, _MAX_STEPS * len(numbers))
    windows = []
    for cluster in clusters:
        block = (cluster.first + cluster.end) // 2 // _BLOCK
        rivals[block] = rivals.get(block, 0) + 1
        if rivals[block] > _MAX_RIVALS or _is_inside(cluster, settled.get(block)):
            continue
        steps -= cluster.end - cluster.first
        if steps < 0:
            is_complete = False
            break
        window = _window(cluster, numbers, trigrams, corpus)
        if window:
            windows.append(window)
            if window.is_exact:
                blocks = range(window.begin // _BLOCK, window.end // _BLOCK + 1)
                settled.update(dict.fromkeys(blocks, window))
    return _chosen(windows, corpus), is_complete


def _is_inside(cluster: _Cluster, window: Window | None) -> bool:
    """Tell whether a whole licence was found that a part of could at best be found."""
    return (
        window is not None
        and window.begin - _EDGE <= cluster.first
        and cluster.end <= window.end + _EDGE
    )


def _starts(trigrams: Sequence[int], corpus: Corpus) -> tuple[dict[int, list[int]], bool]:
    """Return where texts would begin, by each of their anchors that is there."""
    anchors = corpus.anchors
    starts: defaultdict[int, list[int]] = defaultdict(list)
    repetitions: dict[int, int] = {}
    is_complete = True
    for place in [place for place, trigram in enumerate(trigrams) if trigram in anchors]:
        trigram = trigrams[place]
        repeated = repetitions[trigram] = repetitions.get(trigram, 0) + 1
        if repeated > _MAX_REPETITIONS:
            is_complete = False
            continue
        for text, anchor in anchors[trigram]:
            starts[text].append(place - anchor)
    return starts, is_complete


def _clusters(text: int, starts: list[int], corpus: Corpus) -> Iterator[_Cluster]:
    """Yield groups of anchors that tell about the same beginning."""
    known = corpus.texts[text]
    needed = max(2, _MIN_ANCHORS * known.anchors)
    starts.sort()
    gap, spread = max(16, known.length // 8), max(40, known.length // 3)
    first = 0
    for place in range(1, len(starts) + 1):
        if (
            place < len(starts)
            and starts[place] - starts[place - 1] <= gap
            and starts[place] - starts[first] <= spread
        ):
            continue
        if place - first >= needed:
            share = min(1.0, (place - first) / known.anchors)
            middle = starts[(first + place) // 2]
            yield _Cluster(text, middle, middle + known.length, share)
            if starts[first] < starts[place - 1]:
                yield _Cluster(text, starts[first], starts[place - 1] + known.length, share)
        first = place


def _window(
    cluster: _Cluster, numbers: array[int], trigrams: Sequence[int], corpus: Corpus
) -> Window | None:
    text = corpus.texts[cluster.text]
    known = corpus.trigrams_of(cluster.text)
    begin = _edge(trigrams, cluster.first, known.first, known.all, step=1)
    end = _edge(trigrams, cluster.end - 3, known.last, known.all, step=-1) + 1
    if end <= begin:
        return None
    found = set(trigrams[begin:end])
    # Words that are there once more count, unless the licence itself has them more than once.
    size = max(len(found), end - begin - (text.length - 2 - len(known.all)))
    score = 2 * len(found & known.all) / (size + len(known.all))
    if score < (EXCEPTION_THRESHOLD if text.is_exception else THRESHOLD):
        return None
    is_exact = end + 2 - begin == text.length and (
        numbers[begin : end + 2] == corpus.numbers_in(cluster.text)
    )
    return Window(cluster.text, begin, end + 2, score, is_exact)


def _edge(
    trigrams: Sequence[int], expected: int, near: frozenset[int], known: frozenset[int], *, step: int
) -> int:
    """Return where a licence begins, or ends: as near as can be to where it should."""
    for distance in range(len(near) + _EDGE):
        for place in (expected + distance, expected - distance):
            if (
                0 <= place < len(trigrams)
                and trigrams[place] in near
                and _is_dense(trigrams, place, step, known)
            ):
                return place
    return min(max(0, expected), len(trigrams) - 1)


def _is_dense(trigrams: Sequence[int], place: int, step: int, known: frozenset[int]) -> bool:
    inner = trigrams[max(0, place + step) : place + step * _EDGE : step]
    return 2 * sum(trigram in known for trigram in inner) >= len(inner)


def _chosen(windows: list[Window], corpus: Corpus) -> list[Window]:
    """Return the best windows that have no words in common, in order."""

    def rank(window: Window) -> tuple[float, bool, float]:
        prior = _PRIOR if corpus.texts[window.text].id in _COMMON else 0.0
        score = min(1.0, window.score + prior)
        length = min(window.end - window.begin, corpus.texts[window.text].length)
        weight = (score - _WORTHLESS) * length**0.5
        return -weight, not window.is_exact, -prior

    chosen: list[Window] = []
    for window in sorted(windows, key=rank):
        place = bisect(chosen, window.begin, key=_begin)
        before, behind = chosen[max(0, place - 1) : place], chosen[place : place + 1]
        if not any(_overlap(window, other) for other in (*before, *behind)):
            chosen.insert(place, window)
    return chosen


def _begin(window: Window) -> int:
    return window.begin


def _overlap(one: Window, other: Window) -> bool:
    """Tell whether two have more in common than the words in which one ends as another begins."""
    return min(one.end, other.end) - max(one.begin, other.begin) > _EDGE
