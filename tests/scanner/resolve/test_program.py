"""Which resolver is run, and when it need not be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers.reference import Platform
from layers.store import DirectoryStore, NoStore
from scanner.errors import ResolverFailed
from scanner.resolve.program import FRESH_SECONDS, installed
from scanner.resolve.resolver import Question, Request, Resolving
from tests.support.resolvers import FLASK, fake_resolver, writing

HOST = str(Platform.of_host())
REQUEST = Request(python="3.12", platform=HOST)
FLASK_ASKED = Question("flask\n")
NOW = 1_000_000.0


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Return a uv that answers, and is the only program there is."""
    made = fake_resolver(tmp_path / "bin", writing(FLASK))
    monkeypatch.setenv("PATH", str(made.directory))
    return made


@pytest.fixture
def store(tmp_path):
    return DirectoryStore(tmp_path / "store", 1 << 20)


def program(tmp_path, wanted=Resolving(), request=REQUEST):  # noqa: B008 - frozen
    return installed(wanted, request, tmp_path)


def test_what_was_resolved_is_not_resolved_again(fake, store, tmp_path):
    outputs = {program(tmp_path).output(FLASK_ASKED, store, NOW + age) for age in (0, 1, 3600)}

    assert ({FLASK}, 1) == (outputs, len(fake.runs))


@pytest.mark.parametrize(
    ("text", "asked", "age"),
    [
        pytest.param(("flask>2\n",), {}, 0, id="input"),
        pytest.param(("flask\n", "flask<3\n"), {}, 0, id="constraints"),
        pytest.param(("flask\n",), {"python": "3.9"}, 0, id="python"),
        pytest.param(("flask\n",), {"platform": "windows/amd64"}, 0, id="platform"),
        pytest.param(("flask\n",), {"index": "https://a.test"}, 0, id="index"),
        pytest.param(("flask\n",), {"may_build": True}, 0, id="builds"),
        pytest.param(("flask\n",), {}, FRESH_SECONDS, id="a day later"),
        pytest.param(("flask\n",), {}, -1, id="a clock that was put back"),
    ],
)
def test_what_may_have_another_answer_is_resolved_again(text, asked, age, fake, tmp_path):
    store = DirectoryStore(tmp_path / "store", 1 << 20)
    program(tmp_path).output(FLASK_ASKED, store, NOW)
    program(tmp_path, request=replace(REQUEST, **asked)).output(Question(*text), store, NOW + age)

    assert 2 == len(fake.runs)


def test_another_version_of_a_resolver_is_another_resolver(fake, store, tmp_path):
    program(tmp_path).output(FLASK_ASKED, store, NOW)
    script = fake.directory / "uv"
    script.write_text(script.read_text().replace("1.2.3", "1.2.4"))
    program(tmp_path).output(FLASK_ASKED, store, NOW)

    assert 2 == len(fake.runs)


@pytest.mark.parametrize("script", ["sys.exit(1)", "print('garbage in, garbage out')"])
def test_what_failed_is_tried_again(script, store, tmp_path, monkeypatch):
    fake = fake_resolver(tmp_path / "bin", script)
    monkeypatch.setenv("PATH", str(fake.directory))
    for _ in range(2):
        with pytest.raises(ResolverFailed):
            program(tmp_path).output(FLASK_ASKED, store, NOW)

    assert 2 == len(fake.runs)


def test_a_resolver_sees_its_input_and_nothing_else(fake, tmp_path, monkeypatch):
    monkeypatch.setenv("UV_INDEX_URL", "https://ada:secret@a.test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    program(tmp_path).output(Question("flask>2\n"), NoStore(), NOW)

    ((files, variables, text),) = fake.runs
    assert ("requirements.in", "flask>2") == (files, text)
    assert "UV_INDEX_URL" not in variables
    assert "AWS" not in variables


@pytest.mark.usefixtures("fake")
def test_an_index_is_told_where_no_list_of_processes_shows_it(tmp_path):
    index = "https://ada:secret@a.test/simple"
    found = program(tmp_path, request=Request(python=None, platform=HOST, index=index))

    assert index in found.variables.values()
    assert index not in found.resolver.arguments(found.request)


def test_uv_is_the_first_choice(tmp_path, monkeypatch):
    places = [fake_resolver(tmp_path / name, "", name) for name in ("pip-compile", "uv")]
    monkeypatch.setenv("PATH", ":".join(str(each.directory) for each in places))

    assert "uv 1.2.3" == program(tmp_path).name
    assert "pip-tools 1.2.3" == program(tmp_path, Resolving(resolver="pip-tools")).name


@pytest.mark.parametrize(
    ("resolver", "message"),
    [
        ("auto", "no uv or pip-compile is installed"),
        ("uv", "no uv is installed"),
        ("pip-tools", "no pip-compile is installed"),
    ],
)
def test_that_none_is_installed_is_said(resolver, message, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ResolverFailed, match=message):
        program(tmp_path, Resolving(resolver=resolver))


@pytest.mark.parametrize(
    ("name", "platform", "message"),
    [
        ("uv", "plan9/mips", "uv does not resolve for plan9/mips"),
        ("pip-compile", "windows/amd64", "pip-tools resolves for linux/.* only"),
    ],
)
def test_a_platform_that_a_resolver_does_not_know_is_said(
    name, platform, message, tmp_path, monkeypatch
):
    made = fake_resolver(tmp_path / "bin", "", name)
    monkeypatch.setenv("PATH", str(made.directory))

    with pytest.raises(ResolverFailed, match=message):
        program(tmp_path, request=Request(python=None, platform=platform))
