"""Inline script metadata: ``# /// script`` in a Python file (PyPA specification, PEP 723)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.project_file import ListedRequirement, ProjectFile
from scanner.metadata.toml_table import parse_toml

if TYPE_CHECKING:
    from scanner.metadata.toml_table import Table

_MARK: Final = b"# /// script"
_BEGIN: Final = re.compile(rb"^" + _MARK + rb"[ \t\r]*$", re.MULTILINE)
_LINE: Final = re.compile(rb"(?:#(?: [^\n]*)?\r?(?:\n|\Z))*+")
_END: Final = "# ///"
MAX_BYTES: Final = 1 << 20


def block_of(data: bytes) -> bytes:
    """Return the block alone, with as many lines in front of it as it has in the file."""
    begin = _beginning(data)
    if begin is None:
        return b""
    block = _LINE.match(data, begin.start())
    assert block is not None
    return b"\n" * data.count(b"\n", 0, begin.start()) + block[0][:MAX_BYTES]


def parse_script_block(data: bytes) -> ProjectFile | None:
    """Read the block in a file, or all that was kept of one; None if there is none."""
    begin = _beginning(data)
    if begin is None:
        return None
    first = data.count(b"\n", 0, begin.start()) + 1
    lines = block_of(data)[first - 1 :].decode("utf-8", "replace").splitlines()
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == _END]
    if not ends:
        return ProjectFile(line=first, oddities=("a block of metadata that does not end",))
    text = "\n".join(line[2:] for line in lines[1 : ends[-1]])
    try:
        document = parse_toml(text)
    except ValueError as error:
        return ProjectFile(line=first, oddities=(f"not TOML: {error}",))
    return _project(document, first)


def _beginning(data: bytes) -> re.Match[bytes] | None:
    # Nearly no file has one: bytes are found ten times as fast as the beginning of a line.
    return _BEGIN.search(data) if _MARK in data else None


def _project(document: Table, first: int) -> ProjectFile:
    oddities: list[str] = []
    requirements: list[ListedRequirement] = []
    dependencies = document.values.get("dependencies", [])
    for index, each in enumerate(dependencies if isinstance(dependencies, list) else [None]):
        line, last = (first + number for number in document.span_of("dependencies", index))
        if isinstance(each, str):
            requirements.append(ListedRequirement(text=each, line=line, last_line=last))
        else:
            oddities.append(f"line {line}: not a requirement")
    return ProjectFile(
        line=first,
        requires_python=document.text("requires-python"),
        requirements=tuple(requirements),
        oddities=tuple(oddities),
    )
