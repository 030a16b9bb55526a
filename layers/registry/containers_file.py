"""What podman, buildah and skopeo were told: ``registries.conf`` (containers-registries.conf(5)).

Of its tables, the one with the longest prefix that fits the image counts. A mirror is believed what
a tag stands for only if ``pull-from-mirror`` says so; podman believes it by default. Short names
are not looked up: what a name means must not depend on the machine.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.errors import InvalidReference
from layers.reference import Reference
from layers.registry.errors import RegistryBlocked
from layers.registry.settings import HostSettings, Mirror
from layers.registry.toml_table import TomlTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.registry.settings import RegistrySettings

NAME: Final = "containers/registries.conf"
BOUNDARIES: Final = frozenset("/:@")
ALWAYS, FOR_DIGESTS, FOR_TAGS = "all", "digest-only", "tag-only"
USES: Final = (ALWAYS, FOR_DIGESTS, FOR_TAGS)


def containers_hosts(
    reference: Reference, settings: RegistrySettings
) -> Mapping[str, HostSettings] | None:
    """Return what is said of the hosts that have an image, or None if nothing is.

    Raises:
        InvalidConfiguration: for a file that has no meaning.
        RegistryBlocked: if the image must not be read.

    """
    fitting = [
        (length, table)
        for prefix, table in _tables(settings).items()
        if (length := _length(prefix, reference))
    ]
    if not fitting:
        return None
    length, table = max(fitting, key=lambda pair: pair[0])
    if table.flag("blocked"):
        raise RegistryBlocked(table.file, _prefix(table))
    return _hosts(table, reference, reference.name[length:].strip("/"))


def containers_files(settings: RegistrySettings) -> Iterator[Path]:
    """Yield the files in the order in which they are to be read."""
    directories = settings.engine_directories
    named = settings.environment.get("CONTAINERS_REGISTRIES_CONF")
    # The user's file is in the place of the system's, but those in directories add to it.
    whole = [str(place / NAME) for place in reversed(directories)]
    yield from [Path(named)] if named else map(Path, [*filter(os.path.isfile, whole)][:1])
    for place in directories:
        yield from sorted((place / f"{NAME}.d").glob("*.conf"))


def _tables(settings: RegistrySettings) -> dict[str, TomlTable]:
    """Return all tables by prefix; of two, the later."""
    tables: dict[str, TomlTable] = {}
    for file in containers_files(settings):
        content = TomlTable.read(str(file))
        if "registries" in content.values:
            content.fail("registries", "part of version 2 of this format, which alone is read")
        for table in content.tables("registry"):
            tables[_prefix(table)] = table
    return tables


def _prefix(table: TomlTable) -> str:
    prefix = table.text("prefix") or table.text("location")
    if prefix is None:
        table.fail("prefix", "a text")
    return prefix.rstrip("/")


def _length(prefix: str, reference: Reference) -> int:
    """Return how much of a reference a prefix stands for; 0 if it is for others."""
    text = str(reference)
    if prefix.startswith("*."):
        start = text.find(prefix[1:])
        if start < 1 or "/" in text[:start]:
            return 0
        end = start + len(prefix) - 1
    elif text.startswith(prefix):
        end = len(prefix)
    else:
        return 0
    if end < len(text) and text[end] not in BOUNDARIES:
        return 0
    # A name of a host without a port is that of all its ports.
    return max(end, len(reference.registry))


def _hosts(table: TomlTable, reference: Reference, rest: str) -> Mapping[str, HostSettings]:
    mirrors = [(entry, _mirror(table, entry, rest)) for entry in table.tables("mirror")]
    location = _place(table, rest) if table.text("location") else Mirror(reference.registry)
    hosts = {
        mirror.host: HostSettings(insecure=True)
        for entry, mirror in [*mirrors, (table, location)]
        if entry.flag("insecure")
    }
    said = replace(
        hosts.get(reference.registry, HostSettings()),
        location=location,
        mirrors=tuple(mirror for _, mirror in mirrors),
    )
    return {**hosts, reference.registry: said}


def _mirror(table: TomlTable, entry: TomlTable, rest: str) -> Mirror:
    use = entry.text("pull-from-mirror")
    if use not in {None, *USES}:
        entry.fail("pull-from-mirror", f"one of {', '.join(USES)}")
    if table.flag("mirror-by-digest-only"):
        use = FOR_DIGESTS
    return replace(
        _place(entry, rest), resolve=use in {ALWAYS, FOR_TAGS}, only_for_tags=use == FOR_TAGS
    )


def _place(table: TomlTable, rest: str) -> Mirror:
    """Return where a repository is: below a location."""
    host, _, path = (table.text("location") or "").partition("/")
    repository = "/".join(filter(None, (path.strip("/"), rest)))
    try:
        Reference.parse(f"{host}/{repository}")
    except InvalidReference:
        table.fail("location", "where the repository could be")
    return Mirror(host, repository=repository)
