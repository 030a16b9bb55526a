"""Real engines, started for the tests alone, each with a directory of its own.

A test that needs one is skipped, with the reason, where it is not installed or does not start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True)
class Engine:
    """A running engine."""

    address: str
    store: Path
    command: tuple[str, ...]

    def run(self, *arguments: str | Path) -> str:
        """Run a command of the engine, and return what it printed."""
        return run(*self.command, *map(str, arguments))


def run(*command: str) -> str:
    """Run a command that does not fail, and return what it printed."""
    environment = {**os.environ, "DOCKER_CONFIG": "/nonexistent"}
    for variable in ("DOCKER_HOST", "CONTAINER_HOST"):
        environment.pop(variable, None)
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@contextmanager
def docker_engine() -> Iterator[Engine]:
    """Give a Docker engine."""
    _require("dockerd", "docker")
    with directory() as place:
        address = f"unix://{place}/s"
        command = (
            *("dockerd", "--iptables=false", "--bridge=none", "-H", address),
            *("--data-root", f"{place}/data", "--exec-root", f"{place}/run"),
            *("--pidfile", f"{place}/pid", "--storage-driver", "overlay2"),
        )
        engine = Engine(address, place / "data", ("docker", "-H", address))
        with _running(command, place, lambda: _answers("docker", "-H", address, "version")):
            yield engine


@contextmanager
def podman_engine() -> Iterator[Engine]:
    """Give podman's service, with the first driver that works here."""
    _require("podman")
    with directory() as place:
        address = f"unix://{place}/s"
        for driver in ("overlay", "vfs"):
            store = place / driver
            podman = (
                *("podman", "--root", f"{store}", "--runroot", f"{place}/run-{driver}"),
                *("--storage-driver", driver, "--cgroup-manager", "cgroupfs"),
            )
            if _answers(*podman, "info"):
                break
        else:
            pytest.skip("podman does not work here")
        command = (*podman, "system", "service", "-t", "0", address)
        with _running(command, place, (place / "s").exists):
            yield Engine(address, store, podman)


def _require(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    if os.geteuid():
        pytest.skip(f"{programs[0]} needs root here")


@contextmanager
def directory() -> Iterator[Path]:
    """Give a directory whose path is short enough for a socket's, and in which tools may mount."""
    place = Path(tempfile.mkdtemp(prefix="lading-", dir="/tmp"))
    try:
        yield place
    finally:
        for mount in _mounts_below(place):
            subprocess.run(["umount", "-l", mount], capture_output=True, check=False)
        shutil.rmtree(place, ignore_errors=True)


def _mounts_below(place: Path) -> list[str]:
    lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    mounts = [line.split()[1] for line in lines]
    return sorted((mount for mount in mounts if mount.startswith(f"{place}/")), reverse=True)


@contextmanager
def _running(command: tuple[str, ...], place: Path, is_ready: Callable[[], bool]) -> Iterator[None]:
    log = place / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-1:]
                pytest.skip(f"{command[0]} does not start here: {''.join(last)[:200]}")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(*command: str) -> bool:
    result = subprocess.run(command, capture_output=True, check=False)
    return result.returncode == 0
