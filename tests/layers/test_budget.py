"""What all layers of an image may cost together."""

from __future__ import annotations

import pytest

from layers import Claims, Limits, ReadOptions
from layers.budget import Budget
from layers.errors import LimitExceeded
from testdata.images.writer import tar_of
from tests.support.layouts import Layout, opened, stored

SIZE = len(tar_of({"a.txt": b"1"}))


def test_bytes_of_all_layers_are_added_up():
    budget = Budget()
    limits = Limits(max_image_bytes=100)
    budget.spend(limits, 60)

    with pytest.raises(LimitExceeded) as error:
        budget.spend(limits, 41)

    assert ("max_image_bytes", 100) == (error.value.limit, error.value.allowed)


def test_time_counts_from_the_first_byte_on():
    times = iter((1000.0, 1010.0, 1010.5))
    budget = Budget(lambda: next(times))
    limits = Limits(max_seconds=10)
    budget.spend(limits, 1)
    budget.spend(limits, 1)

    with pytest.raises(LimitExceeded) as error:
        budget.spend(limits, 1)

    assert "max_seconds" == error.value.limit


@pytest.mark.parametrize("form", ["directory", "archive", "gzip"])
def test_an_image_that_is_too_large_as_a_whole_is_incomplete_and_says_so(tmp_path, form):
    """
    Each of its layers would be fine.
    """
    layout = Layout()
    tars = [tar_of({f"{number}.txt": b"1"}) for number in range(3)]
    target = stored(tmp_path, layout.with_entries(layout.image(*tars)), form)
    limits = Limits(max_image_bytes=2 * SIZE)

    _, tree = opened(target, ReadOptions(claims=Claims(["**/*.txt"]), limits=limits, workers=1))

    (note,) = tree.notes
    assert note.incomplete
    assert f"limit max_image_bytes of {2 * SIZE:,} exceeded" in note.reason
    assert 2 == len(tree.match("**/*.txt"))
