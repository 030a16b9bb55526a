"""Signatures beside files."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.attestation.file_signature import sign_file, signature_location, verify_file
from scanner.attestation.key import SigningKey
from scanner.errors import UnreadableAdvisories, UntrustedAttestation

KEY, OTHER = (SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([n] * 32))) for n in (1, 2))


@pytest.fixture
def file(tmp_path):
    """Return a file with a signature."""
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"content")
    sign_file(path, KEY)
    return path


def test_what_was_signed_is_accepted(file):
    verify_file(file, KEY.verifying_key)

    assert file.with_name("index.sqlite.sig") == signature_location(file)


def test_another_key_is_refused(file):
    with pytest.raises(UntrustedAttestation, match="not what was signed"):
        verify_file(file, OTHER.verifying_key)


def test_another_content_is_refused(file):
    file.write_bytes(b"another content")

    with pytest.raises(UntrustedAttestation, match="not what was signed"):
        verify_file(file, KEY.verifying_key)


@pytest.mark.parametrize("text", [b"", b"?", b"AAAA", b"A" * 100_000])
def test_what_is_no_signature_is_refused(file, text):
    signature_location(file).write_bytes(text)

    with pytest.raises(UntrustedAttestation):
        verify_file(file, KEY.verifying_key)


def test_without_a_signature_nothing_is_accepted(file):
    signature_location(file).unlink()

    with pytest.raises(UntrustedAttestation, match="no signature"):
        verify_file(file, KEY.verifying_key)


def test_a_file_that_is_gone_is_unreadable(file):
    file.unlink()

    with pytest.raises(UnreadableAdvisories):
        verify_file(file, KEY.verifying_key)
