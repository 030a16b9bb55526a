"""What criteria of CPE say of versions of Python packages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from scanner.advisories.cpe import affected_by, version_after
from scanner.advisories.osv import advisory_of
from scanner.model.advisory import Severity, Status
from tests.support.advisories import status_of
from tests.support.nvd import matching

AFFECTED, OPEN, NOT = Status.AFFECTED, Status.UNDETERMINED, Status.NOT_AFFECTED
NUMBERS = st.integers(0, 3)
VERSIONS = st.builds(
    "{}.{}{}{}{}".format,
    NUMBERS,
    NUMBERS,
    st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from(["a", "b", "rc"]), NUMBERS)),
    st.one_of(st.just(""), st.builds(".post{}".format, NUMBERS)),
    st.one_of(st.just(""), st.builds(".dev{}".format, NUMBERS)),
)


def statuses(match: dict[str, object], *versions: str) -> list[Status]:
    """Return what a criterion makes of versions."""
    record = {"id": "CVE-2024-1001", "affected": affected_by([match])}
    advisory = advisory_of(record, Severity())
    return [status_of(version, advisory) for version in versions]


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        pytest.param(matching(), [AFFECTED] * 4, id="any"),
        pytest.param(matching("1.0"), [NOT, AFFECTED, NOT, NOT], id="one"),
        pytest.param(matching("1.0:-"), [NOT, AFFECTED, NOT, NOT], id="no-update"),
        pytest.param(matching("1.1:rc1"), [NOT, NOT, AFFECTED, NOT], id="update"),
        pytest.param(
            matching(versionEndExcluding="1.1rc1"), [AFFECTED, AFFECTED, NOT, NOT], id="before"
        ),
        pytest.param(
            matching(versionEndIncluding="1.1rc1"), [AFFECTED, AFFECTED, AFFECTED, NOT], id="until"
        ),
        pytest.param(
            matching(versionStartIncluding="1.0", versionEndExcluding="2.0"),
            [NOT, AFFECTED, AFFECTED, NOT],
            id="from",
        ),
        pytest.param(
            matching(versionStartExcluding="1.0", versionEndIncluding="2.0"),
            [NOT, NOT, AFFECTED, AFFECTED],
            id="above",
        ),
        pytest.param(
            matching(versionStartExcluding="1.0-x-y", versionEndExcluding="2.0"),
            [OPEN, OPEN, OPEN, NOT],
            id="above-no-version",
        ),
        pytest.param(
            matching(versionStartIncluding="1.0-NA", versionEndExcluding="2.0"),
            [OPEN, OPEN, OPEN, NOT],
            id="from-no-version",
        ),
        pytest.param(
            matching(versionStartIncluding="1.0", versionEndIncluding="x-y"),
            [NOT, OPEN, OPEN, OPEN],
            id="until-no-version",
        ),
        pytest.param(matching("-"), [OPEN] * 4, id="unspecified"),
        pytest.param(matching("1.0:hotfix-7"), [OPEN] * 4, id="an-update-that-is-no-version"),
        pytest.param(matching("1.0-NA"), [OPEN] * 4, id="no-version"),
        pytest.param(matching("*:beta"), [OPEN] * 4, id="an-update-of-any"),
    ],
)
def test_a_criterion_is_about_versions_and_nothing_is_wider_than_it(match, expected):
    assert expected == statuses(match, "0.9", "1.0", "1.1rc1", "2.0")


def test_above_a_version_are_its_post_releases_and_not_its_builds():
    match = matching(versionStartExcluding="1.0", versionEndIncluding="2.0")

    assert [NOT, AFFECTED] == statuses(match, "1.0+cu124", "1.0.post1")


@given(below=VERSIONS, other=VERSIONS)
def test_no_version_is_between_one_and_the_one_after_it(below, other):
    after = Version(version_after(below) or "")

    assert Version(below) < after
    assert (Version(other) > Version(below)) == (Version(other) >= after)


def test_above_a_build_there_is_no_least_version():
    assert version_after("1.0+cu124") is None


@pytest.mark.parametrize(
    "match",
    [
        matching(target=r"python\.js"),
        matching(target="*"),
        matching(target="node.js"),
        matching() | {"vulnerable": False},
        matching() | {"criteria": "cpe:2.3:o:v:example:1.0:*:*:*:*:python:*:*"},
    ],
    ids=["another", "any", "node", "not-vulnerable", "system"],
)
def test_what_does_not_say_that_it_is_of_python_is_of_no_package(match):
    assert [] == affected_by([match])


def test_the_product_is_the_name_without_its_quotes():
    found = affected_by([matching("1.0", r"Foo_bar\-baz"), matching(r"1\!2.0", "foo-bar-baz")])

    package = {"ecosystem": "PyPI", "name": "foo-bar-baz"}
    assert [{"package": package, "ranges": [], "versions": ["1.0", "1!2.0"]}] == found


@pytest.mark.parametrize(
    "match",
    [
        matching() | {"criteria": "cpe:/a:vendor:example"},
        matching() | {"criteria": 1},
        matching(product="*"),
        matching(product="exam\\/ple"),
        matching(versionEndIncluding=""),
        matching(versionEndIncluding=1),
        matching(versionEndIncluding="1", versionEndExcluding="2"),
        matching(versionStartIncluding="3", versionEndExcluding="2"),
        matching(versionStartIncluding="2", versionEndExcluding="2.0"),
        matching(versionStartExcluding="2", versionEndIncluding="2"),
    ],
)
def test_a_criterion_that_cannot_be_read_is_not_passed_over(match):
    with pytest.raises(ValueError, match=r"."):
        affected_by([matching("1.0"), match])
