"""What a report comes to."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from scanner.formats.wording.verdict import Tone, age_of, day_of, fates, source_in_words, verdict
from scanner.model.advisory import Level, Severity
from scanner.model.report import Report, Tally
from tests.support.judged import judged_report
from tests.support.reports import ADVISORY, SOURCE, component, finding, report_of


def test_all_that_speaks_against_a_target_is_told_and_the_sum_last():
    assert [
        (Tone.HOT, "Incomplete: not everything could be read, see the problems."),
        (Tone.HOT, "Malware: 1 distribution."),
        (Tone.HOT, "1 violation of the policy."),
        (Tone.HOT, "1 file not as installed."),
        (Tone.ODD, "1 finding undetermined: the versions do not settle them."),
        (
            Tone.HOT,
            "6 distributions in 1 environment: 2 affected by 2 findings (1 high, 1 unknown).",
        ),
    ] == [(each.tone, each.text) for each in verdict(judged_report())]


def test_where_nothing_is_found_only_the_sum_is_told():
    (only,) = verdict(report_of(component()))

    assert (Tone.CALM, "1 distribution in 1 environment: 0 affected by 0 findings.") == (
        only.tone,
        only.text,
    )


def test_what_was_not_matched_is_not_called_clean():
    first, *_ = verdict(Report(inventory=report_of().inventory))

    assert (Tone.ODD, "Not compared with any advisories.") == (first.tone, first.text)


@pytest.mark.parametrize(
    ("level", "tone"),
    [
        (Level.CRITICAL, Tone.HOT),
        (Level.HIGH, Tone.HOT),
        (Level.MEDIUM, Tone.WARM),
        (Level.UNKNOWN, Tone.WARM),
    ],
)
def test_the_worst_finding_decides_how_loud_the_sum_is(level, tone):
    found = finding(component(), replace(ADVISORY, severity=Severity(level)))

    (only,) = verdict(report_of(component(), findings=(found,)))

    assert tone is only.tone


def test_every_count_of_a_tally_is_told():
    tally = Tally(**{field.name: number for number, field in enumerate(fields(Tally), 1)})

    told = list(fates(tally))

    assert [*range(1, len(fields(Tally)) + 1)] == [count for count, _ in told]
    assert len(told) == len({fate for _, fate in told})
    assert not [fate for _, fate in told if "_" in fate]


@pytest.mark.parametrize(
    ("created", "date", "age"),
    [
        ("2026-07-24T00:00:00Z", "2026-07-23", "2026-07-23, 1 day old"),
        ("2026-11-22T00:00:00Z", "2026-07-23", "2026-07-23, 122 days old"),
        (None, "2026-07-23", "2026-07-23"),
        ("2026-07-22T00:00:00Z", "2026-07-23", "2026-07-23"),
        ("2026-07-24T00:00:00Z", "some day", "some day"),
    ],
    ids=["a day", "days", "no time", "of the future", "no date"],
)
def test_the_age_of_a_source_is_told_where_there_is_a_time(created, date, age):
    day = day_of(replace(report_of(), created=created))

    assert age == age_of(replace(SOURCE, date=date), day)


def test_records_that_could_not_be_read_are_told():
    assert "of 2026-07-23, 3 records, 2 more unreadable" == source_in_words(
        replace(SOURCE, unreadable=2), None
    )
