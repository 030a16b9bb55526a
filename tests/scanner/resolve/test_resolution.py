"""Inventories in which a resolver has settled the versions."""

from __future__ import annotations

import pytest

from layers.store import DirectoryStore, NoStore
from scanner.model.component import State
from scanner.resolve.closure import MAX_FILES
from scanner.resolve.resolution import resolved
from scanner.resolve.resolver import Resolving
from tests.support.resolvers import FLASK, fake_resolver, inventory_with, writing

ANSWERING = writing(FLASK)


@pytest.fixture
def resolving(tmp_path, monkeypatch):
    """Return what resolves files with a program that does what a script says."""

    def resolving(files, script=ANSWERING, name="uv", **wanted):
        fake = fake_resolver(tmp_path / "bin", script, name)
        monkeypatch.setenv("PATH", str(fake.directory))
        return resolved(inventory_with(files), Resolving(**wanted), NoStore()), fake

    return resolving


def versions_in(inventory):
    return {each.name: each.version for each in inventory.components}


def reasons_in(inventory):
    return [each.reason for each in inventory.problems]


def test_what_is_only_constrained_gets_a_version_and_what_it_needs(resolving):
    inventory, _ = resolving(
        {"requirements.txt": "flask>=2\n"}, python="3.12", platform="linux/arm64"
    )

    assert {"flask": "3.1.0", "blinker": "1.9.0"} == versions_in(inventory)
    assert {State.DECLARED} == {each.state for each in inventory.components}
    assert {"uv 1.2.3 for Python 3.12 on linux/arm64"} == {
        each.declaration.resolved_by for each in inventory.components
    }


def test_what_is_brought_in_is_reached_from_what_was_asked_for(resolving):
    inventory, _ = resolving({"pyproject.toml": '[project]\nname = "a"\ndependencies = ["flask"]'})

    ways = {each.name: each.directness for each in inventory.components}
    assert (False, 1, "pyproject.toml:3:flask") == (
        ways["blinker"].is_direct,
        ways["blinker"].depth,
        ways["blinker"].via,
    )


def test_manifests_that_ask_for_the_same_are_resolved_once(resolving):
    inventory, fake = resolving({f"{name}/requirements.txt": "flask\n" for name in "abcd"})

    assert (1, 8) == (len(fake.runs), len(inventory.components))


@pytest.mark.parametrize("changed", ["requirements.in", "base.in", "constraints.txt", "more.in"])
def test_an_answer_is_of_all_the_files_that_were_resolved_together(changed, tmp_path, monkeypatch):
    fake = fake_resolver(tmp_path / "bin", ANSWERING)
    monkeypatch.setenv("PATH", str(fake.directory))
    store = DirectoryStore(tmp_path / "store", 1 << 20)
    files = {
        "requirements.in": "-r base.in\n-c constraints.txt\nflask\n",
        "base.in": "idna\n",
        "constraints.txt": "-r more.in\nsix<2\n",
        "more.in": "wheel<2; python_version > '3'\n",
    }

    for text in (files[changed], files[changed], f"{files[changed]}pytest<9\n"):
        resolved(inventory_with(files | {changed: text}), Resolving(), store)

    assert 2 == len([text for _, _, text in fake.runs if "flask" in text])


def test_more_than_is_resolved_together_is_a_problem(resolving):
    files = {f"{number}.in": f"-r {number + 1}.in\nflask\n" for number in range(MAX_FILES + 1)}
    inventory, _ = resolving(files | {f"{MAX_FILES + 1}.in": "flask\n"})

    reason = "not resolved: it takes in more than is resolved together"
    assert ("0.in", reason) in {(each.path, each.reason) for each in inventory.problems}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param(
            "sys.exit('no solution found\\n\\n because https://ada:secret@a.test/ has no flask')",
            "exit code 1: no solution found; because https://a.test/ has no flask",
            id="unsatisfiable",
        ),
        pytest.param("print('<html>')", "wrote what is no list of requirements", id="garbage"),
        pytest.param("sys.stdout.buffer.write(bytes(range(256)))", "wrote what is", id="bytes"),
        pytest.param("time.sleep(600)", "not done after 1 seconds", id="hanging"),
        pytest.param("print('x\\n' * 99); sys.exit(1)", "exit code 1: x; x; x;", id="long"),
    ],
)
def test_what_goes_wrong_is_a_problem_and_what_is_pinned_stays(script, expected, resolving):
    files = {"requirements.txt": "flask\nidna==3.4\n"}
    inventory, _ = resolving(files, script, seconds=1)

    (problem,) = inventory.problems
    assert ("requirements.txt", "resolve") == (problem.path, problem.cataloger)
    assert problem.reason.startswith("uv 1.2.3: ")
    assert expected in problem.reason
    assert len(problem.reason) < 700
    assert {"flask": None, "idna": "3.4"} == versions_in(inventory)


def test_that_no_resolver_is_there_is_one_problem(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    before = inventory_with({"a/requirements.txt": "flask\n", "b/requirements.txt": "idna==3.4\n"})

    inventory = resolved(before, Resolving(), NoStore())

    assert before.components == inventory.components
    assert ["no uv or pip-compile is installed: only what is pinned has a version"] == reasons_in(
        inventory
    )


def test_where_nothing_is_to_be_resolved_no_resolver_is_missed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    before = inventory_with({"README.md": "flask\n"})

    assert before == resolved(before, Resolving(), NoStore())


def test_what_no_resolver_is_asked_about_is_told(resolving):
    text = "flask\nidna @ https://a.test/idna-1.zip\n--extra-index-url https://b.test/simple\n"
    inventory, _ = resolving({"requirements.txt": text})

    index = "asks for https://b.test/simple, and was resolved with PyPI"
    assert [
        f"{index}; --index-url chooses another index",
        "not resolved, for it is from elsewhere than an index, or cannot be read: idna",
    ] == reasons_in(inventory)


def test_that_pip_tools_resolves_for_its_own_python_is_told(resolving):
    header = "# This file is autogenerated by pip-compile with Python 3.11\n"
    files = {"requirements.txt": "flask\n"}
    inventory, _ = resolving(files, writing(header + FLASK), "pip-compile", python="3.9")

    assert [
        "pip-tools 1.2.3 resolves for the Python that it runs on, 3.11, and not for 3.9"
    ] == reasons_in(inventory)
    assert "3.1.0" == versions_in(inventory)["flask"]


def test_versions_are_for_the_interpreter_of_the_target(resolving):
    files = {
        "requirements.txt": "flask\n",
        ".venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.10.4\n",
        ".venv/lib/python3.10/site-packages/six-1.0.dist-info/METADATA": "Name: six\nVersion: 1\n",
    }
    inventory, _ = resolving(files, platform="linux/amd64")

    described = {each.declaration.resolved_by for each in inventory.components if each.declaration}
    assert {"uv 1.2.3 for Python 3.10.4 on linux/amd64"} == described
