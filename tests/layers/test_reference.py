"""Names of images and platforms."""

from __future__ import annotations

import pytest

from layers import Platform, Reference
from layers.digest import Digest
from layers.errors import InvalidDigest, InvalidPlatform, InvalidReference

HEX = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alpine", Reference("docker.io", "library/alpine")),
        ("alpine:3.20", Reference("docker.io", "library/alpine", "3.20")),
        ("bitnami/redis", Reference("docker.io", "bitnami/redis")),
        ("docker.io/alpine", Reference("docker.io", "library/alpine")),
        ("index.docker.io/alpine", Reference("docker.io", "library/alpine")),
        ("docker.io/bitnami/redis", Reference("docker.io", "bitnami/redis")),
        ("ghcr.io/astral-sh/uv:latest", Reference("ghcr.io", "astral-sh/uv", "latest")),
        ("quay.io/single", Reference("quay.io", "single")),
        ("localhost/a", Reference("localhost", "a")),
        ("localhost:5000/a:b", Reference("localhost:5000", "a", "b")),
        ("host:5000/a/b/c", Reference("host:5000", "a/b/c")),
        ("[::1]:5000/a", Reference("[::1]:5000", "a")),
        ("EXAMPLE.com/a", Reference("EXAMPLE.com", "a")),
        ("a.b/c.d_e__f-g---h", Reference("a.b", "c.d_e__f-g---h")),
        ("a:_T.-", Reference("docker.io", "library/a", "_T.-")),
        (
            f"a@sha256:{HEX}",
            Reference("docker.io", "library/a", None, Digest("sha256", HEX)),
        ),
        (
            f"x.io/a:1@sha512:{HEX}{HEX}",
            Reference("x.io", "a", "1", Digest("sha512", HEX + HEX)),
        ),
    ],
)
def test_a_reference_is_completed_as_docker_does(text, expected):
    assert expected == Reference.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alpine", "docker.io/library/alpine"),
        ("x.io/a:1", "x.io/a:1"),
        (f"x.io/a:1@sha256:{HEX}", f"x.io/a:1@sha256:{HEX}"),
        (f"x.io/a@sha256:{HEX}", f"x.io/a@sha256:{HEX}"),
    ],
)
def test_a_complete_reference_reads_back_as_itself(text, expected):
    reference = Reference.parse(text)

    assert (expected, reference) == (str(reference), Reference.parse(str(reference)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "a/B",
        "A/b",
        "a/",
        "/a",
        "a//b",
        "a:",
        "a:b:c",
        "a:-b",
        "a: b",
        "a b",
        "a\n",
        "-a",
        "a-",
        "a..b",
        "a___b",
        "../a",
        "a/../b",
        "https://x.io/a",
        "a@",
        "a:" + "t" * 129,
        "x.io/" + "a" * 251,
        "\u00e9",
        "x.io:port/a",
        "[::1/a",
    ],
)
def test_anything_else_is_no_reference(text):
    with pytest.raises(InvalidReference) as error:
        Reference.parse(text)

    assert text == error.value.text


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize("digest", ["sha256:abc", f"sha256:{HEX.upper()}", "md5:x", "x", "../.."])
def test_a_wrong_digest_is_named(digest):
    with pytest.raises(InvalidDigest) as error:
        Reference.parse(f"alpine@{digest}")

    assert digest == error.value.text


def test_a_name_of_255_characters_is_the_longest():
    name = "x.io/" + "a" * 250

    assert (255, name) == (len(name), Reference.parse(name).name)


@pytest.mark.parametrize("text", ["a-" * 20_000, "a_" * 20_000, "a." * 20_000, "a/" * 20_000 + "A"])
def test_a_long_text_is_refused_at_once(text):
    with pytest.raises(InvalidReference):
        Reference.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("linux/amd64", Platform("linux", "amd64")),
        ("linux/x86_64", Platform("linux", "amd64")),
        ("LINUX/AARCH64", Platform("linux", "arm64")),
        ("linux/arm64/v8", Platform("linux", "arm64", "v8")),
        ("linux/armv6l", Platform("linux", "arm", "v6")),
        ("linux/armv6l/v6", Platform("linux", "arm", "v6")),
        ("linux/armv7l", Platform("linux", "arm")),
        ("windows/amd64", Platform("windows", "amd64")),
        ("linux/riscv64", Platform("linux", "riscv64")),
    ],
)
def test_a_platform_is_in_the_words_of_go(text, expected):
    assert expected == Platform.parse(text)


@pytest.mark.parametrize("text", ["", "linux", "linux/", "/amd64", "linux/arm/", "a/b/c/d", "//"])
def test_anything_else_is_no_platform(text):
    with pytest.raises(InvalidPlatform) as error:
        Platform.parse(text)

    assert text == error.value.text
    assert "linux/arm64/v8" in str(error.value)


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        ("linux/amd64", "linux/amd64", True),
        ("linux/amd64", "linux/arm64", False),
        ("linux/amd64", "windows/amd64", False),
        ("linux/arm64", "linux/arm64/v8", True),
        ("linux/arm64/v8", "linux/arm64", True),
        ("linux/arm64/v9", "linux/arm64", False),
        ("linux/arm/v7", "linux/arm", True),
        ("linux/arm/v6", "linux/arm", False),
        ("linux/arm/v6", "linux/arm/v7", False),
        ("linux/arm", "linux/arm/v6", True),
        ("linux/amd64/v3", "linux/amd64", False),
    ],
)
def test_a_platform_accepts_what_runs_on_it(wanted, offered, expected):
    assert expected == Platform.parse(wanted).accepts(Platform.parse(offered))


def test_the_host_runs_linux():
    platform = Platform.of_host()

    assert "linux" == platform.os
    assert str(platform).startswith(f"linux/{platform.architecture}")
