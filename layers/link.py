"""Following links inside a root, which nothing leads out of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_HOPS: Final = 40
"""Links followed one after another, as Linux does."""


def resolved(path: str, links: Mapping[str, str]) -> str | None:
    """Return the real path of ``path``, relative to the root; None for a loop.

    ``links`` maps the path of each symbolic link to its target. An absolute target begins at the
    root, and ``..`` at the root stays there, as it is after chroot(2).
    """
    real = ""
    pending = path.split("/")[::-1]
    hops = 0
    while pending:
        part = pending.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            real = real.rpartition("/")[0]
            continue
        below = f"{real}/{part}" if real else part
        target = links.get(below)
        if target is None:
            real = below
            continue
        hops += 1
        if hops > MAX_HOPS:
            return None
        if target.startswith("/"):
            real = ""
        pending += target.split("/")[::-1]
    return real
