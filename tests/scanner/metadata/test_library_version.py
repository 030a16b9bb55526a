from __future__ import annotations

import pytest

from scanner.metadata.library_version import (
    MAX_BYTES,
    PRODUCTS,
    original_names,
    product_of,
    version_in_name,
)

BY_NAME = {product.name: product for product in PRODUCTS}
SAID = {
    "openssl": ("openssl", b"\0OpenSSL 3.5.8 25 Aug 2026\0", b"3.5.8"),
    "openssl-with-a-letter": ("openssl", b"OpenSSL 1.1.1k  FIPS 25 Mar 2021", b"1.1.1k"),
    "openssl-of-fips": ("openssl", b"OpenSSL 1.1.1k-fips 25 Mar 2021", b"1.1.1k"),
    "openssl-in-a-sentence": (
        "openssl",
        b"OpenSSL 3.0 is needed\0OpenSSL 1.1.1w  11 Sep 2023",
        b"1.1.1w",
    ),
    "krb5": ("krb5", b"KRB5_BRAND: krb5-1.22.2-final 1.22.2 20260129", b"1.22.2"),
    "krb5-by-a-hash": ("krb5", b"libgssapi_krb5-497db0c6.so.2.2\0krb5-497db0c6.so", b""),
    "zlib": ("zlib", b" deflate 1.3.1 Copyright 1995-2024 ", b"1.3.1"),
    "curl": ("curl", b"libcurl/8.14.1", b"8.14.1"),
    "libpng": ("libpng", b"libpng version 1.6.58\n", b"1.6.58"),
    "libtiff": ("libtiff", b"LIBTIFF, Version 4.7.2\nCopyright", b"4.7.2"),
    "libjpeg-turbo": ("libjpeg-turbo", b"libjpeg-turbo version 3.2.0 (build", b"3.2.0"),
    "ffmpeg": ("ffmpeg", b"FFmpeg version n5.1.4\0", b"5.1.4"),
    "postgresql-of-servers": ("postgresql", b"PostgreSQL 9.0\0", b""),
    "features-of-libxml2": ("libxml2", b"20932\0", b""),
    "nothing": ("openssl", b"", b""),
}


@pytest.mark.parametrize(("product", "data", "expected"), SAID.values(), ids=SAID)
def test_a_library_says_its_version(product, data, expected):
    assert expected == BY_NAME[product].version_in(data)


def test_a_library_that_is_too_large_is_not_searched():
    assert BY_NAME["openssl"].version_in(b"OpenSSL 3.5.8 25 Aug 2026".ljust(MAX_BYTES + 1)) == b""


@pytest.mark.parametrize(
    ("file_name", "expected"),
    {
        "libcrypto-fb8d5b21.so.3": "openssl",
        "libssl-3-x64-0f1e2d3c4b5a69788796a5b4c3d2e1f0.dll": "openssl",
        "libz-a0b1c2d3.so.1.2.11": "zlib",
        "libz.1.dylib": "zlib",
        "libzstd-40ad5e7e.so.1.5.7": "libzstd",
        "libgfortran-040039e1-0352e75f.so.5.0.0": "libgfortran",
        "libgomp.so": "libgomp",
        "libicudata-1a2b3c4d.so.73.2": "libicudata",
        "libtinfo-5.9.so": "libtinfo",
        "libwebpmux-8fb1c9f6.so.3.1.2": "libwebp",
        "odd": "odd",
    }.items(),
)
def test_libraries_are_of_products(file_name, expected):
    assert expected == product_of(file_name)


def test_the_hashes_of_auditwheel_are_taken_out_of_names():
    assert original_names("libgfortran-040039e1-0352e75f.so.5.0.0") == (
        "libgfortran-0352e75f.so.5.0.0",
        "libgfortran.so.5.0.0",
        "libgfortran-040039e1-0352e75f.so.5.0.0",
    )


@pytest.mark.parametrize(
    ("file_name", "expected"),
    {
        "libopenblasp-r0-01191904.3.27.so": "0.3.27",
        "libopenblas64_p-r0-0cf96a72.3.23.dev.so": "0.3.23.dev",
        "libpq-a17e3caa.so.5.17": None,
        "libscipy_openblas-6cdc3b4a.so": None,
    }.items(),
)
def test_only_of_openblas_a_name_tells_the_version(file_name, expected):
    assert expected == version_in_name(file_name)
