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
CACHE: Final = re.compile(
    r"""(?:^|/)(?:
        (?:\.cache|Library/Caches)/(?:hatch|pdm|pip|pipenv|uv)
        |(?:\.cache/pypoetry|Library/Caches/pypoetry|pypoetry/Cache)/(?:artifacts|cache)
        |(?:pip|uv|pdm)/[Cc]ache                           # in AppData/Local of Windows
        |(?:archive|builds|built-wheels|environments|git|sdists|wheels)-v\d+        # uv's, anywhere
        |pipx/(?:shared|\.cache)
        |pkgs/[^/]+-[^/-]+-[^/-]+                          # conda's: name, version and build
    )/""",
    re.VERBOSE,
)
"""What installers keep to install it again, or to use it themselves.

Real environments may be beside it: Poetry has them in ``.cache/pypoetry/virtualenvs``.
"""
BUILD: Final = re.compile(r"(?:^|/)build/(?:lib|lib\.[^/]*|bdist\.[^/]*)/")
"""What setuptools copies a distribution to while it builds it."""
TEMPORARY: Final = re.compile(
    r"(?:^|/)pip-(?:build|build-env|ephem-wheel-cache|install|metadata|modern-metadata|req-build"
    r"|standalone-pip|target|uninstall|unpacked-wheel|wheel)-[a-z0-9_]{8}/"
)
"""What an interrupted pip left in a directory for temporary files."""
ANYWHERE: Final = (
    (State.STALE, TEMPORARY),
    (State.TEST_DATA, TEST_DATA),
    (State.CACHE, CACHE),
)
"""Places in which nothing is installed, not even in a site directory."""
LEFT_OVER: Final = "~"
"""What pip puts for the first letter of a distribution while it uninstalls it."""


def state_at(path: str, site: SiteDirectory) -> State:
    """Return the state of a distribution with its metadata at ``path``, somewhere in ``site``."""
    inside = path.removeprefix(site.path).strip("/").split("/")
    if inside[-1].startswith(LEFT_OVER):
        return State.STALE
    for state, place in ANYWHERE:
        if place.search(path):
            return state
    # A prefix may be called ``build``, and have a site directory in its ``lib``.
    if BUILD.search(f"{site.prefix}/" if site.is_standard else path):
        return State.SOURCE
    if len(inside) > 1:
        return State.VENDORED if TEST_NAMES.isdisjoint(inside) else State.TEST_DATA
    if not site.is_standard and not TEST_NAMES.isdisjoint(path.split("/")):
        return State.TEST_DATA
    return State.INSTALLED
