"""Packages of conda, by the records in their prefix.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import json

import pytest

from scanner.catalog.conda_meta import catalog
from scanner.model.component import Component, Evidence, Link, Problem, State
from scanner.model.license import DeclaredLicense
from scanner.model.system_package import SystemPackage
from tests.support.conda import FORGE, MD5, PREFIX, SHA256, SITE, below, record
from tests.support.images import tree_of

META = f"{PREFIX}/conda-meta"


def found_in(tree, kind):
    return [item for item in catalog(tree) if isinstance(item, kind)]


def components_in(*layers):
    return found_in(tree_of(*layers), Component)


def test_j1_a_package_is_what_its_record_says():
    data = record("openssl", "3.1.0", "lib/libssl.so.3", build="h0_0", depends=["ca-certificates"])

    (component,) = components_in({f"{META}/openssl-3.1.0-h0_0.json": data})

    expected = Component(
        name="openssl",
        version="3.1.0",
        purl="pkg:conda/openssl@3.1.0?build=h0_0&channel=conda-forge&subdir=linux-64&type=conda",
        kind="conda",
        state=State.INSTALLED,
        environment=PREFIX,
        evidence=Evidence(f"{META}/openssl-3.1.0-h0_0.json", layer=0),
        hashes=(f"sha256:{SHA256}", f"md5:{MD5}"),
        requires=("ca-certificates",),
        license=DeclaredLicense(text="BSD-3-Clause", family="BSD"),
        links=(Link(label="Download", url=f"{FORGE}/openssl-3.1.0-h0_0.conda"),),
    )
    assert expected == component


@pytest.mark.parametrize(
    "prefix",
    [
        pytest.param("opt/conda", id="J1-base"),
        pytest.param("opt/conda/envs/x", id="J2-env"),
        pytest.param("srv/any/prefix", id="J2-prefix"),
        pytest.param("root/micromamba", id="J2-micromamba"),
        pytest.param("app/.pixi/envs/default", id="J2-pixi"),
        pytest.param("", id="J2-conda-pack-at-the-root"),
    ],
)
def test_every_prefix_is_an_environment(prefix):
    tree = below(prefix, {"conda-meta/zlib-1.3-h0_0.json": record("zlib", "1.3")})

    (component,) = components_in(tree)

    assert (prefix, "zlib") == (component.environment, component.name)


def test_j3_what_else_is_in_the_directory_is_no_package():
    names = ("history", "pinned", "state", "frozen", "initial-state.explicit.txt", "pixi")
    files = {f"{META}/{name}": b"{}" for name in names}

    assert [] == list(catalog(tree_of(files)))


def test_j3_an_object_that_is_no_record_is_told():
    (problem,) = catalog(tree_of({f"{META}/settings.json": b"{}"}))

    expected = Problem(
        f"{META}/settings.json", "conda-meta", "no name and version; by the file's name: settings"
    )
    assert expected == problem


def test_j6_noarch_is_recorded():
    data = record("tzdata", "2024a", noarch="generic", subdir="noarch")

    (component,) = components_in({f"{META}/tzdata-2024a-0.json": data})

    assert "generic" == component.noarch
    assert "subdir=noarch" in component.purl


@pytest.mark.parametrize("name", ["python", "openssl", "zlib", "_libgcc_mutex"])
def test_j7_a_package_is_condas_and_never_of_pypi(name):
    (component,) = components_in({f"{META}/{name}-1.0-0.json": record(name, "1.0")})

    assert component.purl.startswith(f"pkg:conda/{name}@1.0?")
    assert "conda" == component.ecosystem


def test_j11_requirements_are_match_specifications_but_of_virtual_packages():
    depends = ["python >=3.9,<3.10.0a0", "libzlib 1.2.11 h90dfc92_1014", "__glibc >=2.17"]

    (component,) = components_in({f"{META}/a-1-0.json": record("a", "1", depends=depends)})

    assert tuple(depends[:2]) == component.requires


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(record("numpy", "1.26.4")[:-9], id="J13-truncated"),
        pytest.param(b"{}", id="J13-empty-object"),
        pytest.param(None, id="J13-directory"),
        pytest.param("/nowhere", id="J13-dangling-link"),
    ],
)
def test_a_record_that_cannot_be_read_is_known_by_its_name_and_told(content):
    path = f"{META}/numpy-1.26.4-py311_0.json"

    found = list(catalog(tree_of({path: content})))

    (component,) = (item for item in found if isinstance(item, Component))
    assert "pkg:conda/numpy@1.26.4?build=py311_0" == component.purl
    assert "filename" == component.evidence.technique
    assert {path} == {item.path for item in found if isinstance(item, Problem)}


def test_a_link_to_a_record_is_not_another_package():
    files = {
        f"{META}/a-1-0.json": record("a", "1"),
        f"{META}/b-1-0.json": f"/{META}/a-1-0.json",
    }

    assert ["a"] == [component.name for component in components_in(files)]


def test_j5_a_token_is_taken_out_and_told():
    place = "https://conda.anaconda.org/t/ab-0123-4567/private/noarch"
    data = record("a", "1", channel=place, url=f"{place}/a-1-0.conda")

    found = list(catalog(tree_of({f"{META}/a-1-0.json": data})))

    assert "ab-0123-4567" not in repr(found)
    assert ["credentials in the url"] == [i.reason for i in found if isinstance(i, Problem)]
    assert "channel=private" in next(i.purl for i in found if isinstance(i, Component))


REQUESTED = [
    pytest.param(b"# update specs: ['a']\n", {}, {"a": True, "b": False}, id="history"),
    pytest.param(None, {"requested_spec": "a=1"}, {"a": True, "b": False}, id="record"),
    pytest.param(b"+x::a-1-0\n", {}, {"a": None, "b": None}, id="nothing is recorded"),
    pytest.param(None, {}, {"a": None, "b": None}, id="no history"),
]


@pytest.mark.parametrize(("history", "changes", "expected"), REQUESTED)
def test_who_was_asked_for_is_known_where_anything_is_recorded(history, changes, expected):
    files: dict[str, bytes | None] = {
        f"{META}/a-1-0.json": record("a", "1", **changes),
        f"{META}/b-1-0.json": record("b", "1"),
        f"{META}/history": history,
    }

    assert expected == {each.name: each.requested for each in components_in(files)}


def test_the_files_are_real_paths():
    """
    A prefix may have a link in it, as ``lib64`` is one.
    """
    digest = "a" * 64
    paths = [{"_path": f"lib64{SITE[3:]}/a-1.dist-info/INSTALLER", "sha256": digest}]
    data = record("a", "1", f"lib64{SITE[3:]}/a/b.py", paths_data={"paths": paths})

    (package,) = found_in(
        tree_of({f"{META}/a-1-0.json": data, f"{PREFIX}/lib64": "lib"}), SystemPackage
    )

    installer = f"{PREFIX}/{SITE}/a-1.dist-info/INSTALLER"
    assert {f"{PREFIX}/{SITE}/a", installer} == package.files
    assert {installer: f"sha256:{digest}"} == package.digests
    assert f"{META}/a-1-0.json" == package.evidence


INDEX = json.dumps(
    {"name": "numpy", "version": "1.26.4", "build": "py311_0", "subdir": "linux-64"}
).encode()


def test_j14_what_is_extracted_to_be_linked_is_a_cache():
    files = {
        f"{PREFIX}/pkgs/numpy-1.26.4-py311_0/info/index.json": INDEX,
        f"{PREFIX}/pkgs/numpy-1.26.4-py311_0/info/repodata_record.json": record("numpy", "1.26.4"),
        f"{PREFIX}/pkgs/numpy-1.25.0-py311_0/info/index.json": INDEX.replace(b".26.4", b".25.0"),
        f"{PREFIX}/pkgs/broken-1-0/info/index.json": b"",
    }

    found = components_in(files)

    assert {State.CACHE} == {component.state for component in found}
    assert [
        "pkg:conda/broken@1?build=0",
        "pkg:conda/numpy@1.25.0?build=py311_0&subdir=linux-64",
        "pkg:conda/numpy@1.26.4?build=py311_0&channel=conda-forge&subdir=linux-64&type=conda",
    ] == sorted(component.purl for component in found)


@pytest.mark.parametrize(
    ("directory", "form"),
    [
        pytest.param(
            "w/numpy-1.26.4-py311_0.conda!/info-numpy-1.26.4-py311_0.tar.zst!",
            "conda",
            id="J14-conda",
        ),
        pytest.param("pkgs/numpy-1.26.4-py311_0.tar.bz2!", "tar.bz2", id="J14-tar.bz2"),
    ],
)
@pytest.mark.parametrize("content", [INDEX, b"{"], ids=["readable", "broken"])
def test_an_archive_of_a_package_is_known_by_what_is_inside(directory, form, content):
    (component,) = components_in({f"{directory}/info/index.json": content})

    assert ("numpy", "1.26.4") == (component.name, component.version)
    assert "build=py311_0" in component.purl
    assert component.purl.endswith(f"&type={form}")


def test_what_else_is_called_like_a_record_is_none():
    files = {
        "srv/pkgs/app/info/index.json": b'{"name": "app", "version": "1.0"}',
        "srv/info/index.json": INDEX,
    }

    assert [] == list(catalog(tree_of(files)))


def test_a_record_in_test_data_is_test_data():
    path = "app/tests/data/env/conda-meta/a-1-0.json"

    (component,) = components_in({path: record("a", "1")})

    assert State.TEST_DATA is component.state
