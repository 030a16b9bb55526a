"""Tables of contents: what they tell, and everything that can be wrong with one."""

from __future__ import annotations

import gzip
import tarfile

import pytest
from backports import zstd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layers import Claims, LayerInfo, Limits, ReadOptions
from layers.errors import LayersError
from layers.layer import read_layer
from layers.limits import MIB
from layers.stream import MemoryStream
from layers.tar_header import Kind
from layers.toc import Chunk, has_toc, toc_of
from layers.toc_layer import snapshot_by_toc
from tests.support.toc import (
    FORMATS,
    NEW,
    OLD,
    Item,
    JsonObject,
    TocLayer,
    encoded,
    estargz,
    footer,
    items_of,
    zstd_chunked,
)

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
FILES = items_of({"etc/": None, "etc/a.txt": b"A", "b.bin": b"B" * 300, "c.txt": b"C"})
FIRST = 1
"""The index of the first file."""


def members(layer, limits=OPTIONS.limits):
    return toc_of(layer.info, layer.fetch, limits, lambda _: None)


def error_of(layer: TocLayer, options: ReadOptions = OPTIONS) -> str:
    """Return why a layer cannot be read by its table, having read it as a whole."""
    with pytest.raises(LayersError) as error:
        snapshot_by_toc(layer.info, layer.fetch, options)
    by_toc = ReadOptions(claims=options.claims, by_toc=True)
    whole = read_layer(lambda: MemoryStream(layer.data), layer.info, by_toc)
    assert (False, {"etc/a.txt": b"A", "c.txt": b"C"}) == (whole.is_by_toc, whole.contents)
    return str(error.value)


def setting(index=FIRST, **fields):
    """Return a change of one entry; a field that is None is taken out."""

    def change(entries):
        merged = {**entries[index], **fields}
        entries[index] = {key: value for key, value in merged.items() if value is not None}
        return entries

    return change


@pytest.mark.parametrize("form", FORMATS)
def test_members_are_told_in_their_order(form):
    found = [
        (member.path, member.kind, member.size, member.mode) for member in members(form(FILES))
    ]

    assert [
        (b"etc", Kind.DIRECTORY, 0, 0o755),
        (b"etc/a.txt", Kind.FILE, 1, 0o644),
        (b"b.bin", Kind.FILE, 300, 0o644),
        (b"c.txt", Kind.FILE, 1, 0o644),
    ] == found


@pytest.mark.parametrize(
    ("kind", "expected", "is_null"),
    [
        (tarfile.SYMTYPE, Kind.SYMLINK, False),
        (tarfile.LNKTYPE, Kind.HARDLINK, False),
        (tarfile.CHRTYPE, Kind.DEVICE, True),
        (tarfile.BLKTYPE, Kind.DEVICE, False),
        (tarfile.FIFOTYPE, Kind.DEVICE, False),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_no_file_has_its_kind(form, kind, expected, is_null):
    """
    Only a character device can be a whiteout of overlayfs.
    """
    (member,) = members(form([Item("x", type=kind, target="y")]))

    assert (expected, b"y", is_null, ()) == (
        member.kind,
        member.target,
        member.is_null_device,
        member.chunks,
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", [1, 9, 10, 11, 29, 30])
def test_chunks_cover_their_file(form, size):
    (member,) = members(form([Item("x", b"x" * size)], chunk=10))

    assert size == sum(chunk.size for chunk in member.chunks)
    assert -(-size // 10) == len(member.chunks)


def test_payloads_that_share_a_member_have_places_in_it():
    first, second = members(estargz(items_of({"a": b"A" * 9, "b": b"B"}), shared=True))

    assert (first.chunks[0].start, first.chunks[0].end) == (
        second.chunks[0].start,
        second.chunks[0].end,
    )
    assert (0, 1024) == (first.chunks[0].inner, second.chunks[0].inner)


def test_zeros_have_no_place():
    (member,) = members(zstd_chunked([Item("x", b"x" * 4 + bytes(8))], chunk=4))

    assert [False, True, True] == [chunk.is_zeros for chunk in member.chunks]
    assert isinstance(member.chunks[0], Chunk)


@pytest.mark.parametrize("prefix", [OLD, NEW])
def test_annotations_of_old_tools_count(prefix):
    layer = zstd_chunked(FILES, prefix=prefix)

    assert (True, 4) == (has_toc(layer.info), len(members(layer)))


def test_both_prefixes_may_name_the_same_table():
    old, new = zstd_chunked(FILES, prefix=OLD), zstd_chunked(FILES)

    assert 4 == len(members(new.annotated(**old.annotations, **new.annotations)))


def test_without_an_annotation_there_is_no_table():
    assert not has_toc(LayerInfo(diff_id=None, annotations=(("org.example.toc", "1"),)))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/..", "", "a\0b", "."])
def test_what_leads_out_of_the_root_is_left_out_and_noted(form, name):
    layer = form(FILES, setting(name=name))
    notes: list[str] = []

    found = toc_of(layer.info, layer.fetch, Limits(), notes.append)

    assert [b"etc", b"b.bin", b"c.txt"] == [member.path for member in found]
    assert ["a path that leads out of the root, or has none"] == [
        note.partition(", was")[0] for note in notes
    ]


def test_several_chunks_of_what_is_left_out_are_left_out():
    layer = zstd_chunked([Item("../x", b"x" * 30), *FILES], chunk=10)

    assert 4 == len(members(layer))


@pytest.mark.parametrize("name", ["", "/", "./"])
def test_the_root_is_left_out_without_a_note(name):
    layer = estargz(FILES, setting(0, name=name))
    notes: list[str] = []

    toc_of(layer.info, layer.fetch, Limits(), notes.append)

    assert [] == notes


WRONG_ENTRIES: dict[str, tuple[JsonObject, str]] = {
    "negative offset": ({"offset": -1}, "offset is no number"),
    "negative size": ({"size": -1}, "size is no number"),
    "fraction": ({"size": 1.0}, "size is no number"),
    "truth as a number": ({"size": True}, "size is no number"),
    "text as a number": ({"offset": "7"}, "offset is no number"),
    "empty text as a number": ({"offset": ""}, "offset is no number"),
    "list as a number": ({"mode": []}, "mode is no number"),
    "infinity": ({"size": 1e999}, "not JSON: Infinity"),
    "number as a name": ({"name": 7}, "name is no text"),
    "zero as a name": ({"name": 0}, "name is no text"),
    "list as a target": ({"linkName": ["x"]}, "linkName is no text"),
    "object as a digest": ({"digest": {"x": 1}}, "digest is no text"),
    "no digest at all": ({"digest": "x"}, "not a digest"),
    "weak digest": ({"digest": "md5:" + "0" * 32}, "not a digest"),
    "half a character": ({"name": "\ud800.txt"}, "name is no text"),
    "escaped byte": ({"name": "\udcff.txt"}, "name is no text"),
    "half a character in a target": ({"linkName": "\ud800"}, "linkName is no text"),
    "unknown type": ({"type": "door"}, "unknown type 'door'"),
    "no type": ({"type": None}, "unknown type ''"),
    "other case": ({"NAME": "other.txt"}, "spelt 'NAME'"),
    "letter that folds": ({"\u017fize": 2}, "spelt '\u017fize'"),
    "place outside": ({"offset": 1 << 40, "endOffset": (1 << 40) + 9}, "outside of its layer"),
    "place in the table": ({"endOffset": 1 << 20}, "outside of its layer"),
    "end before the start": ({"offset": 9, "endOffset": 9}, "outside of its layer"),
    "number of 4,000 digits": ({"offset": 10**4000}, "outside of its layer"),
    "chunk larger than its file": ({"chunkSize": 2}, "do not follow one another"),
    "chunk in the middle": ({"chunkOffset": 1, "size": 2}, "do not follow one another"),
    "file larger than its chunks": ({"size": 3, "chunkSize": 1}, "not as long as"),
    "file larger than its payload": ({"size": 5000, "chunkSize": 5000}, "not as long as"),
    "huge inner offset": ({"innerOffset": 1 << 62}, "max_layer_bytes"),
    "inner offset behind the end": ({"innerOffset": 1 << 20}, "not as long as"),
    "path of a megabyte": ({"name": "a/" * (1 << 19)}, "max_path_bytes"),
    "target of a megabyte": ({"linkName": "a" * (1 << 20)}, "max_path_bytes"),
    "name of two kilobytes": ({"name": "a" * 2048}, "max_name_bytes"),
    "no digest": ({"digest": None, "chunkDigest": None}, "without a digest"),
    "digest of something else": ({"digest": "sha256:" + "0" * 64}, "digest mismatch"),
    "place of another payload": ({"offset": 0, "endOffset": 20}, ""),
    "zeros that are none": ({"chunkType": "zeros"}, "digest mismatch"),
}


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", WRONG_ENTRIES)
def test_an_entry_that_is_wrong_makes_the_table_useless(form, case):
    fields, expected = WRONG_ENTRIES[case]

    assert expected in error_of(form(FILES, setting(**fields)))


@pytest.mark.parametrize("form", FORMATS)
def test_a_number_that_python_refuses_is_an_error(form):
    text = encoded([{"type": "reg", "name": "a.txt", "size": 7}]).replace(b"7", b"7" * 5000)

    assert "not JSON" in error_of(form(FILES, document=text))


@pytest.mark.parametrize("form", FORMATS)
def test_a_claimed_file_that_is_said_to_be_huge_is_noted(form):
    layer = form(FILES, setting(size=1 << 62, chunkSize=1 << 62))

    snapshot = snapshot_by_toc(layer.info, layer.fetch, OPTIONS)

    assert {"c.txt": b"C"} == snapshot.contents
    assert [("etc/a.txt", True)] == [(note.path, note.incomplete) for note in snapshot.notes]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"", "not JSON"),
        (b"[]", "unknown version"),
        (b"null", "unknown version"),
        (b'{"version": 2, "entries": []}', "unknown version"),
        (b'{"version": "1", "entries": []}', "unknown version"),
        (b'{"version": 1}', "without entries"),
        (b'{"version": 1, "entries": {}}', "without entries"),
        (b'{"version": 1, "entries": [1]}', "without entries"),
        (b'{"version": 1, "entries": [[]]}', "without entries"),
        (b'{"version": 1, "entries": [], "Entries": []}', "spelt 'Entries'"),
        (b'{"version": 1, "entries": [{"name": "a", "name": "b"}]}', "a key is there twice"),
        (b'{"version": 1, "entries": [{"type": "chunk"}]}', "a chunk without a file"),
        (
            b'{"version": 1, "entries": [{"type": "dir", "name": "a"}, {"type": "chunk"}]}',
            "a chunk without a file",
        ),
        (
            b'{"version": 1, "entries": [{"type": "reg", "name": "a"}, {"type": "chunk"}]}',
            "do not follow one another",
        ),
        (b'{"version": 1, "entries": [' + b"[" * 100 + b"]" * 100 + b"]}", "max_document_depth"),
        (b"[" * 100_000, "max_document_depth"),
        (b'{"version": 1, "entries": [' + b"{}," * 4_000_000 + b"{}]}", "max_toc_values"),
        (b"\xff", "not JSON"),
        (gzip.compress(encoded([])), "not JSON"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_document_that_is_none_makes_the_table_useless(form, document, expected):
    if not document and form is estargz:
        expected = "no"
        document = b" "

    assert expected in error_of(form(FILES, document=document or b" "))


def shifted(layer, key, part, by):
    """Return a layer whose position has one of its four numbers changed."""
    numbers = list(map(int, layer.annotations[key].split(":")))
    numbers[part] += by
    return layer.annotated(**{**layer.annotations, key: ":".join(map(str, numbers))})


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize(
    ("part", "by", "expected"),
    [
        (0, 1, "digest mismatch"),
        (0, 1 << 40, "outside of the layer"),
        (0, -(1 << 40), "without a position"),
        (1, 1, "digest mismatch"),
        (1, 1 << 20, "outside of the layer"),
        (1, 1 << 40, "max_toc_bytes"),
        (1, -(1 << 20), "without a position"),
        (2, 1, "truncated"),
        (2, -1, "there are more"),
        (2, 1 << 40, "max_toc_bytes"),
        (3, 1, "unknown kind"),
    ],
)
def test_a_position_that_is_wrong_makes_the_table_useless(part, by, expected):
    assert expected in error_of(shifted(zstd_chunked(FILES), f"{NEW}manifest-position", part, by))


@pytest.mark.parametrize(
    "position",
    ["", "1", "1:2:3", "1:2:3:1:5", "a:b:c:d", "1:2:3:²", "٣:2:3:1", "9" * 5000, "0:0:0:1"],
)
def test_a_position_that_is_none_makes_the_table_useless(position):
    layer = zstd_chunked(FILES)
    annotations = {**layer.annotations, f"{NEW}manifest-position": position}

    assert error_of(layer.annotated(**annotations)) in {
        "a table of contents without a position",
        "an empty table of contents",
    }


def test_a_position_of_many_digits_makes_the_table_useless():
    layer = zstd_chunked(FILES)
    annotations = {**layer.annotations, f"{NEW}manifest-position": ":".join(["9" * 5000] * 4)}

    assert "a table of contents without a position" == error_of(layer.annotated(**annotations))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("value", [None, "", "sha256:0", "sha256:" + "0" * 64, "sha256"])
def test_a_table_that_nothing_vouches_for_is_useless(form, value):
    layer = form(FILES)
    key = next(key for key in layer.annotations if key.endswith(("digest", "checksum")))
    annotations = {**layer.annotations, key: value}
    if value is None:
        annotations = {f"{NEW}other": "x", **annotations}
        del annotations[key]

    assert "digest" in error_of(layer.annotated(**annotations)) or form is estargz


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
def test_two_tables_are_refused(form):
    """
    Engines choose one or the other (containers/storage#1778).
    """
    layer = form(FILES)
    other = zstd_chunked(FILES[:1], prefix=OLD).annotations

    assert "two tables of contents" in error_of(layer.annotated(**layer.annotations, **other))


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-51] + bytes(51),
        lambda data: data[:-51] + footer(len(data)),
        lambda data: data[:-51] + footer(len(data) - 51),
        lambda data: data[:-51] + footer(0),
        lambda data: data[:-51] + footer((1 << 63) - 1),
        lambda data: data[:-51] + footer(1).replace(b"0001", b"-001"),
        lambda data: data[:-51] + footer(1).replace(b"0001", b"0x01"),
        lambda data: data[:-51] + footer(1).replace(b"STARGZ", b"STARGX"),
        lambda data: data[:-51] + footer(1).replace(b"SG", b"SX"),
        lambda data: data[:-51],
        lambda data: data[:50],
        lambda _: b"",
    ],
)
def test_a_footer_that_is_wrong_makes_the_table_useless(change):
    honest = estargz(FILES)
    layer = type(honest)(change(honest.data), honest.tar, honest.annotations, honest.media_type)

    with pytest.raises(LayersError):
        snapshot_by_toc(layer.info, layer.fetch, OPTIONS)


@pytest.mark.parametrize(("form", "wrong"), [(estargz, zstd), (zstd_chunked, gzip)])
@pytest.mark.parametrize("compress", ["other", "none"])
def test_a_table_in_another_compression_is_useless(form, wrong, compress):
    """
    Engines would not read it.
    """
    honest = form(FILES)
    fetched: list[bytes] = []

    def fetch(start, size):
        data = honest.fetch(start, size)
        if len(fetched) != (form is estargz):
            fetched.append(data)
            return data
        fetched.append(data)
        plain = gzip.decompress(data) if form is estargz else zstd.decompress(data)
        return wrong.compress(plain) if compress == "other" else plain

    with pytest.raises(LayersError):
        toc_of(honest.info, fetch, Limits(), lambda _: None)


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
def test_a_table_that_inflates_beyond_the_limit_is_refused(form):
    layer = form(FILES, document=b" " * (3 * MIB))

    with pytest.raises(LayersError, match="max_toc_bytes"):
        members(layer, Limits(max_toc_bytes=2 * MIB))


@pytest.mark.parametrize("form", FORMATS)
def test_limits_of_decompression_are_those_of_the_caller(form):
    layer = form(FILES, document=b" " * (3 * MIB))

    with pytest.raises(LayersError, match="max_layer_bytes"):
        members(layer, Limits(max_layer_bytes=2 * MIB))


def test_a_file_may_have_very_many_chunks():
    """
    What is quadratic would run for hours.
    """
    count = 150_000
    first = {"type": "reg", "name": "a.bin", "size": count, "chunkSize": 1, "offset": 0}
    rest = [
        {"type": "chunk", "chunkOffset": n, "chunkSize": 1, "offset": 0} for n in range(1, count)
    ]
    (member,) = members(estargz(FILES, document=encoded([first, *rest])))

    assert count == len(member.chunks)


numbers = st.one_of(
    st.integers(-2, 1100),
    st.sampled_from([1 << 31, 1 << 63, 10**30]),
    st.none(),
    st.text(max_size=2),
)
names = st.one_of(
    st.sampled_from(["a.txt", "etc/a.txt", "etc", "../x.txt", ".wh.a.txt", ".wh..wh..opq", "a/"]),
    st.text(max_size=6),
    st.integers(),
)
digests = st.sampled_from(["", "sha256:" + "0" * 64, FILES[1].entry()["digest"], None])
entry = st.fixed_dictionaries(
    {"type": st.sampled_from(["reg", "dir", "symlink", "hardlink", "chunk", "char", "fifo", "x"])},
    optional={
        "name": names,
        "linkName": names,
        **dict.fromkeys(
            ["size", "offset", "endOffset", "chunkOffset", "chunkSize", "innerOffset", "mode"],
            numbers,
        ),
        "digest": digests,
        "chunkDigest": digests,
        "chunkType": st.sampled_from(["", "zeros", "x"]),
    },
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(FORMATS), st.one_of(st.lists(entry, max_size=6), json_values))
@example(estargz, [{"type": "reg", "name": "\ud800"}])
@example(estargz, [{"type": "reg", "name": "a.txt", "size": 1, "chunkType": "zeros"}])
def test_whatever_a_table_says_there_is_no_other_error(form, entries):
    layer = form(FILES, lambda _: entries)

    try:
        snapshot_by_toc(layer.info, layer.fetch, OPTIONS)
    except LayersError as error:
        assert str(error)  # noqa: PT017 - any of them will do


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(FORMATS), st.binary(max_size=200), st.binary(max_size=60))
def test_whatever_bytes_there_are_there_is_no_other_error(form, data, end):
    layer = form(FILES, document=data or b" ")
    blob = layer.data[:-60] + end.ljust(60, b"\0") if end else layer.data
    broken = type(layer)(blob, layer.tar, layer.annotations, layer.media_type)

    with pytest.raises(LayersError):
        snapshot_by_toc(broken.info, broken.fetch, OPTIONS)
