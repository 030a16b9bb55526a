"""Our own JSON loses nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from scanner.formats.inventory_json import compact_json
from scanner.formats.native_json import NATIVE_JSON
from scanner.formats.reading.native import NATIVE
from scanner.metadata.contact import contacts_of
from scanner.model.component import State
from scanner.model.contact import ContactFields
from scanner.model.dependency import Basis, Directness
from scanner.model.inventory import Coverage
from scanner.model.report import Report
from scanner.withholding import with_emails_withheld
from tests.support.inventories import inventories
from tests.support.reports import component, inventory_of


def emitted(inventory):
    return "".join(NATIVE_JSON.emit(Report(inventory=inventory))).encode()


def read(data):
    return NATIVE.read(data, "report.json")


@settings(max_examples=40)
@given(inventories)
def test_an_inventory_is_read_as_it_was_written(inventory):
    document = emitted(inventory)

    assert NATIVE.detects(document)
    assert inventory == read(document)


@settings(max_examples=40)
@given(inventories)
def test_an_inventory_is_read_from_its_shortest_form(inventory):
    document = compact_json(inventory)

    assert NATIVE.detects(document)
    assert inventory == read(document)


def test_what_only_serves_while_scanning_is_not_written():
    assert b"digests" not in emitted(inventory_of(component()))


def test_withheld_addresses_are_not_written_and_still_known_to_be_there():
    fields = ContactFields(author="Ann", author_email='"B, C" <b@host.test>, c@localhost')
    inventory = with_emails_withheld(inventory_of(component(contact_fields=fields)))
    (before,) = inventory.components

    document = emitted(inventory)

    (after,) = read(document).components
    assert b"host.test" not in document
    assert b"localhost" not in document
    told = [(each.name, each.is_withheld) for each in contacts_of(after.contact_fields)]
    assert [(each.name, each.is_withheld) for each in contacts_of(before.contact_fields)] == told


def changed(**fields):
    document = json.loads(emitted(inventory_of(component("a"), component("b"))))
    document["components"][0].update(fields)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": 1},
        {"name": None},
        {"evidence": "x"},
        {"evidence": {"path": 1}},
        {"state": "gone"},
        {"state": []},
        {"files": "x"},
        {"files": [1]},
        {"requested": 1},
        {"removed_in": True},
        {"links": [{"label": "x"}]},
        {"licensing": {"confidence": "x"}},
        {"license": []},
    ],
    ids=str,
)
def test_a_component_that_cannot_be_read_is_a_problem_and_the_others_are_read(fields):
    inventory = read(changed(**fields))

    assert ["b"] == [each.name for each in inventory.components]
    assert Coverage.INCOMPLETE is inventory.coverage
    assert "components[0]: not read" in inventory.problems[0].reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"format": 2}',
        b'{"format": 1}',
        b'{"format": 1, "subject": 1}',
        b'{"format": 1, "coverage": NaN}',
        b"\xff",
        b'{"format":1,"components":' + b"[" * 100_000,
    ],
    ids=range(8),
)
def test_what_is_no_report_is_a_problem(data):
    inventory = read(data)

    assert (Coverage.INCOMPLETE, ()) == (inventory.coverage, inventory.components)
    assert inventory.problems[0].reason.startswith("report.json: not read: ")


def test_a_way_in_a_circle_is_not_followed():
    """
    Whoever tells the way to a distribution would never come to an end.
    """
    one, two = (component(name) for name in "ab")
    circle = [
        replace(
            each,
            directness=Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via=other.place),
        )
        for each, other in ((one, two), (two, one))
    ]

    inventory = read(compact_json(inventory_of(*circle)))

    assert [None, None] == [each.directness.via for each in inventory.components]


def test_a_package_in_a_package_in_a_package_is_a_problem():
    document = json.loads(emitted(inventory_of(component(state=State.INSTALLED))))
    inner = document["components"][0]
    nested = json.dumps(inner | {"conda": None})
    for _ in range(500):
        nested = nested.replace(
            '"conda": null', f'"conda": {json.dumps(inner | {"conda": None})}', 1
        )
    document["components"] = [json.loads(nested)]

    assert Coverage.INCOMPLETE is read(json.dumps(document).encode()).coverage
