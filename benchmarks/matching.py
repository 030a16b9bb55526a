"""Times matching with the bundled index: ``python -m benchmarks.matching ARCHIVE``.

The archive is that of the records, which name the versions that are matched. The 300 distributions
are much downloaded ones; of the 100,000 distinct pairs nearly all have findings.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import packaging.version  # noqa: F401 - a scan has it already

from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.item import Unreadable
from scanner.advisories.osv import releases_in
from scanner.advisories.osv_files import records_in
from scanner.cli.process import NEW_OBJECTS
from scanner.match.asked import inventory_of
from scanner.match.matcher import match
from scanner.model.names import normalized
from scanner.model.version import is_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.model.component import Component

POPULAR = Path(__file__).with_name("popular.txt")
FEW, MANY = 300, 100_000
MILLISECONDS = 1000


def main() -> None:
    """Print CPU times and the growth of memory."""
    parser = argparse.ArgumentParser(prog="benchmarks.matching", description=__doc__)
    parser.add_argument("archive", type=Path, help="directory or archive of records")
    arguments = parser.parse_args()
    gc.set_threshold(NEW_OBJECTS)
    versions: defaultdict[str, list[str]] = defaultdict(list)
    records = (record for _, record in records_in(arguments.archive))
    found = (releases_in(record) for record in records if not isinstance(record, Unreadable))
    pairs = sorted({pair for group in found for pair in group if is_version(pair[1])})
    for name, version in pairs:
        versions[name].append(version)
    lines = POPULAR.read_text().splitlines()
    names = [word for line in lines if not line.startswith("#") for word in line.split()][:FEW]
    with AdvisoryIndex.opened() as index:
        _measure("distributions", _few(names, versions), index)
        _measure("pairs", _components(pairs[:MANY]), index)


def _few(names: Sequence[str], versions: Mapping[str, list[str]]) -> tuple[Component, ...]:
    known = [versions.get(normalized(name)) or ["1.0"] for name in names]
    middle = [group[len(group) // 2] for group in known]
    return _components(list(zip(names, middle, strict=True)))


def _components(pairs: Sequence[tuple[str, str]]) -> tuple[Component, ...]:
    return inventory_of(f"{name}=={version}" for name, version in pairs).components


def _measure(what: str, components: Sequence[Component], index: AdvisoryIndex) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    known = index.advisories_for({normalized(component.name) for component in components})
    loaded = time.process_time()
    findings, _ = match(components, known)
    end = time.process_time()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(
        f"{len(components):,} {what}: {len(findings):,} findings, "
        f"records {(loaded - start) * MILLISECONDS:.1f} ms, "
        f"match {(end - loaded) * MILLISECONDS:.1f} ms, {grown:.1f} MB"
    )


if __name__ == "__main__":
    main()
