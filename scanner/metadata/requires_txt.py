"""``requires.txt``: the requirements of an egg, in sections (setuptools).

A section is headed ``[extra]``, ``[:marker]`` or ``[extra:marker]``; what stands before the first
one is always required.
"""

from __future__ import annotations

import re
from typing import Final

_SECTION: Final = re.compile(r"\[(?P<extra>[^:]*):?(?P<marker>.*)\]")


def parse_requires_txt(data: bytes) -> tuple[str, ...]:
    """Return the requirements as ``Requires-Dist`` has them, with their sections as markers."""
    requirements = []
    conditions: list[str] = []
    for line in map(str.strip, data.decode("utf-8", "replace").splitlines()):
        if not line or line.startswith(("#", ";")):
            continue
        if section := _SECTION.fullmatch(line):
            extra, marker = section["extra"].strip(), section["marker"].strip()
            conditions = [f"({marker})"] if marker else []
            conditions += [f'extra == "{extra}"'] if extra else []
        else:
            requirements.append(_requirement(line, conditions))
    return tuple(requirements)


def _requirement(line: str, conditions: list[str]) -> str:
    # What ends a URL is a blank: it may have a semicolon in it.
    separator = " ;" if "@" in line else ";"
    text, _, own = map(str.strip, line.partition(separator))
    markers = ([f"({own})"] if own else []) + conditions
    return f"{text}{separator} {' and '.join(markers)}" if markers else text
