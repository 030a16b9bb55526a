from __future__ import annotations

import pytest

from scanner.metadata.package_url import parse_package_url

AS_GIVEN = (
    "pkg:cargo/libc@0.2.155",
    "pkg:generic/openssl@4.0.3?download_url=https://host.test/openssl-4.0.3.tar.gz",
    "pkg:github/python/pythoncapi-compat",
    "pkg:npm/%40scope/name@1.0",
    "pkg:rpm/almalinux/libXau@1.0.9-3.el8",
)
CORRECTED = {
    "a-name-of-pypi": ("pkg:pypi/CacheControl@0.14.4", "pkg:pypi/cachecontrol@0.14.4"),
    "underscores": (
        "pkg:pypi/psycopg2_binary@2.9?file_name=a.whl",
        "pkg:pypi/psycopg2-binary@2.9?file_name=a.whl",
    ),
    "the-type": ("pkg:Cargo/a@1", "pkg:cargo/a@1"),
    "slashes": ("pkg://cargo//a@1", "pkg:cargo/a@1"),
    "a-file-of-the-builder": ("pkg:cargo/a@1?download_url=file://.", "pkg:cargo/a@1"),
    "a-path-in-the-package": ("pkg:cargo/a@1#src/lib.rs", "pkg:cargo/a@1"),
    "the-order": ("pkg:rpm/a@1?z=1&arch=b", "pkg:rpm/a@1?arch=b&z=1"),
    "a-scope": ("pkg:npm/@scope/name@1.0", "pkg:npm/%40scope/name@1.0"),
    "a-password": (
        "pkg:generic/a?download_url=https://me:secret@host.test/a",
        "pkg:generic/a?download_url=https://host.test/a",
    ),
    "what-nobody-can-see": ("pkg:cargo/a%00%1b[2Jb@1", "pkg:cargo/a%5B2Jb@1"),
}


@pytest.mark.parametrize("text", AS_GIVEN)
def test_what_is_right_stays(text):
    assert text == str(parse_package_url(text))


@pytest.mark.parametrize(("text", "expected"), CORRECTED.values(), ids=CORRECTED)
def test_there_is_one_form_of_each(text, expected):
    assert expected == str(parse_package_url(text))


@pytest.mark.parametrize(
    "text",
    ["", "openssl", "pkg:", "pkg:pypi", "pkg:pypi/", "pkg:pypi/@1", "bom-ref:pip", "pkg:1/a"],
)
def test_what_is_none_is_none(text):
    assert parse_package_url(text) is None


def test_what_is_too_long_is_none():
    assert parse_package_url("pkg:pypi/" + "a" * 5_000) is None
