"""The licences of a target, as a terminal shows them."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from scanner.cli.license_changes import print_comparison
from scanner.cli.license_evidence import entries_of, print_evidence
from scanner.cli.license_table import MAX_CHARACTERS, MAX_LICENSES, print_licenses
from scanner.licenses.comparison import Licensed, compare
from tests.support.license_reports import LIBRARY, awkward, license_report_of, licensed


def printed(print_all, width=160, **options):
    """Return what a terminal of some columns gets."""
    text = io.StringIO()
    print_all(Console(file=text, width=width, highlight=False, _environ={}, **options))
    return text.getvalue()


def table_of(report, width=160):
    """Return the printed lines, each as the texts of its columns."""
    text = printed(lambda console: print_licenses(report, console), width)
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


def evidence_of(report, name):
    """Return the chain of evidence as it is printed."""
    entries = entries_of(report, name)
    return printed(lambda console: print_evidence(entries, report, console))


def test_a_row_says_what_is_concluded_what_was_declared_and_what_to_look_at():
    assert [
        "converter",
        "1.0",
        "GPL-3.0-only",
        "MIT",
        "copyleft",
        "denied, conflict, review, bundled",
    ] in table_of(LIBRARY)


def test_what_was_declared_alike_is_not_said_twice():
    assert ["urllib3", "2.2", "MIT", "permissive"] in table_of(LIBRARY)


def test_a_version_at_two_places_has_one_row():
    rows = table_of(LIBRARY)

    assert [["attrs", "25.1", "MIT", "permissive"]] == [row for row in rows if row[0] == "attrs"]


def test_what_nobody_knows_is_open():
    assert ["silent", "0.9", "open", "NONE", "open, review"] in table_of(LIBRARY)


def test_the_summary_counts_licences_and_flags():
    text = printed(lambda console: print_licenses(LIBRARY, console))

    assert (
        "7 distributions: 2 MIT, 1 Apache-2.0, 1 BSD-3-Clause, 1 GPL-3.0-only, "
        "1 LicenseRef-Proprietary\n"
        "1 open: their licence is not known.\n"
        "Flags: 1 bundled, 1 conflict, 1 curated, 1 denied, 1 flagged, 2 review. "
        "--why NAME shows why.\n"
    ) in text


def test_an_expression_without_end_is_cut_in_the_summary():
    report = license_report_of(licensed("a", "1", " OR ".join(["MIT"] * 1_000)))

    text = printed(lambda console: print_licenses(report, console), width=10_000)
    (summary,) = re.findall(r"1 distribution: (.*?…)", text)

    assert MAX_CHARACTERS + len("1 …") == len(summary)


def test_many_licences_are_counted_together():
    report = license_report_of(*(licensed(f"n{n}", "1", f"X-{n}") for n in range(20)))

    assert f"1 X-19, {20 - MAX_LICENSES} under 8 others" in printed(
        lambda console: print_licenses(report, console)
    )


@pytest.mark.parametrize("width", [80, 160])
def test_no_line_is_wider_than_the_terminal(width):
    text = printed(lambda console: print_licenses(LIBRARY, console), width)

    assert max(map(len, text.splitlines())) <= width


def test_nothing_in_it_acts():
    report = awkward()
    texts = [
        printed(lambda console: print_licenses(report, console)),
        *(evidence_of(report, entry.component.name) for entry in report.entries),
    ]

    assert all(text.replace("\n", "").isprintable() for text in texts)


def test_the_chain_of_evidence_tells_files_lines_and_scores():
    text = evidence_of(LIBRARY, "IDNA")

    assert "idna 3.4 BSD-3-Clause\n" in text
    assert "the family that is declared is settled by the text" in text
    assert "classifier says 'License :: OSI Approved :: BSD License': cannot be told" in text
    assert "idna-3.4.dist-info/licenses/LICENSE, 97% recognised" in text
    assert "lines 1 to 5: BSD-3-Clause, text, score 0.98" in text
    assert "Copyright (c) 2013-2024, Kim Davies and contributors." in text


def test_the_chain_of_evidence_tells_conflicts_with_advice_and_what_the_policy_says():
    text = evidence_of(LIBRARY, "converter")

    assert "conflict: declared MIT, but its text is GPL-3.0-only" in text
    assert "Ask the authors which of them holds" in text
    assert "bundled: LGPL-2.1-only, Zlib" in text
    assert "policy: deny by no copyleft: GPL-3.0-only is copyleft: it must not be shipped" in text
    assert "Give, or offer in writing, the source code of what you pass on." in text


def test_a_decision_of_somebody_names_them():
    assert "decided by legal@shop.test" in evidence_of(LIBRARY, "proprietary")


def test_each_place_has_a_chain_of_its_own():
    assert 2 == evidence_of(LIBRARY, "attrs").count("attrs 25.1 MIT")


def test_a_comparison_tells_what_is_new_in_its_category_last():
    before = [Licensed("gone", "1", "MIT"), Licensed("redis", "1", "MIT")]
    after = [
        Licensed("new", "2", None),
        Licensed("redis", "2", "AGPL-3.0-only"),
        Licensed("redis", "3", "MIT"),
    ]
    comparison = compare(before, after, {"AGPL-3.0-only": "copyleft"}.get)

    text = printed(lambda console: print_comparison(comparison, console))

    assert [
        "Removed",
        "  gone  1  MIT",
        "",
        "Added",
        "  new  2  open",
        "",
        "Under another licence",
        "  redis  1 → 2, 3  MIT → AGPL-3.0-only, MIT",
        "",
        "New copyleft: redis 2, 3, AGPL-3.0-only, MIT",
        "1 distribution added, 1 removed, 1 under another licence, 0 under the same.",
    ] == [line.rstrip() for line in text.splitlines()]


def test_colours_are_for_terminals_that_want_them():
    coloured = printed(
        lambda console: print_licenses(LIBRARY, console),
        force_terminal=True,
        color_system="truecolor",
    )
    plain = printed(
        lambda console: print_licenses(LIBRARY, console), force_terminal=True, no_color=True
    )

    assert "\x1b[31m" in coloured
    assert "\x1b[31m" not in plain
