"""Templates of users."""

from __future__ import annotations

import pytest

from scanner.errors import UnusableTemplate
from scanner.formats import template
from scanner.formats.template import is_escaped, rendered
from tests.support.judged import hostile_report
from tests.support.reports import component, finding, report_of

REPORT = report_of(component(), findings=(finding(component()),))


def made(source, location="x.txt", report=REPORT):
    return "".join(rendered(report, location, source))


def test_a_template_sees_what_the_json_report_has():
    source = "{% for each in report.findings %}{{ each.id }} {{ each.purl }}{% endfor %}."

    assert "PYSEC-2024-60 pkg:pypi/idna@3.4." == made(source)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("a.html", True),
        ("a.HTML.jinja", True),
        ("a.xml.j2", True),
        ("a.md", False),
        ("html", False),
        ("a.html.txt", False),
    ],
)
def test_the_name_says_what_is_escaped(location, expected):
    assert expected is is_escaped(location)


def test_markup_of_an_image_is_text_in_a_page():
    assert "<script" not in made("{{ report.subject.location }}", "a.html", hostile_report())


@pytest.mark.parametrize(
    "source",
    [
        "{% include '/etc/passwd' %}",
        "{% import 'x' as x %}",
        "{{ report.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ report.update({}) }}",
        "{% for n in range(1000000) %}{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ report.nothing.there }}",
        "{% if %}",
        "{{ report.findings + 1 }}",
    ],
)
def test_what_a_template_must_not_or_cannot_do_is_an_error(source):
    with pytest.raises(UnusableTemplate, match=r"^x\.txt: ."):
        made(source)


def test_what_a_template_makes_is_bounded(monkeypatch):
    monkeypatch.setattr(template, "MAX_CHARACTERS", 99)

    with pytest.raises(UnusableTemplate, match="makes more than 99 characters"):
        made("{% for n in range(100) %}x{% endfor %}")


def test_what_is_no_text_is_shown():
    assert r"\ud800" == made('{{ "\\ud800" }}')


def test_filters_make_text_plain():
    assert r"a\x1b &#91;b&#93;" == made('{{ "a\\x1b" | plain }} {{ "[b]" | markdown }}')
