"""Verdicts of the matcher, compared with those of the specification's own algorithm."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.osv import advisory_of
from scanner.judging import Judging
from scanner.match.matcher import match
from scanner.model.advisory import Severity
from scanner.model.event import events_of as events_of_range
from scanner.model.names import NormalizedName
from tests.support.advisories import events_of, pypa_records, record_of
from tests.support.osv_oracle import NOT_AFFECTED, Oracle, package_of, version_of
from tests.support.reports import component

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.advisory import Advisory

SHARES = 8
COMPONENT = component()

Answers = dict[str, str]


def answers_of(
    advisories: list[Advisory], package: str, versions: set[str], *, repairs: bool = False
) -> Answers:
    """Return what the matcher answers for each version; what it does not find is not affected."""
    components = [replace(COMPONENT, name=package, version=version) for version in sorted(versions)]
    judging = Judging(repairs=repairs)
    findings, _ = match(components, {NormalizedName(package): advisories}, judging)
    found = {str(finding.component.version): finding.status.value for finding in findings}
    return {version: found.get(version, NOT_AFFECTED) for version in versions}


def differences(ours: Answers, oracle: Oracle) -> dict[str, tuple[str, str]]:
    """Return the versions for which the oracle's answer, the second, is another one."""
    pairs = {version: (answer, oracle.status(version)) for version, answer in ours.items()}
    return {version: pair for version, pair in pairs.items() if pair[0] != pair[1]}


def versions_to_try(record: dict[str, Any]) -> set[str]:
    """Return all versions that a record names, and some beside each."""
    listed = {version for entry in record["affected"] for version in entry.get("versions") or ()}
    bounds = {
        f"{bound}{suffix}"
        for entry in record["affected"]
        for found in entry.get("ranges") or ()
        if found["type"] != "GIT"
        for event in found["events"]
        for bound in event.values()
        for suffix in ("", ".dev0", ".post1")
    }
    return {f"{version}{local}" for version in listed | bounds for local in ("", "+local")}


@pytest.mark.parametrize("share", range(SHARES))
def test_every_record_of_pypa_answers_as_the_specification_has_it(share, record_property):
    """
    Some 1.3 million pairs of a record and a version, each asked of the bundled index.
    """
    by_package = defaultdict(list)
    for record in pypa_records():
        for package in {package_of(affected) for affected in record["affected"]}:
            if zlib.crc32(package.encode()) % SHARES == share:
                by_package[package].append(record)
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for(map(NormalizedName, by_package))

    compared = 0
    wrong = {}
    for package, records in by_package.items():
        advisories = {advisory.id: advisory for advisory in known[NormalizedName(package)]}
        for record in records:
            advisory = advisories[record["id"]]
            ours = answers_of([advisory], package, versions_to_try(record))
            compared += len(ours)
            if found := differences(ours, Oracle(record, package)):
                wrong[record["id"], package] = found
    record_property("pairs", compared)

    assert compared > len(pypa_records()) / SHARES
    assert {} == wrong


def test_every_record_of_the_bundled_index_answers_as_the_specification_has_its_events(
    record_property,
):
    """
    Without the archive: some 127,000 pairs, at and beside every bound that the index has kept.
    """
    compared = 0
    wrong = {}
    with AdvisoryIndex.opened() as index:
        advisories = list(index.all())
    for advisory in advisories:
        for package in {entry.package for entry in advisory.affected}:
            record = as_record(advisory, package)
            ours = answers_of([advisory], package, versions_to_try(record))
            compared += len(ours)
            if found := differences(ours, Oracle(record, package)):
                wrong[advisory.id, package] = found
    record_property("pairs", compared)

    assert compared > 10 * len(advisories)
    assert {} == wrong


def as_record(advisory: Advisory, package: str) -> dict[str, Any]:
    """Return a record with the events that the index has kept of an advisory."""
    return {
        "withdrawn": advisory.withdrawn,
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": package},
                "ranges": [
                    {
                        "type": "ECOSYSTEM",
                        "events": [{event.kind: event.text} for event in events_of_range(group)],
                    }
                    for group in entry.ranges
                ],
                "versions": list(entry.versions),
            }
            for entry in advisory.affected
        ],
    }


READINGS = {
    "0.1.33-NA": "0.1.33",
    "0.12.10-NA": "0.12.10",
    "0.14.0-NA": "0.14.0",
    "0.6.7-NA": "0.6.7",
    "0.7.1-NA": "0.7.1",
    "2.10.0-NA": "2.10.0",
    "2.5.0-NA": "2.5.0",
    "2.6.0-NA": "2.6.0",
    "2.7.1-NA": "2.7.1",
    "2.9.0-NA": "2.9.0",
    "3.0.3-NA": "3.0.3",
    "3.10.2-NA": "3.10.2",
    "4.1.0-NA": "4.1.0",
    "2.6.0-cu124": "2.6.0+cu124",
    r"0.2.0-alpha\.33": "0.2.0a33",
    "4.6.0.stable11": "4.6.0.11",
}
"""What the repair table makes of the bounds of PyPA, written down by hand."""
LEFT_OPEN = {
    *("2018-04-22b", "2019-09-12", "2024-09-19", "2024-09-25", "2024-12-04"),
    *("0.2.0-n653", "7.2.0-12.1", "8.3.0-11.1", "9.3.1-2.1", "10.0.2-1.1"),
}


def test_repaired_records_answer_as_if_their_bounds_were_written_right():
    """
    All records with a bound that is no version, each with all versions of its package's records.
    """
    doubtful = [record for record in pypa_records() if unreadable_of(record)]
    wrong = {}
    for record in doubtful:
        package = package_of(record["affected"][0])
        with AdvisoryIndex.opened() as index:
            known = index.advisories_for([NormalizedName(package)])[NormalizedName(package)]
        (advisory,) = (each for each in known if each.id == record["id"])
        of_package = (each for each in pypa_records() if package_of(each["affected"][0]) == package)
        versions = set().union(*map(versions_to_try, of_package))
        ours = answers_of([advisory], package, versions, repairs=True)
        if found := differences(ours, Oracle(record, package, READINGS)):
            wrong[record["id"]] = found

    assert 31 == len(doubtful)
    assert READINGS.keys() | LEFT_OPEN == set().union(*map(unreadable_of, doubtful))
    assert {} == wrong


def unreadable_of(record: dict[str, Any]) -> set[str]:
    """Return the bounds of a record that are no versions."""
    return {
        bound
        for entry in record["affected"]
        for found in entry.get("ranges") or ()
        if found["type"] != "GIT"
        for event in found["events"]
        for bound in event.values()
        if version_of(bound) is None
    }


BOUNDS = ("0.5", "1.0.dev0", "1.0rc1", "1.0", "1.0.0", "1.0.post1", "1.0-2", "1!0.3", "3.1.0rc1")
LOCAL_BOUNDS = ("2.0+cu118", "2.0+cu124")
UNREADABLE = ("1.0.stable3", "2.0-NA", "v1-final", "2019-09-12")
VERSIONS = (
    *BOUNDS,
    *LOCAL_BOUNDS,
    *UNREADABLE,
    *("0", "0.dev0", "v1.0", "1.0+deb1", "2.0", "2.0+a", "2.0+cu121", "2.0+xpu", "1!0.3+x", "3"),
)


def _event_texts(end: str) -> Iterator[st.SearchStrategy[str]]:
    """Yield strategies for the events of one range; ``fixed`` and ``last_affected`` never mix."""
    bound = st.sampled_from([*BOUNDS, *LOCAL_BOUNDS, *UNREADABLE[:2]])
    yield st.just("introduced 0")
    yield bound.map(lambda text: f"introduced {text}")
    yield bound.map(lambda text: f"{end} {text}")
    yield st.sampled_from(["limit *", "limit 1.0", "limit 2.0+cu124", "limit 2.0-NA"])


RANGES = st.sampled_from(["fixed", "last_affected"]).flatmap(
    lambda end: st.lists(st.one_of(*_event_texts(end)), max_size=6)
)
ENTRIES = st.fixed_dictionaries(
    {
        "package": st.fixed_dictionaries(
            {"ecosystem": st.sampled_from(["PyPI", "PyPI", "npm"]), "name": st.just("Ex_ample")}
        ),
        "ranges": st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(["ECOSYSTEM", "SEMVER", "GIT"]),
                    "events": RANGES.map(", ".join).map(events_of),
                }
            ),
            max_size=3,
        ),
        "versions": st.lists(st.sampled_from(VERSIONS), max_size=3),
    }
)


@settings(deadline=None, max_examples=300)
@given(
    entries=st.lists(ENTRIES, min_size=1, max_size=3),
    withdrawn=st.sampled_from([None, "2026-01-01"]),
)
def test_any_record_answers_as_the_specification_has_it(tmp_path_factory, entries, withdrawn):
    """
    Ties, seams, overlaps, limits, epochs, locals and bounds that are none: more than PyPA has.
    """
    record = {**record_of(), "affected": entries, "withdrawn": withdrawn}
    location = tmp_path_factory.getbasetemp() / "any-record.sqlite"
    build_index(location, IndexContent(advisories=[advisory_of(record, Severity())]))
    with AdvisoryIndex.opened(location) as index:
        known = index.advisories_for([NormalizedName("ex-ample")])

    ours = answers_of(known.get(NormalizedName("ex-ample"), []), "ex-ample", set(VERSIONS))

    assert {} == differences(ours, Oracle(record, "ex-ample"))
