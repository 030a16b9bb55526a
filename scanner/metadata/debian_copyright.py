"""``/usr/share/doc/*/copyright``: in the form that machines read (DEP-5), or any other.

Only the short names of licences are read; that of ``Files: *`` is the package's own, and what is
in ``debian/`` only packages it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 1 << 20
MAX_NAMES: Final = 200
MAX_NAME: Final = 200
_FORMAT: Final = re.compile(rb"\s*(?:Format|Format-Specification):\s*\S", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_FIELD: Final = re.compile(r"^(?P<name>[A-Za-z-]+):[ \t]*(?P<value>.*(?:\n[ \t].*)*)", re.MULTILINE)
_PACKAGING: Final = re.compile(r"debian/\S*")


@dataclass(frozen=True, slots=True)
class DebianCopyright:
    """The short names of a package's licences."""

    own: str | None = None
    """That of all files for which nothing else is said."""
    others: tuple[str, ...] = ()


def parse_debian_copyright(data: bytes) -> DebianCopyright | None:
    """Return the names; None if the file is in another form."""
    if not _FORMAT.match(data):
        return None
    own: str | None = None
    others: dict[str, None] = {}
    for files, name in _paragraphs(data[:MAX_BYTES].decode("utf-8", "replace")):
        if own is None and "*" in files:
            own = name
        elif len(others) < MAX_NAMES and not all(map(_PACKAGING.fullmatch, files)):
            others[name] = None
    if own:
        others.pop(own, None)
    return DebianCopyright(own, tuple(others))


def _paragraphs(text: str) -> Iterator[tuple[list[str], str]]:
    for paragraph in _PARAGRAPH.split(text.replace("\r\n", "\n")):
        fields = {each["name"].lower(): each["value"] for each in _FIELD.finditer(paragraph)}
        name = fields.get("license", "").partition("\n")[0].strip()[:MAX_NAME]
        if "files" in fields and name:
            yield fields["files"].split(), name
