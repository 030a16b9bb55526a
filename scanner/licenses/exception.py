"""Exceptions, put together with the licence that is beside them by ``WITH``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.licenses.corpus import Corpus
    from scanner.model.license import LicenseMatch

MAX_LINES_BETWEEN: Final = 30
_BASES: Final = {
    "CAL-1.0-Combined-Work-Exception": ("CAL-1.0",),
    "KiCad-libraries-exception": ("CC-BY-SA-4.0",),
    "LLVM-exception": ("Apache-2.0",),
    "Swift-exception": ("Apache-2.0",),
    "SHL-2.0": ("Apache-2.0",),
    "SHL-2.1": ("Apache-2.0",),
    "fmt-exception": ("MIT",),
}
_GNU: Final = ("GPL-", "LGPL-", "AGPL-")


def with_exceptions(matches: Sequence[LicenseMatch], corpus: Corpus) -> tuple[LicenseMatch, ...]:
    """Return matches in which exceptions stand with the nearest licence that they can go with."""
    joined = list(matches)
    for exception in matches:
        if exception.expression not in corpus.exceptions:
            continue
        prefixes = _BASES.get(exception.expression, _GNU)
        bases = [
            base
            for base in joined
            if base.expression.startswith(prefixes)
            and base.expression not in corpus.exceptions
            and " WITH " not in base.expression
            and _lines_between(base, exception) <= MAX_LINES_BETWEEN
        ]
        if not bases:
            continue
        nearest = min(bases, key=lambda base: (_lines_between(base, exception), -base.score))
        joined.remove(exception)
        for base in bases:
            if base.expression == nearest.expression:
                joined[joined.index(base)] = _joined(base, exception)
    return tuple(joined)


def _joined(base: LicenseMatch, exception: LicenseMatch) -> LicenseMatch:
    return replace(
        base,
        expression=f"{base.expression} WITH {exception.expression}",
        score=min(base.score, exception.score),
        first_line=min(base.first_line, exception.first_line),
        last_line=max(base.last_line, exception.last_line),
    )


def _lines_between(one: LicenseMatch, other: LicenseMatch) -> int:
    return max(one.first_line, other.first_line) - min(one.last_line, other.last_line)
