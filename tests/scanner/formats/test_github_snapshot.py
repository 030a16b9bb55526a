"""Snapshots of what is there, for GitHub's graph of dependencies."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.formats.github_snapshot import NO_RUN, Run, snapshot
from scanner.model.component import Evidence, State
from scanner.model.declaration import Declaration
from scanner.model.dependency import Basis, Directness, Standing, stated
from scanner.model.inventory import Subject
from tests.support.judged import hostile_report, judged_report
from tests.support.official import github_snapshot_errors
from tests.support.reports import at, component, inventory_of, report_of

RUN = Run(
    sha="a" * 40,
    ref="refs/heads/main",
    id="42",
    correlator="Build scan",
    url="https://github.test/a/b/actions/runs/42",
    scanned="2026-11-22T00:00:00Z",
    directory="",
)
DIRECTORY = Subject(location="/src", source="dir")
DIRECT = Directness(is_direct=True, basis=Basis.INSTALLER, depth=0)
INDIRECT = Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via="x")


def document(report, run=RUN):
    return json.loads("".join(snapshot(report, run)))


def resolved(*components, **changes):
    inventory = replace(inventory_of(*components), **changes)
    (manifest,) = document(replace(report_of(), inventory=inventory))["manifests"].values()
    return manifest["resolved"]


def declared(name, *groups, line=1, path="requirements.txt"):
    declaration = Declaration(requirement=name, is_locked=False, groups=groups)
    evidence = Evidence(path, line=line)
    return component(name, state=State.DECLARED, evidence=evidence, declaration=declaration)


def in_directory(*components, run=RUN):
    included = frozenset((State.INSTALLED, State.DECLARED))
    inventory = replace(inventory_of(*components), included=included, subject=DIRECTORY)
    return document(replace(report_of(), inventory=inventory), run)["manifests"]


@pytest.mark.parametrize("report", [judged_report, hostile_report])
def test_a_snapshot_is_what_github_takes(report):
    assert github_snapshot_errors("".join(snapshot(report(), RUN))) == []


def test_a_snapshot_tells_its_commit_and_its_job():
    found = document(replace(report_of(component()), created=None))

    assert (RUN.sha, RUN.ref, "2026-11-22T00:00:00Z") == (
        found["sha"],
        found["ref"],
        found["scanned"],
    )
    assert found["job"] == {"id": "42", "correlator": "Build scan", "html_url": RUN.url}


def test_without_a_job_nothing_of_it_is_made_up():
    assert document(report_of(component()), NO_RUN)["job"] == {"id": "", "correlator": ""}


def test_an_environment_of_an_image_is_a_manifest_without_a_file():
    manifests = document(report_of(component()))["manifests"]

    assert {"registry.test/team/shop:/opt/venv": None} == {
        name: manifest.get("file") for name, manifest in manifests.items()
    }


@pytest.mark.parametrize(
    ("directory", "file"),
    [
        ("", {"source_location": "requirements.txt"}),
        ("app/", {"source_location": "app/requirements.txt"}),
        (None, None),
    ],
    ids=["the-repository", "a-directory-of-it", "elsewhere"],
)
def test_a_file_that_declares_has_its_place_in_the_repository(directory, file):
    manifests = in_directory(declared("idna"), run=replace(RUN, directory=directory))

    assert {"requirements.txt": file} == {
        name: manifest.get("file") for name, manifest in manifests.items()
    }


@pytest.mark.parametrize(
    ("directness", "relationship"), [(DIRECT, "direct"), (INDIRECT, "indirect"), (None, None)]
)
def test_whether_somebody_asked_for_it_is_its_relationship(directness, relationship):
    (found,) = resolved(component(directness=directness)).values()

    assert relationship == found.get("relationship")


def test_equal_distributions_of_a_manifest_are_one_that_somebody_may_have_asked_for():
    direct = component(directness=DIRECT)
    other = component(directness=INDIRECT, evidence=at("opt/venv/lib/b/idna-3.4.dist-info"))

    for pair in ((direct, other), (other, direct)):
        (found,) = resolved(*pair).values()
        assert found["relationship"] == "direct"


def test_what_only_dependency_groups_need_is_for_development():
    (manifest,) = in_directory(
        declared("idna"), declared("six", "test", line=2), declared("ruff", "test", line=3),
        declared("ruff", line=4),
    ).values()  # fmt: skip

    assert ["runtime", "runtime", "development"] == [
        each["scope"] for _, each in sorted(manifest["resolved"].items())
    ]


def test_what_a_distribution_depends_on_is_told_as_far_as_it_is_there():
    needing, needed = component("requests", "2.31.0"), component()
    there = stated(needing, needed)
    missing = replace(there, dependency=None, standing=Standing.MISSING)

    found = resolved(needing, needed, dependencies=(there, missing))

    assert {"pkg:pypi/requests@2.31.0": ["pkg:pypi/idna@3.4"], "pkg:pypi/idna@3.4": None} == {
        purl: each.get("dependencies") for purl, each in found.items()
    }


def test_what_is_not_included_is_not_submitted():
    assert document(report_of(component(state=State.CACHE)))["manifests"] == {}


def test_how_much_was_read_is_told():
    assert {"coverage": "full", "problems": 0} == document(report_of(component()))["metadata"]
