"""How affected ranges are written in a row of the index, and read from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.model.advisory import AffectedRange, AffectedRanges
from scanner.model.version import parsed

if TYPE_CHECKING:
    from packaging.version import Version

BOUNDS: Final = {"i": "introduced", "f": "fixed", "l": "last_affected", "x": "limit"}
"""The bounds of a range, and the letters that stand for them in a row."""


def encoded_ranges(groups: tuple[AffectedRanges, ...]) -> str:
    """Write ranges compactly: the bounds that a range has, by their first letters."""
    return json.dumps(
        [
            [
                [
                    {
                        letter: str(value)
                        for letter, bound in BOUNDS.items()
                        if (value := getattr(item, bound)) is not None
                    }
                    for item in group.ranges
                ],
                *group.unreadable,
            ]
            for group in groups
        ],
        separators=(",", ":"),
    )


def decoded_ranges(text: str) -> tuple[AffectedRanges, ...]:
    """Read what :func:`encoded_ranges` has written.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: if it is damaged.

    """
    return tuple(
        AffectedRanges(
            tuple(
                AffectedRange(**{BOUNDS[key]: _version(bound) for key, bound in item.items()})
                for item in ranges
            ),
            tuple(unreadable),
        )
        for ranges, *unreadable in json.loads(text)
    )


def _version(text: str) -> Version:
    """Read a bound; one that was lost would leave its range open."""
    version = parsed(text)
    if version is None:
        raise ValueError(f"not a version: {text}")
    return version
