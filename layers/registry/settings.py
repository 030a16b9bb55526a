"""What a user may say of registries, host by host.

A host is written as in a reference: ``registry.example:5000``, or ``*.registry.example``, where the
star stands for one label of the name. The more literal of two that fit is the one that counts.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.registry.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.registry.address import Origin

DOCKER_HUB: Final = "docker.io"
ENDPOINTS: Final = {DOCKER_HUB: "registry-1.docker.io"}
"""Where a registry is that is not at the host it is named after."""
REGISTRIES: Final = {endpoint: registry for registry, endpoint in ENDPOINTS.items()}
REALMS: Final = {
    DOCKER_HUB: ("auth.docker.io",),
    "registry.gitlab.com": ("gitlab.com",),
}
"""Public registries whose passwords are asked for at another host."""
ENGINES: Final = ("containers", "docker", "containerd")
"""What the directories are called that engines have below those for configuration."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """A registry that holds copies of what another one has."""

    host: str
    resolve: bool = False
    """Whether it is believed which image a tag stands for; else it is asked for digests only."""
    only_for_tags: bool = False
    """Whether it is of no use for an image that the user names by digest."""
    repository: str = ""
    """What the wanted one is called there; by default the same."""
    root: str = "/v2"
    """Where the interface of the registry is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """How to talk to one host."""

    plain_http: bool | None = None
    """Without encryption; by default only on this machine, and if there is no ``ca``."""
    insecure: bool = False
    """Whether it needs neither a certificate that is verified, nor encryption."""
    ca: tuple[str, ...] = ()
    """Files of certificates to trust, beside those of the system."""
    client_certificates: tuple[tuple[str, str | None], ...] = ()
    """Files with a certificate each, and with its key unless that is in the same file."""
    location: Mirror | None = None
    """What is asked in its place, last of all; by default the host itself."""
    mirrors: tuple[Mirror, ...] = ()
    realms: tuple[str, ...] = ()
    """Hosts to which a password for this one may be sent in exchange for a token."""
    blob_hosts: tuple[str, ...] | None = None
    """The only other hosts that redirects may lead to; by default any."""
    concurrency: int = 8
    """Connections at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrySettings:
    """How to talk to all of them."""

    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    ca: str | None = None
    """A file of certificates to trust for any host, beside those of the system."""
    plain_http: frozenset[str] = frozenset()
    """More hosts to talk to without encryption."""
    connect_seconds: float = 5
    idle_seconds: float = 20
    """How long a host may send nothing."""
    tries: int = 5
    patience_seconds: float = 300
    """How long all pauses together may be that registries ask for."""
    engine_files: bool = True
    """Whether what docker, podman and containerd were told of registries holds for us, too."""
    system_directory: str = "/etc"
    """Where they were told it for all users."""
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    """Where proxies are named, and files with credentials and of engines."""
    clock: Clock = field(default_factory=Clock, repr=False)

    @property
    def engine_directories(self) -> tuple[Path, ...]:
        """Where engines have their directories for configuration: the system's, and the user's."""
        if not self.engine_files:
            return ()
        home = self.environment.get("HOME", "")
        own = self.environment.get("XDG_CONFIG_HOME") or (home and f"{home}/.config")
        return tuple(map(Path, filter(None, (self.system_directory, own))))

    @property
    def certificate_directories(self) -> tuple[Path, ...]:
        """Directories with one per host, in which engines have certificates and keys."""
        return tuple(
            place / engine / "certs.d" for place in self.engine_directories for engine in ENGINES
        )

    def tells_of(self, host: str) -> bool:
        """Tell whether anything is said of a host."""
        return bool(self._fitting(host))

    def of(self, host: str) -> HostSettings:
        """Return what is said of a host, or the defaults."""
        fitting = self._fitting(host) or self._fitting(REGISTRIES.get(host, host))
        best = max(fitting, key=lambda pattern: (-pattern.count("*"), len(pattern)), default=None)
        return HostSettings() if best is None else self.hosts[best]

    def without_mirrors(self, registry: str) -> RegistrySettings:
        """Return settings by which a registry is only at the host that it is named after."""
        said = replace(self.of(registry), location=None, mirrors=())
        return replace(self, hosts={**self.hosts, registry: said})

    def allows_plain_http(self, origin: Origin) -> bool:
        """Tell whether we talk to a host without encryption."""
        if origin.netloc in self.plain_http:
            return True
        said = self.of(origin.netloc)
        if said.plain_http is not None:
            return said.plain_http
        return origin.is_loopback and not (said.ca or said.insecure or self.ca)

    def realms_of(self, registry: str) -> tuple[str, ...]:
        """Return the other hosts that may have a password for a registry."""
        return (*REALMS.get(registry, ()), *self.of(registry).realms)

    def _fitting(self, host: str) -> list[str]:
        return [pattern for pattern in self.hosts if fits(pattern, host)]


def fits(pattern: str, host: str) -> bool:
    """Tell whether a host is one that a pattern stands for."""
    if "*" not in pattern:
        return pattern.lower() == host.lower()
    expression = r"[^.:]+".join(map(re.escape, pattern.split("*")))
    return re.fullmatch(expression, host, re.IGNORECASE) is not None
