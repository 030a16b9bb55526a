"""The command line, as a user runs it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import io
    from collections.abc import Mapping
    from pathlib import Path

LADING = (sys.executable, "-m", "scanner")
DECIDING = ("COLUMNS", "FORCE_COLOR", "LANG", "NO_COLOR", "SOURCE_DATE_EPOCH", "TERM")
"""Variables of the environment that change the output, and so are set by tests alone."""

WORKFLOW = {
    "GITHUB_SHA": "0123456789abcdef0123456789abcdef01234567",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_WORKFLOW": "Build",
    "GITHUB_JOB": "scan",
    "GITHUB_RUN_ID": "42",
}
"""What GitHub Actions says of a job."""


@dataclass(frozen=True)
class Result:
    """What a run left."""

    code: int
    stdout: bytes
    stderr: str

    @property
    def lines(self) -> list[str]:
        """What was written to stderr."""
        return self.stderr.splitlines()


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of a run."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in DECIDING and not name.startswith(("LC_", "PYTHON"))
    }
    own = {"LADING_NO_CACHE": "1", "LADING_NO_CONFIG": "1"}
    return {**kept, "LC_ALL": "C.UTF-8", **own, **WORKFLOW, **(changes or {})}


def lading(
    *arguments: str | Path,
    variables: Mapping[str, str] | None = None,
    command: tuple[str, ...] = LADING,
    stdout: int = subprocess.PIPE,
) -> Result:
    """Run a command to its end."""
    result = subprocess.run(
        [*command, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(variables),
        check=False,
    )
    return Result(result.returncode, result.stdout or b"", result.stderr.decode("utf-8"))


@dataclass(frozen=True)
class Session:
    """What a run on a terminal left."""

    code: int
    shown: str
    """All that was written to the terminal."""
    other: bytes
    """What was written to the stream that was not a terminal."""


def on_terminal(
    stream: str,
    *arguments: str | Path,
    variables: Mapping[str, str] | None = None,
    interrupt_at: str | None = None,
) -> Session:
    """Run a command with a terminal for one of its streams, ``stdout`` or ``stderr``.

    As soon as the terminal shows the text ``interrupt_at``, the command is interrupted.
    """
    ours, theirs = pty.openpty()
    shown = b""
    with tempfile.TemporaryFile() as other, os.fdopen(ours, "rb", buffering=0) as terminal:
        run = subprocess.Popen(
            [*LADING, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=theirs if stream == "stdout" else other,
            stderr=theirs if stream == "stderr" else other,
            env=environment({"TERM": "xterm", **(variables or {})}),
        )
        os.close(theirs)
        while piece := _read(terminal):
            shown += piece
            if interrupt_at and interrupt_at.encode() in shown:
                interrupt_at = None
                run.send_signal(signal.SIGINT)
        code = run.wait()
        other.seek(0)
        return Session(code, shown.decode("utf-8"), other.read())


def _read(terminal: io.FileIO) -> bytes | None:
    try:
        return terminal.read(1 << 16)
    except OSError:  # how Linux says that nobody can write any more
        return None
