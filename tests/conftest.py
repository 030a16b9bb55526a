"""What several tests need."""

from __future__ import annotations

from pathlib import Path

import pytest

BUILT = Path(__file__).parent.parent / "testdata/images/built"


@pytest.fixture(scope="session")
def sample_images() -> Path:
    """Return the directory of the sample images, which ``make images`` builds."""
    if not (BUILT / ".ready").exists():
        pytest.fail("the sample images are missing: run make images")
    return BUILT
