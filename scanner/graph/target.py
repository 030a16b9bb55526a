"""The installation that markers are evaluated for.

Never the machine that scans: what a target is comes from its interpreter, and from the platform
that an image is for. A directory has no such platform. There it is what conda's packages are for,
or what the layout tells; of what nothing tells, markers may be true as well as false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.metadata.marker import ALWAYS, Condition, condition
from scanner.model.interpreter import CPYTHON, GRAALPY, PYPY, branch_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.metadata.requirement import Requirement
    from scanner.model.interpreter import Interpreter

NAMES: Final = {
    CPYTHON: ("CPython", "cpython"),
    PYPY: ("PyPy", "pypy"),
    GRAALPY: ("GraalVM", "graalpy"),
}
"""``platform.python_implementation()`` and ``sys.implementation.name``."""
SYSTEMS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "linux": {"os_name": ("posix",), "sys_platform": ("linux",), "platform_system": ("Linux",)},
    "darwin": {"os_name": ("posix",), "sys_platform": ("darwin",), "platform_system": ("Darwin",)},
    "windows": {"os_name": ("nt",), "sys_platform": ("win32",), "platform_system": ("Windows",)},
    "posix": {
        "os_name": ("posix",),
        "sys_platform": ("linux", "darwin"),
        "platform_system": ("Linux", "Darwin"),
    },
}
"""Operating systems as Go calls them, and what it is if only the layout is known."""
MACHINES: Final = {
    "386": "i686",
    "amd64": "x86_64",
    "arm/v5": "armv5tel",
    "arm/v6": "armv6l",
    "arm": "armv7l",
    "arm64": "aarch64",
    "loong64": "loongarch64",
    "mips64le": "mips64",
}
"""What Linux calls the architectures for which Go has other names."""
OTHER_MACHINES: Final = {
    "darwin": {"amd64": "x86_64", "arm64": "arm64"},
    "windows": {"386": "x86", "amd64": "AMD64", "arm64": "ARM64"},
}
SUBDIRS: Final = {
    "linux-32": "linux/386",
    "linux-64": "linux/amd64",
    "linux-aarch64": "linux/arm64",
    "linux-armv6l": "linux/arm/v6",
    "linux-armv7l": "linux/arm/v7",
    "linux-ppc64le": "linux/ppc64le",
    "linux-riscv64": "linux/riscv64",
    "linux-s390x": "linux/s390x",
    "osx-64": "darwin/amd64",
    "osx-arm64": "darwin/arm64",
    "win-32": "windows/386",
    "win-64": "windows/amd64",
    "win-arm64": "windows/arm64",
}
"""Platforms as conda calls them."""
RELEASES: Final = range(40)
"""Of a branch of Python; none has had as many."""


class Target:
    """An installation, and what markers mean there."""

    def __init__(self, values: Mapping[str, tuple[str, ...]]) -> None:
        self.values = values
        """All that each variable may be; one that is not there may be anything."""
        self._conditions: dict[str, tuple[Condition, Condition]] = {}

    def conditions(self, requirement: Requirement) -> tuple[Condition, Condition]:
        """Return for whom a requirement surely holds, and for whom it may."""
        if requirement.marker_text is None:
            return ALWAYS, ALWAYS
        if requirement.marker is None:
            return Condition(always=False), ALWAYS
        known = self._conditions.get(requirement.marker_text)
        if known is None:
            marker = requirement.marker
            known = (
                condition(marker, self.values, unknown=False),
                condition(marker, self.values, unknown=True),
            )
            self._conditions[requirement.marker_text] = known
        return known


def values_of(interpreter: Interpreter | None, platform: str) -> dict[str, tuple[str, ...]]:
    """Return what the variables of markers are in an installation.

    ``platform`` is ``os/architecture[/variant]`` as images have it, only the first if no more is
    known, or empty.
    """
    values = _of_platform(platform)
    if interpreter is None:
        return values
    if interpreter.version:
        values |= _of_version(interpreter.version)
        if interpreter.version.startswith("2.") and values.get("sys_platform") == ("linux",):
            values["sys_platform"] = ("linux2",)
    if names := NAMES.get(interpreter.implementation or ""):
        values["platform_python_implementation"] = names[:1]
        values["implementation_name"] = names[1:]
    version = interpreter.implementation_version
    if interpreter.implementation == CPYTHON and "python_full_version" in values:
        values["implementation_version"] = values["python_full_version"]
    elif version:
        values["implementation_version"] = (version,)
    return values


def _of_platform(platform: str) -> dict[str, tuple[str, ...]]:
    system, _, architecture = platform.partition("/")
    values = dict(SYSTEMS.get(system, {}))
    if architecture:
        others = OTHER_MACHINES.get(system)
        bare = architecture.partition("/")[0]
        known = MACHINES if others is None else others
        values["platform_machine"] = (known.get(architecture) or known.get(bare) or bare,)
    return values


def _of_version(version: str) -> dict[str, tuple[str, ...]]:
    branch = branch_of(version)
    if branch is None:
        return {}
    if version == branch:
        full = tuple(f"{branch}.{release}" for release in RELEASES)
    else:
        # What was built between releases ends so; it is newer than the one before.
        full = (version.replace("+", "+local") if version.endswith("+") else version,)
    return {"python_version": (branch,), "python_full_version": full}
