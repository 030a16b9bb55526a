"""How complete and how clean inventories are: ``make accuracy``.

Found is what a scan lists as installed, true what ``importlib.metadata`` finds: on the merged file
systems of the benchmark images, and in an environment of popular distributions installed afresh.
A distribution is the same if its normalized name, its version and its site directory are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from scanner.model.component import State
from scanner.model.names import normalized
from scanner.pipeline import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

Distribution: TypeAlias = tuple[str, str | None, str]
POPULAR = Path(__file__).with_name("popular.txt")
INSTALLED = frozenset((State.INSTALLED, State.EDITABLE))
ROW = "{:28} {:>6} {:>6} {:>10} {:>8}"
LISTED_BY_PYTHON = """
import importlib.metadata, json
found = [(d.metadata["Name"], d.version, str(d._path)) for d in importlib.metadata.distributions()]
print(json.dumps(found))
"""


def main() -> int:
    """Print a row for each subject; return 1 if something is missed, or is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    default = Path(tempfile.gettempdir()) / "bench"
    parser.add_argument("--directory", type=Path, default=default, help="of images and environment")
    directory = parser.parse_args().directory
    images = Path(os.environ.get("LADING_BENCH_IMAGES", directory / "images"))
    print(ROW.format("subject", "true", "found", "precision", "recall"))
    is_exact = True
    for truth in sorted(images.glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        is_exact &= report(name, installed_in_image(truth), found_in(images / f"{name}.oci"))
    environment = directory / "popular"
    install(environment)
    is_exact &= report("popular", installed_in_environment(environment), found_in(environment))
    return int(not is_exact)


def report(subject: str, true: set[Distribution], found: set[Distribution]) -> bool:
    """Print how what was found compares with the truth, and tell whether they are equal."""
    right = len(true & found)
    shares = (f"{right / len(group):.2%}" if group else "-" for group in (found, true))
    print(ROW.format(subject, len(true), len(found), *shares))
    for sign, only in (("missed", true - found), ("not there", found - true)):
        for name, version, path in sorted(only, key=repr):
            print(f"  {sign}: {name} {version} {path}")
    return true == found


def found_in(target: Path) -> set[Distribution]:
    """Return the distributions of PyPI that a scan lists as installed."""
    inventory = scan(str(target))
    prefix = f"{target}/" if inventory.subject.source == "dir" else "/"
    return {
        (
            normalized(component.name),
            component.version,
            site_of(prefix + component.evidence.path),
        )
        for component in inventory.components
        if component.state in INSTALLED and component.ecosystem == "pypi"
    }


def site_of(path: str) -> str:
    """Return the directory that a trace of a distribution is in."""
    return path.rpartition("/")[0]


def installed_in_image(truth: Path) -> set[Distribution]:
    """Return what the truth of an image has in site directories."""
    return {
        (normalized(each["name"]), each["version"], site_of(each["path"]))
        for each in json.loads(truth.read_text())["distributions"]
        if each["kind"] == "env"
    }


def installed_in_environment(environment: Path) -> set[Distribution]:
    """Return what the interpreter of an environment finds."""
    python = environment / "bin" / "python"
    listed = subprocess.run(
        [python, "-I", "-c", LISTED_BY_PYTHON], check=True, capture_output=True, text=True
    )
    return {
        (normalized(name), version, site_of(path))
        for name, version, path in json.loads(listed.stdout)
    }


def install(environment: Path) -> None:
    """Install every popular distribution without what it requires: only so do all fit together."""
    if (environment / "complete").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
    pip = (environment / "bin" / "python", "-m", "pip", "install", "--quiet")
    subprocess.run([*pip, "--no-deps", "--only-binary", ":all:", *popular()], check=True)
    (environment / "complete").touch()


def popular() -> Iterator[str]:
    """Yield the names of the list."""
    for line in POPULAR.read_text().splitlines():
        if not line.startswith("#"):
            yield from line.split()


if __name__ == "__main__":
    sys.exit(main())
