"""An archive inside an image is a directory; rows are those of hostile-input.md."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from layers import ArchiveClaim, Claims, Excerpt, Limits, ReadOptions
from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.layer import read_layer
from layers.note import Note
from layers.overlay import overlay
from layers.snapshot import unread_targets
from layers.snapshot_bytes import decoded, encoded
from layers.stream import MemoryStream
from layers.tar_header import Kind
from layers.window import TAIL_BYTES
from testdata.images.writer import tar_of
from tests.support.archives import executable, frozen_of, modules_of, patched, zip_of
from tests.support.images import snapshot_of, tree_of
from tests.support.layouts import opened
from tests.support.tar_blocks import END, member
from tests.support.toc import estargz, items_of

if TYPE_CHECKING:
    from layers import Tree
    from layers.snapshot import Entry

FIRST = Excerpt(name="first", version=1, patterns=("**/*.first",), take=lambda data: data[:1])
CLAIMS = Claims(
    ["**/*.txt", "**/*.d"],
    [FIRST],
    archives=[
        ArchiveClaim(("**/*-[0-9].tar",), Claims(["*/only.txt"])),
        ArchiveClaim(("**/*.zip", "**/*.tar", "**/*.pyz")),
    ],
)
ZIP = zip_of({"x.d/a.txt": b"A", "b.txt": b"B", "c": b"C", "e.first": b"EE"})
PROGRAM = b"0000755\0"
STORED = zipfile.ZIP_STORED
tree = partial(tree_of, claims=CLAIMS)


def contents(tree: Tree) -> dict[str, bytes]:
    """Return what can be read of a tree."""
    found = {}
    for pattern in (*CLAIMS.patterns, "**/only.txt"):
        for path in tree.match(pattern):
            try:
                found[path] = tree.read(path)
            except UnreadableFile:
                continue
    return found


def entry_of(tree: Tree, path: str) -> Entry:
    entry = tree.entry(path)
    assert entry
    return entry


def reasons(tree: Tree) -> list[tuple[str, str]]:
    return [(note.path, note.reason) for note in tree.notes]


def test_members_are_below_the_archive():
    found = tree({"opt/a.zip": ZIP})

    assert {
        "opt/a.zip!/x.d/a.txt": b"A",
        "opt/a.zip!/b.txt": b"B",
        "opt/a.zip!/e.first": b"E",
    } == contents(found)
    assert ["opt/a.zip!/x.d"] == found.match("**/*.d")
    assert (Kind.DIRECTORY, 0) == (
        entry_of(found, "opt/a.zip!/x.d").kind,
        found.layer_of("opt/a.zip!/b.txt"),
    )


def test_the_archive_stays_a_file_and_has_a_digest():
    found = tree({"a.zip": ZIP})

    entry = entry_of(found, "a.zip")
    assert (Kind.ARCHIVE, len(ZIP)) == (entry.kind, entry.size)
    assert f"sha256:{hashlib.sha256(ZIP).hexdigest()}" == entry.digest
    assert ["a.zip"] == list(found.walk(""))
    with pytest.raises(UnreadableFile, match="an archive, of which only"):
        found.read("a.zip")


def test_a_walk_inside_of_an_archive_meets_all_members():
    found = tree({"opt/a.zip": ZIP, "opt/ab": b""})

    assert [f"opt/a.zip!/{name}" for name in ("b.txt", "c", "e.first", "x.d/a.txt")] == list(
        found.walk("opt/a.zip!")
    )
    assert ["opt/a.zip!/x.d/a.txt"] == list(found.walk("opt/a.zip!/x.d"))
    assert [] == list(found.walk("opt/a.zip!/nothing"))
    assert ["opt/a.zip", "opt/ab"] == list(found.walk("opt"))


def test_many_members_can_be_asked_for_at_once():
    found = tree({"a.zip": zip_of({"b.zip": ZIP, "d/e": b""}), "f": b""})

    there = {"f", "a.zip", "a.zip!/d", "a.zip!/d/e", "a.zip!/b.zip", "a.zip!/b.zip!/c"}
    assert there == found.among({*there, "a.zip!/e", "a.zip!/b.zip!/d", "c"})


def test_the_innermost_archive_of_a_path_is_told():
    found = tree({"a.zip": zip_of({"b.zip": ZIP}), "real!/b.txt": b""})

    assert ["a.zip", "a.zip!/b.zip"] == found.archives
    assert "a.zip!/b.zip" == found.archive_of("a.zip!/b.zip!/x.d/a.txt")
    assert "a.zip" == found.archive_of("a.zip!/b.zip")
    assert None is found.archive_of("a.zip")
    assert None is found.archive_of("real!/b.txt")


@pytest.mark.parametrize(
    "compress", [bytes, gzip.compress, bz2.compress, lzma.compress, zstd.compress]
)
def test_tar_archives_of_all_compressions_are_read(compress):
    data = compress(tar_of({"top/b.txt": b"B", "top/link.txt": "/etc/b.txt", ".wh.x": b""}))

    found = tree({"a.tar": data})

    assert {"a.tar!/top/b.txt": b"B"} == contents(found)
    assert f"sha256:{hashlib.sha256(data).hexdigest()}" == entry_of(found, "a.tar").digest


def test_of_some_archives_only_some_members_are_wanted():
    data = tar_of({"top/only.txt": b"1", "top/b.txt": b"2", "only.txt": b"3"})

    found = contents(tree({"x-1.tar": data, "x.tar": data}))

    assert ["x-1.tar!/top/only.txt"] == [path for path in found if path.startswith("x-1")]
    assert 3 == len([path for path in found if path.startswith("x.tar!/")])


def test_modules_of_a_frozen_application_are_listed():
    data = frozen_of({"x.txt": b"X"}, modules_of("six", packages=["yaml"]))
    program = member(b"app", data, mode=PROGRAM) + END

    found = overlay([snapshot_of(program, CLAIMS)])

    assert {"app!/x.txt": b"X"} == contents(found)
    assert ["app!/PYZ.pyz!/six.pyc", "app!/PYZ.pyz!/yaml/__init__.pyc"] == list(
        found.walk("app!/PYZ.pyz!")
    )


@pytest.mark.parametrize(
    ("name", "data", "mode", "is_opened"),
    [
        pytest.param(b"app", b"#!/usr/bin/python3\n", PROGRAM, True, id="script"),
        pytest.param(b"bin/app", b"", PROGRAM, True, id="nothing"),
        pytest.param(b"app", b"\x7fELF" + bytes(1 << 20), PROGRAM, True, id="program"),
        pytest.param(b"app", b"MZ" + bytes(1 << 20), PROGRAM, True, id="of-windows"),
        pytest.param(b"app", b"\x7fELF", PROGRAM, False, id="small-program"),
        pytest.param(b"app", b"text", PROGRAM, False, id="text"),
        pytest.param(b"app", b"#!", b"0000644\0", False, id="not-executable"),
        pytest.param(b"app.py", b"#!", PROGRAM, False, id="extension"),
    ],
)
def test_programs_without_an_extension_are_looked_into(name, data, mode, is_opened, tmp_path):
    content = zip_of({"b.txt": b"B"}, before=data)
    other = [member(b"many/%d.py" % number) for number in range(100)]
    path = tmp_path / name.decode()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.chmod(int(mode[:7], 8))

    alone = contents(overlay([snapshot_of(member(name, content, mode=mode) + END, CLAIMS)]))
    among = [*other, member(name, content, mode=mode), *other, END]
    together = contents(overlay([snapshot_of(b"".join(among), CLAIMS)]))
    on_disk = contents(opened(f"dir:{tmp_path}", ReadOptions(claims=CLAIMS))[1])

    expected = {f"{name.decode()}!/b.txt": b"B"} if is_opened else {}
    assert [expected] * 3 == [alone, together, on_disk]


def test_a_program_that_is_no_archive_leaves_no_trace():
    layer = member(b"app", b"#!/bin/sh\nexit", mode=PROGRAM) + END

    snapshot = snapshot_of(layer, CLAIMS)

    assert ({}, (), {b"app"}) == (snapshot.entries, snapshot.notes, set(snapshot.listing.files()))


def test_without_archives_among_the_claims_nothing_is_looked_into():
    layer = member(b"app", zip_of({"b.txt": b"B"}, before=b"#!\n"), mode=PROGRAM) + END

    assert {} == snapshot_of(layer, Claims(["**/*.txt"])).entries


@pytest.mark.parametrize(
    "upper",
    [
        pytest.param({"opt/.wh.a.zip": b""}, id="whiteout"),
        pytest.param({".wh.opt": b""}, id="whiteout-above"),
        pytest.param({"opt/.wh..wh..opq": b""}, id="opaque"),
        pytest.param({"opt/a.zip": b"no archive"}, id="replaced"),
        pytest.param({"opt/a.zip": "link"}, id="link"),
        pytest.param({"opt/a.zip/b.txt": b""}, id="directory"),
        pytest.param({"opt": b""}, id="file-above"),
    ],
)
def test_what_hides_the_archive_hides_its_members(upper):
    lower = {"opt/a.zip": ZIP, "etc/a.zip": ZIP}

    found = tree(lower, upper)

    assert ["etc/a.zip"] == found.archives
    assert {"etc"} == {path.partition("/")[0] for path in contents(found) if "!" in path}


def test_another_archive_replaces_all_members():
    found = tree({"a.zip": ZIP}, {"a.zip": zip_of({"new.txt": b""})})

    assert {"a.zip!/new.txt": b""} == contents(found)
    assert 1 == found.layer_of("a.zip!/new.txt")


def test_the_later_of_two_in_a_layer_counts():
    layer = member(b"a.zip", ZIP) + member(b"a.zip", zip_of({"new.txt": b""})) + END

    assert {"a.zip!/new.txt": b""} == contents(overlay([snapshot_of(layer, CLAIMS)]))


def test_a_program_that_a_plain_file_replaces_is_gone():
    program = member(b"app", zip_of({"b.txt": b""}, before=b"#!\n"), mode=PROGRAM)

    snapshot = snapshot_of(program + member(b"app", b"text") + END, CLAIMS)

    assert ({}, {}) == (snapshot.entries, snapshot.contents)


def test_members_are_where_a_link_leads_to():
    found = tree({"usr/lib/x": b"", "lib": "usr/lib"}, {"lib/a.zip": ZIP})

    assert "usr/lib/a.zip!/b.txt" in contents(found)


@pytest.mark.parametrize("links_first", [False, True])
def test_a_hard_link_to_an_archive_is_one(links_first):
    file, link = member(b"a.zip", ZIP), member(b"b.zip", flag=b"1", target=b"a.zip")

    layer = link + file + END if links_first else file + link + END
    found = overlay([snapshot_of(layer, CLAIMS)])

    assert b"B" == found.read("b.zip!/b.txt") == found.read("a.zip!/b.txt")


def test_a_hard_link_by_a_name_that_is_not_looked_into_is_a_file():
    layer = member(b"a.zip", ZIP) + member(b"b.txt", flag=b"1", target=b"a.zip") + END

    found = overlay([snapshot_of(layer, CLAIMS)])

    assert (Kind.FILE, "") == (entry_of(found, "b.txt").kind, entry_of(found, "b.txt").digest)


@pytest.mark.parametrize("links_first", [False, True])
def test_a_hard_link_to_a_claimed_file_is_an_archive_by_its_own_name(links_first):
    file, link = member(b"a.txt", ZIP), member(b"b.zip", flag=b"1", target=b"a.txt")

    layer = link + file + END if links_first else file + link + END
    found = overlay([snapshot_of(layer, CLAIMS)])

    assert (b"B", ZIP) == (found.read("b.zip!/b.txt"), found.read("a.txt"))


def test_an_archive_that_is_kept_under_its_checksum_is_read_in_a_second_pass():
    layer = member(b"objects/5f", ZIP) + member(b"b.zip", flag=b"1", target=b"objects/5f") + END
    first = snapshot_of(layer, CLAIMS)

    second = snapshot_of(layer, CLAIMS.including(unread_targets(first)))

    assert b"B" == overlay([second]).read("b.zip!/b.txt")


def test_a_hard_link_to_an_archive_of_a_lower_layer_is_one():
    upper = member(b"b.zip", flag=b"1", target=b"a.zip") + END

    found = overlay([snapshot_of(tar_of({"a.zip": ZIP}), CLAIMS), snapshot_of(upper, CLAIMS)])

    assert ["a.zip", "b.zip"] == found.archives


def test_a_snapshot_with_archives_comes_back_from_bytes():
    snapshot = snapshot_of(tar_of({"a.zip": zip_of({"b.zip": ZIP})}), CLAIMS)

    again = decoded(encoded(snapshot))

    assert (snapshot.entries, snapshot.contents) == (again.entries, again.contents)
    assert contents(overlay([snapshot])) == contents(overlay([again]))


def test_a_directory_of_the_name_that_the_members_would_have_stays_what_it_is():
    """
    Else an archive could put itself in front of what is installed, or hide it.
    """
    found = tree({"a.zip!/b.txt": b"real"}, {"a.zip": ZIP})

    reason = "not looked into: there is a directory that is called as it would be"
    assert {"a.zip!/b.txt": b"real"} == contents(found)
    assert [Note("a.zip", reason, incomplete=True)] == list(found.notes)


def test_nor_does_an_archive_in_an_archive_hide_a_directory_there():
    found = tree({"a.zip": zip_of({"b.zip": ZIP, "b.zip!/b.txt": b"own"})})

    assert {"a.zip!/b.zip!/b.txt": b"own"} == contents(found)
    assert ["a.zip!/b.zip"] == [note.path for note in found.notes]


def test_links_inside_of_archives_lead_nowhere():
    found = tree({"etc/x.txt": b"X", "a.tar": tar_of({"l.txt": "/etc/x.txt", "d": "/etc"})})

    assert {"etc/x.txt": b"X"} == contents(found)
    assert "a.tar!/d/x.txt" == found.resolve("a.tar!/d/x.txt")


def nested(depth: int) -> bytes:
    data = zip_of({"deep.txt": b"!"})
    for _ in range(depth - 1):
        data = zip_of({"in.zip": data})
    return data


def test_archives_may_be_in_archives_but_not_for_ever():
    """
    Row 3.
    """
    three, four = contents(tree({"a.zip": nested(3)})), tree({"a.zip": nested(4)})

    assert {"a.zip!/in.zip!/in.zip!/deep.txt": b"!"} == three
    reason = "an archive that was not read: limit max_archive_depth of 3 exceeded"
    assert {} == contents(four)
    assert [Note("a.zip!/in.zip!/in.zip!/in.zip", reason, incomplete=True)] == list(four.notes)


@pytest.mark.parametrize(
    ("data", "limits", "limit"),
    [
        pytest.param(
            gzip.compress(tar_of({"big": bytes(10**6)})),
            Limits(max_archive_output_bytes=10**5),
            "max_archive_output_bytes of 100,000",
            id="row-1-tar",
        ),
        pytest.param(
            gzip.compress(tar_of({"big": bytes(10**8)})),
            Limits(),
            "max_ratio of 200",
            id="row-1-ratio",
        ),
        pytest.param(
            zip_of({"b.txt": bytes(10**6)}),
            Limits(max_archive_output_bytes=10**5),
            "max_archive_output_bytes of 100,000",
            id="row-1-zip",
        ),
        pytest.param(
            zip_of({"b.txt": b"", "c.txt": b""}),
            Limits(max_archive_members=1),
            "max_archive_members of 1",
            id="members",
        ),
        pytest.param(
            zip_of({"b.txt": b"x" * 100}, STORED),
            Limits(max_archive_bytes=100),
            "max_archive_bytes of 100",
            id="held",
        ),
        pytest.param(
            zip_of({"in.zip": zip_of({"b.txt": b"x" * 500}, STORED)}, STORED),
            Limits(max_archive_bytes=1_000),
            "max_archive_bytes of",
            id="held-together",
        ),
    ],
)
def test_what_an_archive_may_cost_is_limited(data, limits, limit):
    name = "a.tar" if data.startswith(b"\x1f\x8b") else "a.zip"

    found = overlay([snapshot_of(tar_of({name: data, "other.txt": b"O"}), CLAIMS, limits)])

    assert {"other.txt": b"O"} == contents(found)
    assert [True] == [note.incomplete for note in found.notes]
    assert limit in found.notes[0].reason


def test_all_archives_of_a_layer_have_one_allowance():
    files = {f"{number}.zip": zip_of({"b.txt": bytes(10**5)}) for number in range(5)}
    limits = Limits(max_archive_output_bytes=250_000)

    found = overlay([snapshot_of(tar_of(files), CLAIMS, limits)])

    assert 2 == len(contents(found))
    assert 3 == len(found.notes)


def test_l1_a_bomb_of_many_members_counts_as_what_is_claimed_of_the_layer():
    bomb = zip_of({f"{number}.txt": bytes(10**5) for number in range(20)})
    limits = Limits(max_claimed_bytes=10**6)

    with pytest.raises(LimitExceeded, match="max_claimed_bytes of 1,000,000"):
        snapshot_of(tar_of({"a.zip": bomb, "other.txt": b"O"}), CLAIMS, limits)


def test_a_member_that_is_too_large_is_noted_as_a_file_is():
    limits = Limits(max_claimed_file_bytes=5)

    found = overlay([snapshot_of(tar_of({"a.zip": zip_of({"b.txt": b"x" * 6})}), CLAIMS, limits)])

    reason = "limit max_claimed_file_bytes exceeded: 6 bytes"
    assert [Note("a.zip!/b.txt", reason, incomplete=True)] == list(found.notes)


def test_of_an_archive_that_is_too_large_the_end_is_read():
    """
    A wheel has its metadata there.
    """
    files = {"first.txt": b"F" * 10, "weights": bytes(TAIL_BYTES), "last.txt": b"L"}
    limits = Limits(max_archive_bytes=TAIL_BYTES)
    data = zip_of(files, STORED)

    found = overlay([snapshot_of(tar_of({"a.zip": data}), CLAIMS, limits)])

    reason = f"not read: limit max_archive_bytes of {TAIL_BYTES:,} exceeded"
    assert {"a.zip!/last.txt": b"L"} == contents(found)
    assert [Note("a.zip!/first.txt", reason, incomplete=True)] == list(found.notes)
    assert "" == entry_of(found, "a.zip").digest


@pytest.mark.parametrize(
    ("data", "note"),
    [
        pytest.param(ZIP[:-5], None, id="truncated-zip"),
        pytest.param(b"", None, id="empty"),
        pytest.param(b"text", None, id="text"),
        pytest.param(
            patched(ZIP, magic=b"PK12"),
            ("a.zip", "an archive that was not read: a damaged central directory"),
            id="damaged",
        ),
        pytest.param(
            patched(zip_of({"c.txt": b"C"}), flags=1),
            ("a.zip!/c.txt", "not read: encrypted"),
            id="L1-encrypted",
        ),
        pytest.param(
            patched(zip_of({"in.zip": ZIP}), checksum=1),
            ("a.zip!/in.zip", "not read: a wrong checksum"),
            id="nested-checksum",
        ),
        pytest.param(
            gzip.compress(tar_of({"b.txt": b"B"}))[:-9],
            ("a.zip", "an archive that was not read: truncated gzip stream"),
            id="truncated-tar",
        ),
        pytest.param(
            gzip.compress(b"text"),
            ("a.zip", "an archive that was not read: truncated tar archive"),
            id="no-tar",
        ),
    ],
)
def test_an_archive_that_cannot_be_read_costs_nothing_else(data, note):
    found = tree({"a.zip": data, "z.txt": b"Z"})

    assert {"z.txt": b"Z"} == contents(found)
    assert ([note] if note else []) == reasons(found)


@pytest.mark.parametrize("fields", [{"flags": 1}, {"checksum": 1}, {"packed": 2}], ids=str)
def test_a_program_in_an_archive_that_cannot_be_read_costs_nothing_else(fields):
    program = zip_of({"b.txt": b"B"}, before=b"#!/bin/sh\n")
    data = executable(zip_of({"c.txt": b"C", "app": program}), **fields)
    layer = member(b"a.zip", data) + member(b"run", b"#!\n" + data, mode=PROGRAM) + END

    found = overlay([snapshot_of(layer, CLAIMS)])

    assert {"a.zip!/c.txt": b"C", "run!/c.txt": b"C"} == contents(found)
    assert ["a.zip!/app", "run!/app"] == [note.path for note in found.notes]


def test_programs_in_archives_are_looked_into():
    program = zip_of({"b.txt": b"B"}, before=b"#!/bin/sh\n")

    assert {"a.zip!/app!/b.txt": b"B"} == contents(
        tree({"a.zip": executable(zip_of({"app": program}))})
    )


@pytest.mark.parametrize(
    "file",
    [member(b"a.zip", ZIP), member(b"a.tar", tar_of({"b.txt": bytes(2_000)}))],
    ids=["held", "streamed"],
)
def test_a_truncated_layer_is_not_taken_for_a_truncated_archive(file):
    with pytest.raises(CorruptStream, match="truncated tar archive"):
        snapshot_of(file[:-600], CLAIMS)


def test_notes_on_what_is_inside_have_its_path():
    data = zip_of({"../b.txt": b"", "c.txt": b"1", "d.txt": b"2"}).replace(b"d.txt", b"c.txt")

    found = tree({"a.zip": data})

    assert [
        ("a.zip", "a path that leads out of the archive was left out: b'../b.txt'"),
        ("a.zip!/c.txt", "there twice in one layer; the later one counts"),
    ] == reasons(found)
    assert b"2" == found.read("a.zip!/c.txt")


def test_by_a_table_of_contents_archives_are_not_looked_into():
    layer = estargz(items_of({"a.zip": ZIP, "b.txt": b"B"}))
    options = ReadOptions(claims=CLAIMS, by_toc=True)

    snapshot = read_layer(lambda: MemoryStream(layer.data), layer.info, options, layer.fetch)
    found = overlay([snapshot])

    reason = (
        "1 files that are called like archives were not looked into, "
        "for the table of contents was enough"
    )
    assert {"b.txt": b"B"} == contents(found)
    assert [("", reason)] == reasons(found)


def test_a_table_of_contents_does_not_contradict_what_is_inside_of_archives():
    layer = estargz(items_of({"a.zip": ZIP, "no.zip": b"text", "b.txt": b"B"}))
    options = ReadOptions(claims=CLAIMS)

    snapshot = read_layer(lambda: MemoryStream(layer.data), layer.info, options, layer.fetch)

    assert (3, ()) == (len(contents(overlay([snapshot]))) - 1, snapshot.notes)


def test_archives_in_a_directory_are_read_in_place(tmp_path):
    (tmp_path / "a.zip").write_bytes(ZIP)
    (tmp_path / "b.tar").write_bytes(tar_of({"b.txt": b"B"}))

    found = opened(f"dir:{tmp_path}", ReadOptions(claims=CLAIMS))[1]

    assert {"a.zip!/b.txt", "b.tar!/b.txt"} <= contents(found).keys()


def test_claims_that_differ_in_archives_are_others():
    keys = {
        Claims(["**/*.txt"]).key,
        Claims(["**/*.txt", "**/*.zip"]).key,
        Claims(["**/*.txt"], archives=[ArchiveClaim(("**/*.zip",))]).key,
        Claims(["**/*.txt"], archives=[ArchiveClaim(("**/*.zip",), Claims(["a"]))]).key,
    }

    assert 4 == len(keys)


def test_a_zip_archive_as_the_standard_library_appends_to_a_file():
    file = io.BytesIO(b"#!/bin/sh\nexec python3 -x $0\n")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("b.txt", b"B")

    assert {"a.zip!/b.txt": b"B"} == contents(tree({"a.zip": file.getvalue()}))
