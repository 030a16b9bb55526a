"""Getting authorization: Basic (RFC 7617), and the tokens of the distribution project.

Nothing is sent before it is asked for. What was asked for once is then sent along with every
request for the same repository, until it is refused or its time is over.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from layers.document import Document
from layers.errors import LayersError
from layers.limits import MIB, Limits
from layers.registry.address import Address, InvalidAddress
from layers.registry.body import body_of
from layers.registry.challenge import challenges_in
from layers.registry.credential_file import credential_for
from layers.registry.errors import InvalidResponse, RequestFailed
from layers.registry.realm import check_realm

if TYPE_CHECKING:
    from layers.registry.challenge import Challenge
    from layers.registry.connection import Connections, Response
    from layers.registry.credential import Credential
    from layers.registry.endpoint import Endpoint
    from layers.registry.retry import Patience
    from layers.registry.settings import RegistrySettings

logger = logging.getLogger(__name__)

MAX_TOKEN_BYTES: Final = MIB
SECONDS: Final = 60
"""How long a token is good for that does not say it."""
MAX_SECONDS: Final = 24 * 3600
_SENDABLE: Final = re.compile(r"[\x21-\x7e]+", re.ASCII)
SCHEMES: Final = ("bearer", "basic")
"""What we can answer, the better first."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a registry wants to have, and for what."""

    scheme: str
    realm: str = ""
    service: str = ""
    scope: str = ""
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """What a realm gave."""

    value: str = field(repr=False)
    expires: float
    """By the monotonic clock."""


class Authorizer:
    """Knows what each repository wants, and keeps the tokens for it."""

    def __init__(
        self, settings: RegistrySettings, connections: Connections, patience: Patience
    ) -> None:
        self._settings = settings
        self._connections = connections
        self._patience = patience
        self._grants: dict[Endpoint, Grant] = {}
        self._tokens: dict[Grant, Token] = {}
        self._credentials: dict[Endpoint, Credential | None] = {}
        self._lock = RLock()

    def header(self, endpoint: Endpoint) -> str:
        """Return the authorization to send along, empty if none was ever asked for.

        Raises:
            RegistryError: if the realm gives no new token in the place of an old one.

        """
        with self._lock:
            grant = self._grants.get(endpoint)
            return self._header(endpoint, grant) if grant else ""

    def answer(self, endpoint: Endpoint, challenge_header: str, refused: str) -> str:
        """Return the authorization that a challenge asks for, empty if we have none.

        What was ``refused`` is not tried again.

        Raises:
            RegistryError: if the realm gives no token, or must not be asked for it.

        """
        with self._lock:
            offered = {item.scheme: item for item in reversed(challenges_in(challenge_header))}
            for scheme in SCHEMES:
                if scheme in offered and (grant := self._grant(endpoint, offered[scheme])):
                    known = self._tokens.get(grant)
                    if known and refused == f"Bearer {known.value}":
                        del self._tokens[grant]
                    self._grants[endpoint] = grant
                    header = self._header(endpoint, grant)
                    return "" if header == refused else header
            return ""

    def knows(self, text: str) -> bool:
        """Tell whether a text holds one of the secrets that we have sent."""
        with self._lock:
            credentials = [found for found in self._credentials.values() if found]
            secrets = {token.value for token in self._tokens.values()}
            secrets.update(found.secret for found in credentials)
            secrets.update(found.basic.removeprefix("Basic ") for found in credentials)
            return any(secret in text for secret in secrets)

    def _grant(self, endpoint: Endpoint, challenge: Challenge) -> Grant | None:
        credential = self._credential(endpoint)
        if challenge.scheme == "basic":
            usable = credential is not None and not credential.is_identity_token
            return Grant("basic", credential=credential) if usable else None
        scope = challenge["scope"] or f"repository:{endpoint.repository}:{endpoint.actions}"
        return Grant("bearer", challenge["realm"], challenge["service"], scope, credential)

    def _credential(self, endpoint: Endpoint) -> Credential | None:
        if endpoint not in self._credentials:
            found = credential_for(endpoint.name, self._settings.environment)
            logger.debug("%s: %s", endpoint.name, "a credential" if found else "no credential")
            self._credentials[endpoint] = found
        return self._credentials[endpoint]

    def _header(self, endpoint: Endpoint, grant: Grant) -> str:
        if grant.scheme == "basic":
            assert grant.credential
            return grant.credential.basic
        token = self._tokens.get(grant)
        if token is None or token.expires <= self._settings.clock.monotonic():
            token = self._tokens[grant] = self._new_token(endpoint, grant)
        return f"Bearer {token.value}"

    def _new_token(self, endpoint: Endpoint, grant: Grant) -> Token:
        realm = self._realm(endpoint, grant)
        asked = self._settings.clock.monotonic()
        logger.debug("%s: asks %s for a token", endpoint.name, realm.origin)
        response = self._patience.attempt(realm.origin.netloc, lambda: self._ask(realm, grant))
        try:
            if response.status != 200:  # noqa: PLR2004
                raise RequestFailed(response.host, realm.path, response.status)
            data = body_of(response, MAX_TOKEN_BYTES, self._settings.clock)
        finally:
            response.close()
        return _token(response.host, data, asked)

    def _realm(self, endpoint: Endpoint, grant: Grant) -> Address:
        registry = endpoint.origin
        try:
            realm = Address.parse(grant.realm)
        except InvalidAddress as error:
            raise InvalidResponse(registry.netloc, "its realm is not an address") from error
        if grant.credential:
            check_realm(registry, realm.origin, self._settings.realms_of(endpoint.registry))
        endpoint.check_reference(realm.origin, self._settings)
        return realm

    def _ask(self, realm: Address, grant: Grant) -> Response:
        asked = {"service": grant.service, "scope": grant.scope, "client_id": "lading"}
        fields = {name: value for name, value in asked.items() if value}
        credential = grant.credential
        if credential and credential.is_identity_token:
            form = {**fields, "grant_type": "refresh_token", "refresh_token": credential.secret}
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            return self._connections.send("POST", realm, headers, urlencode(form))
        query = "&".join(filter(None, (realm.query, urlencode(fields))))
        address = Address(realm.origin, realm.path, query)
        headers = {"Authorization": credential.basic} if credential else {}
        return self._connections.send("GET", address, headers)


def _token(host: str, data: bytes, asked: float) -> Token:
    try:
        answer = Document.parse("token", data, Limits())
        value = answer.text("token", "") or answer.text("access_token", "")
        seconds = answer.integer("expires_in", SECONDS)
    except LayersError:
        # The cause may show the token.
        raise InvalidResponse(host, "its token is not what it should be") from None
    if not _SENDABLE.fullmatch(value):
        raise InvalidResponse(host, "no token in its answer")
    # A little earlier, for the request takes its time, too.
    return Token(value, asked + 0.9 * min(max(seconds, SECONDS), MAX_SECONDS))
