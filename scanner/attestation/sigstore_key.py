"""Private keys as ``cosign generate-key-pair`` encrypts them: by scrypt and NaCl's secretbox.

How hard scrypt works is one of three numbers, those of go-securesystemslib; a key with another
could have us compute for years.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

from layers.document import Document
from layers.errors import LayersError
from layers.limits import MIB, Limits
from scanner.errors import MissingExtra, UnusableKey

COSTS: Final = frozenset((1 << 15, 1 << 16, 1 << 17))
BLOCK_SIZE, PARALLELIZATION = 8, 1
KEY_BYTES: Final = 32
MAX_MEMORY: Final = 256 * MIB
_PEM: Final = re.compile(
    rb"-----BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY-----\s([A-Za-z0-9+/=\s]*)"
    rb"-----END ENCRYPTED \1 PRIVATE KEY-----"
)


def is_sigstore_key(data: bytes) -> bool:
    """Tell whether a key is one of cosign's."""
    return _PEM.search(data) is not None


def decrypted(name: str, data: bytes, passphrase: bytes) -> bytes:
    """Return the key that is in one of cosign's: PKCS #8, in DER.

    Raises:
        UnusableKey: if it is not what cosign writes, or the passphrase is wrong.
        MissingExtra: if what it takes is not installed.

    """
    try:
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox
    except ImportError as error:
        raise MissingExtra("sign", "PyNaCl") from error
    match = _PEM.search(data)
    if match is None:
        raise UnusableKey(name, "not a key of cosign")
    try:
        fields = Document.parse("key", base64.b64decode(match[2]), Limits())
        function, cipher = fields.object("kdf"), fields.object("cipher")
        box = SecretBox(_derived(function, passphrase))
        nonce = base64.b64decode(cipher.text("nonce"))
        content = base64.b64decode(fields.text("ciphertext"))
        if cipher.text("name") != "nacl/secretbox":
            raise UnusableKey(name, "encrypted otherwise than by cosign")
        return box.decrypt(content, nonce)
    except CryptoError as error:
        raise UnusableKey(name, "another passphrase, or a damaged key") from error
    except (LayersError, binascii.Error, ValueError) as error:
        raise UnusableKey(name, f"not what cosign writes: {error}") from error


def _derived(function: Document, passphrase: bytes) -> bytes:
    """Return the key that a passphrase is turned into."""
    parameters = function.object("params")
    cost = parameters.integer("N")
    others = parameters.integer("r"), parameters.integer("p")
    is_known = cost in COSTS and others == (BLOCK_SIZE, PARALLELIZATION)
    if function.text("name") != "scrypt" or not is_known:
        raise ValueError("its passphrase is turned into a key in an unknown way")
    return hashlib.scrypt(
        passphrase,
        salt=base64.b64decode(function.text("salt")),
        n=cost,
        r=BLOCK_SIZE,
        p=PARALLELIZATION,
        maxmem=MAX_MEMORY,
        dklen=KEY_BYTES,
    )
