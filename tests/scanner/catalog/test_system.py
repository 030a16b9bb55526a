"""Which operating system a tree is of."""

from __future__ import annotations

import pytest

from scanner.model.operating_system import OperatingSystem
from tests.support.images import inventory_in

DEBIAN, ALPINE = b"ID=debian\nVERSION_ID=10\n", b"ID=alpine\nVERSION_ID=3.12.1\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"etc/os-release": DEBIAN}, OperatingSystem("debian", "10")),
        ({"usr/lib/os-release": ALPINE}, OperatingSystem("alpine", "3.12.1")),
        (
            {"etc/os-release": DEBIAN, "usr/lib/os-release": ALPINE},
            OperatingSystem("debian", "10"),
        ),
        (
            {"etc/os-release": "../usr/lib/os-release", "usr/lib/os-release": ALPINE},
            OperatingSystem("alpine", "3.12.1"),
        ),
        ({"etc/os-release": b"NAME=x\n"}, None),
        ({"opt/etc/os-release": DEBIAN}, None),
    ],
    ids=["etc", "usr", "both", "a link", "no name", "elsewhere"],
)
def test_an_inventory_has_its_operating_system(files, expected):
    assert expected == inventory_in(files).operating_system
