"""A report that has something of everything that a judgement can say, and a hostile one."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.advisory import Advisory, Level, Severity, Status
from scanner.model.change import Change, ChangeKind
from scanner.model.component import Evidence, Problem
from scanner.model.decision import Decision, Ground, IdleDecision
from scanner.model.dependency import Basis, Directness
from scanner.model.detail import Detail, Reference
from scanner.model.fix import Fix
from scanner.model.inventory import Coverage, LayerFacts
from scanner.model.license import DeclaredLicense
from scanner.model.names import normalized
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.proof import Proof
from scanner.model.report import Report, Tally
from scanner.model.threat import Exploitation, Probability, Threat
from scanner.model.violation import Outcome, Violation
from tests.support.reports import (
    ADVISORY,
    IMAGE,
    NASTY,
    OWNER,
    SITE,
    SOURCE,
    at,
    component,
    finding,
    report_of,
)

BY_PROJECT = Directness(is_direct=True, basis=Basis.INSTALLER, depth=0)
FLASK = component("flask", "2.0.0", directness=BY_PROJECT, license=DeclaredLicense(text="BSD"))
WERKZEUG = component(
    "werkzeug",
    "2.0.0",
    directness=Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via=FLASK.place),
)
IDNA = component(directness=BY_PROJECT)
IDNA_OF_SYSTEM = component(
    version="3.3",
    environment="usr",
    owner=OWNER,
    evidence=at("usr/lib/python3/dist-packages/idna-3.3.dist-info"),
)
HOSTILE = component("colourama", "0.1")
YANKED = component("six", "1.15.0")
EXPLOITED = Exploitation(cve="CVE-2023-25577", added="2024-03-01", due="2024-03-22")
DEFECT = Advisory(
    id="PYSEC-2023-58",
    aliases=("CVE-2023-25577", "GHSA-xg9f-g7g7-2323"),
    severity=Severity(Level.HIGH, 7.5, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"),
    published="2023-02-14T20:15:00Z",
    links=("https://advisories.test/one?a=1&b=2", "javascript:alert(1)"),
)
DETAIL = Detail(
    id=DEFECT.id,
    summary="High resource usage when parsing forms",
    details="Parsing a form is *slow*.\n\n<b>Upgrade.</b>",
    references=(Reference("FIX", "https://advisories.test/fix"), Reference("WEB", DEFECT.links[0])),
    cwes=("CWE-770",),
)
MALWARE = Advisory(id="MAL-2024-1")
DOUBTFUL = Advisory(id="PYSEC-2026-9", severity=Severity(Level.LOW, 2.1))
FINDINGS = (
    finding(
        WERKZEUG,
        DEFECT,
        reason="< 2.2.3",
        fixed_in="2.2.3",
        fix=Fix(
            version="2.3.8", nearness="major", raised=FLASK.place, way=(FLASK.place, WERKZEUG.place)
        ),
        threat=Threat(
            exploited=(EXPLOITED,),
            probability=Probability(
                cve="CVE-2023-25577", score=0.42, percentile=0.97, model="v4", date="2026-08-07"
            ),
            risk=33.1,
            factors=("7.5 by CVSS", "in KEV", "risk 33.1"),
        ),
        proofs=(
            Proof(
                record="PYSEC-2023-58",
                entry=0,
                status=Status.AFFECTED,
                installed="2.0.0",
                interval=">= 0, < 2.2.3",
                bound="2.2.3",
                rule="P4",
            ),
        ),
    ),
    finding(HOSTILE, MALWARE, fixed_in=None, threat=Threat(is_malware=True, risk=100.0)),
    finding(
        IDNA,
        DOUBTFUL,
        status=Status.UNDETERMINED,
        reason="the advisory's bound 3.x is not a version (PEP 440)",
        fixed_in=None,
        threat=Threat(exploited_related=(EXPLOITED,), risk=1.2),
    ),
    finding(
        IDNA,
        ADVISORY,
        threat=Threat(risk=7.5),
        decision=Decision(
            ground=Ground.RULE,
            source="ignore.toml:3",
            status="accepted",
            reason="It only encodes names of our own.",
            owner="web@shop.test",
            expires="2027-01-31",
        ),
    ),
    finding(IDNA_OF_SYSTEM, ADVISORY, left_to=OWNER),
    finding(FLASK, replace(ADVISORY, id="PYSEC-2023-62", aliases=()), is_known=True),
)


def judged_report() -> Report:
    """Return a report with one of everything."""
    report = report_of(
        *(FLASK, WERKZEUG, IDNA, IDNA_OF_SYSTEM, HOSTILE, YANKED),
        findings=FINDINGS,
        problems=(Problem("srv/x.whl", "archive", "truncated", incomplete=True),),
        created="2026-11-22T00:00:00Z",
    )
    change = Change(path="opt/venv/x.py", kind=ChangeKind.MODIFIED, layer=0, owner="flask 2.0.0")
    return replace(
        report,
        inventory=replace(report.inventory, changes=(change,)),
        sources=(SOURCE, replace(SOURCE, name="EPSS", date="2026-11-21", records=1_234)),
        tally=Tally(affected=2, undetermined=1, suppressed=1, clean=1, left_to_system=1),
        idle_decisions=(
            IdleDecision(
                source="ignore.toml:9", about="CVE-2020-1", reason="expired", has_expired=True
            ),
            IdleDecision(source="vex.json", about="CVE-2020-2", reason="nothing has it"),
        ),
        projects=(
            ProjectStatus(
                project=normalized("colourama"),
                maintenance=Maintenance.QUARANTINED,
                reason="malware",
            ),
            ProjectStatus(
                project=normalized("six"), maintenance=Maintenance.ARCHIVED, date="2026-08-01"
            ),
        ),
        yanked=(YankedRelease(project=normalized("six"), version="1.15.0", reason="broken build"),),
        details={DEFECT.id: DETAIL},
        violations=(
            Violation(
                rule="vulnerabilities.severity",
                outcome=Outcome.FAIL,
                about="PYSEC-2023-58",
                place=WERKZEUG.place,
                reason="high is not below high",
            ),
            Violation(rule="age", outcome=Outcome.WARN, about="PyPA", reason="over 90 days old"),
        ),
    )


TAG = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'" + NASTY
"""What a page must not make anything of."""


def hostile_report() -> Report:
    """Return a report in which every text that is not ours is an attempt."""
    found = component(TAG, TAG, environment=TAG, evidence=Evidence(f"{SITE}/{TAG}", layer=0))
    found = replace(found, license=DeclaredLicense(text=TAG), owner=replace(OWNER, name=TAG))
    advisory = Advisory(
        id=TAG, aliases=(f"CVE-{TAG}",), published=TAG, links=(TAG, f"http://{TAG}")
    )
    subject = replace(
        IMAGE,
        location=TAG,
        source=TAG,
        names=(TAG,),
        platform=TAG,
        digest=TAG,
        layers=(LayerFacts(index=0, diff_id=TAG, digest=TAG, created_by=TAG),),
    )
    decision = Decision(
        ground=Ground.VEX, source=TAG, status=TAG, reason=TAG, owner=TAG, expires=TAG
    )
    threat = Threat(
        exploited=(Exploitation(cve=TAG, added=TAG),),
        probability=Probability(cve=TAG, score=0.1, percentile=0.2, model=TAG, date=TAG),
        factors=(TAG,),
    )
    fix = Fix(version=TAG, nearness=TAG, remaining=(TAG,), raised=found.place)
    proof = Proof(
        record=TAG,
        entry=0,
        status=Status.AFFECTED,
        installed=TAG,
        interval=TAG,
        listed=TAG,
        bound=TAG,
        repair=TAG,
        rule=TAG,
    )
    change = Change(path=TAG, kind=ChangeKind.ADDED, layer=0, owner=TAG, reason=TAG)
    affected = finding(found, advisory, fix=fix, threat=threat, proofs=(proof,), reason=TAG)
    report = report_of(
        found,
        findings=(affected, replace(affected, decision=decision)),
        subject=subject,
        problems=(Problem(TAG, TAG, TAG),),
        created=TAG,
    )
    environment = replace(
        report.inventory.environments[0], path=TAG, kind=TAG, creator=TAG, interpreters=()
    )
    return replace(
        report,
        inventory=replace(
            report.inventory,
            environments=(environment,),
            changes=(change,),
            coverage=Coverage.TOC,
        ),
        sources=(replace(SOURCE, name=TAG, url=f"javascript:{TAG}", license=TAG, date=TAG),),
        idle_decisions=(IdleDecision(source=TAG, about=TAG, reason=TAG),),
        projects=(
            ProjectStatus(project=normalized(TAG), maintenance=Maintenance.ARCHIVED, reason=TAG),
        ),
        yanked=(YankedRelease(project=normalized(TAG), version=TAG, reason=TAG),),
        violations=(Violation(rule=TAG, outcome=Outcome.WARN, about=TAG, place=TAG, reason=TAG),),
        details={
            TAG: Detail(
                id=TAG,
                summary=TAG,
                details=TAG,
                references=(Reference(TAG, f"javascript:{TAG}"),),
                cwes=(TAG,),
            )
        },
        advisories_digest=TAG,
    )
