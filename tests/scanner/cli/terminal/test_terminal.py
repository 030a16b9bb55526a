"""The report for people."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.cli.terminal.line import MAX_LINES
from scanner.model.advisory import Advisory, Level, Severity, Status
from scanner.model.change import Change, ChangeKind
from scanner.model.component import Evidence, Problem, State
from scanner.model.declaration import Declaration
from scanner.model.environment import Environment
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Subject
from scanner.model.report import Tally
from tests.support.judgements import reports
from tests.support.reports import ADVISORY, IMAGE, OWNER, SITE, at, component, finding, report_of
from tests.support.terminal import printed, rows


def words(text: str) -> str:
    """Return a text without the breaks that a width makes."""
    return re.sub(r"\s+", "", text)


def test_the_subject_is_told_first():
    first = printed(report_of()).splitlines()[0]

    told = f"registry.test/team/shop:1.0 · linux/amd64 · sha256:{'a' * 12} · 1 layer"
    assert f"shop.oci OCI layout · {told}" == first.rstrip()


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (Subject(location="/srv", source="dir"), "/srv directory"),
        (replace(IMAGE, verified=False), "1 layer · not verified"),
        (replace(IMAGE, digest=None), f"sha256:{'b' * 12}"),
        (replace(IMAGE, source="docker-archive"), "docker archive"),
        (replace(IMAGE, source="something-new"), "something-new"),
        (replace(IMAGE, layers=IMAGE.layers * 2), "2 layers"),
    ],
    ids=["directory", "not verified", "no digest", "archive", "new kind", "layers"],
)
def test_what_kind_of_subject_it_is_is_told(subject, expected):
    assert expected in printed(report_of(subject=subject)).splitlines()[0]


def test_distributions_are_told_with_version_layer_and_number_of_findings():
    idna, six = component(), component("six", "1.16.0", evidence=replace(at("x"), layer=3))
    six = replace(six, evidence=replace(six.evidence, path=f"{SITE}/six-1.16.0.dist-info"))

    found = rows(report_of(idna, six, findings=(finding(idna),)))

    assert ["idna", "3.4", "0", "1"] in found
    assert ["six", "1.16.0", "3"] in found


def test_of_what_a_distribution_bundles_only_the_number_is_told():
    """
    Some bundle hundreds of crates.
    """
    idna = component()
    parts = [
        component(
            name, kind="sbom", state=State.BUNDLED, parent=idna.evidence.path, evidence=at("bom")
        )
        for name in ("libc", "syn")
    ]

    text = printed(report_of(idna, *parts))

    assert "bundles 2" in text
    assert "1 distribution" in text
    assert "syn" not in text


def test_a_directory_has_no_layers():
    directory = Subject(location="/srv", source="dir")

    found = rows(report_of(component(), subject=directory))

    assert ["Distribution", "Version", "Findings"] in found
    assert ["idna", "3.4"] in found


def test_distributions_stand_under_their_environment():
    other = Environment(path="usr", kind="prefix", site_directories=("usr/site-packages",))
    system = component(
        "six", "1.16.0", environment="usr", evidence=at("usr/site-packages/six-1.16.0.dist-info")
    )
    report = report_of(component(), system)
    inventory = replace(report.inventory, environments=(*report.inventory.environments, other))

    text = printed(replace(report, inventory=inventory))

    order = [
        "/opt/venv virtual environment by venv, its interpreter is not there, CPython 3.11.7",
        "(end of life 2027-10-31), 1 distribution",
        f"/{SITE}",
        "idna",
        "/usr interpreter, 1 distribution",
        "/usr/site-packages",
        "six",
    ]
    assert sorted(map(text.index, order)) == [text.index(line) for line in order]


@pytest.mark.parametrize(
    ("state", "path", "expected"),
    [
        (State.EDITABLE, f"{SITE}/idna-3.4.dist-info", "editable"),
        (State.VENDORED, f"{SITE}/pip/_vendor/idna-3.4.dist-info", "vendored in pip/_vendor"),
        (State.TEST_DATA, f"{SITE}/x/tests/idna-3.4.dist-info", "test-data in x/tests"),
        (State.STALE, f"{SITE}/~dna-3.4.dist-info", "stale"),
    ],
)
def test_what_is_not_simply_installed_is_told_so(state, path, expected):
    found = rows(report_of(component(state=state, evidence=at(path))))

    assert ["idna", "3.4", "0", expected] in found


def test_what_another_of_its_name_hides_is_told_so():
    found = rows(report_of(component(shadowed_by=f"{SITE}/idna-3.7.dist-info")))

    assert ["idna", "3.4", "0", "shadowed"] in found


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (Environment(path="x", kind="conda"), "/x conda environment, 0 distributions"),
        (Environment(path="x", kind="user"), "/x user directory, 0 distributions"),
        (Environment(path="x", kind="new"), "/x new, 0 distributions"),
        (
            Environment(path="x", kind="virtual-environment", creator="uv 0.5.1", base="usr"),
            "/x virtual environment by uv 0.5.1 of /usr, 0 distributions",
        ),
        (
            Environment(path="x", kind="virtual-environment", base="usr", sees_base=True),
            "/x virtual environment on top of /usr, 0 distributions",
        ),
        (
            Environment(
                path="x",
                kind="prefix",
                interpreters=(
                    Interpreter(
                        path="x/bin/python3.99", implementation="CPython", version="3.99.1"
                    ),
                    Interpreter(path="x/bin/pypy3.9", implementation="PyPy", version="3.9.16"),
                ),
            ),
            "/x interpreter, CPython 3.99.1, PyPy 3.9.16, 0 distributions",
        ),
    ],
    ids=["conda", "user", "unknown", "uv", "system", "interpreters"],
)
def test_an_environment_is_told_with_what_runs_it(environment, expected):
    report = report_of()
    inventory = replace(report.inventory, environments=(environment,))

    assert expected in printed(replace(report, inventory=inventory))


def test_a_distribution_without_a_version_is_told_so_and_that_it_was_not_matched():
    report = replace(report_of(component(version=None)), tally=Tally(unversioned=1))

    assert ["idna", "unknown", "0"] in rows(report)
    assert "1 without a version, and so not matched." in printed(report)


def test_what_is_no_release_is_counted():
    text = printed(replace(report_of(component()), tally=Tally(clean=1, unreleased=2)))

    assert "2 from a repository or editable, and so not matched.\n" in text


def test_packages_of_conda_are_told_apart_from_distributions():
    zlib = component(
        "zlib", "1.3", kind="conda", evidence=at("opt/venv/conda-meta/zlib-1.3-0.json")
    )

    text = printed(replace(report_of(component(), zlib), tally=Tally(clean=1, other_ecosystem=1)))

    assert "(end of life 2027-10-31), 1 distribution, 1 conda package\n" in text
    assert "1 distribution in 1 environment:" in text
    assert "1 of an ecosystem that is not matched" in text


def test_a_finding_is_told_with_severity_names_fix_and_place():
    report = report_of(component(), findings=(finding(component()),))

    assert [
        "idna",
        "3.4",
        "high 7.5",
        "PYSEC-2024-60 CVE-2024-3651",
        "3.7",
        "/opt/venv (layer 0)",
    ] in rows(report)


def test_the_same_finding_in_two_places_is_one_row():
    places = (component(), component(environment="usr", evidence=at("usr/idna-3.4.dist-info")))

    found = rows(report_of(*places, findings=tuple(map(finding, places))))

    (row,) = (row for row in found if "PYSEC-2024-60 CVE-2024-3651" in row)
    assert "/opt/venv (layer 0), /usr (layer 0)" == row[-1]


def test_what_has_no_fix_and_what_is_not_certain_are_told_so():
    doubtful = finding(
        component(), status=Status.UNDETERMINED, reason="3.x is not a version", fixed_in=None
    )

    (row,) = (r for r in rows(report_of(component(), findings=(doubtful,))) if "high 7.5" in r)

    assert ["PYSEC-2024-60 CVE-2024-3651 undetermined: 3.x is not a version", "none known"] == (
        row[3:5]
    )


def test_the_worst_finding_stands_last():
    """
    It is what stays in sight.
    """
    levels = [Level.CRITICAL, Level.UNKNOWN, Level.LOW, Level.NONE, Level.HIGH, Level.MEDIUM]
    findings = tuple(
        finding(component(), replace(ADVISORY, id=f"X-{level}", severity=Severity(level)))
        for level in levels
    )

    shown = [row[2] for row in rows(report_of(component(), findings=findings)) if "3.7" in row]

    assert ["unknown", "none", "low", "medium", "high", "critical"] == shown


def test_the_summary_counts():
    tally = Tally(affected=1, clean=1)
    report = report_of(component(), component("six", "1.16.0"), findings=(finding(component()),))

    assert "2 distributions in 1 environment: 1 affected by 1 finding (1 high)." in printed(
        replace(report, tally=tally)
    )


def test_what_is_left_to_the_operating_system_is_told_apart():
    owned = component(owner=OWNER)
    other = component("six", "1.16.0")
    report = replace(
        report_of(owned, other, findings=(finding(owned, left_to=OWNER), finding(other))),
        tally=Tally(affected=1, left_to_system=1),
    )

    text = printed(report)

    assert ["idna", "3.4", "0", "1", "deb python3-idna 3.4-1"] in rows(report)
    assert "1 affected by 1 finding (1 high)." in text
    assert "1 left to the operating system's own advisories." in text
    title = "Left to the operating system's own advisories"
    assert [title, "Findings"] == [row[0] for row in rows(report) if row[0] in {title, "Findings"}]
    shown = [row[0] for row in rows(report) if "high 7.5" in row]
    assert ["idna", "six"] == shown


def test_copies_that_never_run_are_not_counted():
    report = report_of(component(), component("six", state=State.TEST_DATA))

    assert "1 distribution in 1 environment: 0 affected by 0 findings." in printed(report)


def test_the_source_of_advisories_and_their_date_stand_below():
    lines = printed(report_of()).splitlines()

    expected = "Advisories: PyPA of 2026-07-23, 3 records (CC-BY-4.0, https://advisories.test)"
    assert expected == lines[-2]


def test_an_incomplete_scan_is_told_with_the_problem():
    gap = Problem("", "layers", "layer sha256:00: truncated", incomplete=True)

    text = printed(report_of(problems=(gap,)))

    assert "1 problem\n  layer sha256:00: truncated\n" in text
    assert "Incomplete: not everything could be read, see the problems." in text


def test_a_problem_is_told_with_its_path_and_not_cut():
    problem = Problem("a/METADATA", "dist-info", "word " * 100)

    assert f"  /a/METADATA: {'word ' * 100}\n" in printed(report_of(problems=(problem,)), width=60)


def test_many_problems_are_counted():
    problems = tuple(Problem(f"{number:03}", "x", "odd") for number in range(MAX_LINES + 5))

    text = printed(report_of(problems=problems))

    assert f"{MAX_LINES + 5} problems\n  … 5 more, see --format json\n  /005: odd\n" in text
    assert "/004" not in text


EVIL = "\x1b[2J\x1b]8;;https://evil.test\x07\x9b31m[red]b[/red][link=x]\u202e:bomb:\r\n\udce9"
SHOWN = r"\x1b[2J\x1b]8;;https://evil.test\x07\x9b31m[red]b[/red][link=x]\u202e:bomb:\r\n\xe9"


@pytest.mark.parametrize("width", [60, 200])
def test_nothing_from_an_image_acts(width):
    evil = component(
        EVIL, EVIL, environment="opt/venv", evidence=at(f"{SITE}/{EVIL}/x-1.dist-info")
    )
    advisory = Advisory(id=EVIL, aliases=(f"CVE-{EVIL}",))
    report = report_of(
        evil,
        findings=(finding(evil, advisory, fixed_in=EVIL, reason=EVIL),),
        subject=replace(IMAGE, location=EVIL, platform=EVIL),
        problems=(Problem(EVIL, EVIL, EVIL),),
    )

    text = printed(report, width)

    assert text.replace("\n", "").isprintable()
    assert words(SHOWN) in words(text)


@given(reports, st.sampled_from([40, 80, 160]))
def test_any_report_is_printed_and_nothing_in_it_acts(report, width):
    text = printed(report, width)

    assert text.replace("\n", "").isprintable()


def test_nothing_from_an_image_acts_among_colours():
    report = report_of(component(EVIL), problems=(Problem(EVIL, EVIL, EVIL),))

    text = printed(report, colours=True)

    assert "\x1b[1m" in text
    assert re.sub(r"\x1b\[[0-9;]*m|\n", "", text).isprintable()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_name_version_or_identifier_is_cut(width):
    found = component("a-distribution-with-a-long-name", "2024.12.31.post1")
    advisory = replace(ADVISORY, id="PYSEC-2026-10000", aliases=("CVE-2026-100000",))

    text = printed(
        report_of(found, findings=(finding(found, advisory, fixed_in="2025.1.1"),)), width
    )

    assert "…" not in text
    assert max(map(len, text.splitlines()[:-1])) <= width


def test_a_text_of_megabytes_is_cut():
    report = report_of(component("x" * 10_000_000), problems=(Problem("", "x", "y" * 10_000_000),))

    assert len(printed(report)) < 20_000


def test_changes_are_told_with_the_instruction_that_made_them():
    changes = (
        Change(path="a.py", kind=ChangeKind.MODIFIED, layer=0, owner="foo 1.0"),
        Change(path="b.py", kind=ChangeKind.MISSING),
    )
    report = report_of()
    report = replace(report, inventory=replace(report.inventory, changes=changes))

    lines = [line.rstrip() for line in printed(report).splitlines()]

    created_by = IMAGE.layers[0].created_by
    assert "1 file not as installed" in lines
    assert f"  modified /a.py of foo 1.0 (layer 0: {created_by})" in lines
    assert "1 file changed, and no code of a distribution" in lines
    assert "  missing /b.py" in lines


def test_what_is_declared_is_shown_with_its_line_and_what_is_allowed():
    declared = [
        replace(
            component("flask", version),
            state=State.DECLARED,
            evidence=Evidence("srv/requirements.txt", None, line=line),
            environment="srv",
            declaration=Declaration(requirement=str(line), is_locked=False, specifier=">=2"),
        )
        for line, version in enumerate((None, "2.0"), 1)
    ]
    inventory = replace(
        report_of().inventory,
        components=tuple(declared),
        environments=(Environment(path="srv", kind="project", site_directories=("srv",)),),
    )
    affected = finding(declared[1])

    shown = rows(replace(report_of(), inventory=inventory, findings=(affected,)))

    assert ["flask", ">=2", "declared in requirements.txt:1"] in shown
    assert ["flask", "2.0", "1", "declared in requirements.txt:2"] in [
        [cell for cell in row if cell] for row in shown
    ]
    assert [row for row in shown if "/srv/requirements.txt:2" in row]
