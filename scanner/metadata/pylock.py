"""``pylock.toml`` and ``pylock.*.toml`` (PEP 751).

What does not follow the specification is noted, and what can be read of the file is. Groups and
extras are in markers, and what needs what is told by as little as is unambiguous.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.lock import Entries, Lock, LockedPackage, Need, entries_in, lock_of
from scanner.metadata.lock_root import needs_of
from scanner.metadata.marker_world import EVERYWHERE, worlds_of
from scanner.metadata.secret import redacted
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.metadata.pyproject import Pyproject
    from scanner.metadata.toml_table import Table

_MEMBERSHIP: Final = re.compile(
    r"""["'](?P<name>[^"']{1,200})["']\s+in\s+(?P<variable>extras|dependency_groups)\b"""
)
_ARTEFACTS: Final = ("archive", "sdist", "wheels")


def parse_pylock(document: Table, project: Pyproject | None) -> Lock:
    """Read a document."""
    tables, misfits = entries_in(document, "packages")
    mains = {*document.texts("default-groups")} - {*document.texts("dependency-groups")}
    packages = tuple(_package(table, mains) for table in tables)
    entries = Entries(packages)
    oddities = [*(error for error in (_error(document),) if error), *misfits]
    needs: list[Need] = []
    for position, table in enumerate(tables):
        for wanted in table.tables("dependencies"):
            found = _meant(wanted, tables, entries, position)
            if found is None:
                oddities.append(f"line {wanted.span[0]}: a dependency that may be several")
            else:
                needs += _needs(position, wanted, found)
    return lock_of(packages, chain(needs_of(project, entries), needs), oddities)


def _error(document: Table) -> str | None:
    """Return how the document does not follow the specification."""
    from packaging.pylock import Pylock, PylockValidationError

    try:
        Pylock.from_dict(document.values)
    except PylockValidationError as error:
        return f"not as PEP 751 has it: {error}"[:500]
    return None


def _package(table: Table, mains: set[str]) -> LockedPackage:
    marker = table.text("marker")
    members = _MEMBERSHIP.findall(marker) if marker else []
    groups = [name for name, variable in members if variable == "dependency_groups"]
    extras = [name for name, variable in members if variable == "extras"]
    is_main = not mains.isdisjoint(groups)
    first, last = table.span
    return LockedPackage(
        name=table.text("name") or "",
        version=table.text("version"),
        line=first,
        last_line=last,
        source=_source(table),
        index=redacted(table.text("index") or "") or None,
        hashes=tuple(dict.fromkeys(_hashes(table))),
        marker=marker,
        groups=() if is_main else tuple(dict.fromkeys(map(normalized, groups))),
        for_extras=() if is_main else tuple(dict.fromkeys(map(normalized, extras))),
        requires_python=table.text("requires-python"),
        is_project=table.table("directory").text("path") == ".",
    )


def _source(table: Table) -> DirectUrl:
    directory, archive, vcs = (table.table(key) for key in ("directory", "archive", "vcs"))
    if path := directory.text("path"):
        return DirectUrl(
            url=f"file:{path}",
            is_editable=directory.is_true("editable"),
            subdirectory=directory.text("subdirectory"),
        )
    for origin in (vcs, archive):
        path = origin.text("path")
        url = origin.text("url") or (path and f"file:{path}")
        if url:
            return DirectUrl(
                url=redacted(url),
                vcs=vcs.text("type") if origin is vcs else None,
                commit=origin.text("commit-id") or origin.text("requested-revision"),
                subdirectory=origin.text("subdirectory"),
            )
    return DirectUrl()


def _hashes(table: Table) -> Iterator[str]:
    for key in _ARTEFACTS:
        for artefact in table.tables(key):
            hashes = artefact.table("hashes")
            for algorithm in hashes.values:
                if digest := hashes.text(algorithm):
                    yield f"{algorithm}:{digest}"


def _meant(
    wanted: Table, tables: Sequence[Table], entries: Entries, position: int
) -> Sequence[int] | None:
    """Return the entries that a dependency means; None if several, and none by circumstances."""
    found = [
        at
        for at in entries.named(wanted.text("name") or "")
        if all(
            tables[at].values.get(key) == value
            for key, value in wanted.values.items()
            if key not in {"name", "marker"}
        )
    ]
    if len(found) < 2:  # noqa: PLR2004
        return found
    here = worlds_of(entries.packages[position].marker)
    seen = 0
    fitting = []
    for at in found:
        worlds = here & worlds_of(entries.packages[at].marker) & EVERYWHERE
        if worlds & seen:
            return None
        seen |= worlds
        if worlds:
            fitting.append(at)
    return fitting


def _needs(position: int, wanted: Table, found: Sequence[int]) -> Iterator[Need]:
    name = wanted.text("name") or ""
    version = wanted.text("version")
    for at in found or (None,):
        yield Need(
            dependent=position,
            dependency=at,
            name=normalized(name),
            requirement=f"{name}=={version}" if version else name,
            marker=wanted.text("marker"),
        )
