"""Keys in all forms that people have them in."""

from __future__ import annotations

import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from scanner.attestation.key import parse_signing_key, parse_verifying_key
from scanner.errors import MissingExtra, UnusableKey
from tests.support.attestations import (
    PASSPHRASE,
    PRIVATE_KEYS,
    made_by_cosign,
    private_pem,
    public_pem,
    unasked,
)

KINDS = pytest.mark.parametrize("kind", PRIVATE_KEYS)
OTHERS: dict[str, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey] = {
    "p-384": ec.derive_private_key(7, ec.SECP384R1()),
    "rsa": rsa.generate_private_key(65537, 2048),
}
"""Kinds that we do not take."""


def traditional(passphrase=None):
    """Return a key in the form of OpenSSL before PKCS #8."""
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    form = PrivateFormat.TraditionalOpenSSL
    return PRIVATE_KEYS["ecdsa"].private_bytes(Encoding.PEM, form, encryption)


@KINDS
def test_what_a_key_signs_its_public_key_accepts(kind):
    signing = parse_signing_key("key", private_pem(kind), unasked)
    verifying = parse_verifying_key("key", public_pem(kind))

    signature = signing.sign(b"data")

    assert verifying.accepts(signature, b"data")
    assert not verifying.accepts(signature, b"date")
    assert not verifying.accepts(b"", b"data")


@KINDS
def test_the_public_key_of_a_private_one_is_known(kind):
    signing = parse_signing_key("key", private_pem(kind), unasked)

    assert parse_verifying_key("key", public_pem(kind)).hint == signing.verifying_key.hint


@pytest.mark.parametrize(
    "data",
    [private_pem("ecdsa", PASSPHRASE), private_pem("ed25519", PASSPHRASE), traditional(PASSPHRASE)],
    ids=["ecdsa", "ed25519", "traditional"],
)
def test_an_encrypted_key_takes_its_passphrase(data):
    assert parse_signing_key("key", data, lambda: PASSPHRASE).sign(b"data")

    with pytest.raises(UnusableKey, match="another passphrase"):
        parse_signing_key("key", data, lambda: b"wrong")


def test_a_key_that_is_not_encrypted_asks_for_nothing():
    assert parse_signing_key("key", traditional(), unasked).sign(b"data")


def test_a_key_of_cosign_signs_what_its_public_key_accepts():
    signing = parse_signing_key("key", made_by_cosign("cosign.key"), lambda: PASSPHRASE)
    verifying = parse_verifying_key("key", made_by_cosign("cosign.pub"))

    assert verifying.accepts(signing.sign(b"data"), b"data")


@pytest.mark.parametrize("kind", OTHERS)
def test_another_kind_of_key_is_not_taken(kind):
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    private = OTHERS[kind].private_bytes(*form)
    public = OTHERS[kind].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(UnusableKey, match="neither a key for ECDSA on P-256 nor for Ed25519"):
        parse_signing_key("key", private, unasked)
    with pytest.raises(UnusableKey, match="neither a key for ECDSA on P-256 nor for Ed25519"):
        parse_verifying_key("key", public)


@pytest.mark.parametrize(
    "data", [b"", b"-----BEGIN PRIVATE KEY-----", public_pem()], ids=["empty", "cut", "public"]
)
def test_what_is_no_private_key_is_not_taken(data):
    with pytest.raises(UnusableKey, match=r"^key my\.key: not a private key in PEM"):
        parse_signing_key("my.key", data, unasked)


@pytest.mark.parametrize("data", [b"", b"-----BEGIN PUBLIC KEY-----"], ids=["empty", "cut"])
def test_what_is_no_public_key_is_not_taken(data):
    with pytest.raises(UnusableKey, match=r"^key my\.pub: not a public key in PEM"):
        parse_verifying_key("my.pub", data)


@pytest.mark.parametrize(
    "data", [private_pem(), made_by_cosign("cosign.key")], ids=["ours", "cosign"]
)
def test_a_private_key_need_not_be_given_away_to_verify(data):
    with pytest.raises(UnusableKey, match="verifying takes the public one"):
        parse_verifying_key("my.key", data)


def test_a_key_is_not_shown():
    shown = repr(parse_signing_key("key", private_pem("ed25519"), unasked))

    assert bytes(range(32)).hex() not in shown
    assert "PrivateKey object" in shown


def test_without_the_extra_it_is_told_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    reason = r"^cryptography is not installed: pip install 'lading\[sign\]'$"

    with pytest.raises(MissingExtra, match=reason):
        parse_signing_key("key", private_pem(), unasked)
    with pytest.raises(MissingExtra, match=reason):
        parse_verifying_key("key", public_pem())
