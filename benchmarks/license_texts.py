"""How many licence files are identified rightly: ``python -m benchmarks.license_texts DIRECTORY``.

The table has the files of the distributions that ``make accuracy`` installs, each by its digest,
and what a person found in it. Files that are not in the table are counted, and nothing else. A
file is right if its licences are, in whatever order, and however often each is there.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import tempfile
import time
from pathlib import Path

from scanner.licenses.text import identify

TABLE = Path(__file__).with_name("license_texts.tsv")
NAME = re.compile(r"licen[sc]e|copying|notice|copyright", re.IGNORECASE)
DIGITS = 16
"""Of the digest, which tell a few hundred files apart."""


def main() -> int:
    """Print what is not right; return 1 if more is wrong than the table says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.license_texts", description=__doc__)
    default = Path(tempfile.gettempdir()) / "bench" / "popular"
    parser.add_argument("directory", type=Path, nargs="?", default=default)
    with TABLE.open(newline="") as rows:
        table = {row["sha256"]: row for row in csv.DictReader(rows, delimiter="\t")}
    known = right = wrong = unknown = 0
    seconds = 0.0
    for digest, data in sorted(license_files(parser.parse_args().directory).items()):
        row = table.get(digest)
        if row is None:
            unknown += 1
            continue
        start = time.process_time()
        found = ", ".join(sorted({match.expression for match in identify(data).matches}))
        seconds += time.process_time() - start
        known += 1
        right += found == row["licenses"]
        if found != row["licenses"]:
            is_new = found != row["found"]
            wrong += is_new
            mark = "wrong" if is_new else "known gap"
            print(f"{mark}: {row['distribution']} {row['file']}: {found} is {row['licenses']}")
    print(f"{right} of {known} right, {wrong} newly wrong, {unknown} unknown; {seconds:.2f} s")
    return int(wrong > 0 or not known)


def license_files(directory: Path) -> dict[str, bytes]:
    """Return the licence files of distributions below a directory, each content once."""
    files = {}
    for path in directory.rglob("*.dist-info/**/*"):
        inside = path.as_posix().rpartition(".dist-info/")[2].removeprefix("licenses/")
        if NAME.search(inside) and path.is_file():
            data = path.read_bytes()
            files[hashlib.sha256(data).hexdigest()[:DIGITS]] = data
    return files


if __name__ == "__main__":
    raise SystemExit(main())
