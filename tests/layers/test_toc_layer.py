"""Layers by their tables of contents, in place of a full scan and beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from layers import Claims, ReadOptions
from layers.layer import read_layer
from layers.overlay import overlay
from layers.snapshot_bytes import decoded, encoded
from layers.store import DirectoryStore
from layers.stream import MemoryStream
from scanner.model.inventory import Coverage
from scanner.pipeline import scan
from scanner.settings import Settings
from testdata.images.writer import digest, tar_of
from tests.support.command import lading
from tests.support.images import snapshot_of
from tests.support.layouts import Layout, stored
from tests.support.registry import REPOSITORY, registry_of, settings
from tests.support.shop import distribution
from tests.support.toc import FORMATS, Item, TocLayer, estargz, items_of, zstd_chunked
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

CLAIMS = Claims(["**/*.txt"])
OPTIONS = ReadOptions(claims=CLAIMS)
BY_TOC = ReadOptions(claims=CLAIMS, by_toc=True)
FILES = items_of({"a.txt": b"A", "b.bin": b"B" * 300, "c.txt": b"C"})
EXTRA = Item("x.txt", b"X")
IDNA, URLLIB3 = (
    items_of(distribution("idna", "3.4", site="app")),
    items_of(distribution("urllib3", "1.26.5", site="app")),
)


def read(layer: TocLayer, options: ReadOptions = OPTIONS) -> Snapshot:
    return read_layer(lambda: MemoryStream(layer.data), layer.info, options, layer.fetch)


def without(*names):
    """Return a change that leaves entries out."""
    return lambda entries: [entry for entry in entries if entry["name"] not in names]


def renamed(name, other):
    """Return a change of a name."""
    return lambda entries: [
        {**entry, "name": other} if entry["name"] == name else entry for entry in entries
    ]


def mismatches(snapshot):
    return [(note.path, note.reason) for note in snapshot.notes if "mismatch" in note.reason]


@pytest.mark.parametrize("form", FORMATS)
def test_an_honest_table_leaves_no_trace_in_a_full_scan(form):
    items = [
        *FILES,
        Item(".prefetch.landmark", b"\x0f"),
        *items_of({"d/": None, "l.txt": "a.txt", ".wh.e": b"", "f/.wh..wh..opq": b""}),
        Item("caf\udce9.txt", b"bytes"),
        Item("caf\udce9", type=b"2", target="\udcff"),
    ]
    layer = form(items)

    snapshot = read(layer)

    assert ((), False, frozenset()) == (
        snapshot.notes,
        snapshot.is_by_toc,
        snapshot.only_in_toc,
    )
    assert b"bytes" == snapshot.contents["caf\udce9.txt"]


LIES = {
    "left out": (without("c.txt"), "c.txt", "1 only in the tar stream"),
    "left out, and not claimed": (without("b.bin"), "b.bin", "1 only in the tar stream"),
    "another name": (renamed("c.txt", "d.txt"), "c.txt", "1 paths are only in the table"),
    "another content": (
        lambda e: [{**e[0], "name": "c.txt"}, *e[:2]],
        "c.txt",
        "1 in both, but not equal",
    ),
    "a link": (
        lambda e: [*e[:2], {"type": "symlink", "name": "c.txt", "linkName": "a.txt"}],
        "c.txt",
        "1 in both, but not equal",
    ),
    "a whiteout": (
        lambda e: [*e, {"type": "reg", "name": "d/.wh.x"}],
        "d/.wh.x",
        "1 paths are only in the table",
    ),
    "an opaque marker": (
        lambda e: [*e, {"type": "reg", "name": ".wh..wh..opq"}],
        ".wh..wh..opq",
        "1 paths are only in the table",
    ),
}


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lie", LIES)
def test_a_table_that_differs_is_noted_by_a_full_scan(form, lie):
    change, path, reason = LIES[lie]

    snapshot = read(form(FILES, change))

    ((found, text),) = mismatches(snapshot)
    assert path == found
    assert text.startswith("toc-tar-mismatch: ")
    assert reason in text
    assert (b"A", b"C") == (snapshot.contents["a.txt"], snapshot.contents["c.txt"])


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
def test_what_only_the_table_has_is_found_as_well(form):
    snapshot = read(form(FILES, renamed("c.txt", "d.txt")))

    assert {"a.txt": b"A", "c.txt": b"C", "d.txt": b"C"} == snapshot.contents
    assert {"d.txt"} == snapshot.only_in_toc
    assert {"d.txt"} == decoded(encoded(snapshot)).only_in_toc


def test_what_only_a_table_has_replaces_nothing_of_lower_layers():
    """
    Else a table could hide from a full scan what every engine unpacks.
    """
    lower = snapshot_of(tar_of({"d.txt": b"lower"}), CLAIMS)
    upper = read(estargz(FILES, renamed("c.txt", "d.txt")))

    tree = overlay([lower, upper])

    assert (b"lower", 0) == (tree.read("d.txt"), tree.layer_of("d.txt"))


def test_links_of_a_table_lead_nowhere_in_a_full_scan():
    link = {"type": "symlink", "name": "app", "linkName": "/nowhere"}
    lower = snapshot_of(tar_of({"app/l.txt": b"lower"}), CLAIMS)
    upper = read(estargz([*FILES, Item("app/u.txt", b"upper")], lambda e: [*e, link]))

    tree = overlay([lower, upper])

    assert ["a.txt", "app/l.txt", "app/u.txt", "c.txt"] == tree.match("**/*.txt")
    assert (b"lower", b"upper") == (tree.read("app/l.txt"), tree.read("app/u.txt"))


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
def test_a_table_that_cannot_be_used_is_noted_by_a_full_scan(form):
    snapshot = read(form(FILES, document=b"[]"))

    (note,) = snapshot.notes
    assert note.reason.startswith("a table of contents that cannot be used: ")
    assert not note.incomplete


@pytest.mark.parametrize("options", [OPTIONS, BY_TOC])
def test_a_medium_that_fails_to_give_parts_costs_the_table_only(options):
    layer = estargz(FILES)

    def broken(*_):
        raise OSError("unplugged")

    snapshot = read_layer(lambda: MemoryStream(layer.data), layer.info, options, broken)

    assert {"a.txt": b"A", "c.txt": b"C"} == snapshot.contents
    assert ["a table of contents that cannot be used: unplugged"] == [
        note.reason for note in snapshot.notes
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_by_its_table_a_layer_is_not_read_as_a_whole(form):
    layer = form([*FILES, Item("large.bin", bytes(range(256)) * 4000)])

    def refuse():
        raise AssertionError("the whole layer is read")

    snapshot = read_layer(refuse, layer.info, BY_TOC, layer.fetch)

    assert {"a.txt": b"A", "c.txt": b"C"} == snapshot.contents


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_read_by_a_table_is_not_kept_and_what_is_kept_is_used(form, tmp_path):
    store = DirectoryStore(tmp_path, 1 << 20)
    full = ReadOptions(claims=CLAIMS, store=store)
    by_toc = ReadOptions(claims=CLAIMS, store=store, by_toc=True)
    layer = form(FILES, without("c.txt"))

    first = read(layer, by_toc)
    kept = store.size()[0]
    whole = read(layer, full)
    again = read(layer, by_toc)

    assert (True, ["a.txt"], 0) == (first.is_by_toc, sorted(first.contents), kept)
    assert (False, ["a.txt", "c.txt"]) == (again.is_by_toc, sorted(again.contents))
    assert (whole.entries, whole.notes) == (again.entries, again.notes)
    assert 1 == store.size()[0]


def image_with(*layers: TocLayer) -> tuple[dict[str, bytes], dict[str, object]]:
    """Return the files of a layout with one image of these layers, and its descriptor."""
    layout = Layout()
    descriptors = [
        layout.blob(layer.data, layer.media_type, annotations=dict(layer.annotations))
        for layer in layers
    ]
    whole = [layer.tar for layer in layers]
    entry = layout.image(*whole, manifest={"layers": descriptors})
    return layout.with_entries(entry), entry


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
def test_a_distribution_that_a_table_leaves_out_is_found_by_a_full_scan(form, tmp_path):
    files, _ = image_with(form([*IDNA, *URLLIB3], without(URLLIB3[0].name)))
    target = stored(tmp_path, files, "directory")

    by_toc, full = scan(target, Settings(by_toc=True)), scan(target)

    assert (Coverage.TOC, ["idna"], ()) == (
        by_toc.coverage,
        [component.name for component in by_toc.components],
        by_toc.problems,
    )
    assert (Coverage.FULL, ["idna", "urllib3"]) == (
        full.coverage,
        [component.name for component in full.components],
    )
    assert ["toc-tar-mismatch"] == [problem.reason.split(":")[0] for problem in full.problems]


@pytest.mark.hostile(row=52)
@pytest.mark.parametrize("form", FORMATS)
def test_a_distribution_that_a_table_adds_is_found_by_both(form, tmp_path):
    """
    The payload is there for the table, and inside another file for the tar stream.
    """
    hidden = Item("cache.bin", URLLIB3[0].content)
    files, _ = image_with(form([*IDNA, hidden], renamed("cache.bin", URLLIB3[0].name)))
    target = stored(tmp_path, files, "directory")

    by_toc, full = scan(target, Settings(by_toc=True)), scan(target)

    for inventory in (by_toc, full):
        assert ["idna", "urllib3"] == [component.name for component in inventory.components]
    assert ["toc-tar-mismatch"] == [problem.reason.split(":")[0] for problem in full.problems]


@pytest.mark.parametrize("form", ["archive", "gzip", "directory"])
def test_a_table_is_used_in_a_layout_of_any_form(form, tmp_path):
    files, _ = image_with(estargz(IDNA), zstd_chunked(URLLIB3))
    target = stored(tmp_path, files, form)

    inventory = scan(target, Settings(by_toc=True))

    assert ["idna", "urllib3"] == [component.name for component in inventory.components]


def test_the_coverage_is_told_in_every_report(tmp_path):
    files, _ = image_with(estargz(IDNA))
    target = stored(tmp_path, files, "directory")
    flags = (target, "--coverage", "toc")

    native = json.loads(lading("scan", *flags, "--format", "json", "--fail-on", "never").stdout)
    terminal = lading("scan", *flags, "--fail-on", "never").stdout.decode()
    bom = json.loads(lading("sbom", *flags).stdout)

    properties = {each["name"]: each["value"] for each in bom["metadata"]["properties"]}
    assert "toc" == native["coverage"]
    assert ["toc"] == [value for name, value in properties.items() if name.endswith("coverage")]
    assert "Only by tables of contents" in terminal


def ranged(data, request):
    """Return what is asked for, as a registry does that knows ranges with an end."""
    first, _, last = request.headers["range"].removeprefix("bytes=").partition("-")
    begin, end = int(first), min(int(last or len(data)), len(data) - 1)
    content_range = {"Content-Range": f"bytes {begin}-{end}/{len(data)}"}
    return Answer(206, content_range, data[begin : end + 1])


MISBEHAVIOURS = {
    "none": lambda _reply, data, request: ranged(data, request),
    "ignores ranges": lambda _reply, data, _request: Answer(200, {}, data),
    "sends less": lambda _reply, data, request: Answer(
        206, ranged(data, request).headers, ranged(data, request).body[:-1]
    ),
    "sends more": lambda _reply, data, request: Answer(
        206, ranged(data, request).headers, ranged(data, request).body + b"x"
    ),
    "sends another part": lambda _reply, data, _request: Answer(
        206, {"Content-Range": f"bytes 0-1/{len(data)}"}, data[:2]
    ),
    "tells no range": lambda _reply, data, request: Answer(206, {}, ranged(data, request).body),
    "has no ranges": lambda _reply, _data, _request: Answer(416),
    "sends something else": lambda _reply, data, request: Answer(
        206, ranged(data, request).headers, bytes(len(ranged(data, request).body))
    ),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", MISBEHAVIOURS)
def test_a_registry_that_does_not_send_parts_sends_the_whole(form, case):
    layer = form([*IDNA, Item("large.bin", bytes(range(256)) * 1000)])
    files, entry = image_with(layer)
    answer = registry_of(files, {"1": entry})

    def answers(request):
        reply = answer(request)
        if "range" in request.headers and request.path.endswith(digest(layer.data)):
            return MISBEHAVIOURS[case](reply, layer.data, request)
        return reply

    with serving(answers) as web:
        options = Settings(by_toc=True, registry=settings())
        inventory = scan(f"{web.host}/{REPOSITORY}:1", options)

    assert (Coverage.TOC if case == "none" else Coverage.FULL) is inventory.coverage
    assert ["idna"] == [component.name for component in inventory.components]
