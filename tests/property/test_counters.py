"""Counters that add up: every component ends in exactly one of them, whatever it is like."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.decided.decisions import Decisions
from scanner.judging import Judging
from scanner.match.decisions import decided
from scanner.match.matcher import match
from scanner.model.component import Evidence, State
from scanner.model.declaration import Declaration
from scanner.model.names import NormalizedName, package_url
from scanner.model.report import Tally
from tests.support.advisories import advisory
from tests.support.deciding import TODAY, rule
from tests.support.reports import OWNER, component, report_of

ADVISORIES = {
    NormalizedName("example"): [
        advisory("introduced 0, fixed 2.0", id="A-1"),
        advisory("introduced 0, fixed one", id="O-1"),
    ],
    NormalizedName("odd"): [advisory("introduced 0, fixed one", id="O-2")],
    NormalizedName("conda:zlib"): [advisory("introduced 0, fixed 2.0", id="C-1")],
    NormalizedName("withdrawn"): [advisory("introduced 0", id="W-1", withdrawn="2026-01-01")],
}
VERSIONS = [
    "1.0",
    "1.1",
    None,
    "",
    "2.0",
    "1.0+x",
    "0.9-doduo",
    "latest",
    "1" * 5_000,
    "\0",
    "1.0 ",
]
ECOSYSTEMS = ["pypi", "conda", "generic", "deb", "npm", "", "PyPI"]


@st.composite
def components(draw):
    """Draw a component of any kind, some of which share a place; every other one is affected."""
    place = Evidence(draw(st.sampled_from("ab")), line=draw(st.sampled_from([None, 1])))
    if draw(st.booleans()):
        return component("example", draw(st.sampled_from(["1.0", "1.1"])), evidence=place)
    name = draw(st.sampled_from(["example", "odd", "zlib", "withdrawn", "unknown", "", "\udc80"]))
    version = draw(st.sampled_from(VERSIONS))
    ecosystem = draw(st.sampled_from(ECOSYSTEMS))
    url = package_url(ecosystem, name, version)
    state = draw(st.just(State.INSTALLED) | st.sampled_from(State))
    declaration = None
    if state is State.DECLARED:
        declaration = Declaration(
            requirement=name,
            is_locked=draw(st.booleans()),
            superseded_by=draw(st.sampled_from([None, "uv.lock"])),
            is_selected=draw(st.booleans()),
        )
    return replace(
        component(),
        name=name,
        version=version,
        purl=url,
        state=state,
        declaration=declaration,
        owner=draw(st.sampled_from([None, OWNER])),
        origin=draw(st.sampled_from([None, "git+https://x.test", "file:///a", "https://x/a.whl"])),
        identities=draw(st.sampled_from([(), ("pkg:pypi/example@1.0",), ("pkg:pypi/",), ("x",)])),
        kind=draw(st.sampled_from(["dist-info", "project", "conda-meta"])),
        evidence=place,
    )


CHOICES = {
    "judging": st.builds(
        Judging, match_owned=st.booleans(), match_unreleased=st.booleans(), repairs=st.booleans()
    ),
    "states": st.just(frozenset(State)) | st.frozensets(st.sampled_from(State)),
    "ecosystems": st.frozensets(st.sampled_from(["pypi", "conda"])),
}
RULES = st.lists(
    st.sampled_from(
        [rule("A-1"), rule("O-1"), rule("O-2"), rule("C-1", justification="component_not_present")]
    ),
    unique=True,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(found=st.lists(components(), max_size=8), rules=RULES, **CHOICES)
def test_every_component_is_in_one_count(found, rules, judging, states, ecosystems):
    findings, tally = match(found, ADVISORIES, judging, states, ecosystems)
    report = replace(report_of(*found, findings=findings), tally=tally)

    after = decided(report, Decisions(rules=tuple(rules)), TODAY, 365).tally

    one_by_one: Counter[str] = Counter()
    for each in found:
        (only, count) = match([each], ADVISORIES, judging, states, ecosystems)
        single = replace(report_of(each, findings=only), tally=count)
        one_by_one += Counter(_counts(decided(single, Decisions(rules=tuple(rules)), TODAY, 365)))
    assert (len(found), len(found)) == (sum(astuple(tally)), sum(astuple(after)))
    assert min(astuple(after)) >= 0
    if len(set(found)) == len(found):
        assert one_by_one == Counter(_counts(replace(report, tally=after)))


def _counts(report):
    """Return the counts that are not nought."""
    names = Tally.__slots__
    return {name: count for name in names if (count := getattr(report.tally, name))}
