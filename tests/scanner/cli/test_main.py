"""Runs that end in every way there is: what they leave on stderr, and with which code."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scanner.cli import FAILED, INTERRUPTED, TRY_AGAIN
from scanner.match.condition import NEVER, THRESHOLDS
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from testdata.images.writer import docker_files, layout_blobs, write_archive, write_directory
from tests.support.command import LADING, Result, environment, lading
from tests.support.shop import (
    AFFECTED,
    SHOP,
    SYSTEM,
    blobs_by_size,
    distribution,
    docker_archive,
    image_of,
    layout,
)
from tests.support.shop import CLEAN as CLEAN_IMAGE

USAGE = 2
LADING_SCRIPT = (str(Path(sys.executable).with_name("lading")),)


def only_line(result: Result) -> str:
    """Return the one line that a run has left on stderr, and nothing else anywhere."""
    assert (FAILED, b"", 1) == (result.code, result.stdout, result.stderr.count("\n"))
    return result.lines[0]


@pytest.mark.parametrize(
    ("image", "code"), [("clean", CLEAN), ("affected", FINDINGS), ("shop", FINDINGS)]
)
def test_findings_are_reason_to_fail(images, image, code):
    assert code == lading("scan", images / f"{image}.oci").code


@pytest.mark.parametrize("image", ["clean", "affected", "shop"])
def test_an_sbom_fails_for_no_finding(images, image):
    assert CLEAN == lading("sbom", images / f"{image}.oci").code


@pytest.mark.parametrize("arguments", [("sbom",), ("scan", "--format", "json")])
def test_addresses_are_withheld_if_that_is_wanted(tmp_path, arguments):
    shop = image_of(distribution("a", "1", "Author-email: Ann Lee <ann@people.org>"))
    location = layout(shop, tmp_path / "image")

    told = lading(*arguments, location)
    withheld = lading(*arguments, location, "--redact-emails")

    assert (CLEAN, CLEAN) == (told.code, withheld.code)
    assert b"ann@people.org" in told.stdout
    assert b"ann@people.org" not in withheld.stdout
    assert b"Ann Lee" in withheld.stdout


@pytest.mark.parametrize("level", [*THRESHOLDS, NEVER])
def test_a_threshold_decides_what_is_reason_to_fail(images, level):
    """
    The worst finding of the image is high.
    """
    expected = CLEAN if level in {"critical", "never"} else FINDINGS

    assert expected == lading("scan", images / "affected.oci", "--fail-on", level).code


def test_packages_of_the_operating_system_fail_only_if_that_is_wanted(tmp_path):
    """
    What is known of the distribution was perhaps fixed in the package.
    """
    files = {
        **distribution("idna", "3.4", site=SYSTEM),
        "var/lib/dpkg/status": b"Package: python3-idna\nVersion: 3.4-1\n",
        "var/lib/dpkg/info/python3-idna.list": f"/{SYSTEM}/idna-3.4.dist-info/METADATA\n".encode(),
    }
    write_directory(tmp_path, files)

    assert CLEAN == lading("scan", tmp_path).code
    assert CLEAN == lading("scan", tmp_path, "--os-packages", "leave").code
    assert FINDINGS == lading("scan", tmp_path, "--os-packages", "match").code


def test_what_is_editable_is_matched_only_if_that_is_wanted(tmp_path):
    """
    C6
    """
    direct_url = b'{"url": "file:///src", "dir_info": {"editable": true}}'
    files = distribution("idna", "3.4")
    directory = next(iter(files)).rpartition("/")[0]
    write_directory(tmp_path, {**files, f"{directory}/direct_url.json": direct_url})

    assert CLEAN == lading("scan", tmp_path).code
    assert FINDINGS == lading("scan", tmp_path, "--match-unreleased").code


def test_a_threshold_hides_nothing(images):
    strict, lax = (
        lading("scan", images / "shop.oci", "--fail-on", level).stdout for level in ("any", "never")
    )

    assert strict == lax


def no_file(directory: Path) -> Path:
    return directory / "nothing"


def empty_directory(directory: Path) -> Path:
    (directory / "empty").mkdir()
    return directory / "empty"


def text_file(directory: Path) -> Path:
    (directory / "text").write_text("Hello, world!\n" * 1000)
    return directory / "text"


def empty_file(directory: Path) -> Path:
    (directory / "empty").touch()
    return directory / "empty"


def zip_file(directory: Path) -> Path:
    with zipfile.ZipFile(directory / "zip", "w") as archive:
        archive.writestr("index.json", "{}")
    return directory / "zip"


def random_bytes(directory: Path) -> Path:
    (directory / "random").write_bytes(random.Random(0).randbytes(100_000))
    return directory / "random"


def zeros(directory: Path) -> Path:
    (directory / "zeros").write_bytes(bytes(100_000))
    return directory / "zeros"


def pipe(directory: Path) -> Path:
    os.mkfifo(directory / "pipe")
    return directory / "pipe"


def archive_of_nothing(directory: Path) -> Path:
    write_archive(directory / "other.tar", {"readme": b"hello"})
    return directory / "other.tar"


def compressed_text(directory: Path) -> Path:
    subprocess.run(["gzip", text_file(directory)], check=True)
    return directory / "text.gz"


def truncated_archive(directory: Path) -> Path:
    path = docker_archive(SHOP, directory / "image.tar")
    os.truncate(path, path.stat().st_size // 2)
    return path


def truncated_compressed_archive(directory: Path) -> Path:
    path = docker_archive(SHOP, directory / "image.tar.gz", "gzip")
    os.truncate(path, 200)
    return path


def manifest_of_wrong_digest(directory: Path) -> Path:
    return with_changed_document(directory, b'"schemaVersion": 2', b'"schemaVersion":  2')


def manifest_of_wrong_digest_and_equal_size(directory: Path) -> Path:
    return with_changed_document(directory, b'"schemaVersion": 2', b'"schemaVersion": 1')


def config_of_wrong_digest(directory: Path) -> Path:
    return with_changed_document(directory, b'"architecture": "amd64"', b'"architecture": "arm64"')


def with_changed_document(directory: Path, old: bytes, new: bytes) -> Path:
    image = layout(SHOP, directory / "image")
    for blob in blobs_by_size(image):
        blob.write_bytes(blob.read_bytes().replace(old, new))
    return image


def manifest_that_is_missing(directory: Path) -> Path:
    image = layout(SHOP, directory / "image")
    for blob in blobs_by_size(image):
        if b"schemaVersion" in blob.read_bytes():
            blob.unlink()
    return image


def index_that_is_no_json(directory: Path) -> Path:
    image = layout(SHOP, directory / "image")
    (image / "index.json").write_text("{")
    return image


def several_images(directory: Path) -> Path:
    write_directory(
        directory / "several", layout_blobs([(SHOP, "shop"), (AFFECTED, "affected")], "gzip")
    )
    return directory / "several"


def several_images_of_docker(directory: Path) -> Path:
    write_archive(directory / "several.tar", docker_files([SHOP, AFFECTED]))
    return directory / "several.tar"


@pytest.mark.parametrize("target", [several_images, several_images_of_docker])
def test_several_images_have_a_report_each(tmp_path, target):
    place = str(target(tmp_path))

    result = lading("scan", place)

    heads = [line for line in result.stdout.decode().splitlines() if line.startswith(place)]
    assert (FINDINGS, [], 2) == (result.code, result.lines, len(heads))


def test_each_of_several_reports_names_its_image(tmp_path):
    shown = lading("scan", several_images(tmp_path)).stdout.decode()

    assert 0 < shown.index("OCI layout · affected · ") < shown.index("OCI layout · shop · ")


@pytest.mark.parametrize("arguments", [("-f", "json"), ("-o", "json=report.json")])
def test_a_document_is_of_one_image(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    target = several_images(tmp_path)

    line = only_line(lading("scan", target, *arguments))

    assert "several images; choose one with --image: affected, shop" in line
    assert not (tmp_path / "report.json").exists()
    assert FINDINGS == lading("scan", target, *arguments, "--image", "affected").code


def test_the_worst_of_several_images_decides_the_exit_code(tmp_path):
    write_directory(tmp_path, layout_blobs([(CLEAN_IMAGE, "clean"), (AFFECTED, "bad")], "gzip"))

    assert CLEAN == lading("scan", tmp_path, "--image", "clean").code
    assert FINDINGS == lading("scan", tmp_path).code


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (no_file, "no such file or directory"),
        (empty_directory, "an empty directory"),
        (text_file, "neither an image"),
        (empty_file, "not an image: an empty file"),
        (zip_file, "not an image: a zip file"),
        (random_bytes, "not an image"),
        (zeros, "not an image"),
        (pipe, "not a file"),
        (archive_of_nothing, "not an image"),
        (compressed_text, "text.gz: "),
        (truncated_archive, "truncated"),
        (truncated_compressed_archive, "truncated"),
        (manifest_of_wrong_digest, "size mismatch"),
        (manifest_of_wrong_digest_and_equal_size, "digest mismatch"),
        (config_of_wrong_digest, "digest mismatch"),
        (manifest_that_is_missing, "blobs/sha256/"),
        (index_that_is_no_json, "index.json: not JSON"),
        (several_images, "several images; choose one with --image: affected, shop"),
        (several_images_of_docker, "choose one with --image"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_read_as_an_image_costs_one_line(tmp_path, target, reason):
    line = only_line(lading("sbom", target(tmp_path)))

    assert line.startswith("lading: ")
    assert reason in line


def test_a_report_of_what_is_not_there_costs_one_line(tmp_path):
    line = only_line(lading("scan", tmp_path / "nothing"))

    assert f"lading: {tmp_path}/nothing: no such file or directory" == line


def test_a_platform_that_is_not_there_costs_one_line_that_says_which_are(images):
    line = only_line(lading("sbom", images / "clean.oci", "--platform", "linux/s390x"))

    assert "lading: no image for platform linux/s390x; choose one with --platform: linux/amd64" == (
        line
    )


def test_an_image_that_is_not_there_costs_one_line_that_says_which_are(tmp_path):
    assert "affected, shop" in only_line(lading("sbom", several_images(tmp_path), "--image", "x"))


@pytest.mark.parametrize("image", ["shop", "affected"])
def test_one_of_several_images_can_be_chosen(tmp_path, image):
    chosen, alone = (
        lading("sbom", target, "--image", image, "-f", "json").stdout
        for target in (several_images(tmp_path), layout_named(image, tmp_path / "alone"))
    )

    assert alone.replace(b"/alone", b"/several") == chosen


def layout_named(image: str, directory: Path) -> Path:
    images = {"shop": SHOP, "affected": AFFECTED}
    write_directory(directory, layout_blobs([(images[image], image)], "gzip"))
    return directory


def test_a_file_name_that_acts_on_a_terminal_does_not(tmp_path):
    line = only_line(lading("sbom", tmp_path / "a\x1b[2J\nb\u202e"))

    assert rf"lading: {tmp_path}/a\x1b[2J\nb\u202e: no such file or directory" == line


def truncated_layer(directory: Path) -> Path:
    image = layout(CLEAN_IMAGE, directory / "image")
    (layer,) = (blob for blob in blobs_by_size(image) if blob.read_bytes()[:2] == b"\x1f\x8b")
    os.truncate(layer, layer.stat().st_size - 10)
    return image


def changed_layer(directory: Path) -> Path:
    image = layout(CLEAN_IMAGE, directory / "image", "none")
    layer = blobs_by_size(image)[0]
    layer.write_bytes(layer.read_bytes().replace(b"Version: 1.0", b"Version: 9.9"))
    return image


def missing_layer(directory: Path) -> Path:
    image = layout(CLEAN_IMAGE, directory / "image", "none")
    blobs_by_size(image)[0].unlink()
    return image


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (truncated_layer, "truncated: expected"),
        (changed_layer, "digest mismatch: expected"),
        (missing_layer, "No such file"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("scan",),
        ("scan", "--fail-on", "never"),
        ("scan", "-f", "json"),
        ("scan", "-f", "cyclonedx-json"),
        ("sbom",),
    ],
    ids=" ".join,
)
def test_a_layer_that_cannot_be_read_is_told_in_the_report_and_on_stderr(
    tmp_path, target, reason, arguments
):
    result = lading(*arguments, target(tmp_path))

    assert INCOMPLETE == result.code
    (line,) = result.lines
    assert line.startswith(f"lading: incomplete: {tmp_path}/image: layer sha256:")
    assert reason in line
    assert reason in result.stdout.decode()


def test_findings_do_not_hide_that_something_was_not_read(tmp_path):
    image = layout(SHOP, tmp_path / "image", "none")
    blobs_by_size(image)[1].write_bytes(b"")

    result = lading("scan", image)

    assert INCOMPLETE == result.code
    assert b"PYSEC-" in result.stdout


def test_with_several_gaps_there_is_one_line_still(tmp_path):
    image = layout(SHOP, tmp_path / "image", "none")
    for layer in blobs_by_size(image)[:3]:
        layer.write_bytes(b"")

    result = lading("sbom", image)

    (line,) = result.lines
    assert line.endswith(" (and 2 more)")


def test_what_is_whole_leaves_stderr_empty(images):
    assert "" == lading("scan", images / "shop.oci").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("scan",),
        ("scan", ".", "."),
        ("scan", ".", "--nonsense"),
        ("scan", ".", "--format", "nonsense"),
        ("sbom", ".", "--format", "nonsense"),
        ("sbom", ".", "--format", "terminal"),
        ("scan", ".", "--output", "nonsense=a"),
        ("scan", ".", "--output", "json"),
        ("scan", ".", "--output", "json="),
        ("scan", ".", "--output", "=a"),
        ("scan", ".", "--fail-on", "nonsense"),
        ("scan", ".", "--os-packages", "nonsense"),
        ("scan", ".", "--platform", "nonsense"),
        ("sbom", ".", "--platform", "linux/"),
        ("scan", ".", "--registry-config", "/no/such/file"),
        ("scan", ".", "--strict", "--no-verify"),
        ("sbom", ".", "--strict", "--no-verify"),
        ("scan", ".", "--verify", "--coverage", "toc"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_on_stderr(arguments):
    result = lading(*arguments)

    assert (USAGE, b"") == (result.code, result.stdout)
    assert "Usage: lading" in result.stderr


def test_without_arguments_the_commands_are_listed():
    result = lading()

    assert (USAGE, "") == (result.code, result.stderr)
    assert b"scan" in result.stdout


def test_the_module_is_the_command(images):
    arguments = ("scan", images / "shop.oci", "-f", "json")

    assert lading(*arguments, command=LADING_SCRIPT) == lading(*arguments, command=LADING)


@pytest.mark.parametrize("arguments", [("sbom",), ("scan",), ("scan", "-f", "json")], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_reason_to_complain(images, arguments):
    read, write = os.pipe()
    os.close(read)

    result = lading(*arguments, images / "shop.oci", stdout=write)

    os.close(write)
    assert (FAILED, "") == (result.code, result.stderr)


@pytest.mark.hostile(row=60)
@pytest.mark.parametrize("arguments", [("sbom",), ("scan",), ("scan", "-f", "json")], ids=" ".join)
def test_a_full_disk_costs_one_line(images, arguments):
    with Path("/dev/full").open("wb") as full:
        result = lading(*arguments, images / "shop.oci", stdout=full.fileno())

    assert (TRY_AGAIN, "lading: stdout: No space left on device\n") == (result.code, result.stderr)


@pytest.mark.hostile(row=60)
def test_a_full_disk_is_told_where_there_is_no_report_either():
    with Path("/dev/full").open("wb") as full:
        result = lading("--version", stdout=full.fileno())

    expected = "lading: [Errno 28] No space left on device\n"
    assert (TRY_AGAIN, expected) == (result.code, result.stderr)


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        (">&-", (FINDINGS, False)),
        ("2>&-", (FINDINGS, True)),
        ("<&-", (FINDINGS, True)),
        ("<&- >&- 2>&-", (FINDINGS, False)),
    ],
)
def test_standard_streams_may_be_closed(images, closed, expected):
    command = f'exec "$0" "$@" {closed}'
    result = lading("scan", images / "shop.oci", command=("sh", "-c", command, *LADING))

    assert (*expected, "") == (result.code, bool(result.stdout), result.stderr)


def test_an_error_that_nobody_thought_of_is_not_taken_for_findings(images):
    """
    Python would exit with 1. Here it was built without SQLite.
    """
    program = "import sys; sys.modules['sqlite3'] = None; from scanner.cli import main; main()"

    result = lading("scan", images / "clean.oci", command=(sys.executable, "-c", program))

    assert (FAILED, b"") == (result.code, result.stdout)
    assert "Traceback" in result.stderr


def test_an_interrupt_ends_a_run_at_once(tmp_path, images):
    pipes = [tmp_path / "first", tmp_path / "second"]
    for path in pipes:
        os.mkfifo(path)
    outputs = [argument for path in pipes for argument in ("-o", f"json={path}")]
    run = subprocess.Popen(
        [*LADING, "scan", str(images / "clean.oci"), *outputs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    pipes[0].read_bytes()  # and now it waits for somebody to read the second

    run.send_signal(signal.SIGINT)

    stdout, stderr = run.communicate(timeout=60)
    assert (INTERRUPTED, b"", b"\nlading: interrupted\n") == (run.returncode, stdout, stderr)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_directory_that_may_not_be_read_is_a_gap(tmp_path):
    secret = tmp_path / "root/secret"
    secret.mkdir(parents=True)
    secret.chmod(0)

    result = lading("sbom", tmp_path / "root")

    expected = f"lading: incomplete: {tmp_path}/root: /secret: not read: Permission denied\n"
    assert (INCOMPLETE, expected) == (result.code, result.stderr)


def test_a_limit_that_is_passed_is_named_and_may_be_raised(sample_images):
    name = str(sample_images / "upgrade.oci")

    low, high = (lading("sbom", name, "--limit", f"max_entries={n}") for n in ("10", "1M"))

    assert (3, 0) == (low.code, high.code)
    assert "limit max_entries of 10 exceeded" in low.stderr


@pytest.mark.parametrize("change", ["max_entries", "max_entries=", "=1", "many=1", "max_ratio=1KK"])
def test_a_limit_that_is_none_is_wrong_usage(tmp_path, change):
    result = lading("sbom", tmp_path, "--limit", change)

    assert 2 == result.code
    assert "is not NAME=NUMBER" in result.stderr


def test_all_platforms_and_one_of_them_exclude_each_other(tmp_path):
    result = lading("scan", tmp_path, "--all-platforms", "--platform", "linux/arm64")

    assert 2 == result.code


def affected_test_data(directory: Path) -> Path:
    dist_info = directory / "tests" / "data" / "idna-3.4.dist-info"
    dist_info.mkdir(parents=True)
    (dist_info / "METADATA").write_text("Metadata-Version: 2.1\nName: idna\nVersion: 3.4\n")
    return directory


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], CLEAN, id="default"),
        pytest.param(["--include", "test-data"], FINDINGS, id="asked-for"),
        pytest.param(["--include", "cache"], CLEAN, id="another-state"),
        pytest.param(["--include", "cache", "--include", "test-data"], FINDINGS, id="two"),
        pytest.param(["--include", "all"], FINDINGS, id="all"),
        pytest.param(["--include", "everything"], USAGE, id="no-state"),
    ],
)
def test_components_in_other_states_are_matched_on_request(tmp_path, arguments, expected):
    assert expected == lading("scan", affected_test_data(tmp_path), *arguments).code


def test_an_sbom_has_components_in_other_states_on_request(tmp_path):
    target = affected_test_data(tmp_path)

    without, included = (
        lading("sbom", target, *arguments).stdout for arguments in ([], ["--include", "test-data"])
    )

    assert (False, True) == (b"pkg:pypi/idna@3.4" in without, b"pkg:pypi/idna@3.4" in included)
