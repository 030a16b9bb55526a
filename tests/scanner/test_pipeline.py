"""From a target to an inventory."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from layers import LayersError, Limits, Platform, Verification
from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.index import AdvisoryIndex
from scanner.errors import UnreadableDocument
from scanner.judging import Judging
from scanner.metadata.document_limit import MAX_ENTRIES
from scanner.model.component import Problem, State
from scanner.model.inventory import Coverage, LayerFacts
from scanner.pipeline import audit, scan, scan_all
from scanner.settings import Settings
from testdata.images.writer import (
    Image,
    Layer,
    digest,
    docker_files,
    layout_blobs,
    tar_of,
    write_archive,
    write_directory,
)
from tests.support.advisories import advisory
from tests.support.reports import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.inventory import Inventory

SITE = "opt/venv/lib/python3.11/site-packages"


def distribution(name: str, version: str = "1.0", site: str = SITE) -> dict[str, bytes]:
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    return {f"{site}/{name}-{version}.dist-info/METADATA": metadata.encode()}


def image(*names: str, architecture: str = "amd64") -> Image:
    """Return an image with a layer for each of these distributions."""
    layers = [Layer(tar_of(distribution(name)), f"RUN pip install {name}") for name in names]
    return Image(layers, architecture=architecture)


def layout(directory: Path, *images: tuple[Image, str], compression: str = "none") -> str:
    write_directory(directory, layout_blobs(images, compression))
    return str(directory)


def names_in(inventory: Inventory) -> list[str]:
    return [component.name for component in inventory.components]


class Recorder:
    """Progress that remembers what it was told."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.read = 0
        self.ended = 0

    def begin(self, layers: int, size: int) -> None:
        self.begun.append((layers, size))

    def advance(self, size: int) -> None:
        self.read += size

    def end_layer(self) -> None:
        self.ended += 1


def test_a_directory_is_scanned_as_it_is(tmp_path):
    write_directory(tmp_path, {**distribution("foo"), "opt/venv/pyvenv.cfg": b"version = 3.11.2"})

    inventory = scan(str(tmp_path))

    assert ["foo"] == names_in(inventory)
    assert ["opt/venv"] == [environment.path for environment in inventory.environments]
    assert (Coverage.FULL, ()) == (inventory.coverage, inventory.problems)
    assert ("dir", str(tmp_path), ()) == (
        inventory.subject.source,
        inventory.subject.location,
        inventory.subject.layers,
    )


def test_an_image_says_what_it_is_and_which_layer_has_what(tmp_path):
    subject = image("foo", "bar")
    write_archive(tmp_path / "image.tar", docker_files([subject]))

    inventory = scan(str(tmp_path / "image.tar"))

    assert [("bar", 1), ("foo", 0)] == [
        (component.name, component.evidence.layer) for component in inventory.components
    ]
    assert inventory.subject.layers == (
        LayerFacts(
            index=0,
            diff_id=subject.layers[0].diff_id,
            digest=None,
            created_by="RUN pip install foo",
        ),
        LayerFacts(
            index=1,
            diff_id=subject.layers[1].diff_id,
            digest=None,
            created_by="RUN pip install bar",
        ),
    )
    assert ("docker-archive", (subject.name,), "linux/amd64", digest(subject.config())) == (
        inventory.subject.source,
        inventory.subject.names,
        inventory.subject.platform,
        inventory.subject.image_id,
    )
    assert inventory.subject.verified


def test_an_image_without_python_has_nothing_to_list(tmp_path):
    target = layout(tmp_path, (Image([Layer(tar_of({"etc/os-release": b""}))]), "latest"))

    inventory = scan(target)

    assert (Coverage.FULL, (), (), ()) == (
        inventory.coverage,
        inventory.components,
        inventory.environments,
        inventory.problems,
    )


@pytest.mark.parametrize("broken", [0, 1, 2])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: data[:100] + b"\0" * 20 + data[120:],
        lambda _: b"",
        lambda _: gzip.compress(b"\xff" * 1024, mtime=0),
    ],
    ids=["cut short", "overwritten", "empty", "something else"],
)
def test_an_unreadable_layer_costs_what_is_in_it_and_no_more(tmp_path, broken, damage):
    """
    M7: what is missing is said, and the rest is listed.
    """
    names = ["bar", "baz", "foo"]
    subject = image(*names)
    blobs = layout_blobs([(subject, "latest")], "gzip")
    compressed = gzip.compress(subject.layers[broken].tar, 6, mtime=0)
    path = "blobs/" + digest(compressed).replace(":", "/")
    write_directory(tmp_path, {**blobs, path: damage(blobs[path])})

    inventory = scan(str(tmp_path))

    assert Coverage.INCOMPLETE is inventory.coverage
    assert names[:broken] + names[broken + 1 :] == names_in(inventory)
    (problem,) = inventory.problems
    assert ("", "layers", True) == (problem.path, problem.cataloger, problem.incomplete)
    assert digest(compressed) in problem.reason


def test_problems_of_layers_and_of_catalogers_are_both_listed(tmp_path):
    path = f"{SITE}/foo-1.0.dist-info/METADATA"
    twice = tar_of({path: b"Name: foo\n"})[:1024] + tar_of({path: b"Name: bar\n"})
    target = layout(tmp_path, (Image([Layer(twice)]), "latest"))

    inventory = scan(target)

    assert inventory.problems == (
        Problem(
            path.rpartition("/")[0],
            "dist-info",
            "the file name does not fit the metadata: bar",
        ),
        Problem(path, "dist-info", "no Version; 1.0 by the file name"),
        Problem(path, "layers", "there twice in one layer; the later one counts"),
    )
    assert Coverage.FULL is inventory.coverage


def test_a_limit_makes_the_coverage_incomplete_and_is_named(tmp_path):
    long = distribution("a-much-longer-name")
    (size,) = (len(content) for content in long.values())
    files = {**distribution("foo"), **long}
    target = layout(tmp_path, (Image([Layer(tar_of(files))]), "latest"))

    inventory = scan(target, Settings(limits=Limits(max_claimed_file_bytes=size - 1)))

    assert Coverage.INCOMPLETE is inventory.coverage
    assert [("a-much-longer-name", "filename"), ("foo", "manifest-analysis")] == [
        (component.name, component.evidence.technique) for component in inventory.components
    ]
    assert [f"limit max_claimed_file_bytes exceeded: {size} bytes"] == [
        problem.reason for problem in inventory.problems if problem.incomplete
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(
            b"[[package]]\n" * (MAX_ENTRIES + 1),
            "more than 15,000 entries; not read",
            id="over-a-limit",
        ),
        pytest.param(
            b"[[package]", "not TOML: Expected ']]' at the end of an array declaration", id="broken"
        ),
    ],
)
def test_a_lockfile_that_is_not_read_makes_incomplete_where_declarations_count(
    tmp_path, content, reason
):
    """
    What an image holds is what runs; a lockfile in it says nothing of that.
    """
    project = tmp_path / "project"
    project.mkdir()
    (project / "uv.lock").write_bytes(content)
    location = layout(tmp_path / "image", (Image([Layer(tar_of({"uv.lock": content}))]), "one"))
    declaring = Settings(included=Settings().included | {State.DECLARED})

    of_project, of_image, of_both = scan(str(project)), scan(location), scan(location, declaring)

    assert Coverage.INCOMPLETE is of_project.coverage
    assert Coverage.FULL is of_image.coverage
    assert Coverage.INCOMPLETE is of_both.coverage
    assert [True] == [each.reason.startswith(reason) for each in of_image.problems]


def test_two_scans_are_equal_however_many_layers_are_read_at_a_time(tmp_path):
    names = [f"name{number}" for number in range(20)]
    places = [f"opt/{name}" for name in names]
    files = {
        path: content
        for name, place in zip(names, places, strict=True)
        for path, content in distribution(name, site=place).items()
    }
    target = layout(
        tmp_path, (image(*names, *names), "one"), (Image([Layer(tar_of(files))]), "two")
    )

    for wanted in ("one", "two"):
        first, *others = [
            scan(target, Settings(image=wanted, workers=workers)) for workers in (1, 2, 8, None)
        ]
        assert [first] * 3 == others
        assert sorted(names) == names_in(first)


def test_the_inventory_is_sorted(tmp_path):
    """
    The order of files in an archive is no order to show.
    """
    places = ["usr/lib/python3/dist-packages", SITE, "app"]
    files = [distribution(name, site=site) for site in places for name in ("foo", "bar")]
    target = layout(tmp_path, (Image([Layer(tar_of(item)) for item in files]), "latest"))

    inventory = scan(target)

    assert [
        "app/bar-1.0.dist-info",
        "app/foo-1.0.dist-info",
        f"{SITE}/bar-1.0.dist-info",
        f"{SITE}/foo-1.0.dist-info",
        "usr/lib/python3/dist-packages/bar-1.0.dist-info",
        "usr/lib/python3/dist-packages/foo-1.0.dist-info",
    ] == [component.evidence.path for component in inventory.components]
    assert ["app", "opt/venv", "usr"] == [item.path for item in inventory.environments]


@pytest.mark.parametrize(("architecture", "expected"), [("amd64", ["foo"]), ("arm64", ["bar"])])
def test_the_platform_asked_for_is_scanned(tmp_path, architecture, expected):
    target = layout(
        tmp_path, (image("foo"), "latest"), (image("bar", architecture="arm64"), "latest")
    )

    inventory = scan(target, Settings(platform=Platform("linux", architecture)))

    assert expected == names_in(inventory)
    assert f"linux/{architecture}" == inventory.subject.platform


def test_a_platform_that_is_not_there_is_an_error(tmp_path):
    target = layout(tmp_path, (image("foo"), "latest"))

    with pytest.raises(LayersError, match="linux/s390x"):
        scan(target, Settings(platform=Platform("linux", "s390x")))


@pytest.mark.parametrize(("wanted", "expected"), [("one", ["foo"]), ("two", ["bar"])])
def test_the_image_asked_for_is_scanned(tmp_path, wanted, expected):
    target = layout(tmp_path, (image("foo"), "one"), (image("bar"), "two"))

    assert expected == names_in(scan(target, Settings(image=wanted)))


@pytest.mark.parametrize(
    ("verification", "coverage", "expected"),
    [
        (Verification.NONE, Coverage.FULL, ["liar"]),
        (Verification.DIGESTS, Coverage.INCOMPLETE, []),
        (Verification.STRICT, Coverage.INCOMPLETE, []),
    ],
)
def test_what_is_not_what_its_digest_says_counts_only_if_nobody_asks(
    tmp_path, verification, coverage, expected
):
    subject = image("fooo")
    path = "blobs/" + subject.layers[0].diff_id.replace(":", "/")
    lie = tar_of(distribution("liar"))
    write_directory(tmp_path, {**layout_blobs([(subject, "latest")], "none"), path: lie})

    inventory = scan(str(tmp_path), Settings(verification=verification))

    assert (coverage, expected) == (inventory.coverage, names_in(inventory))


def test_progress_is_told_of_every_layer(tmp_path):
    subject = image("foo", "bar", "baz")
    recorder = Recorder()

    scan(layout(tmp_path, (subject, "latest")), Settings(progress=recorder, workers=1))

    size = sum(len(layer.tar) for layer in subject.layers)
    assert ([(3, size)], size, 3) == (recorder.begun, recorder.read, recorder.ended)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{}", b"PK\x03\x04"],
    ids=["nothing", "empty", "JSON", "zip"],
)
def test_what_is_no_image_is_an_error_that_names_it(tmp_path, content):
    target = tmp_path / "image.tar"
    if content is not None:
        target.write_bytes(content)

    with pytest.raises((LayersError, UnreadableDocument), match=r"image\.tar"):
        scan(str(target))


def test_an_audit_adds_the_advisories_of_what_is_installed(tmp_path):
    write_directory(
        tmp_path / "root",
        {
            **distribution("Foo.Bar", "1.5"),
            **distribution("foo_bar", "2.0", site="app"),
            **distribution("other", "1.5"),
            **distribution("~oo_bar", "1.5", site="stale"),
        },
    )
    record = advisory("introduced 1.0, fixed 2.0", package="foo-bar")
    build_index(tmp_path / "index.sqlite", IndexContent(advisories=[record], sources=[SOURCE]))
    inventory = scan(str(tmp_path / "root"))

    with AdvisoryIndex.opened(tmp_path / "index.sqlite") as index:
        report = audit(inventory, index, Judging(created="2026-01-01T00:00:00Z"))

    assert [("TEST-1", "Foo.Bar", "2.0")] == [
        (finding.id, finding.component.name, str(finding.fixed_in)) for finding in report.findings
    ]
    assert (1, 2, 1) == (report.tally.affected, report.tally.clean, report.tally.not_matched)
    assert (inventory, "2026-01-01T00:00:00Z") == (report.inventory, report.created)
    assert (SOURCE,) == report.sources


def test_each_of_several_images_is_scanned(tmp_path):
    target = layout(tmp_path, (image("one"), "a"), (image("two"), "b"))

    assert [["one"], ["two"]] == [names_in(found) for found in scan_all(target)]


def test_only_the_wanted_one_of_several_is_scanned(tmp_path):
    target = layout(tmp_path, (image("one"), "a"), (image("two"), "b"))

    (found,) = scan_all(target, Settings(image="b"))

    assert ["two"] == names_in(found)


def test_two_images_of_one_name_are_told_apart_by_digest(tmp_path):
    target = layout(tmp_path, (image("one"), "a"), (image("two"), "a"))

    assert [["one"], ["two"]] == sorted(names_in(found) for found in scan_all(target))


def test_a_single_image_is_one_of_one(tmp_path):
    target = layout(tmp_path, (image("one"), "a"))

    assert [["one"]] == [names_in(found) for found in scan_all(target)]
