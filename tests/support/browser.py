"""A real browser, which shows what becomes of a page."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def dom_of(page: str, directory: Path) -> str:
    """Return the document that chromium has after it has run the page's scripts."""
    file = directory / "page.html"
    file.write_text(page, "utf-8")
    result = subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",  # which root cannot have
            "--disable-gpu",
            f"--user-data-dir={directory / 'profile'}",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        check=True,
    )
    return result.stdout.decode()
