"""Writing to a repository, after the distribution specification 1.1: blobs whole, then manifests.

Only the registry is written to that a repository is named after, never a mirror: what one holds is
the registry's, or else nobody would find it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from layers.digest import Digest
from layers.registry.address import Address, InvalidAddress
from layers.registry.errors import ConstantlyChanged, InvalidResponse, RequestFailed
from layers.registry.repository import NOT_FOUND, Repository
from layers.registry.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from layers.limits import Limits
    from layers.reference import Reference
    from layers.registry.connection import Response
    from layers.registry.repository import Document
    from layers.registry.settings import RegistrySettings

logger = logging.getLogger(__name__)

ACCEPTED: Final = 202
CHANGED: Final = frozenset((409, 412))
"""Statuses of a registry that was told what it should have, and has something else."""
MAX_TURNS: Final = 8
"""How often a tag is written before we give up against others who write it."""
BYTES: Final = "application/octet-stream"


class Publisher:
    """Writes to a repository; close it in the end."""

    def __init__(self, reference: Reference, settings: RegistrySettings, limits: Limits) -> None:
        self._settings = settings.without_mirrors(reference.registry)
        self.repository = Repository(reference, self._settings, limits)
        """The same one, to be read."""
        self._client = self.repository.client
        self._endpoint = replace(self.repository.primary, actions="pull,push")

    def close(self) -> None:
        """Close all connections."""
        self.repository.close()

    def blob(self, data: bytes) -> Digest:
        """Have a blob in the repository, and return its digest.

        Raises:
            RegistryError: if the registry does not take it.

        """
        digest = Digest.of(data)
        if not self._has(digest):
            self._client.settle(self._endpoint, lambda: self._upload(digest, data)).close()
            logger.debug("uploaded %s, %d bytes", digest, len(data))
        return digest

    def manifest(
        self, name: str, media_type: str, data: bytes, condition: Mapping[str, str] | None = None
    ) -> Response:
        """Have a manifest or an index under a tag or its digest; return the answer, closed.

        Raises:
            RegistryError: if the registry does not take it, also if a condition does not hold.

        """
        headers = {"Content-Type": media_type, **(condition or {})}
        address = self._endpoint.address(f"manifests/{name}")
        request = Request("PUT", address, headers, data)
        response = self._client.settle(
            self._endpoint, lambda: self._client.send(self._endpoint, request)
        )
        response.close()
        return response

    def change(
        self, tag: str, media_type: str, changed: Callable[[Document | None], bytes | None]
    ) -> None:
        """Have a tag stand for something else than before, without losing what others put there.

        ``changed`` makes it from what is there, or returns nothing if that is fine. It is asked
        again when it has been written: not all registries know conditional requests, and somebody
        else may have written at the same time.

        Raises:
            RegistryError: if the registry does not take it.
            ConstantlyChanged: if others change it all the time.

        """
        for _ in range(MAX_TURNS):
            current = self.repository.current(tag)
            data = changed(current)
            if data is None:
                return
            try:
                self.manifest(tag, media_type, data, _unchanged(current))
            except RequestFailed as error:
                if error.status not in CHANGED:
                    raise
                logger.debug("%s; trying again with what is there now", error)
        raise ConstantlyChanged(self._endpoint.origin.netloc, tag)

    def _has(self, digest: Digest) -> bool:
        try:
            self._client.ask("HEAD", self._endpoint, f"blobs/{digest}", {}).close()
        except RequestFailed as error:
            if error.status == NOT_FOUND:
                return False
            raise
        return True

    def _upload(self, digest: Digest, data: bytes) -> Response:
        """Send a blob, from the beginning: a registry knows little of an upload that broke off."""
        begin = Request("POST", self._endpoint.address("blobs/uploads/"), {"Content-Length": "0"})
        response = self._client.send(self._endpoint, begin)
        if response.status != ACCEPTED:
            return response
        response.close()
        place = self._place(response)
        query = "&".join(filter(None, (place.query, f"digest={quote(str(digest), safe='')}")))
        whole = Request("PUT", replace(place, query=query), {"Content-Type": BYTES}, data)
        return self._client.send(self._endpoint, whole)

    def _place(self, response: Response) -> Address:
        """Return where an upload goes; to another host than the registry, without authorization."""
        try:
            place = Address.parse(response.header("Location"), response.address)
        except InvalidAddress as error:
            raise InvalidResponse(response.host, "an upload to nowhere") from error
        self._endpoint.check_redirect(place.origin, self._settings)
        return place


def _unchanged(current: Document | None) -> dict[str, str]:
    """Return what a registry is to check before it lets us write (RFC 9110, 13.1)."""
    if current is None:
        return {"If-None-Match": "*"}
    # A weak one, for which bytes need not be the same, is none to compare with.
    return {"If-Match": current.etag} if current.etag.startswith('"') else {}
