"""Lists of known releases, which a user gives so that advice names what can be installed.

Three forms: a document of the simple API about one project (PEP 691, with the versions of PEP 700),
a JSON object of lists of versions by name, and lines as ``pip freeze`` writes them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scanner.model.names import is_valid, normalized
from scanner.model.version import is_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.names import NormalizedName


def parse_release_list(data: bytes) -> dict[NormalizedName, tuple[str, ...]]:
    """Return the versions of each project that a list names, without those that were yanked.

    Raises:
        ValueError: for what is in none of the forms; its message says what.

    """
    text = data.decode("utf-8-sig")
    pairs = _in_json(text) if text.lstrip().startswith("{") else _in_lines(text)
    versions: defaultdict[NormalizedName, dict[str, None]] = defaultdict(dict)
    for name, version in pairs:
        if not is_valid(name):
            raise ValueError(f"not the name of a distribution: {name:.100}")
        if is_version(version):
            versions[normalized(name)][version] = None
    return {name: tuple(found) for name, found in versions.items()}


def _in_lines(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        stated = line.partition("#")[0].strip()
        name, equal, version = (part.strip() for part in stated.partition("=="))
        if not stated:
            continue
        if not equal:
            raise ValueError(f"line {number} is not NAME==VERSION")
        yield name, version


def _in_json(text: str) -> Iterator[tuple[str, str]]:
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if isinstance(document.get("name"), str):
        yield from _of_project(document)
        return
    for name, versions in document.items():
        if not isinstance(versions, list):
            raise ValueError(f"{name:.100} has no list of versions")  # noqa: TRY004 - of the data
        yield from ((name, str(version)) for version in versions)


def _of_project(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the versions of a project that have a file left, or that no file tells of."""
    name = str(document["name"])
    yanked: dict[str, bool] = {}
    for file in _items(document.get("files")):
        version = _version_in(str(file.get("filename"))) if isinstance(file, dict) else None
        if version is not None:
            yanked[version] = bool(file.get("yanked")) and yanked.get(version, True)
    versions = (str(version) for version in _items(document.get("versions")))
    for version in dict.fromkeys((*versions, *yanked)):
        if not yanked.get(version):
            yield name, version


def _version_in(filename: str) -> str | None:
    """Return the version that the name of a wheel or of a source distribution has."""
    stem, dot, suffix = filename.rpartition(".")
    if suffix == "whl":
        return stem.split("-")[1] if "-" in stem else None
    stem = stem.removesuffix(".tar")
    return stem.rpartition("-")[2] if dot else None


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
