"""What the PSF's advisory database says of CPython itself.

Its records (``PSF-2024-1``) name no package, for CPython is in no index of packages: only ranges of
commits of its repository, and the tags that lie in them as ``versions``. Only the tags say anything
of an interpreter that was found; a record that has ranges of commits alone says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.advisory import Affected
from scanner.model.interpreter import CPYTHON_PACKAGE
from scanner.model.version import is_version

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY: Final = "https://github.com/python/cpython"


def affected_of(entry: Mapping[str, object]) -> Affected | None:
    """Return what an entry without a package says of CPython; None if it is about another thing."""
    if entry.get("package") is not None:
        return None
    ranges, versions = entry.get("ranges"), entry.get("versions") or []
    if not isinstance(ranges, list) or not isinstance(versions, list):
        return None
    repositories = {item.get("repo") for item in ranges if isinstance(item, dict)}
    if not repositories & {REPOSITORY, f"{REPOSITORY}.git"}:
        return None
    tags = (str(tag).removeprefix("v") for tag in versions)
    return Affected(package=CPYTHON_PACKAGE, versions=tuple(filter(is_version, tags)))
