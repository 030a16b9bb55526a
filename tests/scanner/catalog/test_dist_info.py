"""Distributions by their dist-info directory.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import json
import tarfile
from typing import TYPE_CHECKING

import pytest

from layers import Claims
from layers.overlay import overlay
from scanner.catalog.dist_info import DIST_INFO, catalog
from scanner.model.component import Component, Link, Problem, State
from scanner.model.contact import MAX_CHARACTERS, ContactFields
from scanner.model.license import DeclaredLicense
from tests.support.images import snapshot_of, tar_with, tree_of

if TYPE_CHECKING:
    from layers import Tree

VENV = "opt/venv"
SITE = f"{VENV}/lib/python3.11/site-packages"
FOO = f"{SITE}/foo-1.0.dist-info"
METADATA = b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n"
COMMIT = "7921be1537eac1e97bc40179a57f0349c2aee67d"
SHA256 = "2dc6b5a470a1bde68946f263f1af1515a2574a150a30d6ce02c6ff742fcc0db8"


def components_in(tree: Tree) -> list[Component]:
    return [item for item in catalog(tree) if isinstance(item, Component)]


def problems_in(tree: Tree) -> list[Problem]:
    return [item for item in catalog(tree) if isinstance(item, Problem)]


def reasons_in(tree: Tree) -> list[str]:
    return [problem.reason for problem in problems_in(tree)]


def tree_with(member: tarfile.TarInfo, *others: tuple[str, bytes]) -> Tree:
    """Return the tree of a layer with one member of any kind, and files."""
    files = []
    for path, content in others:
        info = tarfile.TarInfo(path)
        info.size = len(content)
        files.append((info, content))
    return overlay([snapshot_of(tar_with([(member, b""), *files]))])


def special(path: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(path)
    member.type, member.linkname = kind, target
    return member


def test_a_distribution_is_what_its_metadata_says():
    tree = tree_of({f"{SITE}/idna-3.4.dist-info/METADATA": b"Name: idna\nVersion: 3.4\n"})

    (idna,) = catalog(tree)

    assert isinstance(idna, Component)
    assert ("idna", "3.4", "pkg:pypi/idna@3.4") == (idna.name, idna.version, idna.purl)
    assert (State.INSTALLED, "opt/venv") == (idna.state, idna.environment)


def test_without_metadata_the_name_of_the_directory_is_what_is_left():
    """
    A file whiteout of METADATA (H3) must not hide the distribution.
    """
    tree = tree_of({f"{SITE}/idna-3.4.dist-info": None})

    idna, *problems = catalog(tree)

    assert isinstance(idna, Component)
    assert ("idna", "3.4", "filename") == (idna.name, idna.version, idna.evidence.technique)
    assert all(isinstance(problem, Problem) for problem in problems)


def test_the_fields_of_the_metadata_are_those_of_the_component():
    tree = tree_of(
        {
            f"{FOO}/METADATA": METADATA + b"Summary: All of it\nRequires-Python: >=3.8\n"
            b"License: MIT\nLicense-Expression: MIT OR Apache-2.0\n"
            b"Classifier: License :: OSI Approved :: MIT License\n"
            b"Classifier: Programming Language :: Python\n"
            b"Requires-Dist: bar>=1\nRequires-Dist: baz; extra == 'x'\n"
            b"Home-page: https://a.test\nDownload-URL: https://b.test\n"
            b"Author: Ann Lee\nAuthor-email: ann@x.org\n"
            b"Maintainer: Bob Ray\nMaintainer-email: UNKNOWN\n"
            b"Project-URL: Source , https://c.test/x,y\nProject-URL: https://d.test\n"
        }
    )

    (foo,) = components_in(tree)

    assert ("All of it", ">=3.8", "dist-info") == (foo.summary, foo.requires_python, foo.kind)
    assert ("bar>=1", "baz; extra == 'x'") == foo.requires
    assert foo.license == DeclaredLicense(
        expression="MIT OR Apache-2.0",
        text="MIT",
        classifiers=("License :: OSI Approved :: MIT License",),
    )
    assert foo.contact_fields == ContactFields(
        author="Ann Lee", author_email="ann@x.org", maintainer="Bob Ray"
    )
    assert foo.links == (
        Link(label="Source", url="https://c.test/x,y"),
        Link(label="", url="https://d.test"),
        Link(label="Homepage", url="https://a.test"),
        Link(label="Download", url="https://b.test"),
    )


NO_NAME = "no Name; the file name has it"
NO_VERSION = "no Version; 1.0 by the file name"
IDENTITIES = [
    pytest.param(
        "foo-1.0",
        b"Name:\nVersion: 2.0\n",
        ("foo", "2.0", "filename"),
        [
            NO_NAME,
            "the version in the file name is not that of the metadata: 2.0",
        ],
        id="A17-no-name",
    ),
    pytest.param(
        "foo-1.0", b"Name: foo\n", ("foo", "1.0", "filename"), [NO_VERSION], id="A18-no-version"
    ),
    pytest.param(
        "no_version",
        b"Name: no-version\nVersion: UNKNOWN\n",
        ("no-version", None, "filename"),
        ["no Version"],
        id="A18-no-version-anywhere",
    ),
    pytest.param(
        "foo-1.0",
        b"Name: foo\nVersion: 2.0\n",
        ("foo", "2.0", "manifest-analysis"),
        ["the version in the file name is not that of the metadata: 2.0"],
        id="A19-other-version",
    ),
    pytest.param(
        "foo-2004c",
        b"Name: foo\nVersion: 2004d\n",
        ("foo", "2004d", "manifest-analysis"),
        ["the version in the file name is not that of the metadata: 2004d"],
        id="A19-other-version-of-the-old-kind",
    ),
    pytest.param(
        "foo-1.0",
        b"Name: bar\nVersion: 1.0\n",
        ("bar", "1.0", "manifest-analysis"),
        ["the file name does not fit the metadata: bar"],
        id="A19-other-name",
    ),
    pytest.param("foo-1.0", b"", ("foo", "1.0", "filename"), [NO_NAME, NO_VERSION], id="A20-empty"),
    pytest.param(
        "foo-1.0",
        b"\0" * 512,
        ("foo", "1.0", "filename"),
        [NO_NAME, NO_VERSION],
        id="A20-nothing-but-NUL",
    ),
    pytest.param(
        "foo-1.0",
        b"Name: foo\nName: bar\nVersion: 1.0\n",
        ("foo", "1.0", "manifest-analysis"),
        ["Name is there twice: 'foo', then 'bar'"],
        id="A13-two-names",
    ),
    pytest.param(
        "foo-1.0",
        b"Name: f\x1b[31moo\nVersion: 1.0\n",
        ("f[31moo", "1.0", "manifest-analysis"),
        [
            r"name: characters that nobody can see in 'f\x1b[31moo'",
            "the file name does not fit the metadata: f[31moo",
            "not a valid name: 'f[31moo'",
        ],
        id="A23-escape-sequence",
    ),
    pytest.param(
        "\x1b[31mfoo\n\u202e-1.0",
        b"",
        ("[31mfoo", "1.0", "filename"),
        [NO_NAME, "not a valid name: '[31mfoo'", NO_VERSION],
        id="A23-escape-sequence-in-the-directory",
    ),
    pytest.param(
        "foo-2004d", b"", ("foo", "2004d", "filename"), None, id="B5-version-of-the-old-kind"
    ),
    pytest.param("foo-v1.0", b"", ("foo", "v1.0", "filename"), None, id="B4-version-with-a-v"),
    pytest.param("foo-1!2.0", b"", ("foo", "1!2.0", "filename"), None, id="B4-epoch"),
    pytest.param(
        "my-old-lib-1.0", b"", ("my-old-lib", "1.0", "filename"), None, id="name with dashes"
    ),
    pytest.param("foo-1.0-1", b"", ("foo", "1.0-1", "filename"), None, id="version with a dash"),
    pytest.param("foo-bar", b"", ("foo-bar", None, "filename"), None, id="no version"),
    pytest.param("foo", b"", ("foo", None, "filename"), None, id="only a name"),
]


@pytest.mark.parametrize(("directory", "metadata", "expected", "reasons"), IDENTITIES)
def test_what_the_metadata_lacks_is_in_the_name_of_the_directory(
    directory, metadata, expected, reasons
):
    tree = tree_of({f"{SITE}/{directory}.dist-info/METADATA": metadata})

    (component,) = components_in(tree)

    assert expected == (component.name, component.version, component.evidence.technique)
    assert reasons is None or reasons == reasons_in(tree)


def test_a_problem_says_where_and_who_found_it():
    tree = tree_of({f"{FOO}/METADATA": b"Name: bar\n"})

    assert problems_in(tree) == [
        Problem(FOO, "dist-info", "the file name does not fit the metadata: bar"),
        Problem(f"{FOO}/METADATA", "dist-info", NO_VERSION),
    ]


def test_a_directory_without_any_name_is_a_problem_and_no_component():
    tree = tree_of({f"{SITE}/.dist-info/METADATA": b"Version: 1.0\n"})

    assert components_in(tree) == []
    assert reasons_in(tree) == [NO_NAME, "not a valid name: ''"]


def test_a_directory_without_a_name_of_its_own_is_what_its_metadata_says():
    tree = tree_of({f"{SITE}/.dist-info/METADATA": METADATA})

    assert ["foo"] == [component.name for component in components_in(tree)]


UNREADABLE = {
    "a directory": tree_of({f"{FOO}/METADATA/x": b""}),
    "a directory of its own": tree_of({f"{FOO}/METADATA": None}),
    "a pipe": tree_with(special(f"{FOO}/METADATA", tarfile.FIFOTYPE)),
    "a device": tree_with(special(f"{FOO}/METADATA", tarfile.CHRTYPE)),
    "dangling": tree_of({f"{FOO}/METADATA": "/nowhere"}),
    "unclaimed": tree_of({f"{FOO}/METADATA": "../foo.py", f"{SITE}/foo.py": METADATA}),
    "a loop": tree_of({f"{FOO}/METADATA": "METADATA"}),
    "a longer loop": tree_of(
        {f"{FOO}/METADATA": "../a", f"{SITE}/a": "foo-1.0.dist-info/METADATA"}
    ),
    "out of the root": tree_of({f"{FOO}/METADATA": "../" * 99 + "etc/shadow"}),
    "a hard link to nothing": tree_with(special(f"{FOO}/METADATA", tarfile.LNKTYPE, "gone")),
    "not there": tree_of({f"{FOO}/RECORD": b""}),
    "the directory is a file": tree_of({FOO: b"Name: bar\nVersion: 2.0\n"}),
    "the directory is a pipe": tree_with(special(FOO, tarfile.FIFOTYPE)),
    "the directory is a dangling link": tree_of({FOO: "/nowhere"}),
    "the directory is a loop": tree_of({FOO: "foo-1.0.dist-info"}),
}


@pytest.mark.parametrize("tree", UNREADABLE.values(), ids=[f"A21-{name}" for name in UNREADABLE])
def test_metadata_that_cannot_be_read_costs_no_distribution(tree):
    (foo,) = components_in(tree)

    assert ("foo", "1.0", "filename") == (foo.name, foo.version, foo.evidence.technique)
    assert [f"{FOO}/METADATA"] == [problem.path for problem in problems_in(tree)]


NAMES = [
    pytest.param("ruamel.yaml", "1.0", "pkg:pypi/ruamel-yaml@1.0", id="B1-dot"),
    pytest.param("zope.interface", "1.0", "pkg:pypi/zope-interface@1.0", id="B1-namespace"),
    pytest.param("Flask_SQLAlchemy", "1.0", "pkg:pypi/flask-sqlalchemy@1.0", id="B1-case"),
    pytest.param("a.__-b", "1.0", "pkg:pypi/a-b@1.0", id="B1-run-of-separators"),
    pytest.param("q", "2.7", "pkg:pypi/q@2.7", id="B3-one-letter"),
    pytest.param("foo", "1!2.0", "pkg:pypi/foo@1%212.0", id="B4-epoch"),
    pytest.param("foo", "1.0.post1", "pkg:pypi/foo@1.0.post1", id="B4-post-release"),
    pytest.param("foo", "1.0rc1", "pkg:pypi/foo@1.0rc1", id="B4-pre-release"),
    pytest.param("foo", "1.0+cu121", "pkg:pypi/foo@1.0%2Bcu121", id="B4-local-segment"),
    pytest.param("foo", "v1.0", "pkg:pypi/foo@v1.0", id="B4-v"),
    pytest.param("foo", "1.0-1", "pkg:pypi/foo@1.0-1", id="B4-implicit-post-release"),
    pytest.param("foo", "01.02", "pkg:pypi/foo@01.02", id="B4-leading-zeros"),
    pytest.param("foo", "2004d", "pkg:pypi/foo@2004d", id="B5-letter"),
    pytest.param("foo", "0.1-bulbasaur", "pkg:pypi/foo@0.1-bulbasaur", id="B5-words"),
    pytest.param("foo", "2.4.0+ubuntu2", "pkg:pypi/foo@2.4.0%2Bubuntu2", id="B5-ubuntu"),
    pytest.param("foo", "1.1build1", "pkg:pypi/foo@1.1build1", id="B5-debian"),
    pytest.param("foo", "2022.12.07", "pkg:pypi/foo@2022.12.07", id="B6-calendar"),
    pytest.param("enum34", "1.1.10", "pkg:pypi/enum34@1.1.10", id="B9-backport"),
]


@pytest.mark.parametrize(("name", "version", "purl"), NAMES)
def test_name_and_version_stay_as_they_are_published(name, version, purl):
    """
    Only the package URL has one spelling of a name, and nothing is odd about any of them.
    """
    escaped = version.replace("-", "_")
    directory = f"{SITE}/{name.replace('-', '_')}-{escaped}.dist-info"
    tree = tree_of({f"{directory}/METADATA": f"Name: {name}\nVersion: {version}\n".encode()})

    (component,) = catalog(tree)

    assert isinstance(component, Component)
    assert (name, version, purl) == (component.name, component.version, component.purl)


@pytest.mark.parametrize(
    ("name", "purl"),
    [
        ("rеquests", "pkg:pypi/r%D0%B5quests@1.0"),  # noqa: RUF001 - the letter is Cyrillic
        ("my package", "pkg:pypi/my%20package@1.0"),
        ("-foo", "pkg:pypi/-foo@1.0"),
        ("foo;evil", "pkg:pypi/foo%3Bevil@1.0"),
        ("../../etc", "pkg:pypi/-%2F-%2Fetc@1.0"),
    ],
)
def test_a_name_that_no_index_takes_is_kept_and_noted(name, purl):
    """
    B10
    """
    tree = tree_of({f"{FOO}/METADATA": f"Name: {name}\nVersion: 1.0\n".encode()})

    (component,) = components_in(tree)

    assert (name, purl) == (component.name, component.purl)
    reason = f"not a valid name: {name!r}"
    assert Problem(f"{FOO}/METADATA", "dist-info", reason) in problems_in(tree)


@pytest.mark.parametrize(
    ("version", "escaped"),
    [
        ("1.0", "1.0.0"),
        ("v1.0", "1.0"),
        ("1.0-1", "1.0.post1"),
        ("1.0+cu121", "1.0+cu121"),
        ("1.0+local-1", "1.0+local.1"),
        ("1.0.RC1", "1.0rc1"),
        ("2022.12.07", "2022.12.7"),
        ("0.1-bulbasaur", "0.1_bulbasaur"),
        ("0.1-bulbasaur", "0.1-bulbasaur"),
    ],
)
def test_equal_versions_may_be_spelled_in_two_ways(version, escaped):
    """
    Wheels are named by the canonical version, and their metadata may have the author's.
    """
    metadata = f"Name: foo\nVersion: {version}\n".encode()

    assert [] == reasons_in(tree_of({f"{SITE}/foo-{escaped}.dist-info/METADATA": metadata}))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, None, id="A26-nobody-says-to-have-installed-it"),
        pytest.param({"INSTALLER": b"pip\n"}, "0.0.0", id="a-release-from-an-index"),
    ],
)
def test_a_placeholder_is_no_version(files, expected):
    metadata = {"METADATA": b"Name: foo\nVersion: 0.0.0\n"}
    directory = f"{SITE}/foo-0.0.0.dist-info"
    tree = tree_of({f"{directory}/{name}": data for name, data in (metadata | files).items()})

    (foo,) = components_in(tree)

    assert (expected, "manifest-analysis") == (foo.version, foo.evidence.technique)
    assert ([] if expected else ["a placeholder for a version: 0.0.0"]) == reasons_in(tree)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"metadata.json": b'{"name": "Foo", "version": "1.0", "run_requires": []}'},
            ("Foo", "manifest-analysis", []),
            id="A27-metadata-json",
        ),
        pytest.param(
            {"METADATA": METADATA, "metadata.json": b'{"name": "bar"}'},
            ("foo", "manifest-analysis", []),
            id="A27-both",
        ),
        pytest.param(
            {"metadata.json": b"{}"},
            ("foo", "filename", [NO_NAME, NO_VERSION]),
            id="A27-nothing-in-it",
        ),
    ],
)
def test_metadata_as_json_count_where_there_are_no_others(files, expected):
    tree = tree_of({f"{FOO}/{name}": data for name, data in files.items()})

    (foo,) = components_in(tree)

    assert expected == (foo.name, foo.evidence.technique, reasons_in(tree))


def test_equal_distributions_have_one_purl_whatever_their_directories_are_called():
    """
    B2, B7 and B8: one identity, two traces, of which :mod:`scanner.enrich.twin` keeps one.
    """
    tree = tree_of(
        {
            f"{SITE}/My.Pkg-1.0.dist-info/METADATA": b"Name: My.Pkg\nVersion: 1.0\n",
            f"{SITE}/my_pkg-1.0.dist-info/METADATA": b"Name: my_pkg\nVersion: 1.0\n",
        }
    )

    assert [("My.Pkg", "pkg:pypi/my-pkg@1.0"), ("my_pkg", "pkg:pypi/my-pkg@1.0")] == [
        (component.name, component.purl) for component in components_in(tree)
    ]


STATES = [
    pytest.param(SITE, (State.INSTALLED, VENV), id="virtual environment"),
    pytest.param("usr/lib/python3/dist-packages", (State.INSTALLED, "usr"), id="Debian"),
    pytest.param("usr/lib64/python3.9/site-packages", (State.INSTALLED, "usr"), id="RPM"),
    pytest.param("lib/python3.11/site-packages", (State.INSTALLED, ""), id="prefix is the root"),
    pytest.param("", (State.INSTALLED, ""), id="the root itself"),
    pytest.param("var/task", (State.INSTALLED, "var/task"), id="C20-lambda-function"),
    pytest.param("opt/python", (State.INSTALLED, "opt/python"), id="C20-lambda-layer"),
    pytest.param("app/vendor", (State.INSTALLED, "app/vendor"), id="C20-target"),
    pytest.param("Python311/Lib/site-packages", (State.INSTALLED, "Python311"), id="C24-windows"),
    pytest.param(
        "opt/pypy/lib/pypy3.9/site-packages", (State.INSTALLED, "opt/pypy"), id="C25-pypy"
    ),
    pytest.param(f"{SITE}/setuptools/_vendor", (State.VENDORED, VENV), id="C13-vendored"),
    pytest.param(f"{SITE}/foo", (State.VENDORED, VENV), id="C13-vendored-in-a-package-itself"),
    pytest.param(
        "app/site-packages/requests/_vendor",
        (State.VENDORED, "app/site-packages"),
        id="C13-vendored-in-any-site-packages",
    ),
    pytest.param(
        "var/task/setuptools/_vendor", (State.VENDORED, "var/task"), id="C13-vendored-in-a-target"
    ),
    pytest.param(f"{SITE}/importlib_metadata/tests/data", (State.TEST_DATA, VENV), id="C16-tests"),
    pytest.param(
        "opt/conda/pkgs/conda-4.8/info/test/tests/data/env/lib/python2.7/site-packages",
        (State.TEST_DATA, "opt/conda/pkgs/conda-4.8/info/test/tests/data/env"),
        id="C16-environment-as-test-data",
    ),
    pytest.param(f"{SITE}/foo/tests/fixtures", (State.TEST_DATA, VENV), id="C16-fixtures"),
    pytest.param("src/tests/fixtures", (State.TEST_DATA, "src/tests/fixtures"), id="C16-source"),
    pytest.param("src/test", (State.TEST_DATA, "src/test"), id="C16-test"),
    pytest.param("src/testing/a", (State.TEST_DATA, "src/testing/a"), id="C16-testing"),
    pytest.param("src/testdata/a", (State.TEST_DATA, "src/testdata/a"), id="C16-testdata"),
    pytest.param("src/test-data/a", (State.TEST_DATA, "src/test-data/a"), id="C16-test-data"),
    pytest.param("src/test_data/a", (State.TEST_DATA, "src/test_data/a"), id="C16-test_data"),
    pytest.param("src/attestation", (State.INSTALLED, "src/attestation"), id="no test"),
    pytest.param(
        "home/test/.local/lib/python3.11/site-packages",
        (State.INSTALLED, "home/test/.local"),
        id="user called test",
    ),
    pytest.param(
        "srv/testing/venv/lib/python3.11/site-packages",
        (State.INSTALLED, "srv/testing/venv"),
        id="environment for tests",
    ),
]


@pytest.mark.parametrize(("directory", "expected"), STATES)
def test_state_and_environment_follow_from_the_place(directory, expected):
    path = f"{directory}/foo-1.0.dist-info/METADATA".lstrip("/")

    (foo,) = catalog(tree_of({path: METADATA}))

    assert isinstance(foo, Component)
    assert expected == (foo.state, foo.environment)


def test_what_pip_left_over_is_stale():
    """
    C11: the metadata still says what was being uninstalled.
    """
    tree = tree_of({f"{SITE}/~oo-1.0.dist-info/METADATA": METADATA})

    (foo,) = catalog(tree)

    assert isinstance(foo, Component)
    assert ("foo", State.STALE) == (foo.name, foo.state)


def test_a_directory_with_nothing_else_is_a_distribution():
    """
    C8 and C9: Debian and conda leave RECORD out, and an image may be stripped of code.
    """
    (foo,) = catalog(tree_of({f"{FOO}/METADATA": METADATA}))

    assert isinstance(foo, Component)
    assert State.INSTALLED is foo.state


def test_a_dist_info_among_the_licences_of_another_is_nothing():
    """
    PEP 639 keeps licence files under the paths that they had in the source, vendored ones too.
    """
    inner = f"{FOO}/licenses/src/bar-2.0.dist-info"
    tree = tree_of({f"{FOO}/METADATA": METADATA, f"{inner}/METADATA": b"Name: bar\nVersion: 2.0\n"})

    assert ["foo"] == [component.name for component in components_in(tree)]


@pytest.mark.parametrize(
    ("document", "state", "origin", "purl"),
    [
        pytest.param(
            {
                "url": "https://host/repo.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"},
                "subdirectory": "python",
            },
            State.INSTALLED,
            f"git+https://host/repo.git@{COMMIT}#subdirectory=python",
            "pkg:pypi/foo@1.0?vcs_url="
            f"git%2Bhttps://host/repo.git%40{COMMIT}%23subdirectory%3Dpython",
            id="E1-git",
        ),
        pytest.param(
            {"url": "https://host/repo", "vcs_info": {"vcs": "hg", "commit_id": "7"}},
            State.INSTALLED,
            "hg+https://host/repo@7",
            "pkg:pypi/foo@1.0?vcs_url=hg%2Bhttps://host/repo%407",
            id="E2-mercurial",
        ),
        pytest.param(
            {"url": "https://host/foo.whl", "archive_info": {"hash": f"sha256={SHA256}"}},
            State.INSTALLED,
            "https://host/foo.whl",
            f"pkg:pypi/foo@1.0?checksum=sha256:{SHA256}&download_url=https://host/foo.whl",
            id="E3-archive",
        ),
        pytest.param(
            {"url": "https://host/foo.whl", "archive_info": {"hashes": {"md5": "0", "sha1": "1"}}},
            State.INSTALLED,
            "https://host/foo.whl",
            "pkg:pypi/foo@1.0?checksum=md5:0%2Csha1:1&download_url=https://host/foo.whl",
            id="E3-two-hashes",
        ),
        pytest.param(
            {"url": "file:///src", "dir_info": {}},
            State.INSTALLED,
            "file:///src",
            "pkg:pypi/foo@1.0",
            id="E4-directory",
        ),
        pytest.param(
            {"url": "file:///src", "dir_info": {"editable": True}},
            State.EDITABLE,
            "file:///src",
            "pkg:pypi/foo@1.0",
            id="E4-editable-C6-C7",
        ),
        pytest.param(
            {"url": "https://${TOKEN}@host/foo.whl", "archive_info": {}},
            State.INSTALLED,
            "https://${TOKEN}@host/foo.whl",
            "pkg:pypi/foo@1.0?download_url=https://%24%7BTOKEN%7D%40host/foo.whl",
            id="E6-placeholder",
        ),
        pytest.param(
            {"url": "file:///C:/wheels/foo.whl", "archive_info": {}},
            State.INSTALLED,
            "file:///C:/wheels/foo.whl",
            "pkg:pypi/foo@1.0",
            id="E6-windows",
        ),
    ],
)
def test_an_origin_is_recorded(document, state, origin, purl):
    tree = tree_of(
        {f"{FOO}/METADATA": METADATA, f"{FOO}/direct_url.json": json.dumps(document).encode()}
    )

    (foo,) = catalog(tree)

    assert isinstance(foo, Component)
    assert (state, origin, purl) == (foo.state, foo.origin, foo.purl)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[]", "not an object with a url"),
        (b'{"url": ""}', "not an object with a url"),
        (b"", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("/nowhere", "not read"),
        (None, "a directory"),
    ],
    ids=["array", "no url", "empty", "dangling", "directory"],
)
def test_an_origin_that_cannot_be_read_costs_no_distribution(content, reason):
    """
    E7
    """
    tree = tree_of(
        {
            f"{FOO}/METADATA": METADATA,
            f"{FOO}/direct_url.json": content,
            f"{SITE}/bar-2.0.dist-info/METADATA": b"Name: bar\nVersion: 2.0\n",
        }
    )

    bar, foo = components_in(tree)

    assert ("pkg:pypi/bar@2.0", "pkg:pypi/foo@1.0") == (bar.purl, foo.purl)
    assert foo.origin is None
    assert any(reason in problem for problem in reasons_in(tree))
    assert {f"{FOO}/direct_url.json"} == {problem.path for problem in problems_in(tree)}


def test_an_origin_that_is_no_text_is_spelled_out():
    """
    JSON can name halves of characters, which no encoding of a package URL has.
    """
    tree = tree_of(
        {
            f"{FOO}/METADATA": METADATA,
            f"{FOO}/direct_url.json": rb'{"url": "https://host/\ud800"}',
        }
    )

    (foo,) = components_in(tree)

    assert foo.purl == r"pkg:pypi/foo@1.0?download_url=https://host/%5Cud800"


def test_a_field_with_very_many_addresses_is_cut_between_two_and_that_is_said():
    addresses = ",".join(f"a{number}@x.org" for number in range(100_000))
    tree = tree_of({f"{FOO}/METADATA": METADATA + f"Author-email: {addresses}\n".encode()})

    (foo,) = components_in(tree)

    field = foo.contact_fields.author_email or ""
    assert addresses.startswith(f"{field},")
    assert MAX_CHARACTERS - 20 < len(field) <= MAX_CHARACTERS
    assert [
        f"Author-email: only {len(field):,} characters are read",
        "Author-email: only 100 contacts are read",
    ] == reasons_in(tree)


def test_a_name_without_an_end_is_not_kept():
    tree = tree_of({f"{FOO}/METADATA": METADATA + b"Author: " + b"a" * (MAX_CHARACTERS + 1)})

    (foo,) = components_in(tree)

    assert ContactFields(author="") == foo.contact_fields
    assert ["Author: only 0 characters are read"] == reasons_in(tree)


def test_no_secret_is_in_anything_that_is_found():
    """
    E5, and wherever else people write one.
    """
    secret = "hunter2"
    url = f"https://user:{secret}@host/x"
    lines = (
        "Name: foo",
        "Version: 1.0",
        f"Version: {url}",
        f"Author: {url}",
        f"Maintainer-email: Ann Lee <{url}>",
        f"Home-page: {url}",
        f"Download-URL: {url}",
        f"Download-URL: git+{url}",
        f"Project-URL: Source, {url}",
        f"Project-URL: {url}",
        f"Requires-Dist: bar @ {url} ; os_name == 'nt'",
    )
    direct_url = {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    tree = tree_of(
        {
            f"{FOO}/METADATA": "\n".join(lines).encode(),
            f"{FOO}/direct_url.json": json.dumps(direct_url).encode(),
        }
    )

    (foo,) = components_in(tree)

    assert secret not in repr(list(catalog(tree)))
    assert ("bar @ https://host/x ; os_name == 'nt'",) == foo.requires
    assert f"git+https://host/x@{COMMIT}" == foo.origin
    assert {
        Problem(f"{FOO}/direct_url.json", "dist-info", "credentials in the url"),
        Problem(f"{FOO}/METADATA", "dist-info", "credentials in a requirement"),
    } < set(problems_in(tree))


@pytest.mark.parametrize(
    ("files", "installer", "requested"),
    [
        pytest.param({"INSTALLER": b"pip\n"}, "pip", False, id="as a dependency, by pip"),
        pytest.param({"INSTALLER": b"pip\n", "REQUESTED": b""}, "pip", True, id="by pip"),
        pytest.param({"INSTALLER": b"uv", "REQUESTED": b""}, "uv", True, id="by uv"),
        pytest.param({"INSTALLER": b"uv"}, "uv", False, id="as a dependency, by uv"),
        pytest.param({"INSTALLER": b"conda\n"}, "conda", None, id="conda tells nothing"),
        pytest.param({"INSTALLER": b"poetry 1.8.3"}, "poetry 1.8.3", None, id="poetry"),
        pytest.param({"REQUESTED": b""}, None, True, id="by somebody"),
        pytest.param({}, None, None, id="nothing is known"),
        pytest.param({"INSTALLER": b""}, None, None, id="empty"),
        pytest.param({"INSTALLER": b"\x1b[1mpip\xff\r\n"}, "[1mpip\ufffd", None, id="hostile"),
        pytest.param({"INSTALLER": b"x" * 1_000}, "x" * 100, None, id="long"),
    ],
)
def test_who_installed_it_and_for_whom(files, installer, requested):
    """
    E8: only pip and uv are known to record what a user asked for.
    """
    tree = tree_of(
        {f"{FOO}/METADATA": METADATA, **{f"{FOO}/{name}": data for name, data in files.items()}}
    )

    (foo,) = catalog(tree)

    assert isinstance(foo, Component)
    assert (installer, requested) == (foo.installer, foo.requested)


SOURCES = [
    pytest.param({"vcs_info": {"vcs": "git", "commit_id": COMMIT}}, True, id="E1-vcs"),
    pytest.param({"dir_info": {}}, True, id="E4-directory"),
    pytest.param({"url": "https://host/foo.tar.gz", "archive_info": {}}, True, id="E3-sdist"),
    pytest.param({"url": "https://host/foo.whl#a=b", "archive_info": {}}, False, id="E3-wheel"),
    pytest.param({}, None, id="nobody knows"),
]


@pytest.mark.parametrize(("document", "expected"), SOURCES)
def test_what_was_built_from_source_is_known_by_its_origin(document, expected):
    direct_url = json.dumps({"url": "https://host/foo"} | document).encode()
    tree = tree_of({f"{FOO}/METADATA": METADATA, f"{FOO}/direct_url.json": direct_url})

    (foo,) = components_in(tree)

    assert expected is foo.from_source


def test_what_uv_built_is_known_by_its_own_files():
    """
    E9
    """
    built = {f"{FOO}/METADATA": METADATA, f"{FOO}/uv_build.json": b"{}"}
    cached = {f"{FOO}/METADATA": METADATA, f"{FOO}/uv_cache.json": b"{}"}

    found = [component for tree in (built, cached) for component in components_in(tree_of(tree))]

    assert [("uv", True), ("uv", None)] == [(each.installer, each.from_source) for each in found]


def provenance(**changes: object) -> bytes:
    document = {
        "url": "https://user:hunter2@index.test/foo-1.0-py3-none-any.whl",
        "archive_info": {"hashes": {"sha256": SHA256}},
    }
    return json.dumps(document | changes).encode()


def test_the_index_that_it_came_from_is_an_origin_of_a_release():
    """
    E9: PEP 710. The package URL stays that of the release.
    """
    tree = tree_of({f"{FOO}/METADATA": METADATA, f"{FOO}/provenance_url.json": provenance()})

    (foo,) = components_in(tree)

    assert "https://index.test/foo-1.0-py3-none-any.whl" == foo.origin
    assert ((f"sha256:{SHA256}",), "pkg:pypi/foo@1.0", False) == (
        foo.hashes,
        foo.purl,
        foo.from_source,
    )
    assert ["credentials in the url"] == reasons_in(tree)


def test_what_a_user_asked_for_counts_before_an_index():
    """
    PEP 710 allows no more than one of the two files.
    """
    direct_url = provenance(url="https://host/foo.tar.gz", archive_info={"hashes": {"md5": "0"}})
    tree = tree_of(
        {
            f"{FOO}/METADATA": METADATA,
            f"{FOO}/direct_url.json": direct_url,
            f"{FOO}/provenance_url.json": provenance(),
        }
    )

    (foo,) = components_in(tree)

    assert ("https://host/foo.tar.gz", ("md5:0",), True) == (
        foo.origin,
        foo.hashes,
        foo.from_source,
    )


def test_an_installer_that_cannot_be_read_is_noted():
    tree = tree_of({f"{FOO}/METADATA": METADATA, f"{FOO}/INSTALLER": "/nowhere"})

    assert [f"{FOO}/INSTALLER"] == [problem.path for problem in problems_in(tree)]
    assert [None] == [component.installer for component in components_in(tree)]


STORE = "nix/store/abc-foo/lib/python3.11/site-packages"


@pytest.mark.parametrize(
    "link",
    [f"/{STORE}/foo-1.0.dist-info", f"../../../../../{STORE}/foo-1.0.dist-info", "/opt/link"],
    ids=["absolute", "relative", "chained"],
)
def test_a_link_to_a_distribution_is_that_distribution(link):
    """
    C27: Nix and Bazel put environments together of links.
    """
    tree = tree_of(
        {
            f"{STORE}/foo-1.0.dist-info/METADATA": METADATA,
            "opt/link": f"/{STORE}/foo-1.0.dist-info",
            FOO: link,
        }
    )

    (foo,) = catalog(tree)

    assert isinstance(foo, Component)
    assert f"{STORE}/foo-1.0.dist-info" == foo.evidence.path


def test_a_link_to_a_directory_of_another_name_is_what_it_is_called():
    tree = tree_of({"opt/store/abc/METADATA": METADATA, FOO: "/opt/store/abc"})

    (foo,) = components_in(tree)

    assert ("foo", "1.0", FOO) == (foo.name, foo.version, foo.evidence.path)


def test_metadata_that_is_a_link_is_read():
    """
    What ``uv --link-mode=symlink`` leaves.
    """
    tree = tree_of(
        {
            f"{STORE}/foo-1.0.dist-info/METADATA": METADATA,
            f"{FOO}/METADATA": f"/{STORE}/foo-1.0.dist-info/METADATA",
        }
    )

    assert ["manifest-analysis"] * 2 == [
        component.evidence.technique for component in components_in(tree)
    ]


def test_a_site_directory_by_two_names_is_there_once():
    """
    C21: what a layer puts below ``lib64`` is in ``lib``.
    """
    tree = tree_of(
        {f"{VENV}/lib64": "lib", f"{FOO}/METADATA": METADATA},
        {f"{VENV}/lib64/python3.11/site-packages/bar-2.0.dist-info/METADATA": b"Name: bar\n"},
    )

    assert [f"{SITE}/bar-2.0.dist-info", FOO] == [
        component.evidence.path for component in components_in(tree)
    ]


def test_equal_metadata_is_read_once():
    """
    An image may have hundreds of equal environments.
    """
    metadata = METADATA + b"Summary: of it\n"
    one, two = components_in(
        tree_of(
            {
                f"opt/{name}/lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": metadata
                for name in ("one", "two")
            }
        )
    )

    assert ("opt/one", "opt/two") == (one.environment, two.environment)
    assert "of it" == one.summary
    assert one.summary is two.summary


def test_the_oddities_of_equal_metadata_are_noted_for_each():
    metadata = b"Name: foo\nName: bar\nVersion: 1.0\n"
    paths = [f"opt/{name}/foo-1.0.dist-info/METADATA" for name in ("one", "two")]

    assert paths == [
        problem.path for problem in problems_in(tree_of(dict.fromkeys(paths, metadata)))
    ]


def test_a_name_whose_bytes_are_no_text_can_be_written_anywhere():
    """
    What the metadata lacks is taken from a path, which may have any bytes in it.
    """
    tree = tree_of({f"{SITE}/f\udce9\udcff-1.\udce90.dist-info/METADATA": b""})

    (component,) = components_in(tree)

    assert ("f\ufffd\ufffd", "1.\ufffd0") == (component.name, component.version)
    assert component.purl == "pkg:pypi/f%EF%BF%BD%EF%BF%BD@1.%EF%BF%BD0"
    assert f"{SITE}/f\udce9\udcff-1.\udce90.dist-info" == component.evidence.path
    assert r"not a valid name: 'f��'" in reasons_in(tree)


def test_a_version_of_too_many_digits_is_kept():
    version = "1" * 5_000
    tree = tree_of({f"{FOO}/METADATA": f"Name: foo\nVersion: {version}\n".encode()})

    (foo,) = components_in(tree)

    assert version == foo.version
    assert [len("the version in the file name is not that of the metadata: ") + 200] == [
        len(reason) for reason in reasons_in(tree)
    ]


HISTORIES = [
    pytest.param(
        [
            {f"{SITE}/foo-1.0.dist-info/METADATA": METADATA},
            {
                f"{SITE}/.wh.foo-1.0.dist-info": b"",
                f"{SITE}/foo-2.0.dist-info/METADATA": b"Name: foo\nVersion: 2.0\n",
            },
        ],
        [("pkg:pypi/foo@2.0", 1)],
        id="H1-upgrade",
    ),
    pytest.param(
        [
            {f"{SITE}/foo-1.0.dist-info/METADATA": METADATA},
            {f"{SITE}/foo-2.0.dist-info/METADATA": b"Name: foo\nVersion: 2.0\n"},
        ],
        [("pkg:pypi/foo@1.0", 0), ("pkg:pypi/foo@2.0", 1)],
        id="H2-upgrade-over-it",
    ),
    pytest.param(
        [{f"{FOO}/METADATA": METADATA, f"{FOO}/RECORD": b""}, {f"{FOO}/.wh.METADATA": b""}],
        [("pkg:pypi/foo@1.0", 0)],
        id="H3-only-the-metadata-is-removed",
    ),
    pytest.param(
        [
            {f"{FOO}/METADATA": METADATA},
            {
                f"{SITE}/.wh..wh..opq": b"",
                f"{SITE}/bar-2.0.dist-info/METADATA": b"Name: bar\nVersion: 2.0\n",
            },
        ],
        [("pkg:pypi/bar@2.0", 1)],
        id="H4-opaque",
    ),
    pytest.param(
        [
            {f"{FOO}/METADATA": METADATA},
            {f"{SITE}/.wh.foo-1.0.dist-info": b""},
            {f"{FOO}/METADATA": METADATA},
        ],
        [("pkg:pypi/foo@1.0", 2)],
        id="H5-made-again",
    ),
    pytest.param(
        [
            {f"{FOO}/METADATA": METADATA, "app/foo-1.0.dist-info/METADATA": METADATA},
            {"opt/.wh.venv": b""},
        ],
        [("pkg:pypi/foo@1.0", 0)],
        id="H6-environment-removed",
    ),
    pytest.param(
        [{f"{FOO}/METADATA": METADATA}, {"opt/venv": "/opt/other", "opt/other/a": b""}],
        [],
        id="H7-a-directory-becomes-a-link",
    ),
    pytest.param(
        [{f"{FOO}/METADATA": METADATA}, {f"{FOO}/INSTALLER": b"pip"}],
        [("pkg:pypi/foo@1.0", 0)],
        id="the metadata decides about the layer",
    ),
]


@pytest.mark.parametrize(("layers", "expected"), HISTORIES)
def test_what_later_layers_remove_is_gone(layers, expected):
    found = components_in(tree_of(*layers))

    assert expected == [(component.purl, component.evidence.layer) for component in found]


def test_all_that_it_reads_is_claimed():
    files = {
        f"{FOO}/METADATA": METADATA,
        f"{FOO}/INSTALLER": b"pip",
        f"{FOO}/REQUESTED": b"",
        f"{FOO}/direct_url.json": b'{"url": "file:///src", "dir_info": {"editable": true}}',
        f"{SITE}/bar-2.0.dist-info": None,
    }

    bar, foo = components_in(tree_of(files, claims=Claims(DIST_INFO.claims)))

    assert ("pip", True, State.EDITABLE) == (foo.installer, foo.requested, foo.state)
    assert "2.0" == bar.version
