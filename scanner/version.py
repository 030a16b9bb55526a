"""The version of Lading, for builds and for ``lading --version``."""

VERSION = "0.1.0"
