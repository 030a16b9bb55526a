"""What is fuzzed: every reader of bytes that somebody else wrote, by a short name.

A reader returns, or raises one of the errors that it declares. To add one is to add a line.
"""

from __future__ import annotations

import gzip
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from backports import zstd

from layers import LayerInfo, Limits, Reference
from layers.archive import archived_image
from layers.compression import ARCHIVE_COMPRESSIONS, decompressed
from layers.digest import Digest
from layers.errors import CorruptStream, LayersError, UnreadableFile
from layers.fingerprint import Fingerprint, FingerprintedStream
from layers.layer import read_layer
from layers.manifest import parse_config, parse_manifest
from layers.opening import Opener
from layers.reading import read_tree
from layers.registry.address import Address, InvalidAddress
from layers.registry.challenge import challenges_in
from layers.stream import MemoryStream, drain
from layers.streamed_archive import StreamedFiles
from layers.toc_layer import snapshot_by_toc
from scanner.attestation.bundle import envelope_in
from scanner.attestation.envelope import payload_in
from scanner.attestation.sbom_type import SBOM_TYPES
from scanner.attestation.statement import parse_statement, statement_of
from scanner.errors import ResolverFailed, UntrustedAttestation
from scanner.formats.native_json import NATIVE_JSON
from scanner.formats.reading.listed import read as read_sbom
from scanner.formats.reading.native import NATIVE
from scanner.licenses.text import identify
from scanner.metadata.apk_installed import apk_excerpt
from scanner.metadata.build_details import parse_build_details
from scanner.metadata.conda_environment import parse_conda_environment
from scanner.metadata.conda_history import requested_in
from scanner.metadata.conda_list import parse_conda_list
from scanner.metadata.conda_lock import parse_conda_lock
from scanner.metadata.conda_record import excerpt_of, parse_conda_record
from scanner.metadata.contact import contacts_of
from scanner.metadata.core_metadata import parse_core_metadata
from scanner.metadata.debian_copyright import parse_debian_copyright
from scanner.metadata.direct_url import parse_direct_url
from scanner.metadata.document_limit import OverLimit
from scanner.metadata.dpkg_status import diversions_in, packages_in
from scanner.metadata.editable_finder import parse_editable_finder
from scanner.metadata.egg_link import parse_egg_link
from scanner.metadata.file_list import FileList, pack_record_with_digests
from scanner.metadata.json_lines import parse_json
from scanner.metadata.library_version import PRODUCTS
from scanner.metadata.lock_currency import (
    is_pdm_lock_current,
    is_pipfile_lock_current,
    is_poetry_lock_current,
    is_uv_lock_current,
)
from scanner.metadata.marker import condition
from scanner.metadata.metadata_json import parse_metadata_json
from scanner.metadata.package_url import parse_package_url
from scanner.metadata.pacman_local import digests_in, python_digests
from scanner.metadata.patchlevel import parse_patchlevel
from scanner.metadata.pdm_lock import parse_pdm_lock
from scanner.metadata.pipfile import packages_of_lock, packages_of_pipfile
from scanner.metadata.pixi import parse_pixi
from scanner.metadata.pixi_lock import parse_pixi_lock
from scanner.metadata.poetry_lock import parse_poetry_lock
from scanner.metadata.portage_contents import files_in, python_contents
from scanner.metadata.program import excerpt, parse_excerpt
from scanner.metadata.pth import parse_pth
from scanner.metadata.pylock import parse_pylock
from scanner.metadata.pyproject import parse_hatch, parse_pyproject
from scanner.metadata.python_file import PythonFiles
from scanner.metadata.pyvenv import parse_pyvenv
from scanner.metadata.requirement import parse_requirement
from scanner.metadata.requirements_txt import parse_requirements_txt
from scanner.metadata.requires_txt import parse_requires_txt
from scanner.metadata.rpm_database import rpm_excerpt
from scanner.metadata.rpm_header import parse_rpm_header
from scanner.metadata.sbom_document import parse_sbom
from scanner.metadata.scoped_package import dependencies_of
from scanner.metadata.script_block import block_of, parse_script_block
from scanner.metadata.secret import redacted
from scanner.metadata.setup_cfg import parse_setup_cfg
from scanner.metadata.setup_py import parse_setup_py
from scanner.metadata.specifier import admits
from scanner.metadata.toml_table import parse_toml
from scanner.metadata.uv_lock import parse_uv_lock
from scanner.metadata.vendor_txt import parse_vendor_txt
from scanner.metadata.vex.document import parse_vex
from scanner.model.contact import ContactFields
from scanner.resolve.answer import pins_of
from testdata.images.writer import encoded
from tests.support.archives import frozen_of, modules_of, zip_of
from tests.support.attestations import IMAGE, made_by_cosign
from tests.support.attestations import SPDX as SPDX_DOCUMENT
from tests.support.conda import SITE, record
from tests.support.images import options, snapshot_of
from tests.support.layouts import TAR, Layout, docker_archive, named, platform
from tests.support.license_texts import (
    APACHE_NOTICE,
    CRYPTOGRAPHY,
    GPL_2_OR_LATER,
    filled,
    text,
)
from tests.support.reports import component, report_of
from tests.support.syft import artifact, related, syft
from tests.support.system import kept, ndb, rpm_header, small_sqlite
from tests.support.tar_blocks import (
    BLOCK,
    END,
    GNU,
    POSIX,
    gnu_name,
    gnu_target,
    member,
    pax,
    sealed,
)
from tests.support.toc import NEW, Item, estargz, items_of, zstd_chunked
from tests.support.vex import VEX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from layers.tree import Tree
    from scanner.metadata.scoped_package import ScopedLock
    from scanner.metadata.toml_table import Table
    from tests.support.toc import TocLayer

LIMITS: Final = Limits(max_layer_bytes=1 << 24, max_entries=10_000, max_claimed_bytes=1 << 22)
"""Small enough that whatever takes long is a finding."""
MAGICS: Final = (POSIX[:6], GNU[:6])
NO_ERRORS: Final = ()
NOT_TOML: Final = (ValueError,)
OVER_LIMIT: Final = (OverLimit,)
CURRENCY: Final = (
    is_pdm_lock_current,
    is_pipfile_lock_current,
    is_poetry_lock_current,
    is_uv_lock_current,
)
NOT_JSON: Final = (ValueError,)
UNTRUSTED: Final = (UntrustedAttestation,)
HTTP: Final = "latin-1"
"""How the texts of headers come."""


@dataclass(frozen=True)
class Target:
    """A reader, what to begin with, and what it may raise."""

    read: Callable[[bytes], object]
    seeds: Sequence[bytes]
    errors: tuple[type[Exception], ...] = (LayersError,)

    def __call__(self, data: bytes) -> bool:
        """Tell whether bytes can be read; whatever is raised is a finding."""
        with suppress(*self.errors):
            self.read(data)
            return True
        return False


METADATA: Final = b"""Metadata-Version: 2.4
Name: lading-test
Version: 1.0
License: MIT
        License
Requires-Dist: idna (>=2.5) ; extra == 'x'
Project-URL: Home, https://user:secret@host.test/

A description

Requires-Dist: six
"""
METADATA_JSON: Final = b"""{"name": "lading-test", "version": "1.0", "extras": ["x"],
"run_requires": [{"requires": ["six"], "extra": "x", "environment": "os_name == 'nt'"}]}
"""
DEBIAN_COPYRIGHT: Final = (
    b"Format: x\n\nFiles: *\nLicense: Expat\n text\n\nFiles: a\n b\nLicense: X\n"
)
REQUIRES_TXT: Final = b"six\n\n[x:os_name == 'nt']\nidna>=2 ; python_version < '3'\n"
PDM_LOCK: Final = b"""[metadata]
groups = ["default", "x"]
[[package]]
name = "a"
version = "1.0"
extras = ["b"]
git = "https://host.test/a"
revision = "0a"
groups = ["x"]
dependencies = ["c>=1; os_name == 'nt'"]
files = [{file = "a.whl", hash = "sha256:00"}]
"""
POETRY_LOCK: Final = b"""[[package]]
name = "a"
version = "1.0"
optional = true
groups = ["main", "dev"]
markers = {main = "extra == 'x'"}
[package.dependencies]
a = [{version = "^1.2 || ~3", markers = "os_name == 'nt'", optional = true}, "*"]
[package.extras]
x = ["a[y] (>=1)"]
[package.source]
type = "git"
url = "https://host.test/a"
resolved_reference = "0a"
[extras]
x = ["a"]
"""
PYLOCK: Final = b"""lock-version = "1.0"
created-by = "x"
[[packages]]
name = "a"
version = "1.0"
marker = "'dev' in dependency_groups"
dependencies = [{name = "a", version = "1.0"}]
archive = {url = "https://host.test/a-1.0.tar.gz", hashes = {sha256 = "00"}}
"""
HATCH: Final = b"""[env]
requires = ["a"]
[envs.default]
features = ["x"]
dependency-groups = ["g"]
dependencies = ["b>=1"]
[envs.test]
template = "default"
skip-install = true
overrides.env.CI.set-dependencies = [{ value = "c" }]
"""
PYPROJECT: Final = b"""[project]
name = "a"
dependencies = ["b[c]>=1,<2; os_name == 'nt'"]
optional-dependencies.x = ["a[y]"]
[dependency-groups]
d = ["e", {include-group = "d"}]
[tool.poetry.dependencies]
f = [{version = "^1", python = "<3.9"}, {git = "https://host.test/f", tag = "1"}]
[tool.uv]
constraint-dependencies = ["b<3"]
sources.b = {path = "../b", extra = "x"}
"""
UV_LOCK: Final = b"""version = 1
[manifest]
members = ["a"]
[[package]]
name = "a"
version = "1.0"
source = { git = "https://host.test/a?rev=1#0a" }
resolution-markers = ["os_name == 'nt'"]
dependencies = [{ name = "a", version = "1.0", extra = ["x"], marker = "extra == 'extra-1-a-x'" }]
[package.optional-dependencies]
x = [{ name = "a" }]
"""
REQUIREMENTS_TXT: Final = b"""-r a.txt --pre
-e git+https://host.test/b@1#egg=b[c]&subdirectory=d ; os_name == 'nt'
e==1.0 \\
    --hash=sha256:00  # via -r x.in, f
./g-1.0.zip
"""
SCRIPT: Final = b"#\n# /// script\n# dependencies = ['a>=1']\n# ///\n"
SETUP_CFG: Final = b"[metadata]\nname = a\n[options.extras_require]\nb = c; d\n  e\n"
SETUP_PY: Final = b"""a = ['b'] + c
a += ['%s' % a, f'{a}-{1}', *'d e'.split()]
if a: a.append('f{}'.format(1))
setup(name='g', install_requires=a, extras_require={'h:i': a}, **dict(version='1'))
"""
DIRECT_URL: Final = encoded(
    {
        "url": "https://user:secret@host.test/a.git",
        "vcs_info": {"vcs": "git", "commit_id": "1" * 40},
        "archive_info": {"hash": "sha256=ab", "hashes": {"sha256": "ab"}},
        "dir_info": {"editable": True},
        "subdirectory": "x",
    }
)
CYCLONEDX: Final = encoded(
    {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {"component": {"bom-ref": "a", "name": "a", "purl": "pkg:pypi/a@1"}},
        "components": [
            {
                "type": "library",
                "bom-ref": "b",
                "name": "b",
                "version": "1",
                "scope": "required",
                "purl": "pkg:cargo/b@1?download_url=file://.",
                "hashes": [{"alg": "SHA-256", "content": "0" * 64}],
                "licenses": [{"expression": "MIT"}, {"license": {"id": "Zlib"}}],
                "components": [{"name": "c"}],
            }
        ],
    }
)
SPDX: Final = encoded(
    {
        "spdxVersion": "SPDX-2.3",
        "documentDescribes": ["SPDXRef-a"],
        "packages": [
            {"SPDXID": "SPDXRef-a", "name": "a"},
            {
                "name": "b",
                "versionInfo": "1",
                "licenseDeclared": "MIT",
                "externalRefs": [
                    {"referenceType": "purl", "referenceLocator": "pkg:cargo/b@1"},
                ],
            },
        ],
    }
)
SYFT: Final = syft(artifact("a", "1"), artifactRelationships=[related("a", "dependency-of", "b")])
SBOMS: Final = (
    (
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library">'
        b"<name>a</name><licenses><expression>MIT</expression></licenses></component></components>"
        b'<dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies></bom>'
    ),
    (
        b"SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\n"
        b"PackageSummary: <text>x\n</text>\n"
        b"ExternalRef: PACKAGE-MANAGER purl pkg:pypi/a@1\nRelationship: SPDXRef-a DEPENDS_ON x\n"
    ),
    encoded(
        {
            "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
            "@graph": [
                {"type": "SpdxDocument", "spdxId": "d", "rootElement": ["a"]},
                {"type": "software_Package", "spdxId": "a", "name": "a", "suppliedBy": "p"},
                {"type": "Person", "spdxId": "p", "name": "Ann"},
                {"type": "Relationship", "from": "a", "relationshipType": "dependsOn", "to": ["b"]},
            ],
        }
    ),
)
REPORT: Final = b"".join(map(str.encode, NATIVE_JSON.emit(report_of(component()))))
CONDA_RECORD: Final = record(
    "a",
    "1",
    f"{SITE}/a-1.dist-info/METADATA",
    channel="https://conda.test/t/ab-0123/x/noarch",
    depends=["b >=1", "__glibc"],
    licenses=[{"name": "MIT"}, "Zlib"],
    noarch=True,
    paths_data={"paths": [{"_path": "bin/a", "sha256": "", "sha256_in_prefix": "0" * 64}]},
)
CONDA_ENVIRONMENT: Final = b"""channels: [c]
dependencies:
  - &a c::numpy>=1 *_0  # [linux]
  - *a
  - pip: ["a[b]==1 --hash=sha256:00", -r x, -e .]
"""
CONDA_LIST: Final = b"@EXPLICIT\nhttps://h/noarch/a-1-0.conda#00\n"
CONDA_LOCK: Final = b"""version: 1
package:
- {name: a, version: '1', manager: pip, platform: p, dependencies: {b: '>1'}, url: "git+h://a@1"}
- {name: b, manager: conda, platform: p, hash: {md5: 0}, category: dev, url: h/p/b-1-0.conda}
"""
PIPFILE: Final = b"""[packages]
a = {version = ">=1", extras = ["x"], os_name = "== 'nt'"}
b = {git = "https://h/b", ref = "1"}
"""
PIPFILE_LOCK: Final = b'{"_meta": {}, "default": {"a": {"version": "==1", "hashes": ["md5:0"]}}}'
PIXI: Final = b"""[dependencies]
a = {version = ">=1", channel = "c", build = "*_0"}
[feature.f.target.p.pypi-dependencies]
b = {path = "b", extras = ["x"]}
[environments]
e = ["f"]
"""
PIXI_LOCK: Final = b"""version: 6
environments: {default: {packages: {p: [{conda: h/p/a-1-0.conda}, {pypi: b, extras: [x]}]}}}
packages:
- {conda: h/p/a-1-0.conda, depends: [b >1], purls: ['pkg:pypi/c']}
- {pypi: b, name: b, requires_dist: ["c ; extra == 'x'"]}
"""
CONDA_HISTORY: Final = b"# update specs: ['a::b[x=1]', \"c=1\", 'https://h/d-1-0.conda#0']\n"
LICENSES: Final = (
    f"{filled('MIT')}\n\n{GPL_2_OR_LATER}\n{text('Classpath-exception-2.0')}".encode(),
    f"// SPDX-License-Identifier: MIT OR ISC\n{APACHE_NOTICE}\n{CRYPTOGRAPHY}".encode("utf-16"),
)
PATCHLEVEL: Final = b'#define PY_VERSION "3.9.16"\n#define PYPY_VERSION "7.3.11"\n'
PROGRAM: Final = b"\x7fELF\0003.11.2\0/opt/3.11.7\0002.7.18\0"
BUILD_DETAILS: Final = encoded(
    {
        "language": {"version_info": {"major": 3, "minor": 14, "micro": 0, "serial": 0}},
        "implementation": {"name": "cpython"},
        "abi": {"flags": ["t"]},
    }
)
DIST_INFO: Final = b"lib/python3.11/site-packages/a-1.dist-info"
TARS: Final = (
    member(DIST_INFO + b"/METADATA", METADATA)
    + member(DIST_INFO + b"/INSTALLER", flag=b"2", target=b"METADATA")
    + member(DIST_INFO + b"/REQUESTED", flag=b"1", target=DIST_INFO + b"/METADATA")
    + END,
    member(b"d/", flag=b"5") + member(b"d/.wh.a") + member(b"d/.wh..wh..opq") + member(b"f") + END,
    pax({b"path": DIST_INFO + b"/METADATA", b"size": b"1"}) + member(b"x", b"1") + END,
    pax({b"GNU.sparse.name": b"x"}) + member(b"x", b"1") + pax({b"a": b"b"}, b"g") + END,
    gnu_name(DIST_INFO + b"/METADATA") + gnu_target(b"x") + member(b"x", flag=b"2", magic=GNU),
    sealed(member(b"x", flag=b"S", magic=GNU)[:482] + b"\1" + bytes(29)) + bytes(BLOCK) + END,
    member(b"a", flag=b"3") + member(b"a", flag=b"\0", prefix=b"p") + member(b"./a//b", b"1") + END,
)
FILES: Final = items_of({"d/": None, "d/METADATA": b"A", "b": b"B" * 30, "l": "b", "z": bytes(9)})
HARD_LINK: Final = Item("h", type=b"1", target="b")
STARGZ_LAYER: Final = estargz((*FILES, HARD_LINK), chunk=8)
CHUNKED_LAYER: Final = zstd_chunked((*FILES, HARD_LINK), chunk=8)
CHALLENGES: Final = (
    b'Bearer realm="https://auth.test/token",service="s",scope="repository:a:pull"',
    b'Basic realm="x", Negotiate abc==, Digest a=b, c="\\"d"',
)
REFERENCES: Final = (b"team/app:1", b"[::1]:5000/a__b/c-d.e:x@sha256:" + b"0" * 64)
SECRETS: Final = (
    b"RUN curl https://me:secret@host.test/?token=x -H 'Authorization: Bearer abcdefgh12345'",
    b"ENV API_KEY=12345678 password: 'x1' ghp_0123456789012345678901234567890 git+ssh://git@h/",
)


CONTACTS: Final = (
    b'"Lee, Ann" <ann@x.org>, b@x.org (Bob Ray); =?utf-8?q?C=C3=A9d?= and D [at] e <mailto:f@g.de>',
)
SYSTEM_SITE: Final = b"usr/lib/python3.11/site-packages"
APK: Final = b"P:a\nV:1\nA:x\no:b\nF:%s\nR:a.py\nZ:Q1%s=\n\nP:b\nV:1\n" % (SYSTEM_SITE, b"A" * 27)
BYTECODE: Final = (
    bytes(16) + b"\xe3\xda\x06system)\x02u\x04\0\0\0exec",
    b"#!python\nimport os.path; exec(os)\n",
)
DPKG: Final = b"Package: a\nStatus: install ok installed\nVersion: 1\nSource: b (2)\n\nPackage: b\n"
PACMAN: Final = gzip.compress(
    b"#mtree\n./%s/a\\040b.py time=1.0 sha256digest=%s\n" % (SYSTEM_SITE, b"0" * 64), mtime=0
)
PORTAGE: Final = b"dir /usr\nobj /%s/a.py %s 1\nsym /usr/bin/python -> b 1\n" % (
    SYSTEM_SITE,
    b"0" * 32,
)
RPM: Final = rpm_header(
    names=["a.py", "python3"],
    indexes=[0, 1],
    directories=[f"/{SYSTEM_SITE.decode()}/", "/usr/bin/"],
    digests=["0" * 64, ""],
    algorithm=[8],
)


ZIPS: Final = (
    zip_of({"a/": b"", "a/b": b"B" * 50}),
    zip_of({"c": b"C" * 9}, 0, before=b"#!/usr/bin/python3\n"),
)
FROZEN: Final = frozen_of({"a/b": b"B" * 50}, modules_of("c"))[-500:]


def _image() -> Mapping[str, bytes]:
    layout = Layout()
    return layout.with_entries(layout.image(TARS[0], TARS[1], annotations=named("a:1")))


def _documents() -> Sequence[bytes]:
    layout = Layout()
    entry = layout.image(b"", config={"history": [{"created_by": "x", "empty_layer": False}]})
    index = layout.with_entries({**entry, "platform": platform("arm64", variant="v8")})
    return [data for name, data in index.items() if name != "oci-layout"]


def _archive(files: Mapping[str, bytes]) -> bytes:
    return b"".join(member(name.encode(), data) for name, data in files.items()) + END


def resealed(data: bytes) -> bytes:
    """Return a tar archive whose headers have the right checksums, as hostile ones do."""
    blocks = [data[start : start + BLOCK] for start in range(0, len(data), BLOCK)]
    return b"".join(
        sealed(block) if len(block) == BLOCK and block[257:263] in MAGICS else block
        for block in blocks
    )


def _decompressed(data: bytes) -> None:
    stream, _ = decompressed(MemoryStream(data), LIMITS, lambda _: None, ARCHIVE_COMPRESSIONS)
    drain(stream)


def _fingerprints(data: bytes) -> list[Fingerprint]:
    streams = (FingerprintedStream(path, MemoryStream(data)) for path in (b"x.py", b"x.pyc"))
    return [Fingerprint.of_bytes(stream.fingerprint().to_bytes()) for stream in streams]


def _layer(data: bytes) -> object:
    info = LayerInfo(diff_id=None, media_type=f"{TAR}+gzip", size=len(data))
    return read_layer(lambda: MemoryStream(data), info, options(limits=LIMITS))


def _image_archive(data: bytes) -> Tree:
    reading = options(limits=LIMITS, workers=1)
    files = StreamedFiles(MemoryStream(resealed(data)), reading)
    return read_tree(archived_image("archive", files, reading), reading)


def _table(data: bytes) -> object:
    """Read a layer by a table that is what its annotation speaks of."""
    layer = zstd_chunked(FILES, document=data or b" ")
    return snapshot_by_toc(layer.info, layer.fetch, options(limits=LIMITS))


def _table_of(layer: TocLayer) -> bytes:
    start, size, *_ = map(int, layer.annotations[f"{NEW}manifest-position"].split(":"))
    return zstd.decompress(layer.data[start : start + size])


def _layer_with_table(data: bytes) -> object:
    """Read a layer that has a table in it, and without trusting that."""
    annotations = tuple(STARGZ_LAYER.annotations.items())
    digest = Digest.of(data)
    info = LayerInfo(diff_id=None, digest=digest, size=len(data), annotations=annotations)
    return read_layer(lambda: MemoryStream(data), info, options(limits=LIMITS, by_toc=True))


def _opened(data: bytes) -> None:
    """Read all members of an archive that is inside of an image."""
    opener = Opener(limits=LIMITS, note=lambda _: None, count=lambda _: None, may_hold=1 << 20)
    opened = opener.open(MemoryStream(data), len(data))
    if opened is None:
        raise CorruptStream("no archive")
    for _ in opened.reader.chosen(lambda run: range(len(run.paths))):
        with suppress(UnreadableFile):
            drain(opened.reader.payload())


def _text(read: Callable[[str], object], encoding: str = "utf-8") -> Callable[[bytes], object]:
    """Return a reader of bytes for one of texts; what is not UTF-8 comes as surrogates."""
    return lambda data: read(data.decode(encoding, "surrogateescape"))


def _toml(read: Callable[[Table], object]) -> Callable[[bytes], object]:
    """Return a reader of bytes for one of documents."""
    return _text(lambda text: read(parse_toml(text)))


def _edges(lock: ScopedLock) -> object:
    """Return what the packages of a lockfile require of each other."""
    return list(dependencies_of(lock.packages, [str(each.line) for each in lock.packages]))


def _currency(data: bytes) -> object:
    """Compare a lockfile with a manifest; a form feed is between the two."""
    lock, _, manifest = data.decode("utf-8", "replace").partition("\f")
    tables = parse_toml(lock), parse_toml(manifest)
    return [is_current(*tables) for is_current in CURRENCY]


def _required(text: str) -> object:
    """Read a requirement, and what it means somewhere."""
    required = parse_requirement(text)
    if required is None:
        return None
    holds = required.marker and condition(required.marker, {}, unknown=True)
    return holds, admits(required.specifier, "1.0.post1")


def _contacts(text: str) -> object:
    return contacts_of(ContactFields(author=text, author_email=text))


LOCKED_PROJECTS: Final = tuple(
    lock + b"\f" + PYPROJECT for lock in (PDM_LOCK, POETRY_LOCK, UV_LOCK, b"")
)
"""Lockfiles, each with the manifest that it may be of behind it."""
TARGETS: Final[Mapping[str, Target]] = {
    "address": Target(
        _text(Address.parse, HTTP), (b"https://host.test:5000/a?b#c",), (InvalidAddress,)
    ),
    "application": Target(_opened, (FROZEN, modules_of("a", "b.c", packages=["b"]))),
    "apk": Target(apk_excerpt, (APK,), NO_ERRORS),
    "archive": Target(
        _image_archive, [_archive(_image()), _archive(docker_archive({"l": TARS[0]}))]
    ),
    "build-details": Target(parse_build_details, (BUILD_DETAILS,), NO_ERRORS),
    "bundle": Target(
        lambda data: envelope_in(data, LIMITS), (made_by_cosign("bundle.json"),), UNTRUSTED
    ),
    "challenge": Target(_text(challenges_in, HTTP), CHALLENGES, NO_ERRORS),
    "compression": Target(
        _decompressed, [gzip.compress(b"a", mtime=0) * 2, zstd.compress(b"a" * 99)]
    ),
    "conda-environment": Target(
        _text(lambda text: parse_conda_environment(text, "environment.yml")),
        (CONDA_ENVIRONMENT,),
        (ValueError,),
    ),
    "conda-history": Target(requested_in, (CONDA_HISTORY,), NO_ERRORS),
    "conda-record": Target(
        lambda data: parse_conda_record(excerpt_of(data)).or_named("a-1-0").purl,
        (CONDA_RECORD,),
        NO_ERRORS,
    ),
    "conda-list": Target(_text(parse_conda_list), (CONDA_LIST,), OVER_LIMIT),
    "conda-lock": Target(
        _text(lambda text: _edges(parse_conda_lock(text))), (CONDA_LOCK,), (ValueError,)
    ),
    "config": Target(lambda data: parse_config("config", data, LIMITS), _documents()),
    "contact": Target(_text(_contacts), CONTACTS, NO_ERRORS),
    "core-metadata": Target(parse_core_metadata, (METADATA,), NO_ERRORS),
    "direct-url": Target(parse_direct_url, (DIRECT_URL,), NO_ERRORS),
    "debian-copyright": Target(parse_debian_copyright, (DEBIAN_COPYRIGHT,), NO_ERRORS),
    "dpkg": Target(lambda data: [list(packages_in(data)), diversions_in(data)], (DPKG,), NO_ERRORS),
    "editable-finder": Target(parse_editable_finder, (b"MAPPING = {'a': '/src/a'}\n",), NO_ERRORS),
    "egg-link": Target(parse_egg_link, (b"/src/foo\n.",), NO_ERRORS),
    "envelope": Target(
        lambda data: payload_in(data, None, LIMITS), (made_by_cosign("envelope.json"),), UNTRUSTED
    ),
    "fingerprint": Target(_fingerprints, BYTECODE, NO_ERRORS),
    "hatch": Target(_toml(parse_hatch), (HATCH,), NOT_TOML),
    "layer": Target(_layer, [gzip.compress(TARS[0], mtime=0), zstd.compress(TARS[1])]),
    "layer-with-table": Target(_layer_with_table, (STARGZ_LAYER.data,)),
    "library-version": Target(
        lambda data: [product.version_in(data) for product in PRODUCTS],
        (b"OpenSSL 3.5.8 25 Aug 2026\0", b"KRB5_BRAND: krb5-1.22.2-final"),
        NO_ERRORS,
    ),
    "license-text": Target(identify, LICENSES, NO_ERRORS),
    "lock-currency": Target(_currency, LOCKED_PROJECTS, NOT_TOML),
    "manifest": Target(lambda data: parse_manifest("manifest", data, LIMITS), _documents()),
    "metadata-json": Target(parse_metadata_json, (METADATA_JSON,), NO_ERRORS),
    "package-url": Target(
        _text(lambda text: str(parse_package_url(text))),
        (b"pkg:npm/%40scope/name@1.0?a=b&download_url=file://.#c", b"pkg:pypi/A_b@1"),
        NO_ERRORS,
    ),
    "pdm-lock": Target(_toml(lambda table: parse_pdm_lock(table, None)), (PDM_LOCK,), NOT_TOML),
    "pacman": Target(lambda data: digests_in(python_digests(data)), (PACMAN,), NO_ERRORS),
    "patchlevel": Target(parse_patchlevel, (PATCHLEVEL,), NO_ERRORS),
    "pipfile": Target(_toml(lambda table: list(packages_of_pipfile(table))), (PIPFILE,), NOT_TOML),
    "pipfile-lock": Target(
        _text(lambda text: list(packages_of_lock(parse_json(text)[0]))),
        (PIPFILE_LOCK,),
        (ValueError,),
    ),
    "pixi": Target(_toml(parse_pixi), (PIXI,), NOT_TOML),
    "pixi-lock": Target(
        _text(lambda text: _edges(parse_pixi_lock(text))), (PIXI_LOCK,), (ValueError,)
    ),
    "poetry-lock": Target(
        _toml(lambda table: parse_poetry_lock(table, None)), (POETRY_LOCK,), NOT_TOML
    ),
    "portage": Target(lambda data: files_in(python_contents(data)), (PORTAGE,), NO_ERRORS),
    "program": Target(lambda data: parse_excerpt(excerpt(data)), (PROGRAM,), NO_ERRORS),
    "pth": Target(parse_pth, (b"import sys\n# x\n/src/foo\n",), NO_ERRORS),
    "pylock": Target(_toml(lambda table: parse_pylock(table, None)), (PYLOCK,), NOT_TOML),
    "pyproject": Target(_toml(parse_pyproject), (PYPROJECT,), NOT_TOML),
    "pyvenv": Target(
        parse_pyvenv,
        (b"home = /usr\nimplementation = CPython\nversion_info = 3.11.2\n",),
        NO_ERRORS,
    ),
    "record": Target(
        lambda data: list(FileList.of_bytes(pack_record_with_digests(data)).rows()),
        (b'a/b.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n"a,b",,\n../x,,\n',),
        NO_ERRORS,
    ),
    "reference": Target(_text(Reference.parse), REFERENCES),
    "requirement": Target(
        _text(_required),
        (b"b[x,Y]~=1.0,!=1.5.* ; extra == 'x' and '3' in python_version",),
        NO_ERRORS,
    ),
    "resolver-output": Target(_text(pins_of), (b"a==1  # via b\n",), (ResolverFailed,)),
    "requirements-txt": Target(_text(parse_requirements_txt), (REQUIREMENTS_TXT,), OVER_LIMIT),
    "requires-txt": Target(parse_requires_txt, (REQUIRES_TXT,), NO_ERRORS),
    "rpm": Target(rpm_excerpt, (small_sqlite(RPM), ndb(RPM), kept("Packages")), NO_ERRORS),
    "rpm-header": Target(lambda data: parse_rpm_header(data, PythonFiles()), (RPM,), NO_ERRORS),
    "report": Target(lambda data: NATIVE.read(data, ""), (REPORT,), NO_ERRORS),
    "sbom": Target(parse_sbom, (CYCLONEDX, SPDX, SYFT), NO_ERRORS),
    "sbom-inventory": Target(
        lambda data: read_sbom(data, ""), (CYCLONEDX, SPDX, SYFT, *SBOMS), NO_ERRORS
    ),
    "script-block": Target(lambda data: parse_script_block(block_of(data)), (SCRIPT,), NO_ERRORS),
    "secret": Target(_text(redacted), SECRETS, NO_ERRORS),
    "setup-cfg": Target(_text(parse_setup_cfg), (SETUP_CFG,), OVER_LIMIT),
    "setup-py": Target(_text(parse_setup_py), (SETUP_PY,), NO_ERRORS),
    "statement": Target(
        lambda data: parse_statement(data, LIMITS),
        (statement_of(SPDX_DOCUMENT, SBOM_TYPES["spdx-json"], "a", IMAGE, LIMITS),),
        UNTRUSTED,
    ),
    "table": Target(_table, (_table_of(CHUNKED_LAYER),)),
    "tar": Target(lambda data: snapshot_of(data, limits=LIMITS), TARS),
    "tar-sealed": Target(lambda data: snapshot_of(resealed(data), limits=LIMITS), TARS),
    "uv-lock": Target(_toml(parse_uv_lock), (UV_LOCK,), NOT_TOML),
    "vendor-txt": Target(parse_vendor_txt, (b"a[b]==1 ; c \\\n --hash=sha256:d\n",), NO_ERRORS),
    "vex": Target(lambda data: parse_vex(data, "vex.json"), VEX, NOT_JSON),
    "zip": Target(_opened, ZIPS),
}
