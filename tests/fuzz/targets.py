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
from layers.errors import LayersError
from layers.layer import read_layer
from layers.manifest import parse_config, parse_manifest
from layers.reading import read_tree
from layers.registry.address import Address, InvalidAddress
from layers.registry.challenge import challenges_in
from layers.stream import MemoryStream, drain
from layers.streamed_archive import StreamedFiles
from layers.toc_layer import snapshot_by_toc
from scanner.metadata.core_metadata import parse_core_metadata
from scanner.metadata.direct_url import parse_direct_url
from scanner.metadata.pyvenv import parse_pyvenv
from scanner.metadata.secret import redacted
from testdata.images.writer import encoded
from tests.support.images import options, snapshot_of
from tests.support.layouts import TAR, Layout, docker_archive, named, platform
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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from layers.tree import Tree
    from tests.support.toc import TocLayer

LIMITS: Final = Limits(max_layer_bytes=1 << 24, max_entries=10_000, max_claimed_bytes=1 << 22)
"""Small enough that whatever takes long is a finding."""
MAGICS: Final = (POSIX[:6], GNU[:6])
NO_ERRORS: Final = ()
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
DIRECT_URL: Final = encoded(
    {
        "url": "https://user:secret@host.test/a.git",
        "vcs_info": {"vcs": "git", "commit_id": "1" * 40},
        "archive_info": {"hash": "sha256=ab", "hashes": {"sha256": "ab"}},
        "dir_info": {"editable": True},
        "subdirectory": "x",
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


def _text(read: Callable[[str], object], encoding: str = "utf-8") -> Callable[[bytes], object]:
    """Return a reader of bytes for one of texts; what is not UTF-8 comes as surrogates."""
    return lambda data: read(data.decode(encoding, "surrogateescape"))


TARGETS: Final[Mapping[str, Target]] = {
    "address": Target(
        _text(Address.parse, HTTP), (b"https://host.test:5000/a?b#c",), (InvalidAddress,)
    ),
    "archive": Target(
        _image_archive, [_archive(_image()), _archive(docker_archive({"l": TARS[0]}))]
    ),
    "challenge": Target(_text(challenges_in, HTTP), CHALLENGES, NO_ERRORS),
    "compression": Target(
        _decompressed, [gzip.compress(b"a", mtime=0) * 2, zstd.compress(b"a" * 99)]
    ),
    "config": Target(lambda data: parse_config("config", data, LIMITS), _documents()),
    "core-metadata": Target(parse_core_metadata, (METADATA,), NO_ERRORS),
    "direct-url": Target(parse_direct_url, (DIRECT_URL,), NO_ERRORS),
    "layer": Target(_layer, [gzip.compress(TARS[0], mtime=0), zstd.compress(TARS[1])]),
    "layer-with-table": Target(_layer_with_table, (STARGZ_LAYER.data,)),
    "manifest": Target(lambda data: parse_manifest("manifest", data, LIMITS), _documents()),
    "pyvenv": Target(
        parse_pyvenv,
        (b"home = /usr\nimplementation = CPython\nversion_info = 3.11.2\n",),
        NO_ERRORS,
    ),
    "reference": Target(_text(Reference.parse), REFERENCES),
    "secret": Target(_text(redacted), SECRETS, NO_ERRORS),
    "table": Target(_table, (_table_of(CHUNKED_LAYER),)),
    "tar": Target(lambda data: snapshot_of(data, limits=LIMITS), TARS),
    "tar-sealed": Target(lambda data: snapshot_of(resealed(data), limits=LIMITS), TARS),
}
