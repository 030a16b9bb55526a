"""A registry: nothing is fetched but what is read, and nothing is written to a disk."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.errors import InvalidManifest, InvalidReference, UnreadableLayer
from layers.image import Layer
from layers.layer import read_layer
from layers.manifest import INDEXES, MANIFESTS, Descriptor, Index, parse_manifest
from layers.reference import Reference
from layers.registry.address import redacted
from layers.registry.errors import RequestFailed
from layers.selection import selected_image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.image import Image, LayerInfo, ReadOptions
    from layers.registry.repository import Document, Repository
    from layers.snapshot import Snapshot

DEFAULT_TAG: Final = "latest"
NOT_FOUND: Final = 404
FOREIGN: Final = (".foreign.", ".nondistributable.")
"""In the media types of layers that a registry need not have."""


@contextmanager
def open_registry(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open ``[registry/]repository[:tag][@digest]``."""
    from layers.registry.repository import Repository

    try:
        reference = Reference.parse(location)
    except InvalidReference:
        # It may be an address with a password in it, and so may be the cause.
        raise InvalidReference(redacted(location)) from None
    if not reference.tag and not reference.digest:
        reference = replace(reference, tag=DEFAULT_TAG)
    with closing(Repository(reference, options.registry, options.limits)) as repository:
        content = RepositoryContent(repository, options, {})
        top = content.top(reference)
        image = selected_image(location, "registry", Index((top,)), content, options)
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
        digest = info.digest
        assert digest
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


def _is_missing(error: UnreadableLayer) -> bool:
    cause = error.__cause__
    return isinstance(cause, RequestFailed) and cause.status == NOT_FOUND
