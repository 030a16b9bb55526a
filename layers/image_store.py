"""The images that an engine keeps on its own disk, with a directory for each layer.

Such a store is read in place, while the engine may change it. Nothing in it is followed out of it,
and what is made into a path is checked before.
"""

from __future__ import annotations

import os.path
import re
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.digest import Digest
from layers.errors import InvalidManifest, LayersError, SeveralImages, UnreadableImage
from layers.files import DirectoryFiles
from layers.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.image import ReadOptions

IDENTITY: Final = re.compile(r"[0-9a-f]{64}")
SHORT: Final = re.compile(r"[0-9a-f]{12,63}")
"""What engines print of an identity, and take for it."""
SEPARATOR: Final = "#"
"""Between the directory of a store and the name of an image in it."""


class ImageStore:
    """The directory of a store."""

    def __init__(self, root: str, options: ReadOptions) -> None:
        self.root = root
        self._options = options

    @classmethod
    @contextmanager
    def opened(cls, directory: str, options: ReadOptions) -> Iterator[ImageStore]:
        """Give the store in a directory.

        Raises:
            UnreadableImage: if there is no such directory.

        """
        if not os.path.isdir(directory):  # noqa: PTH112 - this one never raises
            raise UnreadableImage(directory, "no such directory")
        yield cls(os.path.realpath(directory), options)

    def has(self, name: str) -> bool:
        """Tell whether there is a file or directory of this name.

        Raises:
            InvalidManifest: if a link leads out of the store on the way there.

        """
        return os.path.exists(self.path(name))  # noqa: PTH110 - as above

    def read(self, name: str) -> bytes:
        """Return a document.

        Raises:
            InvalidManifest: if it is not there.
            LimitExceeded: if it is too large for one.

        """
        path = os.path.relpath(self.path(name), self.root)
        with DirectoryFiles.opened(Path(self.root), self._options) as files:
            return files.read(path)

    def path(self, name: str) -> str:
        """Return where something is on this machine.

        Raises:
            InvalidManifest: if a link leads out of the store on the way there.

        """
        real = os.path.realpath(os.path.join(self.root, name))  # noqa: PTH118 - texts all through
        if not real.startswith(self.root.rstrip("/") + "/"):
            raise InvalidManifest(name, "a link that leads out of the store")
        return real


def located(location: str) -> tuple[str, str | None]:
    """Return the directory of a store, and the image in it that is wanted."""
    directory, separator, name = location.rpartition(SEPARATOR)
    if not separator or os.path.isdir(location):  # noqa: PTH112 - this one never raises
        return location, None
    return directory, name


def chosen(location: str, images: Mapping[str, tuple[str, ...]], name: str | None) -> str:
    """Return the identity of the wanted one of images, which go by names or by none.

    Without a wish those without a name are passed over, unless there are no others: they are what
    is left of builds.

    Raises:
        UnreadableImage: if there is none or several that fit.

    """
    match candidates := _candidates(images, name):
        case [identity]:
            return identity
        case [] if name is not None:
            there = ", ".join(sorted(sum(images.values(), ()))) or "none with a name"
            raise UnreadableImage(location, f"no image {name}; there are {there}")
        case []:
            raise UnreadableImage(location, "a store without an image")
        case _:
            shown = [min(images[identity], default=identity) for identity in candidates]
            raise SeveralImages(location, shown)


def _candidates(images: Mapping[str, tuple[str, ...]], name: str | None) -> list[str]:
    if name is None:
        return [identity for identity, names in images.items() if names] or list(images)
    exact = [identity for identity, names in images.items() if name in {identity, *names}]
    return exact or [i for i, names in images.items() if goes_by(name, i, names)]


def goes_by(wanted: str, identity: str, names: tuple[str, ...]) -> bool:
    """Tell whether a user may mean an image by ``wanted``: an identity, a name, or part of it."""
    digits = wanted.removeprefix("sha256:")
    if digits == identity or (SHORT.fullmatch(digits) and identity.startswith(digits)):
        return True
    spellings = {wanted, f"{wanted}:latest"}
    complete = set(map(_complete, spellings))
    return any(
        name in spellings
        or _complete(name) in complete
        or any(name.endswith(f"/{spelling}") for spelling in spellings)
        for name in names
    )


def identity_of(text: str, document: str) -> str:
    """Return the digits of a SHA-256, which may have its algorithm in front.

    Raises:
        InvalidManifest: for anything else.

    """
    digits = text.removeprefix("sha256:")
    if not IDENTITY.fullmatch(digits):
        raise InvalidManifest(document, f"not an identity: {text[:100]!r}")
    return digits


def chain_ids(diff_ids: tuple[Digest, ...]) -> list[Digest]:
    """Return what identifies each layer on top of those below it (OCI image-spec, config.md)."""
    return list(accumulate(diff_ids, lambda below, own: Digest.of(f"{below} {own}".encode())))


def _complete(name: str) -> str:
    try:
        return str(Reference.parse(name))
    except LayersError:
        return name
