"""The published schemas of both files, against what our own reading accepts.

Our reading knows lines, and what there is on SPDX's list; the schemas are for editors.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
import yaml

from scanner.errors import UnusableDecision
from scanner.licenses.decided.curation_file import DECISION
from scanner.licenses.decided.policy_file import EXCEPTION, POLICY, RULE
from tests.support.licensed import curations, policy

READERS = {"curations": curations, "policy": policy}
FILES = resources.files("scanner.licenses.decided")
SCHEMAS: dict[str, Any] = {
    name: json.loads((FILES / f"{name}.schema.json").read_bytes()) for name in READERS
}

DECIDED = "distribution: a, concluded: MIT, reason: r, who: w, when: '2026-11-21'"
EXCEPTED = "distribution: a, reason: r, owner: o, expires: '2027-01-31'"
CASES = {
    "curations: nothing": ("curations", "{}", True),
    "curations: no list": ("curations", "curations:", True),
    "curations: one": ("curations", f"curations: [{{{DECIDED}}}]", True),
    "curations: more": (
        "curations",
        f"curations: [{{{DECIDED.replace('a,', '[a, b-*],', 1)}, versions: '>1', declared: d}}]",
        True,
    ),
    "curations: an unknown key": ("curations", "curation: []", False),
    "curations: an unknown key of one": ("curations", f"curations: [{{{DECIDED}, x: y}}]", False),
    **{
        f"curations: no {part.partition(':')[0]}": (
            "curations",
            f"curations: [{{{', '.join(each for each in DECIDED.split(', ') if each != part)}}}]",
            False,
        )
        for part in DECIDED.split(", ")
    },
    "curations: a number": ("curations", f"curations: [{{{DECIDED}, versions: 1.10}}]", False),
    "curations: no day": ("curations", f"curations: [{{{DECIDED.replace('-21', '')}}}]", False),
    "policy: nothing": ("policy", "{}", True),
    "policy: all": (
        "policy",
        (
            "{otherwise: flag, unknown: deny, none: allow, bundled: flag, rules: [], "
            "exceptions: [], categories: {LicenseRef-*: commercial}}"
        ),
        True,
    ),
    "policy: a rule": ("policy", "rules: [{outcome: deny, license: GPL-*}]", True),
    "policy: all of a rule": (
        "policy",
        (
            "rules: [{outcome: deny, license: ['* WITH *', MIT], category: copyleft, name: n, "
            "obligation: [offer-source], context: shipped, distribution: a, versions: <1, "
            "reason: r}]"
        ),
        True,
    ),
    "policy: an exception": ("policy", f"exceptions: [{{{EXCEPTED}}}]", True),
    "policy: an unknown key": ("policy", "rule: []", False),
    "policy: an unknown key of a rule": (
        "policy",
        "rules: [{outcome: deny, licenses: MIT}]",
        False,
    ),
    "policy: an unknown outcome": ("policy", "unknown: fail", False),
    "policy: no outcome": ("policy", "rules: [{license: MIT}]", False),
    "policy: a rule about nothing": ("policy", "rules: [{outcome: deny}]", False),
    "policy: versions of nothing": (
        "policy",
        "rules: [{outcome: deny, license: MIT, versions: '>1'}]",
        False,
    ),
    "policy: an empty list": ("policy", "rules: [{outcome: deny, license: []}]", False),
    "policy: an unknown category": ("policy", "rules: [{outcome: deny, category: x}]", False),
    "policy: an unknown obligation": ("policy", "rules: [{outcome: deny, obligation: x}]", False),
    "policy: an unknown context": (
        "policy",
        "rules: [{outcome: deny, license: MIT, context: x}]",
        False,
    ),
    "policy: an own category that is none": ("policy", "categories: {MIT: x}", False),
    **{
        f"policy: no {part.partition(':')[0]}": (
            "policy",
            f"exceptions: [{{{', '.join(each for each in EXCEPTED.split(', ') if each != part)}}}]",
            False,
        )
        for part in EXCEPTED.split(", ")
    },
}


def by_reading(name: str, text: str) -> bool:
    """Tell whether our own reading takes a file."""
    try:
        READERS[name](text)
    except UnusableDecision:
        return False
    return True


@pytest.mark.parametrize(("name", "text", "expected"), CASES.values(), ids=CASES)
def test_a_file_is_taken_both_ways_or_refused_both_ways(name, text, expected):
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])

    by_schema = validator.is_valid(yaml.safe_load(text))

    assert (expected, expected) == (by_schema, by_reading(name, text))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_the_schemas_have_all_keys_that_are_read():
    definitions = {**SCHEMAS["curations"]["$defs"], **SCHEMAS["policy"]["$defs"]}
    keys = [set(definitions[name]["properties"]) for name in ("curation", "rule", "exception")]

    assert [set(DECISION), set(RULE), set(EXCEPTION)] == keys
    assert set(POLICY) == set(SCHEMAS["policy"]["properties"])
