"""Distributions that are not imported, because one of the same name is found first."""

from __future__ import annotations

import pytest

from tests.support.images import inventory_in

ELF = b"\x7fELF\x02\0"
LOCAL = "usr/local/lib/python3.11/dist-packages"
LOCAL_12 = "usr/local/lib/python3.12/dist-packages"
SYSTEM = "usr/lib/python3/dist-packages"
INTERPRETER = {"usr/bin/python3.11": ELF}


def distribution(site: str, name: str = "foo", version: str = "1.0") -> dict[str, bytes]:
    path = f"{site}/{name}-{version}.dist-info/METADATA"
    return {path: f"Name: {name}\nVersion: {version}\n".encode()}


def shadows_in(files: dict[str, bytes]) -> dict[str, str]:
    components = inventory_in(files).components
    return {each.evidence.path: each.shadowed_by for each in components if each.shadowed_by}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            INTERPRETER | distribution(LOCAL, "Foo", "2.0") | distribution(SYSTEM),
            {f"{SYSTEM}/foo-1.0.dist-info": f"{LOCAL}/Foo-2.0.dist-info"},
            id="I5-pip-over-debian",
        ),
        pytest.param(
            INTERPRETER | distribution(LOCAL, "bar") | distribution(SYSTEM), {}, id="other names"
        ),
        pytest.param(
            INTERPRETER | distribution(LOCAL) | distribution("opt/lib/python3.11/site-packages"),
            {},
            id="another environment",
        ),
        pytest.param(
            INTERPRETER
            | {"usr/bin/python3.12": ELF}
            | distribution(LOCAL_12)
            | distribution(SYSTEM),
            {},
            id="I5-found-by-another-interpreter",
        ),
        pytest.param(
            INTERPRETER
            | {"usr/bin/python3.12": ELF}
            | distribution(LOCAL_12)
            | distribution(LOCAL)
            | distribution(SYSTEM),
            {f"{SYSTEM}/foo-1.0.dist-info": f"{LOCAL_12}/foo-1.0.dist-info"},
            id="I5-found-by-no-interpreter",
        ),
        pytest.param(
            INTERPRETER
            | distribution(LOCAL)
            | {f"{SYSTEM}/bar/_vendor/foo-1.0.dist-info/METADATA": b"Name: foo\nVersion: 1.0\n"},
            {},
            id="C13-vendored",
        ),
        pytest.param(
            INTERPRETER | distribution(SYSTEM, version="1.0") | distribution(SYSTEM, version="2.0"),
            {},
            id="C12-twice-in-one-directory",
        ),
        pytest.param(
            INTERPRETER | distribution(LOCAL, "~oo") | distribution(SYSTEM), {}, id="C11-left-over"
        ),
    ],
)
def test_what_is_found_later_is_shadowed(files, expected):
    assert expected == shadows_in(files)
