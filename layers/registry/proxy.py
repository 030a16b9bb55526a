"""Proxies that the environment names, by the custom of curl: ``https_proxy`` and ``no_proxy``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from layers.registry.errors import InvalidConfiguration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.registry.address import Origin


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, and what it asks for."""

    address: str
    """Without a user."""
    user: str = field(default="", repr=False)
    """``user:password``."""


def proxy_for(origin: Origin, environment: Mapping[str, str]) -> Proxy | None:
    """Return the proxy to use for a host; there is none for this machine.

    Raises:
        InvalidConfiguration: if the environment names what is no proxy.

    """
    name, value = _variable(origin.scheme, environment)
    exceptions = environment.get("no_proxy") or environment.get("NO_PROXY", "")
    if not value or origin.is_loopback or _is_exempt(origin, exceptions):
        return None
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        # The cause would show the password.
        raise InvalidConfiguration(name, "not an address") from None
    if not host or parts.scheme not in {"http", "https"}:
        raise InvalidConfiguration(name, "not the address of a proxy for HTTP")
    netloc = f"[{host}]" if ":" in host else host
    address = f"{parts.scheme}://{netloc}" + (f":{port}" if port else "")
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(address, user)


def _variable(scheme: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the variable that is for a scheme, and its value."""
    names = [f"{scheme}_proxy", f"{scheme}_proxy".upper(), "all_proxy", "ALL_PROXY"]
    if "REQUEST_METHOD" in environment:
        # In a CGI program, HTTP_PROXY is a header of whoever asks (CVE-2016-5385).
        names = [name for name in names if name != "HTTP_PROXY"]
    return next(((name, environment[name]) for name in names if environment.get(name)), ("", ""))


def _is_exempt(origin: Origin, exceptions: str) -> bool:
    """Tell whether a list names a host, its domain, or all."""
    for text in exceptions.split(","):
        exception = text.strip().lower().removeprefix("*").lstrip(".")
        if text.strip() == "*" or exception in {origin.host, f"{origin.host}:{origin.port}"}:
            return True
        if exception and f"{origin.host}:{origin.port}".endswith(
            (f".{exception}", f".{exception}:{origin.port}")
        ):
            return True
    return False
