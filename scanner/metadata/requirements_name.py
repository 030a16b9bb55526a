"""What the path of a requirements file says; nothing of that is in a standard.

``requirements-dev.txt`` and ``requirements/test.in`` are for a group by all we know, but that is a
guess. By some names a file is one of requirements for certain; for all others its content tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DIRECTORIES: Final = frozenset(("reqs", "requirements", "requires"))
"""What directories of such files are called; the project is around them."""
GROUPS: Final = frozenset(
    (
        "bench",
        "build",
        "ci",
        "dev",
        "develop",
        "development",
        "doc",
        "docs",
        "lint",
        "linting",
        "mypy",
        "qa",
        "test",
        "testing",
        "tests",
        "typing",
    )
)
"""Words that name a group of what a project needs only to be worked on."""
MAIN: Final = frozenset(("app", "base", "common", "core", "main", "prod", "production"))
"""Words that name what a project is run with."""
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsName:
    """What a path says."""

    project: str
    """The directory of the project."""
    groups: tuple[str, ...]
    is_certain: bool
    """Whether it is a file of requirements, whatever it says."""
    is_constraint: bool
    is_input: bool
    """Whether it is what somebody wrote for pip-compile or uv."""
    is_lock: bool


def requirements_name(path: str) -> RequirementsName:
    """Read a path."""
    directory, _, name = path.rpartition("/")
    above, _, last = directory.rpartition("/")
    stem, _, suffix = name.lower().rpartition(".")
    words = _WORD.findall(stem)
    is_gathered = last.lower() in DIRECTORIES
    is_known = not words or words[0] in GROUPS | MAIN
    return RequirementsName(
        project=above if is_gathered else directory,
        groups=tuple(dict.fromkeys(word for word in words if word in GROUPS)),
        is_certain=is_gathered or "requirement" in stem or (suffix == "in" and is_known),
        is_constraint="constraint" in stem,
        is_input=suffix == "in",
        is_lock=suffix == "lock",
    )
