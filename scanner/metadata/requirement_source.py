"""Where a requirement comes from, if not from an index, as Poetry and uv tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.secret import redacted

if TYPE_CHECKING:
    from scanner.metadata.toml_table import Table


def source_of(entry: Table) -> DirectUrl:
    """Return where it comes from, if not from an index."""
    subdirectory = entry.text("subdirectory")
    if git := entry.text("git"):
        revision = entry.text("rev") or entry.text("tag") or entry.text("branch")
        return DirectUrl(
            url=redacted(git), vcs="git", commit=revision, subdirectory=subdirectory, is_source=True
        )
    if url := entry.text("url"):
        return DirectUrl(url=redacted(url), subdirectory=subdirectory)
    path = entry.text("path") or entry.text("file")
    if path is None:
        return DirectUrl()
    is_editable = entry.is_true("develop") or entry.is_true("editable")
    return DirectUrl(url=f"file:{path}", is_editable=is_editable, subdirectory=subdirectory)
