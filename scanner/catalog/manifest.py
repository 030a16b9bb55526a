"""What the catalogers of manifests and lockfiles have in common.

What is in a site directory, in a cache or among test data is no declaration of the project that is
scanned: tools ship such files as inputs of their tests, by the hundred.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from layers.errors import UnreadableFile
from scanner.catalog.distribution import paths_of
from scanner.catalog.state import ANYWHERE
from scanner.metadata.coding_line import encoding_of
from scanner.metadata.document_limit import CUT, MAX_DEPENDENCIES, OverLimit
from scanner.metadata.secret import redacted
from scanner.metadata.toml_table import parse_toml
from scanner.model.component import Component, Evidence, Link, Problem, State
from scanner.model.environment import SITE_NAMES
from scanner.model.license import DeclaredLicense
from scanner.model.names import normalized, purl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from layers.tree import Tree
    from scanner.metadata.conda_record import CondaRecord
    from scanner.metadata.declared_requirement import DeclaredRequirement
    from scanner.metadata.toml_table import Table
    from scanner.model.declaration import Declaration
    from scanner.model.dependency import Dependency

_Parsed = TypeVar("_Parsed")
MAX_BYTES: Final = 16 << 20
MAX_PROBLEMS: Final = 100
"""Of one file."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One file that declares distributions."""

    tree: Tree
    path: str
    cataloger: str
    problems: list[Problem] = field(default_factory=list)
    _counted: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How many entries of a name begin on a line."""

    @property
    def directory(self) -> str:
        """The directory that it is in: the project."""
        return self.path.rpartition("/")[0]

    @property
    def layer(self) -> int | None:
        """Index of the layer that it comes from."""
        return self.tree.layer_of(self.path)

    def note(self, reason: str, *, incomplete: bool = False) -> None:
        """Remember what could not be read, or is odd."""
        if len(self.problems) == MAX_PROBLEMS:
            reason = f"more than {MAX_PROBLEMS} problems; no others are told"
        if len(self.problems) <= MAX_PROBLEMS:
            problem = Problem(self.path, self.cataloger, redacted(reason), incomplete)
            self.problems.append(problem)

    def text(self, *, by_coding_line: bool = False) -> str | None:
        """Return what it says, without a byte order mark; None, and a problem, if nothing can.

        A line that says which encoding it is in (PEP 263) means something in few formats.
        """
        try:
            data = self.tree.read(self.path)
        except UnreadableFile as error:
            self.note(str(error))
            return None
        if len(data) > MAX_BYTES:
            self.note(f"larger than {MAX_BYTES:,} bytes; not read", incomplete=True)
            return None
        text, oddity = decoded(data, by_coding_line=by_coding_line)
        if oddity:
            self.note(oddity)
        return text

    def table(self) -> Table | None:
        """Return what it says as TOML; None, and a problem, if it cannot be read."""
        return self.parsed(parse_toml, "TOML")

    def parsed(
        self, parse: Callable[[str], _Parsed], form: str, *, by_coding_line: bool = False
    ) -> _Parsed | None:
        """Return what it says in a form; None, and a problem, if it cannot be read.

        What a project has declared there is not known then, so what is found is incomplete.
        """
        text = self.text(by_coding_line=by_coding_line)
        if text is None:
            return None
        try:
            return parse(text)
        except OverLimit as error:
            self.note(str(error), incomplete=True)
        except ValueError as error:
            self.note(f"not {form}: {error}"[:500], incomplete=True)
        return None

    def told(self, dependencies: Iterable[Dependency]) -> Iterator[Dependency]:
        """Yield as many of them as any project has; note it if there are more."""
        for number, dependency in enumerate(dependencies):
            if number == MAX_DEPENDENCIES:
                self.note(CUT)
                return
            yield dependency

    def evidence(self, name: str, line: int, technique: str = "manifest-analysis") -> Evidence:
        """Return the evidence of the next entry of a name on a line."""
        entry = line, normalized(name)
        ordinal = self._counted[entry]
        self._counted[entry] += 1
        return Evidence(self.path, self.layer, technique, line, ordinal)

    def component(
        self,
        name: str,
        version: str | None,
        line: int,
        declaration: Declaration,
        qualifiers: dict[str, str] | None = None,
    ) -> Component:
        """Return a distribution that it declares on a line; the caller adds what else is known."""
        return Component(
            name=name,
            version=version,
            purl=purl(name, version, qualifiers or {}),
            kind=self.cataloger,
            state=State.DECLARED,
            environment=self.directory,
            evidence=self.evidence(name, line),
            declaration=declaration,
        )

    def required(
        self, requirement: DeclaredRequirement, name: str, line: int, declaration: Declaration
    ) -> Component:
        """Return what is required under a name on a line, and where it is from."""
        component = self.component(
            name, requirement.version, line, declaration, requirement.qualifiers
        )
        return replace(component, hashes=requirement.checksums, origin=requirement.origin)

    def conda_package(self, package: CondaRecord, line: int, declaration: Declaration) -> Component:
        """Return a package of conda that it declares on a line."""
        license_ = DeclaredLicense(text=package.license, family=package.license_family)
        return replace(
            self.component(package.name or "", package.version, line, declaration),
            purl=package.purl,
            hashes=package.hashes,
            requires=package.depends,
            noarch=package.noarch,
            license=license_,
            links=(Link(label="Download", url=package.url),) if package.url else (),
        )


def decoded(data: bytes, *, by_coding_line: bool = False) -> tuple[str, str]:
    """Return what a file says, without a byte order mark, and what is odd about its encoding."""
    told = encoding_of(data) if by_coding_line else None
    unmarked = (b"", told or "utf-8")
    mark, encoding = next((each for each in _MARKS if data.startswith(each[0])), unmarked)
    try:
        return data.removeprefix(mark).decode(encoding), ""
    except (UnicodeDecodeError, LookupError):
        # What is neither is mostly from an editor on Windows; in Latin-1, "…" would end a line.
        return data.decode("cp1252", "replace"), f"not {encoding}; read as cp1252"


def manifests_of(tree: Tree, cataloger: str, patterns: Sequence[str]) -> Iterator[Manifest]:
    """Yield the files of a kind that are a project's own, each once."""
    for path in sorted(paths_of(tree, *patterns)):
        is_installed = not SITE_NAMES.isdisjoint(path.split("/"))
        is_other = is_installed or any(place.search(path) for _, place in ANYWHERE)
        if path in tree.chosen or not is_other:
            yield Manifest(tree, path, cataloger)
