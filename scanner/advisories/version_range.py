"""Affected versions as GitHub's advisories write them: ``>= 1.0, < 1.2.3``, or ``= 1.0``.

In the OSV format a range begins with a version that is in it. ``> 1.0`` so begins with the first
version after it that PEP 440 knows (``1.0.post0.dev0``). After a local version there is no first
one, and after what is no version neither: such a range has its beginning in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

EQUAL: Final = ("=", "==")
UPPER: Final = {"<": "fixed", "<=": "last_affected"}
UNBOUNDED: Final = "0"
"""Below every version, where a range begins that does not say where."""
_CONSTRAINT: Final = re.compile(r"(>=|<=|==|=|>|<)\s*([^\s,<>=!~^|*][^\s,<>=~^|*]*)", re.ASCII)


def affected_by(expression: str) -> Mapping[str, list[object]]:
    """Return what an expression is in the OSV format: ``versions``, or ``ranges``.

    Raises:
        ValueError: for what is no such expression, or holds nothing.

    """
    lower = upper = None
    parts = [part.strip() for part in expression.split(",")]
    for part in parts:
        match = _CONSTRAINT.fullmatch(part)
        if match is None:
            raise ValueError(f"not a range of versions: {expression!r}")
        operator, version = match.groups()
        if operator in EQUAL and len(parts) == 1:
            return {"versions": [version]}
        if operator in UPPER and upper is None:
            upper = UPPER[operator], version
        elif operator in (">", ">=") and lower is None:
            lower = version if operator == ">=" else _after(version)
        else:
            raise ValueError(f"not one range of versions: {expression!r}")
    begin = UNBOUNDED if lower is None else lower
    if upper and _is_empty(begin, *upper):
        raise ValueError(f"a range that holds nothing: {expression!r}")
    events = [{"introduced": begin}, *([dict((upper,))] if upper else [])]
    return {"ranges": [{"type": "ECOSYSTEM", "events": events}]}


def _after(text: str) -> str:
    version = parsed(text)
    if version is None or version.local:
        return text
    public = str(version)
    if version.dev is not None:
        return f"{public.rpartition('.dev')[0]}.dev{version.dev + 1}"
    if version.post is not None:
        return f"{public.rpartition('.post')[0]}.post{version.post + 1}.dev0"
    return f"{public}.post0.dev0"


def _is_empty(begin: str, kind: str, end: str) -> bool:
    """Tell whether a range ends before it begins; its events, sorted, would come to another one."""
    first, last = parsed(begin), parsed(end)
    if begin == UNBOUNDED or first is None or last is None:
        return False
    return first > last or (first == last and kind == "fixed")
