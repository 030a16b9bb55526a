"""What several tests need."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.discovery import rows_named
from tests.support.engines import docker_engine, podman_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.engines import Engine

SHOWN = pytest.StashKey[set[int | str]]()
BUILT = Path(__file__).parent.parent / "testdata/images/built"


@pytest.fixture(scope="session")
def sample_images() -> Path:
    """Return the directory of the sample images, which ``make images`` builds."""
    if not (BUILT / ".ready").exists():
        pytest.fail("the sample images are missing: run make images")
    return BUILT


@pytest.fixture(scope="session")
def docker() -> Iterator[Engine]:
    """Give a Docker engine, or skip the test where there can be none."""
    with docker_engine() as engine:
        yield engine


@pytest.fixture(scope="session")
def podman() -> Iterator[Engine]:
    """Give podman's service, or skip the test where there can be none."""
    with podman_engine() as engine:
        yield engine


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a gzip stream by its argument: the time is in it, and workers must agree on names."""
    return argname if isinstance(val, bytes) and val.startswith(b"\x1f\x8b") else None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a case with the rows of our two catalogues that it names."""
    for number in re.findall(r"\brow-(\d+)", item.name):
        item.add_marker(pytest.mark.hostile(row=int(number)))
    if isinstance(item, pytest.Function):
        for row in rows_named(item.name, item.function.__doc__):
            item.add_marker(pytest.mark.discovery(row=row))
    rows = {
        mark.kwargs["row"] for mark in item.iter_markers() if mark.name in {"hostile", "discovery"}
    }
    item.config.stash.setdefault(SHOWN, set()).update(rows)


@pytest.fixture(scope="session")
def shown_rows(pytestconfig: pytest.Config) -> set[int | str]:
    """Return the rows that tests are marked with, whichever of them are run."""
    if [Path(chosen).resolve() for chosen in pytestconfig.args] != [Path(__file__).parent]:
        pytest.skip("only some of the tests were collected")
    return pytestconfig.stash[SHOWN]
