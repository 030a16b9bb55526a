"""Markers of the conformance tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "bench_images: reads images of gigabytes; leave out with -m 'not bench_images'"
    )
