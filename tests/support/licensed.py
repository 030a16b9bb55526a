"""Components with a licence, and policies and curations as people write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

from scanner.licenses.decided.curation_file import curations_of
from scanner.licenses.decided.policy_file import policy_of
from scanner.licenses.tree import tree_of
from scanner.model.license import Licensing
from tests.support.reports import component

if TYPE_CHECKING:
    from scanner.licenses.decided.curation import Curation
    from scanner.licenses.decided.policy import Policy
    from scanner.licenses.tree import Expression
    from scanner.model.component import Component

TODAY = date(2026, 11, 21)


def licensed(
    concluded: str | None, name: str = "idna", version: str | None = "3.4", **changes: object
) -> Component:
    """Return a distribution of which this was concluded."""
    return component(name, version, **{"licensing": Licensing(concluded=concluded), **changes})


def bundling(*expressions: str, name: str = "idna") -> Component:
    """Return a distribution under the MIT licence, with parts of others."""
    return replace(
        component(name), licensing=Licensing(concluded="MIT", bundled=tuple(expressions))
    )


def expression(text: str) -> Expression:
    """Return the tree of an expression that is one."""
    tree = tree_of(text)
    assert tree is not None, text
    return tree


def policy(text: str) -> Policy:
    """Return the policy of a file with this text."""
    return policy_of(dedent(text).encode(), "policy.yaml")


def curations(text: str) -> tuple[Curation, ...]:
    """Return the curations of a file with this text."""
    return curations_of(dedent(text).encode(), "curations.yaml")
