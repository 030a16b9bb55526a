"""The sample images give the same inventory from a registry as from the layout that was pushed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.pipeline import scan
from scanner.settings import Settings
from testdata.images.writer import tar_of
from tests.support.certificates import certificates
from tests.support.command import lading
from tests.support.layouts import Layout
from tests.support.registry import debian_registry, settings

IMAGES = ("deletion", "links", "odd-metadata", "opaque", "two-environments", "upgrade")
FORMS = ("oci", "oci-none", "oci-zstd", "umoci.oci")


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    with debian_registry(tmp_path_factory.mktemp("registry")) as debian:
        yield debian


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Run a registry that speaks TLS, with a certificate of its own, and holds an image."""
    directory = tmp_path_factory.mktemp("registry")
    layout = Layout()
    entry = layout.image(tar_of({"a.txt": b"1"}))
    with debian_registry(directory, certificates(directory)) as debian:
        debian.push(layout.files, entry, "team/app:1")
        yield debian


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", IMAGES)
def test_an_image_is_the_same_in_a_registry(registry, sample_images, name, form):
    layout = sample_images / f"{name}.{form}"
    if not layout.exists():
        pytest.skip(f"{layout.name} was not built, for its tool is missing")
    files = {
        str(path.relative_to(layout)): path.read_bytes()
        for path in layout.rglob("*")
        if path.is_file()
    }
    (entry,) = json.loads(files["index.json"])["manifests"]
    target = registry.push(files, entry, f"samples/{name}:{form}")

    pulled = scan(target, Settings(registry=settings()))
    local = scan(str(layout))

    assert ("registry", local.subject.digest) == (pulled.subject.source, pulled.subject.digest)
    assert replace(local, subject=pulled.subject) == pulled
    assert local.subject.layers == pulled.subject.layers


def test_what_is_trusted_can_be_said_by_flags_and_by_a_file(tmp_path, closed):
    """
    The file and the flags differ in one thing only: who says it.
    """
    authority = closed.certificates.certificate
    file = tmp_path / "registries.toml"
    file.write_text(f'[hosts."{closed.host}"]\nca = "{authority}"\n')
    target = f"{closed.host}/team/app:1"

    by_flag = lading("sbom", target, "--ca", authority)
    by_option = lading("sbom", target, "--registry-config", file)
    by_variable = lading("sbom", target, variables={"LADING_REGISTRY_CONFIG": str(file)})

    assert 0 == by_flag.code
    assert by_flag == by_option == by_variable


def test_what_podman_was_told_holds_unless_that_is_not_wanted(tmp_path, registry):
    layout = Layout()
    entry = layout.image(tar_of({"a.txt": b"1"}))
    target = registry.push(layout.files, entry, "team/blocked:1")
    file = tmp_path / "registries.conf"
    file.write_text(f'[[registry]]\nlocation = "{target.rpartition(":")[0]}"\nblocked = true')
    variables = {"CONTAINERS_REGISTRIES_CONF": str(file)}
    own = tmp_path / "lading.toml"
    own.write_text("engine_files = false")

    by_default = lading("sbom", target, variables=variables)
    by_option = lading("sbom", target, "--no-engine-files", variables=variables)
    by_file = lading("sbom", target, "--registry-config", own, variables=variables)

    assert (4, 0, 0) == (by_default.code, by_option.code, by_file.code)
    assert f"blocked by {file}" in by_default.lines[-1]


def test_encryption_is_given_up_where_a_flag_says_so(closed):
    target, authority = f"{closed.host}/team/app:1", closed.certificates.certificate

    result = lading("sbom", target, "--ca", authority, "--plain-http", closed.host)

    assert 4 == result.code
    assert "status 400" in result.lines[-1]
