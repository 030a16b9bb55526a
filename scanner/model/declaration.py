"""Declarations: what a manifest asks for, or what a lockfile has settled on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a manifest or a lockfile says of a distribution, beyond its name and version."""

    requirement: str
    """As it stands there, in one line, without secrets."""
    is_locked: bool
    """Whether a resolver settled on it; or else it is what somebody wrote."""
    specifier: str | None = None
    """The versions that are allowed (PEP 440, or of conda); None if any is."""
    marker: str | None = None
    """When it is needed (PEP 508)."""
    extras: tuple[str, ...] = ()
    """Those of its own that are asked for."""
    groups: tuple[str, ...] = ()
    """Dependency groups that it is needed for; none for what the project itself needs."""
    are_groups_guessed: bool = False
    """Whether only the name of the file tells them (``requirements-dev.txt``)."""
    for_extras: tuple[str, ...] = ()
    """Extras of the project that it is needed for."""
    platforms: tuple[str, ...] = ()
    """Those it is locked for, by the name the tool gives them; none for all."""
    is_direct: bool | None = None
    """Whether the project itself asks for it; None if the file does not tell."""
    is_version_assumed: bool = False
    """Whether the version of the component is only the lowest that is allowed."""
    last_line: int | None = None
    """Where the entry ends; its evidence has where it begins."""
    brought_by: tuple[str, ...] = ()
    """The normalized names of those that need it, if the file tells (``# via``)."""
    indexes: tuple[str, ...] = ()
    """Where it may be from, without secrets, if that is told (``--index-url``)."""
    is_current: bool | None = None
    """Whether the lockfile is of the manifest beside it as that is; None if it does not tell."""
    superseded_by: str | None = None
    """The path of another file of the project that has the same name, and is believed instead."""
    is_selected: bool = True
    """Whether it is in a group or an extra that somebody wants to see."""
    resolved_by: str | None = None
    """The program that chose the version during the scan, and for what; None if it stands there."""
