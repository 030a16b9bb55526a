"""Decisions, policies and baselines on the command line."""

from __future__ import annotations

import json

import pytest

from scanner.match.policy import CLEAN, FINDINGS
from tests.support.command import lading
from tests.support.vex import openvex, said

USAGE = 2
DAY = {"SOURCE_DATE_EPOCH": "1795000000"}
"""2026-11-18."""
RULE = """\
ignore:
- distribution: idna
  reason: not reachable
  owner: Ada
  expires: {}
"""


@pytest.fixture
def run(images):
    """Return a function that scans an image in which one distribution is affected."""

    def run_with(*arguments, target="affected", variables=None):
        return lading(
            "scan", images / f"{target}.oci", *arguments, variables={**DAY, **(variables or {})}
        )

    return run_with


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file."""

    def written(text):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        return path

    return written


def found_in(result):
    """Return the report."""
    return json.loads(result.stdout)


def ids_of(result):
    """Return the names of all findings."""
    return [each["id"] for each in found_in(result)["findings"]]


def test_what_is_ignored_is_shown_and_does_not_count(run):
    before = run("-f", "json")
    ids = ids_of(before)

    after = run("-f", "json", *(option for each in ids for option in ("--ignore", each.lower())))

    assert (FINDINGS, CLEAN) == (before.code, after.code)
    assert ids == ids_of(after)
    assert {"command line"} == {each["decision"]["reason"] for each in found_in(after)["findings"]}
    assert (0, 1) == (found_in(after)["tally"]["affected"], found_in(after)["tally"]["suppressed"])


def test_what_has_a_fix_is_not_ignored_while_there_is_none(run):
    ids = ids_of(run("-f", "json"))

    result = run("-f", "json", *(o for each in ids for o in ("--ignore-while-no-fix", each)))

    assert result.code == FINDINGS
    reasons = [each["reason"] for each in found_in(result)["idle_decisions"]]
    assert len(ids) == len([each for each in reasons if each.startswith("it held until")])


@pytest.mark.parametrize(
    ("expires", "options", "code"),
    [
        pytest.param("2026-11-18", (), CLEAN, id="on its last day"),
        pytest.param("2026-11-17", (), FINDINGS, id="expired"),
        pytest.param("2026-11-17", ("--as-of", "2026-11-17"), CLEAN, id="on another day"),
        pytest.param("2027-11-19", (), FINDINGS, id="too far ahead"),
        pytest.param("2026-11-18", ("--strict-decisions",), CLEAN, id="strictly"),
    ],
)
def test_a_rule_of_a_file_holds_for_its_time(run, file, expires, options, code):
    rules = file(RULE.format(expires))

    assert code == run("--decisions", rules, *options).code


def test_a_rule_that_is_of_no_use_is_reason_to_fail_only_strictly(run, file):
    rules = file(RULE.format("2026-12-31").replace("idna", "six"))

    assert CLEAN == run("--decisions", rules, target="clean").code
    assert FINDINGS == run("--decisions", rules, "--strict-decisions", target="clean").code


def test_files_of_rules_are_taken_from_the_environment(run, file):
    rules = file(RULE.format("2026-12-31"))

    assert CLEAN == run(variables={"LADING_DECISIONS": str(rules)}).code


def test_what_a_vex_document_states_is_followed(run, file):
    names = ids_of(run("-f", "json"))
    statements = [
        said("fixed", "pkg:pypi/idna@3.4", vulnerability={"name": each}) for each in names
    ]
    vex = file(openvex(*statements, said("fixed", "pkg:pypi/six")))

    result = run("--vex", vex, "-f", "json")

    assert result.code == CLEAN
    (idle,) = found_in(result)["idle_decisions"]
    assert idle["source"].startswith(f"{vex}:")


def test_what_we_state_is_followed_when_it_is_read_again(run, file):
    rules = file(RULE.format("2026-12-31") + "  justification: component_not_present\n")
    for name in ("openvex", "cyclonedx-vex-json"):
        vex = file(run("--decisions", rules, "-f", name).stdout)

        assert CLEAN == run("--vex", vex).code


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        pytest.param("{}", (), FINDINGS, id="by default"),
        pytest.param("vulnerabilities: {fail_on: critical, unknown: warn}", (), CLEAN, id="level"),
        pytest.param(
            "vulnerabilities: {fail_on: critical, unknown: warn}",
            ("--fail-on", "any"),
            FINDINGS,
            id="level, and another of the command line",
        ),
        pytest.param("vulnerabilities: {fail_on: never, unknown: allow}", (), CLEAN, id="never"),
        pytest.param(
            "vulnerabilities: {fail_on: never}\nbans: [{distribution: idna, reason: r}]",
            (),
            FINDINGS,
            id="banned",
        ),
        pytest.param(
            "vulnerabilities: {fail_on: never}\nlicenses: {policy: {unknown: deny}}",
            (),
            FINDINGS,
            id="licence",
        ),
    ],
)
def test_a_policy_decides_the_exit_code(run, file, text, options, code):
    assert code == run("--policy", file(text), *options).code


def test_what_a_policy_has_against_an_image_is_in_the_report(run, file):
    result = run("--policy", file("bans: [{distribution: idna, reason: r}]"), "-f", "json")

    rules = [each["rule"] for each in found_in(result)["violations"]]
    assert "bans" in rules


@pytest.mark.parametrize("name", ["json", "cyclonedx-json"])
def test_only_what_is_new_counts_beside_a_baseline(run, tmp_path, name):
    path = tmp_path / "before.json"
    run("-o", f"{name}={path}")

    assert CLEAN == run("--baseline", path).code
    assert FINDINGS == run("--baseline", path, target="shop").code


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--decisions", "ignore: [{id: A}]"),
        ("--vex", "{}"),
        ("--policy", "x: y"),
        ("--baseline", "{}"),
    ],
)
def test_what_cannot_be_followed_is_wrong_usage(run, file, option, text):
    result = run(option, file(text))

    assert (USAGE, b"") == (result.code, result.stdout)
    assert option in result.stderr


def test_a_difference_is_told_with_its_cause(images):
    before, after = images / "clean.oci", images / "affected.oci"

    result = lading("diff", before, after, "-f", "json", variables=DAY)

    document = json.loads(result.stdout)
    assert result.code == FINDINGS
    assert {"code"} == {each["cause"] for each in document["findings"]}
    assert (True, False) == (document["code_changed"], document["data_changed"])


def test_a_saved_report_is_a_side_of_a_difference(images, tmp_path):
    target, saved = images / "affected.oci", tmp_path / "saved.json"
    lading("scan", target, "-o", f"json={saved}", variables=DAY)

    result = lading("diff", saved, target, variables=DAY)

    assert result.code == CLEAN
    assert "0 new, 0 gone, 0 different. Same code, the same advisories." in result.stdout.decode()


def test_less_is_no_reason_to_fail(images):
    result = lading("diff", images / "affected.oci", images / "clean.oci", variables=DAY)

    assert result.code == CLEAN
    assert "Gone" in result.stdout.decode()


def test_a_threshold_is_one_for_what_is_new(images):
    sides = (images / "clean.oci", images / "affected.oci")

    assert CLEAN == lading("diff", *sides, "--fail-on", "critical", variables=DAY).code


def test_a_policy_is_checked_and_explained(file):
    result = lading("policy", "validate", file("coverage: {toc: fail}"))

    lines = result.stdout.decode().splitlines()
    assert result.code == CLEAN
    assert "coverage.toc: fail" in lines
    assert "coverage.sbom: allow  (not said)" in lines


THRESHOLDS = """\
vulnerabilities: {fail_on: high, warn_on: never, probability: {fail: 0.5, warn: 0.1}}
groups: {"de\\e\\nv": {fail_on: critical, unknown: allow}}
data: {age: {"*": {fail: 30}}}
decisions: {max_days: 180}
bans:
- {distribution: pycrypto, reason: nobody maintains it}
"""


def test_a_policy_that_is_checked_shows_its_thresholds_and_bans(file):
    result = lading("policy", "validate", file(THRESHOLDS))

    lines = result.stdout.decode().splitlines()
    assert [
        "vulnerabilities.fail_on: high",
        "vulnerabilities.warn_on: never",
        r"groups.de\x1b\nv.fail_on: critical",
        r"groups.de\x1b\nv.warn_on: never",
        r"groups.de\x1b\nv.unknown: allow",
        "vulnerabilities.probability: fail from 0.5, warn from 0.1",
    ] == lines[:6]
    assert [
        "data.age of *: fail from 30",
        "decisions.max_days: 180",
        "bans, line 6: fail",
    ] == lines[-3:]


def test_a_policy_that_is_wrong_is_wrong_usage(file):
    result = lading("policy", "validate", file("x: y"))

    assert result.code == USAGE
    assert "x is unknown" in " ".join(result.stderr.replace("│", "").split())


def test_rules_to_ignore_are_checked_and_explained(file):
    rules = RULE.format("2027-01-01") + "  id: CVE-1\n  until: fix\n"

    result = lading("policy", "validate", file(rules), "decisions")

    assert (CLEAN, ["line 2: CVE-1 in idna: accepted, until 2027-01-01 or a fix, Ada"]) == (
        result.code,
        result.stdout.decode().splitlines(),
    )


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (RULE.format("tomorrow"), "decisions", "expires is no date"),
        (RULE.format("2027-01-01"), "policy", "ignore is unknown"),
        ("coverage: {toc: fail}", "decisions", "coverage is unknown"),
        ("{}", "rules", "'rules' is none of policy, decisions"),
    ],
    ids=["no date", "rules as a policy", "a policy as rules", "neither"],
)
def test_what_is_of_another_kind_is_wrong_usage(file, text, kind, expected):
    result = lading("policy", "validate", file(text), kind)

    assert result.code == USAGE
    assert expected in " ".join(result.stderr.replace("│", "").split())


@pytest.mark.parametrize(("kind", "title"), [("policy", "Policy"), ("decisions", "Decisions")])
def test_a_schema_is_shown(kind, title):
    result = lading("policy", "schema", kind)

    assert json.loads(result.stdout)["title"].startswith(title)
