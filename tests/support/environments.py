"""Environments as pip and pipdeptree saw them (testdata/environments), and as inventories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from scanner.enrich.dependency import DEPENDENCY
from scanner.graph.resolution import dependencies_in
from scanner.graph.scope import Scopes
from scanner.model.component import Component, Evidence, State
from scanner.model.environment import Environment
from scanner.model.interpreter import CPYTHON, Interpreter
from scanner.model.inventory import Coverage, Inventory, Subject
from scanner.model.names import normalized, purl
from tests.support.images import tree_of

RECORDED: Final = Path(__file__).parents[2] / "testdata/environments"
NAMES: Final = sorted(path.stem for path in RECORDED.glob("*.json"))
SITE: Final = "venv/lib/python3.11/site-packages"
BASE: Final = "usr/local/lib/python3.11/site-packages"


def facts_of(name: str) -> dict[str, Any]:
    """Return what was recorded of an environment."""
    facts: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    return facts


def distribution(
    name: str,
    *requires: str,
    version: str | None = "1.0",
    **more: Any,  # noqa: ANN401 - any field of a component
) -> Component:
    """Return a distribution that is installed in a virtual environment, or elsewhere."""
    site = more.pop("site", SITE)
    values: dict[str, Any] = {
        "purl": purl(name, version),
        "kind": "dist-info",
        "state": State.INSTALLED,
        "environment": site.removesuffix("/lib/python3.11/site-packages"),
        "evidence": Evidence(f"{site}/{name}-{version}.dist-info"),
    }
    return Component(
        name=name,
        version=version,
        requires=requires,
        **(values | more),
    )


def environment(
    site: str,
    kind: str = "virtual-environment",
    **more: Any,  # noqa: ANN401 - any field of an environment
) -> Environment:
    """Return the environment of a site directory, which one interpreter searches."""
    interpreter = Interpreter(
        path="usr/local/bin/python3.11",
        implementation=CPYTHON,
        version=more.pop("version", "3.11.7"),
        site_directories=(site,),
    )
    path = site.removesuffix("/lib/python3.11/site-packages")
    return Environment(
        **{
            "path": path,
            "kind": kind,
            "site_directories": (site,),
            "interpreters": (interpreter,),
            **more,
        }
    )


def inventory_with(
    *components: Component,
    environments: tuple[Environment, ...] | None = None,
    platform: str | None = "linux/amd64",
) -> Inventory:
    """Return an inventory of these, by default of one virtual environment."""
    return Inventory(
        subject=Subject(location="", source="oci", platform=platform),
        coverage=Coverage.FULL,
        environments=(environment(SITE),) if environments is None else environments,
        components=components,
        problems=(),
    )


def edges_in(inventory: Inventory, *first: str) -> set[tuple[str, ...]]:
    """Return what requires what: names, the standing, and the extra if it is under one."""
    names = {each.place: normalized(each.name) for each in inventory.components}
    return {
        (
            names[each.dependent],
            each.name,
            each.standing.value,
            *((each.extra,) if each.extra else ()),
        )
        for each in dependencies_in(Scopes(inventory, first))[0]
    }


def recorded(facts: dict[str, Any]) -> Inventory:
    """Return the inventory of an environment that was recorded."""
    python = facts["environment"]["python_full_version"]
    is_seeing = any(each["is_in_base"] for each in facts["distributions"])
    return inventory_with(
        *(
            distribution(
                each["name"],
                *each["requires_dist"],
                version=each["version"],
                site=BASE if each["is_in_base"] else SITE,
                state=State.EDITABLE if each["is_editable"] else State.INSTALLED,
                requested=each["requested"],
            )
            for each in facts["distributions"]
        ),
        environments=(
            environment(SITE, version=python, base="usr/local", sees_base=is_seeing),
            environment(BASE, "prefix", version=python),
        ),
    )


def with_graph(inventory: Inventory) -> Inventory:
    """Return an inventory with its dependencies."""
    return DEPENDENCY.enrich(inventory, tree_of({}))
