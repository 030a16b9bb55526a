"""Projects by their ``setup.cfg``."""

from __future__ import annotations

from scanner.catalog.setup_cfg import catalog
from scanner.model.component import Component, Problem
from tests.support.images import tree_of


def test_k20_a_project_and_what_it_requires():
    text = b"[metadata]\nname = shop\nversion = attr: shop.v\n[options]\ninstall_requires = a\n"

    shop, a, dependency = catalog(tree_of({"srv/setup.cfg": text}))

    assert ("shop", None, 2) == (shop.name, shop.version, shop.evidence.line)
    assert ("a", "setup-cfg", 5) == (a.name, a.kind, a.evidence.line)
    assert (shop.place, a.place) == (dependency.dependent, dependency.dependency)


def test_k22_settings_of_other_tools_are_no_project():
    assert [] == list(catalog(tree_of({"setup.cfg": b"[flake8]\nmax-line-length = 100\n"})))


def test_k22_a_file_with_errors_is_read_as_far_as_it_can_be():
    text = b"\xff\n[options]\ninstall_requires =\n  two words\n  a\n"

    found = list(catalog(tree_of({"setup.cfg": text})))

    assert ["a"] == [each.name for each in found if isinstance(each, Component)]
    assert ["not utf-8; read as latin-1", "line 4: not a requirement"] == [
        each.reason for each in found if isinstance(each, Problem)
    ]
