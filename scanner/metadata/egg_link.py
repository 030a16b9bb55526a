"""``*.egg-link``: where the source of a distribution is that is in development (setuptools)."""

from __future__ import annotations


def parse_egg_link(data: bytes) -> str | None:
    """Return the directory that has the distribution's metadata, as it stands there."""
    lines = data.decode("utf-8", "surrogateescape").splitlines()
    return next(filter(None, map(str.strip, lines)), None)
