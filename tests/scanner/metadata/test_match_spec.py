"""Match specifications of conda, as rattler reads them, and what it has no word for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.match_spec import MAX_CHARACTERS, package_at, parse_match_spec

READ = json.loads(Path("testdata/conda/rattler.json").read_text())["specs"]
DIGEST = "0123456789abcdef" * 2


@pytest.mark.parametrize("text", READ, ids=str)
def test_j16_a_specification_means_what_it_does_to_rattler(text):
    spec, expected = parse_match_spec(text), READ[text]

    package = spec.package
    build = package.build or (expected["build"] if "*" in (expected["build"] or "") else None)
    channel = expected["channel"] and expected["channel"].removeprefix("pkgs/")
    assert (expected["name"], expected["build"]) == (package.name, build)
    assert (channel, expected["subdir"]) == (package.channel, package.subdir)
    assert _in_words_of_rattler(spec.specifier) == (expected["version"] or "*")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("numpy", None),
        ("numpy=1.26", None),
        ("numpy 1.26", "1.26"),
        ("numpy==1.26.4", "1.26.4"),
        ("numpy=1.26.4=py311_0", "1.26.4"),
        ("numpy 1.26.*", None),
        ("numpy >=1", None),
        ("numpy 1.7|1.8", None),
        ("numpy[version='1.26']", "1.26"),
        ("numpy[version='=1.26']", None),
    ],
    ids=str,
)
def test_j16_there_is_a_version_only_where_no_other_will_do(text, version):
    assert version == parse_match_spec(text).package.version


@pytest.mark.parametrize(
    "text", ["", "!!", "*", "-e .", "{{ name }}", "a" * (MAX_CHARACTERS + 1)], ids=lambda t: t[:9]
)
def test_what_is_no_specification_has_no_name(text):
    assert parse_match_spec(text).package.name is None


def test_a_token_in_a_channel_does_not_get_out():
    spec = parse_match_spec("https://conda.anaconda.org/t/tk-0123-4567/private::numpy=1.2")

    assert "tk-0123-4567" not in repr(spec)
    assert "private" == spec.package.channel


@pytest.mark.parametrize(
    ("place", "purl", "hashes"),
    [
        pytest.param(
            f"https://conda.anaconda.org/conda-forge/noarch/tzdata-2024a-h0_0.conda#{DIGEST}",
            "pkg:conda/tzdata@2024a?build=h0_0&channel=conda-forge&subdir=noarch&type=conda",
            (f"md5:{DIGEST}",),
            id="md5",
        ),
        pytest.param(
            f"https://conda.test/t/secret-token/x/linux-64/a-b-1-0.tar.bz2#sha256:{DIGEST * 2}",
            "pkg:conda/a-b@1?build=0&channel=https://conda.test/x&subdir=linux-64&type=tar.bz2",
            (f"sha256:{DIGEST * 2}",),
            id="sha256-and-a-token",
        ),
        pytest.param("./a-1-0.conda", "pkg:conda/a@1?build=0&type=conda", (), id="path"),
        pytest.param(r"C:\x\a-1-0.conda", "pkg:conda/a@1?build=0&type=conda", (), id="windows"),
    ],
)
def test_j17_the_place_of_an_archive_tells_all_of_its_package(place, purl, hashes):
    package = package_at(place)

    assert package is not None
    assert (purl, hashes) == (package.purl, package.hashes)
    assert "secret-token" not in repr(package)


@given(st.text("ab1=<>!~,|*[]'\": ./#-", max_size=40))
def test_any_text_is_read(text):
    assert parse_match_spec(text).package.name != ""


def _in_words_of_rattler(specifier: str | None) -> str:
    """Return versions as it writes them: ``=1.26`` is ``1.26.*``."""
    if specifier is None:
        return "*"
    is_fuzzy = specifier.startswith("=") and not specifier.startswith("==")
    return f"{specifier[1:]}.*" if is_fuzzy else specifier
