"""The option by which expected outputs are recorded anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-golden", action="store_true", help="Write what the tests would expect."
    )


@pytest.fixture
def recording(request: pytest.FixtureRequest) -> bool:
    """Tell whether outputs are to be recorded, and not compared."""
    # The option is unknown if pytest was started from above, and met this file later.
    return bool(request.config.getoption("--record-golden", default=False))
