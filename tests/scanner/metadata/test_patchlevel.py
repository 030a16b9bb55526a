"""Headers with versions."""

from __future__ import annotations

import pytest

from scanner.metadata.patchlevel import MAX_BYTES, Patchlevel, parse_patchlevel

CPYTHON = b"""/* Version parsed out into numeric values */
/*--start constants--*/
#define PY_MAJOR_VERSION        3
#define PY_RELEASE_LEVEL        PY_RELEASE_LEVEL_FINAL

/* Version as a string */
#define PY_VERSION              "3.11.7"
/*--end constants--*/
"""
PYPY = b"""#define PY_VERSION\t\t"3.9.16"
#define PYPY_VERSION "7.3.11"
#define PYPY_VERSION_NUM  0x07030b00
"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(CPYTHON, Patchlevel(python_version="3.11.7"), id="L8-cpython"),
        pytest.param(
            PYPY, Patchlevel(python_version="3.9.16", pypy_version="7.3.11"), id="L8-pypy"
        ),
        pytest.param(b'#define PY_VERSION "3.8.20+"', Patchlevel(python_version="3.8.20"), id="+"),
        pytest.param(
            b'#define PY_VERSION "3.14.0rc2"\r\n', Patchlevel(python_version="3.14.0rc2"), id="CRLF"
        ),
        pytest.param(b'// #define PY_VERSION "3.8.1"', Patchlevel(), id="a comment"),
        pytest.param(b'#define PY_VERSION ""', Patchlevel(), id="empty"),
        pytest.param(b'#define PY_VERSION "three"', Patchlevel(), id="no version"),
        pytest.param(b"#define PATCHLEVEL 4\n", Patchlevel(), id="perl's"),
        pytest.param(b"\n" * MAX_BYTES + CPYTHON, Patchlevel(), id="too far down"),
        pytest.param(b"", Patchlevel(), id="nothing"),
    ],
)
def test_a_header_has_versions(data, expected):
    assert expected == parse_patchlevel(data)
