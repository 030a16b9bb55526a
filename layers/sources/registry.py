"""A registry: nothing is fetched but what is read, and nothing is written to a disk."""

from __future__ import annotations

import logging
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.errors import (
    DigestMismatch,
    InvalidManifest,
    InvalidReference,
    SizeMismatch,
    UnreadableImage,
    UnreadableLayer,
)
from layers.image import Layer
from layers.layer import read_layer
from layers.manifest import INDEXES, MANIFESTS, Descriptor, Index, parse_manifest
from layers.reference import Reference
from layers.registry.address import redacted
from layers.registry.errors import RegistryError, RequestFailed
from layers.selection import selected_image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.digest import Digest
    from layers.image import Image, LayerInfo, ReadOptions
    from layers.registry.repository import Document, Repository
    from layers.snapshot import Snapshot

logger = logging.getLogger(__name__)

DEFAULT_TAG: Final = "latest"
NOT_FOUND: Final = 404
FOREIGN: Final = (".foreign.", ".nondistributable.")
"""In the media types of layers that a registry need not have."""
NOT_SENT: Final = (DigestMismatch, SizeMismatch, RegistryError)
"""What keeps us from a layer that another host may have."""


@contextmanager
def open_registry(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open ``[registry/]repository[:tag][@digest]``."""
    from layers.registry.engine_file import with_engine_files
    from layers.registry.repository import Repository

    try:
        reference = Reference.parse(location)
    except InvalidReference:
        # It may be an address with a password in it, and so may be the cause.
        raise InvalidReference(redacted(location)) from None
    if not reference.tag and not reference.digest:
        reference = replace(reference, tag=DEFAULT_TAG)
    settings = with_engine_files(options.registry, reference)
    with closing(Repository(reference, settings, options.limits)) as repository:
        content = RepositoryContent(repository, options, {})
        image = _settled_image(location, reference, content)
        yield replace(image, names=(str(reference),))


@dataclass(frozen=True, slots=True)
class RepositoryContent:
    """What an image needs of a repository."""

    repository: Repository
    options: ReadOptions
    documents: dict[str, bytes]
    """What was sent already, by digest."""

    def __contains__(self, descriptor: Descriptor) -> bool:
        return True

    def image(self, location: str, reference: Reference) -> Image:
        """Return the wanted image of those that a reference leads to."""
        index = Index((self.top(reference),))
        return selected_image(location, "registry", index, self, self.options)

    def top(self, reference: Reference) -> Descriptor:
        """Return what a reference leads to: an image, or an index."""
        if reference.digest:
            document = self.repository.manifest(reference.digest)
        else:
            document = self.repository.tagged(reference.tag or DEFAULT_TAG)
        self._keep(document)
        size = len(document.data)
        return Descriptor(media_type=document.media_type, digest=document.digest, size=size)

    def manifest(self, descriptor: Descriptor) -> bytes:
        if str(descriptor.digest) not in self.documents:
            self._keep(self.repository.manifest(descriptor.digest))
        return self.documents[str(descriptor.digest)]

    def config(self, descriptor: Descriptor) -> bytes:
        return self.repository.config(descriptor.digest)

    def layer(self, info: LayerInfo) -> Layer:
        return Layer(info, partial(self._read, info))

    def _read(self, info: LayerInfo) -> Snapshot:
        """Return what a layer holds, from somebody else if a mirror has something wrong or breaks.

        That is tried once: a second failure is not bad luck.
        """
        assert info.digest
        try:
            return self._snapshot(info, info.digest)
        except UnreadableLayer as error:
            if not isinstance(error.__cause__, NOT_SENT) or not self.repository.distrust(
                info.digest
            ):
                raise
            logger.warning("%s; the mirror that sent it is not asked any more", error)
            return self._snapshot(info, info.digest)

    def _snapshot(self, info: LayerInfo, digest: Digest) -> Snapshot:
        with ExitStack() as opened:
            try:
                return read_layer(
                    lambda: opened.enter_context(self.repository.layer(digest, info.size)),
                    info,
                    self.options,
                    partial(self.repository.part, digest),
                )
            except UnreadableLayer as error:
                if not _is_missing(error) or not any(kind in info.media_type for kind in FOREIGN):
                    raise
                reason = (
                    "a foreign layer, which the registry does not have; "
                    "other places that the manifest may name are not asked"
                )
                raise UnreadableLayer(info.name, reason) from error

    def _keep(self, document: Document) -> None:
        """Keep a document that is what the registry says it is."""
        name = str(document.digest)
        parsed = parse_manifest(name, document.data, self.options.limits)
        expected = INDEXES if isinstance(parsed, Index) else MANIFESTS
        if document.media_type not in expected or parsed.media_type not in {
            "",
            document.media_type,
        }:
            reason = f"sent as {document.media_type!r}, but it is {parsed.media_type or 'another'}"
            raise InvalidManifest(name, reason)
        self.documents[name] = document.data


def _settled_image(location: str, reference: Reference, content: RepositoryContent) -> Image:
    """Return the wanted image of those that a reference leads to.

    A tag may move while we follow it, and what it stood for may be deleted. So it is asked for once
    more if what it led to is not there, or is something else.
    """
    try:
        return content.image(location, reference)
    except (InvalidManifest, RequestFailed) as error:
        if not _may_have_moved(reference, error):
            raise
        logger.debug("%s; asking again what the tag stands for", error)
    try:
        return content.image(location, reference)
    except (InvalidManifest, RequestFailed) as error:
        reason = f"what the tag stands for cannot be had; it was asked for twice: {error}"
        raise UnreadableImage(location, reason) from error


def _may_have_moved(reference: Reference, error: InvalidManifest | RequestFailed) -> bool:
    """Tell whether it may be better the next time, with another digest for the tag."""
    if reference.digest:
        return False
    if isinstance(error, RequestFailed):
        return error.status == NOT_FOUND and not error.path.endswith(f"/{reference.tag}")
    return isinstance(error.__cause__, DigestMismatch)


def _is_missing(error: UnreadableLayer) -> bool:
    cause = error.__cause__
    return isinstance(cause, RequestFailed) and cause.status == NOT_FOUND
