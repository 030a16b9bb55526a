"""What is declared for conda, and what is installed in a prefix."""

from __future__ import annotations

import json

import pytest

from scanner.drift.comparison import drift_of
from scanner.selection import Selection
from tests.support.conda import FORGE, MD5, PREFIX, below, distribution, record
from tests.support.images import inventory_in
from tests.support.shelf import encoded, installed

ENVIRONMENT = """\
channels: [conda-forge]
dependencies:
- python=3.11
- numpy>=1.26,<2
- pip:
  - idna>=3
"""
PYTHON: tuple[str, str, dict[str, object]] = ("python", "3.11.4", {"depends": ["zlib >=1.2"]})
NUMPY: tuple[str, str, dict[str, object]] = ("numpy", "1.26.4", {})
ZLIB: tuple[str, str, dict[str, object]] = ("zlib", "1.3", {})
USUAL = (PYTHON, NUMPY, ZLIB)


def prefix(*packages, pip=(("idna", "3.4"),)):
    """Return a prefix with packages of conda, and what pip added; numpy is a distribution, too."""
    files = {"conda-meta/history": b"", "bin/python3.11": b""}
    for name, version, changes in packages:
        files[f"conda-meta/{name}-{version}-py311_0.json"] = record(
            name, version, *held(name, version), **changes
        )
        if name == "numpy":
            files |= distribution(name, version)
    for name, version in pip:
        files |= distribution(name, version, "pip")
    return below(PREFIX, files)


def held(name, version):
    files = {"numpy": distribution(name, version), "python": ("bin/python3.11",)}
    return files.get(name, ())


def told(project, there):
    drift = drift_of(inventory_in(encoded(project)), inventory_in(there), Selection())
    return [
        (each.kind.value, each.ecosystem, each.name, each.declared, each.found)
        for each in drift.differences
    ]


def changed(name, version=None, **changes):
    """Return the usual packages with one that is otherwise."""
    return [
        (each, version or known, {**facts, **changes}) if each == name else (each, known, facts)
        for each, known, facts in USUAL
    ]


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        pytest.param(prefix(*USUAL), [], id="J16-as declared"),
        pytest.param(
            prefix(PYTHON, ZLIB),
            [("missing", "conda", "numpy", ">=1.26,<2", None)],
            id="J16-missing",
        ),
        pytest.param(
            prefix(*USUAL, pip=()), [("missing", "pypi", "idna", ">=3", None)], id="J16-pip-missing"
        ),
        pytest.param(
            prefix(*changed("numpy", "2.0.0")),
            [("version", "conda", "numpy", ">=1.26,<2", "2.0.0")],
            id="J16-version",
        ),
        pytest.param(
            prefix(*changed("python", "3.12.1")),
            [("version", "conda", "python", "=3.11", "3.12.1")],
            id="J16-another series",
        ),
        pytest.param(
            prefix(*USUAL, ("xz", "5.0", {})),
            [("undeclared", "conda", "xz", None, "5.0")],
            id="J16-undeclared",
        ),
        pytest.param(
            prefix(PYTHON, ZLIB, pip=(("idna", "3.4"), ("numpy", "1.26.4"))),
            [("origin", "conda", "numpy", "a channel of conda", "an index")],
            id="J16-pip has replaced it",
        ),
    ],
)
def test_an_environment_is_compared_by_the_names_of_conda(there, expected):
    """
    What the records of conda say to be needed (zlib) need not be declared.
    """
    assert expected == told({"environment.yml": ENVIRONMENT}, there)


def locked(name, version, platform="linux-64", **facts):
    url = f"{FORGE.replace('linux-64', platform)}/{name}-{version}-py311_0.conda"
    entry = {
        "name": name,
        "version": version,
        "manager": "conda",
        "platform": platform,
        "url": url,
        "hash": {"md5": MD5},
        "category": "main",
        "dependencies": {},
    }
    return entry | facts


def conda_lock(*packages):
    return json.dumps({"version": 1, "metadata": {"sources": []}, "package": packages})


LOCK = (locked("python", "3.11.4"), locked("numpy", "1.26.4"), locked("zlib", "1.3"))
OTHERS = (locked("numpy", "1.25.0", "osx-arm64"), locked("libcxx", "16", "osx-arm64"))
IDNA = locked("idna", "3.4", manager="pip", url="https://files.test/idna-3.4.tar.gz", hash={})


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        pytest.param(prefix(*USUAL), [], id="J17-as locked"),
        pytest.param(
            prefix(*changed("numpy", "1.25.0")),
            [("version", "conda", "numpy", "1.26.4", "1.25.0")],
            id="J17-the version of another platform",
        ),
        pytest.param(
            prefix(PYTHON, NUMPY),
            [("missing", "conda", "zlib", "1.3", None)],
            id="J17-missing",
        ),
        pytest.param(
            prefix(*changed("zlib", md5="0" * 32, sha256=None)),
            [("hash", "conda", "zlib", f"md5:{MD5}", f"md5:{'0' * 32}")],
            id="J17-hash",
        ),
        pytest.param(
            prefix(
                *changed(
                    "zlib",
                    channel="https://repo.anaconda.com/pkgs/main",
                    url="https://repo.anaconda.com/pkgs/main/linux-64/zlib-1.3-py311_0.conda",
                )
            ),
            [("origin", "conda", "zlib", "the channel conda-forge", "the channel main")],
            id="J17-channel",
        ),
        pytest.param(
            prefix(*USUAL, ("xz", "5.0", {})),
            [("undeclared", "conda", "xz", None, "5.0")],
            id="J17-undeclared",
        ),
        pytest.param(
            prefix(*USUAL, pip=(("idna", "3.7"),)),
            [("version", "pypi", "idna", "3.4", "3.7")],
            id="J17-what-pip-installs",
        ),
    ],
)
def test_a_lockfile_is_compared_for_the_platform_of_the_prefix(there, expected):
    assert expected == told({"conda-lock.yml": conda_lock(*LOCK, *OTHERS, IDNA)}, there)


PIXI = """\
version: 6
environments:
  default:
    channels: [{url: https://conda.anaconda.org/conda-forge/}]
    packages:
      linux-64:
      - conda: %(url)s/numpy-1.26.4-py311_0.conda
      - conda: %(url)s/python-3.11.4-py311_0.conda
      - conda: %(url)s/zlib-1.3-py311_0.conda
packages:
- conda: %(url)s/numpy-1.26.4-py311_0.conda
  md5: %(md5)s
  depends: [python]
- conda: %(url)s/python-3.11.4-py311_0.conda
  md5: %(md5)s
- conda: %(url)s/zlib-1.3-py311_0.conda
  md5: %(md5)s
"""
EXPLICIT = "@EXPLICIT\n" + "".join(
    f"{FORGE}/{name}-{version}-py311_0.conda#{MD5}\n" for name, version, _ in USUAL
)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"pixi.lock": PIXI % {"url": FORGE, "md5": MD5}}, id="J17-pixi.lock"),
        pytest.param({"conda-linux-64.lock": EXPLICIT}, id="J17-explicit"),
    ],
)
def test_other_lockfiles_are_compared_with_a_prefix_too(files):
    same = prefix(*USUAL, pip=())
    other = prefix(*changed("numpy", "1.25.0"), pip=())
    rebuilt = prefix(*changed("zlib", md5="0" * 32, sha256=None), pip=())

    assert [] == told(files, same)
    assert [("version", "conda", "numpy", "1.26.4", "1.25.0")] == told(files, other)
    assert [("hash", "conda", "zlib")] == [each[:3] for each in told(files, rebuilt)]


def test_without_digests_it_is_the_build_that_tells_an_archive():
    files = {"conda-linux-64.lock": EXPLICIT.replace(f"#{MD5}", "")}
    there = prefix(*changed("zlib", build="h1_7", url=f"{FORGE}/zlib-1.3-h1_7.conda"), pip=())

    assert [("hash", "conda", "zlib", "the build py311_0", "the build h1_7")] == [
        (*each[:4], "the build h1_7" if each[4] else None) for each in told(files, there)
    ]


def test_what_is_for_conda_and_for_pip_is_compared_with_either():
    """
    Nobody makes both of the environments that a project has files for.
    """
    project = {"environment.yml": ENVIRONMENT, "requirements.txt": "idna>=3\n"}

    assert [] == told(project, installed(("idna", "3.4")))
    assert [] == told(project, prefix(*USUAL))


def test_packages_of_conda_are_nobodys_where_nothing_is_declared_for_conda():
    assert [] == told({"requirements.txt": "numpy\nidna\n"}, prefix(*USUAL))


def test_selectors_choose_what_is_for_a_platform():
    text = (
        "channels: [a]\ndependencies:\n- python\n- numpy\n- pywin32  # [win]\n- xz  # [linux64]\n"
    )

    assert [("missing", "conda", "xz", None, None)] == told(
        {"environment.yml": text}, prefix(*USUAL, pip=())
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"environment.yml": ENVIRONMENT.replace("python=3.11", "scipy")},
            [("outdated", "conda", "scipy", None, None)],
            id="J17-not locked",
        ),
        pytest.param(
            {"environment.yml": ENVIRONMENT.replace("numpy>=1.26,<2", "numpy=2")},
            [("outdated", "conda", "numpy", "=2", "1.26.4")],
            id="J17-locked otherwise",
        ),
        pytest.param(
            {"environment-docs.yml": "dependencies: [python, scipy]\n"}, [], id="J17-other"
        ),
        pytest.param(
            {"conda-linux-64.lock": EXPLICIT.replace("numpy-1.26.4", "numpy-1.26.5")},
            [("disagreement", "conda", "numpy", "1.26.4", "1.26.5")],
            id="J17-lists disagree",
        ),
        pytest.param(
            {"conda-osx-64.lock": EXPLICIT.replace("linux", "osx").replace("1.26.4", "1.26.5")},
            [],
            id="J17-lists for different platforms",
        ),
    ],
)
def test_lockfiles_of_conda_are_compared_with_what_they_were_made_of(files, expected):
    lock = {"conda-lock.yml": conda_lock(*LOCK, IDNA)}

    drift = drift_of(inventory_in(encoded(lock | files)), None, Selection())

    assert expected == [
        (each.kind.value, each.ecosystem, each.name, each.declared, each.found)
        for each in drift.differences
    ]
