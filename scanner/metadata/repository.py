"""Where a distribution's source is kept, as its links tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scanner.model.component import Link

SOURCE_LABEL: Final = re.compile("repo|source|code|vcs|git", re.IGNORECASE)
_REPOSITORY: Final = re.compile(
    r"""https?://(?:www\.)?
    (?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|git\.sr\.ht|opendev\.org|gitee\.com)
    /(?!(?:apps|orgs|sponsors|users)/)~?(?P<account>[\w.-]+)/[\w.-]+""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_WEB: Final = ("https://", "http://")


def repository_in(links: Iterable[Link]) -> re.Match[str] | None:
    """Return the first URL of a repository at a well-known place, with the ``account`` it is of."""
    for link in links:
        if found := _REPOSITORY.match(link.url):
            return found
    return None


def source_of(links: Sequence[Link]) -> str | None:
    """Return the link that says to lead to the source, or else one to a repository."""
    for link in links:
        if SOURCE_LABEL.search(link.label) and link.url.startswith(_WEB):
            return link.url
    found = repository_in(links)
    return found and found[0].removesuffix(".git")
