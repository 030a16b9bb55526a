"""Names of images, and the platforms they are for.

The grammar is that of the distribution specification; that ``alpine`` means
``docker.io/library/alpine`` is Docker's custom, which all tools follow.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from layers.digest import Digest
from layers.errors import InvalidPlatform, InvalidReference

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:(?P<registry>(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?)/)?"
    rf"(?P<repository>{_COMPONENT}(?:/{_COMPONENT})*)"
    rf"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}))?"
    rf"(?:@(?P<digest>[^@]+))?",
    re.ASCII,
)
MAX_NAME_CHARACTERS = 255
DEFAULT_REGISTRY = "docker.io"

MACHINES = {
    "x86_64": "amd64",
    "aarch64": "arm64",
    "armv7l": "arm",
    "armv6l": "arm/v6",
    "i686": "386",
    "i386": "386",
}
"""Names of the kernel for which Go, and so OCI, has others."""
DEFAULT_VARIANTS = {"arm64": "v8", "arm": "v7"}


@dataclass(frozen=True, slots=True)
class Reference:
    """``registry/repository[:tag][@digest]``."""

    registry: str
    repository: str
    tag: str | None = None
    digest: Digest | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a reference, completing it as Docker does.

        Raises:
            InvalidReference: for anything else.
            InvalidDigest: for a digest that is none.

        """
        match = _REFERENCE.fullmatch(text)
        if not match:
            raise InvalidReference(text)
        registry, repository, tag, digest = match.group("registry", "repository", "tag", "digest")
        if registry and not (set(registry) & {".", ":"} or registry == "localhost"):
            registry, repository = None, f"{registry}/{repository}"
            if not re.fullmatch(rf"{_COMPONENT}(?:/{_COMPONENT})*", repository, re.ASCII):
                raise InvalidReference(text)
        if registry in {None, "index.docker.io"}:
            registry = DEFAULT_REGISTRY
        if registry == DEFAULT_REGISTRY and "/" not in repository:
            repository = f"library/{repository}"
        if len(f"{registry}/{repository}") > MAX_NAME_CHARACTERS:
            raise InvalidReference(text)
        return cls(registry, repository, tag, Digest.parse(digest) if digest else None)

    @property
    def name(self) -> str:
        """The registry and the repository."""
        return f"{self.registry}/{self.repository}"

    def __str__(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.name}{tag}{digest}"


@dataclass(frozen=True, slots=True)
class Platform:
    """``os/architecture[/variant]``, in Go's words, as OCI has them."""

    os: str
    architecture: str
    variant: str = ""

    @classmethod
    def parse(cls, text: str) -> Platform:
        """Read ``os/architecture[/variant]``.

        Raises:
            InvalidPlatform: for anything else.

        """
        match text.lower().split("/"):
            case [os_name, architecture] if os_name and architecture:
                return cls(os_name, *MACHINES.get(architecture, architecture).split("/"))
            case [os_name, architecture, variant] if os_name and architecture and variant:
                machine = MACHINES.get(architecture, architecture)
                return cls(os_name, machine.partition("/")[0], variant)
            case _:
                raise InvalidPlatform(text)

    @classmethod
    def of_host(cls) -> Platform:
        """Return Linux on this machine's architecture: what its containers run."""
        return cls.parse(f"linux/{os.uname().machine}")

    def accepts(self, other: Platform) -> bool:
        """Tell whether an image for ``other`` is what this platform asks for."""
        return (self.os, self.architecture) == (other.os, other.architecture) and (
            not self.variant or self._full_variant() == other._full_variant()
        )

    def _full_variant(self) -> str:
        return self.variant or DEFAULT_VARIANTS.get(self.architecture, "")

    def __str__(self) -> str:
        return "/".join(filter(None, (self.os, self.architecture, self.variant)))
