"""What stands in a ``License`` field, of core metadata, conda or rpm: from names to whole texts.

Names are looked up whole first, for the comma in "Apache License, Version 2.0" and the slash in
"MIT/X11" are parts of them. What is between several names means something only where it is a word:
"or" is a choice, "and" is not; commas, slashes and plus signs tell nothing.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.licenses.address import PATTERN, parse_address
from scanner.licenses.alias import expressions_by_key, families_by_key, key_of, nothings
from scanner.licenses.expression import DEPRECATED, MAX_LENGTH, joined, parse_expression
from scanner.licenses.gnu import parse_gnu
from scanner.licenses.meaning import AND, OR, UNSTATED_SCOPE, Meaning

MAX_NAME: Final = 200
"""What is longer, or has several lines, is a text."""
MIN_TEXT_LINES: Final = 3
MAX_PARTS: Final = 12
_FILE_NAME: Final = re.compile(
    r"(?:(?:(?:please )?(?:see|read|refer to|check)|file:|specified in|in) ?)?(?:the |file |our )*"
    r"(?:[\w./-]*(?:licen[sc]e|copying|copyright|unlicen[sc]e|notice|readme)[\w-]*"
    r"(?:\.(?:txt|md|rst|html|adoc))?)(?: ?(?:file|for details|for more information|in [\w ]+))*",
    re.IGNORECASE,
)
_SAYS_FILE: Final = re.compile(
    r"\b(?:see|read|refer|file|check|in)\b|\.(?:txt|md|rst|html|adoc)$"
    r"|^(?:un)?(?:LICEN[SC]ES?|COPYING|COPYRIGHT|NOTICE)$",
    re.IGNORECASE,
)
_PREFIX: Final = re.compile(
    r"^(?:spdx-license-identifier|licen[sc]e(?: ::)?|osi approved(?: ::)?"
    r"|(?:licen[sc]ed|distributed) under(?: the)?(?: terms of(?: the)?)?)\s*:*\s*",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"\s*[(\[](?:see|in|read) [^()\[\]]{1,80}[)\]]|,?\s*(?:\bcopyright\b|\(c\)|©).*", re.IGNORECASE
)
_CHOICE: Final = re.compile(
    r"\b(?:dual|either|dually)\b[\s-]*(?:licen[sc]e[ds]?)?\W*(?:under\b)?", re.IGNORECASE
)
_OR: Final = re.compile(
    r"\s+(?<!and/)or\s+(?!(?:any |\(at your option\) )?"
    r"(?:later|newer|greater|higher|above|revised|lesser|at your)\b)|\s*\|\|?\s*",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s+and\s+(?!/)|\s*&\s*", re.IGNORECASE)
_UNDEFINED: Final = re.compile(r"\s*(?:[,;/+]|\band/or\b|\bplus\b|\s-\s)\s*", re.IGNORECASE)
_OWN_TERMS: Final = re.compile(
    r"\b(?:proprietary|commercial|eula|licen[sc]e agreement|terms of (?:service|use)"
    r"|all rights reserved|end.user)\b",
    re.IGNORECASE,
)
_BARE_GNU: Final = re.compile(r"(?:A|L)?GPL-\d\.\d|GFDL-\d\.\d")
_NOT_IN_REFERENCE: Final = re.compile(r"[^A-Za-z0-9.]+")


def parse_field(text: str) -> Meaning:
    """Return what a field comes to."""
    text = text.strip().strip("\"'`").strip()
    if not text or text.upper() in {"UNKNOWN", "NONE", "N/A"}:
        return Meaning(reason="says nothing")
    if _is_text(text):
        return Meaning(is_text=True)
    return _name(" ".join(text.split()))


def _is_text(text: str) -> bool:
    return (len(text) > MAX_NAME and not _is_expression(text)) or text.count("\n") >= MIN_TEXT_LINES


def _is_expression(text: str) -> bool:
    return len(text) <= MAX_LENGTH and parse_expression(text) is not None


def _name(text: str) -> Meaning:
    """Return what one name comes to, or several in one line."""
    if meaning := _single(text):
        return meaning
    without = _PREFIX.sub("", _ASIDE.sub("", text)).rstrip(" .")
    if without and without != text:
        return _name(without)
    if addresses := PATTERN.findall(text):
        return _with_address(text, addresses)
    if meaning := _choice(text) or _parts(text):
        return meaning
    if _OWN_TERMS.search(text):
        reference = "LicenseRef-" + _NOT_IN_REFERENCE.sub("-", text).strip("-.")
        return Meaning(expression=reference, reason="terms of its own, by their name")
    return Meaning(reason="no name that is known")


def _parts(text: str) -> Meaning | None:
    """Return several names as one meaning; None if there is nothing between them."""
    for pattern, operator in ((_OR, OR), (_AND, AND), (_UNDEFINED, None)):
        parts = [part for part in pattern.split(text) if part.strip(" ().")]
        if 1 < len(parts) <= MAX_PARTS:
            return _several([_name(part) for part in parts], operator, text)
    return None


def _single(text: str) -> Meaning | None:
    """Return what a text comes to if it is one expression, name, or file name, as a whole."""
    if meaning := _expression(text) or _alias(text) or parse_gnu(text):
        return meaning
    if _FILE_NAME.fullmatch(text) and _SAYS_FILE.search(text):
        return Meaning(is_pointer=True, reason="the name of a file")
    return Meaning(reason="tells no licence") if key_of(text) in nothings() else None


def _expression(text: str) -> Meaning | None:
    expression = parse_expression(text)
    if expression is None:
        return None
    withdrawn = expression.withdrawn
    reason = "; ".join(f"{each} is now {DEPRECATED[each]}" for each in withdrawn)
    # "GPL-2.0" is how people write what they have never thought about.
    is_stated = not any(_BARE_GNU.fullmatch(each) for each in withdrawn)
    return Meaning(expression=expression.text, is_scope_stated=is_stated, reason=reason or None)


def _alias(text: str) -> Meaning | None:
    key = key_of(text)
    if expression := expressions_by_key().get(key):
        is_loose = not any(word[0].isdigit() for word in key)
        return Meaning(expression=expression, is_loose=is_loose)
    if family := families_by_key().get(key):
        return Meaning(family=family, reason=f"{family} is several licences")
    return None


def _with_address(text: str, addresses: list[str]) -> Meaning:
    """Return what a name comes to that has an address beside it, or an address alone."""
    rest = PATTERN.sub(" ", text).strip(" ()[]<>:;,-.")
    named = _name(" ".join(rest.split())) if rest else Meaning(is_pointer=True)
    if named.expression or named.family or named.parts:
        return named
    located = parse_address(addresses[0])
    return located if named.is_pointer or located.expression else named


def _choice(text: str) -> Meaning | None:
    """Return what "dual" and "either" make of the names behind them."""
    if not _CHOICE.search(text):
        return None
    rest = _CHOICE.sub(" ", text).strip(" :,.()")
    if not key_of(rest):
        return Meaning(operator=OR, reason="a choice, and not said between which")
    parts = re.split(
        rf"{_OR.pattern}|{_AND.pattern}|{_UNDEFINED.pattern}", rest, flags=re.IGNORECASE
    )
    return _several([_name(part) for part in parts[:MAX_PARTS] if part.strip()], OR, text)


def _several(parts: list[Meaning], operator: str | None, text: str) -> Meaning:
    """Return several names as one meaning; what only says where the text is, is none of them."""
    named = [part for part in parts if not part.is_pointer]
    if not named:
        return parts[0]
    if len(named) == 1:
        return named[0]
    if operator and all(part.expression for part in named):
        expression = joined((part.expression or "" for part in named), operator)
        is_stated = all(part.is_scope_stated for part in named)
        reason = None if is_stated else UNSTATED_SCOPE
        return Meaning(expression=expression, is_scope_stated=is_stated, reason=reason)
    if operator:
        return Meaning(
            parts=tuple(named), operator=operator, reason="not all of its parts are known"
        )
    return Meaning(parts=tuple(named), reason=f"how they go together is not said: {text[:80]}")
