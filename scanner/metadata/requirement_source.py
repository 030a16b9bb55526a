"""Where a requirement comes from, if not from an index, as tables of Poetry, pipenv and uv tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.secret import redacted

if TYPE_CHECKING:
    from scanner.metadata.toml_table import Table

_SYSTEMS: Final = ("git", "hg", "svn", "bzr")
_REVISIONS: Final = ("rev", "ref", "tag", "branch")


def source_of(entry: Table) -> DirectUrl:
    """Return where it comes from, if not from an index."""
    subdirectory = entry.text("subdirectory")
    for system in _SYSTEMS:
        if place := entry.text(system):
            return DirectUrl(
                url=redacted(place.removeprefix(f"{system}+")),
                vcs=system,
                commit=next(filter(None, map(entry.text, _REVISIONS)), None),
                subdirectory=subdirectory,
                is_source=True,
            )
    if url := entry.text("url"):
        return DirectUrl(url=redacted(url), subdirectory=subdirectory)
    path = entry.text("path") or entry.text("file")
    if path is None:
        return DirectUrl()
    if "://" in path:
        return DirectUrl(url=redacted(path), subdirectory=subdirectory)
    is_editable = entry.is_true("develop") or entry.is_true("editable")
    return DirectUrl(url=f"file:{path}", is_editable=is_editable, subdirectory=subdirectory)
