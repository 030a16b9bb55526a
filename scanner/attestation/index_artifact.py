"""An index of advisories in a registry: an artifact with the file, its details and its signature.

Whoever may push to a registry could put any index there, and so what is pulled is believed only as
far as a key says; but it is one that can be read, whole, and not older than the one in its place.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from layers.artifact import CREATED, EMPTY, EMPTY_TYPE, fields_of, json_of
from layers.digest import Digest
from layers.errors import InvalidManifest
from layers.manifest import OCI_MANIFEST, Descriptor, Manifest, parse_manifest
from layers.registry.engine_file import with_engine_files
from layers.registry.publisher import Publisher
from layers.registry.repository import Repository
from layers.sources.registry import DEFAULT_TAG
from scanner.advisories.detail_file import check_edition, detail_location
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.schema import FORMAT
from scanner.advisories.update import locked
from scanner.attestation.file_signature import signature_location, verify_file
from scanner.errors import UnreadableAdvisories, UnwritableOutput

if TYPE_CHECKING:
    from layers import Limits, Reference
    from layers.registry.settings import RegistrySettings
    from scanner.attestation.key import VerifyingKey

ARTIFACT: Final = f"application/vnd.lading.advisories.v{FORMAT}"
PARTS: Final = {
    f"{ARTIFACT}.detail.sqlite3": detail_location,
    f"{ARTIFACT}.signature": signature_location,
    f"{ARTIFACT}.index.sqlite3": Path,
}
"""Media types, and where what is of each belongs; the index last, for it knows its details."""
INDEX: Final = f"{ARTIFACT}.index.sqlite3"
TITLE: Final = "org.opencontainers.image.title"
MAX_BYTES: Final = 1 << 30
"""Of one file; it is held in memory."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a registry an index is, and how to talk to that."""

    reference: Reference
    settings: RegistrySettings
    limits: Limits

    @property
    def tag(self) -> str:
        """The tag that it has there."""
        return self.reference.tag or DEFAULT_TAG


def push_index(location: Path, place: Place) -> str:
    """Have an index in a registry, with what is beside it, and return the name that it has there.

    Raises:
        UnreadableAdvisories: if it is damaged, or the details are not its own.
        LayersError: if the registry does not take it.

    """
    check_edition(location)
    with AdvisoryIndex.opened(location) as index:
        said = {CREATED: f"{index.date}T00:00:00Z"} if index.date else {}
    settings = with_engine_files(place.settings, place.reference)
    with closing(Publisher(place.reference, settings, place.limits)) as publisher:
        layers = [
            Descriptor(
                media_type=media_type,
                digest=publisher.blob(data),
                size=len(data),
                annotations=((TITLE, file.name),),
            )
            for media_type, beside in PARTS.items()
            for file in (beside(location),)
            if file.exists()
            for data in (file.read_bytes(),)
        ]
        empty = Descriptor(media_type=EMPTY_TYPE, digest=publisher.blob(EMPTY), size=len(EMPTY))
        manifest = json_of(
            {
                "schemaVersion": 2,
                "mediaType": OCI_MANIFEST,
                "artifactType": ARTIFACT,
                "config": fields_of(empty),
                "layers": list(map(fields_of, layers)),
                "annotations": said,
            }
        )
        publisher.manifest(place.tag, OCI_MANIFEST, manifest)
    return f"{place.reference.name}@{Digest.of(manifest)}"


def pull_index(
    location: Path, place: Place, *, key: VerifyingKey | None = None, force: bool = False
) -> bool:
    """Have the index of a registry in its place here; tell whether it is another one than before.

    Raises:
        UpdateRunning: if somebody else changes the one that is here.
        UnreadableAdvisories: if there is none that can be used, or only an older one.
        UntrustedAttestation: if it is not signed with the key.
        LayersError: if it cannot be had.

    """
    settings = with_engine_files(place.settings, place.reference)
    with (
        locked(location),
        closing(Repository(place.reference, settings, place.limits)) as repository,
    ):
        layers = _layers(repository, place)
        try:
            if key is None and _is_there(location, layers):
                return False
            with TemporaryDirectory(prefix=".lading-", dir=location.parent) as name:
                draft = Path(name) / location.name
                for kind, layer in layers.items():
                    PARTS[kind](draft).write_bytes(repository.content(layer.digest, layer.size))
                _check(draft, location, key, force=force)
                for beside in PARTS.values():
                    _put(beside(draft), beside(location))
        except OSError as error:
            raise UnwritableOutput(str(location), error) from error
    return True


def _layers(repository: Repository, place: Place) -> dict[str, Descriptor]:
    """Return what leads to each part that there is, in the order in which they are put in place."""
    digest, name = place.reference.digest, str(place.reference)
    document = repository.manifest(digest) if digest else repository.tagged(place.tag)
    try:
        manifest = parse_manifest(name, document.data, repository.limits)
    except InvalidManifest as error:
        raise UnreadableAdvisories(name, error.reason) from error
    found = manifest.layers if isinstance(manifest, Manifest) else ()
    layers = {each.media_type: each for each in found if each.media_type in PARTS}
    if INDEX not in layers:
        raise UnreadableAdvisories(name, "no index for this version of Lading")
    if any(each.size > MAX_BYTES for each in layers.values()):
        raise UnreadableAdvisories(name, f"more than {MAX_BYTES:,} bytes")
    return {kind: layers[kind] for kind in PARTS if kind in layers}


def _is_there(location: Path, layers: dict[str, Descriptor]) -> bool:
    return all(
        _digest(beside(location)) == (layers[kind].digest if kind in layers else None)
        for kind, beside in PARTS.items()
    )


def _digest(file: Path) -> Digest | None:
    if not file.exists():
        return None
    with file.open("rb") as stream:
        return Digest("sha256", hashlib.file_digest(stream, "sha256").hexdigest())


def _check(draft: Path, location: Path, key: VerifyingKey | None, *, force: bool) -> None:
    """Refuse what nobody signed, what is not whole, and what is older than what is there."""
    if key is not None:
        verify_file(draft, key)
    check_edition(draft)
    date = _date(draft)
    before = _date(location)
    if date < before and not force:
        reason = f"of {date}, and so older than what is there, of {before}; --force takes it"
        raise UnreadableAdvisories(str(location), reason)


def _date(location: Path) -> str:
    """Return of when an index is; nothing if it cannot be used, and so is worth nothing."""
    try:
        with AdvisoryIndex.opened(location) as index:
            return index.date
    except UnreadableAdvisories:
        return ""


def _put(draft: Path, file: Path) -> None:
    """Have a file in its place, or none where there is none."""
    if draft.exists():
        draft.replace(file)
    else:
        file.unlink(missing_ok=True)
