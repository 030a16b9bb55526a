"""Images in the manner of :mod:`tarfile`: names, members and contents of the merged file system.

Opening reads all layers once, and keeps every name and the files that were asked for. Any other
file costs another pass when it is asked for: nothing is unpacked, nor kept for later.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Self

from layers.budget import Budget
from layers.claim import Claims
from layers.image import ReadOptions
from layers.reading import read_tree
from layers.source import open_image

if TYPE_CHECKING:
    from layers.note import Note
    from layers.snapshot import Entry
    from layers.tree import Tree


def open(  # noqa: A001 - tarfile's, zipfile's and gzip's have this name, too
    target: str, *patterns: str, options: ReadOptions | None = None
) -> ImageFile:
    """Open an image, an archive or a directory; ``patterns`` say which files will be wanted.

    Raises:
        LayersError: if there is nothing that can be read as an image.
        ValueError: for a pattern that :class:`layers.Claims` does not take.

    """
    claims = Claims(patterns)
    return ImageFile(
        target, replace(options, claims=claims) if options else ReadOptions(claims=claims)
    )


class ImageFile:
    """An image that was read. Paths are relative to its root, and links never lead out of it."""

    def __init__(self, target: str, options: ReadOptions) -> None:
        self._target = target
        self._options = options
        self._tree = self._read(options.claims)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: what was opened was closed when it had been read."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was odd, and what could not be read."""
        return self._tree.notes

    def getnames(self) -> list[str]:
        """Return the path of everything that is no directory, sorted."""
        return list(self._tree.walk(""))

    def match(self, pattern: str) -> list[str]:
        """Return the paths, sorted, that match one of the patterns given when it was opened."""
        return self._tree.match(pattern)

    def getmember(self, path: str) -> Entry:
        """Return what is at a path: a link itself, not what it leads to.

        Raises:
            KeyError: if there is nothing.

        """
        entry = self._tree.entry(path) or self._with(path).entry(path)
        if entry is None:
            raise KeyError(path)
        return entry

    def extractfile(self, path: str) -> BinaryIO:
        """Return the content of a file; links are followed.

        Raises:
            UnreadableFile: if there is none, with the reason.

        """
        real = self._tree.resolve(path)
        is_known = real is None or self._tree.entry(real) is not None
        return io.BytesIO((self._tree if is_known else self._with(real or path)).read(path))

    def layer_of(self, path: str) -> int | None:
        """Return the index, from the lowest layer, of the layer that a path comes from."""
        index = self._tree.layer_of(path)
        return self._with(path).layer_of(path) if index is None else index

    def _with(self, path: str) -> Tree:
        return self._read(self._options.claims.including((path,)))

    def _read(self, claims: Claims) -> Tree:
        options = replace(self._options, claims=claims, budget=Budget())
        with open_image(self._target, options) as image:
            return read_tree(image, options)
