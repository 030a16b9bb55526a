"""Where licence files are, and what they are about."""

from __future__ import annotations

import pytest

from scanner.licenses.place import holder_of, is_claimed, is_third_party

SITE = "usr/lib/python3/site-packages"


@pytest.mark.parametrize(
    ("path", "holder"),
    [
        (f"{SITE}/a-1.dist-info/LICENSE", (f"{SITE}/a-1.dist-info", "LICENSE")),
        (f"{SITE}/a-1.dist-info/licenses/LICENSE", (f"{SITE}/a-1.dist-info", "LICENSE")),
        (f"{SITE}/a-1.dist-info/licenses/b/COPYING", (f"{SITE}/a-1.dist-info", "b/COPYING")),
        (
            f"{SITE}/a-1.dist-info/licenses/a/_vendor/b-2.dist-info/LICENSE",
            (f"{SITE}/a-1.dist-info", "a/_vendor/b-2.dist-info/LICENSE"),
        ),
        (
            f"{SITE}/a/_vendor/b-2.dist-info/LICENSE",
            (f"{SITE}/a/_vendor/b-2.dist-info", "LICENSE"),
        ),
        (
            f"{SITE}/a-1.dist-info/licenses/src/tetgen-license",
            (f"{SITE}/a-1.dist-info", "src/tetgen-license"),
        ),
        (f"{SITE}/a-1.egg-info/LICENSE", (f"{SITE}/a-1.egg-info", "LICENSE")),
        (f"{SITE}/a-1.egg/EGG-INFO/LICENSE", (f"{SITE}/a-1.egg/EGG-INFO", "LICENSE")),
        (f"{SITE}/a/LICENSE", (f"{SITE}/a", "LICENSE")),
        ("opt/conda/pkgs/a-1-0/info/licenses/LICENSE", ("opt/conda/pkgs/a-1-0", "LICENSE")),
    ],
    ids=str,
)
def test_a_licence_file_belongs_to_what_it_is_in(path, holder):
    assert holder == holder_of(path)
    assert is_claimed(path)


@pytest.mark.parametrize(
    "path",
    [
        f"{SITE}/a-1.dist-info/AUTHORS",
        f"{SITE}/a-1.dist-info/licenses/AUTHORS.md",
        f"{SITE}/a-1.dist-info/METADATA",
        f"{SITE}/a/b/LICENSE",
        f"{SITE}/a/license.pyc",
        "usr/share/doc/a/LICENSE",
        "LICENSE",
    ],
)
def test_other_files_belong_to_nothing(path):
    assert holder_of(path) is None or not is_claimed(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("LICENSE", False),
        ("COPYING.LESSER", False),
        ("LICENSES_bundled.txt", True),
        ("LICENSE-THIRD-PARTY", True),
        ("THIRD_PARTY_LICENSES.txt", True),
        ("LICENSE.external", True),
        ("LICENSE.thirdparty", True),
        ("vendor/llhttp/LICENSE", True),
        ("a/_vendor/b/LICENSE", True),
        ("numpy/random/LICENSE.md", True),
        ("a.libs/LICENSE", True),
        ("LICENSES/MIT.txt", False),
        ("LICENSES/HAVEN_LICENSE", True),
        ("licenses/LICENSE_APACHE", False),
        ("docs/license.txt", False),
    ],
)
def test_a_file_about_a_part_of_the_source_is_about_what_is_bundled(path, expected):
    assert expected == is_third_party(path, ("LICENSE", path))


def test_the_only_file_is_that_of_the_whole_wherever_it_is():
    assert not is_third_party("python/a/LICENSE", ("python/a/LICENSE",))
