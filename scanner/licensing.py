"""The licence of every component: its texts are read, and all evidence is taken together.

That is done where it is wanted only. The texts are claimed by every scan, though, so that what is
kept of a layer is the same for all commands.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.tar_header import Kind
from scanner.licenses.claim import COPYRIGHT
from scanner.licenses.conclusion import conclude
from scanner.licenses.evidence import Evidence
from scanner.licenses.expression import joined
from scanner.licenses.field import parse_field
from scanner.licenses.identification import Identification
from scanner.licenses.place import holder_of, is_claimed, is_third_party
from scanner.licenses.pointer import settled
from scanner.metadata.debian_copyright import parse_debian_copyright
from scanner.metadata.file_list import FileList
from scanner.model.component import Problem, State
from scanner.model.license import (
    NONE,
    NOTHING_DECLARED,
    LicenseMatch,
    LicenseStatement,
    LicenseText,
)
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from layers.store import Store
    from layers.tree import Tree
    from scanner.licenses.text import Identified
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory
    from scanner.model.license import DeclaredLicense, Licensing

NAME: Final = "license"
"""By which problems say who found them."""
MAX_BYTES: Final = 1 << 20
"""Of one text; what is behind is not read."""
UNLICENSED: Final = frozenset(("module",))
"""Kinds of components that have no metadata to declare anything in."""
SYSTEM: Final = "system-package"


def licensed(inventory: Inventory, tree: Tree, store: Store) -> Inventory:
    """Return an inventory whose components say what is known of their licences."""
    files = _Files(tree, Identification(store))
    judge = _Judge(inventory, files)
    found = {
        id(component): judge.licensing_of(component)
        for component in sorted(inventory.components, key=lambda each: not each.is_part)
        if component.kind not in UNLICENSED
    }
    components = tuple(
        replace(component, licensing=found.get(id(component))) for component in inventory.components
    )
    return replace(
        inventory,
        components=components,
        problems=(*inventory.problems, *files.problems),
        license_texts=files.texts,
    )


class _Files:
    """The licence files of a tree, by what they belong to, and what was found in them."""

    def __init__(self, tree: Tree, identification: Identification) -> None:
        self.texts: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self._tree = tree
        self._identification = identification
        self._by_holder: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for path in tree.match("**/*"):
            entry = tree.entry(path)
            if entry and entry.kind is not Kind.DIRECTORY and (found := holder_of(path)):
                self._by_holder[found[0]].append((found[1], path))

    def below(self, holder: str) -> Sequence[tuple[str, str]]:
        """Return the files of a holder: where each is in there, and in the tree."""
        return self._by_holder.get(holder, ())

    def has(self, path: str) -> bool:
        """Tell whether there is a file that was claimed."""
        return self._tree.entry(path) is not None

    def tops_of(self, record: str) -> frozenset[str]:
        """Return what a distribution has in its site directory, by its ``RECORD``."""
        try:
            return FileList.of_bytes(self._tree.read(record)).tops
        except UnreadableFile:
            return frozenset()

    def content(self, path: str) -> bytes | None:
        """Return what is in a file, up to a limit; None if that cannot be read."""
        try:
            data = self._tree.read(path)
        except UnreadableFile as error:
            self.problems.append(Problem(path, NAME, str(error)))
            return None
        if len(data) > MAX_BYTES:
            reason = f"of {len(data):,} bytes only the first {MAX_BYTES:,} were read"
            self.problems.append(Problem(path, NAME, reason))
        return data[:MAX_BYTES]

    def identified(self, data: bytes) -> Identified:
        """Return what was found in a text."""
        return self._identification.of(data)

    def matches(self, text: str) -> Sequence[LicenseMatch]:
        """Return the licences of a text that stands in a field."""
        return self._identification.of_text(text)

    def texts_of(self, files: Sequence[tuple[str, str]]) -> tuple[LicenseText, ...]:
        """Return what was found in the files of one distribution, seen beside each other."""
        names = tuple(name for name, _ in files)
        read = {name: self.content(path) for name, path in files}
        found = {name: self.identified(data) for name, data in read.items() if data is not None}
        expressions = {
            name: joined([match.expression for match in each.matches], "AND")
            for name, each in found.items()
            if each.matches
        }
        texts = []
        for name, path in files:
            data = read[name]
            if data is None:
                continue
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            self.texts[digest] = data
            self.problems += [Problem(path, NAME, limit) for limit in found[name].limits]
            texts.append(
                LicenseText(
                    path=path,
                    digest=digest,
                    layer=self._tree.layer_of(path),
                    matches=_with_pointers(found[name], name, expressions),
                    coverage=round(found[name].coverage, 3),
                    is_third_party=is_third_party(name, names),
                    is_choice=found[name].is_choice,
                    copyrights=found[name].copyrights,
                )
            )
        return tuple(texts)


def _with_pointers(
    found: Identified, name: str, expressions: Mapping[str, str]
) -> tuple[LicenseMatch, ...]:
    """Return the matches of a text, with what the files come to that it says to look into."""
    others = {other: each for other, each in expressions.items() if other != name}
    pointed = [
        LicenseMatch(
            expression=expression,
            score=1.0,
            first_line=pointer.line,
            last_line=pointer.line,
            technique="pointer",
        )
        for pointer in found.pointers
        if (pointer.connector or not found.matches)
        and (expression := settled(pointer, others)) is not None
    ]
    return (*found.matches, *pointed)


class _Judge:
    """What belongs to each component: its files, its packages, and what is inside of it."""

    def __init__(self, inventory: Inventory, files: _Files) -> None:
        self._files = files
        self._packages = {each.owner: each for each in inventory.system_packages}
        self._inside: defaultdict[str, set[str]] = defaultdict(set)
        self._by_declared: dict[DeclaredLicense, Licensing] = {}
        self._tops = _tops_of(inventory, files)

    def licensing_of(self, component: Component) -> Licensing:
        """Return what is known of the licence of a component; first what is inside, then around."""
        if component.is_part or component.state is State.DECLARED:
            licensing = self._of_part(component.license)
            if component.parent and licensing.concluded:
                self._inside[component.parent].add(licensing.concluded)
            return licensing
        files = self._files_of(component)
        unfound = _unfound(component, [name for name, _ in files])
        evidence = Evidence(
            declared=component.license,
            conda=component.conda.license if component.conda else NOTHING_DECLARED,
            is_conda=component.kind == CONDA,
            system=tuple(self._system(component)),
            texts=self._files.texts_of(files),
            bundled=tuple(sorted(self._inside[component.evidence.path])),
            absent=tuple(each for each in unfound if _is_claimed(each)),
            unread=tuple(each for each in unfound if _is_unread(each)),
            outside=tuple(filter(_is_outside, component.license.files)),
        )
        return conclude(evidence, self._files.matches)

    def _of_part(self, declared: DeclaredLicense) -> Licensing:
        """Conclude from what an SBOM says, which is the same for many parts."""
        if declared not in self._by_declared:
            # What stands there as an expression may be any name.
            said = replace(declared, expression=None, text=declared.expression or declared.text)
            concluded = conclude(Evidence(declared=said), self._files.matches)
            # A library, or an entry of a lockfile, has no place where it could be declared.
            is_silent = concluded.declared == NONE
            self._by_declared[declared] = (
                replace(concluded, declared=None) if is_silent else concluded
            )
        return self._by_declared[declared]

    def _files_of(self, component: Component) -> Sequence[tuple[str, str]]:
        path = component.evidence.path
        if files := self._files.below(path):
            return files
        if component.kind == CONDA:
            return self._files.below(_conda_directory(path))
        return [each for place in self._tops.get(path, ()) for each in self._files.below(place)]

    def _system(self, component: Component) -> Iterator[LicenseStatement]:
        owner = component.owner
        if owner is None:
            return
        package = self._packages.get(owner)
        if package and package.license:
            meaning = parse_field(package.license)
            yield LicenseStatement(
                source=SYSTEM,
                raw=package.license,
                expression=meaning.whole,
                reason=meaning.reason,
                path=package.evidence,
            )
        path = COPYRIGHT.format(owner.name)
        data = self._files.content(path) if self._files.has(path) else None
        if data is not None:
            yield self._copyright(path, data)

    def _copyright(self, path: str, data: bytes) -> LicenseStatement:
        """Return what the copyright file of a Debian package says."""
        statement = partial(LicenseStatement, source=SYSTEM, path=path)
        if read := parse_debian_copyright(data):
            meaning = parse_field(read.own) if read.own else None
            return statement(
                raw=read.own or "",
                expression=meaning.whole if meaning else None,
                reason=meaning.reason if meaning else "no licence of all files",
            )
        name = path.rpartition("/")[2]
        expressions = {match.expression for match in self._files.identified(data).matches}
        if len(expressions) == 1:
            return statement(raw=name, expression=expressions.pop())
        return statement(raw=name, reason=f"a text with {len(expressions)} licences")


def _tops_of(inventory: Inventory, files: _Files) -> dict[str, list[str]]:
    """Return the directories with licence files that one distribution, and no other, recorded."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for component in inventory.components:
        path = component.evidence.path
        if component.kind == "dist-info" and not files.below(path):
            site = path.rpartition("/")[0]
            for top in files.tops_of(f"{path}/RECORD"):
                if files.below(place := f"{site}/{top}"):
                    owners[place].append(path)
    tops: defaultdict[str, list[str]] = defaultdict(list)
    for place, paths in sorted(owners.items()):
        if len(paths) == 1:
            tops[paths[0]].append(place)
    return dict(tops)


def _conda_directory(path: str) -> str:
    """Return where the package is that a record in ``conda-meta``, or of a package, is about."""
    prefix, is_installed, record = path.rpartition("conda-meta/")
    if is_installed:
        return f"{prefix}pkgs/{record.removesuffix('.json')}"
    return path.removesuffix("/info/index.json")


def _unfound(component: Component, names: Iterable[str]) -> tuple[str, ...]:
    """Return the licence files that are named, by a path inside, and were not found."""
    if component.kind != "dist-info":
        return ()
    found = set(names)
    return tuple(
        each
        for each in component.license.files
        if not _is_outside(each) and each not in found and each.rpartition("/")[2] not in found
    )


def _is_outside(path: str) -> bool:
    return path.startswith(("/", "\\")) or ".." in path.split("/") or path[1:2] == ":"


def _is_claimed(path: str) -> bool:
    """Tell whether a file would have been found, if it was there."""
    return is_claimed(inside := _inside(path)) and holder_of(inside) is not None


def _is_unread(path: str) -> bool:
    """Tell whether a file may be a licence, and has no name by which it would have been found."""
    return not is_claimed(inside := _inside(path)) and holder_of(inside) is not None


def _inside(path: str) -> str:
    return f"x.dist-info/licenses/{path}"
