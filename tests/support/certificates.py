"""Certificates for this machine, made for one run of the tests."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Certificates:
    """Files: a certificate that is its own authority, and the key for it."""

    certificate: str
    key: str


def certificates(
    directory: Path, names: str = "IP:127.0.0.1,DNS:localhost", *, is_expired: bool = False
) -> Certificates:
    """Make a certificate for names, by default those of this machine."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    made = Certificates(str(directory / "server.crt"), str(directory / "server.key"))
    _run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=lading.test"),
            *("-addext", f"subjectAltName={names}"),
            *("-keyout", made.key, "-out", made.certificate),
        ]
    )
    if is_expired:
        signed = ("-in", made.certificate, "-key", made.key, "-out", made.certificate)
        _run(["openssl", "x509", "-days", "-1", *signed])
    return made


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
