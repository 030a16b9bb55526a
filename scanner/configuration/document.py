"""A configuration file as it stands: its table, and the lines that its keys are on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scanner.configuration.place import PROJECT_FILE_NAME
from scanner.errors import UnusableConfiguration

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES: Final = 1 << 20
TOOL: Final = ("tool", "lading")
"""Where ours is in a ``pyproject.toml``."""
_OURS: Final = re.compile(
    rb"""tool["']?\s*\.\s*["']?lading|^\s*["']?lading["']?\s*[.=]""", re.MULTILINE
)
_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)\Z")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read."""

    location: Path
    table: Mapping[str, object]
    lines: Mapping[tuple[str | int, ...], int]
    """The first line of each value, by the keys that lead to it in ``table``."""

    def origin(self, path: tuple[str | int, ...]) -> str:
        """Return the file and the line of a value."""
        return f"{self.location}:{self.lines.get(path, 1)}"


def read_document(location: Path) -> Document | None:
    """Read a file; None is a ``pyproject.toml`` that has no table for us.

    Raises:
        UnusableConfiguration: if it cannot be read.

    """
    data = _content(location)
    prefix = TOOL if location.name == PROJECT_FILE_NAME else ()
    # Most projects have nothing for us, and to read TOML takes a while.
    if prefix and not _OURS.search(data):
        return None
    text, table = _parsed(location, data)
    for key in prefix:
        inner = table.get(key, {})
        table = inner if isinstance(inner, dict) else {}
    if prefix and not table:
        return None
    from scanner.metadata.toml_lines import toml_lines

    lines = toml_lines(text)
    size = len(prefix)
    return Document(
        location,
        table,
        {path[size:]: line for path, line in lines.items() if path[:size] == prefix},
    )


def _content(location: Path) -> bytes:
    try:
        with location.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnusableConfiguration(str(location), error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise UnusableConfiguration(str(location), f"larger than {MAX_BYTES:,} bytes")
    return data


def _parsed(location: Path, data: bytes) -> tuple[str, dict[str, Any]]:
    import tomllib

    from scanner.metadata.toml_table import check_keys

    try:
        text = data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableConfiguration(f"{location}:{line}", "not UTF-8") from error
    try:
        check_keys(text)
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _LINE.search(message)
        last = text.count("\n") + 1
        line = int(found[1]) if found else last
        raise UnusableConfiguration(f"{location}:{line}", f"not TOML: {message}") from error
    except RecursionError as error:
        raise UnusableConfiguration(str(location), "nested too deeply") from error
    except ValueError as error:
        raise UnusableConfiguration(str(location), str(error)) from error
