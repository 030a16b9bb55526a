"""Which files are the user's and the project's."""

from __future__ import annotations

import pytest

from scanner.configuration.place import project_files, user_file


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"XDG_CONFIG_HOME": "/etc/x", "HOME": "/root"}, "/etc/x/lading/lading.toml"),
        ({"XDG_CONFIG_HOME": "", "HOME": "/root"}, "/root/.config/lading/lading.toml"),
        ({"XDG_CONFIG_HOME": "x", "HOME": "/root"}, "/root/.config/lading/lading.toml"),
        ({}, "None"),
    ],
    ids=["set", "empty", "relative", "homeless"],
)
def test_the_users_file_is_where_xdg_has_it(variables, expected):
    assert expected == str(user_file(variables))


def test_the_nearest_file_up_to_the_root_of_the_repository_is_first(tmp_path):
    inner = tmp_path / "repository/a/b"
    inner.mkdir(parents=True)
    (tmp_path / "repository/.git").write_text("gitdir: elsewhere")
    for name in ("lading.toml", "repository/lading.toml", "repository/a/pyproject.toml"):
        (tmp_path / name).touch()
    (inner / "pyproject.toml").touch()
    (inner / "lading.toml").touch()

    found = [str(path.relative_to(tmp_path)) for path in project_files(inner)]

    assert [
        "repository/a/b/lading.toml",
        "repository/a/b/pyproject.toml",
        "repository/a/pyproject.toml",
        "repository/lading.toml",
    ] == found


def test_outside_of_a_repository_only_the_directory_itself_counts(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "lading.toml").touch()

    assert [] == list(project_files(tmp_path / "a"))
    assert [tmp_path / "lading.toml"] == list(project_files(tmp_path))


def test_a_directory_is_no_file(tmp_path):
    (tmp_path / "lading.toml").mkdir()

    assert [] == list(project_files(tmp_path))
