"""Text in Markdown that stays text: no table, link, picture, HTML, mention or heading."""

from __future__ import annotations

import re
from typing import Final

from scanner.formats.plain_text import printable, printable_lines

_ACTING: Final = re.compile(r"[\\`*_\[\]<>&|~#@!$]")
_LINKING: Final = re.compile(r"(?<=:)/(?=/)|(?<=www)\.", re.IGNORECASE)
"""What GitHub and GitLab make links of by themselves."""
_BEGINNING: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
"""What makes lists and headings at the beginning of a line."""


def markdown_text(text: str) -> str:
    """Return one line as Markdown of what it is."""
    return _LINKING.sub(_entity, _ACTING.sub(_entity, printable(text)))


def markdown_lines(text: str) -> str:
    """Return the same of a text of several lines, whose ends stay."""
    lines = printable_lines(text).split("\n")
    quoted = "\n".join(markdown_text(line.strip()) for line in lines)
    return _BEGINNING.sub(lambda match: match[1] + f"&#{ord(match[2][0])};{match[2][1:]}", quoted)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
