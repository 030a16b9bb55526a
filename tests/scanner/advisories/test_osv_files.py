"""Records from a directory, a tar archive or a zip file."""

from __future__ import annotations

import gzip
import json
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.item import Unreadable
from scanner.advisories.osv_files import records_in
from scanner.errors import UnreadableAdvisories
from testdata.images.writer import tar_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES = {
    "vulns/b/PYSEC-2.yaml": b"id: PYSEC-2\n",
    "vulns/a/PYSEC-1.json": b'{"id": "PYSEC-1"}',
    "vulns/c/PYSEC-3.yml": b"id: PYSEC-3\n",
    "README.md": b"# Advisories\n",
    "json": b"{",
}
EXPECTED = [
    ("vulns/a/PYSEC-1.json", {"id": "PYSEC-1"}),
    ("vulns/b/PYSEC-2.yaml", {"id": "PYSEC-2"}),
    ("vulns/c/PYSEC-3.yml", {"id": "PYSEC-3"}),
]


def directory(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a directory."""
    for name, content in files.items():
        (parent / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (parent / "source" / name).write_bytes(content)
    return parent / "source"


def plain_tar(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tar archive that is not compressed."""
    path = parent / "source.tar"
    path.write_bytes(tar_of({**files}))
    return path


def gzipped_tar(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tar archive as GitHub offers them."""
    path = parent / "source.tar.gz"
    path.write_bytes(gzip.compress(tar_of({**files})))
    return path


def tar_xz(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tar archive as the one that the bundled index is made from."""
    path = parent / "source.tar.xz"
    path.write_bytes(lzma.compress(tar_of({**files})))
    return path


def zipped(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Write a zip file, as OSV offers them."""
    path = parent / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


ARCHIVES = [plain_tar, gzipped_tar, tar_xz, zipped]
WRITERS = [directory, *ARCHIVES]


@pytest.mark.parametrize("write", WRITERS)
def test_the_records_of_a_source_come_sorted_by_name(tmp_path, write):
    assert EXPECTED == list(records_in(write(tmp_path, FILES)))


@pytest.mark.parametrize("write", WRITERS)
def test_a_source_without_records_has_none(tmp_path, write):
    assert [] == list(records_in(write(tmp_path, {"README.md": b""})))


def test_directories_are_no_records_whatever_their_names(tmp_path):
    source = directory(tmp_path, {"x.json/y.json": b'{"id": "Y"}'})
    path = tmp_path / "source.tar"
    with tarfile.open(path, "w") as archive:
        archive.add(source, "source")

    assert [("x.json/y.json", {"id": "Y"})] == list(records_in(source))
    assert [("source/x.json/y.json", {"id": "Y"})] == list(records_in(path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-23T08:00:00Z", "2026-07-23T08:00:00Z"),
        ("2019-09-12", "2019-09-12"),
        ("1.10", "1.10"),
        ("0", "0"),
        ("1_0", "1_0"),
        ("010", "010"),
        ("1:20", "1:20"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("no", "no"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
    ],
)
def test_a_plain_scalar_of_yaml_is_a_text_as_it_stands_there(tmp_path, text, expected):
    """
    The number 1.1 is another version than 1.10, and JSON has dates as texts, too.
    """
    source = directory(tmp_path, {"x.yaml": f"value: {text}\n".encode()})

    assert [("x.yaml", {"value": expected})] == list(records_in(source))


BROKEN = {
    "cut.json": b'{"id": ',
    "list.json": b"[]",
    "latin-1.json": b'{"id": "\xe9"}',
    "deep.json": b"[" * 100_000,
    "tab.yaml": b"id:\n\t- x\n",
    "two.yaml": b"id: a\n---\nid: b\n",
    "text.yaml": b"just text\n",
    "bytes.yaml": b"\xff\xfe\xff",
    "deep.yaml": b"{" * 50_000,
    "circle.yaml": b"id: a\naffected: &x\n- *x\n",
    "laughs.yaml": b"a: &a [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(
        b"%c: &%c [%s]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 9))
        for name in b"bcdefghi"
    ),
    "twice.yaml": b"id: a\nid: b\n",
}


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_is_named(tmp_path, write, name):
    """
    Passed over, it would be an advisory that nobody misses.
    """
    source = write(tmp_path, {**FILES, f"vulns/{name}": BROKEN[name]})

    found = dict(records_in(source))

    odd = found.pop(f"vulns/{name}")
    assert isinstance(odd, Unreadable)
    assert f"vulns/{name}" == odd.name
    assert dict(EXPECTED) == found


def test_a_tag_of_yaml_makes_no_object(tmp_path):
    source = directory(tmp_path, {"x.yaml": b"id: !!python/object/apply:os.getcwd []\n"})

    assert [("x.yaml", {"id": []})] == list(records_in(source))


def incompressible(count: int) -> dict[str, bytes]:
    """Return records with something that does not compress to nothing."""
    return {
        f"{number}.json": json.dumps(
            {"id": f"X-{number}", "n": [hash((number, i)) for i in range(40)]}
        ).encode()
        for number in range(count)
    }


@pytest.mark.parametrize("write", ARCHIVES)
def test_an_archive_that_is_cut_is_an_error_and_not_a_shorter_one(tmp_path, write):
    """
    The last blocks of a plain archive are padding; all before it is needed.
    """
    source = write(tmp_path, incompressible(20))
    whole = source.read_bytes().rstrip(b"\0")

    for size in range(0, len(whole), len(whole) // 50):
        source.write_bytes(whole[:size])
        with pytest.raises(UnreadableAdvisories):
            list(records_in(source))


def test_an_archive_that_is_cut_between_two_blocks_is_an_error(tmp_path):
    """
    The standard library takes the end of the file for that of the archive.
    """
    source = plain_tar(tmp_path, FILES)
    whole = source.read_bytes()

    for size in range(0, len(whole.rstrip(b"\0")) + 512, 512):
        source.write_bytes(whole[:size])
        with pytest.raises(UnreadableAdvisories):
            list(records_in(source))


def test_a_header_that_is_damaged_is_no_end_of_the_archive(tmp_path):
    """
    The standard library takes it for one, and the records behind it would be missing.
    """
    source = plain_tar(tmp_path, FILES)
    content = bytearray(source.read_bytes())
    content[1024 + 5] ^= 0xFF
    source.write_bytes(content)

    with pytest.raises(UnreadableAdvisories, match="damaged"):
        list(records_in(source))


@pytest.mark.parametrize("write", ARCHIVES)
def test_no_changed_byte_of_an_archive_raises_anything_else(tmp_path, write):
    source = write(tmp_path, incompressible(3))
    whole = source.read_bytes()

    for place in range(0, len(whole), max(1, len(whole) // 200)):
        source.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            list(records_in(source))
        except UnreadableAdvisories:
            continue


def test_a_zip_file_with_a_password_is_an_error(tmp_path):
    source = zipped(tmp_path, {"x.json": b"{}"})
    content = source.read_bytes()
    flagged = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert content != flagged
    source.write_bytes(flagged)

    with pytest.raises(UnreadableAdvisories, match="encrypted"):
        list(records_in(source))


@pytest.mark.parametrize("content", [None, b"", b"text"], ids=["missing", "empty", "text"])
def test_what_is_no_source_is_an_error(tmp_path, content):
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)

    with pytest.raises(UnreadableAdvisories, match="source") as caught:
        list(records_in(source))

    assert 1 == len(caught.value.reason.splitlines())
