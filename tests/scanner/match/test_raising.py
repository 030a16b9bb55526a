"""What has to be raised for a distribution to get another version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.graph.reach import MAX_WAY
from scanner.match.raising import Raising
from scanner.model.component import Component, State
from scanner.model.dependency import Basis, Dependency, Directness, Standing
from scanner.model.fix import Fix
from tests.support.reports import at, component, inventory_of

FIX = Fix(version="2.0", nearness="major")


def chain(*names: str) -> list[Component]:
    """Return distributions of which a user asked for the first, and each is there for the next."""
    found: list[Component] = []
    for depth, name in enumerate(names):
        via = found[-1].place if found else None
        way = Directness(is_direct=not depth, basis=Basis.INSTALLER, depth=depth, via=via)
        found.append(component(name, "1.0", directness=way))
    return found


def requirement(
    dependent: Component, dependency: Component, text: str, **changes: object
) -> Dependency:
    """Return that one distribution requires another."""
    value = Dependency(
        dependent=dependent.place,
        dependency=dependency.place,
        name=dependency.name,
        ecosystem="pypi",
        requirement=text,
        standing=Standing.MET,
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def completed(components: list[Component], *dependencies: Dependency, fix: Fix = FIX) -> Fix:
    """Return the fix of the last of the components."""
    inventory = replace(inventory_of(*components), dependencies=dependencies)
    return Raising.of(inventory).completed(fix, components[-1])


def places(*components: Component) -> tuple[str, ...]:
    """Return where they are."""
    return tuple(each.place for each in components)


def test_what_a_user_asked_for_is_raised_by_itself():
    (urllib3,) = chain("urllib3")

    assert FIX == completed([urllib3])


@pytest.mark.parametrize(
    ("text", "is_admitted"),
    [
        ("urllib3", True),
        ("urllib3>=1,<3", True),
        ("urllib3<2", False),
        ("urllib3==1.*; python_version > '3'", False),
        ("urllib3 (>=1 and odd)", None),
    ],
)
def test_what_is_there_for_another_has_the_way_and_whether_that_allows_it(text, is_admitted):
    requests, urllib3 = chain("requests", "urllib3")

    fix = completed([requests, urllib3], requirement(requests, urllib3, text))

    assert is_admitted is fix.is_admitted
    assert (requests.place, places(requests, urllib3)) == (fix.raised, fix.way)


def test_the_way_begins_with_what_a_user_asked_for():
    shop, requests, urllib3 = chain("shop", "requests", "urllib3")
    dependencies = (
        requirement(shop, requests, "requests"),
        requirement(requests, urllib3, "urllib3<2"),
    )

    fix = completed([shop, requests, urllib3], *dependencies)

    assert (shop.place, places(shop, requests, urllib3)) == (fix.raised, fix.way)


def test_a_project_is_not_raised_but_what_it_requires():
    shop, requests, urllib3 = chain("shop", "requests", "urllib3")
    shop = replace(shop, directness=Directness(is_direct=True, basis=Basis.PROJECT, depth=0))
    dependencies = (
        requirement(shop, requests, "requests<3"),
        requirement(requests, urllib3, "urllib3<2"),
    )

    fixes = [
        completed([shop, requests, urllib3], *dependencies),
        completed([shop, requests], *dependencies, fix=replace(FIX, version="3")),
    ]

    assert [(requests.place, places(requests, urllib3)), (None, ())] == [
        (fix.raised, fix.way) for fix in fixes
    ]
    assert [False, False] == [fix.is_admitted for fix in fixes]


def test_the_way_leads_through_the_one_that_does_not_allow_it():
    requests, urllib3 = chain("requests", "urllib3")
    (botocore,) = chain("botocore")
    dependencies = (
        requirement(requests, urllib3, "urllib3<3"),
        requirement(botocore, urllib3, "urllib3<2"),
    )

    fix = completed([botocore, requests, urllib3], *dependencies)

    assert (False, botocore.place, places(botocore, urllib3)) == (
        fix.is_admitted,
        fix.raised,
        fix.way,
    )


def test_what_a_user_asked_for_may_be_held_by_another():
    (botocore,) = chain("botocore")
    (urllib3,) = chain("urllib3")

    fix = completed([botocore, urllib3], requirement(botocore, urllib3, "urllib3<2"))

    assert (False, botocore.place) == (fix.is_admitted, fix.raised)


def test_requirements_of_an_extra_that_nobody_asked_for_hold_nothing():
    requests, urllib3 = chain("requests", "urllib3")
    idle = requirement(requests, urllib3, "urllib3<2", standing=Standing.POSSIBLE)

    assert completed([requests, urllib3], idle).is_admitted is None


def test_what_conda_requires_is_not_read_as_pythons():
    requests, urllib3 = chain("requests", "urllib3")
    match = requirement(requests, urllib3, "urllib3 <2", ecosystem="conda")

    assert completed([requests, urllib3], match).is_admitted is None


def test_a_vendored_copy_is_replaced_with_what_it_is_in():
    shop, pip = chain("shop", "pip")
    copy = component(
        "urllib3", "1.0", state=State.VENDORED, parent=pip.place, evidence=at("pip/_vendor/x")
    )

    fix = completed([shop, pip, copy])

    assert (shop.place, places(shop, pip, copy)) == (fix.raised, fix.way)


def test_what_nothing_of_a_users_leads_to_has_no_way():
    lost = component(directness=Directness(is_direct=False, basis=Basis.DEPENDENTS))

    assert FIX == completed([lost])


def test_what_is_in_no_graph_is_left_as_it_is():
    assert FIX == completed([component()])


def test_without_a_version_there_is_nothing_to_raise():
    requests, urllib3 = chain("requests", "urllib3")
    nothing = Fix(version=None)

    assert nothing == completed([requests, urllib3], fix=nothing)


@pytest.mark.parametrize("steps", [MAX_WAY, MAX_WAY + 1])
def test_a_way_without_end_is_not_told(steps):
    """
    Somebody may make up one of 100,000 distributions, which all have findings.
    """
    components = chain(*(f"a{number}" for number in range(steps)))

    fix = completed(components)

    assert (steps if steps <= MAX_WAY else 0) == len(fix.way)


@pytest.mark.parametrize("via", ["nowhere", None], ids=["nowhere", "a circle"])
def test_a_way_that_leads_nowhere_or_in_a_circle_is_none(via):
    """
    An inventory may be somebody's document, in which anything may stand.
    """
    one, other = chain("one", "other")
    way = Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via=via or other.place)
    one = replace(one, directness=way)

    assert FIX == completed([one, other])
