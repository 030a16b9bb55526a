"""As what something is declared and installed: a name, and whose name that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.metadata.conda_version import allows, is_same_version
from scanner.metadata.package_url import parse_package_url
from scanner.metadata.poetry_constraint import OR
from scanner.metadata.specifier import admits, is_same
from scanner.model.dependency import PYPI
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.component import Component

Identity: TypeAlias = tuple[str, str]
"""An ecosystem, and a name in it."""
COMPARED: Final = frozenset((PYPI, CONDA))
"""The ecosystems whose names are compared."""
CONDA_FILES: Final = frozenset(
    ("conda-environment", "conda-list", "conda-lock", "pixi", "pixi-lock")
)
"""Kinds of what files declare that are for conda, whoever's names are in them."""
VIRTUAL: Final = "__"
"""How packages are called that stand for what a machine has (``__glibc``)."""


def identity_of(component: Component) -> Identity:
    """Return what something is by its own name."""
    is_of_pypi = component.ecosystem == PYPI
    return component.ecosystem, normalized(component.name) if is_of_pypi else component.name.lower()


def identities_of(component: Component) -> Iterator[Identity]:
    """Yield all that something is: a package of conda may hold a distribution of PyPI."""
    yield identity_of(component)
    if component.conda:
        yield identity_of(component.conda)
    for purl in map(parse_package_url, component.identities):
        if purl and purl.kind == PYPI:
            yield PYPI, normalized(purl.name)


def is_conda(component: Component) -> bool:
    """Tell whether it goes by a name of conda."""
    return component.ecosystem == CONDA


def is_version(stated: Component, version: str | None) -> bool:
    """Tell whether a version is the one that is stated, by the rules of its ecosystem."""
    assert stated.version is not None
    compared = is_same_version if is_conda(stated) else is_same
    return compared(stated.version, version)


def is_allowed(stated: Component, version: str | None) -> bool:
    """Tell whether a version is not known to be outside of what is asked for."""
    specifier = (stated.declaration and stated.declaration.specifier) or ""
    if is_conda(stated):
        return not specifier or allows(specifier, version) is not False
    return any(admits(each, version) is not False for each in specifier.split(OR))


def qualifier(component: Component, name: str) -> str | None:
    """Return what a package URL says of a package, beyond its name and version."""
    purl = parse_package_url(component.purl)
    return dict(purl.qualifiers).get(name) if purl else None
