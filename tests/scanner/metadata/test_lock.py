"""What the readers of manifests and lockfiles have in common: they take any document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.document_limit import MAX_DEPENDENCIES
from scanner.metadata.lock import MAX_FORKS, Entries, LockedPackage, Need, lock_of
from scanner.metadata.lock_reach import MAX_PURPOSES, reach_of
from scanner.metadata.pdm_lock import parse_pdm_lock
from scanner.metadata.poetry_lock import parse_poetry_lock
from scanner.metadata.pylock import parse_pylock
from scanner.metadata.pyproject import MAX_REQUIREMENTS, parse_pyproject
from scanner.metadata.toml_table import Table, parse_toml
from scanner.metadata.uv_lock import parse_uv_lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.metadata.lock import Lock
    from scanner.metadata.pyproject import Pyproject

PARSERS: dict[str, Callable[[Table, Pyproject | None], Lock]] = {
    "poetry": parse_poetry_lock,
    "pdm": parse_pdm_lock,
    "pylock": parse_pylock,
    "uv": parse_uv_lock,
}
KEYS = st.sampled_from(
    [
        "package",
        "packages",
        "project",
        "tool",
        "poetry",
        "pdm",
        "uv",
        "hatch",
        "envs",
        "dependencies",
        "optional-dependencies",
        "dependency-groups",
        "dev-dependencies",
        "group",
        "groups",
        "extras",
        "extra",
        "name",
        "version",
        "source",
        "sources",
        "manifest",
        "members",
        "requirements",
        "git",
        "url",
        "path",
        "directory",
        "archive",
        "vcs",
        "wheels",
        "sdist",
        "hashes",
        "hash",
        "files",
        "file",
        "marker",
        "markers",
        "resolution-markers",
        "category",
        "optional",
        "metadata",
        "targets",
        "include-group",
        "dynamic",
        "build-system",
        "requires",
        "default-groups",
        "workspace",
        "python",
        "lock-version",
        "commit-id",
        "type",
        "a",
        "b",
    ]
)
TEXTS = st.sampled_from(
    ["a", "b", "1.0", "a>=1", "b[x]==1; extra == 'x'", ".", "^1", "x", "", "é/"]
)
SCALARS = TEXTS | st.booleans() | st.integers(-1, 2) | st.floats(allow_nan=False)
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=20,
    ),
    max_size=5,
)


@pytest.mark.parametrize("name", PARSERS)
@given(document=DOCUMENTS, beside=DOCUMENTS)
def test_any_document_is_read_with_any_other_beside_it(name, document, beside):
    lock = PARSERS[name](Table(document), parse_pyproject(Table(beside)))

    positions = range(len(lock.packages))
    reach = reach_of(lock)
    assert {need.dependency for need in lock.needs} <= {None, *positions}
    assert {need.dependent for need in lock.needs} <= {None, *positions}
    assert reach.direct <= {*positions}


@given(DOCUMENTS)
def test_any_document_is_a_project_or_none(document):
    found = parse_pyproject(Table(document))

    assert found.is_project or not found.requirements


def test_k22_more_needs_than_anybody_has_are_not_told():
    needs = (
        Need(dependent=None, dependency=None, name="a", requirement=str(i))
        for i in range(MAX_DEPENDENCIES + 1)
    )

    lock = lock_of((), needs)

    assert MAX_DEPENDENCIES == len(lock.needs)
    assert ("only 100,000 of its dependencies are told",) == lock.oddities


def test_k22_more_requirements_than_anybody_has_are_not_told():
    many = parse_toml(f"[project]\ndependencies = {['a'] * (MAX_REQUIREMENTS + 1)}")

    found = parse_pyproject(many)

    assert MAX_REQUIREMENTS == len(found.requirements)
    assert ("only 20,000 requirements are read",) == found.oddities


def test_k22_a_name_in_more_versions_than_anybody_has_is_cut():
    packages = [LockedPackage(name="a", version=str(i), line=i, last_line=i) for i in range(200)]

    assert MAX_FORKS == len(Entries(packages).fitting("a"))


def test_k22_more_groups_than_anybody_has_are_not_told_apart():
    packages = [LockedPackage(name="a", line=1, last_line=1)]
    needs = [
        Need(dependent=None, dependency=0, name="a", requirement="a", group=f"{i:04}")
        for i in range(MAX_PURPOSES + 1)
    ]

    reach = reach_of(lock_of(packages, needs))

    assert not reach.are_all_told
    assert MAX_PURPOSES - 1 == len(reach.groups(0))
