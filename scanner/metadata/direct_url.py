"""``direct_url.json``: where a distribution came from that no index served (PEP 610).

``provenance_url.json`` says the same, in the same form, of one that came from an index (PEP 710).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from scanner.metadata.secret import redacted

_CHECKSUM: Final = re.compile(r"[a-z0-9_]+:[0-9a-f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectUrl:
    """An origin; None where the file does not say."""

    url: str | None = None
    """Without credentials."""
    is_editable: bool = False
    is_source: bool | None = None
    """Whether it was built from source to be installed; None if nobody can tell."""
    vcs: str | None = None
    """``git``, ``hg``, ``bzr`` or ``svn``."""
    commit: str | None = None
    subdirectory: str | None = None
    checksums: tuple[str, ...] = ()
    """``sha256:…``, of an archive."""
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

    @property
    def qualifiers(self) -> dict[str, str]:
        """What a package URL says of something that is not the release of that name."""
        if self.origin is None or self.url is None or self.url.startswith("file:"):
            return {}
        qualifiers = {"vcs_url" if self.vcs else "download_url": self.origin}
        return qualifiers | ({"checksum": ",".join(self.checksums)} if self.checksums else {})

    @property
    def is_local(self) -> bool:
        """Whether it is at a path, which means nothing elsewhere."""
        return self.vcs is None and self.url is not None and self.url.startswith("file:")


def parse_direct_url(data: bytes) -> DirectUrl:
    """Read the file, as far as it can be read."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        return DirectUrl(oddities=(f"not JSON: {error}",))
    text = _text(document, "url") if isinstance(document, dict) else None
    if text is None or not text.strip():
        return DirectUrl(oddities=("not an object with a url",))
    text = re.sub(r"\s", lambda space: quote(space[0]), text.strip())
    url = redacted(text)
    vcs, directory = _object(document, "vcs_info"), _object(document, "dir_info")
    return DirectUrl(
        url=url,
        is_editable=directory.get("editable") is True,
        is_source=_is_source(document, url),
        vcs=_text(vcs, "vcs"),
        commit=_text(vcs, "commit_id"),
        subdirectory=_text(document, "subdirectory"),
        checksums=_checksums(_object(document, "archive_info")),
        oddities=("credentials in the url",) if url != text else (),
    )


def _is_source(document: dict[str, object], url: str) -> bool | None:
    if _text(_object(document, "vcs_info"), "vcs") or isinstance(document.get("dir_info"), dict):
        return True
    if isinstance(document.get("archive_info"), dict):
        return not url.partition("#")[0].endswith(".whl")
    return None


def _checksums(archive: dict[str, object]) -> tuple[str, ...]:
    """Return the hashes of an archive, or the one that is all that older files have."""
    hashes = _object(archive, "hashes")
    legacy = (_text(archive, "hash") or "").replace("=", ":", 1)
    texts = [f"{algorithm}:{_text(hashes, algorithm)}" for algorithm in hashes] or [legacy]
    return tuple(sorted(text for text in texts if _CHECKSUM.fullmatch(text)))


def _object(document: dict[str, object], key: str) -> dict[str, object]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _text(document: dict[str, object], key: str) -> str | None:
    value = document.get(key)
    return value if isinstance(value, str) and value else None
