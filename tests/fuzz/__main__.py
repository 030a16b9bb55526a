"""Fuzzing of all readers, one after the other: ``python -m tests.fuzz``.

libFuzzer never gives back the process that it takes over, so each target has one of its own. An
exception that a target does not declare is a finding, and so is an input that takes ten seconds or
a gigabyte. What a run does depends on its seed, and on nothing that earlier runs left.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS

MAX_BYTES = 4096
"""Of an input: eight tar blocks, and short enough for thousands in a second."""
MAX_SECONDS = 10
MAX_MEGABYTES = 1024


def main() -> None:
    """Fuzz the targets that are named, or all of them; exit with 1 if there is a finding."""
    arguments = _arguments()
    arguments.findings.mkdir(parents=True, exist_ok=True)
    failed = [name for name in arguments.targets or TARGETS if not _run(name, arguments)]
    print(f"findings of {', '.join(failed)} in {arguments.findings}" if failed else "no findings")
    sys.exit(bool(failed))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=main.__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--executions", type=int, default=100_000, help="of each target")
    parser.add_argument("--seconds", type=int, default=0, help="at most, for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("build/fuzz"))
    return parser.parse_args()


def _run(name: str, arguments: argparse.Namespace) -> bool:
    """Fuzz one target, and tell whether it withstood."""
    target = TARGETS[name]
    flags = {
        "runs": arguments.executions,
        "seed": arguments.seed,
        "max_total_time": arguments.seconds,
        "max_len": max(MAX_BYTES, *map(len, target.seeds)),
        "timeout": MAX_SECONDS,
        "rss_limit_mb": MAX_MEGABYTES,
        "artifact_prefix": f"{arguments.findings}/{name}-",
        "print_final_stats": 1,
        "verbosity": 0,
    }
    print(f"== {name}", flush=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds):
            Path(corpus, f"seed-{number}").write_bytes(seed)
        command = [sys.executable, "-m", "tests.fuzz.libfuzzer", name, corpus]
        command += [f"-{flag}={value}" for flag, value in flags.items()]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.run(command, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    main()
