"""What ``conda list`` wrote down, under whatever name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.project import Found, files_in, lines_of

FORGE = "https://conda.anaconda.org/conda-forge"
MD5 = "0123456789abcdef" * 2
EXPLICIT = f"""# platform: linux-64
@EXPLICIT
{FORGE}/linux-64/numpy-1.26.4-py312heda63a1_0.conda#{MD5}
{FORGE}/noarch/tzdata-2024a-h0c530f3_0.tar.bz2#sha256:{MD5 * 2}
https://conda.test/t/tk-0123-4567/x/linux-64/_libgcc_mutex-0.1-conda_forge.tar.bz2
"""
EXPORTED = """# This file may be used to create an environment using:
# $ conda create --name <env> --file <this file>
# platform: linux-64
_libgcc_mutex=0.1=conda_forge
numpy=1.26.4=py311h64a7726_0
requests=2.31.0=pypi_0
"""


def test_j17_an_explicit_list_tells_all_of_each_package():
    found = Found("conda-list", {"explicit.txt": EXPLICIT})

    linux, inner = "subdir=linux-64", "https://conda.test/x"
    assert [
        f"pkg:conda/numpy@1.26.4?build=py312heda63a1_0&channel=conda-forge&{linux}&type=conda",
        "pkg:conda/tzdata@2024a?build=h0c530f3_0&channel=conda-forge&subdir=noarch&type=tar.bz2",
        f"pkg:conda/_libgcc_mutex@0.1?build=conda_forge&channel={inner}&{linux}&type=tar.bz2",
    ] == found.purls
    assert [(f"md5:{MD5}",), (f"sha256:{MD5 * 2}",), ()] == [c.hashes for c in found.components]
    assert "tk-0123" not in repr(found.components)
    for each in found.components:
        assert f"/{each.name}-{each.version}-" in lines_of(each, EXPLICIT)


def test_j17_in_an_exported_list_some_are_pypis():
    found = Found("conda-list", {"spec-file.txt": EXPORTED})

    assert [
        "pkg:conda/_libgcc_mutex@0.1?build=conda_forge",
        "pkg:conda/numpy@1.26.4?build=py311h64a7726_0",
        "pkg:pypi/requests@2.31.0",
    ] == found.purls
    for each in found.components:
        assert lines_of(each, EXPORTED).startswith(f"{each.name}={each.version}=")
    for each in found.components:
        assert each.declaration is not None
        assert (True, ("linux-64",)) == (each.declaration.is_locked, each.declaration.platforms)


def test_j17_what_conda_lock_renders_is_read():
    found = Found("conda-list", files_in(Path("testdata/conda/conda-lock")))

    assert [("tzdata", "2024a"), ("python", "3.12.1")] == [
        (each.name, each.version) for each in found.components
    ]


@pytest.mark.parametrize("text", [EXPLICIT, EXPORTED], ids=["explicit", "exported"])
def test_what_is_condas_is_no_requirements_file(text):
    """
    ``conda list --export > requirements.txt`` is what conda's own documentation once said.
    """
    files = {"requirements.txt": text}

    assert 3 == len(Found("conda-list", files).components)
    assert [] == Found("requirements", files).components


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("numpy==1.26.4\n", id="requirements"),
        pytest.param("numpy=1.26\n", id="specifications"),
        pytest.param("a=1=0\nnot this\n", id="another-line"),
        pytest.param("# nothing\n", id="comments"),
        pytest.param("", id="K22-empty"),
        pytest.param("see @EXPLICIT below\n", id="prose"),
    ],
)
def test_what_is_no_list_is_passed_over(text):
    found = Found("conda-list", {"requirements.txt": text})

    assert ([], []) == (found.components, found.problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("@EXPLICIT\nnumpy\n", "line 2: not the URL of a package: numpy", id="no-url"),
        pytest.param("a_=1=pypi_0\n", "line 1: not a valid name: 'a_'", id="no-name"),
        pytest.param("@EXPLICIT\n" + "#" * (17 << 20), "larger than 16,777,216", id="K22-large"),
    ],
)
def test_what_is_odd_about_a_list_is_one_problem(text, problem):
    (reason,) = Found("conda-list", {"explicit.txt": text}).problems

    assert problem in reason
