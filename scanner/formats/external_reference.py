"""Links of a distribution as external references of CycloneDX."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from scanner.model.names import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.model.component import Link

LABELS: Final = {
    "bugs": "issue-tracker",
    "bugreports": "issue-tracker",
    "bugtracker": "issue-tracker",
    "changelog": "release-notes",
    "changes": "release-notes",
    "chat": "chat",
    "code": "vcs",
    "discord": "chat",
    "docs": "documentation",
    "documentation": "documentation",
    "download": "distribution",
    "forum": "support",
    "github": "vcs",
    "history": "release-notes",
    "homepage": "website",
    "issues": "issue-tracker",
    "issuetracker": "issue-tracker",
    "mailinglist": "mailing-list",
    "releasenotes": "release-notes",
    "repository": "vcs",
    "slack": "chat",
    "source": "vcs",
    "sourcecode": "vcs",
    "support": "support",
    "tracker": "issue-tracker",
    "whatsnew": "release-notes",
}
"""The well-known labels of project URLs (PyPA), and some that are as common."""
_ASCII: Final = r"A-Za-z0-9._~!$&'()*+,;=\-"
_BEYOND: Final = r"\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
_SEPARATORS: Final = re.compile(r"[\W_]")
CHECKED_OUT: Final = frozenset(("bzr", "git", "hg", "svn"))
ORIGIN: Final = "installed from"
SOURCES: Final = (".tar.gz", ".tar.bz2", ".zip")
"""How the names of source distributions end (PEP 625, and those before it)."""


def is_url(text: str) -> bool:
    """Tell whether a text is surely an IRI (RFC 3987): schemas refuse a document with another."""
    return _iri(_ASCII if text.isascii() else _ASCII + _BEYOND).fullmatch(text) is not None


@cache
def _iri(characters: str) -> re.Pattern[str]:
    """Return what an IRI of these characters is: beyond ASCII, it takes a while to compile."""

    def part(others: str) -> str:
        return rf"(?:[{others}{characters}]++|%[0-9A-Fa-f]{{2}})"

    return re.compile(
        rf"(?:https?|git|ssh|ftp)://(?:{part(':')}*@)?{part('')}+(?::[0-9]*)?"
        rf"(?:/{part(':@/')}*)?(?:\?{part(':@/?')}*)?(?:\#{part(':@/?')}*)?"
    )


def osv_page(identifier: str) -> str:
    """Return where OSV shows an advisory."""
    return f"https://osv.dev/vulnerability/{quoted(identifier, '')}"


def external_references(links: Iterable[Link]) -> Iterator[dict[str, object]]:
    """Yield a reference for each link that is surely a URL."""
    for link in links:
        if is_url(link.url):
            reference: dict[str, object] = {"type": _type_of(link.label), "url": link.url}
            if link.label:
                reference["comment"] = link.label
            yield reference


@lru_cache(maxsize=512)
def _type_of(label: str) -> str:
    return LABELS.get(_SEPARATORS.sub("", label).lower(), "other")


def origin_reference(
    origin: str | None, hashes: Sequence[Mapping[str, str]]
) -> Iterator[dict[str, object]]:
    """Yield where something was installed from, if that is surely a URL, with its digests."""
    scheme, is_checked_out, rest = (origin or "").partition("+")
    if is_checked_out and scheme in CHECKED_OUT and is_url(rest):
        yield {"type": "vcs", "url": rest, "comment": ORIGIN}
    elif origin and is_url(origin):
        path = origin.partition("#")[0].partition("?")[0]
        reference: dict[str, object] = {
            "type": "source-distribution" if path.endswith(SOURCES) else "distribution",
            "url": origin,
            "comment": ORIGIN,
        }
        yield {**reference, "hashes": list(hashes)} if hashes else reference
