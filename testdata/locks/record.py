"""Locks the projects beside this file with the tools that they are for.

``python -m testdata.locks.record`` installs the tools from PyPI, copies each project to a temporary
directory, and writes what the tools make of it back to its place: lockfiles, what each says is to
be installed (``exports.json``), and which versions of them did it (``tools.json``). So the tests
compare without a network. It locks anew, and then other versions are in them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE: Final = Path(__file__).parent
TOOLS: Final = {
    "uv": ("uv", "pip"),
    "pdm": ("pdm==2.22.4", "hishel<0.2", "unearth<0.18"),
    "poetry": ("poetry>=2,<3", "poetry-plugin-export"),
    "poetry-1.8": ("poetry==1.8.5", "poetry-plugin-export<1.9"),
    "poetry-1.2": ("poetry==1.2.2", "poetry-plugin-export<1.3", "setuptools<70"),
}
"""What is in each virtual environment; Poetry cannot be in one with another of itself."""
REMOTE: Final = "https://git.example.test/acme/tool.git"
"""Where Git finds the repository that projects ask for; it is made here."""
TOOL: Final = """[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "tool"
version = "1.0"
dependencies = ["humanize"]
"""
_UNKNOWN_TO_OLD: Final = re.compile(r"^(?:priority|tool) = .*\n", re.MULTILINE)
"""What Poetry 1.2 refuses, or asks Git for in a way of its own."""
_LINE: Final = re.compile(r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?==(?P<version>[^ ;\\]+)")
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")
_VIA: Final = re.compile(r"    # (?:via |  )(?P<name>[\w.-]+)")

Exports: TypeAlias = dict[str, list[str]]


class Bench:
    """A place to run tools in."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        repository = directory / "tool"
        (repository / "tool").mkdir(parents=True)
        (repository / "pyproject.toml").write_text(TOOL)
        (repository / "tool/__init__.py").touch()
        (directory / "gitconfig").write_text(
            f'[url "file://{repository}"]\ninsteadOf = {REMOTE}\n'
            "[user]\nname = nobody\nemail = nobody@example.org\n"
        )
        self.variables = {
            **os.environ,
            "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
            "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
            "GIT_CONFIG_GLOBAL": str(directory / "gitconfig"),
            "PDM_CHECK_UPDATE": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "POETRY_EXPERIMENTAL_SYSTEM_GIT_CLIENT": "1",
            "POETRY_SYSTEM_GIT_CLIENT": "1",
            "POETRY_VIRTUALENVS_CREATE": "0",
            "POETRY_WARNINGS_EXPORT": "0",
        }
        for arguments in ("init -q", "add .", "commit -qm first", "tag v1.0"):
            self.run(repository, "git", *arguments.split())

    def run(self, directory: Path, program: str, *arguments: str) -> str:
        """Return what a program of one of the environments prints."""
        tools, _, name = program.rpartition("/")
        path = str(self.directory / tools / "bin" / name) if tools else name
        return subprocess.run(
            (path, *arguments),
            cwd=directory,
            env=self.variables,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        ).stdout

    def install(self) -> None:
        """Make the environments of the tools."""
        for name, requirements in TOOLS.items():
            venv.create(self.directory / name, with_pip=True)
            self.run(self.directory, f"{name}/pip", "install", "-qU", *requirements)


def lock_by_uv(bench: Bench, project: Path) -> Exports:
    """Lock, and export what each part of each member needs, and why."""
    bench.run(project, "uv/uv", "lock", "-q", "--python", sys.executable)
    command: tuple[str, ...] = ("uv/uv", "export", "-q", "--frozen", "--no-hashes", "--no-header")
    command += ("--no-emit-local",)
    members = (
        tomllib.loads((project / "uv.lock").read_text()).get("manifest", {}).get("members", [])
    )
    exports: Exports = {}
    if "project" not in _manifest_of(project, ""):
        members.append("")  # Groups of a workspace without a project at its root.
    for member in members or [""]:
        package = ("--package", member) if member else ()
        for part, options in _parts_for_uv(_manifest_of(project, member)):
            text = bench.run(project, *command, *package, *options)
            exports[f"{member} {part}".strip()] = _pins(text)
            exports[f"{member} {part} edges".strip()] = _edges(text)
    if not members:
        output: tuple[str, ...] = (
            "--format",
            "pylock.toml",
            "-o",
            "pylock.uv.toml",
            "--all-groups",
        )
        extras = () if "conflicts" in project.name else ("--all-extras",)
        if "conflicts" in project.name:
            output = output[:-1]
        bench.run(project, *command[:4], "--no-header", *output, *extras)
    return exports


def _parts_for_uv(manifest: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "main", ("--no-default-groups",)
    project = manifest.get("project", {})
    for extra in project.get("optional-dependencies", {}):
        yield f"extra {extra}", ("--no-default-groups", "--extra", extra)
    groups = manifest.get("dependency-groups", {})
    old = ["dev"] if "dev-dependencies" in str(manifest) else []
    for group in [*groups, *old]:
        yield f"group {group}", ("--only-group", group)


def _manifest_of(project: Path, member: str) -> dict[str, Any]:
    for path in (project / "pyproject.toml", *sorted(project.rglob("*/pyproject.toml"))):
        manifest = tomllib.loads(path.read_text())
        if not member or manifest.get("project", {}).get("name") == member:
            return manifest
    raise LookupError(member)


def lock_by_poetry(bench: Bench, project: Path, tools: str = "poetry") -> Exports:
    """Lock, and export what each part needs."""
    bench.run(project, f"{tools}/poetry", "lock", "-q", "-n")
    manifest = tomllib.loads((project / "pyproject.toml").read_text())
    poetry = manifest.get("tool", {}).get("poetry", {})
    extras = {
        **poetry.get("extras", {}),
        **manifest.get("project", {}).get("optional-dependencies", {}),
    }
    groups = {**poetry.get("group", {}), **manifest.get("dependency-groups", {})}
    parts: dict[str, tuple[str, ...]] = {"main": ("--only", "main")}
    parts |= {f"extra {extra}": ("--only", "main", "--extras", extra) for extra in extras}
    parts |= {f"group {group}": ("--only", group) for group in groups}
    command = (f"{tools}/poetry", "export", "-n", "--without-hashes")
    return {part: _pins(bench.run(project, *command, *options)) for part, options in parts.items()}


def lock_by_old_poetry(bench: Bench, project: Path) -> Exports:
    """Lock in the forms of other years, beside the one of today."""
    exports: Exports = {}
    manifest = (project / "pyproject.toml").read_text()
    for tools in ("poetry-1.2", "poetry-1.8"):
        (project / "poetry.lock").unlink(missing_ok=True)
        text = _UNKNOWN_TO_OLD.sub("", manifest) if tools == "poetry-1.2" else manifest
        (project / "pyproject.toml").write_text(text)
        exports |= {
            f"{tools} {part}": pins for part, pins in lock_by_poetry(bench, project, tools).items()
        }
        (project / tools).mkdir()
        (project / "poetry.lock").rename(project / tools / "poetry.lock")
        shutil.copy(project / "pyproject.toml", project / tools)
    return exports


def lock_by_pdm(bench: Bench, project: Path) -> Exports:
    """Lock, and export what each part needs."""
    pdm = ("pdm/pdm",)
    bench.run(project, *pdm, "use", "-q", "-f", sys.executable)
    lock = (*pdm, "lock", "-q", "-G:all")
    bench.run(project, *lock, "--python", "==3.11.*", "--platform", "linux")
    bench.run(project, *lock, "--python", ">=3.12", "--platform", "windows", "--append")
    manifest = tomllib.loads((project / "pyproject.toml").read_text())
    extras = manifest.get("project", {}).get("optional-dependencies", {})
    groups = manifest.get("dependency-groups", {})
    parts: dict[str, tuple[str, ...]] = {"main": ("--prod",)}
    parts |= {f"extra {extra}": ("--prod", "-G", extra) for extra in extras}
    parts |= {f"group {group}": ("--no-default", "-G", group) for group in groups}
    command = (*pdm, "export", "--no-hashes")
    return {part: _pins(bench.run(project, *command, *each)) for part, each in parts.items()}


def lock_by_pip(bench: Bench, project: Path) -> Exports:
    """Lock what one platform needs."""
    bench.run(project, "uv/pip", "lock", "-q", ".", "-o", "pylock.toml")
    return {}


def _pins(text: str) -> list[str]:
    """Return the versions that an export has, names as PyPI writes them."""
    found = (_LINE.match(line) for line in text.splitlines())
    return sorted({f"{_normal(each['name'])}=={each['version']}" for each in found if each})


def _edges(text: str) -> list[str]:
    """Return what an export says of why each version is there (``# via``)."""
    edges, pin = set(), ""
    for line in text.splitlines():
        if not line.startswith(" "):
            found = _LINE.match(line)
            pin = f"{_normal(found['name'])}=={found['version']}" if found else ""
        elif pin and (via := _VIA.match(line)):
            edges.add(f"{_normal(via['name'])} -> {pin}")
    return sorted(edges)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


RECIPES: Final[dict[str, dict[str, Callable[[Bench, Path], Exports]]]] = {
    "service": {
        "uv": lock_by_uv,
        "pdm": lock_by_pdm,
    },
    "forks": {"uv": lock_by_uv, "pdm": lock_by_pdm},
    "mixed": {"poetry": lock_by_poetry},
    "workspace": {"uv": lock_by_uv},
    "virtual": {"uv": lock_by_uv},
    "conflicts": {"uv": lock_by_uv},
    "classic": {"old": lock_by_old_poetry, "poetry": lock_by_poetry},
    "sources": {"uv": lock_by_uv, "pdm": lock_by_pdm, "pip": lock_by_pip},
    "extras": {"poetry": lock_by_poetry, "pdm": lock_by_pdm},
    "groups": {"poetry": lock_by_poetry, "pdm": lock_by_pdm},
    "platforms": {"poetry": lock_by_poetry, "pdm": lock_by_pdm},
}

PROGRAMS: Final = {
    "uv": ("uv/uv",),
    "pdm": ("pdm/pdm",),
    "poetry": ("poetry/poetry",),
    "old": ("poetry-1.2/poetry", "poetry-1.8/poetry"),
    "pip": ("uv/pip",),
}
"""What each recipe runs."""


def main() -> None:
    """Record the projects that are named, or all of them."""
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(Path(directory))
        bench.install()
        for name in sys.argv[1:] or RECIPES:
            record(bench, name)
            note_versions(bench, name)


def note_versions(bench: Bench, name: str) -> None:
    """Write down the versions of the tools that have locked a project."""
    path = HERE / "tools.json"
    noted = json.loads(path.read_text()) if path.is_file() else {}
    programs = (each for tool in RECIPES[name] for each in PROGRAMS[tool])
    noted[name] = {
        program: "".join(_VERSION.findall(bench.run(bench.directory, program, "--version"))[:1])
        for program in programs
    }
    path.write_text(f"{json.dumps(noted, indent=1, sort_keys=True)}\n")


def record(bench: Bench, name: str) -> None:
    """Lock one project, and write what came of it."""
    project = bench.directory / "projects" / name
    ignored = shutil.ignore_patterns("*.lock", "pylock*", "poetry-*", "exports.json")
    shutil.copytree(HERE / name, project, ignore=ignored)
    exports = {tool: lock(bench, project) for tool, lock in RECIPES[name].items()}
    for path in (*project.rglob("*.lock"), *project.glob("pylock*.toml")):
        target = HERE / name / path.relative_to(project)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    for path in project.glob("poetry-*/pyproject.toml"):
        shutil.copy(path, HERE / name / path.relative_to(project))
    text = json.dumps({tool: found for tool, found in exports.items() if found}, indent=1)
    (HERE / name / "exports.json").write_text(f"{text}\n")
    print(name, {tool: len(found) for tool, found in exports.items()})


if __name__ == "__main__":
    main()
