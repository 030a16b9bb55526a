"""Files that only say where the licence is: "found in LICENSE.APACHE or LICENSE.BSD"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.licenses.prose import Prose

MAX_POINTERS: Final = 50
_FILE: Final = (
    r"(?:LICENSES/[\w.+-]{1,60}|(?:[\w.-]{1,40}/){0,4}"
    r"(?:(?:UN)?LICEN[SC]ES?|COPYING|COPYRIGHT)(?:[.-][\w.-]{1,40})?(?![\w/]))"
)
_QUOTE: Final = r"[`'\"*<\[]{0,3}"
_END: Final = r"[`'\"*>\]]{0,3}"
_POINTER: Final = re.compile(
    r"\b(?i:in|see|to|at|under|file)(?: the| both| either)?(?: files?:?)?:? "
    rf"{_QUOTE}(?P<first>{_FILE}){_END}"
    rf"(?P<others>(?:(?:,|,? and/or|,? and|,? or|/)(?: the)? ?{_QUOTE}{_FILE}{_END}){{0,5}})"
)
_NAME: Final = re.compile(_FILE)
_OR: Final = re.compile(r"\b(?:or|either)\b")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Other files whose licences are meant."""

    paths: tuple[str, ...]
    """As they stand there, beside this file."""
    connector: str | None
    """``OR`` or ``AND``; None if there is only one, or nothing between them."""
    line: int


def pointers_in(prose: Prose) -> tuple[Pointer, ...]:
    """Return the pointers in a text, in order."""
    found = []
    for pointer in _POINTER.finditer(prose.text):
        paths = (pointer["first"], *_NAME.findall(pointer["others"]))
        between = _NAME.sub("", pointer["others"])
        connector = None
        if len(paths) > 1:
            connector = "OR" if _OR.search(between) else "AND" if "and" in between else None
        clean = dict.fromkeys(path.rstrip(".") for path in paths)
        found.append(Pointer(tuple(clean), connector, prose.line_at(pointer.start())))
        if len(found) == MAX_POINTERS:
            break
    return tuple(found)


def settled(pointer: Pointer, expressions: Mapping[str, str]) -> str | None:
    """Return what a pointer comes to, by the expressions of the files beside it.

    None if one of them is missing, or nothing says how they go together.
    """
    by_name = {path.rpartition("/")[2].lower(): path for path in sorted(expressions)}
    found = []
    for path in pointer.paths:
        name = path.rpartition("/")[2].lower()
        near = [other for other in by_name if other == name or other.startswith(f"{name}.")]
        if not near:
            return None
        found.append(expressions[by_name[min(near)]])
    if len(found) == 1:
        return found[0]
    if pointer.connector is None:
        return None
    return f" {pointer.connector} ".join(
        f"({expression})" if " OR " in expression or " AND " in expression else expression
        for expression in found
    )
