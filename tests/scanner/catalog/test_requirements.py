"""Requirements files of a project, with all that they take in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layers.claim import Claims
from scanner.catalog.inclusion import MAX_INCLUDED
from scanner.catalog.requirements import REQUIREMENTS, catalog
from scanner.model.component import Component, Problem, State
from scanner.model.names import normalized
from tests.support.declared import declaration_of, declared_in, line_of

RECORDED = Path("testdata/requirements")
TRUTH = json.loads((RECORDED / "truth.json").read_text())
HASH = "sha256:" + "0" * 64


@pytest.mark.parametrize("file", TRUTH)
def test_k10_what_tools_compile_is_read_as_pip_would_install_it(file):
    """
    Versions, what was asked for, and what needs the rest, for nine files of three tools.
    """
    found = _components({file: (RECORDED / file).read_bytes()})

    assert TRUTH[file] == {
        normalized(each.name): {
            "version": each.version,
            "is_direct": declaration_of(each).is_direct,
            "brought_by": list(declaration_of(each).brought_by),
        }
        for each in found
    }
    assert all(declaration_of(each).is_locked for each in found)


@pytest.mark.parametrize(
    "file", sorted(str(each.relative_to(RECORDED)) for each in RECORDED.rglob("*requirements*.*"))
)
def test_every_entry_is_on_the_lines_that_it_tells(file):
    text = (RECORDED / file).read_text()
    lines = text.splitlines()

    found = _components({file: text.encode()})

    assert found
    for each in found:
        entry = lines[line_of(each) - 1 : declaration_of(each).last_line]
        assert declaration_of(each).requirement in entry[0]
        assert len(each.hashes) == "\n".join(entry).count("--hash=")


def test_k10_annotations_make_edges():
    text = (
        b"a==1\n    # via\n    #   -r x.in\nb==1\n    # via a\nb==2 ; os_name=='nt'\n    # via a\n"
    )

    found = declared_in(catalog, {"srv/requirements.txt": text})

    a, b, fork = (each.place for each in found.components)
    assert {(a, b), (a, fork)} == found.edges


@pytest.mark.parametrize(
    ("via", "is_direct"),
    [
        pytest.param("-r x.in", True, id="K10-asked-for"),
        pytest.param("shop (pyproject.toml)", True, id="K10-by-the-project"),
        pytest.param("shop", True, id="K10-by-a-project-of-that-name"),
        pytest.param("-r x.in, b", True, id="K10-both"),
        pytest.param("b", False, id="K10-brought-in"),
        pytest.param("-c x.txt, b", False, id="K10-constrained"),
        pytest.param("-c x.txt", None, id="K10-only-constrained"),
    ],
)
def test_annotations_tell_what_was_asked_for(via, is_direct):
    files = {
        "srv/requirements.txt": f"a==1  # via {via}\n".encode(),
        "srv/pyproject.toml": b'[project]\nname = "shop"\n',
    }

    (a,) = _components(files)

    assert is_direct is declaration_of(a).is_direct


@pytest.mark.parametrize(
    ("path", "text", "is_direct"),
    [
        ("requirements.txt", b"a>=1\nb==1\n", True),
        ("requirements.in", b"a==1\nb==1\n", True),
        pytest.param("requirements.txt", b"a==1\nb==1\n", None, id="as pip freeze lists"),
    ],
)
def test_what_somebody_wrote_is_what_the_project_asks_for(path, text, is_direct):
    assert [is_direct] * 2 == [declaration_of(e).is_direct for e in _components({path: text})]


def test_k1_what_is_included_is_read_once():
    files = {
        "srv/requirements.txt": b"-r deps/base.in\na\n",
        "srv/dev-requirements.txt": b"-r requirements.txt\n-r deps/base.in\nb\n",
        "srv/deps/base.in": b"c\n",
    }

    found = _components(files)

    assert {
        ("a", "srv/requirements.txt"),
        ("b", "srv/dev-requirements.txt"),
        ("c", "srv/deps/base.in"),
    } == {(each.name, each.evidence.path) for each in found}
    assert 3 == len(found)


@pytest.mark.parametrize("name", ["base.txt", "pins/frozen.txt", "app/deps.txt", "local.txt"])
def test_k1_what_is_included_may_be_called_otherwise(name):
    files = {"srv/requirements.txt": f"-r {name}\na\n".encode(), f"srv/{name}": b"b\n"}

    found = declared_in(catalog, files, Claims(REQUIREMENTS.claims))

    assert ([], {"a", "b"}) == (found.reasons, set(found.names))


@pytest.mark.parametrize(
    ("include", "reason"),
    [
        pytest.param("-r nowhere.txt", "an include not there: nowhere.txt", id="K1-missing"),
        pytest.param(
            "-r ../../../etc/x.txt",
            "an include outside of what is scanned: ../../../etc/x.txt",
            id="K1-outside",
        ),
        pytest.param(
            "-r https://u:p@x.org/a.txt",
            "an include that is not fetched: https://x.org/a.txt",
            id="K1-url",
        ),
        pytest.param(
            "-r ${DIR}/a.txt", "an include that cannot be told: ${DIR}/a.txt", id="K7-var"
        ),
        pytest.param(
            "-r other.md", "an include by a name that is not read: other.md", id="K1-name"
        ),
        pytest.param(
            "-r requirements.txt", "an include that leads back here: requirements.txt", id="K1-self"
        ),
    ],
)
def test_an_include_that_cannot_be_followed_is_a_problem(include, reason):
    path = "srv/shop/requirements.txt"
    files = {path: f"a\n{include}\n".encode(), "srv/shop/other.md": b"b\n"}

    found = declared_in(catalog, files)

    assert ["a"] == found.names
    assert [Problem(path, "requirements", f"line 2: {reason}")] == found.problems


def test_k1_a_circle_is_told_where_it_is_closed():
    files = {
        "requirements.txt": b"-r requirements/a.txt\n",
        "requirements/a.txt": b"-r b.txt\na\n",
        "requirements/b.txt": b"b\n-r a.txt\n",
    }

    found = declared_in(catalog, files)

    assert ["a", "b"] == sorted(found.names)
    assert [
        Problem(
            "requirements/b.txt", "requirements", "line 2: an include that leads back here: a.txt"
        )
    ] == found.problems


def test_k1_a_long_chain_is_followed_to_its_end():
    count = 1500
    files = {
        f"requirements{n}.txt": f"p{n}\n-r requirements{n + 1}.txt\n".encode() for n in range(count)
    }

    found = declared_in(catalog, files)

    assert count == len(found.components)
    limit = f"it includes more than {MAX_INCLUDED} files; not all constrain it"
    assert {limit, f"line 2: an include not there: requirements{count}.txt"} == set(found.reasons)


def test_k2_constraints_narrow_and_add_nothing():
    files = {
        "requirements.txt": b"-c constraints.txt\na>=1\nb\nc @ https://x.org/c.zip\nd==1\n",
        "constraints.txt": b"a==1.5\nb<3 ; os_name=='nt'\nc==1\nd==2\nother==1\n",
    }

    found = declared_in(catalog, files)

    assert [("a", ">=1,==1.5", "1.5"), ("b", None, None), ("c", None, None), ("d", "==1", "1")] == [
        (each.name, declaration_of(each).specifier, each.version) for each in found.components
    ]
    assert ["line 5: contradicts its constraints: ==1,==2"] == found.reasons


def test_k2_constraints_count_by_whatever_way_they_are_taken_in():
    files = {
        "requirements.txt": b"a\n-r requirements/more.txt\n",
        "requirements/more.txt": b"b\n-c versions.in\n",
        "requirements/versions.in": b"-r deeper.in\n",
        "requirements/deeper.in": b"a==1\n",
    }

    versions = {(e.name, e.evidence.path): e.version for e in _components(files)}

    assert "1" == versions["a", "requirements.txt"]


def test_k2_what_constrains_another_is_still_what_its_name_says():
    """
    pip-compile is told to agree with what is compiled already: ``-c requirements.txt`` in dev.in.
    """
    files = {"dev.in": b"-c requirements.txt\na\n", "requirements.txt": b"a==1\nb==1\n"}

    found = _components(files)

    assert [("a", "dev.in"), ("a", "requirements.txt"), ("b", "requirements.txt")] == sorted(
        (each.name, each.evidence.path) for each in found
    )


def test_k3_the_name_of_a_local_project_is_told_by_its_files():
    files = {
        "srv/requirements/dev.txt": b"-e .\n-e ./lib\n./old[x]\n-e nowhere/\n",
        "srv/pyproject.toml": b'[project]\nname = "shop"\n',
        "srv/lib/setup.cfg": b"[metadata]\nname = shop-lib\n",
        "srv/old/setup.py": b"from setuptools import setup\nsetup(name='shop-old')\n",
    }

    found = declared_in(catalog, files)

    assert [
        ("shop", "file:.", "filename"),
        ("shop-lib", "file:./lib", "filename"),
        ("shop-old", "file:./old", "filename"),
    ] == [(each.name, each.origin, each.evidence.technique) for each in found.components]
    assert ["line 4: a requirement without a name: nowhere/"] == found.reasons
    assert {"srv"} == {each.environment for each in found.components}


def test_k3_a_place_is_told_in_the_package_url():
    text = (
        b"https://u:p@x.org/foo-1.0-py3-none-any.whl#sha256=AB\n-e git+ssh://git@x.org/b@1#egg=b\n"
    )

    foo, b = _components({"requirements.txt": text})

    assert (
        "pkg:pypi/foo@1.0?checksum=sha256:ab&download_url=https://x.org/foo-1.0-py3-none-any.whl"
        == foo.purl
    )
    assert "pkg:pypi/b?vcs_url=git%2Bssh://git%40x.org/b%401" == b.purl
    assert (("sha256:ab",), "git+ssh://git@x.org/b@1") == (foo.hashes, b.origin)


def test_k4_hashes_and_indexes_are_kept_without_secrets():
    text = f"-i https://u:p@x.org/simple\na==1 \\\n    --hash={HASH}\n".encode()

    (a,) = _components({"requirements.txt": text})

    assert ((HASH,), ("https://x.org/simple",)) == (a.hashes, declaration_of(a).indexes)
    assert (2, 3) == (a.evidence.line, declaration_of(a).last_line)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("a==1 # é\n".encode("utf-16"), id="K6-utf-16"),
        pytest.param(b"\xef\xbb\xbfa==1\r\n", id="K6-mark-and-crlf"),
        pytest.param("# coding: latin-1\na==1 # é\n".encode("latin-1"), id="K6-coding-line"),
        pytest.param(b"\fa==1\n\f\n", id="K6-form-feed"),
    ],
)
def test_encodings_are_told_by_marks_and_coding_lines(data):
    assert ["a"] == declared_in(catalog, {"requirements.txt": data}).names


def test_k7_templates_are_skipped_and_told():
    text = b"a\n{{ cookiecutter.x }}==1\nb==${V}\n"

    found = declared_in(catalog, {"requirements.txt": text})

    assert ["a"] == found.names
    assert [
        "line 2: a template; the line is skipped",
        "line 3: a variable, whose value is not known: ${V}",
    ] == found.reasons


def test_k9_one_name_under_two_markers_is_declared_twice():
    text = b"a==1 ; python_version < '3'\na==2 ; python_version >= '3'\n"

    found = _components({"requirements.txt": text})

    assert [("1", "python_version < '3'"), ("2", "python_version >= '3'")] == [
        (each.version, declaration_of(each).marker) for each in found
    ]


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        pytest.param("requirements.txt", b"a\n", ["a"], id="K11-name"),
        pytest.param("requirements/dev.in", b"a\n", ["a"], id="K11-directory"),
        pytest.param("dev.in", b"a\n", ["a"], id="K11-word"),
        pytest.param("requirements.lock", b"a==1\n", ["a"], id="K11-rye"),
        pytest.param("web.in", b"a>=1\nb\n", ["a", "b"], id="K11-content"),
        pytest.param("web.in", b"a\nb\n", [], id="K11-words-could-be-anything"),
        pytest.param("MANIFEST.in", b"include README.md\nprune docs\n", [], id="K11-manifest"),
        pytest.param("config.h.in", b"#define A 1\n#undef B\n", [], id="K11-configure"),
        pytest.param("Makefile.in", b"a: b\n\tcc -o a b\n", [], id="K11-make"),
        pytest.param("po/POTFILES.in", b"src/a.c\nsrc/b.c\n", [], id="K11-gettext"),
        pytest.param("constraints.txt", b"a==1\n", [], id="K2-nobody-asks-for-it"),
        pytest.param("frequency.txt", b"the 100\nof 90\n", [], id="K11-prose"),
        pytest.param("dev.txt", b"a>=1\nb\n", ["a", "b"], id="K11-word-and-content"),
        pytest.param("core.txt", b"a\nb\n", [], id="K11-word-without-content"),
    ],
)
def test_a_file_is_one_of_requirements_by_its_name_or_by_what_it_says(path, text, names):
    found = declared_in(catalog, {path: text})

    assert (names, []) == (found.names, found.reasons)


@pytest.mark.parametrize(
    ("path", "groups", "environment"),
    [
        ("srv/requirements.txt", (), "srv"),
        ("srv/requirements-dev.txt", ("dev",), "srv"),
        ("srv/requirements/test.in", ("test",), "srv"),
        ("srv/test_requirements.txt", ("test",), "srv"),
        ("srv/requirements/base.txt", (), "srv"),
    ],
)
def test_the_name_of_a_file_may_tell_a_group_as_a_guess(path, groups, environment):
    (a,) = _components({path: b"a\n"})

    declaration = declaration_of(a)
    assert (groups, bool(groups)) == (declaration.groups, declaration.are_groups_guessed)
    assert (State.DECLARED, environment) == (a.state, a.environment)


def test_k22_many_bad_lines_are_a_few_problems():
    found = declared_in(catalog, {"requirements.txt": b"no requirement\n" * 1000})

    assert (51, "950 more lines are odd") == (len(found.reasons), found.reasons[-1])


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing\n", b"\0" * 100])
def test_k22_what_says_nothing_is_no_problem(data):
    found = declared_in(catalog, {"requirements.txt": data})

    assert ([], []) == (found.names, found.reasons)


def _components(files: dict[str, bytes]) -> list[Component]:
    return declared_in(catalog, files).components
