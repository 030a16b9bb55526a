"""Images and containers inside a running engine: Docker, or podman, whose socket speaks its API.

An engine gives an image as ``docker save`` writes it, and a container's file system as one tar
stream. Both are read as they come by; nothing is kept of them on a disk or as a whole in memory.
"""

from __future__ import annotations

import os
import re
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from socket import AF_UNIX, socket
from typing import TYPE_CHECKING, Final

from layers.archive import archived_image
from layers.errors import CorruptStream, UnreadableImage
from layers.note import Note
from layers.root_archive import read_root, root_image
from layers.stream import CHUNK_BYTES, CountedStream
from layers.streamed_archive import StreamedFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker import DockerClient
    from docker.models.containers import Container

    from layers.image import Image, ReadOptions

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/@-]*")
PATIENCE_SECONDS: Final = 600
"""How long an engine may say nothing: Docker before 25 writes an image to its disk first."""
ANY_VERSION: Final = "1.24"
"""Of the API, where a question does without."""
PIECE_BYTES: Final = 4 * CHUNK_BYTES
UNIX: Final = "unix://"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    """A kind of engine."""

    name: str
    prefix: str
    variable: str
    """What says where it listens."""
    sockets: tuple[str, ...]
    """Where it does by default: the user's own, and that of the system."""

    def address(self) -> str:
        """Return where it listens."""
        if address := os.environ.get(self.variable):
            return address
        runtime = os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}")
        sockets = [path.format(XDG_RUNTIME_DIR=runtime) for path in self.sockets]
        found = [path for path in sockets if os.path.exists(path)]  # noqa: PTH110 - never raises
        return UNIX + (found or sockets[-1:])[0]


DOCKER: Final = _Engine(
    name="Docker",
    prefix="docker",
    variable="DOCKER_HOST",
    sockets=("{XDG_RUNTIME_DIR}/docker.sock", "/var/run/docker.sock"),
)
PODMAN: Final = _Engine(
    name="podman",
    prefix="podman",
    variable="CONTAINER_HOST",
    sockets=("{XDG_RUNTIME_DIR}/podman/podman.sock", "/run/podman/podman.sock"),
)


def listeners() -> Iterator[tuple[str, str, bool | None]]:
    """Yield each engine, where it listens and whether it does; None for what is in a network.

    Nobody is asked but sockets of this machine, and these only whether they are there.
    """
    for engine in (DOCKER, PODMAN):
        address = engine.address()
        answers = _listens(address) if address.startswith(UNIX) else None
        yield engine.name, _without_secrets(address), answers


@contextmanager
def open_docker(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an image of Docker, by its name, its ID or its digest."""
    with _connected(DOCKER, location) as client:
        yield _image(client, DOCKER, location, options)


@contextmanager
def open_podman(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an image of podman, by its name, its ID or its digest."""
    with _connected(PODMAN, location) as client:
        yield _image(client, PODMAN, location, options)


@contextmanager
def open_docker_container(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open the file system of a container of Docker, running or not, by its name or ID."""
    with _connected(DOCKER, location) as client:
        yield _container(client, DOCKER, location, options)


@contextmanager
def open_podman_container(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open the file system of a container of podman, running or not, by its name or ID."""
    with _connected(PODMAN, location) as client:
        yield _container(client, PODMAN, location, options)


@contextmanager
def _connected(engine: _Engine, location: str) -> Iterator[DockerClient]:
    """Give a connection; what goes wrong with it becomes an UnreadableImage."""
    from docker.errors import APIError, DockerException, NotFound

    if not NAME.fullmatch(location) or ".." in location:
        raise UnreadableImage(location, f"not a name or an ID in {engine.name}")
    address = engine.address()
    try:
        client = _client(engine, address)
    except (DockerException, OSError) as error:
        where = f"{engine.name} does not answer at {_without_secrets(address)}"
        reason = f"{where}; start it, or say in {engine.variable} where it listens"
        raise UnreadableImage(location, reason) from error
    try:
        yield client
    except NotFound as error:
        raise UnreadableImage(location, f"{engine.name} has nothing of this name") from error
    except APIError as error:
        raise UnreadableImage(location, f"{engine.name}: {error.explanation}") from error
    finally:
        client.close()


def _client(engine: _Engine, address: str) -> DockerClient:
    """Return a connection to an engine that answers, of the version that it speaks."""
    from docker import DockerClient
    from docker.utils import kwargs_from_env

    # The SDK would find out both by itself, but leave its sockets open if nobody answers.
    if address.startswith(UNIX):
        _probe(address)
    secured = kwargs_from_env() if engine is DOCKER else {}
    choices = {**secured, "base_url": address, "timeout": PATIENCE_SECONDS}
    with closing(DockerClient(version=ANY_VERSION, **choices)) as unversioned:
        version = unversioned.version(api_version=False)["ApiVersion"]
    return DockerClient(version=version, **choices)


def _listens(address: str) -> bool:
    try:
        _probe(address)
    except OSError:
        return False
    return True


def _probe(address: str) -> None:
    """Connect to a socket of this machine; raise OSError if nobody listens."""
    with socket(AF_UNIX) as probe:
        probe.connect(address.removeprefix(UNIX))


def _image(client: DockerClient, engine: _Engine, location: str, options: ReadOptions) -> Image:
    found = client.images.get(location)
    options.progress.begin(1, int(found.attrs.get("Size") or 0))
    stream = CountedStream(_Chunks(found.save(PIECE_BYTES)), options.progress.advance)
    wanted = replace(options, name=None)
    try:
        image = archived_image(location, StreamedFiles(stream, wanted), wanted)
    except (CorruptStream, OSError) as error:
        raise UnreadableImage(location, f"what {engine.name} sent: {error}") from error
    return replace(image, source=engine.prefix, names=tuple(sorted(found.tags)))


def _container(client: DockerClient, engine: _Engine, location: str, options: ReadOptions) -> Image:
    found = client.containers.get(location)
    read = partial(read_root, location, lambda: _Chunks(found.export(PIECE_BYTES)), options)
    image = root_image(location, f"{engine.prefix}-container", read, notes=_mounts(found))
    return replace(image, names=(str(found.name),))


def _mounts(container: Container) -> tuple[Note, ...]:
    """Note what a container sees and an engine leaves out."""
    places = {str(mount.get("Destination", "")) for mount in container.attrs.get("Mounts") or ()}
    reason = "a volume or a directory of the host, left out"
    return tuple(Note(place.strip("/"), reason) for place in sorted(places))


def _without_secrets(address: str) -> str:
    """Return an address without a user's name and password."""
    scheme, separator, rest = address.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"


class _Chunks:
    """The stream of what an engine sends piece by piece."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = b""
        self._position = 0

    def read(self, size: int) -> bytes:
        while self._position >= len(self._piece):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece, self._position = piece, 0
        data = self._piece[self._position : self._position + size]
        self._position += len(data)
        return data
