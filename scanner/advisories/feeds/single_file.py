"""Fetching a feed that is one file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scanner.advisories.download import download
from scanner.advisories.feeds.feed import Fetched

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.advisories.feeds.feed import Request


def file_at(name: str) -> Callable[[Request], Fetched]:
    """Return what fetches a file of this name."""
    return partial(_fetch, name)


def _fetch(name: str, request: Request) -> Fetched:
    got = download(
        request.web,
        f"{request.server}/{name}",
        request.directory / name,
        request.fingerprint,
        request.progress,
    )
    return Fetched(date=got.date, path=got.path, fingerprint=got.fingerprint)
