"""Options on how to talk to registries, and what they are turned into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import typer

from layers.errors import LayersError
from layers.registry.settings import RegistrySettings
from scanner.cli import options


@dataclass(frozen=True, kw_only=True)
class Registry:
    """The options of commands that talk to registries, and read no target."""

    registry_config: options.RegistryConfig = None
    no_engine_files: options.NoEngineFiles = False
    ca: options.Authority = None
    plain_http: options.PlainHttp = field(default_factory=list)

    def settings(self) -> RegistrySettings:
        """Return what the file and the flags say together, or end with a usage error."""
        file = self.registry_config
        said = _configured(file) if file else RegistrySettings()
        return replace(
            said,
            ca=self.ca or said.ca,
            plain_http=frozenset(self.plain_http),
            engine_files=said.engine_files and not self.no_engine_files,
        )


def _configured(file: str) -> RegistrySettings:
    from layers.registry.configuration import read_configuration

    try:
        return read_configuration(file)
    except LayersError as error:
        raise typer.BadParameter(str(error), param_hint="--registry-config") from error
