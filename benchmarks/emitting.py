"""Times the writing of SBOMs, and their validation: ``python -m benchmarks.emitting TARGET``.

Of the target, an image or a saved report, as many components are taken as are asked for, with the
texts of their licences, as ``lading sbom`` writes them; ``--without-licenses`` leaves these out.
All that a format imports is imported before. ``first`` is without what earlier rounds remembered,
which is what a command pays; ``best`` and ``median`` are of repetitions.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.process import set_up
from scanner.formats import EMITTERS
from scanner.model.report import Report
from scanner.pipeline import scan
from scanner.schema import schema_errors
from scanner.settings import Settings
from scanner.validation import faults, format_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model.inventory import Inventory

FORMATS = (
    "cyclonedx-json",
    "cyclonedx-1.7-json",
    "cyclonedx-1.4-json",
    "cyclonedx-xml",
    "spdx-json",
    "spdx-tag-value",
    "spdx-3-json",
    "json",
)
VALIDATED = ("cyclonedx-json", "cyclonedx-1.7-json", "spdx-json")
COMPONENTS = 500
ROUNDS = 15
MILLISECONDS = 1000
REMEMBERING = type(lru_cache(print))


def main() -> None:
    """Print CPU times for each format."""
    parser = argparse.ArgumentParser(prog="benchmarks.emitting", description=__doc__)
    parser.add_argument("target", help="an image, or anything else that can be scanned")
    parser.add_argument("--components", type=int, default=COMPONENTS)
    parser.add_argument("--without-licenses", action="store_true", help="leave out their texts")
    arguments = parser.parse_args()
    set_up(verbose=False)
    inventory = scan(arguments.target, Settings(licenses=not arguments.without_licenses))
    report = Report(inventory=_cut(inventory, arguments.components))
    nothing = Report(inventory=replace(inventory, components=()))
    for name in FORMATS:
        _written(name, nothing)
    print(f"{len(report.inventory.components):,} components")
    for name in FORMATS:
        _show(name, partial(_written, name, report), len(_text(name, report)))
    for name in VALIDATED:
        data = _text(name, report)
        _show(f"validating {name}", partial(_valid, data), len(data))


def _cut(inventory: Inventory, count: int) -> Inventory:
    """Return an inventory of so many components, all of which are part of an SBOM."""
    components = inventory.documented_components[:count]
    places = {each.place for each in components}
    dependencies = (each for each in inventory.dependencies if each.dependent in places)
    return replace(inventory, components=components, dependencies=tuple(dependencies))


def _written(name: str, report: Report) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as file:
        file.writelines(EMITTERS[name].emit(report))


def _text(name: str, report: Report) -> bytes:
    return "".join(EMITTERS[name].emit(report)).encode()


def _valid(data: bytes) -> None:
    name = format_of(data) or ""
    for fault in (*faults(name, data), *schema_errors(name, data)):
        raise ValueError(fault)


def _show(what: str, run: Callable[[], object], size: int) -> None:
    anew = []
    for _ in range(ROUNDS):
        _forget()
        anew.append(_milliseconds(run))
    times = [_milliseconds(run) for _ in range(ROUNDS)]
    print(
        f"{what:30} first {min(anew):6.1f}, best {min(times):6.1f}, "
        f"median {statistics.median(times):6.1f} ms, {size / 1e6:.2f} MB"
    )


def _milliseconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return (time.process_time() - start) * MILLISECONDS


def _forget() -> None:
    for each in gc.get_objects():
        if isinstance(each, REMEMBERING):
            each.cache_clear()


if __name__ == "__main__":
    main()
