"""Whether two decisions may be about the same distribution."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decided.distribution import Distributions, specifiers
from scanner.licenses.decided.overlap import may_share


def ranges(first: str | None, second: str | None) -> bool:
    """Tell whether two ranges of one distribution meet."""
    return may_share(Distributions(("a",), first), Distributions(("a",), second))


NAMES = [
    ("numpy", "numpy", True),
    ("numpy", "scipy", False),
    ("num*", "numpy", True),
    ("types-*", "*-stubs", True),
    ("a*b*c", "*bx*", True),
    ("a*", "b*", False),
    ("*a", "*b", False),
    ("*", "anything", True),
    ("a*", "a", True),
]


@pytest.mark.parametrize(
    ("first", "second", "expected"), NAMES, ids=[f"{row[0]} {row[1]}" for row in NAMES]
)
def test_patterns_share_a_name(first, second, expected):
    pair = Distributions((first,)), Distributions((second,))

    assert (expected, expected) == (may_share(*pair), may_share(*reversed(pair)))


MEET = [
    (None, None, True),
    (None, "<2", True),
    (">=1,<2", ">=2", False),
    (">=1,<2", ">=1.9", True),
    ("<0.5", "<0.7", True),
    ("<1.1", ">1.0", True),
    ("==1.10", "==1.1", False),
    ("==1.*", ">1.5", True),
    ("==1.*", "<2", True),
    ("==2.*", "<2", False),
    ("~=1.4.2", ">1.4.9", True),
    ("~=1.4.2", ">=1.5", False),
    ("!=1.0", "==1.0", False),
    ("==2.1+cu121", ">2", True),
]


@pytest.mark.parametrize(
    ("first", "second", "expected"), MEET, ids=[f"{row[0]} {row[1]}" for row in MEET]
)
def test_ranges_meet(first, second, expected):
    assert (expected, expected) == (ranges(first, second), ranges(second, first))


BOUNDS = st.builds(
    "{}{}.{}".format,
    st.sampled_from([">=", "<=", ">", "<", "==", "!=", "~="]),
    st.integers(0, 3),
    st.integers(0, 3),
)
RANGES = st.lists(BOUNDS, min_size=1, max_size=3).map(",".join)


def test_patterns_share_a_name_exactly_if_there_is_one():
    patterns = ["".join(each) for size in (1, 2, 3) for each in product("ab*", repeat=size)]
    names = ["".join(each) for size in range(1, 7) for each in product("ab", repeat=size)]
    fitting = {
        pattern: {name for name in names if fnmatchcase(name, pattern)} for pattern in patterns
    }

    wrong = [
        (first, second)
        for first, second in product(patterns, repeat=2)
        if may_share(Distributions((first,)), Distributions((second,)))
        is fitting[first].isdisjoint(fitting[second])
    ]

    assert [] == wrong


@given(RANGES, RANGES, st.builds("{}.{}.{}".format, *[st.integers(0, 4)] * 3))
def test_ranges_that_have_one_version_meet(first, second, version):
    have_it = all(specifiers(each).contains(version) for each in (first, second))

    assert ranges(first, second) or not have_it
