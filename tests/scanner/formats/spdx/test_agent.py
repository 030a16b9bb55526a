"""Suppliers and originators of SPDX packages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.spdx.agent import Agent, agents_of, image_agents, interpreter_agents
from scanner.model.component import Evidence, Link, State
from scanner.model.contact import ContactFields, Kind, Supplier
from scanner.model.interpreter import Interpreter
from scanner.model.system_package import SystemPackage
from tests.support.reports import IMAGE, OWNER, component

ANN = ContactFields(author_email="Ann Lee <ann@a.test.org>")
LEE = Agent(name="Ann Lee", kind=Kind.PERSON, email="ann@a.test.org")
DEBIAN = SystemPackage(
    type=OWNER.type,
    name=OWNER.name,
    version=OWNER.version,
    purl=OWNER.purl,
    contact_fields=ContactFields(maintainer_email="Debian Python Team <team@d.test.org>"),
)
TEAM = Agent(name="Debian Python Team", kind=Kind.ORGANIZATION, email="team@d.test.org")


def conda(url, **changes):
    """Return a conda package that was downloaded from there."""
    purl = "pkg:conda/dbus@1.13"
    return component("dbus", purl=purl, links=(Link(label="Download", url=url),), **changes)


def test_whom_the_metadata_name_supplies_a_distribution():
    (found,) = agents_of([component(contact_fields=ANN)], [])

    assert (LEE, "metadata", ()) == (found.supplier, found.basis, found.originators)


@pytest.mark.parametrize(
    ("found", "basis"),
    [
        pytest.param(component(), "imprint", id="nobody is named"),
        pytest.param(component(contact_fields=ANN), "metadata", id="somebody is named"),
        pytest.param(component(state=State.DECLARED), None, id="it is not in there"),
    ],
)
def test_what_names_nobody_comes_from_whoever_says_to_supply_the_whole(found, basis):
    (agents,) = agents_of([found], [], Supplier(name="Example", kind=Kind.ORGANIZATION))

    assert basis == agents.basis
    assert (agents.supplier is None) == (basis is None)


def test_the_maintainer_of_a_system_package_supplies_it_and_its_author_is_the_originator():
    (found,) = agents_of([component(contact_fields=ANN, owner=OWNER)], [DEBIAN])

    assert (TEAM, "package", (LEE,)) == (found.supplier, found.basis, found.originators)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param(
            "https://conda.anaconda.org/conda-forge/linux-64/a.conda", "conda-forge", id="account"
        ),
        pytest.param(
            "https://repo.anaconda.com/pkgs/main/linux-64/a.conda", "Anaconda, Inc.", id="company"
        ),
        pytest.param("https://conda.test/main/linux-64/a.conda", None, id="elsewhere"),
    ],
)
def test_a_conda_package_that_names_nobody_is_supplied_by_its_channel(url, name):
    (found,) = agents_of([conda(url)], [])

    assert name == (found.supplier and found.supplier.name)
    assert ("channel" if name else None) == found.basis


def test_an_account_that_a_repository_belongs_to_is_told_as_such():
    link = Link(label="Source", url="https://github.com/psf/requests")

    (found,) = agents_of([component(links=(link,))], [])

    assert "repository" == found.basis
    assert found.supplier is not None
    assert "psf" == found.supplier.name


def test_a_part_is_supplied_by_whoever_supplies_the_whole():
    whole = component("pip", contact_fields=ANN, evidence=Evidence("pip"))
    part = component("toml", evidence=Evidence("pip/toml"), parent="pip", state=State.VENDORED)
    piece = component("ring", evidence=Evidence("ring"), parent="pip/toml", kind="sbom")

    found = agents_of([piece, part, whole], [])

    assert [(LEE, "parent"), (LEE, "parent"), (LEE, "metadata")] == [
        (each.supplier, each.basis) for each in found
    ]


def test_what_are_parts_of_each_other_have_no_supplier():
    first = component("a", evidence=Evidence("a"), parent="b")
    second = component("b", evidence=Evidence("b"), parent="a")

    assert [None, None] == [each.supplier for each in agents_of([first, second], [])]


def test_an_address_without_a_name_is_a_name():
    (found,) = agents_of([component(contact_fields=ContactFields(author_email="a@b.org"))], [])

    assert Agent(name="a@b.org", kind=Kind.PERSON, email="a@b.org") == found.supplier


def test_a_name_stands_on_one_line():
    fields = ContactFields(author="Ann\nPackageName: evil\x1b[2J")

    (found,) = agents_of([component(contact_fields=fields)], [])

    assert found.supplier is not None
    assert "Ann PackageName: evil[2J" == found.supplier.name


def test_addresses_that_are_withheld_are_counted():
    fields = replace(ANN, are_withheld=True)

    (found,) = agents_of([component(contact_fields=fields)], [])

    assert (replace(LEE, email=None), 1) == (found.supplier, found.withheld)


@pytest.mark.parametrize(
    ("names", "account"),
    [
        pytest.param(("registry.test/team/shop:1",), "team", id="account"),
        pytest.param(("shop:1",), None, id="official image"),
        pytest.param(("registry.test/shop:1",), None, id="no account"),
        pytest.param(("latest",), None, id="just a tag"),
    ],
)
def test_an_image_is_supplied_by_the_account_whose_repository_it_is_in(names, account):
    supplier = image_agents(replace(IMAGE, names=names)).supplier

    assert account == (supplier and supplier.name)


@pytest.mark.parametrize(
    ("interpreter", "supplier", "originators"),
    [
        pytest.param(
            Interpreter(path="usr/bin/python3", implementation="CPython"),
            "Python Software Foundation",
            [],
            id="nobody's package",
        ),
        pytest.param(
            Interpreter(path="usr/bin/python3", implementation="CPython", owner=OWNER),
            "Debian Python Team",
            ["Python Software Foundation"],
            id="Debian's",
        ),
        pytest.param(Interpreter(path="usr/bin/python3"), None, [], id="unknown"),
    ],
)
def test_an_interpreter_is_supplied_by_its_packager_or_else_by_who_makes_it(
    interpreter, supplier, originators
):
    found = interpreter_agents(interpreter, [DEBIAN])

    assert supplier == (found.supplier and found.supplier.name)
    assert originators == [each.name for each in found.originators]
