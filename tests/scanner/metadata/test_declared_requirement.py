"""What can stand for a requirement in a manifest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement

from scanner.metadata.declared_requirement import checksum_of, parse_declared

SPECIFIERS = st.sampled_from(["", "==1.0", ">=1,<2", "~=1.4.2", "==1.*", "===x", "(!=2)", " >1"])
MARKERS = st.sampled_from(["", ";os_name=='nt'", " ; python_version > '3' and extra == 'x'"])
EXTRAS = st.sampled_from(["", "[x]", " [x, y-z]"])


@pytest.mark.parametrize(
    ("text", "specifier", "version"),
    [
        pytest.param("foo", None, None, id="K8-unpinned"),
        pytest.param("foo==1.0", "==1.0", "1.0", id="K8-pinned"),
        pytest.param("foo == 1.0", "== 1.0", "1.0", id="K8-pinned-with-blanks"),
        pytest.param("foo===1.0", "===1.0", "1.0", id="K8-arbitrary-equality"),
        pytest.param("foo==1.*", "==1.*", None, id="K8-wildcard"),
        pytest.param("foo>=1,<2", ">=1,<2", None, id="K8-range"),
        pytest.param("foo~=1.4.2", "~=1.4.2", None, id="K8-compatible"),
        pytest.param("foo!=1.0", "!=1.0", None, id="K8-excluded"),
        pytest.param("foo==1.0,!=1.0.1", "==1.0,!=1.0.1", "1.0", id="K8-pinned-twice"),
        pytest.param("foo==1.0,!=1.0", "==1.0,!=1.0", None, id="K8-nothing-is-left"),
        pytest.param("foo==1.0,==2.0", "==1.0,==2.0", None, id="K8-two-pins"),
        pytest.param("foo (>=1.0)", ">=1.0", None, id="K8-parentheses"),
        pytest.param("foo>=1.0 ; os_name == 'nt'", ">=1.0", None, id="K8-marker"),
    ],
)
def test_only_an_exact_pin_is_a_version(text, specifier, version):
    found = parse_declared(text)

    assert ("foo", specifier, version, None) == (
        found.name,
        found.specifier,
        found.version,
        found.oddity,
    )


@pytest.mark.parametrize(
    ("text", "version"),
    [
        pytest.param("paramiko==0.9-doduo", "0.9-doduo", id="no version"),
        pytest.param("foo>=1.*", None, id="wildcard"),
        pytest.param("foo=='1.0'", None, id="quotes"),
    ],
)
def test_a_name_with_a_specifier_that_is_none_is_still_a_name(text, version):
    found = parse_declared(text)

    assert found.name is not None
    assert version == found.version
    assert found.oddity is not None
    assert found.oddity.startswith("not a version specifier")


@pytest.mark.parametrize(
    ("text", "name", "version", "origin", "guessed"),
    [
        pytest.param(".", None, None, "file:.", True, id="K3-the-project"),
        pytest.param("./local", None, None, "file:./local", True, id="K3-directory"),
        pytest.param("../x[a]", None, None, "file:../x", True, id="K3-directory-with-extras"),
        pytest.param(
            "./dist/Foo_Bar-1.0-py3-none-any.whl",
            "Foo_Bar",
            "1.0",
            "file:./dist/Foo_Bar-1.0-py3-none-any.whl",
            True,
            id="K3-wheel",
        ),
        pytest.param(
            "file:///srv/foo-1.0-py3-none-any.whl",
            "foo",
            "1.0",
            "file:///srv/foo-1.0-py3-none-any.whl",
            True,
            id="K3-file-url",
        ),
        pytest.param(
            "https://x.org/foo-1.0%2Bcpu-py3-none-any.whl#sha256=ab",
            "foo",
            "1.0+cpu",
            "https://x.org/foo-1.0%2Bcpu-py3-none-any.whl",
            True,
            id="K3-url",
        ),
        pytest.param(
            "https://u:p@x.org/foo-1.0.zip",
            "foo",
            "1.0",
            "https://x.org/foo-1.0.zip",
            True,
            id="K3-zip",
        ),
        pytest.param(
            "https://x.org/archive/main.zip#egg=foo",
            "foo",
            None,
            "https://x.org/archive/main.zip",
            False,
            id="K3-egg",
        ),
        pytest.param(
            "git+https://x.org/a/b.git@v1#egg=foo&subdirectory=src/foo",
            "foo",
            None,
            "git+https://x.org/a/b.git@v1#subdirectory=src/foo",
            False,
            id="K3-repository",
        ),
        pytest.param(
            "git+https://x.org/a/b.git@v1#egg=foo-2.1",
            "foo",
            None,
            "git+https://x.org/a/b.git@v1",
            False,
            id="K3-old-egg",
        ),
        pytest.param(
            "git+https://x.org/a/b.git@v1",
            "b",
            None,
            "git+https://x.org/a/b.git@v1",
            True,
            id="K3-repository-without-a-name",
        ),
        pytest.param(
            "foo @ git+ssh://git@x.org/a/b.git@abc",
            "foo",
            None,
            "git+ssh://git@x.org/a/b.git@abc",
            False,
            id="K3-direct-reference",
        ),
        pytest.param(
            "git@x.org:a/b.git#subdirectory=c",
            "b",
            None,
            "git+ssh://git@x.org/a/b.git#subdirectory=c",
            True,
            id="K3-as-git-writes-it",
        ),
        pytest.param(
            "hg+me@host:/a/b@1#egg=foo",
            "foo",
            None,
            "hg+ssh://me@host/a/b@1",
            False,
            id="K3-as-pip-once-read-it",
        ),
        pytest.param(
            "foo @ git@x.org:a/b.git@v1",
            "foo",
            None,
            "git+ssh://git@x.org/a/b.git@v1",
            False,
            id="K3-direct-reference-as-git-writes-it",
        ),
        pytest.param(
            "foo@https://${TOKEN}@x.org/b.zip",
            "foo",
            None,
            "https://${TOKEN}@x.org/b.zip",
            False,
            id="K7-a-variable-for-a-secret",
        ),
    ],
)
def test_a_place_may_tell_a_name_and_a_version(text, name, version, origin, guessed):
    found = parse_declared(text)

    assert (name, version, origin) == (found.name, found.version, found.origin)
    assert guessed is found.is_name_guessed
    assert (origin.removeprefix("file:") if origin[:5] == "file:" else None) == found.path


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        pytest.param("foo==1.0", {}, id="release"),
        pytest.param("./foo", {}, id="path"),
        pytest.param(
            "foo @ git+https://x.org/b@1", {"vcs_url": "git+https://x.org/b@1"}, id="repository"
        ),
        pytest.param(
            "https://x.org/foo-1.zip#sha256=AB",
            {"download_url": "https://x.org/foo-1.zip", "checksum": "sha256:ab"},
            id="archive",
        ),
    ],
)
def test_what_is_no_release_is_told_in_a_package_url(text, qualifiers):
    assert qualifiers == parse_declared(text).qualifiers


@pytest.mark.parametrize(
    ("text", "extras", "marker"),
    [
        pytest.param("foo[a,b]>=1 ; os_name=='nt'", ("a", "b"), "os_name=='nt'", id="name"),
        pytest.param(".[a, b] ; os_name=='nt'", ("a", "b"), "os_name=='nt'", id="path"),
        pytest.param(
            "git+https://x.org/b#egg=foo[a] ; os_name=='nt'", ("a",), "os_name=='nt'", id="egg"
        ),
        pytest.param("https://x.org/a;b.zip", (), None, id="semicolon-in-a-url"),
    ],
)
def test_extras_and_marker_stand_behind_any_form(text, extras, marker):
    found = parse_declared(text)

    assert (extras, marker) == (found.extras, found.marker)


@pytest.mark.parametrize(
    "text", ["System requirements", "include README.md docs/x", "foo 1.0", "[section]", "a = 1"]
)
def test_prose_is_no_requirement(text):
    found = parse_declared(text)

    assert (None, None) == (found.name, found.origin)
    assert found.oddity == "not a requirement"


@pytest.mark.parametrize("text", ["foo ;", "foo ; python_version <", "./foo ; nonsense"])
def test_a_marker_that_is_none_is_told(text):
    assert parse_declared(text).oddity is not None


def test_what_is_too_long_is_not_read():
    assert parse_declared("a" * 10_000).oddity == "too long to be a requirement"


def test_a_name_is_no_secret_but_what_is_in_a_url_is():
    assert "tokenizers==0.15" == parse_declared("tokenizers==0.15").text
    assert "foo @ https://x.org/foo.zip" == parse_declared("foo @ https://u:p@x.org/foo.zip").text


@pytest.mark.parametrize("text", ["sha256:AB", "sha256=ab"])
def test_a_hash_has_an_algorithm_and_digits(text):
    assert "sha256:ab" == checksum_of(text)
    assert checksum_of("sha256:xyz") is None
    assert checksum_of("crc:ab") is None


@given(
    st.from_regex(r"[A-Za-z]([A-Za-z0-9._-]*[A-Za-z0-9])?", fullmatch=True),
    EXTRAS,
    SPECIFIERS,
    MARKERS,
)
def test_what_packaging_reads_is_read_the_same(name, extras, specifier, marker):
    text = f"{name}{extras}{specifier}{marker}"
    try:
        reference = Requirement(text)
    except InvalidRequirement:
        return

    found = parse_declared(text)

    assert (reference.name, sorted(reference.extras)) == (found.name, sorted(found.extras))
    assert (found.marker is None) is (reference.marker is None)
    assert found.oddity is None


@given(st.text() | st.text("abc.-_[]()<>=!~;@#/:+ '\"%$\\", max_size=60))
def test_any_text_is_read(text):
    found = parse_declared(text)

    assert found.oddity or found.name or found.origin
