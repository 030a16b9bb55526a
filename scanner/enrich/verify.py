"""Files that are not what was installed (``--verify``).

``RECORD`` is not signed: whoever can write files can write that, too. It tells what changed after
an installation, not who installed what. What differs in every environment is left out, or named for
what it is.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from layers.fingerprint import UNSEEN, Fingerprint
from layers.reach import names_beyond
from scanner.enrich.enricher import Enricher
from scanner.enrich.recorded.content import with_content
from scanner.enrich.recorded.expected import Expectations, Expected, expectations
from scanner.enrich.recorded.hook import is_hook
from scanner.enrich.recorded.path_line import path_lines
from scanner.enrich.recorded.recorded import RECORD, is_standard, recorded_in
from scanner.enrich.recorded.standard_library import StandardLibraries
from scanner.enrich.recorded.tool import is_of_tool
from scanner.enrich.recorded.unlisted import Unlisted
from scanner.metadata.bytecode import is_loaded, parse_bytecode_header, source_of
from scanner.metadata.conda_record import excerpt_with_digests_of
from scanner.metadata.file_list import pack_record_with_digests
from scanner.metadata.record import CACHE, is_bytecode
from scanner.model.change import Change, ChangeKind
from scanner.model.environment import SITE_NAMES, SiteDirectory
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

LIBRARY: Final = re.compile(r"\.so(?:\.[0-9.]+)?$")
FEW: Final = 3
"""From how many on files are not taken for changed one by one."""
INSTALLER: Final = ".dist-info/INSTALLER"
BY_CONDA: Final = frozenset(
    f"sha256:{hashlib.sha256(text).hexdigest()}" for text in (b"conda", b"conda\n")
)
"""What conda writes there after pip has recorded it."""
CERTIFICATES: Final = "/cacert.pem"
CONDA_RECORD: Final = "**/conda-meta/*.json"
VIRTUALENV: Final = frozenset(("_virtualenv.py", "_virtualenv.pth"))
"""What virtualenv has interpreters run at every start; it is as old as the environment."""
MODULE: Final = re.compile(rf"(?!(?:.*/)?{CACHE}/)[^\W\d]\w*/.*\.(?:py[cdw]?|so)", re.DOTALL)
"""What can be imported, in a directory that can."""
MAX_NAMED: Final = 5
REPLACED: Final = "in the place of its source"
SIGNATURES: Final = (".dist-info/RECORD.jws", ".dist-info/RECORD.p7s")
SIZE_LIMIT: Final = 1 << 32


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory with what is not as it was installed."""
    if not tree.installed:
        return inventory
    recorded = recorded_in(inventory, tree)
    expected = expectations(inventory, recorded.values(), tree)
    unlisted = Unlisted(inventory, recorded.values(), tree)
    verification = _Verification(inventory, tree, expected, unlisted)
    libraries = StandardLibraries(inventory, tree)
    changes = [*verification.present(), *verification.missing(), *libraries.changes()]
    changes = list(_together(changes, expected, tree))
    changed = {change.path for change in changes}
    changes += (each for each in path_lines(inventory, tree) if each.path not in changed)
    components = (with_content(each, recorded, changed) for each in inventory.components)
    return replace(
        inventory,
        components=tuple(components),
        problems=(*inventory.problems, *libraries.problems(VERIFICATION.name)),
        files_compared=True,
        changes=tuple(changes),
    )


class _Verification:
    """The files of a tree beside what they are to be."""

    def __init__(
        self, inventory: Inventory, tree: Tree, expected: Expectations, unlisted: Unlisted
    ) -> None:
        self._tree = tree
        self._expected = expected
        self._unlisted = unlisted
        self._sites = set(expected.tops)
        self._sites |= {
            site
            for environment in inventory.environments
            for site in environment.site_directories
            if environment.kind != "cache" and is_standard(site)
        }
        self._complete = _tops_of(inventory, are_complete=True)
        self._known = _tops_of(inventory, are_complete=False)
        self._full = {*expected.tops, *(path.rpartition("/")[0] for path in self._known)}
        """Directories in which what is nobody's is odd: in others, nothing is known of any file."""

    def present(self) -> Iterator[Change]:
        """Yield the files that are there, and should be others, or not there at all."""
        for path in chain(self._tree.installed, self._tree.links):
            kind, reason = self._verdict(path)
            if kind:
                expected = self._expected.files.get(path)
                yield Change(
                    path=path,
                    kind=kind,
                    layer=self._layer_of(path),
                    owner=expected.owner if expected else None,
                    reason=reason,
                )

    def missing(self) -> Iterator[Change]:
        """Yield the files that are recorded and not there."""
        absent = {
            path: expected
            for path, expected in self._expected.files.items()
            if expected.is_wanted and path not in self._tree.installed and not is_bytecode(path)
        }
        there = self._tree.among({*absent, *(each.other for each in absent.values() if each.other)})
        left = {p: each for p, each in absent.items() if p not in there and each.other not in there}
        removed = self._tree.removed(left)
        for path, expected in left.items():
            # A site directory that was copied alone has no scripts, and never had.
            if self._is_in_site(path) or path in removed:
                layer, kind = removed.get(path), ChangeKind.MISSING
                yield Change(path=path, kind=kind, layer=layer, owner=expected.owner)

    def _verdict(self, path: str) -> tuple[ChangeKind | None, str]:
        expected = self._expected.files.get(path)
        if is_bytecode(path):
            return self._of_bytecode(path, expected)
        if expected:
            return self._of_file(path, expected), ""
        return (ChangeKind.ADDED if self._is_added(path) else None), ""

    def _of_file(self, path: str, expected: Expected) -> ChangeKind | None:
        if expected.is_right:
            return None
        found = self._fingerprint(path)
        if path in self._tree.links and not found.digests and expected.digests:
            # What nobody asked for by its own name has another content than by this one.
            real = self._tree.resolve(path) or path
            is_other = _name(real) != _name(path) and self._is_in_site(path)
            return ChangeKind.MODIFIED if is_other and self._tree.among((real,)) else None
        return _compared(path, found, expected)

    def _fingerprint(self, path: str) -> Fingerprint:
        """Return that of a file, or of what a symbolic link leads to."""
        real = self._tree.resolve(path) if path in self._tree.links else path
        found = self._tree.installed.get(real or path)
        return Fingerprint.of_bytes(found.fingerprint) if found else UNSEEN

    def _layer_of(self, path: str) -> int | None:
        found = self._tree.installed.get(path)
        return found.layer if found else self._tree.layer_of(path)

    def _is_there(self, path: str) -> bool:
        return path in self._tree.installed or path in self._tree.links

    def _of_bytecode(self, path: str, expected: Expected | None) -> tuple[ChangeKind | None, str]:
        """Judge what an interpreter would run in the place of a module."""
        if reason := self._of_something_else(path):
            return ChangeKind.BYTECODE, reason
        if not self._is_in_site(path):
            return None, ""
        header = parse_bytecode_header(self._fingerprint(path).header)
        source = source_of(path)
        if header and header.is_unchecked:
            return ChangeKind.BYTECODE, "run without a look at its source"
        if source is None:
            return self._without_source(path, expected)
        if not self._is_there(source):
            is_added = expected is None and self._is_added(path)
            return (ChangeKind.BYTECODE, "its source is not there") if is_added else (None, "")
        return self._rewritten(path, source)

    def _of_something_else(self, path: str) -> str:
        """Say by what bytecode shows that it was not made of its source, wherever that is."""
        source = source_of(path)
        if source is None or not is_loaded(path) or not self._is_there(source):
            return ""
        of_source = self._fingerprint(source)
        beyond = names_beyond(self._fingerprint(path).names, of_source.names)
        if not beyond or not of_source.digests:
            return ""
        more = f" and {len(beyond) - MAX_NAMED} more" if len(beyond) > MAX_NAMED else ""
        return f"names {', '.join(beyond[:MAX_NAMED])}{more}, and its source does not"

    def _without_source(
        self, path: str, expected: Expected | None
    ) -> tuple[ChangeKind | None, str]:
        """Judge bytecode that an interpreter runs where there is no source beside it."""
        if path[:-1] in self._expected.files:
            is_run = expected is None and not self._is_there(path[:-1])
            return (ChangeKind.BYTECODE, REPLACED) if is_run else (None, "")
        is_added = expected is None and self._is_added(path)
        return (ChangeKind.BYTECODE, "without a source") if is_added else (None, "")

    def _rewritten(self, path: str, source: str) -> tuple[ChangeKind | None, str]:
        """Tell whether a later layer has other bytecode for the same source, of the same time."""
        own = self._tree.installed.get(path)
        if own is None or own.former is None or (self._layer_of(source) or 0) >= (own.layer or 0):
            return None, ""
        former, now = Fingerprint.of_bytes(own.former), self._fingerprint(path)
        if former.header == now.header and former.digests != now.digests:
            return ChangeKind.BYTECODE, "rewritten by a later layer than its source"
        return None, ""

    def _sites_of(self, path: str) -> Iterator[str]:
        """Yield the directories with distributions that a file is in, the outermost first."""
        end = 0
        while end >= 0:
            if path[:end] in self._sites:
                yield path[:end]
            end = path.find("/", end + 1)

    def _is_in_site(self, path: str) -> bool:
        return any(True for _ in self._sites_of(path))

    def _is_added(self, path: str) -> bool:
        """Tell whether a file that is in no list is in a place where all are in one."""
        sites = () if path.endswith(SIGNATURES) else self._sites_of(path)
        return any(self._is_added_in(site, path) for site in sites)

    def _is_added_in(self, site: str, path: str) -> bool:
        inside = path[len(site) + 1 :] if site else path
        top, slash, _ = inside.partition("/")
        if top in self._expected.tops[site] or f"{site}/{top}" in self._complete:
            return True
        # What is nobody's at all, in a directory where everything else is somebody's.
        if not is_standard(site) or f"{site}/{top}" in self._known:
            return False
        if site not in self._full and (slash or not is_hook(top)):
            return False
        if not MODULE.fullmatch(inside) if slash else self._is_of_tool(path):
            return False
        return not self._unlisted.explained(site, {top})

    def _is_of_tool(self, path: str) -> bool:
        if _name(path) in VIRTUALENV:
            made = f"{SiteDirectory.holding(path).prefix}/pyvenv.cfg".lstrip("/")
            if not self._tree.entry(made) or self._tree.layer_of(made) != self._layer_of(path):
                return False
        return is_of_tool(path, self._tree)


def _tops_of(inventory: Inventory, *, are_complete: bool) -> set[str]:
    """Return the directories in which other package managers have files.

    Those that are complete hold nothing but what is recorded: conda may list files without digests.
    """
    found = set()
    for package in inventory.system_packages:
        only_digests = are_complete and package.type == CONDA
        for path in package.digests if only_digests else package.files:
            for name in SITE_NAMES:
                place, marker, rest = path.partition(f"/{name}/")
                if marker and "/" in rest:
                    found.add(f"{place}{marker}{rest.partition('/')[0]}")
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _compared(path: str, found: Fingerprint, expected: Expected) -> ChangeKind | None:
    if not found.digests or not expected.digests:
        return None
    algorithms = {digest.partition(":")[0] for digest in found.digests}
    comparable = {d for d in expected.digests if d.partition(":")[0] in algorithms}
    if not comparable or not comparable.isdisjoint((*found.digests, *found.as_script)):
        return None
    if path.endswith(INSTALLER) and not BY_CONDA.isdisjoint(found.digests):
        return None
    return ChangeKind.CERTIFICATES if path.endswith(CERTIFICATES) else ChangeKind.MODIFIED


def _together(changes: list[Change], expected: Expectations, tree: Tree) -> Iterator[Change]:
    """Yield the changes, but for what an image was made smaller by, which is many files at once.

    Libraries that all became smaller were stripped, in the layer that they are from: to do so in a
    later one makes an image larger. Sources that all became bytecode are missing, all that are a
    distribution's.
    """
    smaller = {
        change.path: change.layer
        for change in changes
        if change.kind is ChangeKind.MODIFIED
        and LIBRARY.search(change.path)
        and _is_smaller(change.path, expected, tree)
    }
    stripped = Counter(smaller.values())
    compiled = Counter(change.layer for change in changes if change.reason == REPLACED)
    with_sources = {
        each.owner
        for path, each in expected.files.items()
        if path.endswith(".py") and path in tree.installed
    }
    for change in changes:
        if change.path in smaller and stripped[change.layer] >= FEW:
            yield replace(change, kind=ChangeKind.STRIPPED)
        elif (
            change.reason != REPLACED
            or compiled[change.layer] < FEW
            or expected.files[change.path[:-1]].owner in with_sources
        ):
            yield change


def _is_smaller(path: str, expected: Expectations, tree: Tree) -> bool:
    size, found = expected.files[path].size, tree.installed.get(path)
    if size is None or found is None:
        return False
    return found.former is None and Fingerprint.of_bytes(found.fingerprint).size < size


VERIFICATION: Final = Enricher(
    name="verify",
    excerpts=(
        Excerpt(
            name="record-with-digests",
            version=1,
            patterns=(RECORD,),
            take=pack_record_with_digests,
        ),
        Excerpt(
            name="conda-record-with-digests",
            version=2,
            patterns=(CONDA_RECORD,),
            take=excerpt_with_digests_of,
        ),
    ),
    enrich=enrich,
    is_verifying=True,
)
