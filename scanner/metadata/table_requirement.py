"""Requirements in tables of pipenv and pixi: ``name = ">=1.2"``, or a table that tells more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import DeclaredRequirement, pinned
from scanner.metadata.marker import parse_marker
from scanner.metadata.requirement_source import source_of
from scanner.metadata.secret import redacted
from scanner.metadata.specifier import is_specifier
from scanner.metadata.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANY: Final = "*"
_NOT_SOLVED: Final = re.compile(r"==(?=[<>!~]|==)")
"""What pipenv writes in front of a range that nothing on its own platform had to fit."""
_VARIABLES: Final = (
    *("implementation_name", "implementation_version", "os_name", "platform_machine"),
    *("platform_python_implementation", "platform_release", "platform_system"),
    *("platform_version", "python_full_version", "python_version", "sys_platform"),
)
"""Keys that pipenv takes for a part of a marker: ``sys_platform = "== 'win32'"``."""


def entry_of(packages: Table, name: str) -> Table:
    """Return what is known under a name, of which a text is the version."""
    value = packages.values.get(name)
    if isinstance(value, str):
        return Table({"version": value}, (*packages.path, name), packages.spans)
    return packages.table(name)


def requirement_in(name: str, entry: Table, markers: Sequence[str]) -> DeclaredRequirement:
    """Return what is required under a name; some keys may have a marker."""
    source = source_of(entry)
    version = _NOT_SOLVED.sub("", entry.text("version") or ANY)
    specifier = "" if version == ANY or source.origin else version
    extras = entry.texts("extras")
    asked = f"{name}[{','.join(extras)}]" if extras else name
    stated = f"{asked} @ {source.origin}" if source.origin else f"{asked}{specifier}"
    marker = " and ".join(_markers(entry, markers)) or None
    oddity = None
    if not is_specifier(specifier):
        specifier, oddity = "", f"not a version specifier: {specifier:.100}"
    elif marker and parse_marker(marker) is None:
        oddity = f"not a marker: {marker:.100}"
    return DeclaredRequirement(
        text=redacted(" ".join(f"{stated}; {marker}".split()) if marker else stated),
        name=name,
        extras=extras,
        specifier=specifier or None,
        version=pinned(specifier),
        marker=marker and redacted(marker),
        origin=source.origin,
        oddity=oddity,
    )


def _markers(entry: Table, keys: Sequence[str]) -> Iterator[str]:
    stated = [marker for marker in map(entry.text, keys) if marker]
    conditions = [(variable, entry.text(variable)) for variable in _VARIABLES]
    parts = [f"{variable} {condition}" for variable, condition in conditions if condition]
    yield from (f"({each})" if " or " in each and parts else each for each in stated)
    yield from parts
