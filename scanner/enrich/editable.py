"""Distributions that are installed as a reference to their source, and whether that is there.

An installation by PEP 660 has a ``*.dist-info``, and ``direct_url.json`` or ``__editable__*`` files
say where the source is. An older one is an ``*.egg-link``, or a line of a ``.pth`` file; all
else is in the source directory, where the catalogers found it without knowing that it is in use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_to_bytes

from layers.errors import UnreadableFile
from layers.path import bytes_of, text_of
from scanner.enrich.enricher import Enricher
from scanner.metadata.editable_finder import parse_editable_finder
from scanner.metadata.egg_link import parse_egg_link
from scanner.metadata.pth import parse_pth
from scanner.model.component import Component, Evidence, Problem, State
from scanner.model.environment import SITE_NAMES, SiteDirectory
from scanner.model.names import normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

EGG_LINK: Final = "**/*.egg-link"
MARK: Final = "__editable__"
EDITABLE_PTH: Final = f"**/{MARK}.*.pth"
FINDER: Final = f"**/{MARK}_*.py"
# Elsewhere, files of this name may be anything: models of neural networks, for one.
PTH: Final = ("**/easy-install.pth", *(f"**/{name}/*.pth" for name in sorted(SITE_NAMES)))
SOURCE_KINDS: Final = frozenset(("egg-info", "sdist"))
FILE_URL: Final = "file:///"
_IMPORT: Final = re.compile(rb"import (__editable__[0-9A-Za-z_]*)")
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Link:
    """A line that makes a source directory part of an environment."""

    directory: str
    """From the root."""
    origin: str
    evidence: Evidence
    name: str | None = None
    """Of the distribution, if the line is about one."""

    @property
    def environment(self) -> str:
        """The environment that the source becomes part of, if there is one."""
        return SiteDirectory.holding(self.evidence.path).prefix


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Tell what is installed as a reference to its source, and note if that is not there."""
    reader = _Reader(tree)
    environments = {environment.path for environment in inventory.environments}
    links = tuple(link for link in _links(reader) if link.environment in environments)
    components = _linked(_marked(inventory.components, reader), links)
    checked = tuple(_checked(components, reader))
    problems = (*inventory.problems, *reader.problems)
    return replace(inventory, components=checked, problems=problems)


def _checked(components: tuple[Component, ...], reader: _Reader) -> Iterator[Component]:
    """Tell whether the sources are there that components refer to; these are not listed again."""
    locations = {
        component.evidence: reader.real(location)
        for component in components
        if component.state is State.EDITABLE
        if (location := _location(component)) is not None
    }
    there = reader.tree.among(locations.values())
    sources = {
        (locations[component.evidence], normalized(component.name))
        for component in components
        if component.evidence in locations
    }
    for component in components:
        location = locations.get(component.evidence)
        if location is not None:
            if location and location not in there:
                reader.note(component.evidence.path, f"its source is not there: /{location}")
            yield replace(component, code_present=not location or location in there)
        elif not _is_source(component, sources):
            yield component


def _location(component: Component) -> str | None:
    """Return the directory, from the root, that a component was installed from."""
    origin = component.origin or ""
    if not origin.startswith(FILE_URL):
        return None
    return text_of(unquote_to_bytes(bytes_of(origin.removeprefix(FILE_URL).partition("#")[0])))


def _is_source(component: Component, sources: AbstractSet[tuple[str, str]]) -> bool:
    """Tell whether one of that name refers to the directory that this is in, or the one above."""
    above = component.evidence.path.split("/")[:-1]
    if component.kind not in SOURCE_KINDS or not SITE_NAMES.isdisjoint(above[-1:]):
        return False
    name = normalized(component.name)
    places = ("/".join(parents) for parents in (above, above[:-1]))
    return any((place, name) in sources for place in places)


class _Reader:
    """The files of a tree, and what was odd about those that were read."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def content(self, path: str) -> bytes:
        """Return a file's content; nothing if it can't be read."""
        try:
            return self.tree.read(path)
        except UnreadableFile as error:
            self.note(path, str(error))
            return b""

    def note(self, path: str, reason: str) -> None:
        self.problems.append(Problem(path, EDITABLE.name, reason))

    def directory(self, path: str, line: str) -> str:
        """Return the directory that a line of a file at ``path`` names."""
        if _DRIVE.match(line):
            return line.replace("\\", "/")
        named = line if line.startswith("/") else f"/{path.rpartition('/')[0]}/{line}"
        return self.real(named)

    def origin(self, path: str, line: str) -> str:
        """Return the URL of that directory, as whoever made it editable knows it."""
        is_own = line.startswith("/") and self.tree.inside(line) != line.lstrip("/")
        return _url(line if is_own else self.directory(path, line))

    def real(self, path: str) -> str:
        """Return the real path, from the root of what was read, of an absolute one."""
        inside = self.tree.inside(path)
        return self.tree.resolve(inside) or inside


def _marked(components: tuple[Component, ...], reader: _Reader) -> tuple[Component, ...]:
    """Find the editable installations without ``direct_url.json``, by the files of setuptools."""
    origins: dict[tuple[str, str], str] = {}
    for path in reader.tree.match(EDITABLE_PTH):
        site, _, name = path.rpartition("/")
        stem = name.removeprefix(f"{MARK}.").removesuffix(".pth")
        data = reader.content(path)
        lines = [line for _, line in parse_pth(data)]
        if not lines and (module := _IMPORT.search(data)):
            packages = parse_editable_finder(reader.content(f"{site}/{module[1].decode()}.py"))
            lines = [package.rpartition("/")[0] for package in packages]
        if lines:
            origins[site, normalized(stem)] = reader.origin(path, lines[0])
    if not origins:
        return components
    return tuple(_referring(component, origins) for component in components)


def _referring(component: Component, origins: Mapping[tuple[str, str], str]) -> Component:
    site, _, name = component.evidence.path.rpartition("/")
    origin = origins.get((site, normalized(name.removesuffix(".dist-info"))))
    if origin is None or component.state is not State.INSTALLED:
        return component
    return replace(component, state=State.EDITABLE, origin=component.origin or origin)


def _links(reader: _Reader) -> Iterator[Link]:
    """Yield what egg-links refer to, and then what the lines of other files do."""
    tree = reader.tree
    for path in tree.match(EGG_LINK):
        if line := parse_egg_link(reader.content(path)):
            name = path.rpartition("/")[2].removesuffix(".egg-link")
            evidence = Evidence(path, tree.layer_of(path))
            yield Link(reader.directory(path, line), reader.origin(path, line), evidence, name)
        else:
            reader.note(path, "refers to nothing")
    for path in sorted({path for pattern in PTH for path in tree.match(pattern)}):
        for number, line in parse_pth(reader.content(path)):
            evidence = Evidence(path, tree.layer_of(path), line=number)
            yield Link(reader.directory(path, line), reader.origin(path, line), evidence)


def _linked(components: tuple[Component, ...], links: tuple[Link, ...]) -> tuple[Component, ...]:
    """Add what links make part of an environment, if it is not there by other means."""
    if not links:
        return components
    sources: dict[str, list[Component]] = {}
    known: set[tuple[str, str]] = set()
    for component in components:
        directory = component.evidence.path.rpartition("/")[0]
        known.add((directory, normalized(component.name)))
        if _is_in_development(component):
            sources.setdefault(directory, []).append(component)
    added = []
    for link in links:
        site = link.evidence.path.rpartition("/")[0]
        for component in _components(link, sources.get(link.directory, [])):
            identity = site, normalized(component.name)
            if identity not in known:
                known.add(identity)
                added.append(component)
    return (*components, *added)


def _is_in_development(component: Component) -> bool:
    """Tell whether a build left this; what was installed has a version in its name, or a site."""
    directory, _, name = component.evidence.path.rpartition("/")
    return (
        component.kind == "egg-info"
        and "-" not in name.removesuffix(".egg-info")
        and directory.rpartition("/")[2] not in SITE_NAMES
    )


def _components(link: Link, sources: list[Component]) -> Iterator[Component]:
    """Yield what a link makes part of its environment; what has no metadata there has a name."""
    for source in sources:
        yield replace(
            source,
            state=State.EDITABLE,
            environment=link.environment,
            evidence=replace(link.evidence, technique=source.evidence.technique),
            origin=link.origin,
        )
    if link.name and not sources:
        yield Component(
            name=link.name,
            version=None,
            purl=purl(link.name, None),
            kind="egg-info",
            state=State.EDITABLE,
            environment=link.environment,
            evidence=replace(link.evidence, technique="filename"),
            origin=link.origin,
        )


def _url(directory: str) -> str:
    return FILE_URL + quote(bytes_of(directory.lstrip("/")), "/:")


EDITABLE: Final = Enricher(
    name="editable", claims=(EGG_LINK, EDITABLE_PTH, FINDER, *PTH), enrich=enrich
)
