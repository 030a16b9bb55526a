"""In what state a distribution is, as far as the place tells where its metadata was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model.component import State

if TYPE_CHECKING:
    from scanner.model.environment import SiteDirectory

TEST_DATA: Final = re.compile(r"(?:^|/)(?:tests/data|info/test)/")
"""Where even whole environments are inputs of tests: conda's packages have some."""
TEST_NAMES: Final = frozenset(("test", "tests", "testing", "testdata", "test_data", "test-data"))
LEFT_OVER: Final = "~"
"""What pip puts for the first letter of a distribution while it uninstalls it."""


def state_at(path: str, site: SiteDirectory) -> State:
    """Return the state of a distribution with its metadata at ``path``, somewhere in ``site``."""
    inside = path.removeprefix(site.path).strip("/").split("/")
    if inside[-1].startswith(LEFT_OVER):
        return State.STALE
    if TEST_DATA.search(path):
        return State.TEST_DATA
    if len(inside) > 1:
        return State.VENDORED if TEST_NAMES.isdisjoint(inside) else State.TEST_DATA
    if not site.is_standard and not TEST_NAMES.isdisjoint(path.split("/")):
        return State.TEST_DATA
    return State.INSTALLED
