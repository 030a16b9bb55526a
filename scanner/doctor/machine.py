"""What runs us, programs that we may run, and the ways to registries and engines."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.errors import LayersError
from layers.registry.address import Address
from layers.registry.credential_file import credential_files, named_in
from layers.registry.proxy import proxy_for
from layers.sources.daemon import listeners
from scanner.doctor.check import Check, State
from scanner.errors import ResolverFailed
from scanner.resolve import RESOLVERS
from scanner.resolve.execution import program_called
from scanner.resolve.program import version_of
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXTRAS: Final = {"feeds": "cvss", "serve": "starlette", "sign": "cryptography"}
"""The extras of our distribution, and a module by which each is known."""


def machine() -> Iterator[Check]:
    """Tell what runs us, and which extras are installed."""
    implementation = f"{platform.python_implementation()} {platform.python_version()}"
    yield Check("lading", "version", State.FINE, VERSION)
    yield Check("lading", "python", State.FINE, f"{implementation} ({sys.executable})")
    yield Check("lading", "platform", State.FINE, platform.platform())
    for extra, module in EXTRAS.items():
        yield Check("lading", f"extra {extra}", State.FINE if find_spec(module) else State.ABSENT)


def resolvers(environment: Mapping[str, str]) -> Iterator[Check]:
    """Tell which programs there are for ``--resolve``, and of which version."""
    for name, resolver in RESOLVERS.items():
        place = program_called(resolver.program, environment)
        if place is None:
            yield Check("resolver", name, State.ABSENT)
            continue
        try:
            with tempfile.TemporaryDirectory() as home:
                told = f"{version_of(place, Path(home), environment)} ({place})"
            yield Check("resolver", name, State.FINE, told)
        except ResolverFailed as error:
            yield Check("resolver", name, State.BROKEN, f"{place}: {error}")


def engines() -> Iterator[Check]:
    """Tell where Docker and podman listen; only sockets of this machine are asked."""
    for name, address, answers in listeners():
        if answers is None:
            yield Check("engine", name, State.FINE, f"{address}, in a network: not asked")
        else:
            yield Check("engine", name, State.FINE if answers else State.ABSENT, address)


def credentials(environment: Mapping[str, str]) -> Iterator[Check]:
    """Tell of which hosts there are credentials, and whether programs are there that have some."""
    for file in dict.fromkeys(credential_files(environment)):
        try:
            found = named_in(file)
        except LayersError as error:
            yield Check("credentials", str(file), State.BROKEN, str(error))
            continue
        if found is None:
            yield Check("credentials", str(file), State.ABSENT)
            continue
        hosts, programs = found
        yield Check("credentials", str(file), State.FINE, ", ".join(hosts) or "for no host")
        for program in programs:
            place = shutil.which(program, path=environment.get("PATH"))
            state, told = (State.FINE, place) if place else (State.BROKEN, f"named in {file}")
            yield Check("credentials", program, state, told)


def proxies(environment: Mapping[str, str]) -> Iterator[Check]:
    """Tell by which proxies servers are reached; without users and passwords."""
    for scheme in ("http", "https"):
        try:
            proxy = proxy_for(Address.parse(f"{scheme}://example.org/").origin, environment)
        except LayersError as error:
            yield Check("proxy", scheme, State.BROKEN, str(error))
            continue
        user = " as a user" if proxy and proxy.user else ""
        told = f"{proxy.address}{user}" if proxy else ""
        yield Check("proxy", scheme, State.FINE if proxy else State.ABSENT, told)
    if exceptions := environment.get("no_proxy") or environment.get("NO_PROXY"):
        yield Check("proxy", "exceptions", State.FINE, exceptions)


def configuration(files: Iterator[Path]) -> Iterator[Check]:
    """Tell which files options are from, the one that counts most last."""
    for file in files:
        yield Check("configuration", str(file), State.FINE)


def cache(directory: Path, files: int, size: int) -> Iterator[Check]:
    """Tell where what was read is kept, and whether it can be."""
    above = next(each for each in (directory, *directory.absolute().parents) if each.exists())
    can_be_kept = above.is_dir() and os.access(above, os.W_OK | os.X_OK)
    told = f"{files:,} layers and inventories, {size:,} bytes"
    state = State.FINE if can_be_kept else State.BROKEN
    yield Check("cache", str(directory), state, told if can_be_kept else "cannot be written")
