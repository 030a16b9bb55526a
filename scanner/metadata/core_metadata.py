"""Core metadata: ``METADATA`` and ``PKG-INFO`` (PyPA core metadata specification 1.0 to 2.5).

The format is that of e-mail headers, and real files break it in every way: other encodings, blank
lines and garbage among the headers, values folded in four manners. This reader takes all there is
to take. It never raises, and lists what it found odd.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_BYTES: Final = 8 << 20
LINE_END: Final = re.compile(r"\r\n|\n|\r")
HEADER: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:(.*)", re.DOTALL)
PLACEHOLDERS: Final = frozenset(("", "UNKNOWN"))
"""What setuptools used to write for a value that it did not have."""
INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Characters that control, reorder or hide text: they have no place in a name or a version."""

MULTIPLE_USE: Final = frozenset(
    (
        "classifier",
        "dynamic",
        "import-name",
        "import-namespace",
        "license-file",
        "obsoletes",
        "obsoletes-dist",
        "platform",
        "project-url",
        "provides",
        "provides-dist",
        "provides-extra",
        "requires",
        "requires-dist",
        "requires-external",
        "supported-platform",
    )
)
SINGLE_USE: Final = frozenset(
    (
        "author",
        "author-email",
        "description",
        "description-content-type",
        "download-url",
        "home-page",
        "keywords",
        "license",
        "license-expression",
        "maintainer",
        "maintainer-email",
        "metadata-version",
        "name",
        "requires-python",
        "summary",
        "version",
    )
)
FIELDS: Final = MULTIPLE_USE | SINGLE_USE
LATE: Final = frozenset(
    (
        "classifier",
        "description-content-type",
        "license-file",
        "provides-extra",
        "requires-dist",
        "requires-python",
    )
)
"""Fields that build tools write last, and with which no prose begins a line.

Once there was one, a blank line ends the headers, as it should. Before, it may stand in a value.
"""
LEGALESE: Final = re.compile(
    "copyright|permission|warrant|free software|terms and conditions", re.IGNORECASE
)
"""What tells the paragraphs of a licence's text from those of a description."""
MAX_PROSE_LINES: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreMetadata:
    """The fields of one file; None or nothing for those that are not there, or say ``UNKNOWN``."""

    name: str | None = None
    version: str | None = None
    summary: str | None = None
    license_expression: str | None = None
    license: str | None = None
    classifiers: tuple[str, ...] = ()
    license_files: tuple[str, ...] = ()
    requires_dist: tuple[str, ...] = ()
    provides_extra: tuple[str, ...] = ()
    requires_python: str | None = None
    home_page: str | None = None
    download_url: str | None = None
    project_urls: tuple[str, ...] = ()
    """``label, URL`` each."""
    author: str | None = None
    author_email: str | None = None
    maintainer: str | None = None
    maintainer_email: str | None = None
    oddities: tuple[str, ...] = ()


def parse_core_metadata(data: bytes) -> CoreMetadata:
    """Read a metadata file of any version, as far as it can be read."""
    oddities: list[str] = []
    if len(data) > MAX_BYTES:
        oddities.append(f"larger than {MAX_BYTES:,} bytes; the rest is not read")
        data = data[:MAX_BYTES]
    headers = _Headers(oddities)
    headers.read(_lines(_decoded(data, oddities)))
    one, many = headers.one, headers.many
    return CoreMetadata(
        name=headers.identifier("name"),
        version=headers.identifier("version"),
        summary=one("summary"),
        license_expression=one("license-expression"),
        license=one("license"),
        classifiers=many("classifier"),
        license_files=many("license-file"),
        requires_dist=many("requires-dist"),
        provides_extra=many("provides-extra"),
        requires_python=one("requires-python"),
        home_page=one("home-page"),
        download_url=one("download-url"),
        project_urls=many("project-url"),
        author=one("author"),
        author_email=one("author-email"),
        maintainer=one("maintainer"),
        maintainer_email=one("maintainer-email"),
        oddities=tuple(oddities),
    )


def visible(text: str) -> str:
    """Return a text in one line, without characters that nobody can see."""
    is_plain = text.isascii() and text.isprintable()
    if is_plain and " " not in text:
        return text
    return " ".join((text if is_plain else INVISIBLE.sub("", text)).split())


def _decoded(data: bytes, oddities: list[str]) -> str:
    """Return text, whatever the encoding; a line that is not UTF-8 is read as Latin-1."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            if encoding != "utf-8":
                oddities.append(f"encoded as {encoding.upper()}, not UTF-8")
                return data.removeprefix(mark).decode(encoding, "replace")
            data = data.removeprefix(mark)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        oddities.append("not UTF-8")
    return "".join(_decoded_line(line) for line in data.splitlines(keepends=True))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _lines(text: str) -> Iterator[str]:
    """Yield lines; those of the body, which is most of a file, only if they are asked for."""
    head, blank, body = text.partition("\n\n")
    yield from LINE_END.split(head)
    if blank:
        yield ""
        yield from LINE_END.split(body)


class _Headers:
    """Values by lower-case field name, each in pieces, as it was folded."""

    def __init__(self, oddities: list[str]) -> None:
        self._oddities = oddities
        self._values: dict[str, list[list[str]]] = {}
        self._repeated: set[str] = set()
        self._last = ""
        """The field that was named last."""
        self._folded: list[str] | None = None
        """The value that a folded line belongs to; None if it is not wanted."""
        self._is_complete = False

    def read(self, lines: Iterator[str]) -> None:
        """Take what headers there are."""
        for line in lines:
            if line:
                self._take(line)
            elif self._values:
                while not self._is_at_the_end() and self._go_on(lines):
                    pass
                return

    def one(self, key: str) -> str | None:
        """Return the value of a field that may be there once."""
        value = "\n".join(self._values.get(key, [[""]])[0]).strip()
        return None if value in PLACEHOLDERS else value

    def many(self, key: str) -> tuple[str, ...]:
        """Return the values of a field that may be there more than once."""
        values = (" ".join(" ".join(pieces).split()) for pieces in self._values.get(key, ()))
        return tuple(value for value in values if value not in PLACEHOLDERS)

    def identifier(self, key: str) -> str | None:
        """Return a value of one line."""
        value = self.one(key)
        if value is None:
            return None
        clean = visible(value)
        if clean != value:
            self._oddities.append(f"{key}: characters that nobody can see in {value!r:.200}")
        return None if clean in PLACEHOLDERS else clean

    def _take(self, line: str) -> None:
        if line[0] in " \t":
            if self._folded is not None:
                self._folded.append(line.strip().removeprefix("|"))
            return
        match = HEADER.fullmatch(line)
        self._folded = None
        if match is None or (key := match[1].lower()) not in FIELDS:
            return
        value = match[2].strip()
        self._is_complete = self._is_complete or key in LATE
        self._last = key
        if key in MULTIPLE_USE:
            self._folded = [value]
            self._values.setdefault(key, []).append(self._folded)
        elif key not in self._values:
            self._folded = [value]
            self._values[key] = [self._folded]
        elif value != (first := self._values[key][0][0]) and key not in self._repeated:
            self._repeated.add(key)
            self._oddities.append(f"{match[1]} is there twice: {first!r:.100}, then {value!r:.100}")

    def _is_at_the_end(self) -> bool:
        """Tell whether a blank line ends the headers; a description among them has no body."""
        return self._is_complete and self._last != "description"

    def _go_on(self, lines: Iterator[str]) -> bool:
        """Take headers behind a blank line that should have ended them; tell if there were any.

        They can be at the end of what people pasted into a description or a licence.
        """
        is_prose = self._last == "description"
        for paragraph in _paragraphs(lines):
            headers = _headers_at_the_end(paragraph)
            if self._are_missing(headers) and (is_prose or len(headers) == len(paragraph)):
                self._oddities.append("a blank line among the headers")
                for line in headers:
                    self._take(line)
                return True
            if self._last == "license" and LEGALESE.search("\n".join(paragraph)):
                is_prose = True
            if not is_prose:
                return False
        return False

    def _are_missing(self, headers: list[str]) -> bool:
        """Tell whether some of these are sure to belong to the headers read so far."""
        wanted = LATE | ({"name", "version"} - self._values.keys())
        return any(_begins(line, wanted) for line in headers)


def _paragraphs(lines: Iterator[str]) -> Iterator[list[str]]:
    """Yield runs of lines that are not blank."""
    paragraph: list[str] = []
    for line in islice(lines, MAX_PROSE_LINES):
        if line:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _headers_at_the_end(paragraph: list[str]) -> list[str]:
    """Return the last lines of a paragraph, as far as they can be nothing but headers."""
    start = len(paragraph)
    for at in range(len(paragraph) - 1, -1, -1):
        if _begins(paragraph[at], FIELDS):
            start = at
        elif paragraph[at][0] not in " \t":
            break
    return paragraph[start:]


def _begins(line: str, fields: Collection[str]) -> bool:
    """Tell whether a line names one of these fields, in capitals as build tools write them."""
    name, colon, _ = line.partition(":")
    return bool(colon) and name[:1].isupper() and name.lower() in fields
