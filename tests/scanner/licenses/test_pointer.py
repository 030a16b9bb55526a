from __future__ import annotations

import pytest

from scanner.licenses.pointer import Pointer, settled
from tests.support.license_texts import CRYPTOGRAPHY, found_in

TRIO = """This software is made available under the terms of *either* of the
licenses found in LICENSE.APACHE2 or LICENSE.MIT. Contributions to are
made under the terms of *both* these licenses.
"""


@pytest.mark.parametrize(
    ("value", "paths", "connector"),
    [
        pytest.param(CRYPTOGRAPHY, ("LICENSE.APACHE", "LICENSE.BSD"), "OR", id="cryptography"),
        pytest.param(TRIO, ("LICENSE.APACHE2", "LICENSE.MIT"), "OR", id="trio"),
        pytest.param("See the LICENSE file.", ("LICENSE",), None, id="one"),
        pytest.param(
            "see `COPYING.LESSER` and `COPYING`", ("COPYING.LESSER", "COPYING"), "AND", id="and"
        ),
        pytest.param(
            "found in LICENSES/MIT.txt or LICENSE",
            ("LICENSES/MIT.txt", "LICENSE"),
            "OR",
            id="reuse",
        ),
        pytest.param(
            "in the files LICENSE-MIT, LICENSE-APACHE",
            ("LICENSE-MIT", "LICENSE-APACHE"),
            None,
            id="list",
        ),
        pytest.param(
            "see docs/license/LICENSE.txt.", ("docs/license/LICENSE.txt",), None, id="path"
        ),
    ],
)
def test_a_file_points_to_others(value, paths, connector):
    (pointer,) = found_in(value).pointers

    assert (paths, connector, 1 if "\n" not in value else 2) == (
        pointer.paths,
        pointer.connector,
        pointer.line,
    )


@pytest.mark.parametrize(
    "value", ["The LICENSE is MIT.", "in the licensed work", "see license", "in LICENSED"]
)
def test_a_word_is_no_file(value):
    assert () == found_in(value).pointers


SIBLINGS = {
    "x/licenses/LICENSE.APACHE": "Apache-2.0",
    "x/licenses/LICENSE.BSD": "BSD-3-Clause",
    "x/licenses/LICENSE.txt": "MIT OR ISC",
}


@pytest.mark.parametrize(
    ("paths", "connector", "expression"),
    [
        pytest.param(
            ("LICENSE.APACHE", "license.bsd"), "OR", "Apache-2.0 OR BSD-3-Clause", id="or"
        ),
        pytest.param(
            ("LICENSE.BSD", "LICENSE.txt"), "AND", "BSD-3-Clause AND (MIT OR ISC)", id="and"
        ),
        pytest.param(("docs/LICENSE.BSD",), None, "BSD-3-Clause", id="elsewhere"),
        pytest.param(("COPYING",), None, None, id="missing"),
        pytest.param(("LICENSE.BSD", "COPYING"), "OR", None, id="one-is-missing"),
        pytest.param(("LICENSE.APACHE", "LICENSE.BSD"), None, None, id="no-connector"),
    ],
)
def test_a_pointer_comes_to_what_its_files_are(paths, connector, expression):
    assert expression == settled(Pointer(paths, connector, 1), SIBLINGS)


def test_a_name_may_lack_its_extension():
    assert "MIT" == settled(Pointer(("LICENSE",), None, 1), {"LICENSE.rst": "MIT"})
