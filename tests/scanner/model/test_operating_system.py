"""Until when distributions of Linux get fixes."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.model.operating_system import END_OF_LIFE, OperatingSystem

RELEASES = [(name, release) for name in END_OF_LIFE for release in END_OF_LIFE[name]]


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("debian", "10", "2024-06-30"),
        ("debian", "10.13", "2024-06-30"),
        ("ubuntu", "18.04", "2023-05-31"),
        ("alpine", "3.12.12", "2022-05-01"),
        ("alpine", "3.1", None),
        ("alpine", "3.23_alpha20251016", None),
        ("centos", "7", "2024-06-30"),
        ("rhel", "8.10", "2029-05-31"),
        ("amzn", "2", "2026-06-30"),
        ("amzn", "2018.03", "2023-12-31"),
        ("opensuse-leap", "15.6", "2026-04-30"),
        ("ubuntu", "18", None),
        ("ubuntu", "18.04x", None),
        ("debian", None, None),
        ("debian", "", None),
        ("wolfi", "20230201", None),
        (None, "10", None),
    ],
)
def test_the_end_of_a_release_is_known(name, version, expected):
    assert expected == OperatingSystem(name, version).end_of_life


@pytest.mark.parametrize(("name", "release"), RELEASES)
def test_every_end_is_a_day(name, release):
    day = END_OF_LIFE[name][release]

    assert day == date.fromisoformat(day).isoformat()


@pytest.mark.parametrize("name", END_OF_LIFE)
def test_later_releases_end_later_and_are_behind_earlier_ones(name):
    """
    Of Ubuntu only those with long support; Leap counted from 42 back to 15.
    """
    is_long = "04" if name == "ubuntu" else ""
    ends = [
        day
        for release, day in END_OF_LIFE[name].items()
        if not is_long or (release.endswith(is_long) and int(release[:2]) % 2 == 0)
    ]
    kept = [day for day in ends if name != "centos" or day != "2024-06-30"]

    assert sorted(kept) == kept


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (OperatingSystem("debian", "10"), "Debian 10"),
        (OperatingSystem("void", None), "void"),
        (OperatingSystem(), ""),
    ],
    ids=["known", "unknown", "none"],
)
def test_it_has_a_name_for_people(system, expected):
    assert expected == system.name
