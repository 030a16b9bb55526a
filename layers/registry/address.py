"""Addresses on the web, taken apart strictly: what another host writes decides where we connect."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from layers.errors import LayersError

DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "".join(map(chr, range(0x21, 0x7F)))
"""What stays as it is in an address: all that is printable, for it was quoted by who wrote it."""
_USER = re.compile(r"(?<=//)[^/?#\s]*@")
_CREDENTIAL = re.compile(r"\A[^/?#\s@]*:(?!//)[^@\s]*@(?!sha(?:256|512):)")
_QUERY = re.compile(r"\?[^\s\"'<>]+")


class InvalidAddress(LayersError):
    """A text that is not an address with ``http`` or ``https``; it may hold secrets."""

    def __str__(self) -> str:
        return "not an address of the web"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """What a credential is bound to: scheme, host and port (RFC 6454)."""

    scheme: str
    host: str
    """In lower case; an IPv6 address without brackets."""
    port: int

    @property
    def netloc(self) -> str:
        """The host, and the port if it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        address = _ip_address(self.host)
        return address is not None and address.is_loopback

    @property
    def is_private(self) -> bool:
        """Whether it is given as an address that is none of the public internet."""
        address = _ip_address(self.host)
        return self.is_loopback or (address is not None and not address.is_global)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}"


@dataclass(frozen=True, slots=True)
class Address:
    """An origin, and what is asked for there."""

    origin: Origin
    path: str = "/"
    query: str = ""
    """Often signed, and so a secret."""

    @classmethod
    def parse(cls, text: str, base: Address | None = None) -> Address:
        """Read an address, which may be relative to a base.

        Raises:
            InvalidAddress: for another scheme, user information, or what is no address at all.

        """
        try:
            parts = urlsplit(urljoin(str(base), text) if base else text)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise InvalidAddress from error
        scheme = parts.scheme.lower()
        if (
            not text
            or scheme not in DEFAULT_PORTS
            or not host
            or "@" in parts.netloc
            or not _is_host(host)
        ):
            raise InvalidAddress
        origin = Origin(scheme, host.lower(), DEFAULT_PORTS[scheme] if port is None else port)
        return cls(origin, quote(parts.path, _SAFE) or "/", quote(parts.query, _SAFE))

    @property
    def target(self) -> str:
        """What stands in the first line of a request."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"

    def __repr__(self) -> str:
        return f"Address({redacted(str(self))!r})"


def redacted(text: str) -> str:
    """Return a text without what may be a secret in an address: the user and the query."""
    return _QUERY.sub("?***", _USER.sub("***@", _CREDENTIAL.sub("***@", text)))


def _is_host(host: str) -> bool:
    if ":" in host:
        return _ip_address(host) is not None
    return re.fullmatch(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253})", host, re.ASCII) is not None


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
