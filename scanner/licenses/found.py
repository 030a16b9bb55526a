"""What the licence files of one distribution come to together.

Three things look like several licences and are one: the LGPL comes with the GPL that it refers to,
PSF-2.0 with the older licences of Python below it, and a licence of GNU with the notice that says
which versions apply.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.licenses.expression import licenses_in, stem_of
from scanner.licenses.meaning import LGPL20, LGPL21

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.model.license import LicenseMatch, LicenseText

PYTHON_STACK: Final = frozenset(
    (
        *("PSF-2.0", "Python-2.0", "Python-2.0.1", "CNRI-Python", "CNRI-Python-GPL-Compatible"),
        "CNRI-Jython",
    )
)
"""Licences that the one of Python consists of, or is called by."""
PYTHON: Final = "Python-2.0"
DOCUMENTATION: Final = "0BSD"
"""Python's own licence file has it for the code in its documentation."""
SPEAKING: Final = frozenset(("notice", "name"))
"""Techniques that find what speaks of a licence, and not its terms."""
_NOTICE_FILE: Final = re.compile(
    r"(?:^|/)(?:NOTICE|AUTHORS|CONTRIBUTORS|CREDITS|README|THANKS)[^/]*$", re.IGNORECASE
)
"""Files that speak of more than of the licence."""


@dataclass(frozen=True, slots=True)
class Found:
    """The licences that a distribution's own files are, by file and in the order of the text."""

    files: tuple[tuple[str, tuple[str, ...]], ...] = ()
    choice: str | None = None
    """The expression by which a file says that one may choose."""
    is_choice: bool = False
    """Whether a file says that, without saying between which."""
    unstated: frozenset[str] = frozenset()
    """Licences of GNU of which no file says whether later versions apply."""

    @property
    def licenses(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(each for _, licenses in self.files for each in licenses))

    def path_of(self, license_: str) -> str | None:
        """Return the file that a licence was found in first."""
        return next((path for path, licenses in self.files if license_ in licenses), None)

    def are_in_one_file(self, licenses: Iterable[str]) -> bool:
        """Tell whether one file has all of some licences."""
        wanted = frozenset(licenses)
        return any(wanted.issubset(found) for _, found in self.files)


def found_in(texts: Sequence[LicenseText]) -> Found:
    """Return what files come to, whatever their order; those about others' work are left out."""
    own = sorted((each for each in texts if not each.is_third_party), key=_by_place)
    main = [each for each in own if not _NOTICE_FILE.search(each.path)]
    own = _with_successor(main if any(each.matches for each in main) else own)
    matches = [match for text in own for match in text.matches]
    stated = {
        stem_of(each): each
        for match in matches
        for each in licenses_in(match.expression)
        if match.is_scope_stated and each != stem_of(each)
    }
    unstated = frozenset(
        each
        for match in matches
        for each in licenses_in(match.expression)
        if not match.is_scope_stated and stem_of(each) not in stated
    )
    incorporated = _incorporated(matches)
    choices = sorted({match.expression for match in matches if " OR " in match.expression})
    files = []
    for text in own:
        found = (
            each if match.is_scope_stated else stated.get(stem_of(each), each)
            for match in sorted(text.matches, key=lambda match: match.first_line)
            for each in licenses_in(match.expression)
        )
        kept = dict.fromkeys(each for each in found if stem_of(each) not in incorporated)
        if kept:
            files.append((text.path, tuple(_as_python(tuple(kept)))))
    return Found(
        files=tuple(files),
        choice=choices[0] if len(choices) == 1 else None,
        is_choice=any(text.is_choice for text in own),
        unstated=unstated,
    )


def licenses_of_others(texts: Sequence[LicenseText]) -> frozenset[str]:
    """Return the licences of files about others' work, but those that others only refer to.

    What they come with is in one directory: ``COPYING`` beside ``COPYING.LESSER``.
    """
    by_directory: defaultdict[str, list[LicenseMatch]] = defaultdict(list)
    for text in texts:
        if text.is_third_party:
            by_directory[text.path.rpartition("/")[0]] += text.matches
    found: set[str] = set()
    for matches in by_directory.values():
        incorporated = _incorporated(matches)
        licenses = (each for match in matches for each in licenses_in(match.expression))
        found.update(each for each in licenses if stem_of(each) not in incorporated)
    return frozenset(found)


def _with_successor(texts: Sequence[LicenseText]) -> list[LicenseText]:
    """Return texts that speak of "LGPL v2" as of 2.1, if that is the one whose terms are there."""
    matches = [match for text in texts for match in text.matches]
    terms = {stem_of(match.expression) for match in matches if match.technique not in SPEAKING}
    if LGPL21 not in terms or LGPL20 in terms:
        return list(texts)
    return [
        replace(
            text,
            matches=tuple(
                replace(match, expression=match.expression.replace(LGPL20, LGPL21))
                for match in text.matches
            ),
        )
        for text in texts
    ]


def _by_place(text: LicenseText) -> tuple[int, str]:
    return text.path.count("/"), text.path


def _incorporated(matches: Sequence[LicenseMatch]) -> frozenset[str]:
    """Return the licences that are there only because another refers to them."""
    stems = {stem_of(each) for match in matches for each in licenses_in(match.expression)}
    # A notice of the GPL would say that something is under it; its text alone does not.
    noticed = {
        stem_of(each)
        for match in matches
        for each in licenses_in(match.expression)
        if match.is_scope_stated
    }
    referred = {"LGPL-3.0": "GPL-3.0", "LGPL-2.1": "GPL-2.0", "LGPL-2.0": "GPL-2.0"}
    return frozenset(gpl for lgpl, gpl in referred.items() if lgpl in stems and gpl not in noticed)


def _as_python(licenses: tuple[str, ...]) -> Iterator[str]:
    """Yield the licences of a file, those that are Python's together as one."""
    stack = [each for each in licenses if each in PYTHON_STACK]
    if len(stack) < 2 and PYTHON not in stack:  # noqa: PLR2004 - a stack
        yield from licenses
        return
    is_given = False
    for each in licenses:
        if each in PYTHON_STACK:
            if not is_given:
                yield PYTHON
            is_given = True
        elif each != DOCUMENTATION:
            yield each
