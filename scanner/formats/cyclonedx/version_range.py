"""Versions that are allowed, as a version range specifier (``vers``, package-url).

Only what both notations mean in the same way is written: no wildcard, no ``~=``, no ``===``.
"""

from __future__ import annotations

import re
from typing import Final

from packaging.version import InvalidVersion, Version

from scanner.model.names import quoted

_COMPARISON: Final = re.compile(r"(==|!=|<=|>=|<|>)\s*([^\s*,;]+)", re.ASCII)
MAX_COMPARISONS: Final = 100
"""Real requirements have five; the schema refuses a long one."""
MAX_CHARACTERS: Final = 4096


def version_range(specifier: str | None) -> str | None:
    """Return the range that a specifier (PEP 440) means; None if it cannot be written."""
    comparisons = [each.strip() for each in (specifier or "").split(",") if each.strip()]
    found = [_COMPARISON.fullmatch(each) for each in comparisons[: MAX_COMPARISONS + 1]]
    if not 0 < len(found) <= MAX_COMPARISONS:
        return None
    constraints: dict[Version, str] = {}
    for match in found:
        try:
            version = Version(match[2]) if match else None
        except InvalidVersion:
            return None
        if match is None or version is None or version in constraints:
            return None
        comparator = "" if match[1] == "==" else match[1]
        constraints[version] = f"{comparator}{quoted(match[2], '')}"
    text = "vers:pypi/" + "|".join(constraints[version] for version in sorted(constraints))
    return text if len(text) <= MAX_CHARACTERS else None
