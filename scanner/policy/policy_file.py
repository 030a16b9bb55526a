"""The file of a policy. What is wrong in it is an error with its line, and nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.decided.decisions import MAX_DAYS
from scanner.decided.distribution import KEYS, distributions_of
from scanner.decided.document import read
from scanner.licenses.context import Context
from scanner.licenses.decided.policy_file import POLICY as LICENSE_POLICY
from scanner.licenses.decided.policy_file import policy_in as license_policy_in
from scanner.model.advisory import Level
from scanner.model.violation import Outcome
from scanner.policy.policy import RULES, Ban, Limits, Policy, Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.decided.document import Section
    from scanner.policy.policy import Verdict

NEVER: Final = "never"
VERDICTS: Final[dict[str, Verdict]] = {"fail": Outcome.FAIL, "warn": Outcome.WARN, "allow": None}
LEVELS: Final[dict[str, Level | None]] = {
    **{level.name.lower(): level for level in Level if level is not Level.UNKNOWN},
    NEVER: None,
}
GROUP: Final = ("fail_on", "warn_on", "unknown")
LIMITS: Final = ("fail", "warn")
BAN: Final = (*KEYS, "outcome", "reason")
SETTINGS: Final = {
    "vulnerabilities": ("fail_on", "warn_on", "probability"),
    "data": ("age",),
    "licenses": ("file", "policy", "context"),
    "decisions": ("max_days",),
}
"""What sections have beside rules."""
POLICY: Final = (*RULES, "groups", "bans")


def policy_of(data: bytes, location: str) -> Policy:
    """Return the policy of a file; a licence policy that it names is still to be read.

    Raises:
        UnusableDecision: if something in it cannot be followed.

    """
    document = read(data, location, POLICY)
    sections = {
        name: document.within(name, (*SETTINGS.get(name, ()), *rules))
        for name, rules in RULES.items()
    }
    vulnerabilities, licenses = sections["vulnerabilities"], sections["licenses"]
    thresholds = _thresholds(vulnerabilities, Thresholds())
    embedded, file = licenses.section("policy", LICENSE_POLICY), licenses.optional_text("file")
    if embedded and file:
        raise licenses.error("it has both a file and a policy", "file")
    context = licenses.optional_choice("context", [each.value for each in Context])
    return Policy(
        outcomes=dict(_outcomes(sections)),
        thresholds=thresholds,
        groups=dict(_groups(document.within("groups"), thresholds)),
        probability=_limits(vulnerabilities.within("probability", LIMITS)),
        ages=dict(_ages(sections["data"].within("age"))),
        bans=tuple(map(_ban, document.sections("bans", BAN))),
        licenses=license_policy_in(embedded) if embedded else None,
        license_file=file,
        context=Context(context) if context else None,
        max_days=sections["decisions"].optional_whole("max_days") or MAX_DAYS,
        location=location,
    )


def _outcomes(sections: dict[str, Section]) -> Iterator[tuple[str, Verdict]]:
    for name, section in sections.items():
        for rule in RULES[name]:
            if verdict := section.optional_choice(rule, VERDICTS):
                yield f"{name}.{rule}", VERDICTS[verdict]


def _thresholds(section: Section, otherwise: Thresholds) -> Thresholds:
    fail_on = section.optional_choice("fail_on", LEVELS)
    warn_on = section.optional_choice("warn_on", LEVELS)
    unknown = section.optional_choice("unknown", VERDICTS)
    return Thresholds(
        fail_on=LEVELS[fail_on] if fail_on else otherwise.fail_on,
        warn_on=LEVELS[warn_on] if warn_on else otherwise.warn_on,
        unknown=VERDICTS[unknown] if unknown else otherwise.unknown,
    )


def _groups(section: Section, otherwise: Thresholds) -> Iterator[tuple[str, Thresholds]]:
    for name in section.values:
        yield name, _thresholds(section.within(name, GROUP), otherwise)


def _limits(section: Section) -> Limits:
    return Limits(fail=section.optional_number("fail"), warn=section.optional_number("warn"))


def _ages(section: Section) -> Iterator[tuple[str, Limits]]:
    for name in section.values:
        yield name, _limits(section.within(name, LIMITS))


def _ban(section: Section) -> Ban:
    distributions = distributions_of(section)
    if distributions is None:
        raise section.error("it has no distribution")
    outcome = section.choice("outcome", LIMITS, "fail")
    return Ban(
        distributions=distributions,
        reason=" ".join(section.text("reason").split()),
        outcome=Outcome(outcome),
        line=section.line,
    )
