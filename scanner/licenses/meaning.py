"""What a name of a licence comes to: an expression, a family of licences, several, or nothing.

"BSD" is not a licence but a family: which one, only a text can tell. It is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.licenses.expression import joined, licenses_in, stem_of, with_scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FAMILIES: Final = {
    name: re.compile(f"(?:{members})(?: WITH .*)?")
    for name, members in {
        "AFL": r"AFL-.*",
        "AGPL": r"AGPL-.*",
        "APSL": r"APSL-.*",
        "Apache": r"Apache-.*",
        "Artistic": r"Artistic-.*|ClArtistic",
        "BSD": r"0BSD|BSD-.*",
        "CC": r"CC-.*|CC0-1\.0",
        "CC-BY": r"CC-BY-\d.*",
        "CC-BY-SA": r"CC-BY-SA-.*",
        "CDDL": r"CDDL-.*",
        "CPL": r"CPL-.*",
        "CeCILL": r"CECILL-.*",
        "EFL": r"EFL-.*",
        "EPL": r"EPL-.*",
        "EUPL": r"EUPL-.*",
        "GFDL": r"GFDL-.*",
        "GPL": r"GPL-.*",
        "HPND": r"HPND.*|NTP.*|MIT-CMU",
        "LGPL": r"LGPL-.*",
        "LPPL": r"LPPL-.*",
        "MIT": r"MIT|MIT-.*|X11.*",
        "MPL": r"MPL-.*",
        "NPL": r"NPL-.*",
        "OFL": r"OFL-.*",
        "OLDAP": r"OLDAP-.*",
        "OSL": r"OSL-.*",
        "OpenSSL": r"OpenSSL.*|SSLeay.*",
        "PSF": r"PSF-2\.0|Python-2\.0.*|CNRI-.*",
        "W3C": r"W3C.*",
        "ZPL": r"ZPL-.*",
        "public domain": r"Unlicense|CC0-1\.0|CC-PDDC|0BSD|MIT-0|blessing|SAX-PD.*|NIST-PD.*"
        r"|LicenseRef-.*[Pp]ublic-?[Dd]omain.*",
        "zlib": r"Zlib|zlib-acknowledgement|Libpng|libpng-2\.0",
    }.items()
}
"""The identifiers (SPDX) of each family; those of "public domain" are what people mean by it."""
UNVERSIONED: Final = frozenset(("BSD", "HPND", "MIT", "PSF", "public domain", "zlib"))
"""Families whose members differ in a clause or a sentence, and are taken for each other."""
AND: Final = "AND"
OR: Final = "OR"
LGPL20: Final = "LGPL-2.0"
LGPL21: Final = "LGPL-2.1"
"""The successor, which people often mean by "LGPL v2"."""
UNSTATED_SCOPE: Final = "-only or -or-later is not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What is said of a licence comes to this. At most one of the first three is there."""

    expression: str | None = None
    family: str | None = None
    """One of :data:`FAMILIES`."""
    parts: tuple[Meaning, ...] = ()
    """What several names come to that stand beside each other."""
    operator: str | None = None
    """How parts go together; None if that is not said."""
    is_scope_stated: bool = True
    """Whether ``-only`` is what is said, and not just all there is to go by."""
    is_loose: bool = False
    """Whether it is a name that people give to relatives of that licence, too: "New BSD"."""
    has_exception: bool = False
    """Whether there is an exception, and not said which."""
    is_pointer: bool = False
    """Whether it says nothing but where the text is."""
    is_text: bool = False
    """Whether it is the text itself."""
    reason: str | None = None
    """Why it is no expression, or what was done to make it one."""

    @property
    def whole(self) -> str | None:
        """The expression, if nothing is missing in it."""
        return None if self.has_exception else self.expression


def family_of(license_: str) -> str | None:
    """Return the first family that a licence is a member of."""
    return next((name for name, members in FAMILIES.items() if members.fullmatch(license_)), None)


def is_member(license_: str, family: str) -> bool:
    """Tell whether a licence is one of a family."""
    return FAMILIES[family].fullmatch(license_) is not None


def is_relative(license_: str, other: str) -> bool:
    """Tell whether two licences are of one family."""
    family = family_of(license_)
    return family is not None and is_member(other, family)


def families_in(meaning: Meaning) -> frozenset[str]:
    """Return the families that are named."""
    own = frozenset((meaning.family,)) if meaning.family else frozenset()
    return own.union(*map(families_in, meaning.parts))


def named_in(meaning: Meaning) -> frozenset[str]:
    """Return the licences that are named."""
    own = frozenset(licenses_in(meaning.expression)) if meaning.expression else frozenset()
    return own.union(*map(named_in, meaning.parts))


def names(meaning: Meaning, license_: str) -> bool:
    """Tell whether a licence is named, or one of a family that is."""
    families = families_in(meaning)
    return license_ in named_in(meaning) or any(is_member(license_, each) for each in families)


def settled(meaning: Meaning, found: Sequence[str]) -> str | None:
    """Return the expression that a meaning comes to beside what texts are; None if it stays open.

    A family is the first of its members that was found, with its exception if there is one. What
    stands beside each other without a word on it stays open.
    """
    if meaning.expression:
        return scope_from(meaning.expression, meaning, found)
    if meaning.family:
        members = [each for each in found if is_member(each, meaning.family)]
        pairs = [each for each in members if " WITH " in each] if meaning.has_exception else []
        return next(iter((*pairs, *members)), None)
    known = settled_parts(meaning, found)
    return joined(known, meaning.operator) if known and meaning.operator else None


def scope_from(expression: str, meaning: Meaning, found: Sequence[str]) -> str:
    """Return an expression with the scope that a notice states, where its name does not."""
    if meaning.is_scope_stated:
        return expression
    for each in licenses_in(expression):
        later = f"{stem_of(each)}-or-later"
        if each.endswith("-only") and later in found:
            expression = with_scope(expression, each, later)
    return expression


def settled_parts(meaning: Meaning, found: Sequence[str]) -> tuple[str, ...]:
    """Return what each part comes to; nothing if one of them stays open."""
    parts = tuple(settled(part, found) for part in meaning.parts)
    known = tuple(dict.fromkeys(part for part in parts if part))
    return known if all(parts) else ()


def any_of(meanings: Iterable[Meaning]) -> Meaning:
    """Return several meanings, without a word on how they go together, as one.

    A family is left out where one of its members is named, too.
    """
    distinct = tuple(dict.fromkeys(meanings))
    named = frozenset[str]().union(*map(named_in, distinct))
    kept = tuple(
        each
        for each in distinct
        if not (each.family and any(is_member(name, each.family) for name in named))
    )
    return kept[0] if len(kept) == 1 else Meaning(parts=kept)
