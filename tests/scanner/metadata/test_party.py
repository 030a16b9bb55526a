from __future__ import annotations

import pytest

from scanner.metadata.party import is_full_name, is_nobody, is_read, kind_of
from scanner.model.contact import Kind


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Acme Inc.", None),
        ("ACME GMBH", None),
        ("Python Software Foundation", None),
        ("The Contributors", None),
        ("Jane Doe and contributors", "jane@x.org"),
        ("Jane Doe, John Roe, et al.", "jane@x.org"),
        ("Jane Doe, John Roe", "jane@x.org"),
        ("Pallets", "contact@x.org"),
        ("somebody", "x-devel@lists.x.org"),
        ("Acme", "acme@googlegroups.com"),
        (None, "project-users@x.org"),
        (None, "security@x.org"),
    ],
)
def test_an_organization_is_known_by_its_name_or_else_by_its_address(name, email):
    assert kind_of(name, email) is Kind.ORGANIZATION


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Jane Doe", None),
        ("Jane Doe", "contact@doe.org"),
        ("Jane Doe", "project-users@lists.x.org"),
        ("Doe, Jane", "jane@x.org"),
        ("Ewald R. de Wit", "info@x.org"),
        ("jdoe", "jane@x.org"),
        ("Incan Costa", "x@x.org"),
        (None, "jane@x.org"),
        (None, "contacts.jane@x.org"),
        (None, None),
    ],
)
def test_all_else_is_a_person(name, email):
    assert kind_of(name, email) is Kind.PERSON


@pytest.mark.parametrize(
    "email",
    [
        "noreply@x.org",
        "no-reply@x.org",
        "project-no-reply@x.org",
        "donotreply@x.org",
        "do-not-reply+a@x.org",
        "1755071+jane@users.noreply.github.com",
        "you@example.com",
        "you@mail.example.org",
    ],
)
def test_nobody_reads_some_addresses(email):
    assert not is_read(email)


@pytest.mark.parametrize("email", ["jane@x.org", "reply@x.org", "jane@my-example.com"])
def test_somebody_may_read_all_others(email):
    assert is_read(email)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "?", "...", "UNKNOWN", "unknown", "None", "N/A", "TBD", "Your Name"),
        *("See AUTHORS", "see the AUTHORS.txt file", "Please see CONTRIBUTORS.md"),
    ],
)
def test_some_texts_stand_for_nobody(text):
    assert is_nobody(text)


@pytest.mark.parametrize("text", ["Nona Mey", "n", "authors@x.org", "See Lee", "Jane Author"])
def test_other_texts_stand_for_somebody(text):
    assert not is_nobody(text)


@pytest.mark.parametrize(
    "text", ["Jane Doe", "J. Doe", "Guido van Rossum", "Łukasz Langa", "山田 太郎", "Ada L. O'Neil"]
)
def test_a_whole_name_has_two_words_in_capitals(text):
    assert is_full_name(text)


@pytest.mark.parametrize(
    "text",
    ["", "Jane", "jane doe", "Jane doe", "Jane 2", "Acme Inc.", "Acme Contributors", "et al."],
)
def test_other_names_may_be_parts_of_one(text):
    assert not is_full_name(text)
