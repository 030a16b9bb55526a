"""The file in which a user says how to talk to registries (TOML).

::

    ca = "/etc/ssl/private-ca.pem"

    [hosts."registry.example:5000"]
    plain_http = true

    [hosts."docker.io"]
    mirrors = ["mirror.example", { host = "cache.example", resolve = true }]

Its keys are the fields of :class:`~layers.registry.settings.HostSettings`. A key that is unknown
is an error: a rule of safety must not be lost to a slip of the pen.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from layers.registry.errors import InvalidConfiguration
from layers.registry.settings import HostSettings, Mirror, RegistrySettings

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_KEYS = {"ca", "hosts"}
HOST_KEYS = {field.name for field in fields(HostSettings)}
TEXTS = {"ca", "client_certificate", "client_key"}
LISTS = {"realms", "blob_hosts"}
MAX_CONCURRENCY = 64


def read_configuration(file: str) -> RegistrySettings:
    """Return what a file says.

    Raises:
        InvalidConfiguration: if it can't be read, or says what has no meaning.

    """
    try:
        content = tomllib.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidConfiguration(file, reason) from error
    return _Reader(file).settings(content)


class _Reader:
    """Knows the file that errors are about."""

    def __init__(self, file: str) -> None:
        self._file = file

    def settings(self, content: Mapping[str, object]) -> RegistrySettings:
        self._check_keys("", content, FILE_KEYS)
        hosts = self._table("hosts", content.get("hosts", {}))
        return RegistrySettings(
            ca=self._text("ca", content["ca"]) if "ca" in content else None,
            hosts={
                name: self._host(f"hosts.{name}", self._table(f"hosts.{name}", value))
                for name, value in hosts.items()
            },
        )

    def _host(self, name: str, table: Mapping[str, object]) -> HostSettings:
        self._check_keys(name, table, HOST_KEYS)
        default = HostSettings()
        texts = {key: self._text(f"{name}.{key}", table[key]) for key in TEXTS & table.keys()}
        lists = {key: self._texts(f"{name}.{key}", table[key]) for key in LISTS & table.keys()}
        mirrors = self._list(f"{name}.mirrors", table.get("mirrors", []))
        concurrency = table.get("concurrency", default.concurrency)
        if type(concurrency) is not int or not 0 < concurrency <= MAX_CONCURRENCY:
            self._fail(f"{name}.concurrency", f"a number from 1 to {MAX_CONCURRENCY}")
        plain_http = table.get("plain_http")
        if not isinstance(plain_http, bool | None):
            self._fail(f"{name}.plain_http", "true or false")
        return HostSettings(
            plain_http=plain_http,
            ca=texts.get("ca"),
            client_certificate=texts.get("client_certificate"),
            client_key=texts.get("client_key"),
            mirrors=tuple(self._mirror(f"{name}.mirrors", mirror) for mirror in mirrors),
            realms=lists.get("realms", ()),
            blob_hosts=lists.get("blob_hosts"),
            concurrency=concurrency,
        )

    def _mirror(self, name: str, value: object) -> Mirror:
        if isinstance(value, str):
            return Mirror(value)
        table = self._table(name, value)
        self._check_keys(name, table, {"host", "resolve"})
        resolve = table.get("resolve", False)
        if not isinstance(resolve, bool):
            self._fail(f"{name}.resolve", "true or false")
        return Mirror(self._text(f"{name}.host", table.get("host")), resolve)

    def _check_keys(self, name: str, table: Mapping[str, object], known: set[str]) -> None:
        for key in sorted(table.keys() - known):
            place = f"{name}.{key}" if name else key
            there = ", ".join(sorted(known))
            raise InvalidConfiguration(self._file, f"{place} is unknown; there are {there}")

    def _table(self, name: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            self._fail(name, "a table")
        return value

    def _list(self, name: str, value: object) -> list[object]:
        if not isinstance(value, list):
            self._fail(name, "a list")
        return value

    def _texts(self, name: str, value: object) -> tuple[str, ...]:
        return tuple(self._text(name, item) for item in self._list(name, value))

    def _text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            self._fail(name, "a text")
        return value

    def _fail(self, name: str, wanted: str) -> NoReturn:
        raise InvalidConfiguration(self._file, f"{name} is not {wanted}")
