"""The shape of a resolver, and what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AUTO: Final = "auto"
"""The first resolver that is there."""
INPUT: Final = "requirements.in"
"""What the file with the requirements is called."""
CONSTRAINTS: Final = "constraints.txt"
"""What the file with the constraints is called, beside it, if there are any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolving:
    """What a user wants of resolvers."""

    resolver: str = AUTO
    python: str | None = None
    """The version of Python; by default that of the target, if it has one."""
    platform: str | None = None
    """``os/architecture``; by default that of the target, or Linux on this machine."""
    index: str | None = None
    """The URL of the package index; by default that of PyPI."""
    may_build: bool = False
    """Whether what is in source distributions may be run, to tell what they need."""
    seconds: float = 120
    """How long a resolver may take for one manifest."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a resolver is asked: all that is in the directory that it is run in."""

    requirements: str
    constraints: str = ""

    @property
    def files(self) -> Mapping[str, str]:
        """The files, by their names."""
        if not self.constraints:
            return {INPUT: self.requirements}
        return {INPUT: f"-c {CONSTRAINTS}\n{self.requirements}", CONSTRAINTS: self.constraints}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """For what versions are wanted, and how far a resolver may go for them."""

    python: str | None
    """The version of Python: ``3.12``, ``3.12.4``; None if the resolver may choose."""
    platform: str
    """``os/architecture``, as images have it."""
    index: str | None = None
    """The package index, with credentials; None for PyPI."""
    may_build: bool = False
    """Whether source distributions may be built, which runs what is in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver:
    """A program that reads requirements and writes a requirements file with all that they need."""

    name: str
    program: str
    """As it is called in the directories of ``PATH``."""
    arguments: Callable[[Request], tuple[str, ...]]
    """Returns what follows the program, so that it writes to stdout."""
    variables: Callable[[Request], dict[str, str]]
    """Returns what it needs of variables beyond those of every program; secrets go here."""
    objection: Callable[[Request], str | None]
    """Returns why it cannot do what is asked for."""
    default_python: str | None = None
    """What it resolves for where nobody asks for a version; None if it tells itself."""
