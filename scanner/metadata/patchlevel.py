"""``patchlevel.h``: the header by which an interpreter tells compilers its version.

PyPy has one, too, with the version of Python that it implements and its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 64 << 10
"""The real one has two thousand."""
_DEFINITION: Final = re.compile(
    rb'^[ \t]*#[ \t]*define[ \t]+(PY_VERSION|PYPY_VERSION)[ \t]+"(\d+\.\d+[0-9A-Za-z.+-]{0,20})"',
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patchlevel:
    """The versions in a header; None where it has none."""

    python_version: str | None = None
    pypy_version: str | None = None


def parse_patchlevel(data: bytes) -> Patchlevel:
    """Read the header."""
    found = {name: text.decode() for name, text in _DEFINITION.findall(data[:MAX_BYTES])}
    version = found.get(b"PY_VERSION")
    # A plus stands for "built from a checkout": it is not a part of the version (PEP 440).
    return Patchlevel(
        python_version=version and version.rstrip("+"), pypy_version=found.get(b"PYPY_VERSION")
    )
