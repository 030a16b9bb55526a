"""``build-details.json``: what an interpreter's build says of itself (PEP 739), from 3.14 on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

MAX_NUMBER: Final = 1_000
_RELEASE_LEVELS: Final = {"alpha": "a", "beta": "b", "candidate": "rc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildDetails:
    """What is in the file; None where it does not say."""

    python_version: str | None = None
    implementation: str | None = None
    """In small letters, as in ``sys.implementation.name``: ``cpython``."""
    is_free_threaded: bool = False
    is_debug: bool = False
    oddities: tuple[str, ...] = ()


def parse_build_details(data: bytes) -> BuildDetails:
    """Read the file, as far as it can be read."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        return BuildDetails(oddities=(f"not JSON: {error}",))
    flags = _object(_object(document).get("abi")).get("flags")
    flags = flags if isinstance(flags, list) else []
    details = _object(_object(document).get("implementation"))
    name = details.get("name")
    version = _version(_object(_object(document).get("language")).get("version_info"))
    version = version or _version(details.get("version"))
    return BuildDetails(
        python_version=version,
        implementation=name if isinstance(name, str) else None,
        is_free_threaded="t" in flags,
        is_debug="d" in flags,
        oddities=() if version else ("no version of the interpreter",),
    )


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _version(value: object) -> str | None:
    """Return what ``sys.version_info`` is, as it is written: ``3.14.0rc2``."""
    parts = _object(value)
    numbers = [parts.get(key) for key in ("major", "minor", "micro")]
    if not all(type(number) is int and 0 <= number < MAX_NUMBER for number in numbers):
        return None
    text = ".".join(map(str, numbers))
    level, serial = parts.get("releaselevel"), parts.get("serial")
    if isinstance(level, str) and level in _RELEASE_LEVELS and type(serial) is int:
        text += f"{_RELEASE_LEVELS[level]}{abs(serial) % MAX_NUMBER}"
    return text
