"""``lading licenses`` and ``lading licenses diff``."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pytest

from scanner.cli import FAILED
from scanner.cli.license_options import LICENSE_FORMATS
from scanner.formats.licenses import LICENSE_EMITTERS
from scanner.formats.licenses.license_json import LICENSE_JSON
from scanner.licenses.corpus import text_of
from scanner.match.policy import CLEAN, FINDINGS
from tests.support.command import lading, on_terminal
from tests.support.license_reports import LIBRARY, license_report_of, licensed
from tests.support.shop import SITE, distribution, image_of, layout

USAGE = 2


def saved(path, report):
    """Write a licence report as JSON, and return where."""
    path.write_bytes(b"".join(LICENSE_JSON.emit(report)))
    return path


@pytest.fixture
def shop(images):
    return images / "shop.oci"


def test_a_table_is_shown(shop):
    result = lading("licenses", shop)

    assert (CLEAN, "") == (result.code, result.stderr)
    assert "Zope.Interface" in result.stdout.decode()
    assert "distributions" in result.stdout.decode()


def test_report_may_be_named(shop):
    assert lading("licenses", shop).stdout == lading("licenses", "report", shop).stdout


@pytest.mark.parametrize("arguments", [("-q",), ("--format", "json"), ("-o", "csv=x.csv")], ids=str)
def test_options_may_come_first(tmp_path, monkeypatch, shop, arguments):
    monkeypatch.chdir(tmp_path)

    assert CLEAN == lading("licenses", *arguments, shop).code


@pytest.mark.parametrize("name", LICENSE_FORMATS)
def test_two_runs_give_the_same_bytes(shop, name):
    first, second = (lading("licenses", shop, "-f", name).stdout for _ in range(2))

    assert first == second != b""


def test_all_formats_are_written_in_one_run(tmp_path, shop):
    outputs = [part for name in LICENSE_FORMATS for part in ("-o", f"{name}={tmp_path / name}")]

    result = lading("licenses", shop, *outputs)

    assert CLEAN == result.code
    assert sorted(LICENSE_FORMATS) == sorted(path.name for path in tmp_path.iterdir())
    assert result.stdout == (tmp_path / "terminal").read_bytes()


@pytest.mark.parametrize("name", [n for n, each in LICENSE_EMITTERS.items() if each.is_binary])
def test_what_is_no_text_does_not_go_to_a_terminal(shop, name):
    session = on_terminal("stdout", "licenses", shop, "-f", name)

    assert USAGE == session.code
    assert "" == session.shown
    assert f"{name} is nothing for a terminal" in session.other.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("-f", "nothing"),
        ("-o", "csv"),
        ("-o", "nothing=x"),
        ("-o", "csv=x", "-o", "json=x"),
        ("--why", "nothing"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_a_usage_error(tmp_path, monkeypatch, shop, arguments):
    monkeypatch.chdir(tmp_path)

    assert (USAGE, []) == (
        lading("licenses", shop, *arguments).code,
        list(tmp_path.iterdir()),
    )


def test_one_distribution_can_be_asked_about(shop):
    result = lading("licenses", shop, "--why", "zope_interface")

    assert CLEAN == result.code
    assert result.stdout.decode().startswith("Zope.Interface 5.0")


def test_without_a_target_there_is_help():
    result = lading("licenses", "--help")

    assert CLEAN == result.code
    assert {"report", "diff"} <= set(result.stdout.decode().split())


def test_a_target_may_be_called_like_a_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    layout(image_of(distribution("idna", "3.4")), tmp_path / "diff")

    result = lading("licenses", "./diff")

    assert CLEAN == result.code
    assert "idna" in result.stdout.decode()


def test_two_targets_are_compared(images):
    result = lading("licenses", "diff", images / "affected.oci", images / "clean.oci")

    assert CLEAN == result.code
    assert "1 distribution added, 1 removed" in result.stdout.decode()


def test_a_saved_report_is_compared_with_a_target(tmp_path, shop):
    report = tmp_path / "before.json"
    lading("licenses", shop, "-o", f"json={report}")

    result = lading("licenses", "diff", report, shop, "--fail-on", "any")

    assert CLEAN == result.code
    assert "0 distributions added, 0 removed" in result.stdout.decode()


@pytest.mark.parametrize(("fail_on", "code"), [("any", FINDINGS), ("never", CLEAN)])
def test_what_is_reason_to_fail_can_be_chosen(tmp_path, fail_on, code):
    before = saved(tmp_path / "before.json", license_report_of(licensed("x", "1", "MIT")))
    after = saved(tmp_path / "after.json", LIBRARY)

    assert code == lading("licenses", "diff", before, after, "--fail-on", fail_on).code


def test_the_report_of_a_scan_without_licences_is_none_to_compare(tmp_path, shop):
    report = tmp_path / "scan.json"
    lading("scan", shop, "-o", f"json={report}")

    result = lading("licenses", "diff", report, shop)

    assert (FAILED, 1) == (result.code, len(result.lines))


DENIAL = """\
rules:
  - outcome: deny
    license: ["ZPL-*"]
    reason: an example
"""


@pytest.mark.parametrize(("fail_on", "code"), [("deny", FINDINGS), ("never", CLEAN)])
def test_what_a_policy_denies_is_reason_to_fail(tmp_path, shop, fail_on, code):
    policy = tmp_path / "policy.yaml"
    policy.write_text(DENIAL)

    result = lading("licenses", shop, "--license-policy", policy, "--fail-on", fail_on)

    assert code == result.code
    assert "denied" in result.stdout.decode()


def test_a_policy_that_cannot_be_followed_is_a_usage_error(tmp_path, shop):
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: 1\n")

    assert USAGE == lading("licenses", shop, "--license-policy", policy).code


def test_an_image_with_a_text_is_told_from_its_bytes_to_its_documents(tmp_path):
    """
    The whole way: claimed, matched, concluded, judged, and written.
    """
    text = f"Copyright (c) 2020 Ann Author\n\n{text_of('MIT')}".encode()
    license_file = {"licenses/LICENSE": text}
    image = layout(
        image_of(distribution("idna", "3.4", site=SITE, **license_file)), tmp_path / "image"
    )
    outputs = (f"notice={tmp_path}/NOTICE", f"bundle={tmp_path}/texts.zip")

    result = lading("licenses", image, *(part for output in outputs for part in ("-o", output)))

    assert CLEAN == result.code
    assert ["idna", "3.4", "MIT"] == result.stdout.decode().splitlines()[1].split()[:3]
    assert "  idna 3.4\n    Copyright (c) 2020 Ann Author\n" in (tmp_path / "NOTICE").read_text()
    with ZipFile(tmp_path / "texts.zip") as archive:
        assert text == archive.read("licenses/idna-3.4/LICENSE")


def test_the_json_is_parsable(shop):
    document = json.loads(lading("licenses", shop, "-f", "json").stdout)

    assert "urn:lading:licenses:1" == document["$schema"]
