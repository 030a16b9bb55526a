"""Patterns of licences."""

from __future__ import annotations

import pytest

from scanner.licenses.pattern import matches
from scanner.licenses.tree import License, Pair

GPL = License("GPL-3.0-only")
PAIR = Pair("GPL-3.0-only", "GCC-exception-3.1")

FITS = [
    ("GPL-3.0-only", GPL, True),
    ("gpl-3.0-ONLY", GPL, True),
    ("GPL-*", GPL, True),
    ("*", GPL, True),
    ("GPL-*", License("LGPL-3.0-only"), False),
    ("GPL-3.0", GPL, False),
    ("Apache-2.0", License("Apache-2.0+"), True),
    ("Apache-2.0+", License("Apache-2.0+"), True),
    ("Apache-2.0+", License("Apache-2.0"), False),
    ("GPL-3.0-only WITH GCC-exception-3.1", PAIR, True),
    ("GPL-* with gcc-*", PAIR, True),
    ("* WITH *", PAIR, True),
    ("* WITH LLVM-exception", PAIR, False),
    ("* WITH *", GPL, False),
    ("GPL-*", PAIR, True),
    ("GCC-exception-3.1", PAIR, True),
    ("LicenseRef-*", License("LicenseRef-Acme"), True),
]


@pytest.mark.parametrize(
    ("pattern", "leaf", "expected"), FITS, ids=[f"{row[0]} for {row[1]}" for row in FITS]
)
def test_a_pattern_fits(pattern, leaf, expected):
    assert expected is matches(pattern, leaf)
