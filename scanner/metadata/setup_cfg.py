"""``setup.cfg``: what setuptools reads of it (setuptools: declarative config).

Read line by line, as ``configparser`` would: that knows no line numbers, and refuses all of a file
for one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.document_limit import check_entries, check_lines, check_values
from scanner.metadata.project_file import ListedRequirement, ProjectFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_END_OF_LINE: Final = re.compile(r"\r\n|\r|\n")
_SECTION: Final = re.compile(r"\[(?P<name>[^\]]+)\]")
_OPTION: Final = re.compile(r"(?P<key>[^=:]*[^=:\s])\s*[=:]\s*(?P<value>.*)")
_GROUPS: Final = {"install_requires": None, "setup_requires": "build", "tests_require": "test"}
_SECTIONS: Final = frozenset(("options", "options.extras_require"))
"""Those that have requirements."""
_TOLD: Final = {("metadata", "name"), ("metadata", "version"), ("options", "python_requires")}
_DIRECTIVE: Final = re.compile(r"(?:attr|file|find|find_namespace):")

_MARKER: Final = re.compile(
    r"[\s(]*(?:(?:python|os|sys|platform|implementation|extra)[\w.]*\s*(?:[<>=!~]|in\b|not\b)|['\"])"
)
"""How a marker begins."""


@dataclass(frozen=True, slots=True)
class _Option:
    section: str
    key: str
    values: list[tuple[int, str]]
    """The lines of its value that say something."""


def parse_setup_cfg(text: str) -> ProjectFile:
    """Read a file, as far as it can be read.

    Raises:
        OverLimit: if there is more in it than anybody writes.

    """
    check_lines(text)
    check_values(text, ";")
    told: dict[str, tuple[int, str]] = {}
    requirements: list[ListedRequirement] = []
    oddities: list[str] = []
    for option in _options(text, oddities):
        key = option.key.lower().replace("-", "_")
        if (option.section, key) in _TOLD and option.values:
            told.setdefault(key, option.values[0])
        elif option.section == "options.extras_require":
            requirements += _listed(option, oddities, extra=option.key)
        elif option.section == "options" and key in _GROUPS:
            requirements += _listed(option, oddities, group=_GROUPS[key])
    check_entries((requirements, oddities))
    line, name = told.get("name", (1, None))
    return ProjectFile(
        name=_plain(name),
        version=_plain(told.get("version", (1, None))[1]),
        line=line,
        requires_python=told.get("python_requires", (1, None))[1],
        requirements=tuple(requirements),
        oddities=tuple(oddities),
    )


def _options(text: str, oddities: list[str]) -> Iterator[_Option]:
    section, indent = "", 0
    current: _Option | None = None
    for number, line in enumerate(_END_OF_LINE.split(text), 1):
        content = line.strip()
        if not content or content[0] in "#;":
            continue
        depth = len(line) - len(line.lstrip())
        if current and depth > indent:
            current.values.append((number, content))
            continue
        if current:
            yield current
        current, indent = None, depth
        if header := _SECTION.match(content):
            section = header["name"].strip()
        elif option := _OPTION.fullmatch(content):
            values = [(number, option["value"])] if option["value"] else []
            current = _Option(section, option["key"], values)
        elif section in _SECTIONS:
            oddities.append(f"line {number}: not an option: {content:.200}")
    if current:
        yield current


def _listed(
    option: _Option, oddities: list[str], *, extra: str | None = None, group: str | None = None
) -> Iterator[ListedRequirement]:
    """Yield the requirements in a value: one in a line, or in a single line behind semicolons."""
    for number, line in option.values:
        if _DIRECTIVE.match(line):
            oddities.append(f"line {number}: {option.key} is told elsewhere: {line:.200}")
            continue
        is_single = len(option.values) == 1 and "://" not in line
        for text in _divided(line) if is_single else [line]:
            if text.strip():
                yield ListedRequirement(
                    text=text.strip(), line=number, last_line=number, extra=extra, group=group
                )


def _divided(line: str) -> list[str]:
    """Divide a line at semicolons, as setuptools does, but not in front of a marker."""
    parts: list[str] = []
    for part in line.split(";"):
        if parts and _MARKER.match(part):
            parts[-1] += f";{part}"
        else:
            parts.append(part)
    return parts


def _plain(value: str | None) -> str | None:
    """Return a value that is not a direction to where it is."""
    return None if value is None or _DIRECTIVE.match(value) else value
