"""Where a password may go: the rule for the hosts that a registry sends us to for a token.

The protocol lets a registry name any host as its realm, and a client that believes it hands the
password to whoever runs that registry, or its DNS. So a password only goes to the registry itself,
to a host below it in the name, or to one that is listed for it. A name beside it is not enough:
nothing in ``a.azurecr.io`` and ``b.azurecr.io`` tells that they belong to two strangers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.registry.errors import AddressRefused
from layers.registry.settings import fits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.registry.address import Origin


def check_realm(registry: Origin, realm: Origin, listed: Iterable[str]) -> None:
    """Raise AddressRefused unless a password for ``registry`` may be sent to ``realm``."""
    if registry.scheme == "https" and realm.scheme != "https":
        raise AddressRefused(registry.netloc, realm.netloc, "it would send the password in clear")
    if realm.host == registry.host or realm.host.endswith(f".{registry.host}"):
        return
    if any(fits(pattern, realm.netloc) for pattern in listed):
        return
    raise AddressRefused(
        registry.netloc,
        realm.netloc,
        f"the password for {registry.netloc} is not sent there; if it should be, list the host as "
        "one of its realms",
    )
