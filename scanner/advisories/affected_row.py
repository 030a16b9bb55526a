"""How affected ranges are written in a row of the index, and read from it.

A range is a list of intervals, each with the bounds that it has. One with a bound that is no
version is the list of its events instead, which a repair has to walk anew.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final

from scanner.model.advisory import AffectedRange, AffectedRanges
from scanner.model.event import FIXED, INTRODUCED, LAST_AFFECTED, LIMIT, Event, ranges_of
from scanner.model.version import parsed

BOUNDS: Final = {"i": INTRODUCED, "f": FIXED, "l": LAST_AFFECTED, "x": LIMIT}
"""The bounds of a range, and the letters that stand for them in a row."""
LETTERS: Final = {kind: letter for letter, kind in BOUNDS.items()}
EVENTS: Final = "events"


def encoded_ranges(groups: tuple[AffectedRanges, ...]) -> str:
    """Write ranges compactly, each kind of bound by its letter."""
    return json.dumps([_encoded(group) for group in groups], separators=(",", ":"))


@lru_cache(maxsize=1 << 12)
def decoded_ranges(text: str) -> tuple[AffectedRanges, ...]:
    """Read what :func:`encoded_ranges` has written.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: if it is damaged.

    """
    return tuple(map(_decoded, json.loads(text)))


def _encoded(group: AffectedRanges) -> object:
    if group.events:
        return {EVENTS: [[LETTERS[event.kind], event.text] for event in group.events]}
    return [
        {
            letter: str(value)
            for letter, bound in BOUNDS.items()
            if (value := getattr(item, bound)) is not None
        }
        for item in group.ranges
    ]


def _decoded(group: list[dict[str, str]] | dict[str, list[list[str]]]) -> AffectedRanges:
    if isinstance(group, dict):
        return ranges_of(Event(BOUNDS[letter], _text(text)) for letter, text in group[EVENTS])
    return AffectedRanges(tuple(map(_range, group)))


def _range(texts: dict[str, str]) -> AffectedRange:
    """Read an interval; a bound that was lost would leave it open."""
    bounds = {BOUNDS[letter]: parsed(text) for letter, text in texts.items()}
    if None in bounds.values():
        raise ValueError(f"not versions: {texts}")
    return AffectedRange(**bounds)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r:.80}")
    return value
