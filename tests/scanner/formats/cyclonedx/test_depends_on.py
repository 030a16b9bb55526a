"""The dependencies in CycloneDX documents."""

from __future__ import annotations

from scanner.formats.cyclonedx.depends_on import depends_on
from scanner.model.component import State
from tests.support.environments import distribution, inventory_with, with_graph


def test_what_was_scanned_depends_on_what_was_asked_for_and_that_on_the_rest():
    inventory = with_graph(
        inventory_with(
            distribution("a", "b", "b>=1", "gone", "c; extra == 'x'", requested=True),
            distribution("b", requested=False),
            distribution("c", requested=False),
            distribution("part", state=State.VENDORED, parent="a"),
        )
    )

    assert [
        {"ref": "image", "dependsOn": ["a", "c"]},
        {"ref": "a", "dependsOn": ["b"]},
        {"ref": "b", "dependsOn": []},
        {"ref": "c", "dependsOn": []},
    ] == list(depends_on(inventory, "image", lambda component: component.name))
