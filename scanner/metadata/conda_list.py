"""What ``conda list --explicit`` and ``conda list --export`` write: one package on each line.

After ``@EXPLICIT``, URLs of archives with digests; else ``name=version=build``, of which the build
is ``pypi`` or ``pypi_0`` where pip installed it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scanner.metadata.conda_record import CondaRecord
from scanner.metadata.core_metadata import visible
from scanner.metadata.document_limit import MAX_ODDITIES, check_entries, check_lines
from scanner.metadata.match_spec import package_at

_MARK: Final = re.compile(r"^[ \t]*@EXPLICIT[ \t]*\r?$", re.MULTILINE)
_PLATFORM: Final = re.compile(r"^#[ \t]*platform:[ \t]*(?P<name>[a-z0-9-]+)", re.MULTILINE)
_EXPORTED: Final = re.compile(
    r"(?P<name>[A-Za-z0-9_][\w.-]*)=(?P<version>[^=\s]+)=(?P<build>[^=\s]+)", re.ASCII
)
_OF_PIP: Final = re.compile(r"pypi(?:_\d+)?|<pip>")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPackage:
    """A package on a line."""

    line: int
    text: str
    """Without secrets."""
    package: CondaRecord
    is_from_pip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CondaList:
    """What a file says."""

    platform: str | None
    packages: tuple[ListedPackage, ...]
    oddities: tuple[str, ...] = ()


def parse_conda_list(text: str) -> CondaList | None:
    """Read a file; None if it is something else.

    Raises:
        OverLimit: if there is more in it than anybody installs.

    """
    check_lines(text)
    is_explicit = _MARK.search(text) is not None
    packages: list[ListedPackage] = []
    oddities: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        content = line.strip()
        if not content or content.startswith(("#", "@")):
            continue
        package = _explicit(number, content) if is_explicit else _exported(number, content)
        if package is None and not is_explicit:
            return None
        if package is None:
            oddities += [f"line {number}: not the URL of a package: {content:.200}"]
        else:
            packages.append(package)
            check_entries((packages,))
    if not packages and not is_explicit:
        return None
    platform = _PLATFORM.search(text)
    return CondaList(
        platform=platform["name"] if platform else None,
        packages=tuple(packages),
        oddities=tuple(oddities[:MAX_ODDITIES]),
    )


def _explicit(line: int, text: str) -> ListedPackage | None:
    package = package_at(text)
    if package is None:
        return None
    return ListedPackage(line=line, text=package.url or visible(text)[:500], package=package)


def _exported(line: int, text: str) -> ListedPackage | None:
    found = _EXPORTED.fullmatch(text)
    if found is None:
        return None
    is_from_pip = _OF_PIP.fullmatch(found["build"]) is not None
    build = None if is_from_pip else found["build"]
    package = CondaRecord(name=found["name"], version=found["version"], build=build)
    return ListedPackage(line=line, text=text[:500], package=package, is_from_pip=is_from_pip)
