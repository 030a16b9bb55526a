"""FIRST's EPSS: how likely each CVE is exploited within thirty days, as compressed CSV.

The first line is a comment with the model and its date; the columns are named in the second.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from typing import TYPE_CHECKING, Final

from scanner.advisories.feeds.feed import Feed
from scanner.advisories.feeds.single_file import file_at
from scanner.advisories.item import Dated, Item, Unreadable
from scanner.errors import UnreadableAdvisories
from scanner.model.threat import Probability

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

GZIP: Final = b"\x1f\x8b"
MAX_LINE: Final = 10_000
MAX_LINES: Final = 5_000_000
"""It has 300,000. What is packed may unpack to any number of lines, or to a single one."""
MAX_ODD: Final = 10_000
"""Of rows that are none; with more of them, it is something else."""
_COMMENT: Final = re.compile(r"#\s*model_version:([^,\s]+)\s*,\s*score_date:(\d{4}-\d\d-\d\d)")
_CVE: Final = re.compile(r"CVE-\d{4}-\d{4,19}")


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the rows of a file, compressed or not.

    Raises:
        UnreadableAdvisories: if it is damaged, or does not say of which model and day it is.

    """
    magic = stream.read(len(GZIP))
    stream.seek(0)
    try:
        with gzip.open(stream) if magic == GZIP else stream as data:
            yield from _rows(io.TextIOWrapper(data, "utf-8", newline=""))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableAdvisories("EPSS", str(error)) from error


def _rows(text: io.TextIOWrapper) -> Iterator[Item]:
    comment = _COMMENT.match(text.readline(MAX_LINE))
    if comment is None:
        raise UnreadableAdvisories("EPSS", "no line that names the model and the day")
    model, date = comment.groups()
    yield Dated(date)
    odd = 0
    for number, row in enumerate(csv.DictReader(_lines(text)), 3):
        try:
            yield Probability(
                cve=_cve(row["cve"]),
                score=_share(row["epss"]),
                percentile=_share(row["percentile"]),
                model=model,
                date=date,
            )
        except (ValueError, KeyError, TypeError) as error:
            odd += 1
            if odd > MAX_ODD:
                raise UnreadableAdvisories("EPSS", f"more than {MAX_ODD:,} odd lines") from error
            yield Unreadable(f"line {number}", repr(error))


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    for _ in range(MAX_LINES):
        line = text.readline(MAX_LINE)
        if not line:
            return
        if len(line) == MAX_LINE:
            raise UnreadableAdvisories("EPSS", f"a line of {MAX_LINE:,} characters")
        yield line
    raise UnreadableAdvisories("EPSS", f"more than {MAX_LINES:,} lines")


def _cve(text: str) -> str:
    if not _CVE.fullmatch(text):
        raise ValueError(f"not a CVE: {text!r}")
    return text


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(f"not between 0 and 1: {text}")
    return number


EPSS = Feed(
    name="epss",
    title="EPSS",
    url="https://www.first.org/epss",
    license="LicenseRef-EPSS",
    server="https://epss.empiricalsecurity.com",
    fetch=file_at("epss_scores-current.csv.gz"),
    parse=parse,
)
