"""Distributions whose metadata is hostile: they are found, and nothing acts where it is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from layers.limits import MIB
from scanner.formats import SBOM_EMITTERS
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from tests.support.command import Result, lading
from tests.support.cyclonedx import complaint, error_in
from tests.support.documents import parsed
from tests.support.shop import SITE, image_of, layout
from tests.support.spdx import errors_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIST_INFO = f"{SITE}/idna-3.4.dist-info"
"""Of a distribution with known vulnerabilities."""


@pytest.fixture
def scanned(tmp_path: Path) -> Callable[..., Result]:
    """Return what scans an image of one distribution, which has these files."""

    def scan(form: str, **files: bytes) -> Result:
        image = image_of({f"{DIST_INFO}/{name}": content for name, content in files.items()})
        return lading("scan", "-f", form, layout(image, tmp_path / "image", "none"))

    return scan


def inventory(result: Result) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what a report has of distributions and problems."""
    report = json.loads(result.stdout)
    return report["components"], [problem["reason"] for problem in report["problems"]]


HEADERS = b"Name: idna\nVersion: 3.4\n"


@pytest.mark.parametrize(
    ("metadata", "reason", "code"),
    [
        pytest.param(
            HEADERS + b"\n" + bytes(64 * MIB),
            f"limit max_claimed_file_bytes exceeded: {64 * MIB + len(HEADERS) + 1:,} bytes",
            INCOMPLETE,
            id="row-49-beyond-the-limit",
        ),
        pytest.param(
            HEADERS + b"\n" + b"x\n" * (4 * MIB),
            "larger than 8,388,608 bytes; the rest is not read",
            FINDINGS,
            id="row-49-large",
        ),
        pytest.param(b"", "no Name; the file name has it", FINDINGS, id="row-49-empty"),
        pytest.param(
            b"Version: 3.4\n", "no Name; the file name has it", FINDINGS, id="row-49-no-name"
        ),
        pytest.param(
            b"Name: idna\n",
            "no Version; 3.4 by the file name",
            FINDINGS,
            id="row-49-no-version",
        ),
        pytest.param(
            b"Name: idna\nVersion: banana\n",
            "not a valid version: 'banana'",
            FINDINGS,
            id="row-49-no-valid-version",
        ),
    ],
)
def test_a_distribution_is_reported_whatever_its_metadata_is(scanned, metadata, reason, code):
    """
    M3
    """
    result = scanned("json", METADATA=metadata)

    (component,), reasons = inventory(result)
    assert ("idna", code) == (component["name"], result.code)
    assert reason in reasons


@pytest.mark.hostile(row=49)
def test_a_list_of_ten_million_files_is_passed_over(scanned):
    """
    M3
    """
    result = scanned("json", METADATA=HEADERS, RECORD=b"a,,\n" * 10_000_000)

    (component,), reasons = inventory(result)
    assert ("idna", "3.4", FINDINGS) == (component["name"], component["version"], result.code)
    assert ["10,000,000 lines cannot be read"] == reasons


@pytest.mark.hostile(row=51)
@pytest.mark.parametrize(
    "files",
    [
        {"INSTALLER": b"dpkg\n"},
        {"INSTALLER": b"rpm"},
        {"INSTALLER": b"\xff\0" * 1000},
        {"RECORD": b""},
        {"RECORD": b"../../../etc/passwd,,\n"},
        {"RECORD": b"/etc/passwd,sha256=AAAA,1\n"},
        {},
    ],
    ids=["dpkg", "rpm", "garbage", "empty-record", "leading-out", "another-file", "no-record"],
)
def test_a_distribution_cannot_pass_for_somebody_else_s(scanned, files):
    result = scanned("json", METADATA=HEADERS, **files)

    (component,), _ = inventory(result)
    assert ("idna", "3.4", "installed") == (
        component["name"],
        component["version"],
        component["state"],
    )
    assert FINDINGS == result.code


TEXTS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "formula": "=cmd|' /C calc'!A0",
    "formulae": '@SUM(1+1) +1 -1 "=HYPERLINK(""http://evil.test"")"',
    "bidi": "safe\u202egpj.exe\u2066\u2069",
    "terminal": "\x1b[2J\x1b]0;title\x07\x1b]8;;http://evil.test\x07link\x9b31m",
    "markup": "[link=http://evil.test]click[/link] [bold]x[/]",
    "json": '"}], "components": [], "x": ["',
    "zero-width": "a\u200bb\ufeffc",
}
"""That act in a browser, a spreadsheet, a terminal, a markup language or a parser."""


def acting(text: str) -> bytes:
    return HEADERS + f"Summary: {text}\nLicense: {text}\nHome-page: {text}\n".encode()


@pytest.mark.hostile(row=50)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_kept_as_it_is(scanned, text):
    result = scanned("json", METADATA=acting(text), INSTALLER=text.encode())

    ((component,), _) = inventory(result)
    assert (text, text) == (component["summary"], component["license"]["text"])
    assert all(line.isprintable() for line in result.stdout.decode().split("\n"))


@pytest.mark.hostile(row=50)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_breaks_no_bill_of_materials(scanned, text):
    """
    M8
    """
    result = scanned("cyclonedx-json", METADATA=acting(text))

    (component,) = json.loads(result.stdout)["components"]
    assert None is error_in(result.stdout.decode())
    assert text == component["description"]
    assert all(line.isprintable() for line in result.stdout.decode().split("\n"))


@pytest.mark.hostile(row=50)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("field", ["Name", "Version"])
def test_a_text_does_not_act_on_a_terminal(scanned, text, field):
    """
    M8
    """
    headers = {"Name": "idna", "Version": "3.4", field: text}
    metadata = "".join(f"{name}: {value}\n" for name, value in headers.items())

    result = scanned("terminal", METADATA=metadata.encode() + acting(text))

    lines = result.stdout.decode().splitlines()
    assert all(line.isprintable() for line in lines)
    assert any("1 distribution" in line for line in lines)


@pytest.mark.hostile(row=50)
@pytest.mark.parametrize("form", SBOM_EMITTERS)
def test_m8_names_break_no_document(tmp_path, form):
    names = [*TEXTS.values(), "a,b;c\td", "]]><!--", "'; DROP TABLE x; --", "\\", "a\r\nb"]
    files = {
        f"{SITE}/x{number}-1.dist-info/METADATA": f"Name: {name}\nVersion: 1{name}\n".encode()
        for number, name in enumerate(names)
    }

    result = lading("sbom", "-f", form, layout(image_of(files), tmp_path / "image", "none"))

    assert all(line.isprintable() for line in result.stdout.decode().split("\n"))
    if "xml" in form:
        found = parsed(form, result.stdout).findall("{*}components/{*}component/{*}name")
        assert len(names) == len(found)
    elif "cyclonedx" in form or form == "json":
        components = parsed(form, result.stdout)["components"]
        assert len(names) == len(components)
        assert all(component["name"].isprintable() for component in components)
    if "cyclonedx" in form:
        assert complaint(SBOM_EMITTERS[form], result.stdout.decode()) is None
    elif "spdx" in form:
        assert [] == errors_in(form, result.stdout.decode())


SMUGGLED = {
    "twice": b"Name: idna\nVersion: 3.4\nName: safe\nVersion: 9.9\n",
    "carriage-return": b"Name: idna\rName: safe\rVersion: 3.4\rVersion: 9.9\r",
    "folded": b"Name: idna\nSummary: x\n Name: safe\nVersion: 3.4\n Version: 9.9\n",
    "vertical-tab": b"Name: idna\nSummary: x\x0bName: safe\nVersion: 3.4\n",
    "next-line": "Name: idna\nSummary: x\x85Name: safe\nVersion: 3.4\n".encode(),
    "line-separator": "Name: idna\nSummary: x\u2028Name: safe\nVersion: 3.4\n".encode(),
    "in-the-body": HEADERS + b"\nName: safe\nVersion: 9.9\n",
    "in-the-description": HEADERS + b"Description: x\n        Name: safe\n        Version: 9.9\n",
}


@pytest.mark.hostile(row=50)
@pytest.mark.parametrize("metadata", SMUGGLED.values(), ids=SMUGGLED)
def test_the_first_name_and_version_count(scanned, metadata):
    """
    Those that installers read.
    """
    result = scanned("json", METADATA=metadata)

    (component,), _ = inventory(result)
    assert ("idna", True) == (component["name"], component["version"].startswith("3.4"))
    assert result.code in {CLEAN, FINDINGS}
