"""Packages that a lockfile has for several environments and platforms, of conda and of PyPI.

What requires what follows from names: in one environment, on one platform, there is one of a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.metadata.conda_channel import without_secrets
from scanner.metadata.conda_history import name_in
from scanner.metadata.conda_record import VIRTUAL
from scanner.metadata.core_metadata import visible
from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.requirement import parse_requirement
from scanner.metadata.secret import redacted
from scanner.metadata.yaml_document import parse_yaml
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from scanner.metadata.conda_record import CondaRecord
    from scanner.metadata.yaml_document import Value, YamlDocument

MAX_STEPS: Final = 2_000_000
"""Of looking for what is required; the largest lockfiles take a tenth of that."""
MAX_REMEMBERED: Final = 100
"""Characters of a text that is remembered in the form that may be shown."""
_EXTRA: Final = re.compile(r"\bextra\s*==\s*['\"](?P<name>[^'\"]*)['\"]")
_PYPI_FILES: Final = "https://files.pythonhosted.org/"
NO_SOURCE: Final = DirectUrl()
_COMMITS: Final = ("commit", "rev", "tag", "branch")
"""Keys in the URL of a repository, of which the first one tells the most."""
Scope: TypeAlias = tuple[str, str]
"""An environment, and the platform that it is for."""
_Key: TypeAlias = tuple[str, str]
"""An ecosystem, and a name in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedPackage:
    """One package, of one build."""

    name: str
    version: str | None
    line: int
    last_line: int
    scopes: tuple[Scope, ...]
    """Where it is needed."""
    groups: tuple[str, ...] = ()
    """Of its environments or categories, unless it is in the one of the project itself."""
    conda: CondaRecord | None = None
    """None if it is PyPI's."""
    pypi_names: tuple[str, ...] = ()
    """Of a package of conda: what PyPI calls it, if the file tells."""
    source: DirectUrl = NO_SOURCE
    """Of a distribution of PyPI: its file, or where else it is from."""
    hashes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    """Match specifications, or requirements (PEP 508)."""
    requires_python: str | None = None
    extras: tuple[str, ...] = ()
    """Those of a distribution that are asked for."""

    @property
    def requirement(self) -> str:
        """What it is, in one line."""
        if self.qualifiers or self.source.is_local:
            return f"{self.name} @ {self.source.origin}"
        return f"{self.name}=={self.version}" if self.version else self.name

    @property
    def platforms(self) -> tuple[str, ...]:
        """Those that it is locked for."""
        return tuple(sorted({platform for _, platform in self.scopes}))

    @property
    def qualifiers(self) -> dict[str, str]:
        """What a package URL says of something that is not from PyPI."""
        is_release = (self.source.url or "").startswith(_PYPI_FILES)
        return {} if is_release else self.source.qualifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedLock:
    """What a lockfile says."""

    packages: tuple[ScopedPackage, ...] = ()
    sources: tuple[str, ...] = ()
    """The manifests that it was made of, from its directory."""
    oddities: tuple[str, ...] = ()


def document_of(text: str, versions: Container[str], read_as: str) -> YamlDocument:
    """Return a lockfile as a whole; it is odd if its version is unknown, unless it is empty.

    Raises:
        ValueError: if it is not YAML, or has no keys.

    """
    document = parse_yaml(text)
    if document.root.content is None:
        return document
    if not isinstance(document.root.content, dict):
        raise ValueError("not a mapping")  # noqa: TRY004 - it is the text that is wrong
    version = document.root.text_at("version")
    if version in versions:
        return document
    reason = f"of version {version or '(none)'}, which is unknown; read as version {read_as}"
    return replace(document, oddities=(*document.oddities, reason))


def entries_of(root: Value, key: str) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """Return the entries of a lockfile, and what is odd if they are no list."""
    value = root.at(key)
    is_list = isinstance(value.content, tuple) or key not in root.members
    return value.items, () if is_list else (f"line {value.line}: {key} is no list; not read",)


def stated(entry: Value, key: str) -> str | None:
    """Return the text that an entry has under a key, as it may be shown."""
    text = entry.text_at(key)
    return text and shown(text)


def texts_of(value: Value) -> tuple[str, ...]:
    """Return the texts of a sequence, as they may be shown."""
    return tuple(shown(each.text) for each in value.items if each.text)


def shown(text: str) -> str:
    """Return a text without secrets and control characters; most are short, and there often."""
    return _shown(text) if len(text) <= MAX_REMEMBERED else _shown.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _shown(text: str) -> str:
    return visible(without_secrets(redacted(text))[0])


def source_at(place: str, hashes: tuple[str, ...] = ()) -> DirectUrl:
    """Return what the URL or the path of a distribution says of where it is from."""
    url, _, fragment = place.partition("#")
    if not url.startswith("git+"):
        url = redacted(url) if "://" in url else f"file:{url}"
        return DirectUrl(url=url, checksums=hashes)
    url, _, query = url.removeprefix("git+").partition("?")
    base, at, revision = url.rpartition("@")
    if not at or "/" in revision:
        base, revision = url, ""
    stated = f"{query}&{fragment}" if "=" in fragment else f"{query}&commit={fragment}"
    parts = dict(part.partition("=")[::2] for part in stated.split("&"))
    commits = (revision, *(parts.get(key) for key in _COMMITS))
    return DirectUrl(
        url=redacted(base),
        vcs="git",
        commit=next(filter(None, commits), None),
        subdirectory=parts.get("subdirectory"),
        is_source=True,
    )


def dependencies_of(
    packages: Sequence[ScopedPackage], places: Sequence[str]
) -> Iterator[Dependency]:
    """Yield what packages require of each other, each by its place.

    Raises:
        ValueError: if that are more than any project has.

    """
    if sum(len(each.scopes) * len(each.requires) for each in packages) > MAX_STEPS:
        raise ValueError("more dependencies than any project has")
    found = _by_name(packages)
    for package, place in zip(packages, places, strict=True):
        there = [found[scope] for scope in package.scopes]
        for key, required in _required(package, place):
            for target in dict.fromkeys(names[key] for names in there if key in names):
                yield required(dependency=places[target])


def _by_name(packages: Iterable[ScopedPackage]) -> dict[Scope, dict[_Key, int]]:
    """Return what there is in each scope, packages of PyPI before those of conda."""
    found: defaultdict[Scope, dict[_Key, int]] = defaultdict(dict)
    for index, package in sorted(enumerate(packages), key=lambda each: each[1].conda is not None):
        names = package.pypi_names or (package.name,)
        keys: list[_Key] = [(PYPI, normalized(name)) for name in names]
        if package.conda:
            keys.append((CONDA, package.name))
        for scope, key in product(package.scopes, keys):
            found[scope].setdefault(key, index)
    return found


def _required(
    package: ScopedPackage, place: str
) -> Iterator[tuple[_Key, Callable[..., Dependency]]]:
    """Yield what is required, and what makes a dependency of it and of where it is."""
    ecosystem = CONDA if package.conda else PYPI
    for text in package.requires:
        requirement = None if package.conda else parse_requirement(text)
        name = name_in(text) if package.conda else requirement and requirement.name
        if not name or name.startswith(VIRTUAL):
            continue
        marker = requirement.marker_text if requirement else None
        found = _EXTRA.search(marker) if marker else None
        extra = found["name"] if found else None
        is_asked_for = extra is None or normalized(extra) in package.extras
        required = partial(
            Dependency,
            dependent=place,
            name=name,
            ecosystem=ecosystem,
            requirement=text,
            standing=Standing.MET if is_asked_for else Standing.POSSIBLE,
            extra=extra,
            extras=requirement.extras if requirement else (),
            marker=marker,
        )
        yield (ecosystem, name), required
