"""Archives that are there as files, by what their names say.

What is inside of them is found by all other catalogers, for it is in the tree. This one names the
archives, and speaks of those inside of which there is no trace of a distribution, though their file
names have one. :mod:`scanner.enrich.archive` says what it means to be found in an archive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.archive_claim import ArchiveClaim
from layers.claim import Claims
from layers.path import bytes_of
from layers.tar_header import Kind
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.state import state_at
from scanner.metadata.archive_name import CONDA, SDIST, ArchiveName, parse_archive_name
from scanner.model.component import Component, Evidence, Problem
from scanner.model.environment import SiteDirectory
from scanner.model.names import package_url, purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

OF_SOURCE: Final = Claims(("*/PKG-INFO", "info/index.json", "conda-meta/*.json"))
"""Source distributions hold their tests, with whatever is in those; old conda packages, and packed
environments, may be called the same."""
OF_CONDA: Final = Claims(
    (), archives=(ArchiveClaim(("info-*.tar.zst",), Claims(("info/index.json",))),)
)
TARS: Final = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar")
ZIPS: Final = (".whl", ".egg", ".zip", ".pyz", ".pyzw", ".pex", ".par", ".exe")
PIP_CACHE: Final = "**/http-v2/*/*/*/*/*/*.body"
"""Where pip keeps what it downloaded: wheels and source distributions, by the hash of the URL."""
ARCHIVES: Final = (
    ArchiveClaim(("**/*.conda",), OF_CONDA),
    ArchiveClaim(tuple(f"**/*-[0-9]*{suffix}" for suffix in TARS), OF_SOURCE),
    ArchiveClaim((PIP_CACHE, *(f"**/*{suffix}" for suffix in (*ZIPS, *TARS)))),
)
NAMED: Final = tuple(f"**/*{suffix}" for suffix in (".whl", ".egg", ".conda", *TARS))
"""Those whose file names may be that of a distribution."""
TRACES: Final = (
    *("**/*.dist-info", "**/*.egg-info", "**/EGG-INFO", "**/PKG-INFO"),
    *("**/*!/info/index.json", "**/conda-meta/*.json"),
)
"""What others find distributions by."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per archive that has nothing but its name."""
    paths = [path for pattern in NAMED for path in tree.match(pattern)]
    told = {tree.archive_of(path) for pattern in TRACES for path in tree.match(pattern) if paths}
    told |= {tree.archive_of(path) for path in told if path}
    archives = frozenset(tree.archives)
    for path in dict.fromkeys(paths):
        entry = tree.entry(path)
        if path in told or entry is None or entry.kind not in {Kind.FILE, Kind.ARCHIVE}:
            continue
        if (tree.archive_of(path) or "").endswith(".conda"):
            continue  # a part of that
        file_name = bytes_of(path.rpartition("/")[2]).decode("utf-8", "replace")
        name = parse_archive_name(file_name)
        if name and name.kind != SDIST:  # what else is called so is as often no Python at all
            site = SiteDirectory.holding(path)
            yield Component(
                name=name.name,
                version=name.version,
                purl=_purl(name),
                kind=name.kind,
                state=state_at(path, site),
                environment=site.prefix,
                evidence=Evidence(path, tree.layer_of(path), "filename"),
            )
            why = "no metadata inside" if path in archives else "not read"
            yield Problem(path, ARCHIVE.name, f"{why}; what it is stands in its file name")


def _purl(name: ArchiveName) -> str:
    if name.kind == CONDA:
        return package_url(CONDA, name.name, name.version, {"build": name.build or ""})
    return purl(name.name, name.version)


ARCHIVE: Final = Cataloger(
    name="archive", version=1, claims=TRACES, archives=ARCHIVES, catalog=catalog
)
