"""The files in which a user lists the releases that can be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.errors import UnusableReleases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scanner.model.names import NormalizedName

MAX_BYTES: Final = 64 << 20
"""A document of the simple API of a project with 10,000 files has 10 MiB."""


def load_releases(paths: Iterable[Path]) -> dict[NormalizedName, tuple[str, ...]]:
    """Return the versions of each project that one of the files lists.

    Raises:
        UnusableReleases: if one of them is no such list, or is not there.

    """
    from scanner.metadata.release_list import parse_release_list

    known: dict[NormalizedName, tuple[str, ...]] = {}
    for path in paths:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise UnusableReleases(str(path), f"larger than {MAX_BYTES:,} bytes")
            listed = parse_release_list(data)
        except OSError as error:
            raise UnusableReleases(str(path), error.strerror or str(error)) from error
        except ValueError as error:
            raise UnusableReleases(str(path), str(error)) from error
        for name, versions in listed.items():
            known[name] = (*known.get(name, ()), *versions)
    return known
