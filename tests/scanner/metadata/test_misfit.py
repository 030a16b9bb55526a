"""What stands in a document where something of another type belongs."""

from __future__ import annotations

from scanner.metadata.document_limit import MAX_ODDITIES
from scanner.metadata.misfit import misfit_tables, misfits_of_array, misfits_of_table
from scanner.metadata.toml_table import parse_toml


def test_elements_of_another_type_are_told_with_their_lines():
    document = parse_toml('a = [\n"x",\n3,\n"",\n]\n')

    assert [
        "line 3: in a is a number, which is not read",
        "line 4: in a is an empty text, which is not read",
    ] == list(misfits_of_array(document, "a", str))


def test_what_is_not_there_is_not_odd():
    document = parse_toml("")

    assert [] == [*misfits_of_array(document, "a", str), *misfit_tables(document, "a")]


def test_what_is_no_table_is_told():
    assert ["line 2: b is an array, which is not read"] == list(
        misfit_tables(parse_toml("a = {}\nb = [1]\n"), "a", "b")
    )


def test_the_value_itself_is_never_told():
    """
    It may be large, or a secret.
    """
    (told,) = misfits_of_table(parse_toml('a = "secret"\n'), dict)

    assert "secret" not in told


def test_they_are_bounded():
    document = parse_toml(f"a = [{'3,' * 1000}]\n")

    assert MAX_ODDITIES == len(list(misfits_of_array(document, "a", str)))
