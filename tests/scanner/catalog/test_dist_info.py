"""Distributions by their dist-info directory."""

from __future__ import annotations

from scanner.catalog.dist_info import catalog
from scanner.model.component import Component, Problem, State
from tests.support.images import tree_of

SITE = "opt/venv/lib/python3.11/site-packages"


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
