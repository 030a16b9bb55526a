"""``lading db push`` and ``lading db pull``: the index goes to a registry, and comes from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli.database_options import Database, DatabaseKey, own_database
from scanner.cli.reading import reads
from scanner.cli.registry_options import Registry

if TYPE_CHECKING:
    from scanner.attestation.index_artifact import Place

Name: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="HOST/NAME[:TAG]", show_default=False, help="Where in a registry the index is."
    ),
]


@reads
def push(name: Name, db: Database = None, *, registry: Registry) -> None:
    """Have the local index of advisories in a registry, with its details and its signature.

    Writes the name that it has there to stdout.
    """
    from scanner.attestation.index_artifact import push_index

    place = _place(name, registry)
    if place.reference.digest:
        raise typer.BadParameter("a digest is what comes of it, and cannot be said.")
    typer.echo(push_index(db or own_database(), place))


@reads
def pull(
    name: Name,
    db: Database = None,
    db_key: DatabaseKey = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take an index that is older than the one there is.")
    ] = False,
    *,
    registry: Registry,
) -> None:
    """Have the index of a registry in the place of the local one, unless that is newer."""
    from scanner.attestation.index_artifact import pull_index
    from scanner.cli.attestation_options import verifying_key

    location = db or own_database()
    key = verifying_key(db_key) if db_key else None
    is_new = pull_index(location, _place(name, registry), key=key, force=force)
    typer.echo(f"{location}: {'from' if is_new else 'as in'} {name}", err=True)


def _place(name: str, registry: Registry) -> Place:
    from layers import Limits, Reference
    from layers.errors import LayersError
    from scanner.attestation.index_artifact import Place

    try:
        return Place(Reference.parse(name), registry.settings(), Limits())
    except LayersError as error:
        raise typer.BadParameter(str(error)) from error
