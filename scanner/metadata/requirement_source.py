"""Where a requirement comes from, if not from an index, as tables of Poetry, pipenv and uv tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.project_requirement import BUILD
from scanner.metadata.secret import redacted
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.metadata.project_requirement import ProjectRequirement
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


def at_sources(
    found: Iterable[ProjectRequirement], document: Table
) -> Iterator[ProjectRequirement]:
    """Yield requirements with the places that tools are told to take them from."""
    uv, poetry = document.table("tool", "uv", "sources"), document.table("tool", "poetry")
    dependencies = poetry.table("dependencies")
    sources = {
        normalized(key): list(table.tables(key))
        for table in (dependencies if document.table("project").values else poetry.table(""), uv)
        for key in table.values
    }
    for each in found:
        name = each.requirement.name
        entries = sources.get(normalized(name), []) if name and not each.requirement.origin else []
        fitting = [entry for entry in entries if _is_for(entry, each)]
        if len(fitting) != 1 or each.groups == (BUILD,):
            yield each
            continue
        origin = source_of(fitting[0]).origin
        yield replace(each, requirement=replace(each.requirement, origin=origin))


def _is_for(entry: Table, requirement: ProjectRequirement) -> bool:
    """Tell whether a source is for a requirement, and not only under a marker."""
    extra, group = entry.text("extra"), entry.text("group")
    if entry.text("marker") is not None:
        return False
    return (extra is None or normalized(extra) in requirement.extras) and (
        group is None or normalized(group) in requirement.groups
    )
