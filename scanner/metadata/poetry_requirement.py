"""Requirements in the tables of Poetry: ``name = "^1.2"``, or a table of what is known of it.

An array has several, of which markers tell when each is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.metadata.declared_requirement import DeclaredRequirement, pinned
from scanner.metadata.poetry_constraint import OR, specifiers_of
from scanner.metadata.requirement_source import source_of
from scanner.metadata.secret import redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.toml_table import Table


def poetry_requirements(table: Table, name: str) -> Iterator[tuple[DeclaredRequirement, Table]]:
    """Yield what is required under a name, and the table that tells more of each."""
    value = table.values.get(name)
    for index, element in enumerate(value if isinstance(value, list) else (value,)):
        keys = (name, index) if isinstance(value, list) else (name,)
        path = (*table.path, *keys)
        if isinstance(element, str):
            yield _requirement(name, type(table)({"version": element}, path, table.spans))
        elif isinstance(element, dict):
            yield _requirement(name, type(table)(element, path, table.spans))


def _requirement(name: str, entry: Table) -> tuple[DeclaredRequirement, Table]:
    constraint = entry.text("version") or "*"
    specifiers = specifiers_of(constraint)
    marker = _marker(entry)
    source = source_of(entry)
    extras = entry.texts("extras")
    text = f"{name}[{','.join(extras)}]" if extras else name
    if source.origin:
        text += f" @ {source.origin}"
    elif constraint != "*":
        text += f" ({constraint})"
    specifier = OR.join(specifiers or ()) or None
    return DeclaredRequirement(
        text=redacted(f"{text}; {marker}" if marker else text),
        name=name,
        extras=extras,
        specifier=specifier,
        version=pinned(specifier) if specifier and OR not in specifier else None,
        marker=marker,
        origin=source.origin,
        oddity=None if specifiers else f"not a version constraint: {constraint:.100}",
    ), entry


def _marker(entry: Table) -> str | None:
    """Return when it is meant, as a marker (PEP 508)."""
    parts = [entry.text("markers"), *_of_python(entry.text("python"))]
    if platform := entry.text("platform"):
        parts.append(f'sys_platform == "{platform}"'.replace("\\", ""))
    stated = [part for part in parts if part]
    if len(stated) < 2:  # noqa: PLR2004
        return stated[0] if stated else None
    return " and ".join(f"({part})" if " or " in part else part for part in stated)


def _of_python(constraint: str | None) -> Iterator[str]:
    specifiers = specifiers_of(constraint) if constraint else None
    if not specifiers or specifiers == ("",):
        return
    yield " or ".join(" and ".join(map(_comparison, each.split(","))) for each in specifiers)


def _comparison(clause: str) -> str:
    version = clause.lstrip("<>=!~")
    sign = clause[: len(clause) - len(version)]
    variable = "python_full_version" if version.count(".") > 1 else "python_version"
    if version.endswith(".*") and version.count(".") == 2:  # noqa: PLR2004
        variable, version = "python_version", version.removesuffix(".*")
    return f'{variable} {sign} "{version}"'
