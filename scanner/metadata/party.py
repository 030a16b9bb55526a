"""What a name and an address tell of whose they are: a person, an organization, nobody."""

from __future__ import annotations

import re
from typing import Final

from scanner.model.contact import Kind

_NOBODY: Final = re.compile(
    r"""
    unknown|none|null|n/?a|nobody|anonymous|tba|tbd|todo|author|your[ ]name|author[ ]name
    |(?:please[ ])?see[ ](?:the[ ])?\S*(?:authors|contributors|credits)\S*(?:[ ]file)?
    |[\W_]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What stands for a name, or for an address, that nobody gave."""
_WORD: Final = re.compile(r"[^\W_]+")
_LEGAL_FORMS: Final = frozenset(
    _WORD.findall(
        "ab ag bv co corp corporation gmbh inc incorporated limited llc ltd oy plc sa sarl sas srl"
    )
)
_ORGANIZATIONS: Final = _LEGAL_FORMS.union(
    _WORD.findall("""
    al admins association authors authority club collective committee community company consortium
    contributors cooperative council developers ecosystem foundation group initiative institute
    lab laboratory labs list maintainers organisation organization others packagers people platform
    programmers project research services society software solutions systems team technologies
    university
    """)
)
_NO_PERSON: Final = _LEGAL_FORMS | {"contributors", "others"}
_PARTICLES: Final = re.compile(
    "al|bin|da|dal|de|del|della|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|y|zu"
)
"""Parts of names of people that are not in capitals."""
_INITIAL: Final = re.compile(r"[^\W\d_]")
_DIVIDER: Final = re.compile(r"[,;]|\s(?:and|&)\s")
_MAX_NOBODY: Final = 60
"""How long a text may be that stands for nothing."""
_LIST: Final = re.compile(
    r"""
    (?:.*[-_.+])?
    (?:admin|announce|contact|core|dev|devel|develop|developers|devs|discuss|discussion|hello|help
    |info|list|maintainers|office|opensource|oss|packages|packaging|security|sig|support|team|users)
    @.*
    |[^@]*@(?:lists?\..*|groups\..*|googlegroups\..*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Addresses that several people read, as far as anybody can tell by their looks."""
_UNREAD: Final = re.compile(
    r"(?:\A|[.@+_-])(?:no|do-?not)[._-]?reply(?:[.@+_-]|\Z)|@(?:.*\.)?example\.(?:com|net|org)\Z",
    re.IGNORECASE,
)


def is_nobody(text: str) -> bool:
    """Tell whether a text only stands where a name or an address should."""
    return len(text) <= _MAX_NOBODY and _NOBODY.fullmatch(text) is not None


def is_read(email: str) -> bool:
    """Tell whether somebody may read what is sent there: GitHub's placeholders take no mail."""
    return _UNREAD.search(email) is None


def is_full_name(text: str) -> bool:
    """Tell whether this looks like one whole name: two words or more, in capitals."""
    words = text.split()
    capitals = [word for word in words if _INITIAL.match(word) and not word[0].islower()]
    return (
        len(capitals) > 1
        and all(_PARTICLES.fullmatch(word) for word in words if word not in capitals)
        and _has_none(text, _NO_PERSON)
    )


def kind_of(name: str | None, email: str | None) -> Kind:
    """Tell a person from all else. The address counts only if the name is not clear.

    Many people have a ``contact@`` of their own, and quite some give that of their project's list.
    """
    if name and (name.startswith("The ") or not _has_none(name, _ORGANIZATIONS) or _is_list(name)):
        return Kind.ORGANIZATION
    is_clear = name is not None and is_full_name(name)
    if not is_clear and email and _LIST.fullmatch(email):
        return Kind.ORGANIZATION
    return Kind.PERSON


def _is_list(name: str) -> bool:
    """Tell whether these are several people; ``Doe, Jane`` is one."""
    parts = _DIVIDER.split(name)
    return len(parts) > 2 or (len(parts) > 1 and all(map(is_full_name, parts)))  # noqa: PLR2004


def _has_none(text: str, words: frozenset[str]) -> bool:
    return words.isdisjoint(_WORD.findall(text.lower()))
