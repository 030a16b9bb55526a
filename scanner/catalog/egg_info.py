"""Distributions by what setuptools and distutils left before there was ``*.dist-info``.

That is ``foo-1.0-py3.11.egg-info``, a directory (setuptools) or a file (distutils),
``foo.egg-info`` in a source directory, and ``EGG-INFO`` in an egg. The metadata are in
``PKG-INFO``, or in ``METADATA`` where a packager renamed it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.tar_header import Kind
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.distribution import Stem, Trace, component_of, paths_of, place_of
from scanner.metadata.core_metadata import CoreMetadata, parse_core_metadata
from scanner.metadata.requires_txt import parse_requires_txt
from scanner.model.component import Component, State
from scanner.model.environment import SITE_NAMES
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree

EGG_INFO: Final = "**/*.egg-info"
INSIDE_EGG: Final = "**/EGG-INFO"
FILES: Final = ("PKG-INFO", "METADATA", "requires.txt")
TAGS: Final = re.compile(r"-py\d\.\d+(?:-.+)?")
"""The version of Python, and the platform, that an egg is for."""
SOURCE_FILES: Final = ("setup.py", "setup.cfg", "pyproject.toml", "PKG-INFO")
"""What is beside ``foo.egg-info``, or beside the directory that it is in, if that is source."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per trace, and a problem for each oddity of its files."""
    parsed: dict[bytes, CoreMetadata] = {}
    paths = paths_of(tree, EGG_INFO, INSIDE_EGG)
    in_source = _in_source(tree, paths)
    for path in paths:
        trace = _trace(tree, path)
        data = trace.content(trace.main)
        if data not in parsed:
            parsed[data] = parse_core_metadata(data)
        component = _component(trace, parsed[data])
        if path in in_source and component.state is State.INSTALLED:
            component = replace(component, state=State.SOURCE)
        if component.name and not _is_the_interpreter(component):
            yield component
        yield from trace.problems


def _trace(tree: Tree, path: str) -> Trace:
    is_file = (entry := tree.entry(tree.resolve(path) or path)) and entry.kind is Kind.FILE
    trace = Trace(tree, path, EGG_INFOS.name, "" if is_file else "PKG-INFO")
    if not is_file and trace.has("METADATA") and not trace.has("PKG-INFO"):
        trace.main = "METADATA"
    return trace


def _component(trace: Trace, metadata: CoreMetadata) -> Component:
    if trace.has("requires.txt") and not metadata.requires_dist:
        requires = parse_requires_txt(trace.content("requires.txt"))
        metadata = replace(metadata, requires_dist=requires)
    # An exclamation mark tells the inside of an archive from an unpacked one.
    name = place_of(trace.path).rpartition("/")[2].removesuffix("!")
    stem = TAGS.sub("", name.removesuffix(".egg-info").removesuffix(".egg"), count=1)
    return component_of(trace, metadata, Stem.of(stem))


def _in_source(tree: Tree, paths: Iterable[str]) -> set[str]:
    """Return those that a build left beside the source, instead of an installer in its place."""
    beside: dict[str, list[str]] = {}
    for path in paths:
        *parents, name = path.removesuffix(".egg-info").split("/")
        # What is installed has a version in its name.
        if "-" not in name and SITE_NAMES.isdisjoint(parents):
            above = {tuple(parents), tuple(parents[:-1])}
            beside[path] = ["/".join((*each, file)) for each in above for file in SOURCE_FILES]
    there = tree.among({file for files in beside.values() for file in files})
    return {path for path, files in beside.items() if not there.isdisjoint(files)}


def _is_the_interpreter(component: Component) -> bool:
    """Tell whether this is Python 2.7, which left a trace of itself among its modules."""
    directory = component.evidence.path.split("/")[-2:-1]
    return directory == ["lib-dynload"] and normalized(component.name) == "python"


EGG_INFOS: Final = Cataloger(
    name="egg-info",
    version=1,
    claims=(
        EGG_INFO,
        INSIDE_EGG,
        *(f"{pattern}/{name}" for pattern in (EGG_INFO, INSIDE_EGG) for name in FILES),
    ),
    catalog=catalog,
)
