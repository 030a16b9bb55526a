"""Limits of a layer, counted."""

from __future__ import annotations

import pytest

from layers import Limits
from layers.allowance import Allowance
from layers.errors import LimitExceeded


def test_what_is_more_than_is_left_is_not_taken():
    allowance = Allowance(Limits(max_symlinks=3))
    allowance.take("max_symlinks", 2)

    with pytest.raises(LimitExceeded, match="limit max_symlinks of 3 exceeded"):
        allowance.take("max_symlinks", 2)
    allowance.take("max_symlinks")
    with pytest.raises(LimitExceeded):
        allowance.take("max_symlinks")


def test_each_limit_is_counted_by_itself():
    allowance = Allowance(Limits(max_symlinks=1, max_claimed_files=1))

    allowance.take("max_symlinks")
    allowance.take("max_claimed_files")
    with pytest.raises(LimitExceeded, match="limit max_claimed_files of 1 exceeded"):
        allowance.take("max_claimed_files")
