"""Distributions by their ``*.dist-info`` directory (PyPA: recording installed projects)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.distribution import Stem, Trace, component_of, paths_of
from scanner.metadata.core_metadata import CoreMetadata, parse_core_metadata, visible
from scanner.metadata.direct_url import DirectUrl, parse_direct_url
from scanner.metadata.metadata_json import parse_metadata_json
from scanner.metadata.secret import redacted
from scanner.model.component import Component, State
from scanner.model.names import purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

DIRECTORY: Final = "**/*.dist-info"
FILES: Final = (
    "METADATA",
    "metadata.json",
    "INSTALLER",
    "REQUESTED",
    "direct_url.json",
    "provenance_url.json",
    "uv_build.json",
    "uv_cache.json",
)
RECORD_REQUESTS: Final = frozenset(("pip", "uv"))
"""Installers that leave ``REQUESTED`` (PEP 376) exactly where a user asked for a distribution."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per directory, and a problem for each oddity of its files."""
    parsed: dict[bytes, CoreMetadata] = {}
    for path in paths_of(tree, DIRECTORY):
        trace = Trace(tree, path, DIST_INFO.name, "METADATA")
        component = _component(trace, _metadata(trace, parsed))
        if component.name:
            yield component
        yield from trace.problems


def _metadata(trace: Trace, parsed: dict[bytes, CoreMetadata]) -> CoreMetadata:
    """Return the metadata; equal ones, as copied environments have them, are read once."""
    if trace.has("metadata.json") and not trace.has("METADATA"):
        trace.main = "metadata.json"
        return parse_metadata_json(trace.content("metadata.json"))
    data = trace.content("METADATA")
    if data not in parsed:
        parsed[data] = parse_core_metadata(data)
    return parsed[data]


def _component(trace: Trace, metadata: CoreMetadata) -> Component:
    trace.installer = _installer(trace)
    stem = Stem.of(trace.path.rpartition("/")[2].removesuffix(".dist-info"))
    component = component_of(trace, metadata, stem)
    direct = _direct_url(trace, "direct_url.json")
    index = _direct_url(trace, "provenance_url.json")
    origin = direct if direct.origin else index
    requested = trace.has("REQUESTED")
    is_editable = direct.is_editable and component.state is State.INSTALLED
    return replace(
        component,
        purl=purl(component.name, component.version, direct.qualifiers),
        state=State.EDITABLE if is_editable else component.state,
        requested=requested if requested or trace.installer in RECORD_REQUESTS else None,
        origin=origin.origin,
        hashes=origin.checksums,
        from_source=True if trace.has("uv_build.json") else origin.is_source,
    )


def _direct_url(trace: Trace, name: str) -> DirectUrl:
    """Return where it is from: by a user's wish (PEP 610), or in an index (PEP 710)."""
    if not trace.has(name):
        return DirectUrl()
    origin = parse_direct_url(trace.content(name))
    trace.note(name, *origin.oddities)
    return origin


def _installer(trace: Trace) -> str | None:
    if trace.has("INSTALLER"):
        return _named(trace.content("INSTALLER"))
    return "uv" if trace.has("uv_cache.json") or trace.has("uv_build.json") else None


@lru_cache(maxsize=64)
def _named(installer: bytes) -> str | None:
    """Return the name of an installer, of which there are few."""
    return redacted(visible(installer.decode("utf-8", "replace")))[:100] or None


DIST_INFO: Final = Cataloger(
    name="dist-info",
    version=2,
    claims=(DIRECTORY, *(f"{DIRECTORY}/{name}" for name in FILES)),
    catalog=catalog,
)
