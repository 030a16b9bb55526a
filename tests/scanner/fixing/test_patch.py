"""Edits in the text of a project's files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.fixing.patch import patched
from scanner.fixing.plan import Edit

if TYPE_CHECKING:
    from pathlib import Path

EDIT = Edit(
    path="file.txt",
    first_line=1,
    last_line=1,
    name="zope.interface",
    specifier="==1.0",
    wanted="==2.0",
    version="2.0",
)


def after(tmp_path: Path, text: str, edit: Edit = EDIT) -> tuple[list[str], list[str]]:
    """Return the text of the changed file, and what could not be changed."""
    (tmp_path / "file.txt").write_bytes(text.encode())
    patches, tasks = patched(tmp_path, [edit])
    return [each.after for each in patches], [each.what for each in tasks]


@pytest.mark.parametrize(
    "text",
    [
        "zope.interface{}\n",
        "Zope_Interface{} # zope.interface\n",
        "zope-interface[test, b] {} ; python_version > '3'\r\n",
        "zope.interface ({})\n",
        'dependencies = ["zope.interface{}", "my-zope.interface==1.0"]\n',
        'zope.interface = "{}"\n',
        "'zope.interface' = '{}'\n",
        "zope.interface{} \\\n",
        "zope.interface{}",
        'zope.interface = {{version = "{}", optional = true}}\n',
        """zope-interface = {{ extras = ["a", 'b'], optional = true, version='{}' }} # pinned\n""",
        """zope-interface = {{ markers = "version > '1' \\" {{", version = "{}" }}\n""",
    ],
)
def test_only_the_specifier_is_another_one(tmp_path, text):
    assert ([text.format("==2.0")], []) == after(tmp_path, text.format("==1.0"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("zope.interface==1.0 --hash=sha256:00\n", "hashes"),
        ("zope.interface==1.0.1\n", "otherwise"),
        ("zope.interface==1.0,<2\n", "otherwise"),
        ("zope.interfaces==1.0\n", "otherwise"),
        ("my.zope.interface==1.0\n", "otherwise"),
        ("\nzope.interface==1.0\n", "otherwise"),
        ('zope.interface = {git = "version", a = \'version = "==1.0"\'}\n', "otherwise"),
        ('zope.interface = [{version = "==1.0"}]\n', "otherwise"),
        ('zope.interface = {other-version = "==1.0"}\n', "otherwise"),
        ('["zope.interface==1.0", "zope.interface==1.0"]\n', "twice"),
    ],
)
def test_what_stands_there_otherwise_is_left_alone(tmp_path, text, reason):
    patches, (what,) = after(tmp_path, text)

    assert [] == patches
    assert what.startswith("zope.interface==1.0: have it be zope.interface==2.0 (")
    assert reason in what


def test_a_requirement_may_go_on_over_several_lines(tmp_path):
    text = "a = [\n'zope.interface\n   ==1.0',\n]\n"
    edit = replace(EDIT, first_line=2, last_line=3)

    patches, tasks = after(tmp_path, text, edit)

    assert ([text.replace("1.0", "2.0")], []) == (patches, tasks)


@pytest.mark.parametrize(
    "text",
    [
        "zope.interface" + " " * 1_000_000 + "zope.interface[" * 50_000 + "\n",
        "zope.interface={a=[" * 50_000 + "\n",
        "zope.interface={a='\"" * 50_000 + "\n",
        "zope.interface={" + "zope.interface=1," * 50_000 + "\n",
        "zope.interface={" + "a=1," * 200_000 + "\n",
    ],
    ids=["blanks", "arrays", "strings", "keys", "pairs"],
)
def test_a_line_that_is_made_to_be_slow_is_looked_through_once(tmp_path, text):
    """
    With expressions that give back what they took, it takes hours.
    """
    patches, tasks = after(tmp_path, text)

    assert (0, 1) == (len(patches), len(tasks))


def test_several_edits_of_a_line_are_made_at_once(tmp_path):
    (tmp_path / "file.txt").write_text('["a==1", "b==1"]\n')
    edits = [
        replace(EDIT, name=name, specifier="==1", wanted=wanted)
        for name, wanted in (("a", "==10.0"), ("b", "==20.0"))
    ]

    ((patch,), tasks) = patched(tmp_path, edits)

    assert ('["a==10.0", "b==20.0"]\n', ()) == (patch.after, tasks)


def test_what_leads_out_of_the_project_is_left_alone(tmp_path):
    (tmp_path / "outside.txt").write_text("zope.interface==1.0\n")
    project = tmp_path / "project"
    project.mkdir()
    (project / "file.txt").symlink_to(tmp_path / "outside.txt")

    for path in ("file.txt", "../outside.txt", "gone.txt", "a\x1b.txt", str(tmp_path)):
        patches, tasks = patched(project, [replace(EDIT, path=path)])

        assert ((), 1) == (patches, len(tasks))


@pytest.mark.parametrize("data", [b"zope.interface==1.0\xff", b"#" * (16 << 20) + b"\n"])
def test_what_is_no_text_of_a_reasonable_size_is_left_alone(tmp_path, data):
    (tmp_path / "file.txt").write_bytes(data)

    patches, tasks = patched(tmp_path, [EDIT])

    assert ((), 1) == (patches, len(tasks))
