"""What a line of a manifest asks for: a requirement (PEP 508), or what pip takes in its place.

That is a URL of an archive or a repository, a local directory or file, each with extras and a
marker; a name may be in the fragment (``#egg=name``), or in a file name. Where a line has an error,
what can be told nevertheless is: a name with a specifier that is none is still a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from scanner.metadata.archive_name import CONDA, parse_archive_name
from scanner.metadata.marker import parse_marker
from scanner.metadata.secret import redacted
from scanner.metadata.specifier import admits, is_specifier
from scanner.model.names import is_valid

MAX_CHARACTERS: Final = 8192
"""Of a requirement without its options; a path or a URL in it may be long."""
_NAMED: Final = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[(?P<extras>[^\]]*)\])?\s*(?P<rest>.*)",
    re.ASCII | re.DOTALL,
)
_URL: Final = re.compile(
    r"(?:(?P<vcs>git|hg|svn|bzr)\+)?(?:[a-z][a-z0-9+.-]*://|file:)", re.IGNORECASE
)
_SHORT_SSH: Final = re.compile(
    r"(?:(?P<vcs>git|hg|svn|bzr)\+(?=[\w.-]+@)|(?=[\w.-]+@[\w-]+\.))"
    r"(?P<account>[\w.-]+@[\w.-]+):(?!//)/?",
    re.ASCII,
)
"""As Git writes a URL with ``ssh:`` (``git@host.org:path``), and pip once read it."""
_ARCHIVE: Final = re.compile(
    r"\S+\.(?:whl|zip|egg|tgz|tbz|txz|tar(?:\.(?:gz|bz2|xz|zst|lzma))?)", re.IGNORECASE
)
_PATH: Final = re.compile(r"\.{1,2}(?:[/\\[]|\s*(?:;|$))|/|[^<>=!~;@\s]*[/\\]")
_PATH_WITH_EXTRAS: Final = re.compile(r"(?P<path>[^\[\]]*)\[(?P<extras>[^\[\]]*)\]\s*")
_END_OF_PLACE: Final = re.compile(r"\s+;|;\s+")
"""A semicolon alone may be part of a URL."""
_REFERENCE: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OPERATOR: Final = re.compile(r"[<>=!~]=|[<>]")
_EXACT: Final = re.compile(r"\s*={2,3}\s*(?P<version>[\w.+!-]+)\s*")
_EGG: Final = re.compile(r"(?P<name>.+?)-\d+(?:\.\d+)+")
"""``#egg=name-1.0``, as it once was."""
_CHECKSUM: Final = re.compile(
    r"(?P<name>md5|sha(?:1|224|256|384|512))[=:](?P<hex>[0-9a-f]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRequirement:
    """What is asked for, as far as can be told."""

    text: str
    """In one line, without secrets."""
    name: str | None = None
    """As it is spelled; None if only what is at the place tells."""
    is_name_guessed: bool = False
    """Whether it is only that of the file or of the repository."""
    extras: tuple[str, ...] = ()
    specifier: str | None = None
    version: str | None = None
    """The one that is allowed, or that of the archive; None if it may be any other."""
    marker: str | None = None
    origin: str | None = None
    """The place, without credentials, as pip writes it; a path begins with ``file:``."""
    checksums: tuple[str, ...] = ()
    """Of the archive at the place (``sha256:…``)."""
    oddity: str | None = None

    @property
    def path(self) -> str | None:
        """The local path of the place, from the directory of the manifest."""
        if self.origin is None or not self.origin.startswith("file:"):
            return None
        return self.origin.removeprefix("file:")

    @property
    def qualifiers(self) -> dict[str, str]:
        """What a package URL says of something that is not the release of that name."""
        if self.origin is None or self.path is not None:
            return {}
        is_checked_out = "+" in self.origin.partition("://")[0]
        qualifiers = {"vcs_url" if is_checked_out else "download_url": self.origin}
        return qualifiers | ({"checksum": ",".join(self.checksums)} if self.checksums else {})


@lru_cache(maxsize=8192)
def parse_declared(text: str) -> DeclaredRequirement:
    """Read what stands in one line, without comments and options."""
    if len(text) > MAX_CHARACTERS:
        return DeclaredRequirement(text=f"{text[:100]}…", oddity="too long to be a requirement")
    if place := _place(text):
        return _at_place(text, place)
    named = _NAMED.fullmatch(text)
    if named and (place := _referred(named["rest"])):
        found = _at_place(text, place)
        extras = _extras(named["extras"])
        return replace(found, name=named["name"], is_name_guessed=False, extras=extras)
    if _PATH.match(text) or _is_archive(text):
        return _at_place(text, f"file:{text}")
    if named is None:
        return DeclaredRequirement(text=_public(text), oddity="not a requirement")
    return _versioned(text, named["name"], _extras(named["extras"]), named["rest"])


def checksum_of(text: str) -> str | None:
    """Return a hash, as ``--hash`` and fragments of URLs have it, as ``algorithm:hex``."""
    found = _CHECKSUM.fullmatch(text)
    return f"{found['name']}:{found['hex'].lower()}" if found else None


def pinned(specifier: str) -> str | None:
    """Return the only version that a specifier allows; None if there are others, or none."""
    exact = {match["version"] for match in map(_EXACT.fullmatch, specifier.split(",")) if match}
    if len(exact) != 1:
        return None
    version = exact.pop()
    return None if "," in specifier and admits(specifier, version) is False else version


def _place(text: str) -> str | None:
    """Return the URL that a text begins with, and what is behind it."""
    if _URL.match(text):
        return text
    short = _SHORT_SSH.match(text)
    return (
        f"{short['vcs'] or 'git'}+ssh://{short['account']}/{text[short.end() :]}" if short else None
    )


def _referred(rest: str) -> str | None:
    """Return what a name is said to be at (``name @ URL``)."""
    if not rest.startswith("@"):
        return None
    text = rest[1:].lstrip()
    return _place(text) or (text if _REFERENCE.match(text) else None)


def _versioned(text: str, name: str, extras: tuple[str, ...], rest: str) -> DeclaredRequirement:
    specifier, semicolon, marker = rest.partition(";")
    specifier = specifier.strip()
    if specifier.startswith("(") and specifier.endswith(")"):
        specifier = specifier[1:-1].strip()
    oddity = None
    if not is_specifier(specifier):
        oddity = f"not a version specifier: {specifier:.100}"
        if not _OPERATOR.match(specifier):  # Words, and no requirement at all.
            return DeclaredRequirement(text=_public(text), oddity="not a requirement")
    return DeclaredRequirement(
        text=_public(text),
        name=name,
        extras=extras,
        specifier=specifier or None,
        version=pinned(specifier),
        marker=marker.strip() or None,
        oddity=oddity or _oddity_of(marker) if semicolon else oddity,
    )


def _oddity_of(marker: str) -> str | None:
    if not marker.strip():
        return "a semicolon without a marker"
    is_readable = parse_marker(marker.strip()) is not None
    return None if is_readable else f"not a marker: {marker.strip():.100}"


def _at_place(text: str, rest: str) -> DeclaredRequirement:
    """Read a URL or a path, which begins with ``file:``, and the marker behind it."""
    end = _END_OF_PLACE.search(rest)
    place, marker = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    place, extras = place.strip(), _extras(None)
    is_path = not rest.startswith("file://") and rest.startswith("file:")
    if found := _PATH_WITH_EXTRAS.fullmatch(place):
        place, extras = found["path"].strip(), _extras(found["extras"])
    place, _, fragment = place.partition("#")
    parts = dict(part.partition("=")[::2] for part in fragment.split("&"))
    subdirectory = parts.get("subdirectory")
    origin = place if is_path else _public(place)
    name, version, more = _identity(place, parts)
    checksums = filter(None, (checksum_of(part) for part in fragment.split("&")))
    return DeclaredRequirement(
        text=_public(text),
        name=name,
        is_name_guessed="egg" not in parts,
        extras=extras or more,
        version=version,
        marker=marker.strip() or None,
        origin=f"{origin}#subdirectory={subdirectory}" if subdirectory else origin,
        checksums=tuple(checksums),
        oddity=_oddity_of(marker) if end else None,
    )


def _identity(place: str, parts: dict[str, str]) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the name, the version and the extras of what is at a place."""
    egg = _NAMED.fullmatch(unquote(parts.get("egg", "")))
    file = unquote(place.rstrip("/").rpartition("/")[2].removeprefix("file:"))
    archive = parse_archive_name(file if not file.endswith(".zip") else f"{file[:-4]}.tar.gz")
    version = archive.version if archive else None
    if egg:
        old = _EGG.fullmatch(egg["name"])
        return (old or egg)["name"], version, _extras(egg["extras"])
    if _URL.match(place) and "+" in place.partition("://")[0]:
        name = file.partition("@")[0].removesuffix(".git")
        return (name if is_valid(name) else None), None, ()
    if archive is None or archive.kind == CONDA or not is_valid(archive.name):
        return None, None, ()
    return archive.name, version, ()


def _is_archive(text: str) -> bool:
    place = _END_OF_PLACE.split(text.partition("#")[0], maxsplit=1)[0].partition("[")[0]
    return _ARCHIVE.fullmatch(place.rstrip()) is not None


def _extras(text: str | None) -> tuple[str, ...]:
    names = (name.strip() for name in (text or "").split(","))
    return tuple(dict.fromkeys(filter(None, names)))


def _public(text: str) -> str:
    """Return a text without secrets; the name ``tokenizers`` is none."""
    return redacted(text) if "://" in text else text
