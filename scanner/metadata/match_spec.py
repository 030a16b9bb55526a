"""Match specifications of conda: ``channel/subdir::name version build [key=value]`` (CEP 29).

``name=1.26`` allows all of 1.26, but ``name 1.26`` and ``name=1.26=build`` only that. What stands
in brackets outweighs what stands in front of them. In place of all that there may be the URL or the
path of an archive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scanner.metadata.conda_channel import channel_name, subdirectory_of, without_secrets
from scanner.metadata.conda_record import FORMATS, CondaRecord, hashes_in, parts_of
from scanner.metadata.core_metadata import visible

MAX_CHARACTERS: Final = 4096
_SPECIFICATION: Final = re.compile(
    r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]*?)(?P<versions>\s+[0-9v*].*|\s*[=<>!~^].*)?", re.DOTALL
)
_BRACKETS: Final = re.compile(r"\[(?P<pairs>[^\[\]]*)\]\s*$")
_PAIR: Final = re.compile(
    r"""(?P<key>\w+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s,"']+))"""
)
_SPACES: Final = re.compile(r"\s*([,|])\s*|(?<=[=<>!~])\s+")
"""Those around what joins versions, and behind what compares them, mean nothing."""
_BUILD: Final = re.compile(r"(?P<versions>.*[^=!|,<>~\s])(?:\s+|=)(?P<build>[^=,|<>~\s]+)")
_EXACT: Final = re.compile(r"(?:==)?(?P<version>[0-9v][\w.!+-]*)", re.ASCII)
_SHA256_CHARACTERS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSpec:
    """A package that is asked for, as far as can be read."""

    text: str
    """In one line, without secrets."""
    package: CondaRecord
    """What is certain of it; it has no name if none can be read."""
    specifier: str | None = None
    """The versions that are allowed, in conda's form; None if any is."""


@lru_cache(maxsize=8192)
def parse_match_spec(text: str) -> MatchSpec:
    """Read a specification, or the place of an archive, without the comment behind it."""
    shown = visible(without_secrets(" ".join(text[:MAX_CHARACTERS].split()))[0])
    if len(text) > MAX_CHARACTERS:
        return MatchSpec(text=shown, package=CondaRecord())
    if package := package_at(text):
        return MatchSpec(text=shown, package=package, specifier=f"=={package.version}")
    text, pairs = _without_brackets(text.strip())
    place, _, text = text.rpartition("::")
    found = _SPECIFICATION.fullmatch(text.strip())
    name = pairs.get("name") or (found["name"] if found else None)
    versions, build = _parted((found["versions"] if found else None) or "")
    versions, build = pairs.get("version", versions).strip(), pairs.get("build", build)
    exact = _EXACT.fullmatch(versions)
    place = pairs.get("channel", place)
    package = CondaRecord(
        name=visible(name).lower() if name else None,
        version=exact["version"] if exact else None,
        build=build if build and "*" not in build and "^" not in build else None,
        channel=channel_name(place),
        subdir=pairs.get("subdir") or subdirectory_of(place),
        url=without_secrets(pairs["url"])[0] if "url" in pairs else None,
        hashes=hashes_in(pairs),
    )
    specifier = f"=={package.version}" if exact else versions or None
    return MatchSpec(text=shown, package=package, specifier=specifier if specifier != "*" else None)


def package_at(place: str) -> CondaRecord | None:
    """Return what the URL or the path of an archive says, with its digest behind a ``#``."""
    archive, _, digest = place.strip().partition("#")
    directory, _, file = archive.replace("\\", "/").rpartition("/")
    form = next((end for end in FORMATS if file.endswith(end)), None)
    if form is None:
        return None
    name, version, build = parts_of(file.removesuffix(form))
    if version is None:
        return None
    digest = digest.rpartition(":")[2]
    algorithm = "sha256" if len(digest) == _SHA256_CHARACTERS else "md5"
    is_remote = "://" in directory
    return CondaRecord(
        name=name.lower(),
        version=version,
        build=build,
        channel=channel_name(directory) if is_remote else None,
        subdir=subdirectory_of(directory) if is_remote else None,
        format=form[1:],
        url=without_secrets(archive)[0] if is_remote else None,
        hashes=hashes_in({algorithm: digest}),
    )


def _without_brackets(text: str) -> tuple[str, dict[str, str]]:
    brackets = _BRACKETS.search(text)
    if brackets is None:
        return text, {}
    pairs = _PAIR.finditer(brackets["pairs"])
    values = {pair["key"]: pair["double"] or pair["single"] or pair["bare"] or "" for pair in pairs}
    return text[: brackets.start()], values


def _parted(text: str) -> tuple[str, str | None]:
    """Return the versions and the build that stand behind a name."""
    text = _SPACES.sub(r"\1", text.strip())
    parted = _BUILD.fullmatch(text)
    if parted is None:
        return text, None
    versions = parted["versions"]
    is_single = versions.startswith("=") and not versions.startswith("==")
    return versions[is_single:], parted["build"]
