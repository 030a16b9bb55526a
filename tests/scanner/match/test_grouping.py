"""Records that speak of one vulnerability (rule P10)."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match.grouping import grouped
from scanner.model.advisory import Advisory


def records_of(text: str) -> list[Advisory]:
    """Return the records of ``A=B,C; D``: A with the aliases B and C, and D without any."""
    pairs = (item.strip().partition("=") for item in text.split(";"))
    return [
        Advisory(id=name, aliases=tuple(filter(None, rest.split(",")))) for name, _, rest in pairs
    ]


def shown(groups: list[tuple[Advisory, ...]]) -> list[str]:
    """Return the identifiers of each group."""
    return [" ".join(advisory.id for advisory in group) for group in groups]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param("P1; P2", ["P1", "P2"], id="nothing in common"),
        pytest.param("P1=CVE-1; G1=CVE-1", ["G1 P1"], id="one CVE"),
        pytest.param("P1=G1; G1", ["G1 P1"], id="one names the other"),
        pytest.param("P1=S1; G1=S1", ["G1 P1"], id="a third name"),
        pytest.param("P1=CVE-1; G1=CVE-1,P2; P2=G1", ["G1 P1 P2"], id="a CVE, then a name"),
        pytest.param("A=B; B=C; C=D; D", ["A B C D"], id="a chain"),
        pytest.param("A=x; B=x,y; C=y,z; D=z", ["A B C D"], id="a chain of third names"),
        pytest.param("A=B; B=A", ["A B"], id="a cycle of two"),
        pytest.param("A=B; B=C; C=A", ["A B C"], id="a cycle of three"),
        pytest.param("A=A", ["A"], id="a cycle of one"),
        pytest.param("CVE-1; P1=CVE-1", ["CVE-1 P1"], id="a record that is a CVE"),
        pytest.param("G1=CVE-1,CVE-2; P1=CVE-1; P2=CVE-2", ["G1 P1 P2"], id="two CVEs in one"),
        pytest.param("P1=CVE-1,G1; P2=CVE-2,G1", ["P1", "P2"], id="two CVEs and a wrong name"),
        pytest.param("P1=CVE-1,P2; P2=CVE-2", ["P1", "P2"], id="two CVEs, one names the other"),
        pytest.param("CVE-1=CVE-2; CVE-2", ["CVE-1 CVE-2"], id="a CVE that names another"),
        pytest.param(
            "P1=CVE-1,G1; P2=G1; P3=CVE-2,G1", ["P1 P2", "P3"], id="one without a CVE joins one"
        ),
        pytest.param(
            "P1=CVE-1,G1; P2=G1,G2; P3=CVE-2,G2", ["P1 P2", "P3"], id="no way around over a third"
        ),
        pytest.param(
            "P1=G1,G2; P2=CVE-1,G1; P3=CVE-2,G2",
            ["P1 P2", "P3"],
            id="no way around over a first",
        ),
        pytest.param(
            "P1=CVE-1,G1; P2=CVE-2,G1; P3=CVE-1,CVE-2",
            ["P1 P2 P3"],
            id="a third that names both CVEs",
        ),
        pytest.param(
            "PYSEC-2021-88=CVE-2021-32633,GHSA-5pr9-v234-jw36;"
            "PYSEC-2021-104=CVE-2021-32674,GHSA-5pr9-v234-jw36",
            ["PYSEC-2021-104", "PYSEC-2021-88"],
            id="zope, as it was in 2024",
        ),
        pytest.param("A=CVE-1; A=CVE-2", ["A", "A"], id="one identifier, two CVEs"),
        pytest.param("A; A=B", ["A A"], id="one record of two feeds"),
    ],
)
def test_records_are_joined_by_their_names_whatever_their_order(records, expected):
    found = records_of(records)

    for order in permutations(found):
        assert expected == shown(grouped(order))


def test_related_records_are_not_the_same():
    pillow = Advisory(id="PYSEC-2023-175", related=("CVE-2023-4863",))
    libwebp = Advisory(id="CVE-2023-4863")

    assert [(libwebp,), (pillow,)] == grouped([pillow, libwebp])


NAMES = st.sampled_from(["CVE-1", "CVE-2", "CVE-3", "G1", "G2", "P1", "P2", "P3"])
RECORDS = st.lists(
    st.builds(Advisory, id=NAMES, aliases=st.lists(NAMES, max_size=3).map(tuple)), max_size=6
)


def names(advisories: tuple[Advisory, ...]) -> set[str]:
    """Return all identifiers of these records."""
    return {name for advisory in advisories for name in (advisory.id, *advisory.aliases)}


def cves(advisories: tuple[Advisory, ...]) -> set[str]:
    """Return the CVEs that these records name."""
    return {name for name in names(advisories) if name.startswith("CVE-")}


@given(records=RECORDS)
def test_every_record_is_in_one_group(records):
    found = [advisory for group in grouped(records) for advisory in group]

    assert sorted(records, key=repr) == sorted(found, key=repr)


@given(records=RECORDS)
def test_groups_that_share_a_name_name_different_cves(records):
    """
    Whatever speaks of the same CVE is together, and what is apart has a reason to be.
    """
    groups = grouped(records)

    for place, one in enumerate(groups):
        for other in groups[:place]:
            assert not cves(one) & cves(other)
            assert not names(one) & names(other) or (cves(one) and cves(other))


@given(records=RECORDS)
def test_no_other_name_joins_records_that_name_different_cves(records):
    for group in grouped(records):
        named = [found for advisory in group if (found := cves((advisory,)))]
        reached = set().union(*named[:1])
        for _ in named:
            reached |= set().union(*(found for found in named if found & reached))

        assert set().union(*named) == reached


@given(records=RECORDS, data=st.data())
def test_the_order_of_the_records_does_not_matter(records, data):
    shuffled = data.draw(st.permutations(records))

    assert {frozenset(group) for group in grouped(records)} == {
        frozenset(group) for group in grouped(shuffled)
    }
