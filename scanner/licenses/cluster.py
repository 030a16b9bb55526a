"""Where in a text a known one may be: a few rare trigrams of each (anchors) are looked up.

Where enough of them are about as far from each other as in the licence, it may begin at the place
that they agree upon. That is all that is done for each word of a text, however it was made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scanner.licenses.corpus import Anchors, Corpus, KnownText

_MIN_SHARE: Final = 0.5
"""Of its anchors, for a licence to be looked at: a changed word costs three trigrams."""
_MIN_ANCHORS: Final = 2
_MAX_REPETITIONS: Final = 300
"""An anchor that is in a text more often is followed no further."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Anchors of one text in its order, and at which word it would begin by them."""

    text: int
    first: int
    """By the one that says the least; something was put into the licence, if they differ."""
    middle: int
    last: int
    share: float
    """Of its anchors, from 0 to 1."""


def clusters_in(trigrams: Sequence[int], corpus: Corpus) -> tuple[list[Cluster], bool]:
    """Return what may be there, the surest first, and whether every anchor was followed."""
    begins, is_complete = _begins(trigrams, corpus.anchors)
    clusters = [
        cluster
        for text, found in begins.items()
        if len(found) >= _MIN_SHARE * corpus.texts[text].anchors
        for cluster in _clusters(text, sorted(found), corpus.texts[text])
    ]
    clusters.sort(key=lambda cluster: (-cluster.share, -corpus.texts[cluster.text].length))
    return clusters, is_complete


def _begins(trigrams: Sequence[int], anchors: Anchors) -> tuple[Mapping[int, list[int]], bool]:
    """Return where texts would begin, by each of their anchors that is there."""
    begins: defaultdict[int, list[int]] = defaultdict(list)
    repetitions: defaultdict[int, int] = defaultdict(int)
    is_complete = True
    for place in [place for place, trigram in enumerate(trigrams) if trigram in anchors.rows]:
        trigram = trigrams[place]
        repetitions[trigram] += 1
        if repetitions[trigram] > _MAX_REPETITIONS:
            is_complete = False
            continue
        for text, anchor in anchors.of_trigram(trigram):
            begins[text].append(place - anchor)
    return begins, is_complete


def _clusters(text: int, begins: Sequence[int], known: KnownText) -> Iterator[Cluster]:
    """Yield groups of anchors that tell about the same beginning."""
    needed = max(_MIN_ANCHORS, _MIN_SHARE * known.anchors)
    gap, spread = max(16, known.length // 8), max(40, known.length // 3)
    start = 0
    for place in range(1, len(begins) + 1):
        if (
            place < len(begins)
            and begins[place] - begins[place - 1] <= gap
            and begins[place] - begins[start] <= spread
        ):
            continue
        if place - start >= needed:
            yield Cluster(
                text,
                begins[start],
                begins[(start + place) // 2],
                begins[place - 1],
                min(1.0, (place - start) / known.anchors),
            )
        start = place
