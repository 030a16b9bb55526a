"""Repositories of VEX documents on disk."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import UnusableDecision
from scanner.vex_repository import vex_in
from tests.support.reports import OWNER, component, inventory_of
from tests.support.vex import CVE, IDNA, openvex, said

INVENTORY = inventory_of(component())


def repository(directory, packages, **documents):
    directory.mkdir(parents=True, exist_ok=True)
    index = {
        "updated_at": "2026-01-31T12:00:00Z",
        "packages": [{"id": name, "location": place} for name, place in packages.items()],
    }
    (directory / "index.json").write_text(json.dumps(index))
    for name, data in documents.items():
        (directory / f"{name}.json").write_bytes(data)
    return directory


def justified(word):
    return openvex(said("not_affected", IDNA, justification=word))


def words(document):
    return [each.justification for each in document.statements]


@pytest.mark.parametrize(
    "name",
    ["pkg:pypi/idna", "pkg:pypi/Idna", "pkg:oci/shop?repository_url=registry.test/team/shop"],
)
def test_the_document_on_what_is_there_is_read(tmp_path, name):
    place = repository(tmp_path, {name: "a.json"}, a=openvex(said("not_affected", IDNA)))

    (statement,) = vex_in([place], INVENTORY).statements

    assert (frozenset((CVE,)), f"{tmp_path}/a.json") == (
        statement.names,
        statement.source.rpartition(":")[0],
    )


def test_the_package_of_the_system_that_owns_something_is_there_too(tmp_path):
    name = OWNER.purl.partition("@")[0]
    place = repository(tmp_path, {name: "a.json"}, a=openvex(said("not_affected", IDNA)))

    assert len(vex_in([place], inventory_of(component(owner=OWNER))).statements) == 1


def test_a_document_on_what_is_not_there_is_not_read(tmp_path):
    place = repository(tmp_path, {"pkg:pypi/six": "missing.json"})

    assert (vex_in([place], INVENTORY).statements, vex_in([place], INVENTORY).malformed) == ((), ())


def test_of_a_package_the_first_repository_counts_that_has_it(tmp_path):
    first = repository(
        tmp_path / "1", {"pkg:pypi/six": "a.json"}, a=justified("component_not_present")
    )
    second, third = (
        repository(tmp_path / name, {"pkg:pypi/idna": "a.json"}, a=justified(word))
        for name, word in (
            ("2", "vulnerable_code_not_present"),
            ("3", "inline_mitigations_already_exist"),
        )
    )

    assert words(vex_in([first, second, third], INVENTORY)) == ["vulnerable_code_not_present"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("missing.json", "No such file"),
        ("b.json", "no VEX document"),
        ("../secret.json", "outside of the repository"),
        ("/etc/passwd", "outside of the repository"),
        ("loop.json", "symbolic links"),
        ("link.json", "outside of the repository"),
        ("a\0b", "null"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, place, reason):
    (tmp_path / "secret.json").write_bytes(openvex(said("not_affected", IDNA)))
    directory = repository(tmp_path / "vex", {"pkg:pypi/idna": place}, b=b"{}")
    (directory / "loop.json").symlink_to("loop.json")
    (directory / "link.json").symlink_to("../secret.json")

    document = vex_in([directory], INVENTORY)

    (malformed,) = document.malformed
    assert (reason in malformed.reason, document.statements) == (True, ())


@pytest.mark.parametrize(
    "data", [None, b"[]", b"\xff", b"{"], ids=["none", "list", "bytes", "half"]
)
def test_a_directory_without_an_index_is_no_repository(tmp_path, data):
    if data is not None:
        (tmp_path / "index.json").write_bytes(data)

    with pytest.raises(UnusableDecision, match=r"index\.json"):
        vex_in([tmp_path], INVENTORY)


@given(packages=st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(("id", "location")), inner)))  # fmt: skip
def test_values_of_any_type_are_read(tmp_path_factory, packages):
    directory = tmp_path_factory.mktemp("vex")
    (directory / "index.json").write_text(json.dumps({"packages": packages}))

    assert vex_in([directory], INVENTORY).statements == ()
