"""What the file name of an archive says: of wheels, eggs, source distributions, conda packages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scanner.metadata.core_metadata import visible

WHEEL: Final = "wheel"
EGG: Final = "egg"
SDIST: Final = "sdist"
CONDA: Final = "conda"
_FORMS: Final = (
    (WHEEL, re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-\d[^-]*)?(?:-[^-]+){3}\.whl")),
    (EGG, re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-py\d[^-]*(?:-.+)?)?\.egg")),
    (CONDA, re.compile(r"(?P<name>.+)-(?P<version>[^-]+)-(?P<build>[^-]+)\.conda")),
    (CONDA, re.compile(r"(?P<name>.+)-(?P<version>\d[^-]*)-(?P<build>[^-]*_\d+)\.tar\.bz2")),
    (SDIST, re.compile(r"(?P<name>.+?)-(?P<version>v?\d.*)\.(?:tar\.(?:gz|bz2|xz|zst)|tgz)")),
)
"""The first that fits. A zip archive may be anything."""


@dataclass(frozen=True, slots=True)
class ArchiveName:
    """A distribution, by the name of the file that it is in."""

    kind: str
    name: str
    version: str
    build: str | None = None
    """Of a conda package."""


def parse_archive_name(name: str) -> ArchiveName | None:
    """Read a file name; None if it is not that of a distribution."""
    for kind, form in _FORMS:
        if match := form.fullmatch(name):
            found = match.groupdict()
            build = found.get("build")
            return ArchiveName(
                kind, visible(found["name"]), visible(found["version"]), build and visible(build)
            )
    return None
