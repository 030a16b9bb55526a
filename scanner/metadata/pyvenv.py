"""``pyvenv.cfg``: the file that makes a directory a virtual environment (PEP 405).

It is read as the interpreter's own ``site`` module reads it: keys have any case, the last of a key
counts, and only ``true`` is true, but true is also what it means if nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION: Final = re.compile(r"\d+\.\d+(?:\.\d+)?(?:(?:a|b|rc)\d+)?", re.ASCII)
_TOOLS: Final = ("uv", "virtualenv")
"""What signs its work with its version."""
MAX_CHARACTERS: Final = 1_000
"""Of a value that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualEnvironment:
    """What its configuration tells; None where it does not."""

    python_version: str | None = None
    """``3.11.2``; virtualenv and uv write it as ``version_info``, too."""
    implementation: str | None = None
    home: str | None = None
    """The directory of the interpreter that it was made with."""
    sees_system: bool = True
    """Whether what is installed for that interpreter can be imported, too."""
    creator: str | None = None
    """``venv``, or another tool with its version: ``uv 0.5.1``."""


def parse_pyvenv(data: bytes) -> VirtualEnvironment:
    """Read the file."""
    values: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            values[key.strip().lower()] = value.strip()[:MAX_CHARACTERS]
    texts = (values.get(key, "") for key in ("version_info", "version"))
    version = next(filter(None, map(_VERSION.match, texts)), None)
    return VirtualEnvironment(
        python_version=version and version[0],
        implementation=values.get("implementation") or None,
        home=values.get("home") or None,
        sees_system=values.get("include-system-site-packages", "true").lower() == "true",
        creator=_creator(values),
    )


def _creator(values: Mapping[str, str]) -> str | None:
    for tool in _TOOLS:
        if tool in values:
            return f"{tool} {values[tool]}".strip()
    return "venv" if "home" in values else None
