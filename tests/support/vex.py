"""VEX documents of three formats, and what they say, in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.vex.statement import Product, Standpoint, Statement, product_of
from testdata.images.writer import encoded

if TYPE_CHECKING:
    from scanner.metadata.vex.document import VexDocument

IDNA = "pkg:pypi/idna@3.4"
CVE = "CVE-2024-3651"
TIME = "2026-01-31T12:00:00Z"
UTC = "2026-01-31T12:00:00.000000+00:00"


def openvex(*statements: object, **changes: object) -> bytes:
    """Return an OpenVEX document."""
    return encoded(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": "https://vex.test/1",
            "author": "Ada",
            "timestamp": TIME,
            "version": 1,
            "statements": list(statements),
            **changes,
        }
    )


def said(
    status: str = "not_affected", *products: str | dict[str, object], **changes: object
) -> dict[str, object]:
    """Return a statement of OpenVEX, which says why something is not affected."""
    why = {"justification": "component_not_present"} if status == "not_affected" else {}
    return {
        "vulnerability": {"name": CVE},
        "products": [{"@id": each} if isinstance(each, str) else each for each in products]
        or [{"@id": IDNA}],
        "status": status,
        **why,
        **changes,
    }


def csaf(vulnerability: object, **tree: object) -> bytes:
    """Return a CSAF document, whose products are called A (idna 3.4) and IMAGE."""
    products = [
        named("A", IDNA),
        named("IMAGE", f"pkg:oci/shop@sha256:{'a' * 64}"),
    ]
    return encoded(
        {
            "document": {
                "category": "csaf_vex",
                "publisher": {"name": "Ada"},
                "tracking": {"current_release_date": TIME},
            },
            "product_tree": {"full_product_names": products, **tree},
            "vulnerabilities": [vulnerability],
        }
    )


def named(identifier: str, purl: str) -> dict[str, object]:
    """Return a product of CSAF."""
    return {
        "product_id": identifier,
        "name": f"product {identifier}",
        "product_identification_helper": {"purl": purl},
    }


def cyclonedx(*vulnerabilities: object, **changes: object) -> bytes:
    """Return a CycloneDX document with the component ``a`` (idna 3.4)."""
    return encoded(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "metadata": {"timestamp": TIME, "authors": [{"name": "Ada"}]},
            "components": [{"bom-ref": "a", "name": "idna", "version": "3.4", "purl": IDNA}],
            "vulnerabilities": list(vulnerabilities),
            **changes,
        }
    )


def analysed(state: str, ref: str = "a", **changes: object) -> dict[str, object]:
    """Return a vulnerability of CycloneDX."""
    return {"id": CVE, "analysis": {"state": state}, "affects": [{"ref": ref}], **changes}


def statement(
    *products: Product | str, standpoint: Standpoint = Standpoint.NOT_AFFECTED, **changes: object
) -> Statement:
    """Return a statement on one vulnerability of idna."""
    found = [product_of(each) if isinstance(each, str) else each for each in products or (IDNA,)]
    value = Statement(
        names=frozenset((CVE,)),
        standpoint=standpoint,
        products=tuple(found),
        source="vex.json:1",
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def reasons(document: VexDocument) -> list[str]:
    """Return why what is in the place of statements is none."""
    return [each.reason for each in document.malformed]


VEX: Final = (
    openvex(said(), said("fixed", {"identifiers": {"purl": IDNA}, "subcomponents": [{}]})),
    cyclonedx(analysed("not_affected", affects=[{"ref": "a", "versions": [{"range": "x"}]}])),
    csaf(
        {"cve": CVE, "product_status": {"fixed": ["A"]}, "flags": [{"product_ids": ["A"]}]},
        branches=[{"branches": [{"product": {}}]}],
        relationships=[{"product_reference": "A", "full_product_name": {}}],
        product_groups=[{"group_id": "G", "product_ids": ["A"]}],
    ),
)
"""A document of each format, with a little of everything."""
