"""What is attached to an image, after the distribution specification 1.1.

A registry that knows of it answers at ``referrers/<digest>``. For others, whoever attaches
something writes it down: in an index with the tag ``sha256-<hex>``. What its entries say of the
type is not to be relied on (cosign 2.5 wrote a wrong one), so each manifest is read itself.
"""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Final

from layers.artifact import EMPTY, fields_of, json_of
from layers.errors import InvalidDigest, InvalidManifest, LimitExceeded
from layers.manifest import OCI_INDEX, OCI_MANIFEST, Descriptor, Index, Manifest, parse_manifest
from layers.registry.address import Address, InvalidAddress
from layers.registry.body import body_of
from layers.registry.errors import InvalidResponse, RequestFailed
from layers.registry.repository import NOT_FOUND
from layers.registry.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.artifact import Artifact
    from layers.digest import Digest
    from layers.limits import Limits
    from layers.registry.connection import Response
    from layers.registry.publisher import Publisher
    from layers.registry.repository import Document, Repository

logger = logging.getLogger(__name__)

NO_REFERRERS: Final = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": []}
MAX_PAGES: Final = 100
MAX_LINK_CHARACTERS: Final = 4096
WITHOUT: Final = frozenset((404, 405))
"""Statuses of registries that know nothing of what is attached."""
UNREADABLE: Final = (RequestFailed, InvalidManifest, InvalidDigest, LimitExceeded)
"""What is wrong with one of several, and no reason to do without the others."""
_NEXT: Final = re.compile(r"<([^<>]*)>\s*;[^,]*\brel\s*=\s*\"?next\b")


def referrers_tag(subject: Digest) -> str:
    """Return the tag of the index with what is attached to an image."""
    return f"{subject.algorithm[:32]}-{subject.hex[:64]}"


def attach(publisher: Publisher, artifact: Artifact) -> Digest:
    """Have an artifact in a repository, where its subject leads to it, and return its digest.

    Its layer has to be there.

    Raises:
        RegistryError: if the registry does not take it.
        InvalidManifest: if the tag for what is attached stands for something else.

    """
    publisher.blob(EMPTY)
    entry, subject = artifact.entry, artifact.subject.digest
    response = publisher.manifest(str(entry.digest), OCI_MANIFEST, artifact.manifest)
    if response.header("OCI-Subject") == str(subject):
        return entry.digest
    logger.debug("%s: knows no referrers; they are listed with a tag", response.host)
    limits = publisher.repository.limits

    def changed(current: Document | None) -> bytes | None:
        if current is None:
            return json_of({**NO_REFERRERS, "manifests": [fields_of(entry)]})
        index = _index(f"referrers of {subject}", current.data, limits)
        if any(entry.digest == other.digest for other in index.manifests):
            return None
        fields = json.loads(current.data)
        return json_of({**fields, "manifests": [*fields["manifests"], fields_of(entry)]})

    publisher.change(referrers_tag(subject), OCI_INDEX, changed)
    return entry.digest


def referrers_of(repository: Repository, subject: Digest) -> Iterator[Manifest]:
    """Yield what is attached to an image, and is about that one and no other, in no order.

    Raises:
        RegistryError: if it can't be had.
        InvalidManifest: if the list of it breaks its specification.
        LimitExceeded: if there is more of it than we read.

    """
    for entry in _listed(repository, subject):
        try:
            document = repository.manifest(entry.digest)
            manifest = parse_manifest(str(entry.digest), document.data, repository.limits)
        except UNREADABLE as error:
            if isinstance(error, RequestFailed) and error.status != NOT_FOUND:
                raise
            logger.warning("%s; it is listed as attached to %s, and left out", error, subject)
            continue
        if not isinstance(manifest, Manifest):
            continue
        if manifest.subject is None or manifest.subject.digest != subject:
            logger.warning("%s is not attached to %s, but listed so", entry.digest, subject)
            continue
        yield manifest


def _listed(repository: Repository, subject: Digest) -> tuple[Descriptor, ...]:
    """Return what is said to be attached, by the registry or with the tag."""
    entries: dict[Digest, Descriptor] = {}
    for index in _pages(repository, subject):
        entries |= {entry.digest: entry for entry in index.manifests}
        if len(entries) > repository.limits.max_index_entries:
            raise LimitExceeded("max_index_entries", repository.limits.max_index_entries)
    return tuple(entries.values())


def _pages(repository: Repository, subject: Digest) -> Iterator[Index]:
    """Yield the parts of the list."""
    name, limits = f"referrers of {subject}", repository.limits
    place = repository.primary.address(f"referrers/{subject}")
    for number in range(MAX_PAGES):
        try:
            response = _answer(repository, place)
        except RequestFailed as error:
            if number or error.status not in WITHOUT:
                raise
            current = repository.current(referrers_tag(subject))
            if current is not None:
                yield _index(name, current.data, limits)
            return
        data = body_of(response, limits.max_document_bytes, repository.settings.clock)
        response.close()
        yield _index(name, data, limits)
        following = _next_place(response, place)
        if following is None:
            return
        place = following
    raise LimitExceeded("max_index_entries", limits.max_index_entries)


def _answer(repository: Repository, place: Address) -> Response:
    request = Request("GET", place, {"Accept": OCI_INDEX})
    return repository.client.settle(
        repository.primary, lambda: repository.client.send(repository.primary, request)
    )


def _next_place(response: Response, place: Address) -> Address | None:
    """Return where the list goes on (RFC 8288), which is at the same place of the same host."""
    match = _NEXT.search(response.header("Link")[:MAX_LINK_CHARACTERS])
    if not match:
        return None
    try:
        found = Address.parse(match[1], place)
    except InvalidAddress as error:
        raise InvalidResponse(response.host, "a list that goes on nowhere") from error
    if (found.origin, found.path) != (place.origin, place.path):
        raise InvalidResponse(response.host, "a list that goes on elsewhere")
    return found


def _index(name: str, data: bytes, limits: Limits) -> Index:
    index = parse_manifest(name, data, limits)
    if isinstance(index, Manifest):
        raise InvalidManifest(name, "a manifest, where an index is expected")
    return index
