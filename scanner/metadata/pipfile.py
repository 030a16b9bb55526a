"""``Pipfile`` and ``Pipfile.lock``: both have categories, tables of what is known by a name.

Any other table of a Pipfile than those of pipenv is a category of its own; the lockfile calls the
first two ``default`` and ``develop``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import checksum_of
from scanner.metadata.misfit import misfit_tables, misfits_of_table
from scanner.metadata.secret import redacted
from scanner.metadata.table_requirement import entry_of, requirement_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.declared_requirement import DeclaredRequirement
    from scanner.metadata.toml_table import Table

DEFAULT: Final = "default"
DEVELOP: Final = "develop"
_CATEGORIES: Final = {"packages": DEFAULT, "dev-packages": DEVELOP}
_NO_CATEGORIES: Final = frozenset(("pipenv", "pipfile", "requires", "scripts", "source"))
_META: Final = "_meta"


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


def misfits_in(document: Table) -> Iterator[str]:
    """Yield what stands in the place of categories and of their packages, and is none."""
    for name in document.values:
        if name in _NO_CATEGORIES or name == _META:
            continue
        yield from misfit_tables(document, name)
        yield from misfits_of_table(document.table(name), str, dict)


def _indexes(table: Table) -> dict[str, str]:
    """Return the URLs of indexes by their names."""
    sources = [*table.tables("source"), *table.tables("sources")]
    return {each.text("name") or "": redacted(each.text("url") or "") for each in sources}


def _packages(packages: Table, category: str, indexes: dict[str, str]) -> Iterator[PipenvPackage]:
    for name in packages.values:
        entry = entry_of(packages, name)
        first, last = packages.span_of(name)
        index = entry.text("index")
        yield PipenvPackage(
            requirement=requirement_in(name, entry, ("markers",)),
            category=category,
            line=first,
            last_line=last,
            is_editable=entry.is_true("editable"),
            hashes=tuple(filter(None, map(checksum_of, entry.texts("hashes")))),
            index=redacted(indexes.get(index) or index) if index else None,
        )
