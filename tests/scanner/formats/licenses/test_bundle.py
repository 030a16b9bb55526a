"""The bundle of licence files, unpacked again."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

from scanner.formats.licenses.bundle import emit
from scanner.formats.licenses.notice import emit as notice
from tests.support.license_reports import (
    BSD,
    LIBRARY,
    awkward,
    license_report_of,
    licensed,
    mit,
    text,
)
from tests.support.reports import SITE


def bundle_of(report):
    """Return the archive, opened."""
    return ZipFile(BytesIO(b"".join(emit(report))))


def test_it_has_every_licence_file_as_it_is_below_its_distribution():
    with bundle_of(LIBRARY) as archive:
        assert [
            "NOTICE",
            "index.json",
            "licenses/attrs-25.1/LICENSE",
            "licenses/converter-1.0/LICENSE",
            "licenses/idna-3.4/LICENSE",
            "licenses/urllib3-2.2/LICENSE",
        ] == sorted(archive.namelist())
        assert BSD.encode() == archive.read("licenses/idna-3.4/LICENSE")
        assert b"".join(notice(LIBRARY)) == archive.read("NOTICE")


def test_the_index_says_what_the_files_are():
    with bundle_of(LIBRARY) as archive:
        index = json.loads(archive.read("index.json"))
        files = {file["file"] for each in index["components"] for file in each["files"]}
        names = set(archive.namelist())

    assert names - {"NOTICE", "index.json"} == files
    assert "/opt/venv/lib/python3.11/site-packages/idna-3.4.dist-info/licenses/LICENSE" in [
        file["path"] for each in index["components"] for file in each["files"]
    ]


def test_no_name_leaves_the_directory_that_it_is_unpacked_in():
    with bundle_of(awkward()) as archive:
        names = archive.namelist()

    for name in names:
        assert not name.startswith("/")
        assert "\\" not in name
        assert {"", ".", ".."}.isdisjoint(name.split("/"))
    assert len({name.casefold() for name in names}) == len(names)


def test_files_of_one_name_and_other_contents_are_both_there():
    data = mit("One"), mit("Two")
    files = [
        text(f"{SITE}/x-1.dist-info/{path}", each, "MIT")
        for path, each in zip(("LICENSE", "licenses/license"), data, strict=True)
    ]

    with bundle_of(license_report_of(licensed("x", "1", "MIT", *files), texts=data)) as archive:
        assert {*data} == {
            archive.read(name) for name in archive.namelist() if name.startswith("licenses/x-1")
        }


def test_a_file_that_was_not_kept_has_no_name_in_the_index():
    report = license_report_of(licensed("x", "1", "MIT", text("LICENSE", b"gone", "MIT")))

    with bundle_of(report) as archive:
        index = json.loads(archive.read("index.json"))

    assert [None] == [file["file"] for file in index["components"][0]["files"]]
