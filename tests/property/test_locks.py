"""Manifests and lockfiles of pipenv, conda and pixi with values of any type anywhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.project import Found

KEYS = st.sampled_from(
    (
        *(
            "_meta",
            "category",
            "channels",
            "conda",
            "default",
            "dependencies",
            "depends",
            "develop",
        ),
        *(
            "environments",
            "extras",
            "git",
            "hash",
            "hashes",
            "index",
            "kind",
            "linux-64",
            "manager",
        ),
        *("markers", "metadata", "name", "package", "packages", "path", "pip", "platform"),
        *("platforms", "prefix", "purls", "pypi", "ref", "requires_dist", "sha256", "sources"),
        *("url", "version", "<<", "a", "b c"),
    )
)
TEXTS = st.sampled_from(
    (
        *("", "a", "a=1", "a=1=0", "a >=1", "==1.0", "-e .", "-r x", "6", "1", "conda", "pip"),
        *("https://h.test/noarch/a-1-0.conda", "https://h.test/a-1-py3-none-any.whl", "b c"),
        *(
            "git+https://u:p@h.test/a@1",
            "a ; extra == 'x'",
            "python_version > '3'",
            "./a",
            "\ud800",
        ),
    )
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=8).map(json.dumps)
FILES = {
    "conda-environment": "environment.yml",
    "conda-list": "requirements.txt",
    "conda-lock": "conda-lock.yml",
    "pipfile": "Pipfile",
    "pipfile-lock": "Pipfile.lock",
    "pixi": "pixi.toml",
    "pixi-lock": "pixi.lock",
}


@pytest.mark.parametrize("cataloger", FILES)
@settings(deadline=None, max_examples=50)
@given(text=st.one_of(DOCUMENTS, st.text("@=-#[]{}\"':,\n a1", max_size=60)))
def test_any_text_has_components_and_problems(cataloger, text):
    lines = text.count("\n") + 1

    found = Found(cataloger, {FILES[cataloger]: text})

    for each in found.components:
        assert each.purl.startswith(("pkg:pypi/", "pkg:conda/", "pkg:generic/"))
        assert each.evidence.line is not None
        assert each.declaration is None or each.declaration.last_line is not None
        last = each.evidence.line if each.declaration is None else each.declaration.last_line
        assert 1 <= each.evidence.line <= (last or 0) <= lines
        assert "u:p@" not in repr(each)
        each.purl.encode()
    places = {each.place for each in found.components}
    for edge in found.dependencies:
        assert {edge.dependent, edge.dependency} <= places | {None}
