"""Requirements as ranges of versions."""

from __future__ import annotations

import pytest

from scanner.formats.cyclonedx.version_range import version_range


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        (">=1.0", "vers:pypi/>=1.0"),
        ("<2,>=1.0", "vers:pypi/>=1.0|<2"),
        (">=1, <3, !=2.5", "vers:pypi/>=1|!=2.5|<3"),
        ("==1.0", "vers:pypi/1.0"),
        (">1.0+cpu", "vers:pypi/>1.0%2Bcpu"),
    ],
)
def test_what_both_notations_mean_is_written(specifier, expected):
    assert expected == version_range(specifier)


@pytest.mark.parametrize(
    "specifier",
    [
        None,
        "",
        ",",
        "~=1.4",
        "==1.*",
        "===1.0",
        ">=1,>1.0",
        ">=1;x",
        "latest",
        ">=latest",
        ">=1 <2",
        ",".join(f"!={number}" for number in range(101)),
        ">=" + "1" * 4000 + ",<" + "2" * 200,
    ],
    ids=lambda text: str(text)[:12],
)
def test_all_else_is_not(specifier):
    assert None is version_range(specifier)
