"""What stands in a finding, and what became of each component."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packaging.version import Version

from scanner.judging import Judging
from scanner.match.identity import identity_of
from scanner.match.matcher import match
from scanner.model.advisory import Level, Severity, Status
from scanner.model.component import MATCHED, State
from scanner.model.declaration import Declaration
from scanner.model.names import NormalizedName, package_url
from scanner.model.report import Tally
from tests.support.advisories import advisory, findings_of
from tests.support.reports import OWNER, component


@pytest.mark.parametrize(
    ("ranges", "listed", "version", "reason"),
    [
        (["introduced 0"], (), "1.0", "every version"),
        (["introduced 0, fixed 2.0"], (), "1.0", "< 2.0"),
        (["introduced 1, fixed 1.1", "introduced 2, fixed 3"], (), "2.0", ">= 2, < 3"),
        (["introduced 1.0, last_affected 2.0"], (), "2.0", ">= 1.0, <= 2.0"),
        (["introduced 1.0, fixed 3.0, limit 2.0"], (), "1.0", ">= 1.0, < 3.0, < 2.0"),
        ([], ("1.0",), "1.0.0+x", "1.0 is listed"),
        (["introduced 2"], ("1.0",), "1.0", "1.0 is listed"),
        (["introduced 0"], (), "banana", "every version"),
    ],
)
def test_the_reason_is_what_decided(ranges, listed, version, reason):
    (finding,) = findings_of(version, advisory(*ranges, versions=listed))

    assert reason == finding.reason


@pytest.mark.parametrize(
    ("version", "records", "fixed_in"),
    [
        pytest.param("1.0", [["introduced 0, fixed 2.0"]], "2.0", id="the fix"),
        pytest.param("1.0", [["introduced 0"]], None, id="no fix"),
        pytest.param("1.0", [["introduced 0, last_affected 2.0"]], None, id="no fix is known"),
        pytest.param("2.5", [["introduced 0, fixed 2, introduced 2.1, fixed 3"]], "3", id="up"),
        pytest.param("2.5", [["introduced 0, fixed 2, introduced 2.1"]], None, id="never down"),
        pytest.param(
            "1.0", [["introduced 0, fixed 2.0, introduced 2.0, fixed 3.0"]], "3.0", id="a seam"
        ),
        pytest.param(
            "1.0", [["introduced 0, fixed 2.0", "introduced 1, fixed 3"]], "3", id="two ranges"
        ),
        pytest.param(
            "1.0",
            [["introduced 0, fixed 2.11.6, introduced 2.11, fixed 2.11.7"]],
            "2.11.6",
            id="overlapping ranges",
        ),
        pytest.param(
            "1.0",
            [["introduced 0, fixed 2.0"], ["introduced 0, fixed 2.5"]],
            "2.5",
            id="of all records",
        ),
        pytest.param(
            "1.0",
            [["introduced 0, fixed 2.0"], ["introduced 1.0, last_affected 3.0"]],
            None,
            id="another record affects it",
        ),
        pytest.param(
            "1.0",
            [["introduced 0, fixed 2.0, introduced 2.2, fixed 2.3"], ["introduced 0, fixed 2.2"]],
            "2.3",
            id="a later one when records overlap",
        ),
        pytest.param(
            "1.0",
            [["introduced 0, fixed 2.0"], ["introduced 1.0, fixed 3-n7"]],
            None,
            id="another record leaves it open",
        ),
        pytest.param("1.0+cu118", [["introduced 0, fixed 2.0"]], "2.0", id="a build"),
        pytest.param(
            "2.0+cu118", [["introduced 0, fixed 2.0+cu124"]], "2.0+cu124", id="another build"
        ),
        pytest.param("1.0", [["introduced 0, fixed 2.0rc1"]], "2.0rc1", id="a pre-release"),
        pytest.param("1.0", [["introduced 0, fixed 1!0.1"]], "1!0.1", id="an epoch"),
        pytest.param("1.9", [["introduced 0, fixed 1.10, fixed 1.9.1"]], "1.9.1", id="the lowest"),
        pytest.param("1.0", [["introduced 0, fixed v2"]], "2", id="as PEP 440 spells it"),
        pytest.param("banana", [["introduced 0"]], None, id="from what is no version"),
    ],
)
def test_the_fixed_version_is_the_lowest_clean_one_above(version, records, fixed_in):
    advisories = [
        advisory(*ranges, id=f"TEST-{number}", aliases=["CVE-1"])
        for number, ranges in enumerate(records)
    ]

    (finding,) = findings_of(version, *advisories)

    assert fixed_in == finding.fixed_in


def test_a_listed_fix_is_no_fix():
    """
    PYSEC-2021-114 lists 2.11.6 of wagtail, which ends one of its ranges.
    """
    record = advisory(
        "introduced 0, fixed 2.11.6, introduced 2.11, fixed 2.11.7", versions=["2.11.6"]
    )

    (finding,) = findings_of("2.7", record)

    assert "2.11.7" == finding.fixed_in


def test_the_fix_of_a_withdrawn_record_is_none():
    gone = advisory("introduced 0, fixed 1.5", id="A", aliases=["B"], withdrawn="2026-01-01")

    (finding,) = findings_of("1.0", gone, advisory("introduced 0, fixed 2.0", id="B"))

    assert "2.0" == finding.fixed_in


BOUNDS = st.sampled_from(["0", "0.5", "1.0rc1", "1.0", "1.1", "2.0", "2.0+cu1", "1!0.1", "1-n7"])
EVENTS = st.lists(
    st.tuples(st.sampled_from(["introduced", "fixed"]), BOUNDS).map(" ".join), max_size=6
).map(", ".join)
RECORDS = st.lists(
    st.builds(
        lambda events, listed, number: advisory(
            events, versions=listed, id=f"TEST-{number}", aliases=["CVE-1"]
        ),
        EVENTS,
        st.lists(BOUNDS, max_size=2),
        st.integers(0, 9),
    ),
    max_size=3,
)
VERSIONS = st.sampled_from(["0.1", "0.5", "1.0b1", "1.0", "1.0+x", "2.0+cu0", "3", "1!0.1", "x-y"])


@settings(deadline=None)
@given(version=VERSIONS, records=RECORDS)
def test_no_fixed_version_is_a_downgrade_or_affected(version, records):
    for finding in findings_of(version, *records):
        if finding.fixed_in is not None:
            assert Version(finding.fixed_in) > Version(version)
            assert () == findings_of(finding.fixed_in, *finding.advisories)


@settings(deadline=None)
@example(["1", "1.0.post1", "1.0+x"], [advisory("introduced 0, last_affected 1.0")])
@given(versions=st.lists(VERSIONS | BOUNDS, min_size=2), records=RECORDS)
def test_what_is_found_does_not_depend_on_what_else_is_asked(versions, records):
    """
    What one version meets is taken for others between the same two bounds, too.
    """
    components = [component("example", version) for version in versions]

    findings, _ = match(components, {NormalizedName("example"): records})

    apart = [finding for version in versions for finding in findings_of(version, *records)]
    assert apart == [*findings]


def test_findings_come_in_the_order_of_the_components():
    records = {
        NormalizedName(name): [advisory("introduced 0", id=f"{name}-{number}") for number in (2, 1)]
        for name in ("a", "b")
    }

    findings, _ = match([component("b", "1"), component("a", "1"), component("b", "2")], records)

    assert [("b-1", "1"), ("b-2", "1"), ("a-1", "1"), ("a-2", "1"), ("b-1", "2"), ("b-2", "2")] == [
        (finding.id, finding.component.version) for finding in findings
    ]


def test_two_copies_of_a_distribution_are_two_findings():
    """
    PySentry drops the second, whose version is another.
    """
    records = {NormalizedName("django"): [advisory("introduced 0, fixed 5", package="django")]}

    findings, tally = match([component("Django", "3.2"), component("django", "4.2")], records)

    assert ["3.2", "4.2"] == [finding.component.version for finding in findings]
    assert Tally(affected=2) == tally


def test_the_severity_of_a_finding_is_the_worst_of_its_records():
    low = advisory("introduced 0", id="A", aliases=["B"], severity=Severity(Level.LOW, 3.0))
    high = advisory("introduced 0", id="B", severity=Severity(Level.HIGH))

    (finding,) = findings_of("1.0", low, high)

    assert Level.HIGH is finding.severity.level


@pytest.mark.parametrize("state", State)
def test_only_what_can_run_is_matched(state):
    records = {NormalizedName("example"): [advisory("introduced 0")]}

    one = component("example", "1.0", state=state)
    findings, tally = match([one], records, Judging(match_unreleased=True))

    runs = state in {State.INSTALLED, State.EDITABLE, State.VENDORED}
    assert (Tally(affected=1) if runs else Tally(not_matched=1)) == tally
    assert runs == bool(findings)


def test_other_states_are_matched_on_request():
    records = {NormalizedName("example"): [advisory("introduced 0")]}
    archived = component("example", "1.0", state=State.ARCHIVE)

    _, tally = match([archived, component("example", "1.0")], records, states={State.ARCHIVE})

    assert Tally(affected=1, not_matched=1) == tally


def test_a_component_without_a_version_is_counted_and_not_guessed():
    """
    osv-scanner takes it for vulnerable to everything.
    """
    findings, tally = match(
        [component("example", None)], {NormalizedName("example"): [advisory("introduced 0")]}
    )

    assert ((), Tally(unversioned=1)) == (findings, tally)


def test_i1_findings_of_a_system_package_are_left_to_its_own_advisories():
    """
    A fix is put into the package, and the version of the distribution stays.
    """
    records = {NormalizedName("example"): [advisory("introduced 0")]}
    owned, own = component("example", "1.0", owner=OWNER), component("example", "1.0")

    findings, tally = match([owned, own], records)

    assert [OWNER, None] == [finding.left_to for finding in findings]
    assert Tally(affected=1, left_to_system=1) == tally


def test_they_count_if_that_is_wanted():
    records = {NormalizedName("example"): [advisory("introduced 0")]}
    owned = component("example", "1.0", owner=OWNER)

    findings, tally = match([owned], records, Judging(match_owned=True))

    assert [None] == [finding.left_to for finding in findings]
    assert Tally(affected=1) == tally


UNRELEASED = [
    pytest.param({"state": State.EDITABLE, "origin": "file:///src"}, id="C6-editable"),
    pytest.param({"origin": "file:///src/example"}, id="a local directory"),
    pytest.param({"origin": "git+https://host/example@abc"}, id="E1-git"),
    pytest.param({"origin": "hg+https://host/example@7"}, id="E2-mercurial"),
    pytest.param({"origin": "svn+https://host/example@7"}, id="E2-subversion"),
]


@pytest.mark.parametrize("changes", UNRELEASED)
def test_what_is_no_release_is_matched_only_if_that_is_wanted(changes):
    """
    What has a name and a version of PyPI may be a fork, with the fix or without it.
    """
    records = {NormalizedName("example"): [advisory("introduced 0")]}
    example = component("example", "1.0", **changes)

    assert ((), Tally(unreleased=1)) == match([example], records)
    assert Tally(affected=1) == match([example], records, Judging(match_unreleased=True))[1]


@pytest.mark.parametrize(
    "origin",
    [
        "https://host/example-1.0.whl",
        "https://host/example",
        "file:///wheels/example-1.0.whl",
        "file:///wheels/example-1.0.tar.gz#subdirectory=x",
        None,
    ],
)
def test_an_archive_may_be_the_release(origin):
    records = {NormalizedName("example"): [advisory("introduced 0")]}

    assert Tally(affected=1) == match([component("example", "1.0", origin=origin)], records)[1]


@pytest.mark.parametrize("version", ["1.0", None])
def test_j7_a_name_of_another_ecosystem_is_not_what_goes_by_it_on_pypi(version):
    zlib = component("zlib", version, purl="pkg:conda/zlib@1.0?channel=main")

    findings, tally = match([zlib], {NormalizedName("zlib"): [advisory("introduced 0")]})

    assert ((), Tally(source_missing=1)) == (findings, tally)


KNOWN = {
    NormalizedName("bad"): [advisory("introduced 0, fixed 2.0")],
    NormalizedName("open"): [advisory("introduced 0, fixed 2.0-n7")],
    NormalizedName("both"): [
        advisory("introduced 0, fixed 2.0-n7", id="A"),
        advisory("introduced 0, fixed 2.0", id="B"),
    ],
    NormalizedName("gone"): [advisory("introduced 0", withdrawn="2026-01-01")],
}
COMPONENTS = st.lists(
    st.builds(
        lambda name, version, ecosystem, **changes: component(
            name, version, purl=package_url(ecosystem, name, version), **changes
        ),
        st.sampled_from(["bad", "open", "both", "gone", "Unknown"]),
        st.sampled_from([None, "1.0", "3.0", "banana"]),
        st.sampled_from(["pypi", "conda", "generic"]),
        state=st.sampled_from(State),
        owner=st.sampled_from([None, OWNER]),
        origin=st.sampled_from([None, "git+https://host/x@abc", "https://host/x.whl"]),
        identities=st.sampled_from([(), ("pkg:pypi/bad@1.0",)]),
        declaration=st.none()
        | st.builds(
            Declaration,
            superseded_by=st.sampled_from([None, "uv.lock"]),
            is_selected=st.booleans(),
        ),
    )
)
JUDGINGS = st.builds(
    Judging, match_owned=st.booleans(), match_unreleased=st.booleans(), repairs=st.booleans()
)


@given(
    components=COMPONENTS,
    judging=JUDGINGS,
    states=st.sampled_from([MATCHED, frozenset(State)]),
    ecosystems=st.frozensets(st.sampled_from(["pypi", "conda"])),
)
def test_every_component_ends_in_exactly_one_count(components, judging, states, ecosystems):
    _, tally = match(components, KNOWN, judging, states, ecosystems)

    singles = Counter[str]()
    for one in components:
        _, alone = match([one], KNOWN, judging, states, ecosystems)
        assert 1 == sum(astuple(alone))
        singles.update({name: getattr(alone, name) for name in Tally.__slots__})
    assert len(components) == sum(astuple(tally))
    assert Tally(**singles) == tally


@given(components=COMPONENTS)
def test_the_counts_are_those_of_the_findings(components):
    findings, tally = match(components, KNOWN)

    ran = [
        one
        for one in components
        if one.state in MATCHED
        and identity_of(one).ecosystem == "pypi"
        and one.is_release
        and not one.is_set_aside
    ]
    by_component = [match([one], KNOWN)[0] for one in ran if identity_of(one).version is not None]
    assert [finding for found in by_component for finding in found] == list(findings)
    judged = [one for one in ran if one.owner is None]
    by_judged = [match([one], KNOWN)[0] for one in judged if identity_of(one).version is not None]
    assert tally.affected == sum(
        any(finding.status is Status.AFFECTED for finding in found) for found in by_judged
    )
    assert tally.clean == sum(not found for found in by_judged)
    assert tally.unversioned == sum(identity_of(one).version is None for one in judged)
    assert tally.left_to_system == len(ran) - len(judged)


@given(components=COMPONENTS)
def test_equal_input_gives_equal_findings(components):
    assert match(components, KNOWN) == match(iter(components), dict(reversed(KNOWN.items())))
