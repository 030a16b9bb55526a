"""How a trace becomes a component, whatever the form of packaging that left it.

A distribution is never left out because its metadata is odd: what that does not say, the file name
of the trace does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.path import bytes_of
from scanner.catalog.state import LEFT_OVER, state_at
from scanner.metadata.core_metadata import visible
from scanner.metadata.secret import redacted
from scanner.model.component import Component, Evidence, Link, Problem
from scanner.model.contact import MAX_CHARACTERS, MAX_CONTACTS, ContactFields
from scanner.model.environment import SiteDirectory
from scanner.model.license import DeclaredLicense
from scanner.model.names import is_valid, normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.metadata.core_metadata import CoreMetadata

_STEM: Final = re.compile(r"(?P<name>.+?)-(?P<version>v?\d.*)")
"""For old names, too, in which no dash is escaped."""
_INSIDE: Final = (".dist-info/", ".egg-info/", "EGG-INFO/")
"""Licences are kept there, under the paths that they had in the source."""
PLACEHOLDERS: Final = frozenset(("0.0.0", "unknown", "0+unknown"))
"""What builds write for a version that they do not know. An index may have releases of such
versions, but then an installer says that it installed one."""


@dataclass(frozen=True, slots=True)
class Stem:
    """What the file name of a trace says."""

    text: str
    name: str
    version: str | None

    @classmethod
    def of(cls, text: str) -> Stem:
        """Read a file name without its suffix."""
        text = visible(bytes_of(text).decode("utf-8", "replace"))
        match = _STEM.fullmatch(text)
        if match is None:
            return cls(text, text, None)
        return cls(text, match["name"].strip(), match["version"])


class Trace:
    """What was left of one distribution, a directory or a file, and what is odd about it."""

    def __init__(self, tree: Tree, path: str, cataloger: str, main: str) -> None:
        self.tree = tree
        self.path = path
        self.cataloger = cataloger
        self.main = main
        """The file that has the metadata; empty if that is all there is."""
        self.installer: str | None = None
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        """Names of files that are not there, or cannot be read."""

    def has(self, name: str) -> bool:
        """Tell whether there is anything of that name."""
        return self.tree.entry(self._at(name)) is not None

    def content(self, name: str) -> bytes:
        """Return a file's content; nothing if it can't be read."""
        try:
            return self.tree.read(self._at(name))
        except UnreadableFile as error:
            self.unread.add(name)
            self.note(name, str(error))
            return b""

    def layer(self) -> int | None:
        """Return the layer that the metadata is from, or else the directory."""
        metadata = self.tree.layer_of(self._at(self.main))
        return self.tree.layer_of(self.path) if metadata is None else metadata

    def note(self, name: str, *reasons: str) -> None:
        """Note what is odd about a file, or about the trace itself."""
        self.problems += [
            Problem(self._at(name), self.cataloger, redacted(reason)) for reason in reasons
        ]

    def _at(self, name: str) -> str:
        return f"{self.path}/{name}" if name else self.path


def paths_of(tree: Tree, *patterns: str) -> list[str]:
    """Return the paths of traces, each real one once, and none that is inside of another."""
    paths = dict.fromkeys(
        path
        for pattern in patterns
        for path in tree.match(pattern)
        if not any(inside in path for inside in _INSIDE)
    )
    # A link to one that is listed where it is adds nothing.
    return [path for path in paths if path == (real := tree.resolve(path)) or real not in paths]


def place_of(path: str) -> str:
    """Return what a site directory has of a trace in it: an egg, with all that is inside."""
    return path.removesuffix("/EGG-INFO")


def component_of(trace: Trace, metadata: CoreMetadata, stem: Stem) -> Component:
    """Return what metadata say of a distribution, and note what is odd about them."""
    trace.note(trace.main, *metadata.oddities)
    name, version = _identity(trace, metadata, stem)
    place = place_of(trace.path)
    site = SiteDirectory.holding(place)
    is_complete = metadata.name and metadata.version
    return Component(
        name=name,
        version=version,
        purl=purl(name, version),
        kind=trace.cataloger,
        state=state_at(place, site),
        environment=site.prefix,
        evidence=Evidence(
            trace.path, trace.layer(), "manifest-analysis" if is_complete else "filename"
        ),
        requires=_requirements(trace, metadata),
        requires_python=metadata.requires_python,
        summary=metadata.summary and redacted(metadata.summary),
        license=DeclaredLicense(
            expression=metadata.license_expression,
            text=metadata.license and redacted(metadata.license),
            classifiers=tuple(c for c in metadata.classifiers if c.startswith("License ::")),
            files=metadata.license_files,
        ),
        contact_fields=ContactFields(
            author=_field(trace, "Author", metadata.author),
            author_email=_field(trace, "Author-email", metadata.author_email),
            maintainer=_field(trace, "Maintainer", metadata.maintainer),
            maintainer_email=_field(trace, "Maintainer-email", metadata.maintainer_email),
        ),
        links=tuple(_links(metadata)),
        installer=trace.installer,
    )


def _identity(trace: Trace, metadata: CoreMetadata, stem: Stem) -> tuple[str, str | None]:
    """Return name and version: from the metadata, or else from the file name."""
    name = metadata.name
    if name is None:
        if trace.main not in trace.unread:
            trace.note(trace.main, "no Name; the file name has it")
        name = stem.name
    elif normalized(name) != normalized(stem.name) and not stem.text.startswith(LEFT_OVER):
        trace.note("", f"the file name does not fit the metadata: {name:.200}")
    if not is_valid(name):
        trace.note(trace.main, f"not a valid name: {name!r:.200}")
    return name, _version(trace, metadata, stem)


def _version(trace: Trace, metadata: CoreMetadata, stem: Stem) -> str | None:
    version = metadata.version
    if version is None:
        if trace.main not in trace.unread:
            rest = f"; {stem.version} by the file name" if stem.version else ""
            trace.note(trace.main, f"no Version{rest}")
        version = stem.version
    elif stem.version and not _are_equal(version, stem.version):
        trace.note("", f"the version in the file name is not that of the metadata: {version:.200}")
    if version and version.lower() in PLACEHOLDERS and trace.installer is None:
        trace.note(trace.main, f"a placeholder for a version: {version}")
        return None
    return version


def _are_equal(version: str, escaped: str) -> bool:
    """Tell whether a version is the one in a file name, which has no dash in it."""
    if version.replace("-", "_") == escaped.replace("-", "_"):
        return True
    from scanner.model.version import parsed

    return parsed(version) is not None and parsed(version) == parsed(escaped)


def _requirements(trace: Trace, metadata: CoreMetadata) -> tuple[str, ...]:
    requirements = tuple(_public(text) for text in metadata.requires_dist)
    if requirements != metadata.requires_dist:
        trace.note(trace.main, "credentials in a requirement")
    return requirements


def _public(requirement: str) -> str:
    """Return a requirement without secrets; a name like ``token`` is none."""
    return redacted(requirement) if "://" in requirement else requirement


def _field(trace: Trace, name: str, value: str | None) -> str | None:
    """Return a field that names people, and note if it names more than anybody can mean."""
    if value is None:
        return None
    if len(value) > MAX_CHARACTERS:
        # The address at the end would be another one.
        value = value[:MAX_CHARACTERS].rpartition(",")[0]
        trace.note(trace.main, f"{name}: only {len(value):,} characters are read")
    if value.count("@") > MAX_CONTACTS:
        trace.note(trace.main, f"{name}: only {MAX_CONTACTS} contacts are read")
    return redacted(value)


def _links(metadata: CoreMetadata) -> Iterator[Link]:
    for text in metadata.project_urls:
        label, url = text.split(",", 1) if "," in text else ("", text)
        yield Link(label=label.strip(), url=redacted(url.strip()))
    for label, address in (("Homepage", metadata.home_page), ("Download", metadata.download_url)):
        if address:
            yield Link(label=label, url=redacted(address))
