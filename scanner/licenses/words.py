"""The words of a text, by the matching guidelines of SPDX: what remains the same when it is copied.

Case, punctuation, marks of comments and lists, spellings and copyright lines are not compared
(annex B of SPDX 2.3 and 3.0). Neither are single letters and numbers without a dot, for that is
what lists are numbered with, nor the names that the family of BSD has in its conditions.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.licenses.copyright import without_claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ASCII_WORD: Final = re.compile(r"[a-z]{2,}|\d+(?:\.\d+)+|\d{3,}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d+(?:\.\d+)+|\d{3,}")
_TAG: Final = re.compile(
    r"</?(?:a|b|blockquote|body|br|center|code|div|em|font|h[1-6r]|head|html|i|img|li|meta|ol|p|pre"
    r"|small|span|strong|table|t[dhrt]|title|tbody|u|ul)(?:\s[^<>]{0,300})?/?>|<!--|-->|&#?\w{2,8};"
)
"""HTML; not what stands in angle brackets to be filled in, such as ``<year>``."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_MAX_NAME_WORDS: Final = 40
"""Names of holders in conditions are longer than one would think."""

SPELLINGS: Final = {
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
    "analog": "analogue",
    "analyze": "analyse",
    "artifact": "artefact",
    "artifacts": "artefacts",
    "authorization": "authorisation",
    "authorized": "authorised",
    "caliber": "calibre",
    "canceled": "cancelled",
    "capitalizations": "capitalisations",
    "catalog": "catalogue",
    "categorize": "categorise",
    "center": "centre",
    "emphasized": "emphasised",
    "favor": "favour",
    "favorite": "favourite",
    "fulfill": "fulfil",
    "fulfillment": "fulfilment",
    "https": "http",
    "initialize": "initialise",
    "judgement": "judgment",
    "labeling": "labelling",
    "labor": "labour",
    "licence": "license",
    "licenced": "licensed",
    "licences": "licenses",
    "maximize": "maximise",
    "modeled": "modelled",
    "modeling": "modelling",
    "offense": "offence",
    "optimize": "optimise",
    "organization": "organisation",
    "organizations": "organisations",
    "owner": "holder",
    "owners": "holders",
    "practice": "practise",
    "program": "programme",
    "realize": "realise",
    "recognize": "recognise",
    "signaling": "signalling",
    "sublicence": "sublicense",
    "utilization": "utilisation",
    "while": "whilst",
    "wilful": "willful",
}
"""Words that mean the same, after the list of SPDX; those on the right stand for both."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, and the line of each; the first line is 1."""

    words: Sequence[str]
    lines: Sequence[int]


def decoded(data: bytes) -> str:
    """Return a text from UTF-8, or UTF-16 that says so, or else Latin-1, which is never wrong."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def lines_of(text: str) -> list[str]:
    """Return lines as an editor counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def words_in(lines: Sequence[str]) -> Words:
    """Return the words of a text that count, each with its line."""
    words: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(lines, 1):
        found = words_of(without_claim(line))
        words += found
        numbers += [number] * len(found)
    return _without_names(words, numbers)


def words_of(line: str) -> list[str]:
    """Return the words of one line that count."""
    line = line.lower()
    if "-" in line:
        line = line.replace("non-", "non").replace("sub-", "sub")
    if ("<" in line and ">" in line) or "&" in line:
        line = _TAG.sub(" ", line)
    if line.isascii():
        return _ASCII_WORD.findall(line)
    plain = unicodedata.normalize("NFKD", line)
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _without_names(words: list[str], lines: list[int]) -> Words:
    """Leave out whose name must not be used, who provides the software, and who is not liable."""
    spans = sorted(
        [
            *_between(words, ("neither",), ("nor",)),
            *_between(words, ("provided", "by"), ("as", "is")),
            *_between(words, ("event", "shall"), ("be", "liable")),
        ]
    )
    kept_words: list[str] = []
    kept_lines: list[int] = []
    position = 0
    for start, end in spans:
        if start >= position:
            kept_words += words[position:start]
            kept_lines += lines[position:start]
            position = end
    return Words(kept_words + words[position:], kept_lines + lines[position:])


def _between(
    words: list[str], before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    position = 0
    while True:
        try:
            position = words.index(before[0], position)
        except ValueError:
            return
        start = position + len(before)
        position += 1
        if tuple(words[position - 1 : start]) != before:
            continue
        for end in range(start, min(start + _MAX_NAME_WORDS, len(words))):
            if words[end] == after[0] and tuple(words[end : end + len(after)]) == after:
                yield start, end
                break
