"""A prefix with the records of a real one, of 197 packages of 2022, as conda-pack would pack it."""

from __future__ import annotations

import json
import os
import re
import tarfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.metadata.conda_record import excerpt_of, parse_conda_record
from scanner.pipeline import scan
from testdata.images.writer import tar_of

if TYPE_CHECKING:
    from scanner.model.inventory import Inventory

RECORDS = Path(
    os.environ.get("LADING_CONDA_META", Path(__file__).parents[3] / "shared/data"),
    "conda-meta-2022.tar.xz",
)
DISTRIBUTION = re.compile(
    r"lib/python3\.9/site-packages/(?P<name>[^/-]+)-(?P<version>[^/-]+)\.dist-info/METADATA"
)


@pytest.fixture(scope="module")
def records() -> dict[str, bytes]:
    """Return the real records, by the names of their files."""
    if not RECORDS.exists():
        pytest.skip(f"{RECORDS} is missing: LADING_CONDA_META may name its directory")
    with tarfile.open(RECORDS) as archive:
        return {
            Path(member.name).name: file.read()
            for member in archive
            if member.name.endswith(".json") and (file := archive.extractfile(member))
        }


@pytest.fixture(scope="module")
def held(records: dict[str, bytes]) -> dict[str, str]:
    """Return the path of each distribution, with the name of the package that holds it."""
    return {
        file.rpartition("/")[0]: document["name"]
        for document in map(json.loads, records.values())
        for file in document["files"]
        if DISTRIBUTION.fullmatch(file)
    }


@pytest.fixture(scope="module")
def inventory(
    records: dict[str, bytes], held: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Inventory:
    files = {f"conda-meta/{name}": data for name, data in records.items()}
    for directory in held:
        name, version = directory.rpartition("/")[2].removesuffix(".dist-info").split("-")
        files[f"{directory}/METADATA"] = f"Name: {name}\nVersion: {version}\n".encode()
        files[f"{directory}/INSTALLER"] = b"conda\n"
    packed = tmp_path_factory.mktemp("conda") / "environment.tar"
    packed.write_bytes(tar_of(files))
    return scan(str(packed))


def test_j2_every_package_is_listed_once_by_its_record(records, inventory):
    listed = {
        package.evidence.path
        for component in inventory.components
        for package in (component, component.conda)
        if package and package.kind == "conda"
    }

    assert {f"conda-meta/{name}" for name in records} == listed


def test_j8_every_distribution_is_listed_once_with_both_identities(held, inventory):
    found = [each for each in inventory.components if each.evidence.path in held]

    assert held.keys() == {each.evidence.path for each in found}
    assert len(held) == len(found) > 100
    assert held == {each.evidence.path: each.conda and each.conda.name for each in found}
    assert all(each.purl.startswith("pkg:pypi/") for each in found)
    assert all(each.identities[0].startswith("pkg:conda/") for each in found)


def test_j9_some_have_another_name_on_pypi(inventory):
    names = {each.conda.name: each.name for each in inventory.components if each.conda}

    assert "matplotlib" == names["matplotlib-base"]
    assert "numpy" == names["numpy-base"]


def test_j7_the_others_stay_condas(inventory):
    others = {each.name: each.purl for each in inventory.components if each.kind == "conda"}

    expected = (
        "pkg:conda/zlib@1.2.12?build=h7f8727e_2&channel=anaconda&subdir=linux-64&type=tar.bz2"
    )
    assert expected == others["zlib"]
    assert {"python", "openssl", "_libgcc_mutex"} <= others.keys()


def test_the_kinds_of_platforms_are_told(inventory):
    packages = [each.conda or each for each in inventory.components]

    counts = Counter(each.noarch for each in packages if each.kind == "conda")
    assert {"python": 62, "generic": 2, None: 133} == counts


def test_an_excerpt_of_a_real_record_says_all_and_is_small(records):
    excerpts = {name: excerpt_of(data) for name, data in records.items()}

    assert all(
        parse_conda_record(data) == parse_conda_record(excerpts[name])
        for name, data in records.items()
    )
    assert sum(map(len, excerpts.values())) * 30 < sum(map(len, records.values()))
