"""Projects by their ``setup.cfg``."""

from __future__ import annotations

from scanner.catalog.setup_cfg import catalog
from tests.support.declared import declared_in


def test_k20_a_project_and_what_it_requires():
    text = b"[metadata]\nname = shop\nversion = attr: shop.v\n[options]\ninstall_requires = a\n"

    found = declared_in(catalog, {"srv/setup.cfg": text})

    shop, a = found.components
    assert ("shop", None, 2) == (shop.name, shop.version, shop.evidence.line)
    assert ("a", "setup-cfg", 5) == (a.name, a.kind, a.evidence.line)
    assert {(shop.place, a.place)} == found.edges


def test_k22_settings_of_other_tools_are_no_project():
    found = declared_in(catalog, {"setup.cfg": b"[flake8]\nmax-line-length = 100\n"})

    assert ([], []) == (found.names, found.reasons)


def test_k22_a_file_with_errors_is_read_as_far_as_it_can_be():
    text = b"\xff\n[options]\ninstall_requires =\n  two words\n  a\n"

    found = declared_in(catalog, {"setup.cfg": text})

    assert ["a"] == found.names
    assert ["not utf-8; read as cp1252", "line 4: not a requirement"] == found.reasons
