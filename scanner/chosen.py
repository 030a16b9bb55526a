"""Manifests and lockfiles that somebody chose, where a directory would be searched for them.

What no cataloger knows by its name is read as requirements. Each must be of use: a file that says
nothing is one of many in a directory, and a mistake where it was chosen.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.path import bytes_of
from scanner.errors import UnreadableDocument
from scanner.metadata.requirements_name import requirements_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from layers import Claims, Image, Tree
    from scanner.model.inventory import Inventory

NOTHING: Final = "neither an image, nor an SBOM, nor anything that declares distributions"


def inclusions(claims: Claims) -> Callable[[str, bytes], Iterable[str]]:
    """Return what tells the paths of the files that a requirements file takes in."""

    def takes_in(path: str, data: bytes) -> Iterable[str]:
        from scanner.catalog.requirements import included_in, may_be_one

        return included_in(path, data) if may_be_one(path, claims) else ()

    return takes_in


def check_chosen(image: Image, tree: Tree, inventory: Inventory) -> None:
    """Check that every file that was chosen declares something, or could.

    Raises:
        UnreadableDocument: for the first that does not.

    """
    telling = {each.evidence.path for each in inventory.components}
    for path in image.chosen:
        if path in telling:
            continue
        problems = [each for each in inventory.problems if each.path == path]
        if any(each.incomplete for each in problems):
            continue
        if problems or not _may_be_empty(tree, path):
            reason = problems[0].reason if problems else NOTHING
            location = posixpath.join(image.directory or "", path)
            raise UnreadableDocument(f"{location}: {reason}")


def _may_be_empty(tree: Tree, path: str) -> bool:
    """Tell whether a file that declares nothing is known by its name, or by what it begins with."""
    from scanner.catalog.requirements import may_be_one

    if may_be_one(path, tree.claims):
        return requirements_name(path).is_certain
    assert tree.claims is not None
    try:
        return bool(tree.read(path)) or not tree.claims.excerpt_of(bytes_of(path))
    except UnreadableFile:
        return False
