"""Where the evidence is there, a document reaches grade A; nothing is made up for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from scanner.formats import EMITTERS
from scanner.formats.document_facts import facts_of
from scanner.model.contact import Kind, Supplier
from scanner.model.imprint import Imprint
from scanner.model.report import Report
from scanner.quality.rubric import RUBRIC
from scanner.quality.score import FULL, score
from tests.support.images import inventory_in
from tests.support.reports import IMAGE

DOCS = Path(__file__).parents[3] / "docs"
EXAMPLE = Supplier(name="Example", kind=Kind.ORGANIZATION, email="sbom@example.org")
IMPRINT = Imprint(authors=(EXAMPLE,), supplier=EXAMPLE)
CREATED = "2026-01-01T00:00:00Z"
NAMES = ("alpha", "beta", "gamma")
DIGEST = "a" * 64


def metadata(name, *requires):
    """Return metadata in which nothing is missing."""
    lines = (
        *("Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", "License-Expression: MIT"),
        "Author-email: Ann Lee <ann@a.test.org>",
        f"Project-URL: Source, https://github.com/ann/{name}",
        *(f"Requires-Dist: {each}" for each in requires),
    )
    return "\n".join(lines).encode() + b"\n"


def installed(site):
    """Return distributions as an installer leaves them, each of which requires the next."""
    requires = {name: [after] for name, after in pairwise(NAMES)}
    return {
        f"{site}/{name}-1.0.dist-info/{file}": data
        for name in NAMES
        for file, data in {
            "METADATA": metadata(name, *requires.get(name, ())),
            "WHEEL": b"Wheel-Version: 1.0\nTag: py3-none-any\n",
            "INSTALLER": b"uv\n",
        }.items()
    }


ENVIRONMENT = {
    "app/.venv/pyvenv.cfg": b"home = /usr/bin\nversion = 3.11.2\n",
    **installed("app/.venv/lib/python3.11/site-packages"),
}
UV_LOCK = "version = 1\n" + "".join(
    f'[[package]]\nname = "{name}"\nversion = "1.0"\n'
    f'wheels = [\n    {{ url = "https://f.test/{name}-1.0-py3-none-any.whl", '
    f'hash = "sha256:{DIGEST}" }},\n]\n'
    for name in NAMES
)
CONDA = {
    f"opt/conda/conda-meta/{name}-1.0-0.json": json.dumps(
        {
            "name": name,
            "version": "1.0",
            "build": "0",
            "build_number": 0,
            "channel": "https://conda.anaconda.org/conda-forge/noarch",
            "subdir": "noarch",
            "fn": f"{name}-1.0-0.conda",
            "url": f"https://conda.anaconda.org/conda-forge/noarch/{name}-1.0-0.conda",
            "sha256": DIGEST,
            "license": "MIT",
            "depends": [],
            "files": [f"lib/python3.11/site-packages/{name}-1.0.dist-info/METADATA"],
        }
    ).encode()
    for name in NAMES
} | installed("opt/conda/lib/python3.11/site-packages")


def scored(files, name="cyclonedx-json"):
    """Return what a document of an image with these files gets, by what that says itself."""
    inventory = replace(inventory_in(files), subject=IMAGE)
    report = Report(inventory=inventory, created=CREATED, imprint=IMPRINT)
    return score(inventory, facts_of(EMITTERS[name].media_type, report))


@pytest.mark.parametrize("name", ["cyclonedx-json", "spdx-json", "spdx-3-json"])
@pytest.mark.parametrize(
    "files",
    [
        pytest.param(ENVIRONMENT | {"app/uv.lock": UV_LOCK.encode()}, id="an environment of uv"),
        pytest.param(CONDA, id="a prefix of conda"),
    ],
)
def test_where_the_evidence_is_there_a_document_is_of_grade_a(files, name):
    found = scored(files, name)

    assert found.grade == "A"
    assert {"cpe", "signature"} == {
        feature.name
        for category in found.categories
        for feature in category.features
        if feature.is_applicable and feature.have < feature.total
    }


def test_the_same_without_digests_is_not():
    assert scored(ENVIRONMENT).grade == "C"


def test_the_documentation_has_what_each_datum_costs():
    weight = sum(category.weight for category in RUBRIC)
    costs = set()
    for category in RUBRIC:
        weights = [each.weight for each in category.document]
        weights += [each.weight for each in category.components]
        share = FULL * category.weight / weight / sum(weights)
        costs |= {f"{share * each:.2f}" for each in weights}

    table = (DOCS / "sbom-profiles.md").read_text("utf-8").partition("| Missing | Points |")[2]

    told = re.findall(r"^\|[^|]*\|([^|]*)\|", table.partition("\n\n")[0], re.MULTILINE)
    assert costs == {each for cell in told for each in re.findall(r"\d\.\d\d", cell)}
