"""``pyvenv.cfg``: the file that makes a directory a virtual environment (PEP 405)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_VERSION: Final = re.compile(r"\d+\.\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class VirtualEnvironment:
    """What its configuration tells; None where it does not."""

    python_version: str | None = None
    """``3.11.2``; virtualenv and uv write it as ``version_info``, too."""
    implementation: str | None = None


def parse_pyvenv(data: bytes) -> VirtualEnvironment:
    """Read the file; keys have any case, and the last of a key counts, as for the interpreter."""
    values: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            values[key.strip().lower()] = value.strip()
    texts = (values.get(key, "") for key in ("version_info", "version"))
    version = next(filter(None, map(_VERSION.match, texts)), None)
    return VirtualEnvironment(version and version[0], values.get("implementation"))
