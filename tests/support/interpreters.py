"""Records of CPython's own advisories, as the PSF writes them; their identifiers are made up."""

from __future__ import annotations

REPOSITORY = "https://github.com/python/cpython"


def cpython_record(*tags: str, **fields: object) -> dict[str, object]:
    """Return a record about CPython with these tags."""
    commits = {"type": "GIT", "repo": REPOSITORY, "events": [{"introduced": "0"}]}
    affected = {"ranges": [commits], "versions": list(tags)}
    return {"id": "PSF-2026-9000", "affected": [affected], **fields}


TARFILE = cpython_record(
    *(f"v3.12.{level}" for level in range(11)),
    *(f"v3.13.{level}" for level in range(4)),
    id="PSF-2025-9001",
    aliases=["CVE-2025-4517"],
)
"""``tarfile`` writes outside of a directory with ``filter="data"``: fixed in 3.12.11 and 3.13.4."""
TEMPFILE = cpython_record(
    *(f"v3.12.{level}" for level in range(2)),
    *(f"v3.11.{level}" for level in range(8)),
    id="PSF-2024-9001",
    aliases=["CVE-2023-6597"],
)
"""``TemporaryDirectory`` follows links when it cleans up: fixed in 3.12.2 and 3.11.8."""
ZIPFILE = cpython_record(
    *(f"v3.12.{level}" for level in range(2)),
    *(f"v3.11.{level}" for level in range(8)),
    id="PSF-2024-9002",
    aliases=["CVE-2024-0450"],
)
"""Overlapping members of zip files: fixed in 3.12.2 and 3.11.8."""
