"""Licences: what is declared, found in texts, bundled and concluded. The four are never merged.

Expressions are those of SPDX, in the canonical spelling (PEP 639, SPDX 3.0 annex B). None always
means that nobody knows (``NOASSERTION``); :data:`NONE` that the author says nothing, though there
was every place to say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NONE: Final = "NONE"
"""The value of a field of SPDX documents by which nothing is declared."""
CURATION: Final = "curation"
"""The source of statements that people made, in a file of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLicense:
    """What the metadata says of the licence, each value as it stands there."""

    expression: str | None = None
    """``License-Expression``: an SPDX expression (PEP 639), valid or not."""
    text: str | None = None
    """``License``: an identifier, a name, or the whole text of a licence."""
    classifiers: tuple[str, ...] = ()
    """``License :: …``"""
    names: tuple[str, ...] = ()
    """Several, without a word on how they go together: ``licenses`` of old conda packages."""
    family: str | None = None
    """``license_family`` of conda: a coarse class, and often the wrong one."""
    files: tuple[str, ...] = ()
    """``License-File``: the paths that its texts should have (PEP 639)."""


NOTHING_DECLARED: Final = DeclaredLicense()


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseStatement:
    """One link of the chain of evidence: what one place says, and what that comes to."""

    source: str
    """``License-Expression``, ``License``, ``classifier``, ``conda``, ``system-package`` (its
    copyright file), ``text`` (of licence files), ``curation``."""
    raw: str
    """As it stands there; of a whole text, its first line; of a file, its name."""
    expression: str | None = None
    """None if it cannot be told."""
    reason: str | None = None
    """Why it cannot be told, what was corrected, or which scope is unstated."""
    path: str | None = None
    """The file it is from."""

    @property
    def place(self) -> str | None:
        """That file, from the root of the target; of a curation, as the user called it."""
        return f"/{self.path}" if self.path and self.source != CURATION else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseMatch:
    """A licence, or an exception with its licence, that a part of a text is or speaks of."""

    expression: str
    score: float
    """How much of it is there, from 0 to 1."""
    first_line: int
    """The first line of a text is 1."""
    last_line: int
    technique: str
    """How it was found: exact, text, notice, tag, url, name or pointer."""
    is_scope_stated: bool = True
    """Whether the text tells ``-only`` from ``-or-later``, where the licence has both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseText:
    """What was found in one file that has to do with licences."""

    path: str
    digest: str
    """``sha256:hex`` of its bytes: the key of :attr:`Inventory.license_texts`."""
    layer: int | None = None
    matches: tuple[LicenseMatch, ...] = ()
    coverage: float = 0.0
    """The share of its words that the matches account for, from 0 to 1."""
    is_third_party: bool = False
    """Whether it speaks of what is bundled, and not of the distribution itself."""
    is_choice: bool = False
    """Whether it says that one may choose between licences."""
    copyrights: tuple[str, ...] = ()
    """The lines by which somebody claims a copyright, once each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseConflict:
    """Two pieces of evidence that cannot both be right, or that leave something unsaid."""

    kind: str
    """``field-classifier``, ``declared-text``, ``bundled``, ``invalid``, ``missing-file`` …"""
    message: str
    advice: str
    """One line: what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensing:
    """All that is known of the licence of one component."""

    declared: str | None = None
    """The expression that the metadata comes to, or :data:`NONE`."""
    statements: tuple[LicenseStatement, ...] = ()
    """Everything said, the strongest first."""
    detected: tuple[LicenseText, ...] = ()
    """Its files, by path."""
    bundled: tuple[str, ...] = ()
    """Expressions of what it has of others' work, sorted."""
    concluded: str | None = None
    """What we, or a reviewer, hold to be right."""
    confidence: float = 0.0
    """In what is concluded, from 0 to 1."""
    reason: str = ""
    """Why that is concluded, or why it stays open, in one line."""
    conflicts: tuple[LicenseConflict, ...] = ()
    curated_by: str | None = None
    """Who decided it, if a curation did."""
    needs_review: bool = False
