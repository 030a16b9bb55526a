"""Compiles the projects beside this file with pip-compile, uv and PDM.

``python -m testdata.requirements.record`` installs the tools from PyPI, copies the projects to a
temporary directory, and writes what the tools make of them back to their place. What pip would
install, and for whom, it asks pip itself (``pip install --dry-run --report``) and writes that to
``truth.json``, so that the tests need no network. It resolves anew: other versions will be in it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import venv
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE: Final = Path(__file__).parent
TOOLS: Final = ("pip-tools>=7.5,<8", "uv>=0.9", "pip")
PDM: Final = ("pdm==2.22.4", "hishel<0.2", "unearth<0.18")
PIP_COMPILE: Final = "pip-compile -q --no-emit-options --strip-extras --resolver=backtracking"
UV: Final = "uv -q pip compile --no-emit-index-url --python-version 3.11"
COMMANDS: Final = (
    ("web", f"{PIP_COMPILE} -o requirements.txt requirements.in"),
    ("web", f"{PIP_COMPILE} --annotation-style=line -o requirements-line.txt requirements.in"),
    ("web", f"{UV} --annotation-style=line --emit-index-annotation -o uv-req.txt requirements.in"),
    ("hashed", f"{PIP_COMPILE} --generate-hashes -o requirements.txt requirements.in"),
    ("hashed", f"{UV} --generate-hashes -o requirements.lock requirements.in"),
    ("layered/requirements", f"{PIP_COMPILE} -o base.txt base.in"),
    ("layered/requirements", f"{PIP_COMPILE} -o test.txt test.in"),
    ("ranged", f"{PIP_COMPILE} -o requirements.txt requirements.in"),
    ("packaged", f"{PIP_COMPILE} --extra web -o requirements.txt pyproject.toml"),
    ("packaged", f"{UV} --universal --extra web -o requirements-uv.txt pyproject.toml"),
    ("packaged", "pdm -q lock -G web"),
    ("packaged", "pdm -q export -G web -f requirements -o requirements-pdm.txt"),
    ("workspace", "uv -q export --format requirements-txt -o requirements.txt"),
    ("script", "uv -q lock --script report.py"),
)
ASKED: Final = {
    "web/requirements.txt": ("-r", "requirements.in"),
    "web/requirements-line.txt": ("-r", "requirements.in"),
    "web/uv-req.txt": ("-r", "requirements.in"),
    "hashed/requirements.txt": ("-r", "requirements.in"),
    "hashed/requirements.lock": ("-r", "requirements.in"),
    "layered/requirements/base.txt": ("-r", "base.in"),
    "layered/requirements/test.txt": ("-r", "test.in"),
    "ranged/requirements.txt": ("-r", "requirements.in"),
    "packaged/requirements.txt": (".[web]",),
    "packaged/requirements-uv.txt": (".[web]",),
}
"""What each file was made for, as one asks pip for it."""
LEFT_OUT: Final = frozenset(
    (
        "build",
        "packaged.egg-info",
        "tools.egg-info",
        ".python-version",
        ".pdm-python",
        ".venv",
        "pdm.lock",
        "uv.lock",
    )
)


def main() -> None:
    """Compile all projects."""
    with tempfile.TemporaryDirectory() as temporary:
        tools = Path(temporary, "tools")
        venv.create(tools, with_pip=True)
        pip = [str(tools / "bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", *TOOLS, *PDM], check=True)
        work = Path(temporary, "work")
        shutil.copytree(HERE, work, ignore=shutil.ignore_patterns("*.py[c]", "__pycache__"))
        for project, command in COMMANDS:
            program, *arguments = command.split()
            subprocess.run([tools / "bin" / program, *arguments], cwd=work / project, check=True)
        truth = {
            file: _truth(tools / "bin/python", (work / file).parent, (work / file).name, asked)
            for file, asked in ASKED.items()
        }
        for file in sorted(work.rglob("*")):
            if file.is_file() and LEFT_OUT.isdisjoint(file.relative_to(work).parts):
                shutil.copyfile(file, HERE / file.relative_to(work))
    text = json.dumps(truth, indent=1, sort_keys=True)
    (HERE / "truth.json").write_text(f"{text}\n")


def _truth(python: Path, directory: Path, pins: str, asked: tuple[str, ...]) -> dict[str, Any]:
    """Return the version of each distribution, whether it was asked for, and what needs it."""
    command = f"-m pip -q install --dry-run --ignore-installed --report - -c {directory / '_pins'}"
    kept = [line for line in (directory / pins).read_text().splitlines() if "==" in line]
    (directory / "_pins").write_text("\n".join(line.split()[0].split(";")[0] for line in kept))
    done = subprocess.run(
        [python, *command.split(), *asked], cwd=directory, check=True, capture_output=True
    )
    (directory / "_pins").unlink()
    installed = [each for each in json.loads(done.stdout)["install"] if not each["is_direct"]]
    needed: dict[str, set[str]] = {}
    for each in json.loads(done.stdout)["install"]:
        extras = ("", *each.get("requested_extras", ()), *_extras_for(each, done.stdout))
        for text in each["metadata"].get("requires_dist", ()):
            requirement = Requirement(text)
            if _holds(requirement, extras) and not each["is_direct"]:
                name = canonicalize_name(requirement.name)
                needed.setdefault(name, set()).add(canonicalize_name(each["metadata"]["name"]))
    own = {
        canonicalize_name(Requirement(text).name)
        for each in json.loads(done.stdout)["install"]
        if each["is_direct"]
        for text in each["metadata"].get("requires_dist", ())
    }
    return {
        (name := canonicalize_name(each["metadata"]["name"])): {
            "version": each["metadata"]["version"],
            "is_direct": each["requested"] or name in own,
            "brought_by": sorted(needed.get(name, ())),
        }
        for each in installed
    }


def _extras_for(wanted: dict[str, Any], report: bytes) -> set[str]:
    """Return the extras of a distribution that others in a report ask for."""
    name = canonicalize_name(wanted["metadata"]["name"])
    return {
        extra
        for each in json.loads(report)["install"]
        for text in each["metadata"].get("requires_dist", ())
        for extra in Requirement(text).extras
        if canonicalize_name(Requirement(text).name) == name
    }


def _holds(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


if __name__ == "__main__":
    main()
