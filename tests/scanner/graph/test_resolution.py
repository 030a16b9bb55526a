"""Which requirements hold, and what meets them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.graph.resolution import MAX_ODD, dependencies_in
from scanner.graph.scope import Scopes
from scanner.model.component import Evidence, State
from scanner.model.dependency import Dependency, Standing
from scanner.model.interpreter import Interpreter
from tests.support.environments import (
    BASE,
    SITE,
    distribution,
    edges_in,
    environment,
    inventory_with,
)

if TYPE_CHECKING:
    from scanner.model.component import Component

A, B, C = distribution("a"), distribution("b"), distribution("c")
ON_WINDOWS = "b; sys_platform == 'win32'"


def requiring(*requires: str, name: str = "a", **more: Any) -> Component:  # noqa: ANN401 - any field of a component
    return distribution(name, *requires, **more)


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        pytest.param(
            [requiring("b; extra == 'x'"), B], {("a", "b", "possible", "x")}, id="G1-possible"
        ),
        pytest.param([requiring("b; extra == 'x'")], set(), id="G1-not-there"),
        pytest.param(
            [requiring("b; extra == 'x'"), B, distribution("c", "a[x]")],
            {("c", "a", "met"), ("a", "b", "met", "x")},
            id="G2-asked-for",
        ),
        pytest.param(
            [
                requiring("a[x, y]; extra == 'all'", "b; extra == 'x'", "c; extra == 'y'"),
                *(B, C, distribution("d", "a[all]")),
            ],
            {("d", "a", "met"), ("a", "b", "met", "x"), ("a", "c", "met", "y")},
            id="G3-of-itself",
        ),
        pytest.param(
            [requiring("b[y]"), distribution("b", "c[z]; extra == 'y'"), C],
            {("a", "b", "met"), ("b", "c", "met", "y")},
            id="G3-chain",
        ),
        pytest.param(
            [requiring("b; extra == 'Dev_Extra'"), B, distribution("c", "a[dev.extra]")],
            {("c", "a", "met"), ("a", "b", "met", "dev-extra")},
            id="G4-spellings",
        ),
        pytest.param([requiring(ON_WINDOWS), B], set(), id="G5-elsewhere"),
        pytest.param([requiring("b")], {("a", "b", "missing")}, id="G8-missing"),
        pytest.param(
            [requiring("b; extra == 'x'"), distribution("c", "a[x]")],
            {("c", "a", "met"), ("a", "b", "missing", "x")},
            id="G8-missing-extra",
        ),
        pytest.param(
            [requiring("b>=1.0"), distribution("b", version="0.9")],
            {("a", "b", "violated")},
            id="G9-violated",
        ),
        pytest.param(
            [requiring("b>=1.0"), distribution("b", version=None)],
            {("a", "b", "undetermined")},
            id="G9-no-version",
        ),
        pytest.param(
            [requiring("b>=1.0", "b<2; extra == 'x'"), distribution("b", version="0.9")],
            {("a", "b", "violated"), ("a", "b", "possible", "x")},
            id="G9-and-possible",
        ),
        pytest.param(
            [requiring("b"), distribution("b", "a")],
            {("a", "b", "met"), ("b", "a", "met")},
            id="G10-cycle",
        ),
        pytest.param(
            [
                requiring("b"),
                distribution("b", version="2.0", state=State.VENDORED, parent="x"),
                distribution("b", version="3.0", state=State.STALE),
            ],
            {("a", "b", "missing")},
            id="G13-copies-meet-nothing",
        ),
        pytest.param(
            [requiring("b"), distribution("b", state=State.EDITABLE)],
            {("a", "b", "met")},
            id="editable",
        ),
        pytest.param(
            [requiring("b", state=State.VENDORED), B], set(), id="a-copy-requires-nothing"
        ),
        pytest.param([requiring("B_.c"), distribution("b-C")], {("a", "b-c", "met")}, id="names"),
        pytest.param([requiring("a"), B], set(), id="itself"),
        pytest.param([requiring("b", "b"), B], {("a", "b", "met")}, id="said twice"),
    ],
)
def test_a_requirement_leads_to_what_meets_it(components, expected):
    assert expected == edges_in(inventory_with(*components))


def test_a_dependency_says_on_what_it_stands():
    text = "b[y]>=1 ; os_name == 'posix' and extra == 'X'"
    inventory = inventory_with(requiring(text), B, distribution("c", "a[x]"))
    (dependency, _), _ = dependencies_in(Scopes(inventory, ()))

    assert dependency == Dependency(
        dependent=f"{SITE}/a-1.0.dist-info",
        dependency=f"{SITE}/b-1.0.dist-info",
        name="b",
        ecosystem="pypi",
        requirement=text,
        standing=Standing.MET,
        extra="x",
        extras=("y",),
        marker="os_name == 'posix' and extra == 'X'",
    )


@pytest.mark.parametrize(
    ("marker", "there", "absent"),
    [
        ("platform_machine == 'arm64'", "met", None),
        ("sys_platform == 'linux'", "met", None),
        ("sys_platform == 'win32'", None, None),
        ("os_name == 'posix'", "met", "missing"),
        ("python_version >= '3.8'", "met", "missing"),
        ("python_version >> '3.8'", "met", None),
    ],
)
def test_what_may_be_required_is_required_if_it_is_there(marker, there, absent):
    """
    Nothing tells for which platform the files in a directory are.
    """
    dependent = requiring(f"b; {marker}")

    for components, expected in (((dependent, B), there), ((dependent,), absent)):
        edges = edges_in(inventory_with(*components, platform=None))
        assert ({("a", "b", expected)} if expected else set()) == edges


@pytest.mark.parametrize(
    ("marker", "there", "absent"),
    [
        ("python_full_version >= '3.11.0'", "met", "missing"),
        ("python_full_version < '3.11.4'", "met", None),
        ("python_full_version == '3.11.4'", "met", None),
        ("python_full_version < '3.9.1'", None, None),
    ],
)
def test_of_a_branch_all_releases_are_taken_into_account(marker, there, absent):
    dependent = requiring(f"b; {marker}")
    environments = (environment(SITE, version="3.11"),)

    for components, expected in (((dependent, B), there), ((dependent,), absent)):
        edges = edges_in(inventory_with(*components, environments=environments))
        assert ({("a", "b", expected)} if expected else set()) == edges


@pytest.mark.parametrize("interpreters", [(), ("3.11", "3.12")], ids=["none", "two"])
def test_each_interpreter_of_an_environment_finds_its_own(interpreters):
    """
    Of a virtual environment that was copied alone, no program is there.
    """
    sites = ("venv/lib/python3.11/site-packages", "venv/lib/python3.12/site-packages")
    old, new = (
        [
            distribution("a", "b>=2", site=site, environment="venv"),
            distribution("b", site=site, version=version, environment="venv"),
        ]
        for site, version in zip(sites, ("1.0", "2.0"), strict=True)
    )
    inventory = inventory_with(
        *old,
        *new,
        environments=(
            environment(
                SITE,
                site_directories=sites,
                interpreters=tuple(
                    Interpreter(path=None, version=version, site_directories=(site,))
                    for version, site in zip(interpreters, sites, strict=False)
                ),
            ),
        ),
    )

    assert {("a", "b", "violated"), ("a", "b", "met")} == edges_in(inventory)


OTHER = "opt/other/lib/python3.11/site-packages"


@pytest.mark.parametrize(
    ("environments", "first", "expected"),
    [
        pytest.param([environment(SITE)], (), "missing", id="G14-other-environment"),
        pytest.param(
            [environment(SITE, base="usr/local")], (), "missing", id="G11-base-that-is-not-seen"
        ),
        pytest.param(
            [environment(SITE, base="usr/local", sees_base=True)], (), "met", id="G11-base"
        ),
        pytest.param([environment(SITE)], (BASE,), "met", id="G11-PYTHONPATH"),
        pytest.param([environment(SITE, "user")], (), "met", id="G11-user"),
        pytest.param([environment(SITE, "directory")], (), "met", id="G11-target"),
    ],
)
def test_another_environment_may_meet_a_requirement(environments, first, expected):
    inventory = inventory_with(
        requiring("b"),
        distribution("b", site=BASE),
        environments=(*environments, environment(BASE, "prefix")),
    )

    assert {("a", "b", expected)} == edges_in(inventory, *first)


def test_what_sees_each_other_ends():
    inventory = inventory_with(
        requiring("b"),
        environments=(
            environment(SITE, base="opt/other", sees_base=True),
            environment(OTHER, base="venv", sees_base=True),
        ),
    )

    assert {("a", "b", "missing")} == edges_in(inventory)


def test_what_is_found_first_meets_a_requirement():
    own, other = distribution("b", version="2.0"), distribution("b", version="1.0", site=BASE)
    inventory = inventory_with(
        requiring("b>=2"),
        own,
        other,
        distribution("c", "b>=2", site=BASE),
        environments=(
            environment(SITE, base="usr/local", sees_base=True),
            environment(BASE, "prefix"),
        ),
    )

    assert {("a", "b", "met"), ("c", "b", "violated")} == edges_in(inventory)


def test_of_two_in_one_directory_the_one_whose_code_is_there_counts():
    gone = distribution("b", version="0.9", code_present=False)

    assert {("a", "b", "met")} == edges_in(inventory_with(requiring("b>=1"), gone, B))


@pytest.mark.parametrize("line", ["b>=2.*", "b; extra == dev", "b (1.0)"])
def test_g7_what_cannot_be_read_of_a_requirement_is_a_problem(line):
    dependencies, problems = dependencies_in(Scopes(inventory_with(requiring(line), B), ()))

    assert [Standing.MET] == [each.standing for each in dependencies]
    assert [f"{SITE}/a-1.0.dist-info"] == [problem.path for problem in problems]
    assert line in problems[0].reason


def test_g15_a_broken_distribution_costs_the_others_nothing():
    broken = requiring(*(f"\0{number}" for number in range(100)))
    found = [distribution(f"d{number}", "b") for number in range(499)]
    dependencies, problems = dependencies_in(Scopes(inventory_with(broken, B, *found), ()))

    assert Counter({Standing.MET: 499}) == Counter(each.standing for each in dependencies)
    assert MAX_ODD + 1 == len(problems)
    assert "90 more requirements that are not valid" == problems[-1].reason


def test_a_distribution_may_require_very_much():
    """
    In time that grows with the bytes: each line is looked at once, and once for each extra.
    """
    lines = [f"d{number}; extra == 'e{number}'" for number in range(50_000)]
    lines += [f"a[e{number + 1}]; extra == 'e{number}'" for number in range(50_000)]
    inventory = inventory_with(requiring(*lines), distribution("b", "a[e0]"))
    dependencies, problems = dependencies_in(Scopes(inventory, ()))

    assert not problems
    assert 50_000 == sum(each.standing is Standing.MISSING for each in dependencies)


NAMES = st.sampled_from("abcdef")
EXTRAS = st.sampled_from("xyz")
STATED = st.tuples(NAMES, st.sets(EXTRAS, max_size=2), st.none() | EXTRAS)
GRAPHS = st.dictionaries(NAMES, st.lists(STATED, max_size=5))


def naive_edges(graph: dict[str, list[tuple[str, set[str], str | None]]]) -> set[tuple[str, ...]]:
    """Return the edges that hold, found by asking everybody until nothing is new."""
    asked: set[tuple[str, str | None]] = {(name, None) for name in graph}
    while True:
        new = {
            (required, extra)
            for name, stated in graph.items()
            for required, extras, condition in stated
            if (name, condition) in asked and required in graph
            for extra in extras
        }
        if new <= asked:
            break
        asked |= new
    return {
        (name, required, "met" if required in graph else "missing", *filter(None, (condition,)))
        for name, stated in graph.items()
        for required, _, condition in stated
        if (name, condition) in asked and (required != name)
    }


@given(graph=GRAPHS)
def test_extras_are_those_that_are_found_by_asking_everybody(graph):
    inventory = inventory_with(
        *(
            requiring(
                *(
                    f"{required}[{','.join(sorted(extras))}]"
                    + (f"; extra == '{condition}'" if condition else "")
                    for required, extras, condition in stated
                ),
                name=name,
            )
            for name, stated in graph.items()
        )
    )

    assert naive_edges(graph) == {e for e in edges_in(inventory) if "possible" not in e}


def conda_package(name: str, *requires: str) -> Component:
    return distribution(
        name,
        *requires,
        kind="conda",
        purl=f"pkg:conda/{name}@1.0?subdir=osx-arm64",
        environment="venv",
        evidence=Evidence(f"venv/conda-meta/{name}-1.0-0.json"),
    )


def test_g17_packages_of_conda_require_packages_and_their_distributions_distributions():
    held = distribution("torch", "sympy", "c; platform_machine == 'x86_64'")
    joined = distribution(
        "torch", *held.requires, conda=conda_package("pytorch", "python >=3.9", "libzlib 1.2.* h0")
    )
    inventory = inventory_with(
        joined,
        distribution("sympy"),
        conda_package("python"),
        conda_package("ignite", "conda-forge::pytorch[version='1.*']", "sympy", "gone"),
    )

    assert {
        ("torch", "sympy", "met"),
        ("torch", "python", "met"),
        ("torch", "libzlib", "missing"),
        ("ignite", "pytorch", "met"),
        ("ignite", "sympy", "met"),
        ("ignite", "gone", "missing"),
    } == edges_in(inventory)
