"""What lockfiles and manifests may cost, whatever their format."""

from __future__ import annotations

import pytest

from scanner.catalog import CATALOGERS
from scanner.cataloging import claims
from scanner.metadata.conda_lock import parse_conda_lock
from scanner.metadata.document_limit import MAX_ENTRIES
from scanner.model.component import Component, Problem
from tests.support.images import tree_of

MEBIBYTE = 1 << 20
TOML = b'[[package]]\nname="a"\nversion="1"\n'
YAML = b"- name: a\n  version: 1\n"
FORMATS = [
    pytest.param("uv.lock", b"version = 1\n", TOML, id="K22-uv"),
    pytest.param("poetry.lock", b"", TOML, id="K22-poetry"),
    pytest.param("pdm.lock", b"", TOML, id="K22-pdm"),
    pytest.param("pylock.toml", b"", b'[[packages]]\nname="a"\n', id="K22-pylock"),
    pytest.param("pyproject.toml", b"[project]\ndependencies = [\n", b'"a",\n', id="K22-pyproject"),
    pytest.param("hatch.toml", b"[envs.a]\ndependencies = [\n", b'"a",\n', id="K22-hatch"),
    pytest.param("Pipfile", b"[packages]\n", b'a="*"\n', id="K22-pipfile"),
    pytest.param("Pipfile.lock", b'{"default": {', b'"a": {},', id="K22-pipfile-lock"),
    pytest.param("pixi.toml", b"[dependencies]\n", b'a="*"\n', id="K22-pixi"),
    pytest.param("pixi.lock", b"packages:\n", YAML, id="K22-pixi-lock"),
    pytest.param("conda-lock.yml", b"package:\n", YAML, id="K22-conda-lock"),
    pytest.param("environment.yml", b"dependencies:\n", b"- a=1\n", id="K22-conda-environment"),
    pytest.param("explicit.txt", b"@EXPLICIT\n", b"https://a/b/a-1-0.conda\n", id="K22-list"),
    pytest.param("requirements.txt", b"", b"a==1\n", id="K22-requirements"),
    pytest.param("setup.cfg", b"[options]\ninstall_requires =\n", b" a\n", id="K22-setup-cfg"),
]


@pytest.mark.parametrize(("path", "head", "entry"), FORMATS)
@pytest.mark.parametrize("size", [50 * MEBIBYTE, 15 * MEBIBYTE], ids=["too-large", "too-many"])
def test_a_huge_document_is_one_problem(path, head, entry, size):
    content = head + entry * (size // len(entry))

    (problem,) = _found({path: content})

    assert isinstance(problem, Problem)
    assert (path, True) == (problem.path, problem.incomplete)
    assert problem.reason.endswith("not read")


@pytest.mark.parametrize(
    ("path", "head", "entry", "tail"),
    [
        pytest.param("uv.lock", "version = 1\n", '[[package]]\nname="a{}"\n', "", id="K22-uv"),
        pytest.param(
            "Pipfile.lock", '{{"default": {{', '"a{}": {{}},', '"b": {{}}}}}}', id="K22-pip"
        ),
        pytest.param("requirements.txt", "", "a{}==1\n", "", id="K22-requirements"),
        pytest.param("environment.yml", "dependencies:\n- pip:\n", "  - a{}\n", "", id="K22-conda"),
        pytest.param("setup.cfg", "[options]\ninstall_requires=\n", " a{}\n", "", id="K22-cfg"),
    ],
)
def test_entries_are_counted_where_values_are_few(path, head, entry, tail):
    entries = "".join(entry.format(number) for number in range(MAX_ENTRIES + 1))
    content = head.format() + entries + tail.format()

    (problem,) = _found({path: content.encode()})

    assert isinstance(problem, Problem)
    assert "more than 15,000 entries; not read" == problem.reason


def test_a_lockfile_of_conda_of_ten_thousand_packages_is_read():
    """
    The bound is there for the time that hostile ones take, and real ones stay below.
    """
    count = 10_000
    needs = "".join(f"    p{number}: '>=1.0'\n" for number in range(8))
    entry = (
        f"- name: p{{0}}\n  version: '1.{{0}}'\n  manager: conda\n  platform: linux-64\n"
        f"  dependencies:\n{needs}  url: https://c.test/linux-64/p{{0}}-1.{{0}}-0.conda\n"
        f"  hash:\n    md5: {'0' * 32}\n    sha256: {'0' * 64}\n"
        "  category: main\n  optional: false\n"
    )

    lock = parse_conda_lock("version: 1\npackage:\n" + "".join(map(entry.format, range(count))))

    assert (count, ()) == (len(lock.packages), lock.oddities)


def test_edges_are_bounded_where_annotations_lead_to_every_version_of_a_name():
    names = ",".join(f"a{number}" for number in range(50))
    lines = (f"a{number % 50}==1.{number}  # via {names}\n" for number in range(1_000))

    found = _found({"requirements.txt": "".join(lines).encode()})

    assert 1_000 == sum(isinstance(each, Component) for each in found)
    (problem,) = (each for each in found if isinstance(each, Problem))
    assert "only 100,000 of its dependencies are told" == problem.reason


def _found(files: dict[str, bytes]) -> list[object]:
    tree = tree_of(files, claims=claims(directory=True))
    return [each for cataloger in CATALOGERS.values() for each in cataloger.catalog(tree)]
