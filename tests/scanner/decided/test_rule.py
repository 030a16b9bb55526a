"""Which findings a rule is about."""

from __future__ import annotations

import pytest

from scanner.decided.distribution import Distributions
from tests.support.deciding import rule
from tests.support.reports import at, component, finding

FOUND = finding(component("Idna", evidence=at("opt/[x]/idna-3.4.dist-info")))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, True, id="alias"),
        pytest.param({"ids": frozenset(("PYSEC-2024-60",))}, True, id="id"),
        pytest.param({"ids": frozenset(("CVE-2024-365",))}, False, id="part of an id"),
        pytest.param({"ids": frozenset()}, True, id="any id"),
        pytest.param({"distributions": Distributions(("idna",))}, True, id="name"),
        pytest.param({"distributions": Distributions(("idn",))}, False, id="other name"),
        pytest.param({"distributions": Distributions(("i*",), "<3.5")}, True, id="version"),
        pytest.param({"distributions": Distributions(("i*",), ">3.5")}, False, id="other version"),
        pytest.param({"paths": ("/opt/*",)}, True, id="path"),
        pytest.param({"paths": ("usr/*", "opt/[x]/*")}, True, id="one of two, with brackets"),
        pytest.param({"paths": ("opt",)}, False, id="above"),
        pytest.param({"paths": ("opt/?x?/*",)}, False, id="question mark"),
    ],
)
def test_a_rule_is_about_what_all_of_it_fits(changes, expected):
    assert expected == rule(**changes).fits(FOUND)


def test_a_rule_says_what_it_is_about_and_where_it_is():
    found = rule(distributions=Distributions(("idna",), "<4"), paths=("opt/*",))

    assert ("CVE-2024-3651 in idna <4 in opt/*", "decisions.yaml:2") == (found.about, found.source)
