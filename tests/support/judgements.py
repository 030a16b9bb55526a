"""Reports of every kind, by hypothesis: each field of a judgement has each kind of value."""

from __future__ import annotations

from hypothesis import strategies as st
from packaging.version import Version

from scanner.model.advisory import (
    Advisory,
    Affected,
    AffectedRange,
    AffectedRanges,
    Level,
    Severity,
    Status,
)
from scanner.model.contact import Kind, Supplier
from scanner.model.decision import Decision, Ground, IdleDecision
from scanner.model.finding import Finding
from scanner.model.fix import Fix
from scanner.model.imprint import Imprint
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.proof import Proof
from scanner.model.report import AdvisorySource, Report, Tally
from scanner.model.threat import Exploitation, Probability, Threat
from scanner.model.violation import Outcome, Violation
from tests.support.inventories import (
    every,
    flags,
    inventories,
    many,
    numbers,
    owners,
    paths,
    shares,
    some,
    texts,
)

versions = st.sampled_from(["0", "1.0", "1.0.0", "2!1.0rc1.post1.dev2+cu124"]).map(Version)
severities = every(Severity, level=st.sampled_from(Level), score=some(shares), vector=some(texts))
ranges = every(
    AffectedRange,
    introduced=some(versions),
    fixed=some(versions),
    last_affected=some(versions),
    limit=some(versions),
)
affected = every(
    Affected,
    package=texts,
    ranges=many(every(AffectedRanges, ranges=many(ranges), unreadable=many(texts))),
    versions=many(texts),
)
advisories = every(
    Advisory,
    id=texts,
    aliases=many(texts),
    related=many(texts),
    severity=severities,
    affected=many(affected),
    published=some(texts),
    modified=some(texts),
    withdrawn=some(texts),
    links=many(texts),
)
proofs = every(
    Proof,
    record=texts,
    entry=numbers,
    status=st.sampled_from(Status),
    installed=texts,
    interval=some(texts),
    listed=some(texts),
    bound=some(texts),
    repair=some(texts),
    rule=some(texts),
)
fixes = every(
    Fix,
    version=some(texts),
    nearness=some(texts),
    remaining=many(texts),
    raised=some(paths),
    way=many(paths),
)
exploited = every(Exploitation, cve=texts, added=texts, due=some(texts), by_ransomware=flags)
threats = every(
    Threat,
    exploited=many(exploited),
    exploited_related=many(exploited),
    probability=some(
        every(Probability, cve=texts, score=shares, percentile=shares, model=texts, date=texts)
    ),
    is_malware=flags,
    risk=shares,
    factors=many(texts),
)
decisions = every(
    Decision,
    ground=st.sampled_from(Ground),
    source=texts,
    status=texts,
    justification=some(texts),
    reason=some(texts),
    owner=some(texts),
    expires=some(texts),
    until_fix=flags,
)
suppliers = every(
    Supplier,
    name=some(texts),
    kind=st.sampled_from(Kind),
    email=some(texts),
    url=some(texts),
    is_guess=flags,
)
imprints = every(
    Imprint,
    authors=many(suppliers),
    supplier=some(suppliers),
    uri=some(texts),
    version=some(texts),
    license=some(texts),
    copyright=some(texts),
)
tallies = every(Tally, **dict.fromkeys(Tally.__dataclass_fields__, numbers))


def findings_of(components):
    """Return findings of some of these components."""
    return every(
        Finding,
        component=st.sampled_from(components),
        advisories=st.lists(advisories, min_size=1, max_size=2).map(tuple),
        status=st.sampled_from(Status),
        reason=texts,
        proofs=many(proofs),
        fixed_in=some(texts),
        fix=some(fixes),
        threat=threats,
        left_to=some(owners),
        decision=some(decisions),
        is_known=flags,
    )


def _reports_of(inventory):
    components = inventory.components
    return every(
        Report,
        inventory=st.just(inventory),
        findings=many(findings_of(components)) if components else st.just(()),
        sources=many(
            every(AdvisorySource, name=texts, url=texts, license=texts, date=texts, records=numbers)
        ),
        tally=tallies,
        advisories_digest=some(texts.filter(bool)),
        created=some(texts.filter(bool)),
        imprint=imprints,
        idle_decisions=many(
            every(
                IdleDecision,
                source=texts,
                about=texts,
                reason=texts,
                ground=st.sampled_from(Ground),
                has_expired=flags,
            )
        ),
        projects=many(
            every(
                ProjectStatus,
                project=texts,
                maintenance=st.sampled_from(Maintenance),
                reason=some(texts),
                date=some(texts),
            )
        ),
        yanked=many(every(YankedRelease, project=texts, version=texts, reason=some(texts))),
        violations=many(
            every(
                Violation,
                rule=texts,
                outcome=st.sampled_from(Outcome),
                about=texts,
                place=some(paths),
                reason=texts,
            )
        ),
    )


reports = inventories.flatmap(_reports_of)
