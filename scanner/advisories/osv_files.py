"""Records in the OSV format from a directory, a tar archive or a zip file of JSON or YAML files."""

from __future__ import annotations

import json
import tarfile
import zipfile
from typing import TYPE_CHECKING, Final, cast

from scanner.errors import UnreadableAdvisories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import IO

SUFFIXES: Final = (".json", ".yaml", ".yml")


def records_in(source: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the name of each file and its record, sorted by name.

    Raises:
        UnreadableAdvisories: if there is no such source, or a file of it is not readable.

    """
    for name, data in _files_in(source):
        try:
            record = json.loads(data) if name.endswith(".json") else _yaml(data)
        except ValueError as error:
            raise UnreadableAdvisories(f"{source}: {name}", str(error)) from error
        if not isinstance(record, dict):
            raise UnreadableAdvisories(f"{source}: {name}", "not a record")
        yield name, record


def _files_in(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.suffix in SUFFIXES:
                    yield str(path.relative_to(source)), path.read_bytes()
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(SUFFIXES):
                        yield name, archive.read(name)
        else:
            yield from _members_of(source)
    except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise UnreadableAdvisories(str(source), str(error)) from error


def _members_of(source: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(source) as archive:
        files = {
            member.name: cast("IO[bytes]", archive.extractfile(member)).read()
            for member in archive
            if member.isfile() and member.name.endswith(SUFFIXES)
        }
    yield from sorted(files.items())


def _yaml(data: bytes) -> object:
    """Read YAML; dates stay texts, as they are in JSON."""
    import yaml

    class Loader(yaml.CSafeLoader):
        """A loader without implicit dates."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - as its base declares it
            first: [(tag, expression) for tag, expression in resolvers if "timestamp" not in tag]
            for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        return yaml.load(data, Loader)  # noqa: S506 - it is a safe one
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
