"""``lading cache``: what was found in layers and images, and is kept so as not to be read again."""

from __future__ import annotations

import typer

from scanner.cli import options
from scanner.cli.reading import store_in

cache = typer.Typer(no_args_is_help=True, help="Show or empty the cache of layers.")


@cache.command()
def info(cache_dir: options.CacheDirectory = None) -> None:
    """Tell where the cache is, and how large."""
    store = store_in(cache_dir)
    files, size = store.size()
    what = f"{files:,} layers and inventories"
    typer.echo(f"{store.directory}: {what}, {size:,} of {store.max_bytes:,} bytes")


@cache.command()
def clear(cache_dir: options.CacheDirectory = None) -> None:
    """Remove everything from the cache."""
    store_in(cache_dir).clear()
