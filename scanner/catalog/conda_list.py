"""Packages that somebody had ``conda list`` write down, to make the same environment of it again.

Such lists have any name, so those with a likely one are looked into: ``conda-linux-64.lock``,
``explicit.txt``, and ``requirements.txt``, as conda's own documentation once called them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.manifest import Manifest, manifests_of
from scanner.metadata.conda_list import parse_conda_list
from scanner.metadata.requirements_name import requirements_name
from scanner.model.declaration import Declaration
from scanner.model.names import is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.metadata.conda_list import ListedPackage
    from scanner.model.component import Component

PATTERNS: Final = (
    *("**/conda*.lock", "**/*-64.lock", "**/*-aarch64.lock", "**/*-arm64.lock"),
    *("**/*conda*.txt", "**/*env*.txt", "**/*explicit*.txt", "**/*package*.txt"),
    *("**/*requirement*.txt", "**/*spec*.txt", "**/*-64.txt"),
)

NOARCH: Final = "noarch"
"""The platform of packages that are for any."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield what each list has."""
    for manifest in manifests_of(tree, CONDA_LIST.name, PATTERNS):
        listed = manifest.parsed(parse_conda_list, "a list")
        if listed is None:
            # What may be a requirements file, that cataloger tells of.
            if not requirements_name(manifest.path).is_certain:
                yield from manifest.problems
            continue
        for oddity in listed.oddities:
            manifest.note(oddity)
        for each in listed.packages:
            component = _component(manifest, each, listed.platform)
            if component is not None:
                yield component
        yield from manifest.problems


def _component(manifest: Manifest, listed: ListedPackage, platform: str | None) -> Component | None:
    package = listed.package
    if platform is None and package.subdir != NOARCH:
        platform = package.subdir
    declaration = Declaration(
        requirement=listed.text,
        is_locked=True,
        specifier=f"=={package.version}",
        platforms=(platform,) if platform else (),
        last_line=listed.line,
    )
    if not listed.is_from_pip:
        return manifest.conda_package(package, listed.line, declaration)
    name = package.name or ""
    if not is_valid(name):
        manifest.note(f"line {listed.line}: not a valid name: {name!r:.200}")
        return None
    return manifest.component(name, package.version, listed.line, declaration)


CONDA_LIST: Final = Cataloger(name="conda-list", version=1, claims=PATTERNS, catalog=catalog)
