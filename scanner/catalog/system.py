"""What the databases of operating systems' package managers have in common.

Of their packages, those that have Python files become system packages. The purl needs to know which
operating system it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.tar_header import Kind
from scanner.metadata.os_release import parse_os_release
from scanner.metadata.package_record import PackageRecords
from scanner.metadata.secret import redacted
from scanner.model.component import Problem
from scanner.model.contact import MAX_CHARACTERS, ContactFields
from scanner.model.names import package_url
from scanner.model.operating_system import OperatingSystem
from scanner.model.system_package import SystemPackage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.metadata.package_record import PackageRecord

OS_RELEASES: Final = ("etc/os-release", "usr/lib/os-release")
"""The first that can be read counts."""
NAMESPACES: Final = {
    "opensuse-leap": "opensuse",
    "opensuse-tumbleweed": "opensuse",
    "rhel": "redhat",
    "sles": "suse",
}
"""What package URLs call an operating system, where that is not what it calls itself."""


class Database:
    """Reads one database of a tree, makes packages of its records, and notes what is odd."""

    def __init__(self, tree: Tree, kind: str, cataloger: str) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self._kind = kind
        self._cataloger = cataloger
        self._system = operating_system(tree)
        self._directories: dict[str, str] = {}
        """Real paths."""

    def note(self, path: str, reason: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(path, self._cataloger, reason))

    def content(self, path: str) -> bytes:
        """Return what was kept of a file; nothing if it is not there, or cannot be read."""
        if self.tree.entry(path) is None:
            return b""
        try:
            return self.tree.read(path)
        except UnreadableFile as error:
            self.note(path, str(error))
            return b""

    def packages(self, path: str) -> Iterator[SystemPackage]:
        """Yield the packages of a database that was kept as records."""
        if content := self.content(path):
            database = PackageRecords.of_bytes(content)
            for oddity in database.oddities:
                self.note(path, oddity)
            yield from (self.package(record, path) for record in database.records)

    def package(
        self, record: PackageRecord, evidence: str, namespace: str | None = None
    ) -> SystemPackage:
        """Return a package, its files by their real paths: ``/lib`` may be ``/usr/lib``.

        The namespace in its purl is the operating system, unless it is given.
        """
        files = {self._real(path): digest for path, digest in record.files.items()}
        version = f"{record.epoch}:{record.version}" if record.epoch else record.version
        return SystemPackage(
            type=self._kind,
            name=record.name,
            version=version,
            purl=self._purl(record, namespace),
            files=frozenset(files) - _directories(files),
            digests={path: digest for path, digest in files.items() if digest},
            license=record.license and redacted(record.license),
            contact_fields=ContactFields(maintainer_email=_maintainer(record)),
            evidence=evidence,
        )

    def _real(self, path: str) -> str:
        """Return where a file is; a link is a file of its own, wherever it leads."""
        directory, slash, name = path.rpartition("/")
        real = self._directories.get(directory)
        if real is None:
            real = self._directories[directory] = self._real_directory(directory)
        return f"{real}{slash}{name}" if real else name

    def _real_directory(self, directory: str) -> str:
        parent = directory.rpartition("/")[0]
        entry = self.tree.entry(directory)
        # There are thousands of directories, most of them below one that is known already.
        if self._directories.get(parent) == parent and not (entry and entry.kind is Kind.SYMLINK):
            return directory
        real = self.tree.resolve(directory)
        return directory if real is None else real

    def _purl(self, record: PackageRecord, namespace: str | None) -> str:
        system = self._system
        qualifiers = {
            "arch": record.architecture,
            "distro": "-".join(filter(None, (system.id, system.version))),
            "epoch": record.epoch,
            "upstream": record.source if record.source != record.name else None,
        }
        return package_url(
            self._kind,
            record.name,
            record.version,
            {key: value for key, value in qualifiers.items() if value},
            namespace=namespace or NAMESPACES.get(system.id or "", system.id),
        )


def operating_system(tree: Tree) -> OperatingSystem:
    """Return which operating system a tree is of, as far as it says so."""
    for path in OS_RELEASES:
        try:
            return parse_os_release(tree.read(path))
        except UnreadableFile:
            continue
    return OperatingSystem()


def _maintainer(record: PackageRecord) -> str | None:
    return record.maintainer and redacted(record.maintainer[:MAX_CHARACTERS])


def _directories(paths: Iterable[str]) -> set[str]:
    """Return the directories among what a database lists: what something else is in."""
    return {path.rpartition("/")[0] for path in paths}
