"""Shared libraries that were copied into a wheel: by auditwheel, delocate or delvewheel.

They are in ``<distribution>.libs`` beside the packages, or in ``.libs`` or ``.dylibs`` in one. The
SBOM that newer versions of auditwheel write speaks of those only that a package of the build system
had; which the others are their names tell, and sometimes what is in them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.excerpt import Excerpt
from scanner.enrich.inside.part import Part
from scanner.metadata.library_version import (
    PRODUCTS,
    original_names,
    product_of,
    version_in_name,
)
from scanner.model.component import Evidence, Problem
from scanner.model.environment import SITE_NAMES
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.enrich.inside.holder import Holders
    from scanner.model.component import Component

SHARED_LIBRARY: Final = "shared-library"
DIRECTORIES: Final = ("**/*.libs", "**/.dylibs")
FILE_NAME: Final = re.compile(r".+\.(?:so(?:\.[\w.]+)?|dylib|dll)", re.IGNORECASE)
EXCERPTS: Final = tuple(
    Excerpt(
        name=f"version-of-{product.name}",
        version=1,
        patterns=tuple(f"**/*.libs/{stem}*" for stem in product.stems),
        take=product.version_in,
    )
    for product in PRODUCTS
    if product.literal
)
VERSION: Final = re.compile(rb"\d[\w.]{0,40}")
PLACES: Final = (
    *("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib", "/usr/local/lib64"),
    *(
        f"{root}/{machine}-linux-{libc}"
        for root in ("/lib", "/usr/lib")
        for machine in ("x86_64", "aarch64", "i386")
        for libc in ("gnu", "musl")
    ),
)
"""Where libraries were before they were copied."""


@dataclass(frozen=True, slots=True)
class Library:
    """One file."""

    path: str
    holder: Component

    @property
    def name(self) -> str:
        """Of the file."""
        return self.path.rpartition("/")[2]

    @property
    def product(self) -> str:
        """What it is a library of."""
        return product_of(self.name)

    @property
    def fragments(self) -> Iterator[str]:
        """What ends the reference to it in an SBOM of auditwheel: a hash of where it was."""
        for name in original_names(self.name):
            for place in PLACES:
                path = f"{place}/{name}".encode("utf-8", "surrogateescape")
                yield sha256(path).hexdigest()


class Libraries:
    """The shared libraries of one distribution, of which each is a part of one thing."""

    def __init__(self, libraries: Iterable[Library]) -> None:
        self._all = tuple(libraries)
        self._by_fragment = {
            fragment: each.path for each in self._all for fragment in each.fragments
        }
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        for each in self._all:
            self._by_name[_core(each.product)].add(each.path)
        self._taken: set[str] = set()

    def take(self, fragment: str, name: str | None) -> set[str]:
        """Return the files, not taken before, of what an SBOM calls so."""
        path = self._by_fragment.get(fragment)
        found = self._by_name.pop(_core(name), set()) if name and not path else {path or ""}
        found = found - self._taken - {""}
        self._taken |= found
        return found

    def rest(self) -> Iterator[Library]:
        """Yield what was not taken."""
        return (each for each in self._all if each.path not in self._taken)


def libraries_in(tree: Tree, holders: Holders) -> Iterator[Library | Problem]:
    """Yield each shared library, and a problem for those that belong to nothing."""
    held: dict[str, Component] = {}
    for pattern in DIRECTORIES:
        for path in tree.match(pattern):
            if holder := _holder(path, holders):
                held[path] = holder
            elif path.rpartition("/")[0].rpartition("/")[2] in SITE_NAMES:
                yield Problem(path, SHARED_LIBRARY, "libraries of no distribution that was found")
    for path in tree.files_in(held):
        directory, _, name = path.rpartition("/")
        if FILE_NAME.fullmatch(name):
            yield Library(path, held[directory])


def _core(name: str) -> str:
    """Return the core of a library's name: ``freetype`` of ``libfreetype`` and ``FreeType 2``."""
    return name.lower().removeprefix("lib").removesuffix("-turbo").rstrip("0123456789 -")


def _holder(directory: str, holders: Holders) -> Component | None:
    name = directory.rpartition("/")[2].removesuffix(".libs")
    return (name and holders.beside(directory, name)) or holders.of(directory)


def components_of(libraries: Iterable[Library], tree: Tree) -> Iterator[Component]:
    """Yield a component for each product of a distribution that some libraries are of."""
    groups: defaultdict[tuple[str, str], list[Library]] = defaultdict(list)
    for library in libraries:
        groups[library.holder.evidence.path, library.product].append(library)
    for (_, product), group in groups.items():
        files = tuple(sorted(each.path for each in group))
        version, evidence = _identity(files, tree)
        part = Part(
            name=product,
            version=version,
            purl=package_url("generic", product, version),
            kind=SHARED_LIBRARY,
            evidence=evidence,
            files=files,
        )
        yield part.of(group[0].holder)


def _identity(files: tuple[str, ...], tree: Tree) -> tuple[str | None, Evidence]:
    """Return the version that one of the files of a product tells, and which one does."""
    for path in files:
        for version, technique in _said(path, tree):
            return version, Evidence(path, _layer(path, tree), technique)
    return None, Evidence(files[0], _layer(files[0], tree), "filename")


def _layer(path: str, tree: Tree) -> int | None:
    """Return the layer of a file; of one that nobody claimed, that of its directory."""
    layer = tree.layer_of(path)
    return tree.layer_of(path.rpartition("/")[0]) if layer is None else layer


def _said(path: str, tree: Tree) -> Iterator[tuple[str, str]]:
    try:
        content = tree.read(path)
    except UnreadableFile:
        content = b""
    if VERSION.fullmatch(content):
        yield content.decode(), "binary-analysis"
    if named := version_in_name(path.rpartition("/")[2]):
        yield named, "filename"
