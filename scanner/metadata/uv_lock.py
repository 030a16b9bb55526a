"""``uv.lock``: one resolution for all members of a workspace, and for all platforms.

A dependency names the version and the source that it means wherever there are several of its name,
so that forks and conflicts are told exactly. Lists of versions 1 and 2 are alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.lock import MAX_FORKS, Lock, LockedPackage, Need, entries_in, lock_of
from scanner.metadata.secret import redacted
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scanner.metadata.pyproject import Pyproject
    from scanner.metadata.toml_table import Table

VERSIONS: Final = (1, 2)
_LOCAL: Final = ("editable", "virtual", "directory", "path")
_GIT: Final = re.compile(r"(?P<url>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<commit>.*))?")


def parse_uv_lock(document: Table, _: Pyproject | None = None) -> Lock:
    """Read a document, which tells of its projects itself."""
    manifest = document.table("manifest")
    members = {normalized(name) for name in manifest.texts("members")}
    # Before uv 0.2.35, the array was called otherwise.
    key = "package" if "package" in document.values else "distribution"
    tables, oddities = entries_in(document, key)
    packages = tuple(_package(table, members) for table in tables)
    positions = _Positions(tables)
    needs = (need for at, table in enumerate(tables) for need in _needs(at, table, positions))
    version = document.values.get("version")
    if version not in VERSIONS:
        oddities = (f"an unknown version of the form: {version!r:.50}", *oddities)
    return lock_of(packages, chain(needs, _needs_of_root(manifest, positions)), oddities)


def _needs_of_root(manifest: Table, positions: _Positions) -> Iterator[Need]:
    """Yield what a script needs, or groups of a workspace whose root is no project."""
    for entry in manifest.tables("requirements"):
        yield from positions.needs(None, entry)
    groups = manifest.table("dependency-groups")
    for group in groups.values:
        for entry in groups.tables(group):
            yield from positions.needs(None, entry, group=normalized(group))


class _Positions:
    """Where the entries of each name are."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._known: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
        for position, table in enumerate(tables):
            name = normalized(table.text("name") or "")
            for version in {table.text("version"), None}:
                self._known[name, version].append(position)

    def needs(
        self,
        dependent: int | None,
        entry: Table,
        extra: str | None = None,
        group: str | None = None,
    ) -> Iterator[Need]:
        """Yield what an entry of a list of dependencies needs."""
        name = entry.text("name")
        if name is None:
            return
        extras = tuple(normalized(each) for each in entry.texts("extra"))
        version = entry.text("version")
        text = f"{name}[{','.join(extras)}]" if extras else name
        for position in self._meant(name, entry) or (None,):
            yield Need(
                dependent=dependent,
                dependency=position,
                name=normalized(name),
                requirement=f"{text}=={version}" if version else text,
                marker=entry.text("marker"),
                extra=extra,
                group=group,
                extras=extras,
            )

    def _meant(self, name: str, entry: Table) -> Sequence[int]:
        """Return the entries of a name, in the version and from the source that are told."""
        version, source = entry.text("version"), entry.values.get("source")
        found = self._known.get((normalized(name), version), ())[:MAX_FORKS]
        if len(found) > 1 and source is not None:
            found = [at for at in found if self._tables[at].values.get("source") == source]
        return found


def _needs(position: int, table: Table, positions: _Positions) -> Iterator[Need]:
    for entry in table.tables("dependencies"):
        yield from positions.needs(position, entry)
    extras = table.table("optional-dependencies")
    for extra in extras.values:
        for entry in extras.tables(extra):
            yield from positions.needs(position, entry, extra=normalized(extra))
    groups = table.table("dev-dependencies")
    for group in groups.values:
        for entry in groups.tables(group):
            yield from positions.needs(position, entry, group=normalized(group))


def _package(table: Table, members: Collection[str]) -> LockedPackage:
    name, source = table.text("name") or "", table.table("source")
    first, last = table.span
    local = next((path for key in _LOCAL if (path := source.text(key))), None)
    is_root = not members and local == "." and source.text("path") is None
    markers = table.texts("resolution-markers")
    return LockedPackage(
        name=name,
        version=table.text("version"),
        line=first,
        last_line=last,
        source=_source(source, local),
        index=redacted(source.text("registry") or "") or None,
        hashes=tuple(dict.fromkeys(_hashes(table))),
        marker=" or ".join(f"({each})" if len(markers) > 1 else each for each in markers) or None,
        requires_python=table.text("requires-python"),
        is_project=is_root or normalized(name) in members,
    )


def _source(source: Table, local: str | None) -> DirectUrl:
    if local is not None:
        return DirectUrl(url=f"file:{local}", is_editable="editable" in source.values)
    if url := source.text("url"):
        return DirectUrl(url=redacted(url), subdirectory=source.text("subdirectory"))
    git = _GIT.fullmatch(source.text("git") or "")
    if git is None or not git["url"]:
        return DirectUrl()
    query = dict(part.partition("=")[::2] for part in (git["query"] or "").split("&"))
    return DirectUrl(
        url=redacted(git["url"]),
        vcs="git",
        commit=git["commit"] or next(filter(None, map(query.get, ("rev", "tag", "branch"))), None),
        subdirectory=query.get("subdirectory") or None,
    )


def _hashes(table: Table) -> Iterator[str]:
    for key in ("sdist", "wheels"):
        for artefact in table.tables(key):
            if found := artefact.text("hash"):
                yield found
