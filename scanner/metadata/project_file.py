"""What ``setup.py``, ``setup.cfg`` or a script says of its project and of what that requires."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRequirement:
    """One requirement, and the lines that it is on, the first being 1."""

    text: str
    line: int
    last_line: int
    extra: str | None = None
    """The extra of the project that it is for."""
    group: str | None = None
    """What else than running the project it is for: ``build``, ``test``."""
    condition: str | None = None
    """A marker beside its own, which all of a list are under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """A project, as far as can be told."""

    name: str | None = None
    version: str | None = None
    line: int = 1
    """Where it is described."""
    requires_python: str | None = None
    requirements: tuple[ListedRequirement, ...] = ()
    oddities: tuple[str, ...] = ()


def extra_of(text: str) -> tuple[str | None, str | None]:
    """Return the extra and the condition in a key of ``extras_require``: ``extra:marker``."""
    extra, _, condition = text.partition(":")
    return extra.strip() or None, condition.strip() or None
