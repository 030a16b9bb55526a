"""The versions of shared libraries, by what these say of themselves when they are asked.

The version in a file name (``libpq.so.5.17``) is that of the interface, and hardly ever of the
release. What to look for depends on the library: krb5's own name is in all that use it, PostgreSQL
names the servers that it can talk to, and libxml2 has numbers for its features.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 48 << 20
_HASH: Final = re.compile(r"-[0-9a-f]{8}(?=[.-]|$)")
_NAME: Final = re.compile(r"(?P<stem>.+?)(?:-\d[\d.]*)?\.(?:so|dylib|dll)(?:\..*)?", re.IGNORECASE)
_OPENBLAS: Final = re.compile(r"libopenblas\w*-r(?P<version>\d+\.\d+\.\d+(?:\.dev)?)\.")
"""The only one whose release is in the name of the file."""
_DOTTED: Final = re.compile(rb"(\d+\.\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What several libraries are released as."""

    name: str
    stems: tuple[str, ...]
    """How the names of the libraries begin."""
    literal: bytes = b""
    """What stands right before the version."""
    version: re.Pattern[bytes] = _DOTTED

    def version_in(self, data: bytes) -> bytes:
        """Return the version, or nothing."""
        if not self.literal or len(data) > MAX_BYTES:
            return b""
        at = data.find(self.literal)
        while at >= 0:
            start = at + len(self.literal)
            if match := self.version.match(data, start):
                return match[1]
            at = data.find(self.literal, start)
        return b""


PRODUCTS: Final = (
    Product(
        name="openssl",
        stems=("libcrypto", "libssl"),
        literal=b"OpenSSL ",
        version=re.compile(
            rb"(\d+\.\d+\.\d+[a-z]{0,2})(?:-\w{1,20})?(?: +FIPS)? +\d\d? [A-Z][a-z]{2} \d{4}"
        ),
    ),
    Product(
        name="krb5",
        stems=("libkrb5", "libk5crypto", "libgssapi_krb5"),
        literal=b"KRB5_BRAND: krb5-",
    ),
    Product(name="zlib", stems=("libz.", "libz-"), literal=b" deflate "),
    Product(name="curl", stems=("libcurl",), literal=b"libcurl/"),
    Product(name="libpng", stems=("libpng",), literal=b"libpng version "),
    Product(name="libtiff", stems=("libtiff",), literal=b"LIBTIFF, Version "),
    Product(name="libjpeg-turbo", stems=("libjpeg", "libturbojpeg"), literal=b"-turbo version "),
    Product(
        name="ffmpeg",
        stems=("libavcodec", "libavformat", "libavutil", "libswresample", "libswscale"),
        literal=b"FFmpeg version ",
        version=re.compile(rb"n?(\d+\.\d+(?:\.\d+)*)"),
    ),
    Product(name="brotli", stems=("libbrotli",)),
    Product(name="libwebp", stems=("libwebp", "libsharpyuv")),
    Product(name="littlecms2", stems=("liblcms2",)),
    Product(name="openjpeg", stems=("libopenjp2",)),
    Product(name="openblas", stems=("libopenblas", "libscipy_openblas")),
    Product(name="postgresql", stems=("libpq",)),
    Product(name="libxml2", stems=("libxml2",)),
)


def original_names(file_name: str) -> tuple[str, ...]:
    """Return the names that a library may have had before it was copied into a wheel.

    auditwheel puts eight digits of a hash behind its stem; whoever did so twice, did so twice.
    """
    once = _HASH.sub("", file_name, count=1)
    return tuple(dict.fromkeys((once, _HASH.sub("", file_name), file_name)))


def product_of(file_name: str) -> str:
    """Return the name by which a library is known, or else its own."""
    for product in PRODUCTS:
        if file_name.startswith(product.stems):
            return product.name
    match = _NAME.fullmatch(_HASH.sub("", file_name))
    return match["stem"] if match else file_name


def version_in_name(file_name: str) -> str | None:
    """Return the release that a file name tells."""
    match = _OPENBLAS.match(_HASH.sub("", file_name))
    return match["version"] if match else None
