from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.poetry_constraint import MAX_CHARACTERS, specifiers_of
from scanner.metadata.specifier import is_specifier


@pytest.mark.parametrize(
    ("constraint", "specifiers"),
    [
        ("^1.2.3", (">=1.2.3,<2.0",)),
        ("^0.2.3", (">=0.2.3,<0.3",)),
        ("^0.0.3", (">=0.0.3,<0.0.4",)),
        ("^0.0", (">=0.0,<0.1",)),
        ("^0", (">=0,<1.0",)),
        ("~1.2.3", (">=1.2.3,<1.3",)),
        ("~1.2", (">=1.2,<1.3",)),
        ("~1", (">=1,<2.0",)),
        ("^1!2.0", (">=1!2.0,<1!3.0",)),
        ("^1.2b1", (">=1.2b1,<2.0",)),
        ("1.2.*", ("==1.2.*",)),
        ("2.x", ("==2.*",)),
        ("*", ("",)),
        ("1.2.3", ("==1.2.3",)),
        ("=1.2", ("==1.2",)),
        (">=1,<2", (">=1,<2",)),
        (">= 1 < 2", (">=1,<2",)),
        ("~=1.4", ("~=1.4",)),
        ("^1.2 || ^3", (">=1.2,<2.0", ">=3,<4.0")),
        ("^1 | *", ("",)),
        ("nonsense", None),
        ("^x", None),
        (">=1" + " " * MAX_CHARACTERS, None),
    ],
)
def test_a_constraint_is_a_specifier_or_several(constraint, specifiers):
    assert specifiers == specifiers_of(constraint)


@given(st.text("^~<>=!*|,. 0123456789abx", max_size=30))
def test_any_text_is_read_as_specifiers_or_as_none(text):
    assert all(map(is_specifier, specifiers_of(text) or ()))
