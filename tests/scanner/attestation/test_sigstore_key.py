"""Private keys of cosign."""

from __future__ import annotations

import base64
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.attestation.sigstore_key import decrypted, is_sigstore_key
from scanner.errors import MissingExtra, UnusableKey
from tests.support.attestations import PASSPHRASE, made_by_cosign, private_pem

VECTORS = {
    1 << 15: (
        "WO3mVvyTwJ9vwT5/Tk5OW5WPIBUofMjcpEfrLnfY4uA=",
        "tCy7HcTFr4uxv4Nrg/DWmncuZ148U1MX",
        "08n43p5G5yviPEZpO7tPPF4aZQkWiWjkv4taFdhDBA0tamKH4nw=",
    ),
    1 << 16: (
        "FhzPOt9/bJG4PTq6lQ6ecG6GzaOuOy/ynG5+yRiFlNs=",
        "aw1ng1jHaDz/tQ7V2gR9O2+IGQ8xJEuE",
        "HycvuLZL4sYH0BrYTh4E/H20VtAW6u5zL5Pr+IBjYLYnCPzDkq8=",
    ),
    1 << 17: (
        "m38E3kouJTtiheLQN22NQ8DTito5hrjpUIskqcd375k=",
        "Y6PM13yA+o44pE/W1ZBwczeGnTV/m9Zc",
        "6H8sqj1K6B6yDjtH5AQ6lbFigg/C2yDDJc4rYJ79w9aVPImFIPI=",
    ),
}
"""What go-securesystemslib has encrypted: a JSON text, by the passphrase "supersecret"."""


def fields_of(cost, **changes):
    salt, nonce, ciphertext = VECTORS[cost]
    fields = {
        "kdf": {"name": "scrypt", "params": {"N": cost, "r": 8, "p": 1}, "salt": salt},
        "cipher": {"name": "nacl/secretbox", "nonce": nonce},
        "ciphertext": ciphertext,
    }
    return {**fields, **changes}


def pem_of(fields, name="SIGSTORE"):
    content = base64.encodebytes(json.dumps(fields).encode()).decode()
    kind = f"ENCRYPTED {name} PRIVATE KEY"
    return f"-----BEGIN {kind}-----\n{content}-----END {kind}-----\n".encode()


@pytest.mark.parametrize("cost", VECTORS)
@pytest.mark.parametrize("name", ["SIGSTORE", "COSIGN"])
def test_what_was_encrypted_elsewhere_is_read(cost, name):
    data = pem_of(fields_of(cost), name)

    assert b'"cmVhbGx5aW1wb3J0YW50"' == decrypted("key", data, b"supersecret")
    assert b"reallyimportant" == base64.b64decode(
        json.loads(decrypted("key", data, b"supersecret"))
    )


def test_a_key_of_cosign_is_one():
    assert is_sigstore_key(made_by_cosign("cosign.key"))
    assert b"\x30" == decrypted("key", made_by_cosign("cosign.key"), PASSPHRASE)[:1]
    assert not is_sigstore_key(private_pem())


def test_another_passphrase_is_told():
    with pytest.raises(UnusableKey, match=r"^key my\.key: another passphrase, or a damaged key"):
        decrypted("my.key", made_by_cosign("cosign.key"), b"wrong")


KDF = fields_of(1 << 15)["kdf"]


@pytest.mark.parametrize(
    "changes",
    [
        {"kdf": {**KDF, "params": {"N": 1 << 30, "r": 8, "p": 1}}},
        {"kdf": {**KDF, "params": {"N": 1 << 15, "r": 1 << 20, "p": 1}}},
        {"kdf": {**KDF, "params": {"N": 1 << 15, "r": 8, "p": 1 << 20}}},
        {"kdf": {**KDF, "name": "argon2"}},
        {"kdf": {**KDF, "salt": "#"}},
        {"kdf": {}},
        {"cipher": {"name": "aes", "nonce": VECTORS[1 << 15][1]}},
        {"cipher": {"name": "nacl/secretbox", "nonce": "AAAA"}},
        {"cipher": {"name": "nacl/secretbox", "nonce": 1}},
        {"ciphertext": "A"},
        {"ciphertext": ""},
    ],
    ids=[
        *("work", "memory", "threads", "function", "salt", "no-function"),
        *("cipher", "nonce", "number", "cut", "nothing"),
    ],
)
def test_what_cosign_never_writes_is_not_tried(changes):
    with pytest.raises(UnusableKey):
        decrypted("key", pem_of(fields_of(1 << 15, **changes)), b"supersecret")


@given(st.binary(max_size=200))
def test_whatever_a_key_holds_nothing_else_is_raised(content):
    lines = base64.encodebytes(content)
    kind = b"ENCRYPTED SIGSTORE PRIVATE KEY"
    data = b"-----BEGIN %b-----\n%b-----END %b-----\n" % (kind, lines, kind)

    with pytest.raises(UnusableKey):
        decrypted("key", data, b"")


def test_without_the_extra_it_is_told_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "nacl.exceptions", None)

    with pytest.raises(MissingExtra, match="PyNaCl is not installed"):
        decrypted("key", made_by_cosign("cosign.key"), PASSPHRASE)
