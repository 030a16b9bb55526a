"""Values of options as TOML."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from scanner.configuration.toml_text import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.one_of(st.booleans(), st.integers(-(2**63), 2**63), TEXTS, st.lists(TEXTS)))
def test_what_is_written_is_read_back(value):
    assert {"a": value} == tomllib.loads(f"a = {toml_text(value)}")


def test_a_number_with_a_fraction_is_one():
    assert "0.5" == toml_text(0.5)
