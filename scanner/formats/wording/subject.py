"""What was scanned, and the environments in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory, Subject
    from scanner.model.operating_system import OperatingSystem

SHORT_DIGEST: Final = 19
"""``sha256:`` and twelve digits, which is what people compare."""
_SOURCES: Final = {
    "containers-storage": "containers-storage",
    "dir": "directory",
    "docker": "Docker",
    "docker-archive": "docker archive",
    "docker-container": "container of Docker",
    "docker-overlay2": "store of Docker",
    "file": "file",
    "oci": "OCI layout",
    "oci-archive": "OCI archive",
    "podman-container": "container of podman",
    "rootfs": "archive of a file system",
    "sif": "SIF image",
    "skopeo-dir": "directory of skopeo",
}
_KINDS: Final = {
    "virtual-environment": "virtual environment",
    "conda": "conda environment",
    "prefix": "interpreter",
    "user": "user directory",
    "pypackages": "project directory",
    "python-path": "directory in PYTHONPATH",
    "cache": "cache",
    "project": "project",
    "directory": "directory",
}


def counted(count: int, noun: str) -> str:
    """Return a number of things."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def facts_of(subject: Subject) -> tuple[str, ...]:
    """Return what kind of thing was scanned, and by what it can be told from others."""
    facts = (
        _SOURCES.get(subject.source, subject.source),
        *(name for name in subject.names[:1] if not subject.location.endswith(name)),
        subject.platform or "",
        (subject.digest or subject.image_id or "")[:SHORT_DIGEST],
        counted(len(subject.layers), "layer") if subject.layers else "",
        "" if subject.verified else "not verified",
    )
    return tuple(filter(None, facts))


def kind_of(environment: Environment) -> str:
    """Return what kind of environment it is, who made it and on top of which other."""
    kind = _KINDS.get(environment.kind, environment.kind)
    if environment.creator:
        kind += f" by {environment.creator}"
    if environment.base is not None:
        kind += f"{' on top' if environment.sees_base else ''} of /{environment.base}"
    elif environment.home:
        kind += ", its interpreter is not there"
    return kind


def systems_of(inventory: Inventory) -> list[OperatingSystem]:
    """Return the operating system, if it is known until when it gets fixes."""
    system = inventory.operating_system
    return [system] if system and system.end_of_life else []


def interpreters_of(inventory: Inventory) -> list[Interpreter]:
    """Return the interpreters, each once: several environments may have the same."""
    found = [each for place in inventory.environments for each in place.interpreters]
    return list({(each.name, each.path): each for each in found}.values())


def interpreter_name(interpreter: Interpreter) -> str:
    """Return an interpreter with the day on which its branch gets its last fix."""
    date = interpreter.end_of_life
    return interpreter.name + (f" (end of life {date})" if date else "")
