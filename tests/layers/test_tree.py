"""What catalogers see."""

from __future__ import annotations

import pytest

from layers import Claims, Limits
from layers.errors import UnreadableFile
from layers.overlay import overlay
from layers.tar_header import Kind
from tests.support.archives import zip_of
from tests.support.images import snapshot_of, tree_of
from tests.support.tar_blocks import END, GNU, member

CLAIMS = Claims(["**/*.txt", "**/READ*", "etc/os-release", "**/*.d"])
TREE = tree_of(
    {
        "a.txt": b"A",
        "opt/b.txt": b"B",
        "opt/README": b"R",
        "opt/README.md": b"M",
        "etc/os-release": b"ID=x",
        "link.txt": "opt/b.txt",
        "out": "../../../opt",
        "loop": "loop",
        "dangling.txt": "missing",
        "unclaimed": b"x",
        "to-unclaimed.txt": "unclaimed",
        "opt/x.d": None,
        "opt/empty": None,
    },
    {"opt/c.txt": b"C", "opt/.wh.b.txt": b"", "b/b.txt": b"B2"},
    claims=CLAIMS,
)


ROOT = ["a.txt", "dangling.txt", "link.txt", "to-unclaimed.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("**/*.txt", sorted([*ROOT, "b/b.txt", "opt/c.txt"])),
        ("**/READ*", ["opt/README", "opt/README.md"]),
        ("etc/os-release", ["etc/os-release"]),
        ("**/b.txt", ["b/b.txt"]),
        ("*.txt", ROOT),
        ("opt/*.txt", ["opt/c.txt"]),
        ("**/*.d", ["opt/x.d"]),
        ("**/nothing", []),
        ("**/no*", []),
    ],
)
def test_a_pattern_gives_the_paths_that_match_sorted(pattern, expected):
    assert expected == TREE.match(pattern)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.txt", b"A"),
        ("/a.txt", b"A"),
        ("./opt/../a.txt", b"A"),
        ("opt/c.txt", b"C"),
        ("out/c.txt", b"C"),
        ("etc/os-release", b"ID=x"),
    ],
)
def test_a_claimed_file_is_read_wherever_links_lead(path, expected):
    assert expected == TREE.read(path)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing", "not there"),
        ("opt/b.txt", "not there"),
        ("link.txt", "a symbolic link to opt/b.txt, which was not read"),
        ("dangling.txt", "a symbolic link to missing, which was not read"),
        pytest.param("loop", "a loop of symbolic links", id="row-32"),
        pytest.param("loop/x", "a loop of symbolic links", id="row-32-below"),
        ("to-unclaimed.txt", "a symbolic link to unclaimed, which was not read"),
        ("opt/x.d", "a directory"),
    ],
)
def test_what_cannot_be_read_is_told_why(path, reason):
    with pytest.raises(UnreadableFile) as error:
        TREE.read(path)

    assert (path, reason, reason) == (error.value.path, error.value.reason, str(error.value))


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        pytest.param(member(b"a.txt", flag=b"3"), "a device or fifo", id="row-35-device"),
        pytest.param(member(b"a.txt", flag=b"6"), "a device or fifo", id="row-35-fifo"),
        pytest.param(
            member(b"a.txt", b"x", flag=b"S", magic=GNU),
            "a file with holes, which no installer writes",
            id="row-43-sparse",
        ),
        pytest.param(
            member(b"a.txt", flag=b"1", target=b"b"),
            "a hard link to b, which was not read",
            id="row-34-hard-link",
        ),
        pytest.param(member(b"a.txt", b"x" * 11), "not read", id="row-49-too-large"),
        pytest.param(
            member(b"a.txt", flag=b"2", target=b"/dev/zero"),
            "a symbolic link to dev/zero, which was not read",
            id="row-35-link-to-a-device",
        ),
    ],
)
def test_what_is_no_file_is_not_read(block, reason):
    snapshot = snapshot_of(block + END, CLAIMS, Limits(max_claimed_file_bytes=10))

    with pytest.raises(UnreadableFile) as error:
        overlay([snapshot]).read("a.txt")

    assert reason == error.value.reason


def test_an_entry_tells_what_is_there_and_which_layer_it_is_from():
    entry, link = TREE.entry("opt/c.txt"), TREE.entry("link.txt")

    assert entry is not None
    assert link is not None
    assert (Kind.FILE, 1, Kind.SYMLINK, "opt/b.txt") == (
        entry.kind,
        entry.size,
        link.kind,
        link.target,
    )
    assert [0, 1, None] == [TREE.layer_of(path) for path in ("a.txt", "opt/c.txt", "opt/b.txt")]
    assert TREE.entry("opt/b.txt") is None


def test_a_path_is_resolved_without_being_there():
    assert ["opt/new", None] == [TREE.resolve("out/new"), TREE.resolve("loop/new")]


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        ("opt", ["opt/README", "opt/README.md", "opt/c.txt"]),
        ("opt/empty", []),
        ("op", []),
        ("missing", []),
        ("b", ["b/b.txt"]),
    ],
)
def test_a_walk_gives_every_file_below_a_directory(directory, expected):
    assert expected == sorted(TREE.walk(directory))


def test_a_walk_gives_what_nobody_claims_and_links_too():
    found = sorted(TREE.walk(""))

    assert {"unclaimed", "loop", "out", "link.txt"} < set(found)
    assert len(set(found)) == len(found)


PLACES = [
    ("a.txt", True),
    ("/unclaimed", True),
    ("opt", True),
    ("opt/empty", True),
    ("opt/x.d", True),
    ("out/c.txt", True),
    ("link.txt", False),
    ("to-unclaimed.txt", True),
    ("opt/b.txt", False),
    ("opt/missing", False),
    ("op", False),
    ("loop", False),
    ("dangling.txt", False),
    ("", True),
    ("../..", True),
    ("opt/.wh.b.txt", False),
]


def test_many_paths_are_looked_for_at_once():
    """
    What nobody claimed counts, and so do directories; a link counts if what it leads to is there.
    """
    assert {path for path, is_there in PLACES if is_there} == TREE.among(path for path, _ in PLACES)


LAYERS_OF_PLACES = [
    pytest.param([{"a/b": b""}, {".wh.a": b""}], set(), id="hidden"),
    pytest.param([{"a/b": b""}, {".wh.a": b"", "a/c": b""}], {"a", "a/c"}, id="made again"),
    pytest.param([{"a/b": b""}, {"a/.wh..wh..opq": b""}], {"a"}, id="opaque"),
    pytest.param([{"a/b": b""}, {"a/.wh.b": b""}], {"a"}, id="emptied"),
    pytest.param([{"a/b": b""}, {"a": b""}], {"a"}, id="replaced by a file"),
    pytest.param([{"a/b": b""}, {"a": None}], {"a", "a/b"}, id="the same directory"),
    pytest.param([{"a": b""}, {"a": None}], {"a"}, id="replaced by a directory"),
    pytest.param([{"a": b""}, {"a/b": b""}], {"a", "a/b"}, id="replaced by what is in it"),
    pytest.param([], set(), id="nothing"),
]


@pytest.mark.parametrize(("layers", "expected"), LAYERS_OF_PLACES)
def test_what_is_there_is_what_no_higher_layer_hides(layers, expected):
    assert expected == tree_of(*layers, claims=CLAIMS).among(("a", "a/b", "a/c"))


def test_what_a_file_took_the_place_of_in_its_own_layer_is_gone():
    tar = member(b"a/b", b"x") + member(b"a", b"y") + END

    assert {"a"} == overlay([snapshot_of(tar, CLAIMS)]).among(("a", "a/b"))


@pytest.mark.hostile(row=48)
def test_a_path_that_is_not_utf_8_is_kept():
    tree = overlay([snapshot_of(member(b"\xff/\xfe.txt", b"x") + END, CLAIMS)])

    assert ["\udcff/\udcfe.txt"] == tree.match("**/*.txt") == list(tree.walk("\udcff"))
    assert b"x" == tree.read("\udcff/\udcfe.txt")


def test_the_files_in_directories_are_those_of_all_layers_that_none_hides():
    tree = tree_of(
        {"a/f": b"", "a/g": b"", "b/f": b"", "c/f": b""},
        {"a/.wh.f": b"", "a/h": b"", "b/.wh..wh..opq": b"", "c/d/f": b""},
    )

    assert tree.files_in(("a", "b", "c", "e")) == ["a/g", "a/h", "c/f"]


def test_the_files_in_a_directory_of_an_archive_are_told_too():
    tree = tree_of({"a/x.whl": zip_of({"b/f": b"", "b/c/f": b""}), "b/f": b""})

    assert tree.files_in(("a/x.whl!/b", "b", "y.whl!/b")) == ["a/x.whl!/b/f", "b/f"]
