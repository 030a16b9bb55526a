"""The file in which a user says how to talk to registries (TOML).

::

    ca = "/etc/ssl/private-ca.pem"

    [hosts."registry.example:5000"]
    plain_http = true

    [hosts."docker.io"]
    mirrors = ["mirror.example", { host = "cache.example", resolve = true }]

A key that is unknown is an error: a rule of safety must not be lost to a slip of the pen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.registry.settings import HostSettings, Mirror, RegistrySettings
from layers.registry.toml_table import TomlTable

if TYPE_CHECKING:
    from typing import TypeAlias

    Certificate: TypeAlias = tuple[str, str | None]

FILE_KEYS: Final = ("ca", "engine_files", "hosts")
HOST_KEYS: Final = (
    "blob_hosts",
    "ca",
    "client_certificate",
    "client_key",
    "concurrency",
    "insecure",
    "mirrors",
    "plain_http",
    "realms",
)
MIRROR_KEYS: Final = ("host", "resolve")
MAX_CONCURRENCY: Final = 64


def read_configuration(file: str) -> RegistrySettings:
    """Return what a file says.

    Raises:
        InvalidConfiguration: if it can't be read, or says what has no meaning.

    """
    content = TomlTable.read(file)
    content.check_keys(FILE_KEYS)
    hosts = content.table("hosts")
    engine_files = content.flag("engine_files")
    return RegistrySettings(
        ca=content.text("ca"),
        engine_files=True if engine_files is None else engine_files,
        hosts={name: _host(hosts.table(name)) for name in hosts.values},
    )


def _host(table: TomlTable) -> HostSettings:
    table.check_keys(HOST_KEYS)
    concurrency = table.values.get("concurrency", HostSettings().concurrency)
    if type(concurrency) is not int or not 0 < concurrency <= MAX_CONCURRENCY:
        table.fail("concurrency", f"a number from 1 to {MAX_CONCURRENCY}")
    return HostSettings(
        plain_http=table.flag("plain_http"),
        insecure=table.flag("insecure") or False,
        ca=table.text_or_texts("ca"),
        client_certificates=_client_certificates(table),
        mirrors=tuple(_mirror(table, value) for value in table.list("mirrors")),
        realms=table.texts("realms") or (),
        blob_hosts=table.texts("blob_hosts"),
        concurrency=concurrency,
    )


def _client_certificates(table: TomlTable) -> tuple[Certificate, ...]:
    certificate, key = table.text("client_certificate"), table.text("client_key")
    return ((certificate, key),) if certificate else ()


def _mirror(host: TomlTable, value: object) -> Mirror:
    if isinstance(value, str):
        return Mirror(value)
    table = host.as_table("mirrors", value)
    table.check_keys(MIRROR_KEYS)
    name = table.text("host")
    if name is None:
        table.fail("host", "a text")
    return Mirror(name, resolve=table.flag("resolve") or False)
