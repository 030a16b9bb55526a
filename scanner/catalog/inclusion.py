"""Requirements files that take in each other, and what constrains a file because of that.

A file is read as ``pip install -r`` of it would be: the constraints that it takes in, by whatever
way, narrow its requirements, and add none.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from scanner.metadata.requirements_name import GROUPS, MAIN
from scanner.model.inclusion import Inclusion
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.tree import Tree
    from scanner.catalog.manifest import Manifest
    from scanner.metadata.requirements_name import RequirementsName
    from scanner.metadata.requirements_txt import Include, RequirementLine, RequirementsTxt
    from scanner.model.names import NormalizedName

PATTERNS: Final = (
    "**/*.in",
    "**/*constraint*.txt",
    "**/*req*.txt",
    "**/dependencies.txt",
    "**/deps.txt",
    "**/freeze.txt",
    "**/frozen.txt",
    "**/local.txt",
    "**/reqs/*.txt",
    "**/requirements/*.txt",
    "**/requires/*.txt",
    "**/requirements*.lock",
    *(f"**/{word}.txt" for word in sorted(GROUPS | MAIN)),
)
"""The files that may be ones of requirements."""
MAX_INCLUDED: Final = 200
"""Files that one takes in, by whatever way."""
MAX_FORKS: Final = 8
"""Entries of one name in a file that constrain others, or have edges."""


@dataclass(slots=True)
class RequirementsFile:
    """One file, and those that it takes in."""

    manifest: Manifest
    name: RequirementsName
    content: RequirementsTxt
    includes: list[tuple[Include, str]] = field(default_factory=list)
    """With the path of a file that is there."""
    _by_name: dict[NormalizedName, list[RequirementLine]] = field(default_factory=dict)

    @property
    def reads_like_one(self) -> bool:
        """Whether all lines can be read, and one of them can hardly mean anything else."""
        content = self.content
        return not content.unread and bool(
            content.includes
            or content.indexes
            or any(each.requirement.specifier or each.hashes for each in content.requirements)
        )

    @property
    def can_be_read(self) -> bool:
        """Whether all lines mean something to pip, and at least one does."""
        return not self.content.unread and bool(self.content.requirements or self.content.includes)

    def included(self, *, is_constraint: bool) -> Iterator[str]:
        """Yield the paths of what it takes in, as requirements or as constraints."""
        return (path for include, path in self.includes if include.is_constraint is is_constraint)

    def specifiers_for(self, requirement: RequirementLine) -> Iterator[str | None]:
        """Yield what it says, as a constraint, of the version of a requirement."""
        if not self._by_name:
            for line in self.content.requirements:
                if line.requirement.name:
                    forks = self._by_name.setdefault(normalized(line.requirement.name), [])
                    forks += [line] * (len(forks) < MAX_FORKS)
        name, marker = requirement.requirement.name, requirement.requirement.marker
        for line in self._by_name.get(normalized(name), ()) if name else ():
            if line.requirement.marker in {None, marker}:
                yield line.requirement.specifier


def connect(files: Mapping[str, RequirementsFile], tree: Tree) -> None:
    """Find what each file takes in, and note what cannot be."""
    missing: list[tuple[RequirementsFile, Include, str]] = []
    for file in files.values():
        for include in file.content.includes:
            target, reason = target_of(file.manifest.directory, include.path)
            real = tree.resolve(target)
            if reason:
                file.content.note(include.line, f"{reason}: {include.path:.200}")
            elif real in files:
                file.includes.append((include, str(real)))
            else:
                missing.append((file, include, target))
    there = tree.among(target for _, _, target in missing)
    for file, include, target in missing:
        reason = (
            "an include by a name that is not read" if target in there else "an include not there"
        )
        file.content.note(include.line, f"{reason}: {include.path:.200}")
    _note_cycles(files)


def target_of(directory: str, include: str) -> tuple[str, str | None]:
    """Return the path of what is taken in by a file in a directory, or why it cannot be."""
    path = unquote(include.removeprefix("file://"))
    relative = posixpath.normpath(posixpath.join(directory, path))
    reason = None
    if "://" in path:
        reason = "an include that is not fetched"
    elif "${" in path or not path:
        reason = "an include that cannot be told"
    elif relative.partition("/")[0] == "..":
        reason = "an include outside of what is scanned"
    return relative.lstrip("/"), reason


def _note_cycles(files: Mapping[str, RequirementsFile]) -> None:
    """Note each include that leads back to where it is, which pip refuses."""
    done: set[str] = set()
    for start, file in files.items():
        way = {start: iter(file.includes)}
        while way and start not in done:
            path, remaining = next(reversed(way.items()))
            include, target = next(remaining, (None, ""))
            if include is None:
                done.add(path)
                del way[path]
            elif target in way:
                reason = f"an include that leads back here: {include.path:.200}"
                files[path].content.note(include.line, reason)
            elif target not in done:
                way[target] = iter(files[target].includes)


def constraints_of(
    file: RequirementsFile, files: Mapping[str, RequirementsFile]
) -> list[RequirementsFile]:
    """Return the files that constrain a file, by whatever way it takes them in."""
    pending = [(file.manifest.path, False)]
    seen = set(pending)
    while pending:
        path, constrains = pending.pop()
        for include, target in files[path].includes:
            step = (target, constrains or include.is_constraint)
            if step not in seen and len(seen) <= MAX_INCLUDED:
                seen.add(step)
                pending.append(step)
    if len(seen) > MAX_INCLUDED:
        file.manifest.note(f"it includes more than {MAX_INCLUDED} files; not all constrain it")
    return [files[path] for path, constrains in sorted(seen) if constrains]


def constraining_among(files: Mapping[str, RequirementsFile]) -> set[str]:
    """Return the paths of those that constrain others; what they take in does, too."""
    taken_in = (path for file in files.values() for path in file.included(is_constraint=True))
    pending = list(dict.fromkeys(taken_in))
    found = set(pending)
    while pending:
        for _, path in files[pending.pop()].includes:
            if path not in found:
                found.add(path)
                pending.append(path)
    return found


def inclusion_of(file: RequirementsFile, *, is_constraint: bool) -> Inclusion:
    """Return what a file takes in, and what it states if it constrains others."""
    stated = (each.requirement.text for each in file.content.requirements)
    return Inclusion(
        path=file.manifest.path,
        requirements=tuple(dict.fromkeys(file.included(is_constraint=False))),
        constraints=tuple(dict.fromkeys(file.included(is_constraint=True))),
        stated=tuple(stated) if is_constraint else (),
        indexes=file.content.indexes,
    )
