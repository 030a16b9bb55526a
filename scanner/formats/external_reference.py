"""Links of a distribution as external references of CycloneDX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_CHARACTER: Final = (
    r"(?:[A-Za-z0-9._~!$&'()*+,;=\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef-]|%[0-9A-Fa-f]{2})"
)
URL: Final = re.compile(
    rf"(?:https?|git|ssh|ftp)://(?:(?:{_CHARACTER}|:)*@)?{_CHARACTER}+(?::[0-9]*)?"
    rf"(?:/(?:{_CHARACTER}|[:@/])*)?(?:\?(?:{_CHARACTER}|[:@/?])*)?(?:\#(?:{_CHARACTER}|[:@/?])*)?"
)
"""What is surely an IRI (RFC 3987); the schema refuses a document with one that is not."""


def external_references(links: Iterable[Link]) -> Iterator[dict[str, object]]:
    """Yield a reference for each link that is surely a URL."""
    for link in links:
        if URL.fullmatch(link.url):
            label = re.sub(r"[\W_]", "", link.label).lower()
            yield {
                "type": LABELS.get(label, "other"),
                "url": link.url,
                **({"comment": link.label} if link.label else {}),
            }
