"""Asking a registry: with authorization if it wants it, through redirects, and more than once.

A redirect leads to a host of storage as a rule, which gets neither authorization nor cookies
from us, and whose own wish for authorization is not heard. What is written is redirected nowhere.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final

from layers.document import Document
from layers.errors import LayersError
from layers.limits import KIB, Limits
from layers.registry.address import Address, InvalidAddress
from layers.registry.authorization import Authorizer
from layers.registry.body import body_of
from layers.registry.connection import Connections
from layers.registry.errors import (
    AddressRefused,
    InvalidResponse,
    RegistryError,
    RequestFailed,
    Unreachable,
)
from layers.registry.rate_limit import rate_limit_of
from layers.registry.request import Request
from layers.registry.retry import FIRST_PAUSE, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from layers.registry.connection import Response
    from layers.registry.endpoint import Endpoint
    from layers.registry.settings import RegistrySettings

logger = logging.getLogger(__name__)

FINE: Final = frozenset((200, 201, 206))
REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
MAX_REDIRECTS: Final = 5
MAX_CHALLENGES: Final = 2
UNAUTHORIZED: Final = frozenset((401, 403))
MAX_ERROR_BYTES: Final = 64 * KIB
MAX_WARNING_CHARACTERS: Final = 300
CODES: Final = frozenset(
    (
        "BLOB_UNKNOWN",
        "DENIED",
        "DIGEST_INVALID",
        "MANIFEST_INVALID",
        "MANIFEST_UNKNOWN",
        "NAME_INVALID",
        "NAME_UNKNOWN",
        "TOOMANYREQUESTS",
        "UNAUTHORIZED",
        "UNSUPPORTED",
    )
)
"""What a registry may say is wrong; other texts of it are not repeated."""
_WARNING: Final = re.compile(r"\A\s*299\s+\S+\s+\"((?:[^\"\\]|\\.)*)\"")


class Client:
    """Asks registries, and everything they refer to, for the contents of one image."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._settings = settings
        self._connections = Connections(settings)
        self._patience = Patience(settings)
        self._authorizer = Authorizer(settings, self._connections, self._patience)
        self._said: set[str] = set()
        self._lock = Lock()

    def ask(
        self, method: str, endpoint: Endpoint, rest: str, headers: Mapping[str, str]
    ) -> Response:
        """Return the answer to a request for something of a repository; close it in the end.

        Raises:
            RegistryError: if the answer has an error for its status, or there is none.

        """
        request = Request(method, endpoint.address(rest), headers)
        return self.settle(endpoint, lambda: self.send(endpoint, request))

    def settle(self, endpoint: Endpoint, talk: Callable[[], Response]) -> Response:
        """Return the answer in the end of a talk, which is begun again after a passing failure.

        Raises:
            RegistryError: as :meth:`ask` does.

        """
        response = self._patience.attempt(
            endpoint.origin.netloc,
            talk,
            # There is somebody else to ask, and sooner.
            tries=1 if endpoint.is_mirror else None,
        )
        self._hear(response)
        self._slow_down(response)
        if response.status in FINE:
            return response
        try:
            codes = self._codes(response)
        finally:
            response.close()
        raise RequestFailed(response.host, response.address.path, response.status, codes)

    def send(self, endpoint: Endpoint, request: Request) -> Response:
        """Return the answer to one request, whatever its status is.

        It is sent again with the authorization that the registry wants. That may be wanted twice:
        first any, and then one for more (``insufficient_scope``).

        Raises:
            RegistryError: if there is none, or it leads to where we do not go.

        """
        sent = self._authorizer.header(endpoint)
        response = self._followed(endpoint, request, sent)
        for _ in range(MAX_CHALLENGES):
            challenge = response.header("WWW-Authenticate")
            is_ours = response.address.origin == endpoint.origin
            if response.status not in UNAUTHORIZED or not challenge or not is_ours:
                break
            self._finish(response)
            header = self._authorizer.answer(endpoint, challenge, sent)
            if not header:
                break
            sent = header
            response = self._followed(endpoint, request, sent)
        return response

    def settled(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint without encryption, if its host has none and need not have any."""
        origin = endpoint.origin
        said = self._settings.of(origin.netloc)
        if origin.scheme == "http" or not said.insecure or said.plain_http is False:
            return endpoint
        try:
            self._connections.send("GET", Address(origin, f"{endpoint.root}/"), {}).close()
        except Unreachable as error:
            logger.warning("%s; it is insecure, so it is asked without encryption", error)
            plain = Address.parse(f"http://{origin.netloc}").origin
            return replace(endpoint, origin=plain)
        return endpoint

    def pause(self, endpoint: Endpoint, seconds: float) -> bool:
        """Keep all requests from a registry for a while; tell whether we have the time."""
        return self._patience.pause(endpoint.origin.netloc, seconds)

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    def _finish(self, response: Response) -> None:
        """Read what belongs to an answer, so that its connection is free for the next request."""
        try:
            body_of(response, MAX_ERROR_BYTES, self._settings.clock)
        except RegistryError as error:
            logger.debug("%s", error)
        response.close()

    def _followed(self, endpoint: Endpoint, request: Request, authorization: str) -> Response:
        """Send a request to where redirects lead."""
        address = request.address
        for _ in range(MAX_REDIRECTS + 1):
            is_ours = authorization and address.origin == endpoint.origin
            more = {"Authorization": authorization} if is_ours else {}
            headers = {**request.headers, **more}
            response = self._connections.send(request.method, address, headers, request.body)
            logger.debug(
                "%s %s%s: %d", request.method, address.origin, address.path, response.status
            )
            if response.status not in REDIRECTS:
                return response
            address = self._redirected(endpoint, request, response)
        raise InvalidResponse(endpoint.origin.netloc, f"more than {MAX_REDIRECTS} redirects")

    def _redirected(self, endpoint: Endpoint, request: Request, response: Response) -> Address:
        """Return where an answer sends us."""
        location = response.header("Location")
        response.close()
        if not request.is_reading:
            raise InvalidResponse(response.host, "a redirect for something that is to be written")
        try:
            target = Address.parse(location, response.address)
        except InvalidAddress as error:
            raise InvalidResponse(response.host, "a redirect to nowhere") from error
        if response.address.origin.scheme == "https" and target.origin.scheme != "https":
            reason = "that would give up encryption"
            raise AddressRefused(response.host, target.origin.netloc, reason)
        endpoint.check_redirect(target.origin, self._settings)
        return target

    def _codes(self, response: Response) -> tuple[str, ...]:
        """Return what an answer says is wrong."""
        try:
            data = body_of(response, MAX_ERROR_BYTES, self._settings.clock)
            errors = Document.parse("error", data, Limits()).objects("errors")
            codes = {error.text("code", "") for error in errors}
        except LayersError:
            return ()
        return tuple(sorted(codes & CODES))

    def _hear(self, response: Response) -> None:
        """Pass on a warning of the registry, once, and unless it tells a secret."""
        match = _WARNING.match(response.header("Warning"))
        if not match or self._authorizer.knows(match[1]):
            return
        if self._is_news(match[1]):
            logger.warning("%s warns: %.*r", response.host, MAX_WARNING_CHARACTERS, match[1])

    def _slow_down(self, response: Response) -> None:
        """Leave a registry alone for a moment, if we may not ask for much more."""
        limit = rate_limit_of(response)
        if limit is None:
            return
        logger.debug("%s: %s", response.host, limit)
        if limit.is_scarce:
            self._patience.pause(response.host, FIRST_PAUSE)
            if self._is_news(response.host):
                logger.warning("%s: only %s; slowing down", response.host, limit)

    def _is_news(self, text: str) -> bool:
        """Tell whether something is said for the first time."""
        with self._lock:
            is_new = text not in self._said
            self._said.add(text)
            return is_new
