"""One repository at the host where it is asked for: that of its name, or a mirror."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from layers.registry.address import Address, InvalidAddress, Origin
from layers.registry.errors import AddressRefused, InvalidConfiguration
from layers.registry.settings import ENDPOINTS, fits

if TYPE_CHECKING:
    from layers.registry.settings import Mirror, RegistrySettings


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is bound to it: the authorization, and the addresses below ``<root>/<repository>/``."""

    registry: str
    """As references name it, and settings and credentials."""
    repository: str
    origin: Origin
    namespace: str = ""
    """The registry that a mirror is asked for in the place of."""
    root: str = "/v2"
    actions: str = "pull"
    """What authorization is asked for, where a registry does not say which it wants."""

    @classmethod
    def of(
        cls, registry: str, repository: str, settings: RegistrySettings, namespace: str = ""
    ) -> Endpoint:
        """Return the endpoint of a registry, with the scheme that the settings allow.

        Raises:
            InvalidConfiguration: for what is no host.

        """
        try:
            secure = Address.parse(f"https://{ENDPOINTS.get(registry, registry)}").origin
            plain = Address.parse(f"http://{ENDPOINTS.get(registry, registry)}").origin
        except InvalidAddress as error:
            raise InvalidConfiguration(registry, "not a host") from error
        origin = plain if settings.allows_plain_http(plain) else secure
        return cls(registry, repository, origin, namespace)

    @classmethod
    def at(
        cls, mirror: Mirror, repository: str, settings: RegistrySettings, namespace: str = ""
    ) -> Endpoint:
        """Return the endpoint of a repository at a mirror.

        Raises:
            InvalidConfiguration: for what is no host.

        """
        endpoint = cls.of(mirror.host, mirror.repository or repository, settings, namespace)
        return replace(endpoint, root=mirror.root)

    @property
    def is_mirror(self) -> bool:
        """Whether another registry is what was asked for."""
        return bool(self.namespace)

    @property
    def name(self) -> str:
        """The registry and the repository."""
        return f"{self.registry}/{self.repository}"

    def address(self, rest: str) -> Address:
        """Return where something of the repository is: ``manifests/…`` or ``blobs/…``."""
        query = f"ns={quote(self.namespace)}" if self.namespace else ""
        return Address(self.origin, f"{self.root}/{self.repository}/{rest}", query)

    def check_reference(self, target: Origin, settings: RegistrySettings) -> None:
        """Raise AddressRefused for a host to which a registry must not send us, for anything."""
        if self.origin.scheme == "https" and target.scheme != "https":
            reason = "that would give up encryption"
        elif (
            target.scheme != "https"
            and target != self.origin
            and not settings.allows_plain_http(target)
        ):
            reason = "plain HTTP is not allowed for it"
        elif target.is_private and not self.origin.is_private:
            reason = "a private address, which no public registry has business with"
        else:
            return
        raise AddressRefused(self.origin.netloc, target.netloc, reason)

    def check_redirect(self, target: Origin, settings: RegistrySettings) -> None:
        """Raise AddressRefused, too, for a host that is not among those listed for redirects."""
        self.check_reference(target, settings)
        listed = settings.of(self.registry).blob_hosts
        if listed is None or target.host == self.origin.host:
            return
        if not any(fits(pattern, target.netloc) for pattern in listed):
            reason = "not one of its blob_hosts"
            raise AddressRefused(self.origin.netloc, target.netloc, reason)
