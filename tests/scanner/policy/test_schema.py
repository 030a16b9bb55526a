"""The published schemas of policies and decisions, against what our own reading accepts.

Our reading knows lines; the schemas are for editors.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from scanner.decided.rule_file import RULE
from scanner.errors import UnusableDecision
from scanner.policy.policy import RULES
from scanner.policy.policy_file import BAN, GROUP, LEVELS, LIMITS, POLICY, SETTINGS, VERDICTS
from tests.support.deciding import policy, rules

if TYPE_CHECKING:
    from collections.abc import Callable

READERS: dict[str, Callable[[str], object]] = {"decisions": rules, "policy": policy}
PACKAGES = {"decisions": "scanner.decided", "policy": "scanner.policy"}
SCHEMAS: dict[str, Any] = {
    name: json.loads((resources.files(package) / f"{name}.schema.json").read_bytes())
    for name, package in PACKAGES.items()
}
DECIDED = "id: A, reason: r, owner: o, expires: '2027-01-31'"
CASES = {
    "decisions: nothing": ("decisions", "{}", True),
    "decisions: no list": ("decisions", "ignore:", True),
    "decisions: one": ("decisions", f"ignore: [{{{DECIDED}}}]", True),
    "decisions: more": (
        "decisions",
        (
            f"ignore: [{{{DECIDED}, distribution: [a, b-*], versions: <1, path: [a/*], until: fix, "
            "justification: component_not_present}]"
        ),
        True,
    ),
    "decisions: a distribution": (
        "decisions",
        f"ignore: [{{{DECIDED.replace('id: A', 'distribution: a')}}}]",
        True,
    ),
    "decisions: about nothing": (
        "decisions",
        f"ignore: [{{{DECIDED.replace('id: A', 'path: a')}}}]",
        False,
    ),
    "decisions: an unknown key": ("decisions", "rules: []", False),
    "decisions: versions of nothing": (
        "decisions",
        f"ignore: [{{{DECIDED}, versions: <1}}]",
        False,
    ),
    "decisions: another word": (
        "decisions",
        f"ignore: [{{{DECIDED}, justification: x}}]",
        False,
    ),
    "decisions: until another day": ("decisions", f"ignore: [{{{DECIDED}, until: x}}]", False),
    "decisions: no day": ("decisions", f"ignore: [{{{DECIDED.replace('-31', '')}}}]", False),
    **{
        f"decisions: no {part.partition(':')[0]}": (
            "decisions",
            f"ignore: [{{{', '.join(each for each in DECIDED.split(', ') if each != part)}}}]",
            False,
        )
        for part in DECIDED.split(", ")
    },
    "policy: nothing": ("policy", "{}", True),
    **{
        f"policy: {word} for {section}": (
            "policy",
            f"{section}: {{{', '.join(f'{name}: {word}' for name in names)}}}",
            word in VERDICTS,
        )
        for section, names in RULES.items()
        for word in (*VERDICTS, "deny")
    },
    **{
        f"policy: from {level} on": (
            "policy",
            f"vulnerabilities: {{fail_on: {level}}}",
            level in LEVELS,
        )
        for level in (*LEVELS, "any")
    },
    "policy: all else": (
        "policy",
        (
            "vulnerabilities: {warn_on: low, probability: {fail: 0.5, warn: 0}}\n"
            "data: {age: {'*': {fail: 30}, KEV: {warn: 3}}}\n"
            "groups: {dev: {fail_on: high, warn_on: never, unknown: allow}}\n"
            "bans: [{distribution: [a], versions: <1, outcome: warn, reason: r}]\n"
            "licenses: {file: a.yaml, context: shipped}\n"
            "decisions: {max_days: 90}"
        ),
        True,
    ),
    "policy: no list of bans": ("policy", "bans:", True),
    "policy: a licence policy": ("policy", "licenses: {policy: {unknown: deny}}", True),
    "policy: two licence policies": ("policy", "licenses: {file: a, policy: {}}", False),
    "policy: an unknown context": ("policy", "licenses: {context: x}", False),
    "policy: an unknown section": ("policy", "vulnerability: {}", False),
    "policy: an unknown rule": ("policy", "coverage: {partial: fail}", False),
    "policy: an unknown key of a group": ("policy", "groups: {dev: {malware: fail}}", False),
    "policy: a ban of nothing": ("policy", "bans: [{reason: r}]", False),
    "policy: a ban without a reason": ("policy", "bans: [{distribution: a}]", False),
    "policy: a ban that allows": (
        "policy",
        "bans: [{distribution: a, reason: r, outcome: allow}]",
        False,
    ),
    "policy: a limit that is none": ("policy", "data: {age: {x: {fail: soon}}}", False),
    "policy: a negative limit": ("policy", "data: {age: {x: {fail: -1}}}", False),
    "policy: no days": ("policy", "decisions: {max_days: 0}", False),
    "policy: half a day": ("policy", "decisions: {max_days: 1.5}", False),
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
    sections = SCHEMAS["policy"]["properties"]
    definitions = SCHEMAS["policy"]["$defs"]

    assert set(POLICY) == sections.keys()
    assert {name: {*SETTINGS.get(name, ()), *RULES[name]} for name in RULES} == {
        name: set(sections[name]["properties"]) for name in RULES
    }
    assert set(GROUP) == sections["groups"]["additionalProperties"]["properties"].keys()
    assert set(BAN) == definitions["ban"]["properties"].keys()
    assert set(LIMITS) == definitions["limits"]["properties"].keys()
    assert set(RULE) == SCHEMAS["decisions"]["$defs"]["rule"]["properties"].keys()


@pytest.mark.parametrize("section", RULES)
def test_the_schema_says_what_is_the_case_if_nothing_is_said(section):
    properties = SCHEMAS["policy"]["properties"][section]["properties"]

    said = {
        name: properties[name]["description"].rpartition(" ")[2].removesuffix(".")
        for name in RULES[section]
    }
    assert RULES[section] == {name: VERDICTS[word] for name, word in said.items()}
