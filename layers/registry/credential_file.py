"""Credentials that docker and podman keep, found for one repository and handed to nobody else.

Files are asked in the order of podman, and the first credential counts: ``$REGISTRY_AUTH_FILE``,
``$XDG_RUNTIME_DIR/containers/auth.json``, ``$XDG_CONFIG_HOME/containers/auth.json``, docker's
``config.json``. In a file, a helper for the host comes before the helper for all, and that before
what the file itself holds, where podman's longest matching path comes first.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.document import Document
from layers.errors import InvalidManifest
from layers.limits import MIB, Limits
from layers.registry.credential import Credential
from layers.registry.credential_program import credential_from, program_of
from layers.registry.errors import InvalidConfiguration
from layers.registry.settings import DOCKER_HUB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HUB_KEY: Final = "https://index.docker.io/v1/"
"""Under which docker and its helpers keep what is for Docker Hub."""
HUB_NAMES: Final = {"docker.io", "index.docker.io", "registry-1.docker.io"}
_SCHEME: Final = re.compile(r"\A[a-zA-Z]+://")


def credential_for(name: str, environment: Mapping[str, str]) -> Credential | None:
    """Return the credential for ``registry/repository``, if the user has one.

    Raises:
        InvalidConfiguration: if a file is not well-formed.
        CredentialUnavailable: if a helper fails.

    """
    for file in credential_files(environment):
        document = _document(file)
        if document and (credential := _found(document, name, environment)):
            return credential
    return None


def credential_files(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield where credentials may be, the first first."""
    home = environment.get("HOME", "")
    if file := environment.get("REGISTRY_AUTH_FILE"):
        yield Path(file)
    if directory := environment.get("XDG_RUNTIME_DIR"):
        yield Path(directory, "containers/auth.json")
    if directory := environment.get("XDG_CONFIG_HOME") or (home and f"{home}/.config"):
        yield Path(directory, "containers/auth.json")
    if directory := environment.get("DOCKER_CONFIG") or (home and f"{home}/.docker"):
        yield Path(directory, "config.json")


def named_in(file: Path) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the hosts that a file is for, and the helpers that it names; None without a file.

    Raises:
        InvalidConfiguration: if it is not well-formed.

    """
    document = _document(file)
    if document is None:
        return None
    try:
        helpers = document.mapping("credHelpers")
        names = {*helpers, *document.object("auths")}
        suffixes = {*helpers.values(), document.text("credsStore", "")}
    except InvalidManifest as error:
        raise InvalidConfiguration(error.document, error.reason) from error
    hosts = sorted({normalized(name) for name in names})
    return tuple(hosts), tuple(sorted(program_of(suffix) for suffix in suffixes if suffix))


def _document(file: Path) -> Document | None:
    try:
        with file.open("rb") as stream:
            data = stream.read(MIB + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InvalidConfiguration(str(file), error.strerror or str(error)) from error
    if len(data) > MIB:
        raise InvalidConfiguration(str(file), "larger than 1 MiB")
    if not data.strip():
        return None
    try:
        return Document.parse(str(file), data, Limits())
    except InvalidManifest as error:
        raise InvalidConfiguration(error.document, error.reason) from error


def _found(document: Document, name: str, environment: Mapping[str, str]) -> Credential | None:
    host = name.partition("/")[0]
    key = HUB_KEY if host == DOCKER_HUB else host
    try:
        helpers = document.mapping("credHelpers")
        by_host = {normalized(place): suffix for place, suffix in helpers.items()}
        for suffix in (by_host.get(host), document.text("credsStore", "")):
            if suffix and (found := credential_from(suffix, key, environment)):
                return found
        entries = document.object("auths")
        places = {normalized(place): place for place in sorted(entries)}
        for scope in _scopes(name):
            if scope in places and (stored := _stored(entries.object(places[scope]))):
                return stored
    except InvalidManifest as error:
        raise InvalidConfiguration(error.document, error.reason) from error
    return None


def normalized(key: str) -> str:
    """Return the key of a file as ``registry[/path]``; older ones of docker's are URLs."""
    without_scheme = _SCHEME.sub("", key)
    host, _, path = without_scheme.partition("/")
    host = DOCKER_HUB if host.lower() in HUB_NAMES else host.lower()
    is_url = without_scheme != key or path.strip("/") in {"v1", "v2"}
    return f"{host}/{path.rstrip('/')}" if path.strip("/") and not is_url else host


def _scopes(name: str) -> Iterator[str]:
    """Yield what a key may be for a repository, the longest first."""
    while name:
        yield name
        name = name.rpartition("/")[0]


def _stored(entry: Document) -> Credential | None:
    if token := entry.text("identitytoken", ""):
        return Credential("", token, is_identity_token=True)
    username, password = entry.text("username", ""), entry.text("password", "")
    if encoded := entry.text("auth", ""):
        try:
            pair = base64.b64decode(encoded, validate=True).decode("utf-8")
        except ValueError:
            # The cause would show the secret.
            raise InvalidConfiguration(entry.name, "auth is not in base 64") from None
        username, _, password = pair.partition(":")
        password = password.rstrip("\0")
    return Credential(username, password) if username and password else None
