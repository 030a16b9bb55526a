"""The wheels that lockfiles of all forms name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.locked_wheel import locked_wheels

A, B = "a" * 64, "b" * 64
UV = f"""
sdist = {{ url = "https://f.test/a-1.tar.gz", hash = "sha256:{B}", size = 1 }}
wheels = [
    {{ url = "https://f.test/p/a-1-py3-none-any.whl", hash = "sha256:{A}", size = 1, upload-time = "x" }},
    {{ url = "https://f.test/p/a-1%2Bcu1-py3-none-any.whl#x=1", hash = "sha256:{B}" }},
]"""  # noqa: E501 - as uv writes it
POETRY = f"""
files = [
    {{file = "a-1.tar.gz", hash = "sha256:{B}"}},
    {{file = "a-1-py3-none-any.whl", hash = "sha256:{A}"}},
]"""
PYLOCK = f"""
[[packages.wheels]]
name = "a-1-py3-none-any.whl"
url = "https://f.test/a-1-py3-none-any.whl"

[packages.wheels.hashes]
sha256 = "{A}"
"""
INLINE = (
    f"""wheels = [{{ name = "a-1-py3-none-any.whl", size = 1, hashes = {{ sha256 = "{A}" }} }}]"""
)
MD5 = f"""{{ url = "https://f.test/a-1-py3-none-any.whl", hash = "md5:{"c" * 32}" }},
{{ url = "https://f.test/b-1-py3-none-any.whl", hash = "sha256:{A}" }}"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            UV,
            {"a-1-py3-none-any.whl": f"sha256:{A}", "a-1+cu1-py3-none-any.whl": f"sha256:{B}"},
            id="uv",
        ),
        pytest.param(POETRY, {"a-1-py3-none-any.whl": f"sha256:{A}"}, id="poetry and pdm"),
        pytest.param(PYLOCK, {"a-1-py3-none-any.whl": f"sha256:{A}"}, id="pylock"),
        pytest.param(INLINE, {"a-1-py3-none-any.whl": f"sha256:{A}"}, id="pylock in one line"),
        pytest.param(MD5, {"b-1-py3-none-any.whl": f"sha256:{A}"}, id="the next one's is not its"),
        pytest.param(
            POETRY + UV.replace(A, B),
            {**dict.fromkeys(["a-1-py3-none-any.whl"]), "a-1+cu1-py3-none-any.whl": f"sha256:{B}"},
            id="two digests",
        ),
        pytest.param("", {}, id="nothing"),
    ],
)
def test_a_wheel_has_the_digest_behind_its_name(text, found):
    assert found == locked_wheels(text.encode())


@given(
    st.lists(
        st.sampled_from(['"', "/", "a-1-py3-none-any", ".whl", "%", " ", "sha256:", A, "\n", "="])
    )
)
def test_any_text_is_read(parts):
    found = locked_wheels("".join(parts).encode())

    assert all(name.endswith(".whl") for name in found)
