"""A vulnerability of a component, with all that decides whether it is somebody's business."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from scanner.model.decision import Ground
from scanner.model.threat import NO_THREAT

if TYPE_CHECKING:
    from scanner.model.advisory import Advisory, Severity, Status
    from scanner.model.component import Component
    from scanner.model.decision import Decision
    from scanner.model.fix import Fix
    from scanner.model.proof import Proof
    from scanner.model.system_package import Owner
    from scanner.model.threat import Threat


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A vulnerability that a component has, or may have."""

    component: Component
    advisories: tuple[Advisory, ...]
    """The records that speak of it; the first gives it its name."""
    status: Status
    reason: str
    """The range or the listed version that decided, or why nothing could."""
    proofs: tuple[Proof, ...] = ()
    """What decided, for each of the records."""
    fixed_in: str | None = None
    """The lowest version above the installed one that none of the records has as affected."""
    fix: Fix | None = None
    """The version to go to, all that is known of the distribution considered."""
    threat: Threat = NO_THREAT
    """How likely it is that somebody uses it."""
    left_to: Owner | None = None
    """The system package whose own advisories decide; then the finding is shown, and no more."""
    decision: Decision | None = None
    """What somebody decided on it; then it is shown, and does not count."""
    is_known: bool = False
    """Whether the report that this one is compared with has it, too."""

    @property
    def id(self) -> str:
        """The name of the vulnerability: that of its first record."""
        return self.advisories[0].id

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names that it goes by."""
        return tuple(sorted(self.names - {self.id}))

    @property
    def names(self) -> frozenset[str]:
        """All names that it goes by."""
        records = self.advisories
        return frozenset(name for record in records for name in (record.id, *record.aliases))

    @property
    def canonical_name(self) -> str:
        """The name that does not depend on which databases know it: its CVE, if it has just one."""
        cves = [name for name in self.names if name.startswith("CVE-")]
        return cves[0] if len(cves) == 1 else self.id

    @property
    def fingerprint(self) -> str:
        """What tells findings apart from one scan to the next, in 64 hexadecimal digits.

        It is the SHA-256 of the package URL without its version, the path of the evidence and the
        canonical name, with a NUL between them. Neither a layer nor a line is in it: a rebuilt
        image, or a line above in a manifest, makes no other finding.
        """
        what = self.component.purl.partition("?")[0].partition("@")[0]
        parts = (what, self.component.evidence.path, self.canonical_name)
        text = "\0".join(parts)
        return sha256(text.encode(errors="surrogatepass")).hexdigest()

    @property
    def severity(self) -> Severity:
        """The worst that any of the records says."""
        return max(
            (advisory.severity for advisory in self.advisories),
            key=lambda severity: (severity.level, severity.score or 0.0),
        )

    @property
    def is_fixable(self) -> bool:
        """Whether a version above the installed one is known that does not have it."""
        fix = self.fix
        is_advised = fix is not None and fix.version is not None
        return self.fixed_in is not None or (
            is_advised and self.names.isdisjoint(fix.remaining if fix else ())
        )

    @property
    def is_withdrawn(self) -> bool:
        """Whether the databases have taken it back."""
        return self.decision is not None and self.decision.ground is Ground.WITHDRAWAL

    @property
    def counts(self) -> bool:
        """Whether it may be reason to fail: nobody else decides on it, and nobody has."""
        return self.left_to is None and self.decision is None and not self.is_known
