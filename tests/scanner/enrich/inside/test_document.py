"""What the SBOM in a wheel says of which part depends on which (PEP 770)."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from scanner.document import inventory_in as read_document
from scanner.formats import SBOM_EMITTERS
from scanner.graph.view import Wish, view_of
from scanner.metadata import listed_component
from scanner.model.report import Report
from tests.support.images import inventory_in

SITE = "opt/venv/lib/python3.11/site-packages"
INFO = f"{SITE}/fast-1.0.dist-info"
LIST = f"{INFO}/sboms/fast.cyclonedx.json"
FAST = {f"{INFO}/METADATA": b"Name: fast\nVersion: 1.0\n", f"{SITE}/fast/__init__.py": b""}
TABULAR = [name for name in SBOM_EMITTERS if name not in {"html", "json"}]


def crate(name, **fields):
    """Return a component as cargo-cyclonedx writes it: what it is called is a path of its own."""
    purl = f"pkg:cargo/{name}@1"
    return {"bom-ref": f"ref:{name}", "name": name, "version": "1", "purl": purl, **fields}


def sbom(*components, about="ref:root", **edges):
    """Return a document about a crate that is called otherwise than the distribution."""
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "metadata": {"component": {"bom-ref": about, "name": "fast-rust", "version": "0.1"}},
            "components": components,
            "dependencies": [
                {"ref": f"ref:{name}", "dependsOn": [f"ref:{other}" for other in others]}
                for name, others in edges.items()
            ],
        }
    ).encode()


def fast(*components, **edges):
    """Return the inventory of one distribution with such a document."""
    return inventory_in({**FAST, LIST: sbom(*components, **edges)})


def stated(inventory):
    """Return what depends on what, by their names."""
    names = {each.place: each.name for each in inventory.components}
    return {(names[each.dependent], names[each.dependency]) for each in inventory.dependencies}


CRATES = ("alpha", "beta", "gamma")
EDGES = {"root": ["alpha"], "alpha": ["beta", "gamma"], "beta": ["gamma"]}
STATED = {("fast", "alpha"), ("alpha", "beta"), ("alpha", "gamma"), ("beta", "gamma")}


@pytest.fixture(scope="module")
def tree():
    return fast(*map(crate, CRATES), **EDGES)


def test_parts_depend_on_each_other_and_the_distribution_on_what_the_document_is_about(tree):
    assert STATED == stated(tree)


@pytest.mark.parametrize("name", TABULAR)
def test_a_document_of_ours_tells_what_parts_depend_on(name, tree):
    document = "".join(SBOM_EMITTERS[name].emit(Report(inventory=tree))).encode()

    read = read_document(document, "sbom")

    assert read is not None
    assert STATED == stated(read)
    assert {each.place for each in tree.components} == {each.place for each in read.components}
    assert [each.directness for each in tree.components] == [
        each.directness for each in read.components
    ]


def test_of_a_part_nobody_knows_whether_it_depends_on_more(tree):
    written = "".join(SBOM_EMITTERS["cyclonedx-json"].emit(Report(inventory=tree)))

    aggregates = {
        reference.partition("#")[0]: each["aggregate"]
        for each in json.loads(written)["compositions"]
        for reference in each.get("dependencies", ())
    }

    assert {"pkg:pypi/fast@1.0": "complete"} | {
        f"pkg:cargo/{name}@1": "unknown" for name in CRATES
    } == aggregates


def test_parts_are_in_no_tree_of_distributions(tree):
    assert ["fast"] == [node.name for node in view_of(tree, Wish()).nodes.values()]


def test_the_distribution_itself_may_be_listed_too():
    itself = {"bom-ref": "ref:self", "name": "Fast", "version": "1.0", "purl": "pkg:pypi/fast@1.0"}

    inventory = fast(itself, crate("alpha"), about="ref:self", self=["alpha"], alpha=["self"])

    assert {("fast", "alpha")} == stated(inventory)


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param(
            {"alpha": ["build"], "build": ["alpha"]}, id="to what is only needed to build"
        ),
        pytest.param({"alpha": ["nobody"], "nobody": ["alpha"]}, id="to what is not listed"),
        pytest.param({"alpha": ["alpha"]}, id="to itself"),
    ],
)
def test_what_leads_nowhere_is_left_out(edges):
    inventory = fast(crate("alpha"), crate("build", scope="excluded"), **edges)

    assert set() == stated(inventory)


def test_two_entries_for_one_part_are_one():
    again = crate("alpha") | {"bom-ref": "ref:again"}

    inventory = fast(crate("alpha"), again, crate("beta"), again=["beta"], alpha=["beta"])

    assert {("alpha", "beta")} == stated(inventory)
    assert len(inventory.dependencies) == 1


def test_what_is_known_better_is_what_is_depended_on():
    """
    Its metadata are beside the copy; the list only says the same again.
    """
    vendored = f"{SITE}/fast/_vendor/idna-3.20.dist-info"
    idna = {"bom-ref": "ref:idna", "name": "idna", "version": "3.19", "purl": "pkg:pypi/idna@3.19"}
    inventory = inventory_in(
        {
            **FAST,
            f"{vendored}/METADATA": b"Name: idna\nVersion: 3.20\n",
            LIST: sbom(crate("alpha"), idna, alpha=["idna"], root=["idna"]),
        }
    )

    assert {vendored} == {each.dependency for each in inventory.dependencies}
    assert {("alpha", "idna"), ("fast", "idna")} == stated(inventory)


def test_two_documents_of_one_distribution_speak_of_the_same_parts():
    inventory = inventory_in(
        {
            **FAST,
            f"{INFO}/sboms/a.cdx.json": sbom(crate("alpha"), crate("beta"), alpha=["beta"]),
            f"{INFO}/sboms/b.cdx.json": sbom(crate("beta"), crate("gamma"), beta=["gamma"]),
        }
    )

    assert {("alpha", "beta"), ("beta", "gamma")} == stated(inventory)


def test_equal_parts_of_two_distributions_are_apart():
    inventory = inventory_in(
        {
            **FAST,
            LIST: sbom(crate("alpha"), crate("beta"), alpha=["beta"]),
            f"{SITE}/slow-1.dist-info/METADATA": b"Name: slow\nVersion: 1\n",
            f"{SITE}/slow-1.dist-info/sboms/a.json": sbom(crate("alpha"), crate("beta")),
        }
    )

    (found,) = inventory.dependencies
    assert (f"{LIST}#pkg:cargo/alpha@1", f"{LIST}#pkg:cargo/beta@1") == (
        found.dependent,
        found.dependency,
    )


@pytest.mark.parametrize("form", ["cycle", "chain"])
def test_parts_in_a_circle_and_a_very_long_chain_are_read_and_written(form):
    count = 10_000
    names = [f"c{number}" for number in range(count)]
    edges = {name: [other] for name, other in pairwise(names)}
    edges |= {names[-1]: [names[0]]} if form == "cycle" else {}

    inventory = fast(*map(crate, names), root=names[:1], **edges)

    document = "".join(SBOM_EMITTERS["cyclonedx-json"].emit(Report(inventory=inventory))).encode()
    assert len(edges) + 1 == len(inventory.dependencies)
    assert stated(inventory) == stated(read_document(document, "sbom"))


def test_of_very_many_relations_only_the_first_are_read(monkeypatch):
    monkeypatch.setattr(listed_component, "RELATIONS_EACH", 0)

    inventory = fast(crate("alpha"), crate("beta"), alpha=["beta"])

    assert () == inventory.dependencies
    assert "only the first 0 relations between components were read" in {
        each.reason for each in inventory.problems
    }
