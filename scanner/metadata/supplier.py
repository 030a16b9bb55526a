"""Who answers for a distribution (BSI TR-03183-2, 5.2.2: a creator, by an address or else a URL).

Whoever maintains it comes before whoever wrote it. Without a name, the account is one that the
repository belongs to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.party import is_read
from scanner.metadata.repository import SOURCE_LABEL, repository_in
from scanner.model.contact import Kind, Supplier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.model.component import Link
    from scanner.model.contact import Contact

_ASKING: Final = (
    SOURCE_LABEL,
    re.compile("issue|bug|track", re.IGNORECASE),
    re.compile("home", re.IGNORECASE),
)
"""Labels of places to ask at, the best first, where no address tells which they are."""


def supplier_of(contacts: Sequence[Contact], links: Sequence[Link]) -> Supplier | None:
    """Return who answers for a distribution; contacts come with the maintainers first."""
    repository = repository_in(links)
    url = repository[0].removesuffix(".git") if repository else _place_to_ask(links)
    chosen = next((contact for contact in contacts if contact.name), None)
    if chosen:
        email = _address(contacts, chosen)
        return Supplier(name=chosen.name, kind=chosen.kind, email=email, url=None if email else url)
    email = next((each.email for each in contacts if each.email and is_read(each.email)), None)
    account = repository["account"] if repository else None
    if not account and not contacts:
        return None
    return Supplier(
        name=account,
        kind=Kind.ORGANIZATION if account else contacts[0].kind,
        email=email,
        url=None if email else url,
        is_guess=account is not None,
    )


def _address(contacts: Sequence[Contact], chosen: Contact) -> str | None:
    """Return an address that is theirs, or nobody else's who has their role."""
    for each in (chosen, *contacts):
        is_theirs = each is chosen or (each.role is chosen.role and each.name is None)
        if is_theirs and each.email and is_read(each.email):
            return each.email
    return None


def _place_to_ask(links: Sequence[Link]) -> str | None:
    urls = (
        link.url
        for label in _ASKING
        for link in links
        if label.search(link.label) and link.url.startswith(("https://", "http://"))
    )
    return next(urls, None)
