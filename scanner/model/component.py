"""What is found: components, and files in which something was to be found and could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from scanner.model.contact import NO_CONTACTS
from scanner.model.license import NOTHING_DECLARED
from scanner.model.names import normalized

if TYPE_CHECKING:
    from scanner.model.contact import ContactFields
    from scanner.model.declaration import Declaration
    from scanner.model.dependency import Directness
    from scanner.model.foreign import Foreign
    from scanner.model.license import DeclaredLicense, Licensing
    from scanner.model.system_package import Owner


class State(Enum):
    """In what way a distribution is there."""

    INSTALLED = "installed"
    EDITABLE = "editable"
    """Installed as a reference to a source directory."""
    VENDORED = "vendored"
    """A copy inside another distribution."""
    BUNDLED = "bundled"
    """A part of a distribution that is no Python code itself, or is there to be installed later."""
    ARCHIVE = "archive"
    """In a wheel, a zip application or another archive, that is there as a file."""
    CACHE = "cache"
    """In the cache of an installer."""
    TEST_DATA = "test-data"
    """An input of somebody's tests."""
    SOURCE = "source"
    """The source of a distribution, or what a build left beside it."""
    DECLARED = "declared"
    """In a manifest or a lockfile."""
    STALE = "stale"
    """What an interrupted uninstallation or upgrade left over."""
    REMOVED = "removed"
    """In a lower layer, and gone in a higher one."""


MATCHED: frozenset[State] = frozenset((State.INSTALLED, State.EDITABLE, State.VENDORED))
"""The states in which code can be run: those matched and in SBOMs if nobody asks for more."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Why something is believed to be there."""

    path: str
    """Of the file or directory, from the root of the image."""
    layer: int | None = None
    """Index of the layer it comes from, the lowest being 0."""
    technique: str = "manifest-analysis"
    """How name and version are known; ``filename`` where the metadata lacks one of them."""
    line: int | None = None
    """Of the file, the first being 1, where it speaks of several."""
    ordinal: int = 0
    """How many of the same name stand before it on that line."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One file that could not be read, or says something odd; never a reason to stop."""

    path: str
    """Empty if it is about the image or a layer as a whole."""
    cataloger: str
    """Who found it: a cataloger, or ``layers``."""
    reason: str
    incomplete: bool = False
    """Whether something may be missing from the inventory because of it."""

    @property
    def line(self) -> str:
        """What is told of it where there is one text for it."""
        return f"/{self.path}: {self.reason}" if self.path else self.reason


PROJECT: Final = "project"
"""The kind of what is worked on: the root of what manifests declare."""
INTERPRETER: Final = "interpreter"
"""The kind of an interpreter, where advisories speak of one as they do of a distribution."""
SCRIPT: Final = "script"
"""The kind of what a script declares for itself (PEP 723)."""
SBOM: Final = "sbom"
"""The kind of what an SBOM in a distribution lists."""
PARTS: Final = frozenset((SBOM, "shared-library", "vendor-list"))
"""Kinds of components that have no trace of their own."""
_ARCHIVES: Final = (".whl", ".zip", ".gz", ".tgz", ".bz2", ".xz", ".egg", ".conda", ".zst")
"""How the name of an archive ends."""
_CHECKED_OUT: Final = re.compile(r"(?:bzr|git|hg|svn)\+")
"""How an origin in a version control system begins (PEP 610)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A URL that a distribution gives for itself."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One distribution at one place. Equal distributions at two places are two components."""

    name: str
    """As its metadata spells it."""
    version: str | None
    """As its metadata spells it; None if it has none."""
    purl: str
    kind: str
    """The form of packaging it was found in: ``dist-info``, ``egg-info``, ``conda`` …"""
    state: State
    environment: str
    """The environment it belongs to, by its path."""
    evidence: Evidence
    identities: tuple[str, ...] = ()
    """Other package URLs of the same thing, as that of the conda package that it came in."""
    conda: Component | None = None
    """The conda package that it came in, as the prefix's record has it."""
    owner: Owner | None = None
    """The package of the operating system that it belongs to."""
    parent: str | None = None
    """The path of the evidence of the component that it is a part of."""
    files: tuple[str, ...] = ()
    """The paths of the files that it is, of a shared library."""
    shadowed_by: str | None = None
    """The path of the evidence of the component of that name that is imported instead."""
    code_present: bool | None = None
    """Whether any file that it recorded is there; None if it recorded none."""
    removed_in: int | None = None
    """Index of the layer that removed it."""
    hashes: tuple[str, ...] = ()
    """Digests (``algorithm:hex``) of the artefact that it was installed from.

    Of what is declared, these are of all that it may be installed from.
    """
    installed_digest: str | None = None
    """Of the paths and digests that it recorded, if all its files were compared and are those."""
    requires: tuple[str, ...] = ()
    """As its metadata has them: requirements (PEP 508), or match specifications of conda."""
    requires_python: str | None = None
    noarch: str | None = None
    """``python`` or ``generic``: a conda package for every platform."""
    summary: str | None = None
    license: DeclaredLicense = NOTHING_DECLARED
    licensing: Licensing | None = None
    """What follows from that and from its texts; None if nobody asked for it."""
    contact_fields: ContactFields = NO_CONTACTS
    links: tuple[Link, ...] = ()
    installer: str | None = None
    """Who says to have installed it."""
    requested: bool | None = None
    """Whether a user asked for it, and not another distribution; None if that is not recorded."""
    origin: str | None = None
    """Where it was installed from, without credentials, if that is recorded (PEP 610, 710)."""
    declaration: Declaration | None = None
    """What a manifest or a lockfile says of it, if that is where it is."""
    from_source: bool | None = None
    """Whether it was built from source to be installed; None if that is not recorded."""

    directness: Directness | None = None
    """Whether a user asked for it; None if it is in no environment's graph of dependencies."""
    foreign: Foreign | None = None
    """What else a document says of it, if it is from one."""

    @property
    def place(self) -> str:
        """Where its evidence is, which no other distribution has."""
        path, line = self.evidence.path, self.evidence.line
        if line is None:
            # One document lists all its parts.
            return f"{path}#{self.purl}" if self.kind == SBOM else path
        # One line may have a whole list, or lead to a directory of several distributions; a name
        # may be there more than once.
        place = f"{path}:{line}:{normalized(self.name)}"
        return f"{place}:{self.evidence.ordinal}" if self.evidence.ordinal else place

    @property
    def project(self) -> str:
        """The directory of the project that declares it; a script is a project by itself."""
        script = self.evidence.path.removesuffix(".lock")
        is_of_script = self.kind == SCRIPT or (script.endswith(".py") and self.kind == "uv-lock")
        return script if is_of_script else self.environment

    @property
    def is_set_aside(self) -> bool:
        """Whether it is listed, and no more: another file is believed, or it was not selected."""
        stated = self.declaration
        return stated is not None and not (stated.superseded_by is None and stated.is_selected)

    @property
    def is_part(self) -> bool:
        """Whether it is known only for being inside of another, and not by a trace of its own."""
        return self.kind in PARTS

    @property
    def is_release(self) -> bool:
        """Whether it is what an index has by that name and version, as far as anything tells.

        What a version control system or a local directory gave is not, nor what is still being
        worked on in place. A local archive may be what an index has.
        """
        if self.state is State.EDITABLE or self.kind == PROJECT:
            return False
        if self.origin is None:
            return True
        origin = self.origin.partition("#")[0]
        is_declared = self.state is State.DECLARED
        is_local = origin.startswith("file:") and (is_declared or not origin.endswith(_ARCHIVES))
        return not is_local and not self.is_checked_out

    @property
    def has_several_artefacts(self) -> bool:
        """Whether its digests are of all artefacts of a release, as those in lockfiles are."""
        algorithms = [digest.partition(":")[0] for digest in self.hashes]
        return len(algorithms) != len(set(algorithms))

    @property
    def is_checked_out(self) -> bool:
        """Whether its origin is a repository of a version control system."""
        return _CHECKED_OUT.match(self.origin or "") is not None

    @property
    def ecosystem(self) -> str:
        """The type of its package URL: ``pypi``, ``conda`` …."""
        return self.purl.removeprefix("pkg:").partition("/")[0]
