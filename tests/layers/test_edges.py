from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.edges import Edges

NAMES = st.text("ab.", max_size=4).map(str.encode)


@pytest.mark.parametrize("at_end", [False, True], ids=["beginnings", "ends"])
@given(edges=st.lists(NAMES.filter(bool), max_size=4), names=st.lists(NAMES, max_size=8))
def test_those_names_are_found_that_have_an_edge(at_end, edges, names):
    has_one = bytes.endswith if at_end else bytes.startswith

    found = Edges(edges, at_end=at_end).of(names)

    assert {name for name in names if has_one(name, tuple(edges))} == found
