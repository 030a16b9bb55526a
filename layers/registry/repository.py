"""What is in one repository of a registry: tags, manifests and blobs, wherever copies of them are.

A mirror may answer in the place of the registry for everything that has a digest. What a tag stands
for is the registry's to say, and that of mirrors that the user believes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final, TypeVar

from layers.digest import Digest
from layers.errors import DigestMismatch, InvalidDigest, InvalidManifest
from layers.manifest import DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST
from layers.registry.blob import PARTIAL, BlobStream
from layers.registry.body import body_of
from layers.registry.client import Client
from layers.registry.endpoint import Endpoint
from layers.registry.errors import InvalidResponse, RegistryError, RequestFailed
from layers.registry.settings import Mirror

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from layers.limits import Limits
    from layers.reference import Reference
    from layers.registry.connection import Response
    from layers.registry.settings import RegistrySettings

logger = logging.getLogger(__name__)
T = TypeVar("T")

ACCEPT: Final = {"Accept": f"{OCI_INDEX}, {OCI_MANIFEST}, {DOCKER_LIST}, {DOCKER_MANIFEST}"}
NOT_SUPPORTED: Final = frozenset((400, 405, 501))
"""Statuses of registries that know no HEAD."""
NOT_FOUND: Final = 404
MAX_PARTS: Final = 4
"""How many parts of blobs are asked for at a time, whatever the number of layers."""


@dataclass(frozen=True, slots=True)
class Document:
    """A manifest or an index, as it was sent."""

    digest: Digest
    media_type: str
    """What the registry says that it is."""
    data: bytes
    etag: str = ""
    """What the registry tells this state of a tag from others by (RFC 9110)."""


class Repository:
    """Reads from a repository; close it in the end."""

    def __init__(self, reference: Reference, settings: RegistrySettings, limits: Limits) -> None:
        self.settings = settings
        self.limits = limits
        self.client = Client(settings)
        said = settings.of(reference.registry)
        self.primary = self._endpoint(said.location or Mirror(reference.registry), reference)
        """The registry itself, which alone may say what there is beside what has a digest."""
        mirrors = [
            (mirror, self._endpoint(mirror, reference, reference.registry))
            for mirror in said.mirrors
            if not (mirror.only_for_tags and reference.digest)
        ]
        believed = (endpoint for mirror, endpoint in mirrors if mirror.resolve)
        self._for_tags = [*believed, self.primary]
        self._for_digests = [*(endpoint for _, endpoint in mirrors), self.primary]
        self._parts = BoundedSemaphore(MAX_PARTS)
        self._senders: dict[Digest, set[Endpoint]] = {}
        """Who sent a blob, or parts of it."""
        self._distrusted: set[Endpoint] = set()

    def close(self) -> None:
        """Close all connections."""
        self.client.close()

    def tagged(self, tag: str) -> Document:
        """Return what a tag stands for.

        The digest is asked for first: that is cheap, counts against no limit of Docker Hub, and
        lets mirrors send the rest.

        Raises:
            RegistryError: if it can't be had.
            InvalidManifest: if it is not what its digest says.

        """
        digest = self._first(self._for_tags, lambda endpoint: self._digest(endpoint, tag))
        if digest is None:
            return self._first(self._for_tags, lambda endpoint: self._manifest(endpoint, tag))
        return self.manifest(digest)

    def manifest(self, digest: Digest) -> Document:
        """Return a manifest or an index.

        Raises:
            RegistryError, InvalidManifest: as :meth:`tagged` does.

        """
        return self._first(
            self._for_digests, lambda endpoint: self._manifest(endpoint, str(digest), digest)
        )

    def current(self, tag: str) -> Document | None:
        """Return what a tag stands for at the registry itself, if there is one of that name.

        Raises:
            RegistryError, InvalidManifest: as :meth:`tagged` does.

        """
        try:
            return self._manifest(self.primary, tag)
        except RequestFailed as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def config(self, digest: Digest) -> bytes:
        """Return a small blob.

        Raises:
            RegistryError, InvalidManifest: as :meth:`tagged` does.

        """
        return self.content(digest, self.limits.max_document_bytes)

    def content(self, digest: Digest, max_bytes: int) -> bytes:
        """Return a blob that is held in memory.

        Raises:
            RegistryError, InvalidManifest: as :meth:`tagged` does.

        """
        return self._first(
            self._for_digests, lambda endpoint: self._content(endpoint, digest, max_bytes)
        )

    def layer(self, digest: Digest, size: int) -> BlobStream:
        """Return a blob of any size, to be closed in the end."""
        return BlobStream(self, digest, size, self.settings.clock)

    def part(self, digest: Digest, start: int, size: int) -> bytes:
        """Return a part of a blob.

        Raises:
            RegistryError: if it can't be had, or the host only sends whole blobs.

        """
        with self._parts:
            return self._first(
                self._for_digests, lambda endpoint: self._part(endpoint, digest, start, size)
            )

    def blob(self, digest: Digest, start: int) -> Response:
        """Return an answer with a blob in it, from a byte on if the host can do that.

        Raises:
            RegistryError: if it can't be had.

        """
        headers = {"Range": f"bytes={start}-"} if start else {}
        return self._first(
            self._for_digests, lambda endpoint: self._blob(endpoint, digest, headers)
        )

    def distrust(self, digest: Digest) -> bool:
        """Ask the mirrors that sent a blob no more; tell whether there were any."""
        wrong = {sender for sender in self._senders.get(digest, ()) if sender.is_mirror}
        self._distrusted |= wrong
        return bool(wrong)

    def pause(self, seconds: float) -> bool:
        """Leave the registry alone for a while; tell whether we have the time."""
        return self.client.pause(self.primary, seconds)

    def _endpoint(self, place: Mirror, reference: Reference, namespace: str = "") -> Endpoint:
        endpoint = Endpoint.at(place, reference.repository, self.settings, namespace)
        return self.client.settled(endpoint)

    def _digest(self, endpoint: Endpoint, tag: str) -> Digest | None:
        """Return the digest of a tag, if the registry tells it."""
        try:
            response = self.client.ask("HEAD", endpoint, f"manifests/{tag}", ACCEPT)
        except RequestFailed as error:
            if error.status in NOT_SUPPORTED:
                return None
            raise
        response.close()
        return _digest_of(response)

    def _manifest(self, endpoint: Endpoint, name: str, digest: Digest | None = None) -> Document:
        response = self.client.ask("GET", endpoint, f"manifests/{name}", ACCEPT)
        try:
            max_bytes = self.limits.max_document_bytes
            data = body_of(response, max_bytes, self.settings.clock)
        finally:
            response.close()
        digest = digest or _digest_of(response) or Digest.of(data)
        _check(response, digest, data)
        media_type = response.header("Content-Type").partition(";")[0].strip().lower()
        return Document(digest, media_type, data, response.header("ETag"))

    def _content(self, endpoint: Endpoint, digest: Digest, max_bytes: int) -> bytes:
        response = self.client.ask("GET", endpoint, f"blobs/{digest}", {})
        try:
            data = body_of(response, max_bytes, self.settings.clock)
        finally:
            response.close()
        _check(response, digest, data)
        return data

    def _part(self, endpoint: Endpoint, digest: Digest, start: int, size: int) -> bytes:
        headers = {"Range": f"bytes={start}-{start + size - 1}"}
        response = self._blob(endpoint, digest, headers)
        try:
            expected = f"bytes {start}-{start + size - 1}/"
            sent = response.header("Content-Range")
            if response.status != PARTIAL or not sent.startswith(expected):
                raise InvalidResponse(response.host, "another part of a blob than was asked for")
            data = body_of(response, size, self.settings.clock)
        finally:
            response.close()
        if len(data) != size:
            raise InvalidResponse(response.host, "less of a blob than was asked for")
        return data

    def _blob(self, endpoint: Endpoint, digest: Digest, headers: Mapping[str, str]) -> Response:
        response = self.client.ask("GET", endpoint, f"blobs/{digest}", headers)
        self._senders.setdefault(digest, set()).add(endpoint)
        return response

    def _first(self, endpoints: Sequence[Endpoint], ask: Callable[[Endpoint], T]) -> T:
        """Return what the first of several endpoints has; the last one's error is ours."""
        *mirrors, primary = endpoints
        for endpoint in mirrors:
            if endpoint in self._distrusted:
                continue
            try:
                return ask(endpoint)
            except (RegistryError, InvalidManifest) as error:
                logger.debug("%s; asking the next", error)
        return ask(primary)


def _check(response: Response, digest: Digest, data: bytes) -> None:
    """Raise InvalidManifest unless an answer has what was asked for."""
    try:
        digest.check(data)
    except DigestMismatch as error:
        raise InvalidManifest(f"{response.host}, {digest}", str(error)) from error


def _digest_of(response: Response) -> Digest | None:
    """Return the digest that an answer claims to have."""
    text = response.header("Docker-Content-Digest")
    if not text:
        return None
    try:
        return Digest.parse(text)
    except InvalidDigest as error:
        raise InvalidResponse(response.host, str(error)) from error
