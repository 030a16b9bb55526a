"""``pixi.lock``, versions 4 to 7: environments, by platform, and the packages that they refer to.

A package goes by its place, a URL or a path. Up to version 5 that is its ``url`` or ``path``, and
``kind`` tells whose it is; later, it stands behind ``conda`` or ``pypi``, and what the file name of
a package of conda tells is not there once more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.metadata.conda_record import CondaRecord, hashes_in
from scanner.metadata.match_spec import package_at
from scanner.metadata.package_url import parse_package_url
from scanner.metadata.scoped_package import (
    ScopedLock,
    ScopedPackage,
    document_of,
    entries_of,
    source_at,
    stated,
    texts_of,
)
from scanner.model.dependency import PYPI
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from scanner.metadata.scoped_package import Scope
    from scanner.metadata.yaml_document import Value
    from scanner.model.names import NormalizedName

VERSIONS: Final = frozenset(("4", "5", "6", "7"))
DEFAULT: Final = "default"
"""The environment of what the project itself needs."""
_KINDS: Final = (CONDA, PYPI)
_Place: TypeAlias = tuple[str, str]
"""Whose a package is, and its URL or its path."""


def parse_pixi_lock(text: str) -> ScopedLock:
    """Read a lockfile.

    Raises:
        ValueError: if it is not YAML, or has no keys.

    """
    document = document_of(text, VERSIONS, "6")
    oddities = list(document.oddities)
    needed, extras = _needed(document.root)
    packages: list[ScopedPackage] = []
    entries, misfits = entries_of(document.root, "packages")
    oddities += misfits
    for entry in entries:
        kind, place = _place(entry)
        scopes = tuple(needed.get((kind, place), ()))
        package = _package_of_conda(entry, place) if kind == CONDA else _distribution(entry, place)
        if package is None:
            oddities.append(f"line {entry.line}: a package without a name: {place:.200}")
            continue
        environments = {environment for environment, _ in scopes}
        groups = () if DEFAULT in environments else tuple(sorted(environments))
        asked = tuple(sorted(extras.get((kind, place), ())))
        packages.append(replace(package, scopes=scopes, groups=groups, extras=asked))
    return ScopedLock(packages=tuple(packages), oddities=tuple(oddities))


def _needed(
    root: Value,
) -> tuple[dict[_Place, dict[Scope, None]], dict[_Place, set[NormalizedName]]]:
    """Return where each package is needed, and with which extras."""
    needed: defaultdict[_Place, dict[Scope, None]] = defaultdict(dict)
    extras: defaultdict[_Place, set[NormalizedName]] = defaultdict(set)
    for environment, value in root.at("environments").members.items():
        for platform, references in value.at("packages").members.items():
            for reference in references.items:
                place = _place(reference)
                needed[place][environment, platform] = None
                if "extras" in reference.members:
                    extras[place].update(map(normalized, texts_of(reference.at("extras"))))
    return needed, extras


def _place(entry: Value) -> _Place:
    """Return whose a package is, and its URL or its path."""
    for kind in _KINDS:
        if place := entry.text_at(kind):
            return kind, place
    return entry.text_at("kind") or "", entry.text_at("url") or entry.text_at("path") or ""


def _package_of_conda(entry: Value, place: str) -> ScopedPackage | None:
    record = package_at(place) or CondaRecord()
    name = stated(entry, "name") or record.name
    if name is None:
        return None
    hashes = hashes_in({key: value.text for key, value in entry.members.items()})
    depends = texts_of(entry.at("depends"))
    urls = filter(None, map(parse_package_url, texts_of(entry.at("purls"))))
    return ScopedPackage(
        name=name,
        version=stated(entry, "version") or record.version,
        line=entry.line,
        last_line=entry.last_line,
        scopes=(),
        conda=replace(
            record,
            name=name,
            version=stated(entry, "version") or record.version,
            build=stated(entry, "build") or record.build,
            subdir=stated(entry, "subdir") or record.subdir,
            noarch=stated(entry, "noarch"),
            license=stated(entry, "license"),
            license_family=stated(entry, "license_family"),
            depends=depends,
            hashes=hashes,
        ),
        pypi_names=tuple(dict.fromkeys(each.name for each in urls if each.kind == PYPI)),
        hashes=hashes,
        requires=depends,
    )


def _distribution(entry: Value, place: str) -> ScopedPackage | None:
    name = stated(entry, "name")
    if name is None:
        return None
    hashes = hashes_in({key: value.text for key, value in entry.members.items()})
    return ScopedPackage(
        name=name,
        version=stated(entry, "version"),
        line=entry.line,
        last_line=entry.last_line,
        scopes=(),
        source=source_at(place, hashes),
        hashes=hashes,
        requires=texts_of(entry.at("requires_dist")),
        requires_python=stated(entry, "requires_python"),
    )
