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
from scanner.model.names import NormalizedName
from tests.support.advisories import events_of, pypa_records, record_of
from tests.support.osv_oracle import NOT_AFFECTED, Oracle, package_of
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
