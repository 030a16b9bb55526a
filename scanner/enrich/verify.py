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
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from layers.fingerprint import Fingerprint
from scanner.enrich.enricher import Enricher
from scanner.enrich.recorded.expected import Expectations, Expected, expectations
from scanner.enrich.recorded.recorded import RECORD, is_standard, recorded_in
from scanner.metadata.bytecode import parse_bytecode_header, source_of
from scanner.metadata.conda_record import excerpt_with_digests_of
from scanner.metadata.file_list import pack_record_with_digests
from scanner.metadata.record import CACHE, is_bytecode
from scanner.model.change import Change, ChangeKind
from scanner.model.component import State
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

LIBRARY: Final = re.compile(r"\.so(?:\.[0-9.]+)?$")
FEW_LIBRARIES: Final = 3
"""From how many on libraries are not taken for changed one by one."""
INSTALLER: Final = ".dist-info/INSTALLER"
BY_CONDA: Final = frozenset(
    f"sha256:{hashlib.sha256(text).hexdigest()}" for text in (b"conda", b"conda\n")
)
"""What conda writes there after pip has recorded it."""
CERTIFICATES: Final = "/cacert.pem"
CONDA_RECORD: Final = "**/conda-meta/*.json"
ALLOWED: Final = re.compile(
    rf"README(?:\.txt)?|\.lock|.*\.virtualenv|_virtualenv\.(?:py|pth)|{CACHE}"
    r"|easy-install\.pth|.*\.egg-link"
)
SIGNATURES: Final = (".dist-info/RECORD.jws", ".dist-info/RECORD.p7s")
SIZE_LIMIT: Final = 1 << 32


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory with what is not as it was installed."""
    if not tree.installed:
        return inventory
    recorded = recorded_in(inventory, tree)
    expected = expectations(inventory, recorded.values())
    verification = _Verification(inventory, tree, expected)
    changes = [*verification.present(), *verification.missing()]
    changes = list(_stripped(changes, expected, tree))
    return replace(inventory, files_compared=True, changes=tuple(changes))


class _Verification:
    """The files of a tree beside what they are to be."""

    def __init__(self, inventory: Inventory, tree: Tree, expected: Expectations) -> None:
        self._tree = tree
        self._expected = expected
        self._sites = set(expected.tops)
        self._sites |= {
            site
            for environment in inventory.environments
            for site in environment.site_directories
            if environment.kind != "cache" and is_standard(site)
        }
        self._unlisted = {
            component.evidence.path.rpartition("/")[0]
            for component in inventory.components
            if component.state is State.INSTALLED
            and component.kind in {"egg-info", "dist-info", "conda"}
            and not component.owner
        }
        self._unlisted -= expected.tops.keys()
        self._system_tops = self._tops_of_system(inventory)

    def present(self) -> Iterator[Change]:
        """Yield the files that are there, and should be others, or not there at all."""
        for path in self._tree.installed:
            kind, reason = self._verdict(path)
            if kind:
                expected = self._expected.files.get(path)
                yield Change(
                    path=path,
                    kind=kind,
                    layer=self._tree.installed[path].layer,
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
            return _of_file(path, self._fingerprint(path), expected), ""
        return (ChangeKind.ADDED if self._is_added(path) else None), ""

    def _fingerprint(self, path: str) -> Fingerprint:
        return Fingerprint.of_bytes(self._tree.installed[path].fingerprint)

    def _of_bytecode(self, path: str, expected: Expected | None) -> tuple[ChangeKind | None, str]:
        """Judge what an interpreter would run in the place of a module."""
        if not self._is_in_site(path):
            return None, ""
        header = parse_bytecode_header(self._fingerprint(path).header)
        source = source_of(path)
        if header and header.is_unchecked:
            return ChangeKind.BYTECODE, "run without a look at its source"
        if source is None:
            is_own = expected is not None or f"{path[:-1]}" in self._expected.files
            is_added = not is_own and self._is_added(path)
            return (ChangeKind.BYTECODE, "without a source") if is_added else (None, "")
        if source not in self._tree.installed:
            is_added = expected is None and self._is_added(path)
            return (ChangeKind.BYTECODE, "its source is not there") if is_added else (None, "")
        return self._rewritten(path, source)

    def _rewritten(self, path: str, source: str) -> tuple[ChangeKind | None, str]:
        """Tell whether a later layer has other bytecode for the same source, of the same time."""
        own, other = self._tree.installed[path], self._tree.installed[source]
        if own.former is None or (other.layer or 0) >= (own.layer or 0):
            return None, ""
        former, now = Fingerprint.of_bytes(own.former), self._fingerprint(path)
        if former.header == now.header and former.digests != now.digests:
            return ChangeKind.BYTECODE, "rewritten by a later layer than its source"
        return None, ""

    def _site_of(self, path: str) -> str | None:
        """Return the outermost directory with distributions that a file is in."""
        end = path.find("/")
        while end >= 0:
            if path[:end] in self._sites:
                return path[:end]
            end = path.find("/", end + 1)
        return None

    def _is_in_site(self, path: str) -> bool:
        return self._site_of(path) is not None

    def _is_added(self, path: str) -> bool:
        """Tell whether a file that is in no list is in a place where all are in one."""
        site = self._site_of(path)
        if site is None or path.endswith(SIGNATURES):
            return False
        top, slash, _ = path.removeprefix(f"{site}/").partition("/")
        if top in self._expected.tops[site] or f"{site}/{top}" in self._system_tops:
            return True
        # What is nobody's at all, in a directory where everything else is somebody's.
        is_single = not slash and not ALLOWED.fullmatch(top)
        return is_single and is_standard(site) and site not in self._unlisted

    @staticmethod
    def _tops_of_system(inventory: Inventory) -> set[str]:
        """Return the directories that hold nothing but what a system's packages have."""
        found = set()
        for package in inventory.system_packages:
            for path in package.digests if package.type == CONDA else package.files:
                for name in ("/dist-packages/", "/site-packages/"):
                    place, marker, rest = path.partition(name)
                    if marker and "/" in rest:
                        found.add(f"{place}{marker}{rest.partition('/')[0]}")
        return found


def _of_file(path: str, found: Fingerprint, expected: Expected) -> ChangeKind | None:
    if not found.digests or not expected.digests:
        return None
    algorithms = {digest.partition(":")[0] for digest in found.digests}
    comparable = {d for d in expected.digests if d.partition(":")[0] in algorithms}
    if not comparable or not comparable.isdisjoint((*found.digests, *found.as_script)):
        return None
    if path.endswith(INSTALLER) and not BY_CONDA.isdisjoint(found.digests):
        return None
    return ChangeKind.CERTIFICATES if path.endswith(CERTIFICATES) else ChangeKind.MODIFIED


def _stripped(changes: list[Change], expected: Expectations, tree: Tree) -> Iterator[Change]:
    """Yield the changes; libraries that all became smaller were stripped after installation."""
    smaller = {
        change.path: change.layer
        for change in changes
        if change.kind is ChangeKind.MODIFIED
        and LIBRARY.search(change.path)
        and _is_smaller(change.path, expected, tree)
    }
    layers = Counter(smaller.values())
    for change in changes:
        if change.path in smaller and layers[change.layer] >= FEW_LIBRARIES:
            yield replace(change, kind=ChangeKind.STRIPPED)
        else:
            yield change


def _is_smaller(path: str, expected: Expectations, tree: Tree) -> bool:
    size = expected.files[path].size
    return size is not None and Fingerprint.of_bytes(tree.installed[path].fingerprint).size < size


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
            version=1,
            patterns=(CONDA_RECORD,),
            take=excerpt_with_digests_of,
        ),
    ),
    enrich=enrich,
    is_verifying=True,
)
