"""``direct_url.json``: where a distribution came from that no index served (PEP 610)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from scanner.metadata.url import without_credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectUrl:
    """An origin; None where the file does not say."""

    url: str | None = None
    """Without credentials."""
    is_editable: bool = False
    vcs: str | None = None
    """``git``, ``hg``, ``bzr`` or ``svn``."""
    commit: str | None = None
    subdirectory: str | None = None
    oddities: tuple[str, ...] = ()

    @property
    def origin(self) -> str | None:
        """The origin in one line, as pip writes it in a requirement."""
        if self.url is None:
            return None
        text = f"{self.vcs}+{self.url}" if self.vcs else self.url
        if self.commit:
            text += f"@{self.commit}"
        return f"{text}#subdirectory={self.subdirectory}" if self.subdirectory else text


def parse_direct_url(data: bytes) -> DirectUrl:
    """Read the file, as far as it can be read."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        return DirectUrl(oddities=(f"not JSON: {error}",))
    if not isinstance(document, dict) or not isinstance(document.get("url"), str):
        return DirectUrl(oddities=("not an object with a url",))
    url, had_credentials = without_credentials(document["url"])
    vcs, directory = _object(document, "vcs_info"), _object(document, "dir_info")
    return DirectUrl(
        url=url,
        is_editable=directory.get("editable") is True,
        vcs=_text(vcs, "vcs"),
        commit=_text(vcs, "commit_id"),
        subdirectory=_text(document, "subdirectory"),
        oddities=("credentials in the url",) if had_credentials else (),
    )


def _object(document: dict[str, object], key: str) -> dict[str, object]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _text(document: dict[str, object], key: str) -> str | None:
    value = document.get(key)
    return value if isinstance(value, str) and value else None
