"""States by place."""

from __future__ import annotations

import pytest

from scanner.catalog.state import state_at
from scanner.model.component import State
from scanner.model.environment import SiteDirectory

SITE = "lib/python3.11/site-packages"
PLACES = [
    pytest.param("root/.cache/pip/wheels/a1/b2/x", State.CACHE, id="C18-pip"),
    pytest.param("root/Library/Caches/pip/x", State.CACHE, id="C18-pip-macos"),
    pytest.param("Users/me/AppData/Local/pip/cache/x", State.CACHE, id="C18-pip-windows"),
    pytest.param("root/.cache/uv/archive-v0/Xy_1", State.CACHE, id="C18-uv"),
    pytest.param("opt/uvcache/archive-v0/Xy_1", State.CACHE, id="C18-uv-anywhere"),
    pytest.param("opt/uvcache/wheels-v5/pypi/x", State.CACHE, id="C18-uv-wheels"),
    pytest.param("opt/uvcache/sdists-v9/pypi/x/src", State.CACHE, id="C18-uv-sdists"),
    pytest.param(f"root/.cache/uv/builds-v0/.tmpX/{SITE}", State.CACHE, id="C18-uv-builds"),
    pytest.param(f"root/.local/share/uv/tools/ruff/{SITE}", State.INSTALLED, id="C18-uv-tool"),
    pytest.param("root/.cache/pypoetry/cache/x", State.CACHE, id="C18-poetry"),
    pytest.param("root/.cache/pypoetry/artifacts/x", State.CACHE, id="C18-poetry-artifacts"),
    pytest.param(
        f"root/.cache/pypoetry/virtualenvs/foo-py3.11/{SITE}",
        State.INSTALLED,
        id="C18-poetry-environment",
    ),
    pytest.param("root/.cache/pdm/packages/foo/lib", State.CACHE, id="C18-pdm"),
    pytest.param("root/.cache/hatch/x", State.CACHE, id="C18-hatch"),
    pytest.param(
        f"root/.local/share/hatch/env/virtual/foo/{SITE}",
        State.INSTALLED,
        id="C18-hatch-environment",
    ),
    pytest.param(f"root/.local/pipx/shared/{SITE}", State.CACHE, id="C18-pipx-shared"),
    pytest.param(f"opt/pipx/.cache/a1b2/{SITE}", State.CACHE, id="C18-pipx-run"),
    pytest.param(f"root/.local/pipx/venvs/ruff/{SITE}", State.INSTALLED, id="C18-pipx-venv"),
    pytest.param(f"opt/conda/pkgs/numpy-1.26.4-py311_0/{SITE}", State.CACHE, id="J14-conda"),
    pytest.param(
        "opt/conda/pkgs/six-1.16.0-pyh6c4a22f_0/site-packages", State.CACHE, id="J14-noarch"
    ),
    pytest.param(f"opt/conda/envs/x/{SITE}", State.INSTALLED, id="J2-conda-environment"),
    pytest.param(f"srv/pkgs/venv/{SITE}", State.INSTALLED, id="no cache of conda"),
    pytest.param("src/foo/build/lib", State.SOURCE, id="C17-build"),
    pytest.param(
        "src/foo/build/lib.linux-x86_64-cpython-311", State.SOURCE, id="C17-build-platform"
    ),
    pytest.param("src/foo/build/bdist.linux-x86_64/wheel", State.SOURCE, id="C17-build-wheel"),
    pytest.param(f"build/{SITE}", State.INSTALLED, id="a prefix for a later stage"),
    pytest.param("build/library", State.INSTALLED, id="another directory"),
    pytest.param(f"tmp/pip-build-env-a1b2c3d4/overlay/{SITE}", State.STALE, id="pip-build-env"),
    pytest.param("tmp/pip-install-a_b2c3d4/foo_1", State.STALE, id="pip-install"),
]


@pytest.mark.parametrize(("directory", "expected"), PLACES)
def test_the_place_tells_the_state(directory, expected):
    path = f"{directory}/foo-1.0.dist-info"

    assert expected is state_at(path, SiteDirectory.holding(path))
