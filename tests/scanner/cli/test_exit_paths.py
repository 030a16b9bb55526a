"""Whichever way a scan ends, each format's document is one, and whole; or there is none."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import jsonschema_rs
import pytest

from scanner.cli import FAILED, INTERRUPTED
from scanner.cli.options import FORMATS, TERMINAL
from scanner.formats import EMITTERS
from scanner.formats.report_schema import PLACE
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from scanner.schema import schema_errors
from scanner.validation import format_of
from tests.support.command import LADING, environment, lading
from tests.support.official import ERRORS, github_snapshot_errors
from tests.support.openvex import openvex_error
from tests.support.shop import CLEAN as CLEAN_IMAGE
from tests.support.shop import blobs_by_size, layout
from tests.support.web import Answer, serving

TEMPLATE = "{{ report.findings | length }} findings\n"
BEFORE = "what was there before\n"


def nothing(directory):
    (directory / "target").mkdir()
    (directory / "target/README").touch()
    return directory / "target"


def findings(directory):
    target = nothing(directory)
    (target / "requirements.txt").write_text("idna==3.4\n")
    return target


def undetermined(directory):
    target = nothing(directory)
    for name, version in (("idna", "3.4"), ("paramiko", "0.9-doduo"), ("pillow", "no-version")):
        metadata = target / f"lib/python3.11/site-packages/{name}-{version}.dist-info/METADATA"
        metadata.parent.mkdir(parents=True)
        metadata.write_text(f"Name: {name}\nVersion: {version}\n")
    return target


def incomplete(directory):
    target = layout(CLEAN_IMAGE, directory / "image")
    (layer,) = (blob for blob in blobs_by_size(target) if blob.read_bytes()[:2] == b"\x1f\x8b")
    os.truncate(layer, layer.stat().st_size - 10)
    return target


def options(directory):
    template = directory / "count.txt.jinja"
    template.write_text(TEMPLATE)
    formats = {**dict.fromkeys(FORMATS, ""), f"template:{template}": ""}
    files = {name: directory / f"document-{number}" for number, name in enumerate(formats)}
    return files, [part for name, file in files.items() for part in ("-o", f"{name}={file}")]


CHECKS = {**ERRORS, "github-snapshot": github_snapshot_errors}
REPORT = jsonschema_rs.validator_for(json.loads(PLACE.read_bytes()))
SBOMS = [name for name in EMITTERS if name.startswith(("cyclonedx", "spdx"))]
SCHEMALESS = {"html", "spdx-tag-value", TERMINAL}
"""Formats that nobody has a schema of; that they can be read is for tests of their own."""


def errors_in(name, text):
    if name in CHECKS:
        return CHECKS[name](text)
    if name == "json":
        return [each.message for each in REPORT.iter_errors(json.loads(text))]
    if name == "cosign-vuln":
        # cosign has no schema of it; what it has for a result is a report of ours.
        result = json.loads(text)["scanner"]["result"]
        return [each.message for each in REPORT.iter_errors(result)]
    if name == "openvex":
        document = json.loads(text)
        # Without a statement it is none for its schema; docs/vex.md says so.
        error = openvex_error(document) if document["statements"] else None
        return [error] if error else []
    if name in SBOMS and name not in SCHEMALESS:
        data = text.encode()
        return list(schema_errors(str(format_of(data)), data))
    end = "</html>" if name == "html" else ""
    return [] if text.strip().endswith(end) and text else ["it has no end"]


def test_every_format_but_three_is_compared_with_a_schema():
    """
    A new format without one is added here with a reason, or fails.
    """
    compared = {*CHECKS, "json", "cosign-vuln", "openvex", *SBOMS}

    assert SCHEMALESS - {"spdx-tag-value"} == set(FORMATS) - compared


@pytest.mark.parametrize(
    ("target", "code"),
    [(nothing, CLEAN), (findings, FINDINGS), (undetermined, FINDINGS), (incomplete, INCOMPLETE)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_document_is_whole_however_a_scan_ends(tmp_path, target, code):
    files, outputs = options(tmp_path)

    result = lading("scan", target(tmp_path), "-f", "sarif", *outputs)

    texts = {name: file.read_bytes().decode() for name, file in files.items()}
    assert code == result.code
    assert {name: [] for name in files} == {name: errors_in(name, texts[name]) for name in files}
    assert texts["sarif"] == result.stdout.decode()


def test_a_scan_that_cannot_be_done_writes_no_document(tmp_path):
    files, outputs = options(tmp_path)
    for file in files.values():
        file.write_text(BEFORE)

    result = lading("scan", tmp_path / "missing.oci", "-f", "sarif", *outputs)

    assert (FAILED, b"", 1) == (result.code, result.stdout, len(result.lines))
    assert {BEFORE} == {file.read_text() for file in files.values()}


def test_a_template_that_fails_leaves_its_file_and_stdout_alone(tmp_path):
    template = tmp_path / "half.txt"
    template.write_text("begun {{ report.findings.nothing.at_all }}")
    file = tmp_path / "document"
    file.write_text(BEFORE)

    result = lading("scan", nothing(tmp_path), "-o", f"template:{template}={file}", "-f", "json")

    assert (FAILED, b"", BEFORE) == (result.code, result.stdout, file.read_text())
    assert [f"lading: {template}: 'list object' has no attribute 'nothing'"] == result.lines


def test_an_interrupted_scan_leaves_files_and_stdout_alone(tmp_path):
    files, outputs = options(tmp_path)
    for file in files.values():
        file.write_text(BEFORE)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    gate = ("-o", f"json={pipe}", "-o", f"csv={pipe}2")
    os.mkfifo(f"{pipe}2")
    run = subprocess.Popen(
        [*LADING, "scan", str(findings(tmp_path)), "-f", "sarif", *gate, *outputs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    pipe.read_bytes()  # and now it waits for somebody to read the second

    run.send_signal(signal.SIGINT)

    stdout, stderr = run.communicate(timeout=60)
    assert (INTERRUPTED, b"", b"\nlading: interrupted\n") == (run.returncode, stdout, stderr)
    assert {BEFORE} == {file.read_text() for file in files.values()}


def test_a_scan_that_is_interrupted_while_it_reads_leaves_files_and_stdout_alone(tmp_path):
    files, outputs = options(tmp_path)
    for file in files.values():
        file.write_text(BEFORE)
    running: list[subprocess.Popen[bytes]] = []

    def interrupting(_):
        # The manifest is asked for, and its reader is interrupted while it waits.
        running.pop().send_signal(signal.SIGINT)
        return Answer(404, {"Content-Length": "9"}, b"", sent=0)

    with serving(interrupting) as web:
        target = f"{web.host}/shop:1"
        with subprocess.Popen(
            [*LADING, "scan", target, "-f", "sarif", *outputs],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as run:
            running.append(run)
            stdout, stderr = run.communicate(timeout=60)

    assert (INTERRUPTED, b"", b"\nlading: interrupted\n") == (run.returncode, stdout, stderr)
    assert {BEFORE} == {file.read_text() for file in files.values()}


@pytest.mark.parametrize("epoch", [None, "1795000000"], ids=["undated", "dated"])
def test_two_runs_write_the_same_bytes_in_every_format(tmp_path, epoch):
    files, outputs = options(tmp_path)
    target = undetermined(tmp_path)
    day = {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
    runs = []

    for seed in ("1", "2"):
        variables = {**day, "PYTHONHASHSEED": seed}
        result = lading(
            "scan", target, "--as-of", "2026-11-20", *outputs, "-f", "json", variables=variables
        )
        runs.append(
            {"stdout": result.stdout, **{name: file.read_bytes() for name, file in files.items()}}
        )

    first, second = runs
    if epoch is None:
        # A snapshot has the time of its run, for GitHub lets the newest hold.
        del first["github-snapshot"]
    assert [] == [name for name in first if first[name] != second[name]]


def test_there_are_findings_that_are_undetermined(tmp_path):
    report = json.loads(lading("scan", undetermined(tmp_path), "-f", "json").stdout)

    assert {"affected", "undetermined"} == {each["status"] for each in report["findings"]}


def test_a_document_on_stdout_is_all_that_is_there(tmp_path):
    target = findings(tmp_path)

    for name in (name for name in FORMATS if name != TERMINAL):
        assert [] == errors_in(name, lading("scan", target, "-f", name).stdout.decode())
