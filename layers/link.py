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
    real: list[str] = []
    pending = path.split("/")[::-1]
    hops = 0
    while pending:
        part = pending.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            del real[-1:]
            continue
        real.append(part)
        target = links.get("/".join(real))
        if target is None:
            continue
        hops += 1
        if hops > MAX_HOPS:
            return None
        real = [] if target.startswith("/") else real[:-1]
        pending += target.split("/")[::-1]
    return "/".join(real)
