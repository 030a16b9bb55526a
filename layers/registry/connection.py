"""Connections over HTTP, and nothing that is special to registries: the only user of urllib3.

urllib3 is told to do as little as possible: no redirects, no retries, no decoding of bodies. What
it raises becomes an error of ours, in words that hold no secret.
"""

from __future__ import annotations

import logging
import ssl
import warnings
from threading import Lock
from typing import TYPE_CHECKING, Final

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InsecureRequestWarning,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from layers.registry.address import redacted
from layers.registry.errors import InvalidConfiguration, Unreachable
from layers.registry.proxy import proxy_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.registry.address import Address, Origin
    from layers.registry.settings import HostSettings, RegistrySettings

logger = logging.getLogger(__name__)

FAILURES: Final[Mapping[type[HTTPError], tuple[str, bool]]] = {
    NameResolutionError: ("there is no host of this name", False),
    NewConnectionError: ("no connection", True),
    ConnectTimeoutError: ("no connection in time", True),
    ReadTimeoutError: ("nothing came for too long", True),
    SSLError: ("no secure connection", False),
    ProxyError: ("no connection through the proxy", True),
    LocationValueError: ("not a host to connect to", False),
}
"""In words, and whether it may be better the next time; a class stands before its superclass."""
EXPIRED, OTHER_NAME, OTHER_ADDRESS = 10, 62, 64
"""Of what OpenSSL calls ``X509_V_ERR_…``."""
TRUST: Final = "if it is the right one, name it, or who signed it, with --ca"
ADVICE: Final = {
    EXPIRED: "whoever runs the registry has to renew it",
    OTHER_NAME: "use a name that it is for",
    OTHER_ADDRESS: "use a name that it is for",
}
"""What to do about a certificate that is refused."""
NO_TLS: Final = "WRONG_VERSION_NUMBER"
"""What OpenSSL makes of an answer in plain HTTP."""
HEADERS: Final = {"User-Agent": "lading", "Accept-Encoding": "identity"}


class Response:
    """An answer, whose body is read as it arrives."""

    def __init__(self, address: Address, raw: urllib3.BaseHTTPResponse) -> None:
        self.address = address
        self.status = raw.status
        self._raw = raw

    @property
    def host(self) -> str:
        """Who answered."""
        return self.address.origin.netloc

    def header(self, name: str) -> str:
        """Return the value of a header, empty if there is none."""
        return str(self._raw.headers.get(name, ""))

    def read(self, size: int) -> bytes:
        """Return what has arrived, at most ``size`` bytes of it, and none at the end only.

        Raises:
            Unreachable: if the connection breaks, or nothing comes for too long.

        """
        try:
            return self._raw.read1(size, decode_content=False) or b""
        except HTTPError as error:
            raise _unreachable(self.host, error) from error

    def close(self) -> None:
        """Give the connection back; one with unread bytes in it is closed before."""
        if not self._raw.closed:
            self._raw.close()
        self._raw.release_conn()


class Connections:
    """Connections to any number of hosts, kept open for the next request."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._settings = settings
        self._timeout = urllib3.Timeout(
            connect=settings.connect_seconds, read=settings.idle_seconds
        )
        self._pools: dict[Origin, urllib3.PoolManager] = {}
        self._lock = Lock()

    def send(
        self,
        method: str,
        address: Address,
        headers: Mapping[str, str],
        body: str | bytes | None = None,
    ) -> Response:
        """Send a request, and return the answer, whatever its status is.

        Raises:
            Unreachable: if there is none.
            InvalidConfiguration: if certificates that are to be used can't be read.

        """
        pool = self._pool(address.origin)
        try:
            raw = pool.urlopen(
                method,
                str(address),
                redirect=False,
                retries=False,
                body=body,
                headers={**HEADERS, **headers},
                timeout=self._timeout,
                preload_content=False,
                decode_content=False,
            )
        except HTTPError as error:
            raise _unreachable(address.origin.netloc, error) from error
        return Response(address, raw)

    def close(self) -> None:
        """Close all connections that nobody reads from."""
        with self._lock:
            for pool in self._pools.values():
                pool.clear()

    def _pool(self, origin: Origin) -> urllib3.PoolManager:
        with self._lock:
            if origin not in self._pools:
                self._pools[origin] = _new_pool(origin, self._settings)
            return self._pools[origin]


def _new_pool(origin: Origin, settings: RegistrySettings) -> urllib3.PoolManager:
    """Return connections to one host, directly or through the proxy for it."""
    said = settings.of(origin.netloc)
    context = _context(origin, said, settings) if origin.scheme == "https" else None
    # Whoever wants one connection more than there may be waits for another to be free.
    count = said.concurrency
    proxy = proxy_for(origin, settings.environment)
    if proxy is None:
        return urllib3.PoolManager(maxsize=count, block=True, ssl_context=context)
    headers = urllib3.make_headers(proxy_basic_auth=proxy.user) if proxy.user else None
    return urllib3.ProxyManager(
        proxy.address, maxsize=count, block=True, proxy_headers=headers, ssl_context=context
    )


def _context(origin: Origin, said: HostSettings, settings: RegistrySettings) -> ssl.SSLContext:
    """Return what a host is verified with, and what it verifies us with."""
    context = ssl.create_default_context()
    if said.insecure:
        logger.warning("%s: insecure, so its certificate is not verified", origin.netloc)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    authorities = [*said.ca, *filter(None, [settings.ca])]
    pairs = [*said.client_certificates]
    for directory in settings.certificate_directories:
        place = directory / origin.netloc
        authorities += sorted(map(str, place.glob("*.crt")))
        pairs += [
            (str(file), str(file.with_suffix(".key"))) for file in sorted(place.glob("*.cert"))
        ]
    for authority in authorities:
        try:
            context.load_verify_locations(authority)
        except OSError as error:
            raise InvalidConfiguration(authority, f"no certificates: {error.strerror}") from error
    for certificate, key in pairs:
        try:
            context.load_cert_chain(certificate, key)
        except OSError as error:
            reason = f"no certificate with a key: {error.strerror}"
            raise InvalidConfiguration(certificate, reason) from error
    return context


def _unreachable(host: str, error: HTTPError) -> Unreachable:
    """Say what went wrong; the texts of urllib3 may hold addresses with secrets in them."""
    fitting = (failure for kind, failure in FAILURES.items() if isinstance(error, kind))
    reason, passing = next(fitting, ("the connection breaks", True))
    if detail := _detail(error):
        reason = f"{reason}: {detail}"
    return Unreachable(host, reason, passing=passing)


def _detail(error: HTTPError) -> str:
    """Return what the system or OpenSSL says, and what to do about it."""
    for cause in (*error.args, error.__cause__, error.__context__):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"{cause.verify_message}; {ADVICE.get(cause.verify_code, TRUST)}"
        if isinstance(cause, ssl.SSLError):
            if cause.reason == NO_TLS:
                return "it does not speak TLS; if it may do without, name it with --plain-http"
            return str(cause.reason or "").replace("_", " ").lower()
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
    return ""


def _without_secrets(record: logging.LogRecord) -> bool:
    record.msg, record.args = redacted(record.getMessage()), ()
    return True


# It logs the addresses that it asks for; those of blobs are signed, and so are secrets.
logging.getLogger("urllib3.connectionpool").addFilter(_without_secrets)
# It warns at every request; we do it once.
warnings.filterwarnings("ignore", category=InsecureRequestWarning)
