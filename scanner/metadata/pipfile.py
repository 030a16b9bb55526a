"""``Pipfile`` and ``Pipfile.lock``: both have categories, tables of what is known by a name.

Any other table of a Pipfile than those of pipenv is a category of its own; the lockfile calls the
first two ``default`` and ``develop``. A marker may be spread over keys that are called like its
variables: ``sys_platform = "== 'win32'"``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import DeclaredRequirement, checksum_of, pinned
from scanner.metadata.marker import parse_marker
from scanner.metadata.requirement_source import source_of
from scanner.metadata.secret import redacted
from scanner.metadata.specifier import is_specifier
from scanner.metadata.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT: Final = "default"
DEVELOP: Final = "develop"
_CATEGORIES: Final = {"packages": DEFAULT, "dev-packages": DEVELOP}
_NO_CATEGORIES: Final = frozenset(("pipenv", "pipfile", "requires", "scripts", "source"))
_META: Final = "_meta"
_VARIABLES: Final = (
    *("implementation_name", "implementation_version", "os_name", "platform_machine"),
    *("platform_python_implementation", "platform_release", "platform_system"),
    *("platform_version", "python_full_version", "python_version", "sys_platform"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PipenvPackage:
    """What is asked for, or locked, in one category."""

    requirement: DeclaredRequirement
    category: str
    """As a lockfile calls it."""
    line: int
    last_line: int
    is_editable: bool = False
    hashes: tuple[str, ...] = ()
    index: str | None = None
    """The URL of the one that it is from, without secrets; its name if nothing tells that."""


def packages_of_pipfile(document: Table) -> Iterator[PipenvPackage]:
    """Yield what a Pipfile asks for."""
    indexes = _indexes(document)
    for table, packages in document.subtables():
        if table not in _NO_CATEGORIES:
            yield from _packages(packages, _CATEGORIES.get(table, table), indexes)


def packages_of_lock(document: Table) -> Iterator[PipenvPackage]:
    """Yield what a Pipfile.lock has."""
    indexes = _indexes(document.table(_META))
    for category, packages in document.subtables():
        if category != _META:
            yield from _packages(packages, category, indexes)


def _indexes(table: Table) -> dict[str, str]:
    """Return the URLs of indexes by their names."""
    sources = [*table.tables("source"), *table.tables("sources")]
    return {each.text("name") or "": redacted(each.text("url") or "") for each in sources}


def _packages(packages: Table, category: str, indexes: dict[str, str]) -> Iterator[PipenvPackage]:
    for name, value in packages.values.items():
        if isinstance(value, str):
            entry = Table({"version": value}, (*packages.path, name), packages.spans)
        else:
            entry = packages.table(name)
        first, last = packages.span_of(name)
        index = entry.text("index")
        yield PipenvPackage(
            requirement=_requirement(name, entry),
            category=category,
            line=first,
            last_line=last,
            is_editable=entry.is_true("editable"),
            hashes=tuple(filter(None, map(checksum_of, entry.texts("hashes")))),
            index=redacted(indexes.get(index) or index) if index else None,
        )


def _requirement(name: str, entry: Table) -> DeclaredRequirement:
    source = source_of(entry)
    version = entry.text("version") or ""
    specifier = "" if version == "*" or source.origin else version
    extras = entry.texts("extras")
    asked = f"{name}[{','.join(extras)}]" if extras else name
    stated = f"{asked} @ {source.origin}" if source.origin else f"{asked}{specifier}"
    marker = _marker(entry)
    oddity = None
    if not is_specifier(specifier):
        oddity = f"not a version specifier: {specifier:.100}"
    elif marker and parse_marker(marker) is None:
        oddity = f"not a marker: {marker:.100}"
    return DeclaredRequirement(
        text=redacted(" ".join(f"{stated}; {marker}".split()) if marker else stated),
        name=name,
        extras=extras,
        specifier=specifier or None,
        version=pinned(specifier),
        marker=marker,
        origin=source.origin,
        oddity=oddity,
    )


def _marker(entry: Table) -> str | None:
    """Return when it is meant, as one marker (PEP 508)."""
    variables = ((each, entry.text(each)) for each in _VARIABLES)
    parts = [f"{variable} {condition}" for variable, condition in variables if condition]
    if marker := entry.text("markers"):
        parts.append(f"({marker})" if parts and " or " in marker else marker)
    return " and ".join(parts) or None
