"""``poetry.lock`` in all versions of its form, with what the project beside it asks for.

The groups of an entry are in ``category`` (1.x), nowhere (2.0) or in ``groups`` (2.1). The hashes
of its files were once in a table of their own, by name alone.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import parse_declared
from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.lock import Entries, Lock, LockedPackage, Need, entries_in, lock_of
from scanner.metadata.lock_root import needs_of
from scanner.metadata.marker import EXTRA, condition, parse_marker
from scanner.metadata.poetry_requirement import poetry_requirements
from scanner.metadata.project_requirement import Purpose
from scanner.metadata.secret import redacted
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.declared_requirement import DeclaredRequirement
    from scanner.metadata.pyproject import Pyproject
    from scanner.metadata.toml_table import Table

MAIN: Final = "main"
"""The group of what the project itself needs."""
_PATHS: Final = frozenset(("directory", "file"))


def parse_poetry_lock(document: Table, project: Pyproject | None) -> Lock:
    """Read a document."""
    tables, oddities = entries_in(document, "package")
    metadata = document.table("metadata")
    packages = tuple(_package(table, metadata, project) for table in tables)
    entries = Entries(packages)
    needs = (need for at, table in enumerate(tables) for need in _needs(at, table, entries))
    of_root = needs_of(project, entries) if project else _extras(document.table("extras"), entries)
    return lock_of(packages, chain(of_root, needs), oddities)


def _package(table: Table, metadata: Table, project: Pyproject | None) -> LockedPackage:
    name, version = table.text("name") or "", table.text("version")
    first, last = table.span
    groups = table.texts("groups")
    category = table.text("category")
    # All groups of a project are of one category.
    if category and not groups and (category == MAIN or project is None):
        groups = (category,)
    source = table.table("source")
    is_index = source.text("type") == "legacy"
    return LockedPackage(
        name=name,
        version=version,
        line=first,
        last_line=last,
        source=DirectUrl() if is_index else _source(source, is_editable=table.is_true("develop")),
        index=redacted(source.text("url") or "") or None if is_index else None,
        hashes=tuple(dict.fromkeys(_hashes(table, metadata))),
        marker=_marker(table),
        groups=_groups(groups, is_optional=table.is_true("optional")) if groups else None,
        for_extras=None if MAIN in groups or not groups else (),
        requires_python=table.text("python-versions"),
    )


def _groups(groups: tuple[str, ...], *, is_optional: bool) -> tuple[str, ...]:
    """Return the groups that count: what the project needs without extras is for none."""
    if MAIN in groups and not is_optional:
        return ()
    return tuple(normalized(group) for group in groups if group != MAIN)


def _marker(table: Table) -> str | None:
    """Return when it is needed; which may be told for each group."""
    if marker := table.text("markers"):
        return marker
    markers = table.table("markers")
    if set(markers.values) < set(table.texts("groups")):
        return None
    found = tuple(dict.fromkeys(text for key in markers.values if (text := markers.text(key))))
    return " or ".join(f"({each})" if len(found) > 1 else each for each in found) or None


def _source(source: Table, *, is_editable: bool) -> DirectUrl:
    kind, url = source.text("type"), source.text("url")
    if url is None:
        return DirectUrl()
    if kind in _PATHS:
        return DirectUrl(url=f"file:{url}", is_editable=is_editable)
    return DirectUrl(
        url=redacted(url),
        vcs="git" if kind == "git" else None,
        commit=source.text("resolved_reference") or source.text("reference"),
        subdirectory=source.text("subdirectory"),
    )


def _hashes(table: Table, metadata: Table) -> Iterator[str]:
    name, version = table.text("name") or "", table.text("version")
    for file in table.tables("files"):
        yield from filter(None, (file.text("hash"),))
    for file in metadata.table("files").tables(name):
        # All versions of a name are in one list.
        if f"-{version}" in (file.text("file") or ""):
            yield from filter(None, (file.text("hash"),))
    for digest in metadata.table("hashes").texts(name):
        yield f"sha256:{digest}"


def _needs(position: int, table: Table, entries: Entries) -> Iterator[Need]:
    by_extra, marker = _optional(table), entries.packages[position].marker
    dependencies = table.table("dependencies")
    for name in dependencies.values:
        for requirement, entry in poetry_requirements(dependencies, name):
            extras = _asking(requirement) if entry.is_true("optional") else ()
            if entry.is_true("optional") and not extras:
                extras = tuple(by_extra.get(normalized(name), ()))
            for extra in extras or (None,):
                purpose = Purpose(extra=normalized(extra) if extra else None)
                yield from entries.needs(position, requirement, purpose, marker)
    own = normalized(table.text("name") or "")
    for extra in by_extra.get(own, ()):
        for text in table.table("extras").texts(extra):
            found = parse_declared(text)
            if found.name and normalized(found.name) == own:
                yield Need(
                    dependent=position,
                    dependency=position,
                    name=own,
                    requirement=text,
                    extra=normalized(extra),
                    extras=found.extras,
                )


def _optional(table: Table) -> dict[str, list[str]]:
    """Return the extras that each name is optional for."""
    found: dict[str, list[str]] = {}
    extras = table.table("extras")
    for extra in extras.values:
        for text in extras.texts(extra):
            if name := parse_declared(text).name:
                found.setdefault(normalized(name), []).append(extra)
    return found


def _asking(requirement: DeclaredRequirement) -> tuple[str, ...]:
    """Return the extras that the marker of a requirement is about."""
    marker = parse_marker(requirement.marker) if requirement.marker else None
    if marker is None or EXTRA not in (requirement.marker or ""):
        return ()
    return tuple(sorted(condition(marker, {}, unknown=True).extras))


def _extras(extras: Table, entries: Entries) -> Iterator[Need]:
    """Yield what the extras of the project need, where only the lockfile tells of it."""
    for extra in extras.values:
        for text in extras.texts(extra):
            name = parse_declared(text).name or text
            for found in entries.named(name):
                yield Need(
                    dependent=None,
                    dependency=found,
                    name=normalized(name),
                    requirement=text,
                    extra=normalized(extra),
                )
