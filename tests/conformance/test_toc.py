"""Layers with a table of contents in Debian's registry: by the table, and in full.

Skopeo made them as zstd:chunked, or containerd's library as eStargz.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import shutil
import subprocess
import tarfile
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from layers.toc_range import GAP_BYTES
from scanner.model.inventory import Coverage
from scanner.pipeline import scan
from scanner.settings import Settings
from tests.support.estargz import Converter
from tests.support.images import tar_with
from tests.support.layouts import Layout, stored
from tests.support.registry import debian_registry, settings
from tests.support.shop import distribution
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scanner.model.inventory import Inventory
    from tests.support.registry import Debian
    from tests.support.web import Request

IMAGES = ("deletion", "links", "odd-metadata", "opaque", "two-environments", "upgrade")


@pytest.fixture(scope="module")
def converter(tmp_path_factory):
    return Converter.build(tmp_path_factory.mktemp("estargz"))


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    with debian_registry(tmp_path_factory.mktemp("registry")) as debian:
        yield debian


@contextmanager
def counting(host: str) -> Iterator[tuple[str, list[int]]]:
    """Run a proxy of a registry, which remembers the sizes of the blobs that it passed on."""
    sizes: list[int] = []

    def passed_on(request: Request) -> Answer:
        connection = http.client.HTTPConnection(host)
        sent = {name: value for name, value in request.headers.items() if name != "host"}
        connection.request(request.method, request.path, headers=sent)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        kept = ("Content-Type", "Content-Range", "Docker-Content-Digest")
        headers = {name: value for name, value in response.headers.items() if name in kept}
        if "/blobs/" in request.path:
            sizes.append(len(body))
        return Answer(response.status, headers, body)

    with serving(passed_on) as web:
        yield web.host, sizes


def pushed(registry: Debian, source: Path | str, name: str) -> str:
    """Have skopeo push an image as zstd:chunked, and return the path that it has there."""
    if not shutil.which("skopeo"):
        pytest.skip("skopeo is not installed")
    subprocess.run(
        [
            *("skopeo", "copy", "--quiet", "--insecure-policy", "--dest-tls-verify=false"),
            *("--dest-compress-format", "zstd:chunked"),
            *(f"oci:{source}", f"docker://{registry.host}/{name}"),
        ],
        check=True,
        capture_output=True,
    )
    return name


def layers_of(registry: Debian, name: str) -> list[dict[str, object]]:
    repository, _, tag = name.partition(":")
    connection = http.client.HTTPConnection(registry.host)
    accept = {"Accept": "application/vnd.oci.image.manifest.v1+json"}
    connection.request("GET", f"/v2/{repository}/manifests/{tag}", headers=accept)
    layers = json.loads(connection.getresponse().read())["layers"]
    connection.close()
    return list(layers)


def scanned(registry: Debian, name: str, *, by_toc: bool = False) -> tuple[Inventory, list[int]]:
    """Return an inventory, and the sizes of what was sent of blobs."""
    with counting(registry.host) as (host, sizes):
        inventory = scan(f"{host}/{name}", Settings(registry=settings(), by_toc=by_toc))
    return inventory, sizes


def without_archives(inventory: Inventory) -> Inventory:
    """Return an inventory without what is inside of archives, which a table does not tell."""
    kept = {each.path for each in inventory.environments if each.kind != "archive"}
    return replace(
        inventory,
        environments=tuple(each for each in inventory.environments if each.path in kept),
        components=tuple(each for each in inventory.components if each.environment in kept),
        problems=tuple(
            each
            for each in inventory.problems
            if each.cataloger != "archive" and "archives" not in each.reason
        ),
    )


@pytest.mark.parametrize("name", IMAGES)
def test_a_table_tells_the_same_as_a_full_scan(registry, sample_images, name):
    target = pushed(registry, sample_images / f"{name}.oci", f"toc/{name}:1")

    full, _ = scanned(registry, target)
    by_toc, _ = scanned(registry, target, by_toc=True)

    assert (Coverage.FULL, Coverage.TOC) == (full.coverage, by_toc.coverage)
    assert [] == [problem for problem in full.problems if "table of contents" in problem.reason]
    expected = replace(full, coverage=Coverage.TOC, subject=by_toc.subject)
    assert without_archives(expected) == without_archives(by_toc)
    assert any("manifest-position" in str(layer) for layer in layers_of(registry, target))


@pytest.mark.parametrize("chunk", [1 << 22, 10_000])
@pytest.mark.parametrize("name", IMAGES)
def test_a_table_of_containerds_tells_the_same_as_a_full_scan(
    registry, sample_images, converter, name, chunk
):
    layout = sample_images / f"{name}.oci-none"
    image, entry = converter.converted(layout, chunk)
    target = f"estargz/{name}:{chunk}"
    registry.push(image.files, entry, target)

    full, _ = scanned(registry, target)
    by_toc, _ = scanned(registry, target, by_toc=True)

    assert (Coverage.FULL, Coverage.TOC) == (full.coverage, by_toc.coverage)
    assert [] == [problem for problem in full.problems if "table of contents" in problem.reason]
    expected = replace(full, coverage=Coverage.TOC, subject=by_toc.subject)
    assert without_archives(expected) == without_archives(by_toc)
    assert found(scan(str(layout))) == found(full)


def found(inventory: Inventory) -> list[tuple[str, str | None, str]]:
    """Return what is in an inventory, whatever the layers are called."""
    return [(item.name, item.version, item.evidence.path) for item in inventory.components]


def test_a_table_saves_nearly_all_of_the_bytes(registry, tmp_path):
    """
    Beside the table itself, at most a gap is fetched for nothing behind each distribution.
    """
    count, ballast = 10, 3_000_000
    layout, entries = Layout(), []
    for number in range(count):
        noise = hashlib.shake_128(b"%d" % number).digest(ballast)
        files = {f"srv/{number}.bin": noise, **distribution(f"d{number}", "1.0", site="app")}
        for path, content in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            entries.append((member, content))
    entry = layout.image(tar_with(entries))
    source = stored(tmp_path, layout.with_entries(entry), "directory")
    target = pushed(registry, source, "toc/ballast:1")
    (layer,) = layers_of(registry, target)
    position = re.search(r"'\S+manifest-position': '\d+:(\d+):", str(layer))
    assert position
    allowed = int(position[1]) + count * (GAP_BYTES + 4096)

    full, whole = scanned(registry, target)
    by_toc, parts = scanned(registry, target, by_toc=True)

    assert count == len(by_toc.components)
    assert full.components == by_toc.components
    assert sum(whole) > count * ballast
    assert sum(parts) < allowed < sum(whole) / 10
    assert count + 2 >= len(parts)


def test_names_that_are_not_utf_8_are_no_mismatch(registry, tmp_path):
    """
    Skopeo writes them with a replacement character.
    """
    layout = Layout()
    member = tarfile.TarInfo("caf\udce9\udcff.pth")
    member.size = 1
    entry = layout.image(tar_with([(member, b"x")], tarfile.GNU_FORMAT))
    source = stored(tmp_path, layout.with_entries(entry), "directory")
    target = pushed(registry, source, "toc/names:1")

    full, _ = scanned(registry, target)

    assert [] == [p for p in full.problems if p.cataloger == "layers"]
