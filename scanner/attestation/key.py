"""Keys to sign with, and to verify with: ECDSA on P-256 with SHA-256, or Ed25519.

These two are what cosign makes and takes; all forms that OpenSSL writes are read, encrypted ones,
too, and the own form of cosign (:mod:`scanner.attestation.sigstore_key`).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.attestation.sigstore_key import decrypted, is_sigstore_key
from scanner.errors import MissingExtra, UnusableKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric.ec import (
        EllipticCurvePrivateKey,
        EllipticCurvePublicKey,
    )
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

    Passphrase: TypeAlias = Callable[[], bytes]
    """Asks for it; it is called only if the key is encrypted."""

MAX_BYTES: Final = 64 << 10
CURVE: Final = "secp256r1"
ENCRYPTED: Final = (b"ENCRYPTED PRIVATE KEY", b"Proc-Type: 4,ENCRYPTED")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key."""

    _key: EllipticCurvePrivateKey | Ed25519PrivateKey

    def sign(self, data: bytes) -> bytes:
        """Return a signature; one of ECDSA is in DER, and another each time."""
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.hashes import SHA256

        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        return self._key.sign(data, ECDSA(SHA256()))

    @property
    def verifying_key(self) -> VerifyingKey:
        """The public key that belongs to it."""
        return VerifyingKey(self._key.public_key())


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key."""

    _key: EllipticCurvePublicKey | Ed25519PublicKey

    @property
    def hint(self) -> str:
        """What cosign calls a key: the SHA-256 of its form in DER, as base64."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        form = self._key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(form).digest()).decode("ascii")

    def accepts(self, signature: bytes, data: bytes) -> bool:
        """Tell whether a signature is one of the private key that belongs to this."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            if isinstance(self._key, Ed25519PublicKey):
                self._key.verify(signature, data)
            else:
                self._key.verify(signature, data, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


def parse_signing_key(name: str, data: bytes, passphrase: Passphrase) -> SigningKey:
    """Read a private key in PEM.

    Raises:
        UnusableKey: if it is none, is of another kind, or the passphrase is wrong.
        MissingExtra: if what it takes is not installed.

    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519
        from cryptography.hazmat.primitives.serialization import (
            load_der_private_key,
            load_pem_private_key,
        )
    except ImportError as error:
        raise MissingExtra("sign", "cryptography") from error
    try:
        if is_sigstore_key(data):
            key = load_der_private_key(decrypted(name, data, passphrase()), None)
        else:
            is_encrypted = any(mark in data for mark in ENCRYPTED)
            key = load_pem_private_key(data, passphrase() if is_encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        reason = "not a private key in PEM, or another passphrase"
        raise UnusableKey(name, reason) from error
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return SigningKey(key)
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == CURVE:
        return SigningKey(key)
    raise UnusableKey(name, "neither a key for ECDSA on P-256 nor for Ed25519")


def parse_verifying_key(name: str, data: bytes) -> VerifyingKey:
    """Read a public key in PEM.

    Raises:
        UnusableKey: if it is none, or is of another kind.
        MissingExtra: if what it takes is not installed.

    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        raise MissingExtra("sign", "cryptography") from error
    if b"PRIVATE KEY" in data:
        raise UnusableKey(name, "a private key; verifying takes the public one")
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKey(name, "not a public key in PEM") from error
    if isinstance(key, ed25519.Ed25519PublicKey):
        return VerifyingKey(key)
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == CURVE:
        return VerifyingKey(key)
    raise UnusableKey(name, "neither a key for ECDSA on P-256 nor for Ed25519")
