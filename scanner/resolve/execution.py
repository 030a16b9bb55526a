"""A program that somebody else wrote, run with bounds: the only thing here that does something.

It gets none of our variables but those that say how to get to the network, no input, and a group of
processes of its own, which ends with it if it takes too long or writes too much.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING, Final

from scanner.errors import ResolverFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MAX_BYTES: Final = 16 << 20
"""Of what it writes, to stdout and to stderr."""
CHUNK: Final = 1 << 16
KEPT: Final = frozenset(
    (
        "ALL_PROXY",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    )
)
"""What the way to the network is told by."""


def program_called(name: str, variables: Mapping[str, str]) -> str | None:
    """Return where a program is; never in a directory that depends on where we are."""
    return shutil.which(name, path=_path(variables))


def scrubbed(variables: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the variables of a program that is to know nothing of its user."""
    kept = {name: value for name, value in variables.items() if name.upper() in KEPT}
    at_home = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home))
    return {**kept, **at_home, "PATH": _path(variables), "LC_ALL": "C.UTF-8"}


def run(
    command: Sequence[str], directory: Path, variables: Mapping[str, str], seconds: float
) -> str:
    """Return what a program writes to stdout.

    Raises:
        ResolverFailed: if it does not end well, or not in time, or writes too much.

    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the user asked for it; no part is of the target
            command,
            cwd=directory,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise ResolverFailed(f"cannot be run: {error.strerror}") from error
    with process:
        try:
            output, errors = _written(process, time.monotonic() + seconds, seconds)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        told = errors.decode("utf-8", "replace").strip() or output.decode("utf-8", "replace")
        raise ResolverFailed(f"exit code {process.returncode}: {told.strip()}")
    return output.decode("utf-8", "replace")


def _written(
    process: subprocess.Popen[bytes], deadline: float, seconds: float
) -> tuple[bytes, bytes]:
    """Return all that a process writes until it ends."""
    assert process.stdout
    assert process.stderr
    written = {process.stdout.fileno(): bytearray(), process.stderr.fileno(): bytearray()}
    late = ResolverFailed(f"not done after {seconds:g} seconds")
    with DefaultSelector() as selector:
        for descriptor in written:
            selector.register(descriptor, EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(0, deadline - time.monotonic()))
            if not ready or time.monotonic() > deadline:
                raise late
            for key, _ in ready:
                chunk = os.read(key.fd, CHUNK)
                if not chunk:
                    selector.unregister(key.fd)
                written[key.fd] += chunk
                if len(written[key.fd]) > MAX_BYTES:
                    raise ResolverFailed(f"wrote more than {MAX_BYTES:,} bytes")
    try:
        process.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise late from error
    output, errors = written.values()
    return bytes(output), bytes(errors)


def _path(variables: Mapping[str, str]) -> str:
    places = variables.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(place for place in places if place.startswith(os.sep))
