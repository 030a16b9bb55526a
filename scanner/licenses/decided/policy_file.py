"""The file of a licence policy. What is wrong in it is an error with its line.

That includes names that nothing has: a rule against ``GPL3`` would deny nothing at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.decided.distribution import KEYS, distributions_of
from scanner.decided.document import read
from scanner.licenses.category import CATEGORIES, is_listed
from scanner.licenses.context import Context
from scanner.licenses.decided.policy import Exemption, Outcome, Policy, Rule, Selection
from scanner.licenses.expression import DEPRECATED
from scanner.licenses.obligation import Obligation
from scanner.licenses.tree import tree_of

if TYPE_CHECKING:
    from scanner.decided.document import Section
    from scanner.licenses.category import Categories

SELECTION: Final = (*KEYS, "license", "category", "obligation", "context")
RULE: Final = ("outcome", "name", "reason", *SELECTION)
EXCEPTION: Final = ("reason", "owner", "expires", *SELECTION)
OUTCOMES: Final = {str(outcome): outcome for outcome in Outcome}
_SETTINGS: Final = ("otherwise", "unknown", "none", "bundled")
POLICY: Final = (*_SETTINGS, "categories", "rules", "exceptions")
_OBLIGATIONS: Final = tuple(obligation.value for obligation in Obligation)
_CONTEXTS: Final = tuple(context.value for context in Context)
_PATTERN: Final = re.compile(r"[\w.+:*-]+(?: WITH [\w.*-]+)?", re.ASCII | re.IGNORECASE)
_REFERENCES: Final = ("licenseref-", "documentref-", "*")
_CURRENT: Final = {name.lower(): current for name, current in DEPRECATED.items()}


def policy_of(data: bytes, location: str) -> Policy:
    """Return the policy of a file.

    Raises:
        UnusableDecision: if something in it cannot be followed.

    """
    return policy_in(read(data, location, POLICY))


def policy_in(document: Section) -> Policy:
    """Return the policy in a mapping, which has no keys but known ones.

    Raises:
        UnusableDecision: if something in it cannot be followed.

    """
    defaults = Policy()
    return Policy(
        rules=tuple(map(_rule, document.sections("rules", RULE))),
        exemptions=tuple(map(_exemption, document.sections("exceptions", EXCEPTION))),
        **{
            setting: OUTCOMES[document.choice(setting, OUTCOMES, str(getattr(defaults, setting)))]
            for setting in _SETTINGS
        },
        categories=_categories(document.section("categories")),
        location=document.location,
    )


def _categories(section: Section | None) -> Categories:
    if section is None:
        return ()
    for pattern in section.values:
        _check_pattern(section, pattern, pattern)
    return tuple((pattern, section.choice(pattern, CATEGORIES)) for pattern in section.values)


def _rule(section: Section) -> Rule:
    outcome = OUTCOMES[section.choice("outcome", OUTCOMES)]
    selection = _selection(section)
    if selection.distributions is None and not selection.is_of_licenses:
        raise section.error("it is about nothing; for all that is left there is otherwise")
    return Rule(
        outcome=outcome,
        selection=selection,
        name=section.optional_text("name") or f"line {section.line}",
        reason=_one_line(section.optional_text("reason") or ""),
    )


def _exemption(section: Section) -> Exemption:
    selection = _selection(section)
    if selection.distributions is None:
        raise section.error("it has no distribution")
    return Exemption(
        selection=selection,
        reason=_one_line(section.text("reason")),
        owner=section.text("owner"),
        expires=section.day("expires"),
        line=section.line,
    )


def _selection(section: Section) -> Selection:
    licenses = section.texts("license")
    for pattern in licenses:
        _check_pattern(section, "license", pattern)
    return Selection(
        distributions=distributions_of(section),
        licenses=licenses,
        categories=frozenset(section.choices("category", CATEGORIES)),
        obligations=frozenset(map(Obligation, section.choices("obligation", _OBLIGATIONS))),
        contexts=frozenset(map(Context, section.choices("context", _CONTEXTS) or _CONTEXTS)),
    )


def _check_pattern(section: Section, key: str, pattern: str) -> None:
    """Refuse what fits nothing that there is."""
    if _PATTERN.fullmatch(pattern) is None:
        raise section.error(f"{pattern!r} is no pattern of licences", key)
    license_, *exception = re.split(" WITH ", pattern, flags=re.IGNORECASE)
    if current := _CURRENT.get(license_.lower()):
        raise section.error(f"{license_} is withdrawn; write {current}", key)
    is_known = _is_license(license_) or (not exception and _is_exception(license_))
    if not is_known or not all("*" in each or _is_exception(each) for each in exception):
        raise section.error(f"{pattern!r} fits no licence or exception that SPDX lists", key)


def _is_license(pattern: str) -> bool:
    return pattern.lower().startswith(_REFERENCES) or is_listed(pattern.removesuffix("+"))


def _is_exception(name: str) -> bool:
    return tree_of(f"MIT WITH {name}") is not None


def _one_line(text: str) -> str:
    return " ".join(text.split())
