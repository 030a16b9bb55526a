"""Images with one hostile layer: what the report says, and that the other layers are read.

What cannot be read makes the result incomplete; what is merely odd is noted, and the layer counts.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tracemalloc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from layers import Limits, Verification
from layers.budget import Budget
from layers.limits import MIB
from scanner.match.policy import CLEAN, INCOMPLETE, exit_code
from scanner.model.inventory import Coverage
from scanner.model.report import Report
from scanner.pipeline import scan
from scanner.settings import Settings
from testdata.images.writer import digest, tar_of
from tests.support.images import options, snapshot_of
from tests.support.layouts import TAR, Layout, opened, stored
from tests.support.shop import SITE, distribution
from tests.support.tar_blocks import END, GNU, gnu_name, header, member, padded, pax

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scanner.model.inventory import Inventory

GOOD = tar_of(distribution("good", "1.0"))
"""The layer below the hostile one."""
FILES = distribution("upper", "1.0")
((METADATA, CONTENT),) = FILES.items()
PATH = METADATA.encode()
UPPER = member(PATH, CONTENT)
"""A member of the hostile layer that is none itself."""
TAR_OF_UPPER = UPPER + END
GZIP = gzip.compress(TAR_OF_UPPER, mtime=0)
BOTH = ["good", "upper"]
SKIPPABLE = b"\x50\x2a\x4d\x18"


def scanned(target: str, limits: Limits | None = None, **settings: object) -> Inventory:
    return scan(target, Settings(limits=limits or Limits(), **settings))  # type: ignore[arg-type]


def image(directory: Path, blob: bytes, tar: bytes | None = None, **said: object) -> str:
    """Write an image of two layers, and return where; ``said`` replaces what is said of one."""
    layout = Layout()
    layer = layout.blob(blob, TAR + "+gzip" * blob.startswith(b"\x1f\x8b"))
    diff_ids = [digest(GOOD), digest(blob if tar is None else tar)]
    entry = layout.image(
        manifest={"layers": [layout.blob(GOOD, TAR), {**layer, **said}]},
        config={"rootfs": {"type": "layers", "diff_ids": diff_ids}},
    )
    return stored(directory, layout.with_entries(entry), "directory")


def told(inventory: Inventory) -> tuple[list[str], list[str]]:
    """Return the names that were found, and the problems, each behind its path."""
    return (
        [component.name for component in inventory.components],
        [f"/{problem.path}: {problem.reason}" for problem in inventory.problems],
    )


def code_of(inventory: Inventory) -> int:
    """Return what ``lading scan`` exits with, if nothing is affected."""
    return exit_code(Report(inventory=inventory), "any")


@dataclass(frozen=True)
class Case:
    """A layer, what the image says of it, and what is to be said of it."""

    blob: bytes
    reason: str
    limits: Limits = field(default_factory=Limits)
    said: Mapping[str, object] = field(default_factory=dict)


def inflating(size: int) -> bytes:
    """Return a layer with a file of zeros in front."""
    return header(b"zeros", size=size) + bytes(size) + TAR_OF_UPPER


BOMB = inflating(70 * MIB)
LARGE_WINDOW = b"\x28\xb5\x2f\xfd" + bytes((0, (31 - 10) << 3)) + b"\x29\0\0hello"
FLIPPED = GZIP[:-8] + bytes((GZIP[-8] ^ 1,)) + GZIP[-7:]
DAMAGED = bytes((UPPER[0] ^ 1,)) + UPPER[1:]
RATIO = "limit max_ratio of 200 exceeded"
HEADER_BYTES = "limit max_extended_header_bytes of 1,048,576 exceeded"
UNUSABLE = {
    "row-1-ratio": Case(gzip.compress(BOMB, 1), RATIO),
    "row-1-output": Case(GZIP, "limit max_layer_bytes of 999", Limits(max_layer_bytes=999)),
    "row-2-ratio": Case(zstd.compress(BOMB, 1), RATIO),
    "row-2-window": Case(LARGE_WINDOW, "damaged zstd stream: "),
    "row-3-nested": Case(gzip.compress(GZIP), "truncated tar archive"),
    "row-4-members": Case(
        gzip.compress(b"") * 1000 + GZIP, "limit max_entries of 999", Limits(max_entries=999)
    ),
    "row-5-skippable": Case(SKIPPABLE + b"\xff" * 4 + GZIP, "truncated zstd stream"),
    "row-6-truncated": Case(GZIP[:-20], "truncated gzip stream"),
    "row-8-checksum": Case(FLIPPED, "damaged gzip stream: "),
    "row-10-xz": Case(lzma.compress(TAR_OF_UPPER), "compressed with xz; only gzip and zstd"),
    "row-10-bzip2": Case(bz2.compress(TAR_OF_UPPER), "compressed with bzip2; only gzip and"),
    "row-13-longer": Case(GZIP, "size mismatch: expected 9 bytes, there are", said={"size": 9}),
    "row-13-shorter": Case(GZIP, "truncated: expected 9999 bytes", said={"size": 9999}),
    "row-26-encrypted": Case(GZIP, "encrypted", said={"mediaType": f"{TAR}+gzip+encrypted"}),
    "row-26-unknown": Case(
        GZIP, "of the unknown type application/x", said={"mediaType": "application/x"}
    ),
    "row-28-no-bytes": Case(b"", "truncated: expected 9 bytes", said={"size": 9}),
    "row-30-entries": Case(
        b"".join(member(b"%d" % number) for number in range(1000)) + TAR_OF_UPPER,
        "limit max_entries of 999",
        Limits(max_entries=999),
    ),
    "row-31-nul": Case(pax({b"path": PATH + b"\0x"}) + UPPER + END, "a NUL in a path"),
    "row-36-claim": Case(header(b"h", flag=b"x", size=8**11 - 1) + UPPER, HEADER_BYTES),
    "row-36-real": Case(
        gzip.compress(member(b"h", bytes(64 * MIB), flag=b"x") + TAR_OF_UPPER, 1), HEADER_BYTES
    ),
    "row-37-pax": Case(pax({b"a": b"b"}) * 20_000 + UPPER, "limit max_extended_headers of 8"),
    "row-37-gnu": Case(gnu_name(b"a") * 20_000 + UPPER, "limit max_extended_headers of 8"),
    "row-38-size": Case(pax({b"size": b"999999999"}) + UPPER + END, "truncated tar archive"),
    "row-39-negative": Case(header(b"a", size=b"\xff" * 12) + TAR_OF_UPPER, "a negative or absurd"),
    "row-39-absurd": Case(
        header(b"a", size=b"\x81" + bytes(11)) + TAR_OF_UPPER, "a negative or absurd number"
    ),
    "row-39-garbage": Case(header(b"a", size=b"9" * 12) + TAR_OF_UPPER, "an invalid number"),
    "row-40-checksum": Case(member(b"a") + DAMAGED + END, "a header with a wrong checksum"),
    "row-41-header": Case(UPPER + member(b"b")[:100], "truncated tar archive"),
    "row-41-payload": Case(UPPER + member(b"b", b"1" * 600)[:-600], "truncated tar archive"),
    "row-42-zeros": Case(
        member(b"a") + bytes(512) + TAR_OF_UPPER, "a block of zeros in the middle"
    ),
    "row-48-path": Case(pax({b"path": b"a/" * 32_768}) + UPPER, "limit max_path_bytes of 32,768"),
    "row-48-name": Case(gnu_name(b"a" * 65_536) + UPPER, "limit max_path_bytes of 32,768"),
}


@pytest.mark.parametrize("case", UNUSABLE.values(), ids=UNUSABLE)
def test_a_layer_that_cannot_be_trusted_is_not_used_and_the_result_says_so(tmp_path, case):
    """
    M7
    """
    target = image(tmp_path, case.blob, **case.said)

    inventory = scanned(target, case.limits)

    names, (problem,) = told(inventory)
    assert (["good"], INCOMPLETE) == (names, code_of(inventory))
    assert problem.startswith(f"/: layer {digest(case.blob)}: ")
    assert case.reason in problem


@pytest.mark.hostile(row=15)
def test_a_layer_that_is_another_than_its_diff_id_says_is_not_used_if_that_is_asked(tmp_path):
    target = image(tmp_path, GZIP, tar=b"another")

    inventory = scanned(target, verification=Verification.STRICT)

    names, (problem,) = told(inventory)
    assert (["good"], INCOMPLETE) == (names, code_of(inventory))
    assert f"digest mismatch: expected {digest(b'another')}" in problem


DIRECTORY = METADATA.rpartition("/")[0]
LEFT_OUT = "/: a path that leads out of the root, or has none, was left out: b'../../etc/passwd'"
GOOD_METADATA = f"{SITE}/good-1.0.dist-info/METADATA"
SPARSE = {b"GNU.sparse.size": b"1099511627776", b"GNU.sparse.map": b"0,1"}
UNREAD = f"/{METADATA}: "
ODD = {
    "row-7-trailing": Case(
        GZIP + b"junk", "/: 4 bytes of trailing data after the gzip stream", said={}
    ),
    "row-9-label": Case(
        GZIP,
        f"/: labelled {TAR}+zstd, but compressed with gzip",
        said={"mediaType": f"{TAR}+zstd"},
    ),
    "row-31-out": Case(member(b"../../etc/passwd", b"x") + TAR_OF_UPPER, LEFT_OUT),
    "row-34-nothing": Case(
        member(PATH, flag=b"1", target=b"nothing") + END,
        UNREAD + "a hard link to nothing, which was not read",
    ),
    "row-34-directory": Case(
        member(b"d/", flag=b"5") + member(PATH, flag=b"1", target=b"d") + END,
        UNREAD + "a hard link to d, which was not read",
    ),
    "row-34-itself": Case(
        member(PATH, flag=b"1", target=PATH) + END,
        UNREAD + f"a hard link to {METADATA}, which was not read",
    ),
    "row-35-device": Case(member(PATH, flag=b"3") + END, UNREAD + "a device or fifo"),
    "row-35-fifo": Case(member(PATH, flag=b"6") + END, UNREAD + "a device or fifo"),
    "row-35-directory": Case(member(PATH + b"/", flag=b"5") + END, UNREAD + "a directory"),
    "row-35-link": Case(
        member(PATH, flag=b"2", target=b"/dev/zero") + END,
        UNREAD + "a symbolic link to dev/zero, which was not read",
    ),
    "row-32-loop": Case(
        member(PATH, flag=b"2", target=b"METADATA") + END, UNREAD + "a loop of symbolic links"
    ),
    "row-32-chain": Case(
        b"".join(member(b"l%d" % n, flag=b"2", target=b"l%d" % (n + 1)) for n in range(10_000))
        + member(PATH, flag=b"2", target=b"/l0")
        + END,
        UNREAD + "a loop of symbolic links",
    ),
    "row-41-end": Case(UPPER, "/: the archive has no end marker"),
    "row-42-two": Case(
        TAR_OF_UPPER + tar_of(distribution("hidden", "1.0")),
        "/: data after the archive's end marker, which extractors do not see",
    ),
    "row-43-sparse": Case(
        pax(SPARSE) + UPPER + END, UNREAD + "a file with holes, which no installer writes"
    ),
    "row-43-old": Case(
        member(PATH, CONTENT, flag=b"S", magic=GNU) + END,
        UNREAD + "a file with holes, which no installer writes",
    ),
    "row-44-again": Case(
        member(PATH, b"Name: other") * 999 + TAR_OF_UPPER,
        UNREAD + "there twice in one layer; the later one counts",
    ),
    "row-45-nothing": Case(member(b".wh.") + TAR_OF_UPPER, "/.wh.: a whiteout that hides nothing"),
    "row-45-reserved": Case(
        member(b".wh..wh.plnk") + TAR_OF_UPPER, "/.wh..wh.plnk: a whiteout that hides nothing"
    ),
    "row-46-device": Case(
        member(b"a", flag=b"3") + TAR_OF_UPPER,
        "/a: a whiteout of overlayfs, which hides nothing in a tar",
    ),
}


@pytest.mark.parametrize("case", ODD.values(), ids=ODD)
def test_what_is_odd_about_a_layer_is_noted_and_the_layer_counts(tmp_path, case):
    """
    A distribution whose metadata cannot be read goes by the name of its directory.
    """
    tar = gzip.decompress(GZIP) if case.blob.startswith(GZIP) else case.blob
    inventory = scanned(image(tmp_path, case.blob, tar, **case.said))

    names, problems = told(inventory)
    assert (BOTH, CLEAN, Coverage.FULL) == (names, code_of(inventory), inventory.coverage)
    assert case.reason in problems


FINE = {
    "row-34-later": member(PATH, flag=b"1", target=b"later") + member(b"later", CONTENT) + END,
    "row-38-path": pax({b"path": PATH}) + member(b"short", CONTENT) + END,
    "row-38-size": pax({b"size": b"%d" % len(CONTENT)}) + header(PATH) + padded(CONTENT) + END,
    "row-45-own": UPPER + member(f"{DIRECTORY}/.wh.METADATA".encode()) + END,
    "row-45-opaque": UPPER + member(f"{DIRECTORY}/.wh..wh..opq".encode()) + END,
}


@pytest.mark.parametrize("blob", FINE.values(), ids=FINE)
def test_what_is_rare_but_right_is_nothing_odd(tmp_path, blob):
    inventory = scanned(image(tmp_path, blob))

    assert (BOTH, [], CLEAN) == (*told(inventory), code_of(inventory))
    assert ["1.0", "1.0"] == [component.version for component in inventory.components]


@pytest.mark.parametrize(
    ("blob", "problems"),
    [
        pytest.param(END, [], id="row-28-no-members"),
        pytest.param(b"", ["/: the archive has no end marker"], id="row-28-no-bytes"),
        pytest.param(GOOD, [], id="row-29-twice"),
    ],
)
def test_a_layer_may_add_nothing(tmp_path, blob, problems):
    inventory = scanned(image(tmp_path, blob))

    assert (["good"], problems, CLEAN) == (*told(inventory), code_of(inventory))


@pytest.mark.hostile(row=33)
@pytest.mark.parametrize("where", ["root", "host"])
def test_a_link_leads_nowhere_but_into_the_image(tmp_path, where):
    """
    The host has a distribution at the place that the link names.
    """
    host = tmp_path / "host/site-packages/host-1.0.dist-info"
    host.mkdir(parents=True)
    (host / "METADATA").write_text("Name: host\nVersion: 1.0\n")
    target = "/" if where == "root" else str(host.parent)
    inside = f"{target.strip('/')}/inside-1.0.dist-info/METADATA".lstrip("/")
    link = tar_of({"usr/lib/python3/dist-packages": target, inside: b"Name: inside\nVersion: 1\n"})

    names, _ = told(scanned(image(tmp_path, link)))

    assert ["good", "inside"] == sorted(names)


@pytest.mark.hostile(row=31)
def test_nothing_of_an_image_is_written_anywhere(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    outside = tmp_path / "outside"
    paths = (b"../x", bytes(outside), b"../" * 20 + bytes(outside), b"C:\\x", b"a\nb")
    blob = b"".join(pax({b"path": path}) + member(b"x", b"x") for path in paths) + TAR_OF_UPPER
    target = image(tmp_path, blob)
    before = sorted(tmp_path.rglob("*"))

    assert BOTH == told(scanned(target))[0]

    assert before == sorted(tmp_path.rglob("*"))


@pytest.mark.hostile(row=47)
def test_twins_are_two_directories(tmp_path):
    """
    Both are read; that two cases of a name are one distribution (B8 of discovery.md) is noted.
    """
    names = ["twin", "TWIN", "caf\u00e9", "cafe\u0301"]
    files = {f"{SITE}/{name}-1.dist-info/METADATA": b"" for name in names}

    inventory = scanned(image(tmp_path, tar_of(files)))

    noted = {problem.path for problem in inventory.problems if problem.cataloger == "twin"}
    listed = {component.evidence.path for component in inventory.components}
    assert {f"{SITE}/twin-1.dist-info"} == noted
    assert {f"{SITE}/{name}-1.dist-info" for name in names} - noted < listed - noted


@pytest.mark.hostile(row=48)
def test_a_name_that_is_not_utf_8_is_kept(tmp_path):
    path = f"{SITE}/".encode() + b"caf\xe9-1.dist-info/METADATA"

    inventory = scanned(image(tmp_path, member(path, b"Name: cafe\nVersion: 1\n") + END))

    assert f"{SITE}/caf\udce9-1.dist-info" in [c.evidence.path for c in inventory.components]


def peak_of(entries: int) -> int:
    """Return how much memory it takes to read a layer of so many files, beside its bytes."""
    blocks = [member(b"usr/lib/%d/%d" % divmod(number, 100)) for number in range(entries)]
    data = b"".join((*blocks, TAR_OF_UPPER))
    tracemalloc.start()
    try:
        snapshot_of(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.hostile(row=30)
def test_an_entry_costs_some_bytes_and_no_objects():
    """
    M1: five million of them, which is the limit, so cost less than 200 MB.
    """
    few, many = peak_of(5_000), peak_of(55_000)

    assert (many - few) / 50_000 < 40


@pytest.mark.hostile(row=3)
@pytest.mark.parametrize("form", ["directory", "gzip"])
def test_what_is_compressed_twice_shares_one_limit(tmp_path, form):
    """
    An archive may be compressed, and so may each of the layers in it.
    """
    tars = [inflating(MIB + number) for number in range(3)]
    layout = Layout()
    layers = [layout.blob(gzip.compress(tar), f"{TAR}+gzip") for tar in tars]
    config = {"rootfs": {"type": "layers", "diff_ids": [digest(tar) for tar in tars]}}
    entry = layout.image(manifest={"layers": layers}, config=config)
    target = stored(tmp_path, layout.with_entries(entry), form)

    inventory = scanned(target, Limits(max_image_bytes=2 * MIB), workers=1)

    assert INCOMPLETE == code_of(inventory)
    assert any("limit max_image_bytes of 2,097,152" in problem for problem in told(inventory)[1])


@pytest.mark.hostile(row=4)
def test_a_layer_that_takes_too_long_is_given_up_though_nothing_comes_out(tmp_path):
    seconds = iter(range(0, 10_000, 300))
    layout = Layout()
    layer = layout.blob(gzip.compress(b"") * 50_000 + GZIP, f"{TAR}+gzip")
    config = {"rootfs": {"diff_ids": [digest(TAR_OF_UPPER)]}}
    target = stored(
        tmp_path,
        layout.with_entries(layout.image(manifest={"layers": [layer]}, config=config)),
        "directory",
    )

    _, tree = opened(target, options(budget=Budget(lambda: next(seconds)), workers=1))

    reasons = {note.reason.partition(": ")[2] for note in tree.notes if note.incomplete}
    assert {"limit max_seconds of 600 exceeded"} == reasons
