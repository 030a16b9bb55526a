"""Packages of portage: Gentoo and its like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.excerpt import Excerpt
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.system import OS_RELEASES, Database
from scanner.metadata.portage_contents import files_in, package_of, python_contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

CONTENTS: Final = "var/db/pkg/*/*/CONTENTS"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield the packages that have Python files."""
    database = Database(tree, "ebuild", PORTAGE.name)
    for path in tree.match(CONTENTS):
        if files := files_in(database.content(path)):
            category, directory = path.split("/")[-3:-1]
            record = package_of(directory)
            if record is None:
                database.note(path, "not in a directory that is called as a package")
                continue
            yield database.package(replace(record, files=files), path, namespace=category)
    yield from database.problems


PORTAGE: Final = Cataloger(
    name="portage",
    version=1,
    claims=OS_RELEASES,
    excerpts=(
        Excerpt(name="portage-contents", version=1, patterns=(CONTENTS,), take=python_contents),
    ),
    catalog=catalog,
)
