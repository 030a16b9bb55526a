"""``lading cache``: what was read of layers, and is kept so that it need not be read again."""

from __future__ import annotations

import typer

from scanner.cli import options
from scanner.cli.reading import store_in

cache = typer.Typer(no_args_is_help=True, help="Show or empty the cache of layers.")


@cache.command()
def info(cache_dir: options.CacheDirectory = None) -> None:
    """Tell where the cache is, and how large."""
    store = store_in(cache_dir)
    layers, size = store.size()
    typer.echo(f"{store.directory}: {layers:,} layers, {size:,} of {store.max_bytes:,} bytes")


@cache.command()
def clear(cache_dir: options.CacheDirectory = None) -> None:
    """Remove everything from the cache."""
    store_in(cache_dir).clear()
