"""Digests."""

from __future__ import annotations

import hashlib

import pytest

from layers.digest import Digest, HashedStream, VerifiedStream
from layers.errors import DigestMismatch, InvalidDigest, LayersError, SizeMismatch
from layers.stream import MemoryStream, drain
from tests.support.streams import Dripping

DATA = b"content"
SHA256 = hashlib.sha256(DATA).hexdigest()
SHA512 = hashlib.sha512(DATA).hexdigest()


@pytest.mark.parametrize("text", [f"sha256:{SHA256}", f"sha512:{SHA512}"])
def test_a_digest_is_written_as_it_was_read(text):
    digest = Digest.parse(text)

    assert (text, len(text) - len("sha256:")) == (str(digest), len(digest.hex))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sha256:../../x", id="row-14-path"),
        pytest.param(f"sha256:{SHA256.upper()}", id="row-14-upper-case"),
        pytest.param(f"sha256:{SHA256[:-1]}", id="row-14-short"),
        pytest.param(f"sha256:{SHA256}0", id="row-14-long"),
        pytest.param(f"sha256:{SHA512}", id="row-14-of-another-algorithm"),
        pytest.param(f"sha256:{SHA256}\n", id="row-14-newline"),
        pytest.param(f"SHA256:{SHA256}", id="row-14-upper-case-algorithm"),
        pytest.param(f"sha256:{SHA256[:-1]}\u0660", id="row-14-another-digit"),
        pytest.param(f"md5:{hashlib.md5(DATA).hexdigest()}", id="row-14-md5"),
        pytest.param(f"blake3:{SHA256}", id="row-14-blake3"),
        pytest.param(SHA256, id="row-14-no-algorithm"),
        pytest.param("", id="row-14-nothing"),
    ],
)
def test_a_text_that_is_no_digest_is_refused_before_any_use(text):
    with pytest.raises(InvalidDigest) as error:
        Digest.parse(text)

    assert text == error.value.text
    assert "\n" not in str(error.value)


def test_the_digest_of_data_is_its_sha256():
    assert Digest("sha256", SHA256) == Digest.of(DATA)


@pytest.mark.parametrize("text", [f"sha256:{SHA256}", f"sha512:{SHA512}"])
def test_data_is_checked(text):
    digest = Digest.parse(text)

    digest.check(DATA)
    with pytest.raises(DigestMismatch) as error:
        digest.check(b"other")

    assert text == error.value.expected
    assert text.partition(":")[0] == error.value.actual.partition(":")[0]


def test_a_stream_knows_the_digest_of_what_was_read():
    stream = HashedStream(Dripping(DATA, 2))

    drain(stream)

    assert (Digest.of(DATA), len(DATA)) == (stream.digest(), stream.size)


@pytest.mark.parametrize("text", [f"sha256:{SHA256}", f"sha512:{SHA512}"])
@pytest.mark.parametrize("size", [None, len(DATA)])
def test_what_was_promised_is_read(text, size):
    stream = VerifiedStream(MemoryStream(DATA), Digest.parse(text), size)

    found = stream.read(100), stream.read(100), stream.read(100)

    assert (DATA, b"", b"") == found


@pytest.mark.parametrize(
    ("digest", "size", "expected"),
    [
        pytest.param(b"other", None, DigestMismatch, id="row-11"),
        pytest.param(DATA, len(DATA) - 1, SizeMismatch, id="row-13-larger"),
        pytest.param(DATA, len(DATA) + 1, SizeMismatch, id="row-13-smaller"),
        pytest.param(DATA, 0, SizeMismatch, id="row-13-not-empty"),
    ],
)
def test_what_was_not_promised_is_an_error_at_the_end(digest, size, expected):
    stream = VerifiedStream(MemoryStream(DATA), Digest.of(digest), size)

    with pytest.raises(expected):
        drain(stream)


@pytest.mark.hostile(row=13)
def test_more_than_was_promised_is_an_error_at_the_first_byte_too_many():
    """
    Who promises a kilobyte can't send a terabyte.
    """
    stream = VerifiedStream(Dripping(b"x" * 100, 10), Digest.of(b""), 20)

    found = stream.read(50), stream.read(50)
    with pytest.raises(SizeMismatch):
        stream.read(50)

    assert (b"x" * 10, b"x" * 10) == found


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SizeMismatch(5, 6), "size mismatch: expected 5 bytes, there are more"),
        (SizeMismatch(5, 4), "truncated: expected 5 bytes, there are 4"),
        (DigestMismatch("a", "b"), "digest mismatch: expected a, the bytes have b"),
    ],
)
def test_an_error_says_its_facts(error, expected):
    assert isinstance(error, LayersError)
    assert expected == str(error)
