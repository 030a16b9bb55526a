"""What containerd was told of a registry: ``certs.d/<host>/hosts.toml``.

A host is believed what a tag stands for only if its ``capabilities`` are listed and ``resolve`` is
one of them; containerd believes one without a list. Headers, proxies and timeouts that the file may
set are not used.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from layers.registry.address import Address, InvalidAddress
from layers.registry.settings import ENDPOINTS, REGISTRIES, HostSettings, Mirror
from layers.registry.toml_table import TomlTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from layers.registry.settings import RegistrySettings

FILE: Final = "hosts.toml"


def containerd_hosts(
    registry: str, settings: RegistrySettings
) -> Mapping[str, HostSettings] | None:
    """Return what is said of the hosts that have a registry's images, or None if nothing is.

    Raises:
        InvalidConfiguration: for a file that has no meaning.

    """
    directory = next(filter(os.path.isdir, _directories(registry, settings)), None)
    # What only root may read is not meant for us.
    if directory is None or not os.access(directory / FILE, os.R_OK):
        return None
    table = TomlTable.read(str(directory / FILE))
    others = table.table("host")
    mirrors = [_Server(others.table(name), name, directory) for name in others.values]
    primary = _Server(table, table.text("server"), directory, ENDPOINTS.get(registry, registry))
    hosts = {server.place.host: server.settings for server in (*mirrors, primary)}
    said = replace(
        hosts.get(registry, HostSettings()),
        location=primary.place,
        mirrors=tuple(mirror.place for mirror in mirrors if mirror.has_blobs),
    )
    return {**hosts, registry: said}


def _directories(registry: str, settings: RegistrySettings) -> Iterator[Path]:
    """Yield where the file may be, the first first; there is none behind one that is there."""
    host, colon, port = registry.rpartition(":")
    names = (f"{host}_{port}_",) if colon else ()
    for place in reversed(settings.engine_directories):
        for name in (*names, registry, "_default"):
            yield place / "containerd/certs.d" / name


@dataclass(frozen=True, slots=True)
class _Server:
    """One host in a file."""

    table: TomlTable
    name: str | None
    """Its address, which may be without a scheme."""
    directory: Path
    """Below which the files are that are not named from the root."""
    default: str = ""
    """The host, if there is no name; nothing is said then of its scheme."""

    @property
    def place(self) -> Mirror:
        address = self._address
        path = posixpath.normpath(address.path).rstrip("/")
        if not self.table.flag("override_path") and not path.endswith("/v2"):
            path += "/v2"
        host = REGISTRIES.get(address.origin.netloc, address.origin.netloc)
        return Mirror(host, resolve="resolve" in (self._capabilities or ()), root=path)

    @property
    def settings(self) -> HostSettings:
        is_plain = self._address.origin.scheme == "http"
        return HostSettings(
            plain_http=is_plain if self.name else None,
            insecure=self.table.flag("skip_verify") or False,
            ca=tuple(map(self._file, self.table.text_or_texts("ca"))),
            client_certificates=tuple(self._certificates()),
        )

    @property
    def has_blobs(self) -> bool:
        return self._capabilities is None or "pull" in self._capabilities

    @property
    def _capabilities(self) -> tuple[str, ...] | None:
        return self.table.texts("capabilities") or None

    @property
    def _address(self) -> Address:
        name = self.name or self.default
        try:
            return Address.parse(name if "://" in name else f"https://{name}")
        except InvalidAddress:
            self.table.fail("server", "an address")

    def _certificates(self) -> Iterator[tuple[str, str | None]]:
        value = self.table.values.get("client", [])
        for item in value if isinstance(value, list) else [value]:
            match item:
                case str(file) | [str(file), ""]:
                    yield self._file(file), None
                case [str(file), str(key)]:
                    yield self._file(file), self._file(key)
                case _:
                    self.table.fail("client", "a file, or a list of files or pairs of them")

    def _file(self, name: str) -> str:
        return str(self.directory / name)
