"""Which version to go to: the nearest one above that is clean of everything that is known.

The fixed version of one finding is often affected by another record, so all records of a
distribution are asked, and once for all its findings. What versions there are, only these records
tell, and a list that the user may give: nothing is asked of an index of packages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.match.dossier import answer_of
from scanner.match.grouping import grouped
from scanner.match.identity import identity_of
from scanner.match.raising import Raising
from scanner.match.repair import repaired
from scanner.model.advisory import Status
from scanner.model.fix import Fix
from scanner.model.project_status import Maintenance
from scanner.model.version import InstalledVersion, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from packaging.version import Version

    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging
    from scanner.match.identity import Identity
    from scanner.model.advisory import Advisory
    from scanner.model.finding import Finding
    from scanner.model.names import NormalizedName
    from scanner.model.report import Report

INDEX: Final = "index"
"""Of versions that are known only because a record names them."""
RELEASES: Final = "releases"
"""Of those in the list of releases that the user gave."""
MINOR: Final = "minor"
MAJOR: Final = "major"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one distribution."""

    records: tuple[Advisory, ...]
    """Those that were not withdrawn."""
    versions: Mapping[Version, str]
    """Its releases that can be installed, with who says that there are such."""


def advised(report: Report, index: AdvisoryIndex, judging: Judging) -> Report:
    """Return a report whose findings say which version to go to, and what to raise for it.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    names = {identity_of(each.component).name for each in report.findings if _is_ours(each)}
    if not names:
        return report
    known = _known(names, index, judging)
    raising = Raising.of(report.inventory)
    fixes: dict[Identity, Fix | None] = {}
    findings = []
    for finding in report.findings:
        component = finding.component
        if not _is_ours(finding):
            findings.append(finding)
            continue
        identity = identity_of(component)
        if identity not in fixes:
            installed = InstalledVersion.of(identity.version or "")
            fixes[identity] = nearest(installed, known[identity.name])
        fix = fixes[identity]
        findings.append(replace(finding, fix=fix and raising.completed(fix, component)))
    return replace(report, findings=tuple(findings))


def nearest(installed: InstalledVersion, known: Known) -> Fix | None:
    """Return the nearest version above the installed one that nothing known affects.

    Where there is none, it is the one with the fewest vulnerabilities, if they are fewer. An
    installed version that cannot be compared has nothing above it.
    """
    if installed.full is None:
        return None
    suspects = list(known.records)
    above = _above(installed.full, known.versions)
    best = next((version for version in above if not _is_affected(version, suspects)), None)
    remaining: list[Advisory] = []
    if best is None:
        fewest = len([*_affecting(installed, suspects)])
        for version in above:
            # As soon as it has as many as another it is no better one.
            found = [*islice(_affecting(_release(version), suspects), fewest)]
            if len(found) < fewest:
                best, fewest, remaining = version, len(found), found
    if best is None:
        return Fix(version=None)
    return Fix(
        version=str(best),
        nearness=_nearness(installed.full, best),
        remaining=tuple(group[0].id for group in grouped(remaining)),
        known_to=known.versions[best],
    )


def _is_ours(finding: Finding) -> bool:
    """Tell whether a version of ours is an answer: the operating system's packages have others."""
    return finding.left_to is None


def _known(
    names: set[NormalizedName], index: AdvisoryIndex, judging: Judging
) -> dict[NormalizedName, Known]:
    records = index.advisories_for(names)
    listed = index.releases(records)
    quarantined = {
        status.project
        for status in index.statuses(names)
        if status.maintenance is Maintenance.QUARANTINED
    }
    yanked = {(release.project, parsed(release.version)) for release in index.yanked(names)}
    known = {}
    for name in names:
        active = [record for record in records.get(name, ()) if record.withdrawn is None]
        if judging.repairs:
            active = list(map(repaired, active))
        texts = [
            *((text, INDEX) for text in listed.get(name, ())),
            *((text, RELEASES) for text in judging.releases.get(name, ())),
        ]
        versions = {
            version: source
            for text, source in texts
            if (version := parsed(text)) and not version.local and (name, version) not in yanked
        }
        known[name] = Known(tuple(active), {} if name in quarantined else versions)
    return known


def _above(installed: Version, versions: Iterable[Version]) -> list[Version]:
    """Return the versions above one, the nearest first; pre-releases are the last resort."""
    nearness = (MINOR, MAJOR, None)
    return sorted(
        (version for version in versions if version > installed),
        key=lambda each: (
            each.is_prerelease,
            nearness.index(_nearness(installed, each)),
            each,
        ),
    )


def _nearness(installed: Version, version: Version) -> str | None:
    """Return what of the release stays the same; of another epoch nothing does."""
    if installed.epoch != version.epoch or installed.major != version.major:
        return None
    return MINOR if installed.minor == version.minor else MAJOR


def _is_affected(version: Version, suspects: list[Advisory]) -> bool:
    """Tell whether a record affects a version, and make that record the first one to ask next."""
    hit = next(_affecting(_release(version), suspects), None)
    if hit is not None:
        suspects.remove(hit)
        suspects.insert(0, hit)
    return hit is not None


def _affecting(version: InstalledVersion, records: Sequence[Advisory]) -> Iterator[Advisory]:
    """Yield the records that affect a version, or may."""
    for record in records:
        if answer_of(record, version)[1].status is not Status.NOT_AFFECTED:
            yield record


def _release(version: Version) -> InstalledVersion:
    return InstalledVersion(str(version), version, version)
