"""Whether two markers may hold at once: in which of some hundred worlds each of them does.

A world is a version of Python on a platform. They are those that people lock for, so two markers
that no world tells apart are taken for the same, and two that hold in none for contradictions.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from scanner.metadata.marker import EXTRA, Comparison, condition, parse_marker

if TYPE_CHECKING:
    from collections.abc import Collection

_PYTHONS: Final = tuple(
    (f"{branch}.{micro}", branch)
    for branch in ("2.7", *(f"3.{minor}" for minor in range(6, 18)))
    for micro in (0, 1, 9)
)
_PLATFORMS: Final = (
    ("posix", "linux", "Linux", "x86_64"),
    ("posix", "linux", "Linux", "aarch64"),
    ("posix", "darwin", "Darwin", "x86_64"),
    ("posix", "darwin", "Darwin", "arm64"),
    ("nt", "win32", "Windows", "AMD64"),
)
_IMPLEMENTATIONS: Final = (("cpython", "CPython"), ("pypy", "PyPy"))
_WORLDS: Final = tuple(product(_PYTHONS, _PLATFORMS, _IMPLEMENTATIONS))
EVERYWHERE: Final = (1 << len(_WORLDS)) - 1
"""The set of all worlds; each is one bit."""


@lru_cache(maxsize=1024)
def worlds_of(marker: str | None) -> int:
    """Return the worlds in which a marker may hold; all, if it cannot be read."""
    parsed = parse_marker(marker) if marker else None
    if parsed is None:
        return EVERYWHERE
    found = 0
    for bit, world in enumerate(_WORLDS):
        held = condition(parsed, _values(world), unknown=True)
        found |= (held.always or bool(held.extras)) << bit
    return found


def may_hold(marker: str, extras: Collection[str]) -> bool:
    """Tell whether a marker may hold anywhere where these extras alone are asked for."""
    parsed = parse_marker(marker)
    if parsed is None:
        return True
    stack: list[bool] = []
    for term in parsed.terms:
        if isinstance(term, Comparison):
            is_asked = term.text in extras
            stack.append(term.variable != EXTRA or is_asked is (term.operator == "=="))
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(left or right if term == "or" else left and right)
    return stack[0]


def _values(
    world: tuple[tuple[str, str], tuple[str, str, str, str], tuple[str, str]],
) -> dict[str, tuple[str, ...]]:
    (full, branch), (os_name, platform, system, machine), (name, implementation) = world
    return {
        "python_full_version": (full,),
        "python_version": (branch,),
        "implementation_version": (full,),
        "os_name": (os_name,),
        "sys_platform": (platform,),
        "platform_system": (system,),
        "platform_machine": (machine,),
        "implementation_name": (name,),
        "platform_python_implementation": (implementation,),
    }
