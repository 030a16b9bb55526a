"""Channels of conda, by the locations that records give for them."""

from __future__ import annotations

import pytest

from scanner.metadata.conda_channel import channel_name, without_secrets


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://conda.anaconda.org/conda-forge/linux-64", "conda-forge"),
        ("https://conda.anaconda.org/conda-forge/noarch/", "conda-forge"),
        ("https://conda.anaconda.org/conda-forge/label/dev/osx-arm64", "conda-forge/label/dev"),
        ("https://conda.anaconda.org/t/<TOKEN>/private/linux-64", "private"),
        ("https://conda.anaconda.org/t/ab-0123-4567/private/linux-64", "private"),
        ("https://repo.anaconda.com/pkgs/main/linux-64", "main"),
        ("https://repo.continuum.io/pkgs/free/win-64", "free"),
        ("pkgs/main", "main"),
        ("pkgs/main/linux-64", "main"),
        ("defaults", "defaults"),
        ("conda-forge", "conda-forge"),
        ("https://user:word@conda.test/team/tools/linux-64", "https://conda.test/team/tools"),
        ("https://conda.test/t/ab-0123/team/noarch", "https://conda.test/team"),
        ("https://conda.test/api/conda/t/ab-0123/team/noarch", "https://conda.test/api/conda/team"),
        ("file:///srv/channel/noarch", "file:///srv/channel"),
        ("file:///t/channel/noarch", "file:///t/channel"),
        ("file:///C:/channel", "file:///C:/channel"),
        ("<unknown>", None),
        ("", None),
        ("noarch", None),
    ],
)
def test_j5_a_channel_goes_by_its_name_or_its_url(location, expected):
    assert expected == channel_name(location)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://conda.test/t/ab-0123/x/noarch/a.conda", True),
        ("https://conda.test/t/<TOKEN>/x/noarch/a.conda", False),
        ("https://conda.test/t/%3CTOKEN%3E/x/noarch/a.conda", False),
        ("https://conda.test/t/********/x/noarch/a.conda", False),
        ("https://user:word@conda.test/x/noarch/a.conda", True),
        ("https://conda.test/x/noarch/a.conda", False),
    ],
)
def test_j5_a_token_is_taken_out_and_told_if_it_is_one(url, expected):
    clean, had_secret = without_secrets(url)

    assert ("https://conda.test/x/noarch/a.conda", expected) == (clean, had_secret)


def test_two_megabytes_of_a_location_are_read_in_one_go():
    assert ("https://h" + "/t" * (1 << 19)) == channel_name("https://h/t" + "/t" * (1 << 19) + "/t")
