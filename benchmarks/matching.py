"""Times matching with the bundled index: ``python -m benchmarks.matching ARCHIVE``.

The archive is that of the records, which name the versions that are matched. The 300 distributions
are much downloaded ones; of the 100,000 distinct pairs nearly all have findings.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import defaultdict
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import packaging.version  # noqa: F401 - a scan has it already

from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.item import Unreadable
from scanner.advisories.osv import releases_in
from scanner.advisories.osv_files import records_in
from scanner.cli import NEW_OBJECTS
from scanner.match.asked import inventory_of
from scanner.match.matcher import match
from scanner.model.names import normalized
from scanner.model.version import is_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

POPULAR = Path(__file__).with_name("popular.txt")
FEW, MANY = 300, 100_000
MILLISECONDS = 1000


def main() -> None:
    """Print CPU times, and what memory grows by at most, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="benchmarks.matching", description=__doc__)
    parser.add_argument("archive", type=Path, help="directory or archive of records")
    arguments = parser.parse_args()
    versions: defaultdict[str, list[str]] = defaultdict(list)
    records = (record for _, record in records_in(arguments.archive))
    found = (releases_in(record) for record in records if not isinstance(record, Unreadable))
    pairs = sorted({pair for group in found for pair in group if is_version(pair[1])})
    for name, version in pairs:
        versions[name].append(version)
    lines = POPULAR.read_text().splitlines()
    names = [word for line in lines if not line.startswith("#") for word in line.split()][:FEW]
    _apart("distributions", _few(names, versions))
    _apart("pairs", pairs[:MANY])


def _few(names: Sequence[str], versions: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    known = [versions.get(normalized(name)) or ["1.0"] for name in names]
    return list(zip(names, [group[len(group) // 2] for group in known], strict=True))


def _apart(what: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Measure in a new process, for memory that this one is done with would be used again."""
    process = get_context("spawn").Process(target=_measure, args=(what, pairs))
    process.start()
    process.join()


def _measure(what: str, pairs: Sequence[tuple[str, str]]) -> None:
    gc.set_threshold(NEW_OBJECTS)
    components = inventory_of(f"{name}=={version}" for name, version in pairs).components
    with AdvisoryIndex.opened() as index:
        memory = _megabytes()
        start = time.process_time()
        known = index.advisories_for({normalized(component.name) for component in components})
        loaded = time.process_time()
        findings, _ = match(components, known)
        end = time.process_time()
    print(
        f"{len(components):,} {what}: {len(findings):,} findings, "
        f"records {(loaded - start) * MILLISECONDS:.1f} ms, "
        f"match {(end - loaded) * MILLISECONDS:.1f} ms, "
        f"together {(end - start) * MILLISECONDS:.1f} ms, "
        f"{_megabytes() - memory:.1f} MB beyond the {memory:.1f} MB of the start"
    )


def _megabytes() -> float:
    """Return how much memory this process has had at most; ``ru_maxrss`` has its parent's, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main()
