"""What conda, mamba or pixi recorded of one package: ``conda-meta/*.json`` (conda's PrefixRecord).

``info/repodata_record.json`` and ``info/index.json`` of extracted packages have some of the same
keys. Nearly all of a record is the list of the package's files, twice. Of that, an excerpt keeps
what tells whose a distribution is, and what is live if there are two records for one package.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.metadata.conda_channel import channel_name, without_secrets
from scanner.metadata.core_metadata import visible
from scanner.metadata.secret import redacted
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_VALUES: Final = 2_000_000
"""Of the JSON, each of which takes up to 100 bytes of memory; the largest records have 100,000."""
VALUE_ENDS: Final = (b",", b"[", b"{")
"""In JSON there are no more values than these, and one."""
KEPT: Final = (
    *("name", "version", "build", "subdir", "noarch", "channel", "url", "fn", "sha256", "md5"),
    *("license", "license_family", "depends", "requested_spec", "requested_specs"),
)
FORMATS: Final = (".conda", ".tar.bz2")
"""Of the archives that packages are downloaded as."""
HASHES: Final = {"sha256": re.compile(r"[0-9a-f]{64}"), "md5": re.compile(r"[0-9a-f]{32}")}
STEM: Final = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)-(?P<build>[^-]+)")
VIRTUAL: Final = "__"
"""How the names of packages begin that stand for what the machine has (``__glibc``)."""

TRACE: Final = re.compile(r"\.(?:dist-info|egg-info|egg)(?=/|$)")
"""The directory or file by which a distribution is known."""
SITE: Final = "-packages/"
"""How the directories end that distributions are installed in."""
ANY: Final = "/site-packages/"
INTERPRETERS: Final = ("python", "libpython", "pypy", "libpypy")
VERSIONED: Final = re.compile(r"\d\.\d|\.so\.\d")
"""In the name of a file that another version of the package has under another name."""
MAX_VERSIONED: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CondaRecord:
    """A package, as far as its record can be read; None where it does not say."""

    name: str | None = None
    version: str | None = None
    build: str | None = None
    channel: str | None = None
    """By name, or by URL if it is not at a well-known place."""
    subdir: str | None = None
    """The platform it is for, or ``noarch``."""
    noarch: str | None = None
    """``python`` or ``generic``."""
    format: str | None = None
    """Of its archive: ``conda`` or ``tar.bz2``."""
    url: str | None = None
    """Of its archive, without credentials."""
    hashes: tuple[str, ...] = ()
    """Of its archive, ``algorithm:hex``."""
    license: str | None = None
    licenses: tuple[str, ...] = ()
    license_family: str | None = None
    depends: tuple[str, ...] = ()
    """Match specifications, but of virtual packages."""
    is_requested: bool = False
    """Whether it says by which specification a user asked for it."""
    files: frozenset[str] = frozenset()
    """In its prefix: what has to do with Python, and some whose names tell the version.

    Distributions by their directory, and all else in a site directory by what is right in there.
    """
    digests: tuple[tuple[str, str], ...] = ()
    """Of files, ``sha256:…``: those in a ``dist-info``, and those that installing has changed."""
    oddities: tuple[str, ...] = ()

    @property
    def purl(self) -> str:
        """The package URL (purl type ``conda``)."""
        qualifiers = {
            "build": self.build,
            "channel": self.channel,
            "subdir": self.subdir,
            "type": self.format,
        }
        known = {key: value for key, value in qualifiers.items() if value}
        return package_url("conda", self.name or "", self.version, known)

    def or_named(self, stem: str) -> CondaRecord:
        """Return the same with what it lacks from the name of its file, without the end of that."""
        if self.name and self.version:
            return self
        name, version, build = parts_of(stem)
        lacking = "name" if self.version else "version" if self.name else "name and version"
        return replace(
            self,
            name=self.name or (name if version else None),
            version=self.version or version,
            build=self.build or build,
            oddities=(*self.oddities, f"no {lacking}; by the file's name: {stem:.200}"),
        )


def excerpt_of(record: bytes, *, has_all_digests: bool = False) -> bytes:
    """Return a small record of which all is known that is known of ``record``.

    With all digests, it is also known of every file of Python what that has to be.
    """
    document = _document(record)
    if document is None:
        return b""
    kept: dict[str, object] = {key: _plain(document[key]) for key in KEPT if key in document}
    kept["licenses"] = list(_licenses(document))
    kept["files"] = sorted(_kept(_files(document)))
    kept["paths_data"] = {"paths": list(_telling(document, is_any=has_all_digests))}
    return json.dumps(kept, separators=(",", ":")).encode()


excerpt_with_digests_of = partial(excerpt_of, has_all_digests=True)


def parse_conda_record(data: bytes) -> CondaRecord:
    """Read a record, or an excerpt of one, as far as it can be read."""
    document = _document(data)
    if document is None:
        return CondaRecord(oddities=("no JSON object, or too large a one",))
    url, url_has_secret = without_secrets(_text(document.get("url")) or "")
    channel, channel_has_secret = without_secrets(_text(document.get("channel")) or "")
    archive = url or _text(document.get("fn")) or ""
    noarch = document.get("noarch")
    return CondaRecord(
        name=_text(document.get("name")),
        version=_text(document.get("version")),
        build=_text(document.get("build")),
        channel=_channel(channel, url),
        subdir=_text(document.get("subdir")),
        noarch="generic" if noarch is True else _text(document.get("noarch")),
        format=next((end[1:] for end in FORMATS if archive.endswith(end)), None),
        url=url or None,
        hashes=hashes_in(document),
        license=_redacted(document.get("license")),
        licenses=tuple(_licenses(document)),
        license_family=_redacted(document.get("license_family")),
        depends=tuple(_depends(document)),
        is_requested=_is_requested(document),
        files=frozenset(_kept(_files(document))),
        digests=tuple(
            (entry["_path"], f"sha256:{entry['sha256_in_prefix']}") for entry in _telling(document)
        ),
        oddities=("credentials in the url",) if url_has_secret or channel_has_secret else (),
    )


def parts_of(stem: str) -> tuple[str, str | None, str | None]:
    """Return name, version and build, which a file's name without its end has in it."""
    text = _text(stem) or ""
    match = STEM.fullmatch(text)
    return (match["name"], match["version"], match["build"]) if match else (text, None, None)


def hashes_in(document: Mapping[str, object]) -> tuple[str, ...]:
    """Return the digests (``algorithm:hex``) that a document has under their algorithms."""
    digests = ((each, (_text(document.get(each)) or "").lower()) for each in HASHES)
    return tuple(f"{each}:{digest}" for each, digest in digests if HASHES[each].fullmatch(digest))


def _document(data: bytes) -> dict[str, object] | None:
    if sum(map(data.count, VALUE_ENDS)) >= MAX_VALUES:
        return None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _plain(value: object) -> object:
    """Return a value without what is of no use in it, however deep it is."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return value if isinstance(value, str | bool) else None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return visible(value.encode("utf-8", "replace").decode()) or None


def _redacted(value: object) -> str | None:
    text = _text(value)
    return text and redacted(text)


def _list(document: dict[str, object], key: str) -> list[object]:
    value = document.get(key)
    return value if isinstance(value, list) else []


def _channel(channel: str, url: str) -> str | None:
    """Return the name of a channel; ``defaults`` is several, of which the URL tells the one."""
    name = channel_name(channel)
    if name in {None, "defaults"} and "/" in url:
        return channel_name(url.rpartition("/")[0])
    return name


def _licenses(document: dict[str, object]) -> Iterator[str]:
    """Yield the names of several licences: each is a text, or an object with a name."""
    for value in _list(document, "licenses"):
        if name := _redacted(value.get("name") if isinstance(value, dict) else value):
            yield name


def _depends(document: dict[str, object]) -> Iterator[str]:
    for value in _list(document, "depends"):
        specification = _text(value)
        if specification and not specification.startswith(VIRTUAL):
            yield without_secrets(specification)[0]


def _is_requested(document: dict[str, object]) -> bool:
    specifications = (document.get("requested_spec"), *_list(document, "requested_specs"))
    return any(isinstance(text, str) and text not in {"", "None"} for text in specifications)


def _files(document: dict[str, object]) -> Iterator[str]:
    """Return the paths of all files, which some records have once only."""
    files = document.get("files")
    listed = (
        files if isinstance(files, list) else (entry.get("_path") for entry in _paths(document))
    )
    return (path for path in listed if isinstance(path, str))


def _paths(document: dict[str, object]) -> Iterator[dict[str, object]]:
    data = document.get("paths_data")
    entries = _list(data, "paths") if isinstance(data, dict) else []
    return (entry for entry in entries if isinstance(entry, dict))


def _kept(files: Iterable[str]) -> set[str]:
    """Return what of the files is of use, each site directory's by its first level."""
    kept, versioned = set(), 0
    for file in files:
        name = file[file.rfind("/") + 1 :]
        if trace := TRACE.search(file):
            kept.add(file[: trace.end()])
        elif (site := file.find(SITE)) >= 0:
            end = file.find("/", site + len(SITE))
            kept.add(file if end < 0 else file[:end])
        elif name.startswith(INTERPRETERS):
            kept.add(file)
        elif versioned < MAX_VERSIONED and VERSIONED.search(name):
            kept.add(file)
            versioned += 1
    return {file for file in kept if not file.endswith("/__pycache__") and _is_inside(file)}


def _telling(document: dict[str, object], *, is_any: bool = False) -> Iterator[dict[str, str]]:
    """Yield the digests of any files, or of those whose digests in ``RECORD`` may be others."""
    above = next((file[: end + 1] for file in _files(document) if (end := file.find(ANY)) >= 0), "")
    for entry in _paths(document):
        path, original = entry.get("_path"), entry.get("sha256")
        # What is for any Python is there as the archive has it, without the directory of one.
        if isinstance(path, str) and path.startswith(ANY[1:]):
            path = above + path
        digest = entry.get("sha256_in_prefix") or original
        if (
            isinstance(path, str)
            and isinstance(digest, str)
            and (SITE in path or path.startswith("bin/"))
            and (is_any or (original is not None and original != digest) or TRACE.search(path))
            and HASHES["sha256"].fullmatch(digest)
            and _is_inside(path)
        ):
            # Without the digest that it was made with, an excerpt of an excerpt would lose it.
            yield {"_path": path, "sha256": "", "sha256_in_prefix": digest}


def _is_inside(file: str) -> bool:
    """Tell whether a path is one in the prefix, and one that a file can have."""
    if file.startswith("/") or "\0" in file or ".." in file.split("/"):
        return False
    try:
        file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
