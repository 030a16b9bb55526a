"""Records in the OSV format become advisories."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from scanner.advisories.osv import MAX_EVENTS, MAX_VERSIONS, advisory_of, events_of
from scanner.model.advisory import Affected, AffectedRange, AffectedRanges, Level, Severity
from scanner.model.names import normalized
from scanner.model.version import parsed
from tests.support.advisories import advisory, range_of, record_of


@pytest.mark.parametrize(
    "event",
    [{"fixxed": "1.0"}, {"fixed": 1}, {"fixed": None}, {"introduced": 0}],
    ids=["another kind", "a number", "nothing", "a zero"],
)
def test_an_event_that_is_none_is_an_error(event):
    """
    Left out, it could change which versions are affected.
    """
    with pytest.raises(ValueError, match="an event that is none"):
        list(events_of([{"introduced": "0"}, event]))


def test_what_a_record_says_is_kept():
    found = advisory(
        "introduced 0, fixed 2.0",
        versions=["1.0", "3.0"],
        id="PYSEC-2026-1",
        aliases=["GHSA-b", "CVE-2026-1"],
        related=["CVE-2026-2"],
        severity=Severity(Level.HIGH, 7.5),
        published="2026-01-01T00:00:00Z",
        modified="2026-01-02T00:00:00Z",
        withdrawn="2026-01-03T00:00:00Z",
        references=[{"type": "FIX", "url": "https://example.test/1"}],
    )

    assert ("PYSEC-2026-1", ("CVE-2026-1", "GHSA-b")) == (found.id, found.aliases)
    assert (("CVE-2026-2",), Level.HIGH) == (found.related, found.severity.level)
    assert "2026-01-01T00:00:00Z" == found.published
    assert "2026-01-02T00:00:00Z" == found.modified
    assert "2026-01-03T00:00:00Z" == found.withdrawn
    assert ("https://example.test/1",) == found.links
    (affected,) = found.affected
    assert ("example", ("3.0",)) == (affected.package, affected.versions)
    assert (AffectedRange(fixed=parsed("2.0")),) == affected.ranges[0].ranges


@pytest.mark.parametrize(
    ("ranges", "listed", "left"),
    [
        pytest.param(["introduced 1, fixed 2"], ["1.0", "1.5"], [], id="in the range"),
        pytest.param(["introduced 1, fixed 2"], ["0.9", "2.0"], ["0.9", "2.0"], id="outside"),
        pytest.param([], ["1.0"], ["1.0"], id="no range"),
        pytest.param(["introduced 0"], ["0.9-doduo"], ["0.9-doduo"], id="not a version"),
        pytest.param(["introduced 0, fixed 2-NA"], ["1.0"], ["1.0"], id="in a doubtful range"),
        pytest.param(
            ["introduced 0, fixed 2-NA", "introduced 1, fixed 1.1"],
            ["1.0", "1.2"],
            ["1.2"],
            id="in a doubtful range and in a sound one",
        ),
        pytest.param(
            [range_of("introduced 0", "GIT")], ["1.0"], ["1.0"], id="in a range of commits"
        ),
        pytest.param(["introduced 0, fixed 2"], ["1.0+cu118"], [], id="a build in the range"),
        pytest.param(
            ["introduced 0, last_affected 2.6.0+cu124"],
            ["2.6.0"],
            ["2.6.0"],
            id="2.6.0+xpu is above the bound, and is 2.6.0",
        ),
    ],
)
def test_listed_versions_that_the_ranges_settle_are_left_out(ranges, listed, left):
    (affected,) = advisory(*ranges, versions=listed).affected

    assert left == list(affected.versions)


def test_ranges_of_commits_are_left_out():
    record = advisory(range_of("introduced 0, fixed 1", "GIT"), "introduced 2")

    assert [(AffectedRange(introduced=parsed("2")),)] == [
        group.ranges for group in record.affected[0].ranges
    ]


def test_ranges_of_semantic_versions_are_read_as_those_of_python():
    record = advisory(range_of("introduced 0, fixed 1.0", "SEMVER"))

    assert (AffectedRanges((AffectedRange(fixed=parsed("1.0")),)),) == record.affected[0].ranges


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        pytest.param({"ecosystem": "PyPI", "name": "Jw.Util"}, ["jw-util"], id="normalized"),
        pytest.param({"ecosystem": "PyPI:https://x.test", "name": "a"}, ["a"], id="another index"),
        pytest.param({"ecosystem": "npm", "name": "a"}, [], id="another ecosystem"),
        pytest.param({"ecosystem": "Conda", "name": "Zlib"}, ["conda:zlib"], id="conda, apart"),
        pytest.param({"ecosystem": "Root:PyPI", "name": "a"}, [], id="not the first part"),
        pytest.param({"ecosystem": "PyPIx", "name": "a"}, [], id="a longer name"),
        pytest.param(None, [], id="no package"),
    ],
)
def test_only_packages_of_pypi_and_of_conda_are_read(package, expected):
    record = record_of("introduced 0")
    record["affected"] = [{"package": package, "ranges": [range_of("introduced 0")]}]

    assert expected == [affected.package for affected in advisory_of(record, Severity()).affected]


def test_a_record_may_speak_of_several_packages_and_of_one_twice():
    entries = [
        {"package": {"ecosystem": "PyPI", "name": name}, "versions": [version]}
        for name, version in [("a", "1"), ("b", "2"), ("a", "3")]
    ]

    found = advisory_of({"id": "X", "affected": entries}, Severity())

    assert [
        Affected(package=normalized("a"), versions=("1",)),
        Affected(package=normalized("b"), entry=1, versions=("2",)),
        Affected(package=normalized("a"), entry=2, versions=("3",)),
    ] == list(found.affected)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "without an id"),
        ({"id": ""}, "without an id"),
        ({"id": 7}, "without an id"),
        ({"id": "X", "affected": {"a": 1}}, "a list of objects"),
        ({"id": "X", "affected": ["a"]}, "a list of objects"),
        ({"id": "X", "affected": [{"package": {"name": "a"}}]}, "without ecosystem or name"),
        ({"id": "X", "affected": [{"package": {"ecosystem": "PyPI"}}]}, "without ecosystem"),
        ({"id": "X", "references": "https://example.test"}, "a list of objects"),
    ],
)
def test_a_field_of_another_type_is_an_error(record, message):
    with pytest.raises(ValueError, match=message):
        advisory_of(record, Severity())


@pytest.mark.parametrize("field", [{"versions": "1.0"}, {"ranges": ["1.0"]}, {"ranges": "1.0"}])
def test_an_entry_of_another_type_is_an_error(field):
    entry = {"package": {"ecosystem": "PyPI", "name": "a"}, **field}

    with pytest.raises(ValueError, match="list"):
        advisory_of({"id": "X", "affected": [entry]}, Severity())


@pytest.mark.parametrize("least", [0, 1])
def test_more_than_can_be_compared_is_no_record(least):
    """
    100,000 fixed versions, each compared with 100,000 ranges, took more than two minutes.
    """
    events = ", ".join(f"fixed {number}" for number in range(MAX_EVENTS + least))
    versions = [str(number) for number in range(MAX_VERSIONS + least)]

    with pytest.raises(ValueError, match="more than there can be") if least else nullcontext():
        advisory(events)
    with pytest.raises(ValueError, match="more than there can be") if least else nullcontext():
        advisory(versions=versions)


def test_a_record_without_optional_fields_is_a_record():
    """
    PySentry drops PYSEC-2024-55, malware, for having no references.
    """
    found = advisory_of({"id": "X"}, Severity())

    assert ("X", (), (), ()) == (found.id, found.aliases, found.affected, found.links)
    assert (None, None, None) == (found.published, found.modified, found.withdrawn)


@pytest.mark.parametrize("withdrawn", [None, ""])
def test_a_record_with_no_date_of_withdrawal_is_not_withdrawn(withdrawn):
    assert advisory(withdrawn=withdrawn).withdrawn is None


@pytest.mark.parametrize(
    ("aliases", "expected"),
    [
        (["CVE-1,", " GHSA-1 ", "", "CVE-1"], ("CVE-1", "GHSA-1")),
        (["GHSA-1, CVE-1"], ("CVE-1", "GHSA-1")),
        (None, ()),
        ("CVE-1", ()),
    ],
    ids=["untidy", "two in one", "null", "no list"],
)
def test_aliases_are_tidied(aliases, expected):
    assert expected == advisory(aliases=aliases).aliases


@pytest.mark.parametrize(
    "url",
    [
        "https://nvd.nist.gov/vuln/detail/CVE-2026-1",
        "https://github.com/advisories/GHSA-xxxx",
        "https://pypi.org/project/example/",
        "https://pypi.python.org/pypi/example",
    ],
)
def test_links_that_identifiers_give_anyway_are_left_out(url):
    other = "https://github.com/example/example/security/advisories/GHSA-xxxx"

    found = advisory(references=[{"url": url}, {"url": other}, {"type": "WEB"}])

    assert (other,) == found.links
