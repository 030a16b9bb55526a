"""``lading db``, and which index a scan uses."""

from __future__ import annotations

import gzip
import json
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.detail_file import detail_location
from scanner.advisories.index import BUNDLED, AdvisoryIndex
from tests.support.advisories import record_of
from tests.support.command import Result, lading
from tests.support.feeds import DATE, KEV_JSON, Bucket, osv_files, osv_record, zip_of
from tests.support.nvd import cve, feed, matching
from tests.support.vex import CVE, openvex, said
from tests.support.web import serving

if TYPE_CHECKING:
    from pathlib import Path

DAY = {"SOURCE_DATE_EPOCH": "1786060800"}
"""2026-08-07."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the directory for data of a user who has none."""
    return tmp_path / "data"


@pytest.fixture
def index(tmp_path: Path, home: Path) -> Path:
    """Return an index with two sources, where it is looked for."""
    files = [tmp_path / "a-2026-08-01.zip", tmp_path / "kev.json"]
    files[0].write_bytes(zip_of([osv_record(1), osv_record(2)]))
    files[1].write_text(json.dumps(KEV_JSON))
    assert 0 == db(home, "import", *files).code
    return home / "lading" / "advisories.sqlite"


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Return a private key, and the public one that belongs to it."""
    private, public = tmp_path / "key.pem", tmp_path / "key.pub"
    generate = ("openssl", "genpkey", "-algorithm", "ed25519", "-out")
    subprocess.run([*generate, str(private)], check=True)
    publish = ("openssl", "pkey", "-in", str(private), "-pubout", "-out")
    subprocess.run([*publish, str(public)], check=True)
    return private, public


def db(home: Path, *arguments: str | Path) -> Result:
    """Run a command as a user with this directory for data."""
    return lading("db", *arguments, variables={"XDG_DATA_HOME": str(home), **DAY})


def index_used(home: Path, images: Path, *arguments: str | Path) -> str:
    """Scan, and return the digest of the index that was used."""
    variables = {"XDG_DATA_HOME": str(home)}
    result = lading("scan", images / "clean.oci", "-f", "json", *arguments, variables=variables)
    assert result.code in {0, 1}, result.stderr
    return str(json.loads(result.stdout)["advisories"]["digest"])


def digest_of(file: Path) -> str:
    """Return the digest of an index."""
    return f"sha256:{sha256(file.read_bytes()).hexdigest()}"


def test_files_are_imported_and_shown_with_their_age(home, index):
    result = db(home, "status", "--json", "--db", index)

    fields = json.loads(result.stdout)
    assert str(index) == fields["location"]
    assert [("CISA KEV", 1, 0), ("PyPA advisory database", 2, 6)] == [
        (source["name"], source["records"], source["age_days"]) for source in fields["sources"]
    ]
    assert (2, 1) == (fields["counts"]["advisories"], fields["counts"]["exploited"])
    text = db(home, "status", "--db", index).stdout.decode()
    assert "PyPA advisory database" in text
    assert "6 days" in text


def test_what_cannot_be_read_is_named(home, tmp_path):
    bad = record_of("fixxed 1", id="PYSEC-2026-9")
    (tmp_path / "a.zip").write_bytes(zip_of([osv_record(1), bad]))

    result = db(home, "import", tmp_path / "a.zip")

    assert [
        "PyPA advisory database: 1 records (+1), 1 unreadable, of 2026-07-01",
        "  PYSEC-2026-9.json: an event that is none: fixxed: '1'",
    ] == result.lines


@pytest.mark.usefixtures("index")
def test_a_source_that_fails_is_told_and_ends_with_an_error(home):
    with serving(Bucket(osv_files([osv_record(1)])), date=DATE) as web:
        mirror = f"http://{web.host}"
        result = db(home, "update", "--mirror", mirror, "--source", "osv", "--source", "kev")

    osv, kev = result.lines
    assert 4 == result.code
    assert "OSV: 1 records (+1), of 2026-08-01" == osv
    assert kev.startswith("CISA KEV: failed: ")
    assert kev.endswith("status 404; the copy of 2026-08-07 stays")


def test_a_source_about_packages_needs_some(home, tmp_path):
    result = db(home, "update", "--source", "pypi")
    (tmp_path / "list").write_bytes(b"\xff")
    odd = db(home, "update", "--source", "pypi", "--packages", tmp_path / "list")

    assert (2, 2) == (result.code, odd.code)
    assert "--packages" in result.stderr


@pytest.mark.usefixtures("index")
def test_faults_are_listed_and_counted(home):
    result = db(home, "lint")
    as_json = json.loads(db(home, "lint", "--json").stdout)
    ignored = db(home, "lint", "--ignore", "missing-severity", "--ignore", "alias-typo")

    assert 1 == result.code
    assert "2 missing-severity" in result.stdout.decode()
    assert {"PYSEC-2026-1", "PYSEC-2026-2"} == {fault["record"] for fault in as_json}
    assert (0, b"") == (ignored.code, ignored.stdout)


def test_files_are_looked_at_without_an_index(home, tmp_path):
    (tmp_path / "x.json").write_text(json.dumps(record_of("fixxed 1", id="X-1")))

    result = db(home, "lint", tmp_path / "x.json")

    assert 1 == result.code
    assert "1 unreadable" in result.stdout.decode()
    assert not home.exists()


def test_copies_are_compared(home, index, tmp_path):
    (tmp_path / "new.zip").write_bytes(
        zip_of([osv_record(2, withdrawn="2026-08-01T00:00:00Z", aliases=[]), osv_record(3)])
    )

    result = db(home, "diff", index, tmp_path / "new.zip")
    as_json = json.loads(db(home, "diff", index, tmp_path / "new.zip", "--json").stdout)

    assert [
        "added PYSEC-2026-3",
        "removed PYSEC-2026-1",
        "withdrawn PYSEC-2026-2",
        "changed PYSEC-2026-2: aliases",
    ] == result.stdout.decode().splitlines()
    assert ["PYSEC-2026-3"] == as_json["added"]


def test_a_cve_of_nvd_is_a_finding_and_one_with_the_records_that_name_it(home, tmp_path):
    index, nvd = tmp_path / "x.sqlite", tmp_path / "nvdcve-2.0-2024.json.gz"
    until, other = matching(versionEndIncluding="3.4", product="idna"), matching(product="idna")
    entries = feed(cve(until), cve(other, id_="CVE-2024-1002"))
    nvd.write_bytes(gzip.compress(entries))
    ghsa = tmp_path / "ghsa.json"
    aliases = {"id": "GHSA-jjg7-2v4v-x38h", "aliases": ["CVE-2024-1001"]}
    ghsa.write_text(json.dumps(record_of("introduced 0, fixed 3.7", package="idna", **aliases)))
    assert 0 == db(home, "import", "--db", index, nvd, ghsa).code

    found = {
        version: json.loads(
            lading("scan", f"pkg:pypi/idna@{version}", "--db", index, "-f", "json").stdout
        )["findings"]
        for version in ("3.4", "3.8")
    }

    ids = {
        version: sorted((each["id"], *each["aliases"]) for each in findings)
        for version, findings in found.items()
    }
    assert {
        "3.4": [("CVE-2024-1001", "GHSA-jjg7-2v4v-x38h"), ("CVE-2024-1002",)],
        "3.8": [("CVE-2024-1002",)],
    } == ids
    assert b"NVD 2024" in db(home, "status", "--db", index).stdout


def test_an_index_is_exported(home, index, tmp_path):
    assert 0 == db(home, "export", tmp_path / "all.zip").code
    assert 0 == db(home, "export", tmp_path / "copy.sqlite").code
    assert 2 == db(home, "export", tmp_path / "copy.txt").code

    difference = db(home, "diff", tmp_path / "copy.sqlite", tmp_path / "all.zip")
    assert (0, b"") == (difference.code, difference.stdout)
    assert index.read_bytes() == (tmp_path / "copy.sqlite").read_bytes()


@pytest.mark.parametrize("changed", ["nothing", "index", "details"])
def test_an_index_that_is_signed_is_verified_before_it_is_used(home, index, keys, images, changed):
    private, public = keys
    assert 0 == db(home, "sign", "--key", private).code
    if changed != "nothing":
        file = index if changed == "index" else detail_location(index)
        data = file.read_bytes()
        file.write_bytes(data.replace(b"2026", b"2027"))

    verified = db(home, "verify", "--key", public)
    options = ["--db", index, "--db-key", public]
    scan = lading("scan", images / "clean.oci", *options, variables={"XDG_DATA_HOME": str(home)})

    assert [0, 0] == [verified.code, scan.code] or changed != "nothing"
    assert [4, 4] == [verified.code, scan.code] or changed == "nothing"


def test_an_index_without_a_signature_is_refused_if_one_is_wanted(index, keys, images):
    result = lading("scan", images / "clean.oci", "--db", index, "--db-key", keys[1])

    assert 4 == result.code
    assert [f"lading: {index}: no signature: No such file or directory"] == result.lines


def test_the_newer_index_is_used(home, images, tmp_path):
    with AdvisoryIndex.opened() as bundled:
        count = bundled.counts["advisories"] // 2 + 1
    records = (record_of("introduced 0", id=f"A-{number}") for number in range(count))
    (tmp_path / "all-2099-01-01.zip").write_bytes(zip_of(records))
    assert 0 == db(home, "import", tmp_path / "all-2099-01-01.zip").code

    assert digest_of(BUNDLED) == index_used(home.with_name("nothing"), images)
    assert digest_of(home / "lading" / "advisories.sqlite") == index_used(home, images)


@pytest.mark.parametrize("file", ["few-2099-01-01.zip", "kev.json"])
def test_an_index_with_few_advisories_or_none_is_not(home, images, tmp_path, file):
    """
    With a catalogue alone, whatever its date, all would be clean.
    """
    (tmp_path / "few-2099-01-01.zip").write_bytes(zip_of([osv_record(1)]))
    (tmp_path / "kev.json").write_text(json.dumps(KEV_JSON | {"dateReleased": "2099-01-01"}))
    assert 0 == db(home, "import", tmp_path / file).code

    assert digest_of(BUNDLED) == index_used(home, images)


def test_an_index_that_is_named_is_used_however_old(home, images, tmp_path):
    (tmp_path / "old-2020-01-01.zip").write_bytes(zip_of([osv_record(1)]))
    index = tmp_path / "x.sqlite"
    assert 0 == db(home, "import", "--db", index, tmp_path / "old-2020-01-01.zip").code

    assert digest_of(index) == index_used(home, images, "--db", index)


def test_an_index_that_is_named_and_missing_is_an_error(images, tmp_path):
    result = lading("scan", images / "clean.oci", "--db", tmp_path / "missing.sqlite")

    assert 4 == result.code
    assert "unable to open" in result.stderr


def test_an_own_index_of_no_use_is_said_and_the_bundled_one_is_used(home, images):
    (home / "lading").mkdir(parents=True)
    (home / "lading" / "advisories.sqlite").write_bytes(b"")

    variables = {"XDG_DATA_HOME": str(home)}
    result = lading("scan", images / "clean.oci", variables=variables)

    assert 0 == result.code
    assert "the index that comes with Lading is used" in result.stderr


@pytest.fixture
def stated(home: Path, tmp_path: Path) -> Path:
    """Return an index with a record on idna, and a statement that it does not matter."""
    (tmp_path / "idna.zip").write_bytes(zip_of([record_of("introduced 0", id=CVE, package="idna")]))
    (tmp_path / "vex.json").write_bytes(openvex(said(), said(products=[])))
    assert 0 == db(home, "import", tmp_path / "idna.zip", tmp_path / "vex.json").code
    return home / "lading" / "advisories.sqlite"


def test_a_vex_document_is_taken_in_and_shown_with_its_digest_and_author(home, stated, tmp_path):
    shown = db(home, "status", "--db", stated).stdout.decode()
    source = json.loads(db(home, "status", "--db", stated, "--json").stdout)["sources"][1]
    digest = f"sha256:{sha256((tmp_path / 'vex.json').read_bytes()).hexdigest()}"

    assert f"VEX https://vex.test/1: {digest}, by Ada" in shown
    assert (digest, ["Ada"], 1, 1, "2026-01-31") == tuple(
        source[key] for key in ("digest", "authors", "records", "unreadable", "date")
    )


def test_a_scan_follows_the_statements_of_its_index(stated):
    result = lading("scan", "pkg:pypi/idna@3.4", "--db", stated, "-f", "json")

    (finding,) = json.loads(result.stdout)["findings"]
    assert (0, "VEX https://vex.test/1:1") == (result.code, finding["decision"]["source"])


@pytest.mark.usefixtures("stated")
def test_statements_of_an_index_that_is_passed_over_are_not_passed_over_in_silence(home):
    result = lading("scan", "pkg:pypi/idna@3.4", variables={"XDG_DATA_HOME": str(home)})

    assert 1 == result.code
    assert "VEX documents in it are not followed" in result.stderr


def test_documents_are_compared_looked_at_and_exported(home, stated, tmp_path):
    assert 0 == db(home, "export", tmp_path / "before.sqlite").code
    exported = db(home, "export", tmp_path / "all.zip")
    (tmp_path / "vex.json").write_bytes(openvex(said("affected"), version=2))
    (tmp_path / "other.json").write_bytes(openvex(said(), **{"@id": "other"}))
    assert 0 == db(home, "import", tmp_path / "vex.json", tmp_path / "other.json").code

    assert "https://vex.test/1 is no record of OSV" in exported.stderr
    assert b"added VEX other\nchanged VEX https://vex.test/1: statements\n" == (
        db(home, "diff", tmp_path / "before.sqlite", stated).stdout
    )
    faults = json.loads(db(home, "lint", tmp_path / "before.sqlite", "--json").stdout)
    assert {"record": "VEX https://vex.test/1:1", "kind": "unreadable"}.items() <= faults[0].items()


def test_statements_of_a_signed_index_are_signed_with_it(home, stated, keys):
    private, public = keys
    assert 0 == db(home, "sign", "--key", private).code
    scan = ("scan", "pkg:pypi/idna@3.4", "--db", stated, "--db-key", public)
    before = lading(*scan).code
    stated.write_bytes(stated.read_bytes().replace(b"not_affected", b"NOT_affected"))

    assert (0, 4) == (before, lading(*scan).code)


def test_a_quiet_import_says_only_what_could_not_be_read(tmp_path, home):
    file = tmp_path / "a-2026-08-01.zip"
    file.write_bytes(zip_of([osv_record(1), {"id": "odd", "affected": "x"}]))

    result = db(home, "import", file, "--quiet")

    assert (0, ["  odd.json: a list of objects is something else"]) == (result.code, result.lines)
