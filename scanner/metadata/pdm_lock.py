"""``pdm.lock``, with what the project beside it asks for.

A distribution has an entry for each set of its extras that is asked for, and one for each target if
these differ. They are one distribution.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.metadata.declared_requirement import parse_declared
from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.lock import Entries, Lock, LockedPackage, entries_in, lock_of
from scanner.metadata.lock_root import needs_of
from scanner.metadata.project_requirement import Purpose
from scanner.metadata.secret import redacted
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.metadata.lock import Need
    from scanner.metadata.pyproject import Pyproject
    from scanner.metadata.toml_table import Table

DEFAULT: Final = "default"
"""The group of what the project itself needs."""
_VCS: Final = ("git", "hg", "svn", "bzr")
_Key: TypeAlias = "tuple[str, str | None, str | None]"


def parse_pdm_lock(document: Table, project: Pyproject | None) -> Lock:
    """Read a document."""
    of_project = {
        extra for each in (project.requirements if project else ()) for extra in each.extras
    }
    merged: dict[_Key, list[Table]] = {}
    tables, oddities = entries_in(document, "package")
    for table in tables:
        key = (normalized(table.text("name") or ""), table.text("version"), _source(table).origin)
        merged.setdefault(key, []).append(table)
    files = document.table("metadata", "files")
    packages = tuple(_package(tables, files, of_project) for tables in merged.values())
    entries = Entries(packages)
    needs = (
        need
        for position, tables in enumerate(merged.values())
        for table in tables
        for need in _needs(position, table, entries)
    )
    lock = lock_of(packages, chain(needs_of(project, entries), needs), oddities)
    return replace(lock, needs=tuple(dict.fromkeys(lock.needs)))


def _package(tables: Sequence[Table], files: Table, of_project: set[str]) -> LockedPackage:
    # What is first without extras is the distribution itself.
    table = min(tables, key=lambda each: bool(each.texts("extras")))
    name, version = table.text("name") or "", table.text("version")
    first, last = table.span
    groups = _union(tables, "groups")
    markers = tuple(dict.fromkeys(each.text("marker") for each in tables))
    marker = " or ".join(f"({each})" if len(markers) > 1 else each for each in markers if each)
    named = tuple(normalized(group) for group in groups)
    is_default = DEFAULT in groups
    hashes = [file.text("hash") for each in tables for file in each.tables("files")]
    hashes += [file.text("hash") for file in files.tables(f"{name} {version}")]
    package = LockedPackage(
        name=name,
        version=version,
        line=first,
        last_line=last,
        source=_source(table),
        hashes=tuple(dict.fromkeys(filter(None, hashes))),
        marker=None if None in markers else marker,
        extras=tuple(sorted(_union(tables, "extras"))),
        requires_python=table.text("requires_python"),
    )
    if not groups:
        return package
    return replace(
        package,
        groups=() if is_default else tuple(each for each in named if each not in of_project),
        for_extras=() if is_default else tuple(each for each in named if each in of_project),
    )


def _union(tables: Sequence[Table], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for table in tables for text in table.texts(key)))


def _source(table: Table) -> DirectUrl:
    vcs = next((each for each in _VCS if table.text(each)), None)
    subdirectory = table.text("subdirectory")
    if vcs is not None:
        return DirectUrl(
            url=redacted(table.text(vcs) or ""),
            vcs=vcs,
            commit=table.text("revision") or table.text("ref"),
            subdirectory=subdirectory,
        )
    if path := table.text("path"):
        return DirectUrl(url=f"file:{path}", is_editable=table.is_true("editable"))
    url = table.text("url")
    return DirectUrl(url=redacted(url), subdirectory=subdirectory) if url else DirectUrl()


def _needs(position: int, table: Table, entries: Entries) -> Iterator[Need]:
    own = entries.packages[position]
    for text in table.texts("dependencies"):
        requirement = parse_declared(text)
        name = requirement.name
        if name is None or (normalized(name) == normalized(own.name) and not requirement.extras):
            continue
        for extra in table.texts("extras") or (None,):
            purpose = Purpose(extra=normalized(extra) if extra else None)
            yield from entries.needs(position, requirement, purpose, table.text("marker"))
