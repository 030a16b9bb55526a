"""Following links."""

from __future__ import annotations

import pytest

from layers.link import MAX_HOPS, resolved

LINKS = {
    "lib": "usr/lib",
    "usr/lib64": "lib",
    "lib64": "usr/lib64",
    "absolute": "/usr/lib",
    "up": "../../usr/../usr/lib/",
    "out": "../../../../../etc",
    "root": "/",
    "nowhere": "missing/x",
    "opt/venv/bin/python": "../../../usr/bin/python3",
    "usr/bin/python3": "python3.12",
    "self": "self",
    "a": "b",
    "b": "a",
    "deeper": "deeper/x",
    "empty": "",
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ""),
        ("etc/passwd", "etc/passwd"),
        ("/etc//./passwd/", "etc/passwd"),
        ("a/../../../x", None),
        ("x/../../../y", "y"),
        ("lib", "usr/lib"),
        ("lib/x", "usr/lib/x"),
        ("lib64/x/../y", "usr/lib/y"),
        ("absolute/x", "usr/lib/x"),
        ("up/x", "usr/lib/x"),
        ("out/passwd", "etc/passwd"),
        pytest.param("root/usr/lib64/x", "usr/lib/x", id="row-33"),
        ("root", ""),
        ("nowhere/y", "missing/x/y"),
        ("opt/venv/bin/python", "usr/bin/python3.12"),
        ("lib/..", "usr"),
        ("empty/x", "x"),
        pytest.param("self", None, id="row-32-itself"),
        pytest.param("self/x", None, id="row-32-below-itself"),
        pytest.param("a", None, id="row-32-two"),
        pytest.param("deeper", None, id="row-32-into-itself"),
    ],
)
def test_a_path_is_resolved_inside_the_root(path, expected):
    """
    H9 and M4
    """
    assert expected == resolved(path, LINKS)


@pytest.mark.parametrize(
    ("hops", "expected"),
    [(MAX_HOPS, f"l{MAX_HOPS}"), (MAX_HOPS + 1, None), (10_000, None)],
    ids=["40", "41", "row-32-10000"],
)
def test_forty_links_are_followed_as_linux_does(hops, expected):
    """
    M4
    """
    links = {f"l{number}": f"l{number + 1}" for number in range(hops)}

    assert expected == resolved("l0", links)


@pytest.mark.hostile(row=48)
def test_a_long_path_is_resolved():
    """
    32 KB of single letters.
    """
    path = "/".join("a" * 16_000)

    assert f"{path}/y" == resolved(f"{path}/x", {f"{path}/x": "y"})
