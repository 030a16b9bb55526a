"""What the catalogers of manifests and lockfiles have in common."""

from __future__ import annotations

import codecs

import pytest

from layers.claim import Claims
from scanner.catalog import CATALOGERS
from scanner.catalog.manifest import MAX_BYTES, Manifest, manifests_of
from scanner.cataloging import claims
from scanner.model.component import Evidence, Problem, State
from scanner.model.declaration import Declaration
from tests.support.images import tree_of

PATTERN = "**/app.lock"
CLAIMS = Claims((PATTERN,))
LOCKED = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "tool.py.lock")
FORMS = {
    "TOML": (*LOCKED, "pyproject.toml", "hatch.toml", "Pipfile", "pixi.toml"),
    "JSON": ("Pipfile.lock",),
    "YAML": ("pixi.lock", "conda-lock.yml"),
    "YAML by its keys": ("environment.yml",),
}
"""Files that are documents as a whole."""
MALFORMED = {
    "TOML": b"[[package]",
    "JSON": b'{"default": {',
    "YAML": b"package: [",
    "YAML by its keys": b"dependencies: [",
}
OF_ANOTHER_TYPE = {"TOML": b"[{}]", "JSON": b"[]", "YAML": b"- package: []\n"}


def documents(contents: dict[str, bytes]) -> list[object]:
    """Return each file with what stands in it by its form."""
    return [
        pytest.param(path, content, id=path)
        for form, content in contents.items()
        for path in FORMS[form]
    ]


@pytest.mark.parametrize(
    ("path", "is_declared"),
    [
        pytest.param("app.lock", True, id="the-root"),
        pytest.param("srv/shop/tests/app.lock", True, id="what-tests-of-the-project-need"),
        pytest.param("usr/lib/python3/dist-packages/pip/app.lock", False, id="K21-installed"),
        pytest.param("venv/lib/python3.11/site-packages/app.lock", False, id="K21-site-packages"),
        pytest.param("srv/tests/data/app.lock", False, id="K21-test-data"),
        pytest.param("root/.cache/uv/sdists-v9/x/src/app.lock", False, id="K21-cache"),
    ],
)
def test_what_others_ship_is_no_declaration(path, is_declared):
    found = manifests_of(tree_of({path: b""}, claims=CLAIMS), "app-lock", [PATTERN])

    assert [path] * is_declared == [manifest.path for manifest in found]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("é".encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + "é".encode(), id="K6-utf-8-with-a-mark"),
        pytest.param(codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), id="K6-utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), id="K6-utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE + "é".encode("utf-32-le"), id="K6-utf-32-le"),
    ],
)
def test_a_text_is_decoded_as_its_mark_says(data):
    manifest = _manifest(data)

    assert "é" == manifest.text()
    assert [] == manifest.problems


def test_another_encoding_is_read_with_a_note():
    manifest = _manifest(b"\xe9\x85 \x81")

    assert "é… \ufffd" == manifest.text()
    assert ["not utf-8; read as cp1252"] == [problem.reason for problem in manifest.problems]


def test_k22_what_is_too_large_is_not_read():
    manifest = _manifest(b"#" * (MAX_BYTES + 1))

    assert manifest.text() is None
    assert ["larger than 16,777,216 bytes; not read"] == [p.reason for p in manifest.problems]


@pytest.mark.parametrize(("path", "content"), documents(MALFORMED))
def test_k22_a_document_that_cannot_be_read_makes_incomplete(path, content):
    (problem,) = _found(path, content)

    assert isinstance(problem, Problem)
    assert (path, True) == (problem.path, problem.incomplete)
    assert problem.reason.startswith("not ")


@pytest.mark.parametrize(("path", "content"), documents(OF_ANOTHER_TYPE))
def test_k22_a_document_of_another_type_makes_incomplete(path, content):
    """
    A list in ``environment.yml`` is somebody else's: nothing but its keys tells that it is conda's.
    """
    (problem,) = _found(path, content)

    assert isinstance(problem, Problem)
    assert (path, True) == (problem.path, problem.incomplete)


@pytest.mark.parametrize("content", [b"", b"\n"], ids=["nothing", "a-line"])
@pytest.mark.parametrize("path", [path for paths in FORMS.values() for path in paths])
def test_k22_an_empty_file_declares_nothing(path, content):
    assert [] == _found(path, content)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("setup.py", b"from setuptools import (", id="setup.py"),
        pytest.param("tool.py", b"# /// script\n# [[\n# ///\n", id="script"),
    ],
)
def test_code_that_cannot_be_read_is_a_problem_and_no_gap(path, content):
    """
    Much that ends in ``.py`` is a template, or for a Python of another time.
    """
    (problem,) = _found(path, content)

    assert isinstance(problem, Problem)
    assert (path, False) == (problem.path, problem.incomplete)


def test_what_is_declared_has_its_line_and_belongs_to_the_directory():
    declaration = Declaration(requirement="Foo.Bar==1.0", is_locked=False)

    found = _manifest(b"").component("Foo.Bar", "1.0", 3, declaration)

    assert ("pkg:pypi/foo-bar@1.0", State.DECLARED, "srv/shop") == (
        found.purl,
        found.state,
        found.environment,
    )
    assert Evidence("srv/shop/app.lock", 0, line=3) == found.evidence


def test_entries_of_one_name_on_a_line_have_places_of_their_own():
    manifest = _manifest(b"")
    declaration = Declaration(requirement="a==1", is_locked=False)

    found = [
        manifest.component(name, "1", line, declaration)
        for name, line in [("a.b", 1), ("A-B", 1), ("c", 1), ("a_b", 2)]
    ]

    assert [
        "srv/shop/app.lock:1:a-b",
        "srv/shop/app.lock:1:a-b:1",
        "srv/shop/app.lock:1:c",
        "srv/shop/app.lock:2:a-b",
    ] == [each.place for each in found]


def _manifest(data: bytes) -> Manifest:
    path = "srv/shop/app.lock"
    return Manifest(tree_of({path: data}, claims=CLAIMS), path, "app-lock")


def _found(path: str, content: bytes) -> list[object]:
    tree = tree_of({path: content}, claims=claims(directory=True))
    return [each for cataloger in CATALOGERS.values() for each in cataloger.catalog(tree)]
