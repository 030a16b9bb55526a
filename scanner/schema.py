"""The official schemas of SBOMs, as far as they are installed (``lading[validate]``).

Those of CycloneDX come with ``cyclonedx-python-lib``, those of SPDX with ``lib4sbom``: neither is
imported. JSON is checked by ``jsonschema-rs``, in Rust, for others take a second for each thousand
lines; XML by ``lxml``, after our own reader has refused whatever declares an entity.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_ERRORS: Final = 20
EXTRA: Final = "validate"
CYCLONEDX: Final = "cyclonedx-python-lib"
SPDX: Final = "lib4sbom"
_CYCLONEDX_VERSION: Final = re.compile(
    rb"""cyclonedx\.org/schema/bom/(1\.[0-9])|"specVersion"\s*:\s*"(1\.[0-9])\""""
)
_SPDX_VERSION: Final = re.compile(rb'"spdxVersion"\s*:\s*"SPDX-(2\.[0-9])"')


def schema_errors(name: str, data: bytes) -> Iterator[str]:
    """Yield what the schema of a format has against a document, the first of them.

    Raises:
        MissingExtra: if what it takes is not installed.

    """
    match name:
        case "cyclonedx-xml":
            errors = _xml_errors(
                data, f"bom-{_version(_CYCLONEDX_VERSION, data, '1.6')}.SNAPSHOT.xsd"
            )
        case "cyclonedx-json":
            version = _version(_CYCLONEDX_VERSION, data, "1.6")
            errors = _json_errors(data, CYCLONEDX, f"bom-{version}.SNAPSHOT.schema.json")
        case "spdx-json":
            version = _version(_SPDX_VERSION, data, "2.3")
            errors = _json_errors(data, SPDX, f"{version}-schema.json")
        case "spdx-3-json":
            errors = _json_errors(data, SPDX, "3.0-schema.json")
        case _:  # tag-value has a grammar, and no schema; that of Syft is not shipped
            return iter(())
    return islice(errors, MAX_ERRORS)


def _version(pattern: re.Pattern[bytes], data: bytes, otherwise: str) -> str:
    match = pattern.search(data)
    found = match and next(filter(None, match.groups()), None)
    return found.decode() if found else otherwise


def _schema(package: str, name: str) -> Path:
    """Return where a schema is, in a package that need not be imported for it."""
    try:
        files = distribution(package).files or ()
    except PackageNotFoundError as error:
        raise MissingExtra(EXTRA, package) from error
    place = next((file for file in files if file.name == name), None)
    if place is None:
        raise MissingExtra(EXTRA, f"{package} with {name}")
    return place.locate()  # type: ignore[return-value] # of what is installed it is a path


def _json_errors(data: bytes, package: str, name: str) -> Iterator[str]:
    schema = _schema(package, name)
    try:
        import jsonschema_rs
    except ImportError as error:
        raise MissingExtra(EXTRA, "jsonschema-rs") from error
    beside = [
        (f"http://cyclonedx.org/schema/{path.name}", json.loads(path.read_text("utf-8")))
        for path in schema.parent.glob("*.SNAPSHOT.schema.json")
    ]
    validator = jsonschema_rs.validator_for(
        json.loads(schema.read_text("utf-8")),
        registry=jsonschema_rs.Registry(beside) if beside else None,
        validate_formats=True,
    )
    for fault in validator.iter_errors(json.loads(data)):
        place = "".join(f"/{step}" for step in fault.instance_path)
        yield f"{place or '/'}: {fault.message:.300}"


def _xml_errors(data: bytes, name: str) -> Iterator[str]:
    schema = _schema(CYCLONEDX, name)
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtra(EXTRA, "lxml") from error
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    official = etree.XMLSchema(etree.parse(schema, parser))
    official.validate(etree.fromstring(data, parser))
    for fault in list(official.error_log):  # type: ignore[call-overload] # it has no types
        yield f"line {fault.line}: {fault.message:.300}"
