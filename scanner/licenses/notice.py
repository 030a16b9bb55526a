"""Notices: sentences, tags and addresses that say which licence something is under.

A licence is taken for named only where something is granted: "licensed under", "the terms of".
"GPL-compatible" grants nothing, and neither does the list of licences that a package can detect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.license import LicenseMatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.licenses.prose import Prose

MAX_NOTICES: Final = 200
TAG_SCORE: Final = 1.0
NOTICE_SCORE: Final = 0.9
URL_SCORE: Final = 0.8
"""An address may also stand where nothing is licensed."""
_NEAR: Final = 160
"""Characters in front of a name in which something is granted, and behind it its version."""
_LONG: Final = 1200
"""Characters that the rest of a notice may take."""

_TAG: Final = re.compile(r"SPDX-License-Identifier:\s{0,9}(?=[\w(])", re.IGNORECASE)
_MAX_TAG: Final = 300
_WORD: Final = re.compile(r"[()]|[\w.+:-]+")
_OPERATORS: Final = frozenset({"AND", "OR", "WITH", "(", ")"})

_GRANT: Final = re.compile(
    r"\b(?:under\b|licen[sc](?:ed?\b|es?:)|terms\b|covered\b|governed\b|subject to\b"
    r"|according to\b|accordance\b)(?!.{0,99}compatib)[^.\n]*$",
    re.IGNORECASE,
)
_GNU: Final = re.compile(
    r"\b(?:GNU )?(?P<kind>lesser |library |affero )?general public licen[sc]e\b"
    r"|\bGNU (?P<free>free documentation) licen[sc]e\b|\b(?:GNU )?(?P<short>[AL]?GPL)(?=[- ]?v?\d)",
    re.IGNORECASE,
)
_VERSION: Final = re.compile(
    r"[^.\n]{0,90}?(?:\bversion |\bver\.? ?|\bv\.? ?|^[- ])(?P<version>\d(?:\.\d)?)\b",
    re.IGNORECASE,
)
_VERSION_BEFORE: Final = re.compile(r"\bversion (\d(?:\.\d)?) of the (?:GNU )?$", re.IGNORECASE)
_LATER: Final = re.compile(
    r"(?:\.0)?(?:\+|-or-later|[^.\n]{0,60}?\bor,? (?:\(?at your (?:option|choice)\)?,? )?(?:any )?"
    r"(?:later|newer|greater|higher)\b)",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"[^.\n]{0,60}?\bonly\b", re.IGNORECASE)
_PUBLISHED: Final = re.compile(r"as published by", re.IGNORECASE)
_GNU_END: Final = re.compile(
    r"along with (?:this|the|gnu)[^.\n]{0,90}|gnu\.org/licenses/?|021\d\d-\d{4}(?:,? usa)?\.?",
    re.IGNORECASE,
)
_GNU_KINDS: Final = {
    "": "GPL",
    "lesser": "LGPL",
    "library": "LGPL",
    "affero": "AGPL",
    "free documentation": "GFDL",
    "gpl": "GPL",
    "lgpl": "LGPL",
    "agpl": "AGPL",
}

_VERSION_2: Final = r",?(?: \(?the .licen[sc]e.\)?)?[, ]{1,2}(?:\(?version |v\.? ?)?2(?:\.0)?\b"
_NAMES: Final = (
    (r"apache(?: software)?(?: licen[sc]e)?" + _VERSION_2, "Apache-2.0"),
    (r"mozilla public licen[sc]e" + _VERSION_2, "MPL-2.0"),
    (r"(?:mit|expat)(?:/x11| \(expat\)|/expat)?[- ]licen[sc]e", "MIT"),
    (r"(?:(?:3|three)[- ]clause|new|modified|revised)[- ]bsd", "BSD-3-Clause"),
    (r"bsd[- ]\(?(?:3|three)[- ]clause", "BSD-3-Clause"),
    (r"(?:(?:2|two)[- ]clause|simplified)[- ]bsd|bsd[- ]\(?(?:2|two)[- ]clause", "BSD-2-Clause"),
    (r"isc[- ]licen[sc]e", "ISC"),
    (r"zlib[- ]licen[sc]e", "Zlib"),
    (r"cc0(?: 1\.0)?\b", "CC0-1.0"),
    (r"boost software licen[sc]e,?[- ]{1,3}(?:version )?1\.0", "BSL-1.0"),
    (r"python software foundation licen[sc]e|psf[- ]licen[sc]e", "PSF-2.0"),
    (r"eclipse public licen[sc]e[, -]{1,3}(?:version |v\.? ?)?2\.0", "EPL-2.0"),
    (r"eclipse public licen[sc]e[, -]{1,3}(?:version |v\.? ?)?1\.0", "EPL-1.0"),
    (r"zope public licen[sc]e[, (]{1,3}(?:zpl\)?,? )?(?:version |v\.? ?)?2\.1", "ZPL-2.1"),
)
_NAME: Final = re.compile(
    "|".join(rf"(?P<n{n}>\b(?:{name}))" for n, (name, _) in enumerate(_NAMES)), re.IGNORECASE
)
_NAME_END: Final = re.compile(
    r"limitations under the licen[sc]e\.?|mozilla\.org/MPL/2\.0/?|apache\.org/licenses/\S*",
    re.IGNORECASE,
)

_URL: Final = re.compile(
    r"\b(?:(?P<apache>apache\.org/licenses/LICENSE-2\.0)"
    r"|creativecommons\.org/(?:licenses|publicdomain)/(?P<cc>[a-z-]{2,8}/\d\.\d)"
    r"|(?:opensource\.org/licen[sc]es?|spdx\.org/licenses|choosealicense\.com/licenses)"
    r"/(?P<id>[\w.+-]{2,60})"
    r"|gnu\.org/(?:copyleft|licenses)/(?:old-licenses/)?(?P<gnu>(?:l|a|f)?(?:gpl|dl)-\d\.\d)"
    r"|mozilla\.org/(?:en-US/)?MPL/(?P<mpl>\d\.\d)"
    r"|(?P<boost>boost\.org/LICENSE_1_0)|(?P<unlicense>unlicense\.org)\b)",
    re.IGNORECASE,
)
_URLS: Final = {"apache": "Apache-2.0", "boost": "BSL-1.0", "unlicense": "Unlicense"}
_SUFFIX: Final = re.compile(r"(?:-license)?(?:\.(?:php|html?|txt))?[.,;)]*$", re.IGNORECASE)

_CHOICE: Final = re.compile(
    r"\beither (?!express|version|\(?[a-z]\)|expressed|in |as |v\d)[^.\n]{0,200}\bor\b"
    r"|\beither:\s[^.]{0,200}?\bor\b"
    r"|\bat (?:your|the user'?s) (?:option|choice)\b(?!\)?,? any later)|\byour choice of\b"
    r"|\bdual(?:ly)?[- ]licen[sc]|\bchoose (?:one|between|either|which)\b"
    r"|\b(?:any|one|either) of (?:these|the following|the two) licen[sc]es",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Notice:
    """Where one is, and what it says."""

    begin: int
    end: int
    expression: str
    technique: str
    score: float
    is_scope_stated: bool = True


def notices_in(prose: Prose, identifiers: Mapping[str, str]) -> tuple[LicenseMatch, ...]:
    """Return what a text says its licences are, in order; identifiers are by their lower case."""
    if not prose.text:
        return ()
    found: list[_Notice] = []
    for kind in (_tags(prose), _gnu(prose.text, identifiers), _named(prose.text)):
        found += _apart(kind, found)
    found += _apart(_urls(prose.text, identifiers), found)
    found.sort(key=lambda notice: notice.begin)
    return tuple(
        LicenseMatch(
            expression=notice.expression,
            score=notice.score,
            first_line=prose.line_at(notice.begin),
            last_line=prose.line_at(max(notice.begin, notice.end - 1)),
            technique=notice.technique,
            is_scope_stated=notice.is_scope_stated,
        )
        for notice in found[:MAX_NOTICES]
    )


def is_choice(prose: Prose) -> bool:
    """Tell whether a text lets one choose between licences, not only between their versions."""
    return bool(_CHOICE.search(prose.text))


def _apart(notices: Iterable[_Notice], others: list[_Notice]) -> Iterator[_Notice]:
    """Yield what is not inside of another notice that says more."""
    end = -1
    for count, notice in enumerate(notices):
        if count == MAX_NOTICES:
            return
        if notice.begin >= end and not any(
            other.begin <= notice.begin < other.end for other in others
        ):
            end = notice.end
            yield notice


def _tags(prose: Prose) -> Iterator[_Notice]:
    for tag in _TAG.finditer(prose.text):
        end = min(tag.end() + _MAX_TAG, prose.line_end(tag.start()))
        expression = _expression(prose.text[tag.end() : end])
        if expression:
            yield _Notice(tag.start(), end, expression, "tag", TAG_SCORE)


def _expression(text: str) -> str | None:
    """Return as much as is a valid expression: on the same line may be whatever follows."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    words = _WORD.findall(text)
    end, operand = 0, True
    for place, word in enumerate(words):
        is_operator = word.upper() in _OPERATORS
        if not is_operator and not operand:
            break
        operand = is_operator and word != ")"
        end = place + 1
    while end:
        try:
            return canonicalize_license_expression(" ".join(words[:end]))
        except InvalidLicenseExpression:
            end -= 1
    return None


def _gnu(text: str, known: Mapping[str, str]) -> Iterator[_Notice]:
    for family in _GNU.finditer(text):
        before = text[max(0, family.start() - _NEAR) : family.start()]
        after = text[family.end() : family.end() + _NEAR]
        version, place = _gnu_version(before, after)
        if not version or not _GRANT.search(before):
            continue
        later, only = _LATER.match(after, place), _ONLY.match(after, place)
        kind = family["kind"] or family["free"] or family["short"] or ""
        scope = "or-later" if later else "only"
        identifier = known.get(f"{_GNU_KINDS[kind.strip().lower()]}-{version}-{scope}".lower())
        if not identifier:
            continue
        end = family.end() + (later.end() if later else place)
        is_published = bool(_PUBLISHED.search(after))
        if is_published:
            end = _end(text, end, _GNU_END)
        stated = bool(later or only or is_published)
        yield _Notice(family.start(), end, identifier, "notice", NOTICE_SCORE, stated)


def _gnu_version(before: str, after: str) -> tuple[str | None, int]:
    """Return a version, and where it ends behind the name of the licence."""
    found = _VERSION_BEFORE.search(before)
    place = 0
    if not found:
        found = _VERSION.match(after)
        place = found.end() if found else 0
    if not found:
        return None, place
    return found[1] if "." in found[1] else f"{found[1]}.0", place


def _named(text: str) -> Iterator[_Notice]:
    for name in _NAME.finditer(text):
        if not _GRANT.search(text[max(0, name.start() - _NEAR) : name.start()]):
            continue
        _, identifier = _NAMES[int(str(name.lastgroup)[1:])]
        end = name.end()
        if identifier in {"Apache-2.0", "MPL-2.0"}:
            end = _end(text, end, _NAME_END)
        yield _Notice(name.start(), end, identifier, "notice", NOTICE_SCORE)


def _urls(text: str, known: Mapping[str, str]) -> Iterator[_Notice]:
    for url in _URL.finditer(text):
        kind = str(url.lastgroup)
        value = url[kind].lower()
        stated = True
        if kind == "cc":
            name, _, version = value.partition("/")
            value = f"cc0-{version}" if name == "zero" else f"cc-{name}-{version}"
        elif kind == "gnu":
            value = value.replace("fdl", "gfdl") + "-only"
            stated = False
        elif kind == "mpl":
            value = f"mpl-{value}"
        elif kind == "id":
            value = _SUFFIX.sub("", value)
        identifier = _URLS.get(kind) or known.get(value)
        if identifier:
            yield _Notice(url.start(), url.end(), identifier, "url", URL_SCORE, stated)


def _end(text: str, place: int, pattern: re.Pattern[str]) -> int:
    """Return where a notice ends whose last words are known."""
    limit = text.find("\n", place)
    stop = min(place + _LONG, len(text) if limit < 0 else limit)
    end = place
    for last in pattern.finditer(text, place, stop):
        end = last.end()
    return end
