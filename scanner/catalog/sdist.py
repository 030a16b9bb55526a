"""Unpacked source distributions, by ``PKG-INFO`` in their root (PyPA: source distributions)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.distribution import Stem, Trace, component_of, paths_of
from scanner.metadata.core_metadata import parse_core_metadata
from scanner.model.component import MATCHED, Problem, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

PKG_INFO: Final = "**/PKG-INFO"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per file that names a distribution."""
    for path in paths_of(tree, PKG_INFO):
        trace = Trace(tree, path, SDIST.name, "")
        metadata = parse_core_metadata(trace.content(""))
        stem = Stem.of(path.rpartition("/")[0].rpartition("/")[2])
        if metadata.name:
            stem = Stem(metadata.name, metadata.name, None)  # A source directory has any name.
        elif stem.version is None:
            yield Problem(path, SDIST.name, "no Name")
            continue
        component = component_of(trace, metadata, stem)
        state = State.SOURCE if component.state in MATCHED else component.state
        yield replace(component, state=state)
        yield from trace.problems


SDIST: Final = Cataloger(name="sdist", version=1, claims=(PKG_INFO,), catalog=catalog)
