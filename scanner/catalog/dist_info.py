"""Distributions by their ``*.dist-info`` directory (PyPA: recording installed projects).

A distribution is never left out because its metadata is odd: what ``METADATA`` does not say, the
name of the directory does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.path import bytes_of
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.state import LEFT_OVER, state_at
from scanner.metadata.core_metadata import CoreMetadata, parse_core_metadata, visible
from scanner.metadata.direct_url import DirectUrl, parse_direct_url
from scanner.metadata.secret import redacted
from scanner.metadata.url import without_credentials
from scanner.model.component import Component, DeclaredLicense, Evidence, Link, Problem, State
from scanner.model.environment import SiteDirectory
from scanner.model.names import is_valid, normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

DIRECTORY: Final = "**/*.dist-info"
FILES: Final = ("METADATA", "INSTALLER", "REQUESTED", "direct_url.json")
STEM: Final = re.compile(r"(?P<name>.+?)-(?P<version>v?\d.*)")
"""Name and version in the name of the directory, for old ones that escape no dash in the name."""
RECORD_REQUESTS: Final = frozenset(("pip", "uv"))
"""Installers that leave ``REQUESTED`` (PEP 376) exactly where a user asked for a distribution."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per directory, and a problem for each oddity of its files."""
    parsed: dict[bytes, CoreMetadata] = {}
    # Licences are kept inside, under the paths that they had in the source.
    paths = dict.fromkeys(path for path in tree.match(DIRECTORY) if ".dist-info/" not in path)
    for path in paths:
        if path != (real := tree.resolve(path)) and real in paths:
            continue  # a link to one that is listed where it is
        reader = _Reader(tree, path)
        data = reader.content("METADATA")
        if data not in parsed:
            parsed[data] = parse_core_metadata(data)
        metadata = parsed[data]
        reader.note("METADATA", metadata.oddities)
        component = _component(reader, metadata)
        if component.name:
            yield component
        yield from reader.problems


class _Reader:
    """The files of one directory, and what was odd about them."""

    def __init__(self, tree: Tree, path: str) -> None:
        self.tree = tree
        self.path = path
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        """Names of files that are not there, or cannot be read."""

    def has(self, name: str) -> bool:
        return self.tree.entry(f"{self.path}/{name}") is not None

    def content(self, name: str) -> bytes:
        """Return a file's content; nothing if it can't be read."""
        try:
            return self.tree.read(f"{self.path}/{name}")
        except UnreadableFile as error:
            self.unread.add(name)
            self.note(name, (str(error),))
            return b""

    def layer(self) -> int | None:
        """Return the layer that the metadata is from, or else the directory."""
        metadata = self.tree.layer_of(f"{self.path}/METADATA")
        return self.tree.layer_of(self.path) if metadata is None else metadata

    def note(self, name: str, reasons: tuple[str, ...]) -> None:
        path = f"{self.path}/{name}" if name else self.path
        self.problems += [Problem(path, DIST_INFO.name, redacted(reason)) for reason in reasons]


def _component(reader: _Reader, metadata: CoreMetadata) -> Component:
    name, version = _identity(reader, metadata)
    origin = DirectUrl()
    if reader.has("direct_url.json"):
        origin = parse_direct_url(reader.content("direct_url.json"))
        reader.note("direct_url.json", origin.oddities)
    installer = _installer(reader)
    requested = reader.has("REQUESTED")
    site = SiteDirectory.holding(reader.path)
    return Component(
        name=name,
        version=version,
        purl=purl(name, version, _qualifiers(origin)),
        kind="dist-info",
        state=_state(reader.path, site, origin),
        environment=site.prefix,
        evidence=Evidence(reader.path, reader.layer(), _technique(metadata)),
        requires=_requirements(reader, metadata),
        requires_python=metadata.requires_python,
        summary=metadata.summary and redacted(metadata.summary),
        license=DeclaredLicense(
            expression=metadata.license_expression,
            text=metadata.license and redacted(metadata.license),
            classifiers=tuple(c for c in metadata.classifiers if c.startswith("License ::")),
        ),
        links=tuple(_links(metadata)),
        installer=installer,
        requested=requested if requested or installer in RECORD_REQUESTS else None,
        origin=origin.origin,
    )


def _identity(reader: _Reader, metadata: CoreMetadata) -> tuple[str, str | None]:
    """Return name and version: from the metadata, or else from the name of the directory."""
    directory = bytes_of(reader.path.rpartition("/")[2]).decode("utf-8", "replace")
    stem = visible(directory.removesuffix(".dist-info"))
    match = STEM.fullmatch(stem)
    stem_name, stem_version = (match["name"].strip(), match["version"]) if match else (stem, None)
    name, version = metadata.name, metadata.version
    if name is None:
        if "METADATA" not in reader.unread:
            reader.note("METADATA", ("no Name; the directory's name has it",))
        name = stem_name
    elif normalized(name) != normalized(stem_name) and not stem.startswith(LEFT_OVER):
        reader.note("", (f"the name of the directory does not fit its metadata: {name:.200}",))
    if not is_valid(name):
        reader.note("METADATA", (f"not a valid name: {name!r:.200}",))
    if version is None:
        if "METADATA" not in reader.unread:
            rest = f"; {stem_version} by the directory's name" if stem_version else ""
            reader.note("METADATA", (f"no Version{rest}",))
        version = stem_version
    elif stem_version and not _are_equal(version, stem_version):
        reader.note(
            "",
            (f"the version in the directory's name is not that of its metadata: {version:.200}",),
        )
    return name, version


def _technique(metadata: CoreMetadata) -> str:
    return "manifest-analysis" if metadata.name and metadata.version else "filename"


def _are_equal(version: str, escaped: str) -> bool:
    """Tell whether a version is the one in a directory's name, which has no dash in it."""
    if version.replace("-", "_") == escaped.replace("-", "_"):
        return True
    from scanner.model.version import parsed

    return parsed(version) is not None and parsed(version) == parsed(escaped)


def _state(path: str, site: SiteDirectory, origin: DirectUrl) -> State:
    state = state_at(path, site)
    return State.EDITABLE if origin.is_editable and state is State.INSTALLED else state


def _installer(reader: _Reader) -> str | None:
    if not reader.has("INSTALLER"):
        return None
    return redacted(visible(reader.content("INSTALLER").decode("utf-8", "replace")))[:100] or None


def _qualifiers(origin: DirectUrl) -> dict[str, str]:
    """Return what a package URL says of something that is not the release of that name."""
    if origin.origin is None or origin.url is None or origin.url.startswith("file:"):
        return {}
    qualifiers = {"vcs_url" if origin.vcs else "download_url": origin.origin}
    return qualifiers | ({"checksum": ",".join(origin.checksums)} if origin.checksums else {})


def _requirements(reader: _Reader, metadata: CoreMetadata) -> tuple[str, ...]:
    requirements = [without_credentials(text) for text in metadata.requires_dist]
    if any(had_credentials for _, had_credentials in requirements):
        reader.note("METADATA", ("credentials in a requirement",))
    return tuple(text for text, _ in requirements)


def _links(metadata: CoreMetadata) -> Iterator[Link]:
    for text in metadata.project_urls:
        label, url = text.split(",", 1) if "," in text else ("", text)
        yield Link(label=label.strip(), url=without_credentials(url.strip())[0])
    for label, address in (("Homepage", metadata.home_page), ("Download", metadata.download_url)):
        if address:
            yield Link(label=label, url=without_credentials(address)[0])


DIST_INFO: Final = Cataloger(
    name="dist-info",
    version=1,
    claims=(DIRECTORY, *(f"{DIRECTORY}/{name}" for name in FILES)),
    catalog=catalog,
)
