"""Channels of conda: where a package was downloaded from, by name if it is a well-known place.

A URL may carry a token (``/t/<TOKEN>/``) of somebody's account. It never gets out of here.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.url import without_credentials

_TOKEN: Final = re.compile(r"(?P<host>://[^/\s]+(?:/[^/\s]+){0,4})/t/(?P<token>[^/\s]+)(?=/|$)")
_PLACEHOLDER: Final = re.compile(r"<TOKEN>|%3CTOKEN%3E|\*+", re.IGNORECASE)
"""What newer versions of conda write in place of a token."""
_SUBDIRECTORY: Final = re.compile(r"noarch|(?:linux|osx|win|freebsd|zos|emscripten|wasi)-\w+")
_WELL_KNOWN: Final = re.compile(
    r"(?:https?://(?:conda\.(?:anaconda|binstar)\.org|repo\.(?:anaconda\.com|continuum\.io))/)?"
    r"(?:pkgs/)?(?P<name>[^:]+)"
)
_UNKNOWN: Final = "<unknown>"
"""What conda writes for a package that was installed from a file."""


def without_secrets(url: str) -> tuple[str, bool]:
    """Return a URL without password and token, and whether there was one of those."""
    clean, had_credentials = without_credentials(url)
    if found := _TOKEN.search(clean):
        clean = clean[: found.end("host")] + clean[found.end() :]
        had_credentials = had_credentials or not _PLACEHOLDER.fullmatch(found["token"])
    return clean, had_credentials


def channel_name(location: str) -> str | None:
    """Return what a channel is called: its name, or its URL if it is not at a well-known place.

    Those of Anaconda are named as in the definition of the purl type, ``main`` for ``pkgs/main``.
    """
    channel = without_secrets(location)[0].rstrip("/")
    if subdirectory_of(channel):
        channel = channel.rpartition("/")[0]
    known = _WELL_KNOWN.fullmatch(channel)
    name = known["name"] if known else channel
    return None if name in {"", _UNKNOWN} else name


def subdirectory_of(location: str) -> str | None:
    """Return the platform that a directory of a channel is for, if that is where it is."""
    last = location.rstrip("/").rpartition("/")[2]
    return last if _SUBDIRECTORY.fullmatch(last) else None
