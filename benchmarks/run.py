"""Times whole scans beside the mere decompression and hashing of the same layers: ``make bench``.

All are whole processes, and take turns, so that a noisy machine is as noisy for the one as for the
other. What counts is the ratio of the medians, and the budget: 1.15 times the limit, plus 0.25 s.
A cached scan finds all layers in the store. The limit of an image in a registry is the scan of the
same image as a layout, and the budget is 1.2 times that.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMES = ("slim", "debian", "conda", "datasci", "manyfiles")
FORMS = ("oci", "oci-zstd")
FACTOR, CONSTANT_SECONDS = 1.15, 0.25
REGISTRY_FACTOR = 1.2
CACHED_SECONDS = 0.35
PEAK_MEGABYTES = 120
SCAN = [sys.executable, "-m", "scanner", "sbom"]
ROW = "{:22} {:>7} {:>7} {:>6} {:>7} {:>8} {:>7} {:>6} {:>5}"


@dataclass(frozen=True)
class Run:
    """One process, from its start to its end."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float


@dataclass(frozen=True)
class Case:
    """An image in one form, and what it is compared with."""

    label: str
    target: str
    limit: list[str] | None = None
    """A command; nothing has to be inflated of an uncompressed archive, so there is none for it."""
    factor: float = FACTOR
    constant_seconds: float = CONSTANT_SECONDS


def main() -> int:
    """Print a row for each image in each form; return 1 if a budget or the truth is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES, help="images; all by default")
    parser.add_argument("--runs", type=int, default=5, help="of each process")
    parser.add_argument("--source", type=Path, help="directory of make_images.sh")
    arguments = parser.parse_args()
    images = Path(
        os.environ.get("LADING_BENCH_IMAGES", Path(tempfile.gettempdir()) / "bench/images")
    )
    for name in arguments.names:
        if not (images / f"{name}.truth.json").exists():
            make(name, arguments.source)
    print(
        ROW.format(
            "image", "wall s", "limit s", "ratio", "budget", "cached s", "cpu s", "MB", "truth"
        )
    )
    missed = False
    with registry_with([images / f"{name}.oci" for name in arguments.names]) as host:
        for name in arguments.names:
            truth_file = images / f"{name}.truth.json"
            for case in cases(images, name, host):
                missed = not report(case, truth_file, arguments.runs) or missed
    return int(missed)


@contextmanager
def registry_with(layouts: Sequence[Path]) -> Iterator[str | None]:
    """Give the host of a registry with images, or say why there is none."""
    if shutil.which(registry.PROGRAM):
        with registry.serving(layouts) as host:
            yield host
    else:
        print(f"no image is read from a registry, for {registry.PROGRAM} is not installed")
        yield None


def cases(images: Path, name: str, host: str | None) -> Iterator[Case]:
    """Yield the forms of an image."""
    for form in FORMS:
        target = str(images / f"{name}.{form}")
        yield Case(f"{name}.{form}", target, [sys.executable, "-m", "benchmarks.limit", target])
    yield Case(f"{name}.docker.tar", str(images / f"{name}.docker.tar"))
    if host:
        layout = images / f"{name}.oci"
        target = f"{host}/{registry.name_of(layout)}"
        limit = [*SCAN, "--no-cache", "-o", f"json={os.devnull}", str(layout)]
        yield Case(f"{name} (registry)", target, limit, REGISTRY_FACTOR, 0)


def make(name: str, source: Path | None) -> None:
    """Build an image, as its script describes; that takes root, and Debian's image tools."""
    script = source / "make_images.sh" if source else None
    if script is None or not script.exists():
        sys.exit(f"the benchmark image {name} is missing, and {script} with it: give --source")
    environment = {"MIRROR": "http://deb.debian.org/debian", **os.environ}
    subprocess.run(["bash", str(script), name], check=True, env=environment)


def report(case: Case, truth_file: Path, runs: int) -> bool:
    """Print the row of one image in one form, and tell whether it keeps what is promised."""
    with tempfile.TemporaryDirectory() as temporary:
        document = Path(temporary) / "report.json"
        scan = [*SCAN, "-o", f"json={document}"]
        cold = [*scan, "--no-cache", case.target]
        cached = [*scan, "--cache-dir", temporary, case.target]
        scans, limits, cached_scans = [], [], []
        run(cached)
        for _ in range(runs):
            if case.limit:
                limits.append(run(case.limit))
            scans.append(run(cold))
            cached_scans.append(run(cached))
        is_true = found(document) == truth(truth_file)
    wall = statistics.median(scan.wall_seconds for scan in scans)
    limit = statistics.median(limit.wall_seconds for limit in limits) if limits else None
    budget = limit * case.factor + case.constant_seconds if limit else None
    cached_wall = statistics.median(scan.wall_seconds for scan in cached_scans)
    peak = max(scan.peak_megabytes for scan in scans)
    print(
        ROW.format(
            case.label,
            f"{wall:.2f}",
            f"{limit:.2f}" if limit else "-",
            f"{wall / limit:.2f}" if limit else "-",
            f"{budget:.2f}" if budget else "-",
            f"{cached_wall:.2f}",
            f"{statistics.median(scan.cpu_seconds for scan in scans):.2f}",
            f"{peak:.0f}",
            "yes" if is_true else "NO",
        ),
        flush=True,
    )
    is_fast = cached_wall <= CACHED_SECONDS and (budget is None or wall <= budget)
    return is_true and is_fast and peak < PEAK_MEGABYTES


def run(command: list[str]) -> Run:
    """Run a process and measure it."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def found(document: Path) -> set[tuple[str, str | None, str]]:
    """Return name, version and path of each dist-info that a scan found to be in use."""
    return {
        (component["purl"].split("@")[0], component["version"], component["evidence"]["path"])
        for component in json.loads(document.read_bytes())["components"]
        if component["kind"] == "dist-info"
        and component["state"] in {"installed", "editable", "vendored"}
    }


def truth(path: Path) -> set[tuple[str, str | None, str]]:
    """Return the same, as ``importlib.metadata`` sees the merged file system."""
    from packaging.utils import canonicalize_name

    return {
        (f"pkg:pypi/{canonicalize_name(entry['name'])}", entry["version"], entry["path"])
        for entry in json.loads(path.read_bytes())["distributions"]
        if entry["path"].endswith(".dist-info")
    }


if __name__ == "__main__":
    sys.exit(main())
