"""Credential helpers: programs that keep credentials for docker (docker-credential-helpers).

A helper gets the registry's name on stdin, and answers with JSON. What it writes is a secret, so it
is bounded, parsed and never shown, not even when the helper fails.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from layers.document import Document
from layers.errors import LayersError
from layers.limits import KIB, Limits
from layers.registry.credential import Credential
from layers.registry.errors import CredentialUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

SUFFIX: Final = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
MAX_BYTES: Final = 64 * KIB
MAX_SECONDS: Final = 10.0
NOT_FOUND: Final = b"credentials not found in native keychain"
"""How a helper says that it has none; its exit code is that of an error."""
IDENTITY_TOKEN: Final = "<token>"  # noqa: S105 - the name of a user that stands for a token


def program_of(suffix: str) -> str:
    """Return what the helper is called that a file names."""
    return f"docker-credential-{suffix[:50]}"


def credential_from(
    suffix: str, server: str, environment: Mapping[str, str], seconds: float = MAX_SECONDS
) -> Credential | None:
    """Return what ``docker-credential-<suffix>`` has for a server.

    Raises:
        CredentialUnavailable: if there is no such program, or it does not do what it should.

    """
    program = program_of(suffix)
    if not SUFFIX.fullmatch(suffix):
        raise CredentialUnavailable(repr(program), "not a name of a helper")
    code, output = _run(program, server, environment, seconds)
    if code and output.strip() == NOT_FOUND:
        return None
    if code:
        raise CredentialUnavailable(program, f"ended with code {code}")
    try:
        answer = Document.parse(program, output, Limits())
        username, secret = answer.text("Username", ""), answer.text("Secret", "")
    except LayersError:
        # The cause may show the secret.
        raise CredentialUnavailable(program, "its answer is not what it should be") from None
    if not secret:
        return None
    is_token = username == IDENTITY_TOKEN
    return Credential("" if is_token else username, secret, is_token)


def _run(
    program: str, server: str, environment: Mapping[str, str], seconds: float
) -> tuple[int, bytes]:
    """Return the exit code and the output of a helper."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the user configured it, and its name is checked
            [program, "get"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be started"
        raise CredentialUnavailable(program, reason) from error
    with process:
        try:
            return _talk(process, program, server, time.monotonic() + seconds)
        finally:
            if process.poll() is None:
                # What it has started may hold the pipe open.
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def _talk(
    process: subprocess.Popen[bytes], program: str, server: str, deadline: float
) -> tuple[int, bytes]:
    assert process.stdin
    assert process.stdout
    with suppress(BrokenPipeError):
        process.stdin.write(server.encode())
        process.stdin.flush()
    with suppress(BrokenPipeError):
        process.stdin.close()
    output = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
            raise CredentialUnavailable(program, "does not answer in time")
        piece = os.read(process.stdout.fileno(), MAX_BYTES)
        output += piece
        if len(output) > MAX_BYTES:
            raise CredentialUnavailable(program, f"answers with more than {MAX_BYTES:,} bytes")
        if not piece:
            break
    try:
        return process.wait(max(0.0, deadline - time.monotonic())), output
    except subprocess.TimeoutExpired as error:
        raise CredentialUnavailable(program, "does not end in time") from error
