"""A file from a server: only if it is another one than ours, and on from where it broke off.

What has arrived stays beside, so that even another process goes on with it (``Range`` with
``If-Range``); parts of two editions are never put together.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from scanner.advisories.web import UNSATISFIABLE, pieces_of
from scanner.errors import FeedFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from layers.registry.connection import Response
    from scanner.advisories.transfer import Progress
    from scanner.advisories.web import Web

MAX_BYTES: Final = 2 << 30
MAX_BREAKS: Final = 5
NOT_MODIFIED, PARTIAL = 304, 206
CONDITIONS: Final = frozenset(("If-None-Match", "If-Modified-Since"))
HEADER: Final = "latin-1"
"""The encoding of headers, which any byte is a character of."""
_SIZE: Final = re.compile(r"\d{1,18}", re.ASCII)
_MD5: Final = re.compile(r"(?:\A|,)\s*md5=([A-Za-z0-9+/=]+)")
_START: Final = re.compile(r"bytes (\d{1,18})-", re.ASCII)


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a server gave."""

    date: str
    """The day of it, by the server's clock or by ours, which is earlier (ISO 8601)."""
    path: Path | None = None
    """None if it is what we have."""
    fingerprint: Mapping[str, str] = field(default_factory=dict)


def download(
    web: Web, url: str, path: Path, known: Mapping[str, str], progress: Progress
) -> Downloaded:
    """Return the file at an address, unless it is the one with a known fingerprint.

    Raises:
        FeedFailed: if it cannot be had, or is not what was announced.
        OSError: if it cannot be written.

    """
    part = path.with_name(f"{path.name}.part")
    tag_file = path.with_name(f"{path.name}.tag")
    conditions = _conditions(known) if known.get("url") == url else {}
    for attempt in range(MAX_BREAKS + 1):
        tag = _text_of(tag_file)
        start = part.stat().st_size if tag and part.exists() else 0
        asked = {"Range": f"bytes={start}-", "If-Range": tag} if start else conditions
        response = web.get(url, asked)
        try:
            if response.status == NOT_MODIFIED:
                return _unchanged(url, asked, _date(response, web))
            begin = _begin(url, part, start, response)
            tag_file.write_text(_strong(_line(response.header("ETag"))), encoding=HEADER)
            progress.begin(path.name, begin + _announced(response))
            progress.advance(begin)
            _append(part, begin, pieces_of(url, response, web.clock), progress)
            _check(url, part, response)
        except FeedFailed as error:
            if not error.passing or attempt == MAX_BREAKS:
                raise
            continue
        finally:
            response.close()
        part.replace(path)
        tag_file.unlink()
        return Downloaded(_date(response, web), path, _fingerprint(url, response))
    raise AssertionError("an attempt returns or raises")


def _unchanged(url: str, asked: Mapping[str, str], date: str) -> Downloaded:
    """Return that nothing is new, if that is what was asked: else there is nothing to stay."""
    if not CONDITIONS.intersection(asked):
        raise FeedFailed(url, f"status {NOT_MODIFIED}, and no condition was asked")
    return Downloaded(date)


def _begin(url: str, part: Path, start: int, response: Response) -> int:
    """Return where an answer goes on; if it begins anew, what was there is gone."""
    match = _START.match(response.header("Content-Range"))
    if response.status == PARTIAL and match and int(match[1]) == start:
        return start
    part.unlink(missing_ok=True)
    if response.status in {PARTIAL, UNSATISFIABLE}:
        raise FeedFailed(url, "another part than was asked for", passing=True)
    return 0


def _append(part: Path, begin: int, pieces: Iterator[bytes], progress: Progress) -> None:
    with part.open("r+b" if begin else "wb") as file:
        file.seek(begin)
        file.truncate()
        for piece in pieces:
            file.write(piece)
            progress.advance(len(piece))
            if file.tell() > MAX_BYTES:
                # There is nothing to go on with the next time.
                part.unlink()
                raise FeedFailed(part.stem, f"more than {MAX_BYTES:,} bytes")


def _check(url: str, part: Path, response: Response) -> None:
    """Compare with the digest that Google's storage announces."""
    announced = _MD5.search(response.header("x-goog-hash"))
    if announced is None:
        return
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).digest()
    with suppress(binascii.Error):
        if base64.b64decode(announced[1]) == digest:
            return
    part.unlink()
    raise FeedFailed(url, "the digest is another one than announced")


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    if known.get("etag"):
        return {"If-None-Match": known["etag"]}
    return {"If-Modified-Since": known["modified"]} if known.get("modified") else {}


def _fingerprint(url: str, response: Response) -> dict[str, str]:
    return {
        "url": url,
        "etag": _line(response.header("ETag")),
        "modified": _line(response.header("Last-Modified")),
    }


def _strong(etag: str) -> str:
    return "" if etag.startswith("W/") else etag


def _line(value: str) -> str:
    """Return what is to be sent back to a server; nothing if it would be more than one line."""
    return value if value.isprintable() else ""


def _announced(response: Response) -> int:
    """Return how many bytes are to come, or 0 if that is not known."""
    size = response.header("Content-Length")
    return int(size) if _SIZE.fullmatch(size) else 0


def _date(response: Response, web: Web) -> str:
    """Return the day; never one that is still to come, for such data would not grow old."""
    ours = date_of(web)
    try:
        return min(parsedate_to_datetime(response.header("Date")).date().isoformat(), ours)
    except (ValueError, OverflowError):
        return ours


def date_of(web: Web) -> str:
    """Return the day by our own clock."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(web.clock.wall(), UTC).date().isoformat()


def _text_of(path: Path) -> str:
    try:
        return _line(path.read_text(encoding=HEADER))
    except OSError:
        return ""
