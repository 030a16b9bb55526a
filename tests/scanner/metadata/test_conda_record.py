"""Records of conda, and what an excerpt keeps of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.metadata.conda_record import (
    MAX_VALUES,
    MAX_VERSIONED,
    CondaRecord,
    excerpt_of,
    parse_conda_record,
)
from tests.support.conda import FORGE, MD5, SHA256, SITE, record


def test_j4_the_package_url_has_all_qualifiers():
    found = parse_conda_record(record("numpy", "1.26.4", build="py311h64a7726_0"))

    expected = (
        "pkg:conda/numpy@1.26.4"
        "?build=py311h64a7726_0&channel=conda-forge&subdir=linux-64&type=conda"
    )
    assert expected == found.purl
    assert (f"sha256:{SHA256}", f"md5:{MD5}") == found.hashes


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"url": "https://conda.anaconda.org/x/noarch/a-1-0.tar.bz2"}, "tar.bz2"),
        ({"url": None, "fn": "a-1-0.tar.bz2"}, "tar.bz2"),
        ({"url": None, "fn": "a-1-0"}, None),
        ({"url": None, "fn": None}, None),
    ],
    ids=["url", "file name", "file name without an end", "neither"],
)
def test_j4_the_type_is_that_of_the_archive(changes, expected):
    assert expected == parse_conda_record(record("a", "1", **changes)).format


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "conda-forge"),
        ({"channel": "https://repo.anaconda.com/pkgs/main/linux-64"}, "main"),
        ({"channel": "defaults", "url": "https://repo.anaconda.com/pkgs/r/noarch/a.conda"}, "r"),
        ({"channel": "defaults", "url": None}, "defaults"),
        ({"channel": None}, "conda-forge"),
        ({"channel": "<unknown>", "url": "file:///tmp/a-1-0.conda"}, "file:///tmp"),
        ({"channel": "https://mirror.test/conda-forge"}, "https://mirror.test/conda-forge"),
        ({"channel": None, "url": None}, None),
    ],
    ids=["url", "main", "defaults", "defaults only", "none", "file", "mirror", "nothing"],
)
def test_j5_the_channel_is_that_of_the_record_or_else_of_the_url(changes, expected):
    assert expected == parse_conda_record(record("a", "1", **changes)).channel


def test_j5_a_token_is_in_nothing_that_is_read_and_told():
    place = "https://conda.test/t/ab-0123-4567/team/noarch"

    found = parse_conda_record(record("a", "1", channel=place, url=f"{place}/a-1-0.conda"))

    assert "ab-0123-4567" not in repr(found)
    assert ("credentials in the url",) == found.oddities


@pytest.mark.parametrize(
    ("noarch", "expected"),
    [("python", "python"), ("generic", "generic"), (True, "generic"), (None, None), (False, None)],
)
def test_j6_noarch_is_recorded(noarch, expected):
    assert expected == parse_conda_record(record("a", "1", noarch=noarch)).noarch


def test_j11_requirements_are_kept_with_their_builds_but_of_virtual_packages():
    depends = ["python >=3.9,<3.10.0a0", "libzlib 1.2.11 h90dfc92_1014", "__glibc >=2.17", "__unix"]

    found = parse_conda_record(record("a", "1", depends=depends))

    assert ("python >=3.9,<3.10.0a0", "libzlib 1.2.11 h90dfc92_1014") == found.depends


def test_j12_constraints_and_features_are_no_requirements():
    found = parse_conda_record(
        record("a", "1", depends=["b"], constrains=["c <2"], track_features="mkl", features="d")
    )

    assert ("b",) == found.depends


BROKEN = [
    pytest.param(record("a", "1")[:-40], id="J13-truncated"),
    pytest.param(b"", id="J13-empty"),
    pytest.param(b"[]", id="J13-list"),
    pytest.param(b"\xff\xfe{", id="J13-no-text"),
    pytest.param(b"[" * 100_000, id="J13-M3-deep"),
    pytest.param(b'{"a":[' + b"0," * MAX_VALUES + b"0]}", id="J13-too-many-values"),
]


@pytest.mark.parametrize("data", BROKEN)
def test_j13_what_cannot_be_read_is_odd(data):
    found = parse_conda_record(data)

    assert CondaRecord(oddities=("no JSON object, or too large a one",)) == found
    assert found == parse_conda_record(excerpt_of(data))


@pytest.mark.parametrize(
    ("stem", "name", "version", "build"),
    [
        ("numpy-1.26.4-py311_0", "numpy", "1.26.4", "py311_0"),
        ("backports.functools_lru_cache-2.0-py_0", "backports.functools_lru_cache", "2.0", "py_0"),
        ("ld_impl_linux-64-2.40-h41732ed_0", "ld_impl_linux-64", "2.40", "h41732ed_0"),
        ("_libgcc_mutex-0.1-main", "_libgcc_mutex", "0.1", "main"),
    ],
)
def test_j13_a_files_name_is_split_from_the_right(stem, name, version, build):
    found = CondaRecord().or_named(stem)

    assert (name, version, build) == (found.name, found.version, found.build)
    assert (f"no name and version; by the file's name: {stem}",) == found.oddities


@pytest.mark.parametrize("stem", ["explicit", "a-1", "-1-0", "a--0", "a-1-"])
def test_j13_a_files_name_that_is_none_of_a_package_names_none(stem):
    assert None is CondaRecord().or_named(stem).name


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, "no name; by the file's name: b-2-1"),
        ({"version": None}, "no version; by the file's name: b-2-1"),
        ({"version": float("nan")}, "no version; by the file's name: b-2-1"),
        ({"name": "", "version": 3}, "no name and version; by the file's name: b-2-1"),
    ],
    ids=["J13-no-name", "J13-no-version", "J13-NaN", "J13-neither"],
)
def test_j13_only_what_is_lacking_is_taken_from_the_files_name(changes, expected):
    data = record("a", "1", build="0", **changes)

    found = parse_conda_record(data).or_named("b-2-1")

    assert (changes.get("name", "a") or "b") == found.name
    assert ("2" if "version" in changes else "1") == found.version
    assert "0" == found.build
    assert (expected,) == found.oddities


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("BSD-3-Clause", (), "BSD")),
        ({"license": None, "license_family": None}, (None, (), None)),
        ({"license": "LicenseRef-Proprietary"}, ("LicenseRef-Proprietary", (), "BSD")),
        ({"license": None, "licenses": ["MIT", "Zlib"]}, (None, ("MIT", "Zlib"), "BSD")),
        ({"licenses": [{"name": "MIT", "url": "u"}, {}, 1]}, ("BSD-3-Clause", ("MIT",), "BSD")),
    ],
    ids=["license", "none", "reference", "several", "objects"],
)
def test_j4_licences_are_read_as_they_stand_there(changes, expected):
    found = parse_conda_record(record("a", "1", **changes))

    assert expected == (found.license, found.licenses, found.license_family)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"requested_spec": "None"}, False),
        ({"requested_spec": ""}, False),
        ({"requested_spec": None, "requested_specs": []}, False),
        ({"requested_spec": "numpy=1.26"}, True),
        ({"requested_spec": None, "requested_specs": ["numpy"]}, True),
    ],
    ids=["conda's none", "empty", "pixi's none", "conda", "pixi"],
)
def test_a_specification_says_that_it_was_asked_for(changes, expected):
    assert expected is parse_conda_record(record("numpy", "1.26.4", **changes)).is_requested


def test_of_the_files_those_are_kept_that_tell_whose_a_distribution_is():
    files = [
        "bin/numpy-config",
        "bin/python3.11",
        "include/numpy/arrayobject.h",
        "lib/libpython3.11.so.1.0",
        "lib/libssl.so.3",
        f"{SITE}/__pycache__/six.cpython-311.pyc",
        f"{SITE}/numpy-1.26.4.dist-info/METADATA",
        f"{SITE}/numpy-1.26.4.dist-info/RECORD",
        f"{SITE}/numpy/__init__.py",
        f"{SITE}/numpy/core/_multiarray.so",
        f"{SITE}/old-1.0-py3.11.egg-info",
        f"{SITE}/setuptools/_vendor/wheel-0.43.0.dist-info/METADATA",
        f"{SITE}/six.py",
        "share/man/man1/python.1",
        "../../etc/python",
        "/etc/python",
        f"{SITE}/\ud800",
        f"{SITE}/a\0b",
    ]

    expected = {
        "bin/python3.11",
        "lib/libpython3.11.so.1.0",
        "lib/libssl.so.3",
        f"{SITE}/numpy-1.26.4.dist-info",
        f"{SITE}/numpy",
        f"{SITE}/old-1.0-py3.11.egg-info",
        f"{SITE}/setuptools/_vendor/wheel-0.43.0.dist-info",
        f"{SITE}/six.py",
        "share/man/man1/python.1",
    }
    assert expected == parse_conda_record(record("numpy", "1.26.4", *files)).files


def test_a_record_that_has_its_files_only_with_their_digests_is_read_as_well():
    data = json.dumps({"name": "a", "paths_data": {"paths": [{"_path": f"{SITE}/a.py"}]}}).encode()

    assert {f"{SITE}/a.py"} == parse_conda_record(data).files


def test_digests_are_kept_of_what_may_differ_from_the_distributions_own_record():
    same, rewritten, other = "a" * 64, "b" * 64, "c" * 64
    paths = [
        {"_path": f"{SITE}/a-1.dist-info/INSTALLER", "sha256": same, "sha256_in_prefix": same},
        {"_path": f"{SITE}/a/__init__.py", "sha256": same, "sha256_in_prefix": same},
        {"_path": f"{SITE}/a/place.py", "sha256": same, "sha256_in_prefix": rewritten},
        {"_path": "bin/a", "sha256": same, "sha256_in_prefix": other},
        {"_path": "share/a.txt", "sha256": same, "sha256_in_prefix": other},
        {"_path": f"{SITE}/a/__init__.pyc"},
        {"_path": f"{SITE}/a/odd.py", "sha256": [], "sha256_in_prefix": "no digest"},
        {"_path": 1},
        None,
    ]

    found = parse_conda_record(record("a", "1", paths_data={"paths": paths}))

    expected = {
        f"{SITE}/a-1.dist-info/INSTALLER": f"sha256:{same}",
        f"{SITE}/a/place.py": f"sha256:{rewritten}",
        "bin/a": f"sha256:{other}",
    }
    assert expected == dict(found.digests)


def test_an_excerpt_says_all_that_the_record_does_and_is_small():
    files = [f"lib/x/{number}.so.{number}" for number in range(10_000)]
    data = record("a", "1", *files, f"{SITE}/a/b.py", depends=["c", "__d"], requested_spec="a")

    excerpt = excerpt_of(data)

    found = parse_conda_record(data)
    assert replace(found, files=frozenset()) == replace(
        parse_conda_record(excerpt), files=frozenset()
    )
    assert found.files == parse_conda_record(excerpt).files
    assert MAX_VERSIONED + 1 == len(found.files)
    assert len(excerpt) < 3_000 < len(data)
    assert FORGE in excerpt.decode()
