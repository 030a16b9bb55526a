from __future__ import annotations

import pytest

from scanner.metadata.marker_world import EVERYWHERE, may_hold, worlds_of


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("python_version < '3.12'", "python_version >= '3.12'", False),
        ("python_version < '3.12'", "python_version >= '3.11'", True),
        ("python_full_version < '3.12'", "python_version >= '3.12'", False),
        ("sys_platform == 'win32'", "os_name == 'posix'", False),
        ("sys_platform == 'win32'", "platform_machine == 'AMD64'", True),
        ("sys_platform == 'win32'", None, True),
        ("extra == 'x'", "extra != 'x'", True),
        ("no marker", "sys_platform == 'win32'", True),
        ("platform_python_implementation == 'PyPy'", "implementation_name == 'cpython'", False),
    ],
)
def test_markers_meet_where_both_may_hold(one, other, meet):
    assert meet is bool(worlds_of(one) & worlds_of(other))


def test_no_marker_holds_everywhere():
    assert EVERYWHERE == worlds_of(None)


@pytest.mark.parametrize(
    ("marker", "extras", "holds"),
    [
        ("extra == 'extra-3-app-x'", {"extra-3-app-x"}, True),
        ("extra == 'extra-3-app-x'", set(), False),
        ("extra != 'extra-3-app-x'", {"extra-3-app-x"}, False),
        ("extra != 'extra-3-app-x'", set(), True),
        ("os_name == 'nt' and extra == 'x'", {"x"}, True),
        ("os_name == 'nt' or extra == 'x'", set(), True),
        ("no marker", set(), True),
    ],
)
def test_of_a_marker_that_tells_extras_only_these_are_asked(marker, extras, holds):
    assert holds is may_hold(marker, extras)
