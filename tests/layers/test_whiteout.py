"""Whiteouts."""

from __future__ import annotations

import pytest

from layers.whiteout import hidden_name, is_opaque_marker


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b".wh.a", b"a"),
        (b".wh..a", b".a"),
        (b".wh..wh", b".wh"),
        (b".wh.a.wh.b", b"a.wh.b"),
        (b".wh.\xff", b"\xff"),
        pytest.param(b".wh.", b"", id="row-45-alone"),
        pytest.param(b".wh..wh.x", b"", id="row-45-reserved"),
        pytest.param(b".wh..wh..opq", b"", id="row-45-opaque"),
        pytest.param(b".wh..", b"", id="row-45-dot"),
        pytest.param(b".wh...", b"", id="row-45-two-dots"),
    ],
)
def test_a_whiteout_hides_the_name_behind_its_prefix(name, expected):
    assert expected == hidden_name(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [(b".wh..wh..opq", True), (b".wh..wh..opqx", False), (b".wh..opq", False), (b".wh.", False)],
)
def test_one_name_alone_marks_a_directory_opaque(name, expected):
    assert expected == is_opaque_marker(name)
