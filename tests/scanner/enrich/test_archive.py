"""Distributions in archives: rows L1 to L7, C4, C14, C15 and J14 of ``discovery.md``."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from layers.overlay import overlay
from scanner.model.component import Problem
from scanner.model.environment import Environment
from scanner.model.inventory import Coverage
from testdata.images.writer import tar_of
from tests.support.archives import (
    frozen_of,
    metadata_of,
    modules_of,
    patched,
    wheel_files,
    wheel_of,
    zip_of,
)
from tests.support.conda import record
from tests.support.images import inventory_in, inventory_of, snapshot_of
from tests.support.tar_blocks import END, member

if TYPE_CHECKING:
    from scanner.model.inventory import Inventory

SITE = "usr/lib/python3.11/site-packages"
SIX = wheel_of("six", "1.16.0")
SIX_DIST_INFO = {"six-1.16.0.dist-info/METADATA": metadata_of("six", "1.16.0")}
WHEEL = "six-1.16.0-py3-none-any.whl"
SDIST = tar_of(
    {
        "six-1.16.0/PKG-INFO": metadata_of("six", "1.16.0"),
        "six-1.16.0/six.egg-info/PKG-INFO": metadata_of("six", "1.16.0"),
        "six-1.16.0/tests/data/x-1.dist-info/METADATA": metadata_of("x", "1"),
    }
)
INDEX = json.dumps(
    {"name": "zlib", "version": "1.3", "build": "h0_1", "subdir": "linux-64", "depends": []}
).encode()


def conda_of(files: dict[str, bytes | str | None]) -> bytes:
    """Return a package in conda's newer format."""
    return zip_of(
        {
            "metadata.json": b"{}",
            "pkg-zlib-1.3-h0_1.tar.zst": zstd.compress(tar_of({"lib/libz.so": b""})),
            "info-zlib-1.3-h0_1.tar.zst": zstd.compress(tar_of(files)),
        },
        zipfile.ZIP_STORED,
    )


def found(inventory: Inventory) -> list[tuple[str, str | None, str, str, str]]:
    """Return name, version, kind, state and environment of what was found."""
    return [
        (each.name, each.version, each.kind, each.state.value, each.environment)
        for each in inventory.components
    ]


ROWS = [
    pytest.param(f"wheels/{WHEEL}", SIX, ("six", "1.16.0", "wheel", "archive"), id="L1-wheel"),
    pytest.param(
        "wheels/six-1.16.0-1-py2.py3-none-any.whl",
        zip_of({"six.py": b""}),
        ("six", "1.16.0", "wheel", "archive"),
        id="L1-no-dist-info",
    ),
    pytest.param(
        f"wheels/{WHEEL}",
        SIX[:-9],
        ("six", "1.16.0", "wheel", "archive"),
        id="L1-truncated",
    ),
    pytest.param(
        "opt/six-1.16.0.tar.gz",
        gzip.compress(SDIST),
        ("six", "1.16.0", "sdist", "archive"),
        id="L2-tar",
    ),
    pytest.param(
        "opt/six-1.16.0.zip",
        zip_of({"six-1.16.0/PKG-INFO": metadata_of("six", "1.16.0")}),
        ("six", "1.16.0", "sdist", "archive"),
        id="L2-zip",
    ),
    pytest.param(
        "srv/app.pyz",
        zip_of({f"site-packages/{name}": data for name, data in SIX_DIST_INFO.items()}),
        ("six", "1.16.0", "dist-info", "archive"),
        id="L3-shiv",
    ),
    pytest.param(
        "srv/app.pex",
        zip_of(
            {f".deps/{WHEEL}/{name}": data for name, data in SIX_DIST_INFO.items()},
            before=b"#!/usr/bin/env python3\n",
        ),
        ("six", "1.16.0", "dist-info", "archive"),
        id="L3-pex",
    ),
    pytest.param(
        "lambda.zip",
        zip_of({"handler.py": b"", **SIX_DIST_INFO}),
        ("six", "1.16.0", "dist-info", "archive"),
        id="L5-lambda",
    ),
    pytest.param(
        "srv/env.tar.gz",
        gzip.compress(
            tar_of({f"lib/python3.9/site-packages/{n}": data for n, data in SIX_DIST_INFO.items()})
        ),
        ("six", "1.16.0", "dist-info", "archive"),
        id="L5-conda-pack-pypi",
    ),
    pytest.param(
        "srv/env.tar.gz",
        gzip.compress(tar_of({"conda-meta/zlib-1.3-h0_1.json": record("zlib", "1.3")})),
        ("zlib", "1.3", "conda", "archive"),
        id="L5-conda-pack-conda",
    ),
    pytest.param(
        "srv/zlib-1.3-h0_1.conda",
        conda_of({"info/index.json": INDEX}),
        ("zlib", "1.3", "conda", "archive"),
        id="L5-conda",
    ),
    pytest.param(
        "srv/zlib-1.3-h0_1.conda",
        conda_of({}),
        ("zlib", "1.3", "conda", "archive"),
        id="L5-conda-without-index",
    ),
    pytest.param(
        "opt/conda/pkgs/zlib-1.3-h0_1.conda",
        conda_of({"info/index.json": INDEX}),
        ("zlib", "1.3", "conda", "cache"),
        id="J14-conda",
    ),
    pytest.param(
        "opt/conda/pkgs/zlib-1.3-h0_1.tar.bz2",
        tar_of({"info/index.json": INDEX, "lib/libz.so": b""}),
        ("zlib", "1.3", "conda", "cache"),
        id="J14-tar-bz2",
    ),
    pytest.param(
        "spark/deps.zip",
        zip_of({"six.py": b"", "six-1.16.0.dist-info/METADATA": metadata_of("six", "1.16.0")}),
        ("six", "1.16.0", "dist-info", "archive"),
        id="L7-py-files",
    ),
    pytest.param(
        "dbfs/wheels/six-1.16.0-py3-none-any.whl",
        SIX,
        ("six", "1.16.0", "wheel", "archive"),
        id="L7-wheels",
    ),
    pytest.param(
        "usr/lib/python3.11/ensurepip/_bundled/six-1.16.0-py3-none-any.whl",
        SIX,
        ("six", "1.16.0", "wheel", "bundled"),
        id="C15-ensurepip",
    ),
    pytest.param(
        f"{SITE}/virtualenv/seed/wheels/embed/six-1.16.0-py3-none-any.whl",
        SIX,
        ("six", "1.16.0", "wheel", "bundled"),
        id="C14-virtualenv",
    ),
    pytest.param(
        f"usr/share/python-wheels/{WHEEL}",
        SIX,
        ("six", "1.16.0", "wheel", "bundled"),
        id="C15-debian",
    ),
    pytest.param(
        f"{SITE}/importlib_metadata/tests/data/{WHEEL}",
        SIX,
        ("six", "1.16.0", "wheel", "test-data"),
        id="C16-test-data",
    ),
    pytest.param(
        f"root/.cache/pip/wheels/ab/{WHEEL}",
        SIX,
        ("six", "1.16.0", "wheel", "cache"),
        id="C18-wheel",
    ),
    pytest.param(
        "root/.cache/pip/http-v2/a/b/c/d/e/abcde.body",
        SIX,
        ("six", "1.16.0", "dist-info", "cache"),
        id="C18-download",
    ),
]


@pytest.mark.parametrize(("path", "data", "expected"), ROWS)
def test_what_is_in_an_archive_is_there_once_and_says_so(path, data, expected):
    inventory = inventory_in({path: data})

    assert [(*expected, path)] == found(inventory)
    assert ("archive", path) in {(each.kind, each.path) for each in inventory.environments}
    assert Coverage.FULL is inventory.coverage


@pytest.mark.parametrize("name", [WHEEL, "six-1.16.0.tar.gz", "zlib-1.3-h0_1.conda"])
def test_the_digest_of_the_archive_is_that_of_the_artefact(name):
    contents = {".whl": SIX, ".gz": gzip.compress(SDIST), ".conda": conda_of({"x": INDEX})}
    data = next(data for suffix, data in contents.items() if name.endswith(suffix))

    (component,) = inventory_in({f"opt/{name}": data}).components

    assert (f"sha256:{hashlib.sha256(data).hexdigest()}",) == component.hashes


def test_what_is_in_an_application_has_not_the_digest_of_that():
    (component,) = inventory_in({"app.pyz": zip_of(SIX_DIST_INFO)}).components

    assert () == component.hashes


def test_a_tar_archive_is_no_source_distribution_by_its_name_alone():
    """
    JupyterLab's extensions are npm packages, called ``nbdime-jupyterlab-2.1.1.tgz``.
    """
    package = gzip.compress(tar_of({"package/package.json": b"{}"}))

    assert [] == found(inventory_in({"opt/nbdime-jupyterlab-2.1.1.tgz": package}))


EGG = {"EGG-INFO/PKG-INFO": metadata_of("foo", "1.0"), "foo.py": b""}


@pytest.mark.parametrize(
    ("files", "technique"),
    [
        pytest.param(EGG, "manifest-analysis", id="C4-pkg-info"),
        pytest.param({"foo.py": b""}, "filename", id="C4-none"),
    ],
)
def test_a_zipped_egg_in_a_site_directory_is_installed(files, technique):
    inventory = inventory_in({f"{SITE}/foo-1.0-py3.11.egg": zip_of(files)})

    assert [("foo", "1.0", "egg", "installed", "usr")] == found(inventory)
    assert technique == inventory.components[0].evidence.technique
    assert ["usr"] == [environment.path for environment in inventory.environments]


def test_c4_a_zipped_egg_anywhere_else_is_an_archive():
    inventory = inventory_in({"dist/foo-1.0-py3.11.egg": zip_of(EGG)})

    assert [("foo", "1.0", "egg", "archive", "dist/foo-1.0-py3.11.egg")] == found(inventory)


def problems(inventory: Inventory) -> list[Problem]:
    return [problem for problem in inventory.problems if problem.cataloger == "archive"]


def test_l1_the_metadata_of_a_wheel_outweigh_its_file_name():
    inventory = inventory_in({"other-2.0-py3-none-any.whl": SIX})

    reason = "the file name does not fit the metadata: six 1.16.0"
    assert [("six", "1.16.0")] == [each[:2] for each in found(inventory)]
    assert [Problem("other-2.0-py3-none-any.whl", "archive", reason)] == problems(inventory)


@pytest.mark.parametrize(
    ("file_name", "name", "version"),
    [
        ("My_Pkg-1.0+cu121-py3-none-any.whl", "My.Pkg", "1.0+cu121"),
        ("a-1.0_1-py3-none-any.whl", "a", "1.0-1"),
        ("a-1.0.0-py3-none-any.whl", "a", "1.0"),
    ],
)
def test_a_file_name_may_be_spelled_in_another_way(file_name, name, version):
    wheel = zip_of({"x-1.dist-info/METADATA": metadata_of(name, version)})

    assert [] == problems(inventory_in({file_name: wheel}))


def test_l1_two_distributions_in_one_wheel_are_both_there():
    files = {**wheel_files("six", "1.16.0"), **wheel_files("evil", "1")}

    inventory = inventory_in({WHEEL: zip_of(files)})

    assert ["evil", "six"] == [component.name for component in inventory.components]
    assert [
        "several distributions in one wheel: evil, six",
        "the file name does not fit the metadata: evil 1",
    ] == [problem.reason for problem in problems(inventory)]


def test_l1_a_wheel_in_an_archive_is_in_that():
    inventory = inventory_in({"bundle.zip": zip_of({f"wheels/{WHEEL}": SIX})})

    path = f"bundle.zip!/wheels/{WHEEL}"
    assert [("six", "1.16.0", "wheel", "archive", path)] == found(inventory)


def test_a_directory_with_an_unreadable_wheel_is_no_part_of_it():
    inventory = inventory_in({f"{SITE}/{WHEEL}": b"damaged", f"{SITE}/evil.py": b""})

    assert [("evil", "usr"), ("six", f"{SITE}/{WHEEL}")] == [
        (each.name, each.environment) for each in inventory.components
    ]
    assert {"usr": (SITE,), f"{SITE}/{WHEEL}": ()} == {
        each.path: each.site_directories for each in inventory.environments
    }


def test_l1_encrypted_metadata_are_replaced_by_the_file_name():
    wheel = patched(zip_of({"six-1.16.0.dist-info/METADATA": b"secret"}), flags=1)

    inventory = inventory_in({WHEEL: wheel})

    assert [("six", "1.16.0", "wheel", "archive", WHEEL)] == found(inventory)
    assert "not read: encrypted" in {problem.reason for problem in inventory.problems}


def test_l1_a_path_that_leads_out_of_a_wheel_is_noted():
    files = {"../../evil-1.dist-info/METADATA": b"Name: evil", **SIX_DIST_INFO}

    inventory = inventory_in({WHEEL: zip_of(files)})

    assert ["six"] == [component.name for component in inventory.components]
    assert any("leads out of the archive" in problem.reason for problem in inventory.problems)


def test_a_vendored_copy_in_an_archive_is_not_matched():
    files = {**SIX_DIST_INFO, "six/_vendor/x-1.dist-info/METADATA": metadata_of("x", "1")}

    inventory = inventory_in({WHEEL: zip_of(files)})

    assert {("six", "wheel", "archive"), ("x", "dist-info", "archive")} == {
        (each.name, each.kind, each.state.value) for each in inventory.components
    }


def test_what_is_in_a_real_directory_with_an_exclamation_mark_is_installed():
    """
    Else a directory could be named so that nothing in it is matched.
    """
    site = "opt/app!/lib/python3.11/site-packages"

    inventory = inventory_in({f"{site}/six-1.16.0.dist-info/METADATA": metadata_of("six", "1")})

    assert [("six", "1", "dist-info", "installed", "opt/app!")] == found(inventory)


def frozen(data: bytes) -> Inventory:
    return inventory_of(overlay([snapshot_of(member(b"opt/app", data, mode=b"0000755\0") + END)]))


def test_l4_a_frozen_application_has_the_distributions_whose_metadata_it_holds():
    inventory = frozen(frozen_of(SIX_DIST_INFO, modules_of("six")))

    assert [("six", "1.16.0", "dist-info", "archive", "opt/app")] == found(inventory)
    assert [Environment(path="opt/app", kind="archive", site_directories=("opt/app!",))] == list(
        inventory.environments
    )


def test_l4_without_metadata_modules_say_what_may_be_in_it():
    modules = modules_of("six", "json", "pyimod01_archive", "_cffi", "yaml.x", packages=["yaml"])

    inventory = frozen(frozen_of({}, modules))

    assert [
        ("six", None, "module", "archive", "opt/app"),
        ("yaml", None, "module", "archive", "opt/app"),
    ] == found(inventory)
    assert {"filename"} == {each.evidence.technique for each in inventory.components}


def test_l4_an_unpacked_application_is_a_directory_like_any_other():
    files = {f"opt/app/_internal/{name}": data for name, data in SIX_DIST_INFO.items()}

    inventory = inventory_in(files)

    assert [("six", "1.16.0", "dist-info", "installed", "opt/app/_internal")] == found(inventory)


def test_l6_bytecode_and_extensions_alone_are_no_distributions():
    """
    Of those that are installed, the metadata speak.
    """
    files: dict[str, bytes | str | None] = {
        "app/__pycache__/six.cpython-311.pyc": b"",
        "app/mod.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
        "app/lib.zip": zip_of({"six.pyc": b""}),
    }

    assert [] == found(inventory_in(files))


def test_an_archive_of_anything_else_is_nobody_s_business():
    files: dict[str, bytes | str | None] = {
        "zoneinfo.tar.gz": gzip.compress(tar_of({"Europe/Zurich": b""})),
        "data.zip": zip_of({"data.csv": b""}),
        "x.tar": b"no archive",
        "y.zip": b"",
    }

    inventory = inventory_in(files)

    assert ([], (), ()) == (found(inventory), inventory.environments, inventory.problems)


def test_a_bomb_makes_the_result_incomplete():
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", mtime=0) as file:
        file.write(tar_of({"zeros": bytes(100 << 20)}))

    inventory = inventory_in({"env.tar.gz": bomb.getvalue()})

    assert Coverage.INCOMPLETE is inventory.coverage
    assert "limit max_ratio of 200 exceeded" in inventory.problems[0].reason
