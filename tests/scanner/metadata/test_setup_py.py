"""What ``setup.py`` says without being run."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.metadata.project_file import ProjectFile
from scanner.metadata.setup_py import MAX_CHARACTERS, parse_setup_py

UNTOLD = "install_requires is not told without running it"
PIECES = st.sampled_from(
    [
        "from setuptools import setup\n",
        "setup(install_requires=a, **b)\n",
        "setup(name='x', extras_require={'y': a + ['z'], **b})\n",
        "a = ['b', 'c']\n",
        "a += a\n",
        "a.append('d')\n",
        "b = {'name': 'x', 'k': a}\n",
        "b['k'] = f'{a}-{1}'\n",
        "a = '%s{}' % a\n",
        "a = a.split()\n",
        "if a:\n    a = [*a, *b]\n",
        "\\",
        "(",
        "\0",
        "é",
    ]
)


@pytest.mark.parametrize(
    ("code", "required"),
    [
        pytest.param("setup(install_requires=['a', 'b>=1'])", ["a", "b>=1"], id="K20-list"),
        pytest.param("setup(install_requires=('a',))", ["a"], id="K20-tuple"),
        pytest.param("setup(install_requires='a')", ["a"], id="K20-text"),
        pytest.param("setup(install_requires='a\\n# c\\n\\nb')", ["a", "b"], id="K20-lines"),
        pytest.param("setuptools.setup(install_requires=['a'])", ["a"], id="K20-attribute"),
        pytest.param("r = ['a']\nsetup(install_requires=r)", ["a"], id="K20-name"),
        pytest.param("r: list = ['a']\nsetup(install_requires=r)", ["a"], id="K20-annotated"),
        pytest.param("r = s = ['a']\nsetup(install_requires=s)", ["a"], id="K20-two-names"),
        pytest.param("r = ['a']\nsetup(install_requires=r + ['b'])", ["a", "b"], id="K20-plus"),
        pytest.param(
            "r = ['a']\nr += ['b']\nsetup(install_requires=r)", ["a", "b"], id="K20-added"
        ),
        pytest.param(
            "r = ['a']\nr.append('b')\nsetup(install_requires=r)", ["a", "b"], id="K20-append"
        ),
        pytest.param(
            "r = ['a']\nr.extend(['b'])\nsetup(install_requires=r)", ["a", "b"], id="K20-extend"
        ),
        pytest.param("r = ['a']\nsetup(install_requires=[*r, 'b'])", ["a", "b"], id="K20-star"),
        pytest.param("setup(install_requires=list({'a'}))", ["a"], id="K20-copied"),
        pytest.param("v = '1'\nsetup(install_requires=[f'a=={v}'])", ["a==1"], id="K20-f-string"),
        pytest.param("v = '1'\nsetup(install_requires=['a==' + v])", ["a==1"], id="K20-joined"),
        pytest.param("v = '1'\nsetup(install_requires=['a==%s' % v])", ["a==1"], id="K20-percent"),
        pytest.param("setup(install_requires=['a%s%s' % ('==', 1)])", ["a==1"], id="K20-percents"),
        pytest.param("setup(install_requires=['a=={}'.format(1)])", ["a==1"], id="K20-format"),
        pytest.param(
            "setup(install_requires=['a{x}{0}'.format(1, x='==')])", ["a==1"], id="K20-fields"
        ),
        pytest.param("setup(install_requires='a b'.split())", ["a", "b"], id="K20-split"),
        pytest.param(
            "setup(install_requires='a\\nb'.splitlines())", ["a", "b"], id="K20-splitlines"
        ),
        pytest.param("k = {'install_requires': ['a']}\nsetup(**k)", ["a"], id="K20-arguments"),
        pytest.param("k = dict(install_requires=['a'])\nsetup(**k)", ["a"], id="K20-dict"),
        pytest.param("k = {}\nk['install_requires'] = ['a']\nsetup(**k)", ["a"], id="K20-item"),
        pytest.param("k = {'x': ['a']}\nsetup(install_requires=k['x'])", ["a"], id="K20-looked-up"),
        pytest.param(
            "if __name__ == '__main__':\n    r = ['a']\n    setup(install_requires=r)",
            ["a"],
            id="K20-main",
        ),
        pytest.param(
            "def f():\n    r = ['a']\n    setup(install_requires=r)", ["a"], id="K20-function"
        ),
    ],
)
def test_what_has_one_meaning_is_told(code, required):
    found = parse_setup_py(code)

    assert (required, ()) == ([each.text for each in found.requirements], found.oddities)


@pytest.mark.parametrize(
    ("code", "required", "line"),
    [
        pytest.param("setup(install_requires=read('x'))", [], 1, id="K20-call"),
        pytest.param("setup(install_requires=['a', f(1)])", ["a"], 1, id="K20-element"),
        pytest.param("setup(install_requires=['a'] + f())", ["a"], 1, id="K20-plus-call"),
        pytest.param("setup(install_requires=[x for x in y])", [], 1, id="K20-comprehension"),
        pytest.param(
            "r = ['a']\nif x:\n    r.append('b')\nsetup(install_requires=r)",
            ["a"],
            3,
            id="K20-condition",
        ),
        pytest.param(
            "if x:\n    r = ['a']\nelse:\n    r = []\nsetup(install_requires=r)",
            [],
            4,
            id="K20-branches",
        ),
        pytest.param("for r in x:\n    pass\nsetup(install_requires=r)", [], 1, id="K20-loop"),
        pytest.param("r, s = x\nsetup(install_requires=r)", [], 1, id="K20-unpacked"),
        pytest.param("setup(install_requires=[f'{x!r}'])", [], 1, id="K20-conversion"),
        pytest.param("setup(install_requires=['a=={:>9}'.format(1)])", [], 1, id="K20-format-spec"),
    ],
)
def test_what_is_not_told_is_named_with_its_line(code, required, line):
    found = parse_setup_py(code)

    assert required == [each.text for each in found.requirements]
    assert f"line {line}: {UNTOLD}" in found.oddities


def test_k20_extras_have_any_name_and_may_be_under_a_condition():
    code = """
        V = "2"
        extras = {"doc.s-x": ["sphinx"], "dev": ["pytest"], "cli:os_name=='nt'": ["colorama"]}
        extras["all"] = extras["dev"] + extras["doc.s-x"]
        setup(extras_require={**extras, ":python_version<'3'": [f"enum34=={V}"], "z": f()})
    """

    found = parse_setup_py(dedent(code))

    assert [
        ("sphinx", "doc.s-x", None, 3),
        ("pytest", "dev", None, 3),
        ("colorama", "cli", "os_name=='nt'", 3),
        ("pytest", "all", None, 3),
        ("sphinx", "all", None, 3),
        ("enum34==2", None, "python_version<'3'", 5),
    ] == [(each.text, each.extra, each.condition, each.line) for each in found.requirements]
    assert ("line 5: extras_require['z'] is not told without running it",) == found.oddities


def test_k20_name_and_version_are_told_or_are_not():
    code = 'NAME = "shop"\nsetup(name=NAME, version=read("V"), python_requires=">=3.8")\n'

    found = parse_setup_py(code)

    assert ("shop", None, ">=3.8", 2) == (
        found.name,
        found.version,
        found.requires_python,
        found.line,
    )
    assert ("line 2: version is not told without running it",) == found.oddities


def test_what_building_and_testing_need_is_a_group():
    found = parse_setup_py("setup(setup_requires=['a'], tests_require=['b'])")

    assert [("a", "build"), ("b", "test")] == [(e.text, e.group) for e in found.requirements]


def test_every_requirement_is_on_its_line():
    code = dedent('''
        from setuptools import setup
        base = [
            "a",
            "b"
            ">=1",
        ]
        setup(
            install_requires=base + """
                c
                d>=2
            """.split(),
        )
    ''')

    found = parse_setup_py(code).requirements

    expected = [("a", 4, 4), ("b>=1", 5, 6), ("c", 10, 10), ("d>=2", 11, 11)]
    assert expected == [(each.text, each.line, each.last_line) for each in found]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import setuptools\nf()", id="no setup"),
        pytest.param("def (", id="no Python"),
        pytest.param("\0", id="nul"),
        pytest.param("(" * 1000, id="parentheses"),
        pytest.param("-" * 100_000 + "1", id="signs"),
        pytest.param("a" + ".b" * 100_000, id="attributes"),
        pytest.param("setup(x=" + "1+" * 3000 + "1)", id="sums"),
        pytest.param("1" * 5000, id="a number"),
        pytest.param("#" * (MAX_CHARACTERS + 1), id="K22-too-large"),
    ],
)
def test_what_is_no_setup_is_one_oddity(code):
    found = parse_setup_py(code)

    assert (1, ()) == (len(found.oddities), found.requirements)


@pytest.mark.parametrize("code", ["", "def setup(name): ...\n"])
def test_k22_a_module_of_that_name_is_no_project(code):
    assert ProjectFile() == parse_setup_py(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("a = ['x']\n" + "a = a + a\n" * 100, id="sum"),
        pytest.param("a = ['x']\n" + "a += a\n" * 100, id="added"),
        pytest.param("a = ['x']\n" + "a = [*a, *a]\n" * 100, id="star"),
        pytest.param("a = 'x'\n" + "a = f'{a}{a}'\n" * 100, id="f-string"),
        pytest.param("a = 'x'\n" + "a = a + a\n" * 100, id="text"),
        pytest.param("a = 'x'\n" + "a = '%s%s' % (a, a)\n" * 100, id="percent"),
        pytest.param("a = 'x'\n" + "a += a\n" * 100, id="added text"),
    ],
)
def test_what_doubles_is_given_up(code):
    found = parse_setup_py(f"{code}setup(install_requires=a)")

    assert () == found.requirements
    assert 1 == len(found.oddities)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text())
def test_any_text_is_read(text):
    found = parse_setup_py(text)

    assert all(each.text for each in found.requirements)
