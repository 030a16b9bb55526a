"""The options of every command that reads a target, as one value, and what they are turned into."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from functools import update_wrapper
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from layers.errors import LayersError
from layers.image import Verification
from layers.limits import GIB, KIB, MIB, Limits
from layers.reference import Platform
from layers.store import DirectoryStore, NoStore
from scanner.cli import options, resolving_options
from scanner.cli.registry_options import Registry
from scanner.errors import UnusableDecision
from scanner.model.component import MATCHED, State
from scanner.resolve.resolver import Resolving
from scanner.settings import Settings

if TYPE_CHECKING:
    from layers.registry.settings import RegistrySettings
    from scanner.licenses.decided.curation import Curation

CACHE_BYTES = 2 * GIB
_GROUP = Parameter.KEYWORD_ONLY
MULTIPLES = {"K": KIB, "M": MIB, "G": GIB}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The options of every command that reads a target (see :func:`reads`)."""

    platform: options.WantedPlatform = None
    all_platforms: options.AllPlatforms = False
    image: options.WantedImage = None
    registry_config: options.RegistryConfig = None
    no_engine_files: options.NoEngineFiles = False
    ca: options.Authority = None
    plain_http: options.PlainHttp = field(default_factory=list)
    strict: options.Strict = False
    no_verify: options.NoVerify = False
    verify: options.Verify = False
    coverage: options.WantedCoverage = "full"
    included: options.Included = field(default_factory=list)
    all_layers: options.AllLayers = False
    curations: options.Curations = None
    resolve: resolving_options.Resolve = resolving_options.NONE
    python_version: resolving_options.PythonVersion = None
    python_platform: resolving_options.PythonPlatform = None
    index_url: resolving_options.IndexUrl = None
    allow_builds: resolving_options.AllowBuilds = False
    resolve_timeout: resolving_options.ResolveTimeout = 120
    limits: options.LimitChanges = field(default_factory=list)
    cache_dir: options.CacheDirectory = None
    no_cache: options.NoCache = False
    quiet: options.Quiet = False
    verbose: options.Verbose = False

    def settings(self) -> Settings:
        """Return what the options say, or end with a usage error."""
        if self.strict and self.no_verify:
            raise typer.BadParameter("--strict and --no-verify exclude each other.")
        if self.verify and self.coverage == "toc":
            raise typer.BadParameter("--verify and --coverage toc exclude each other.")
        if self.platform and self.all_platforms:
            raise typer.BadParameter("--platform and --all-platforms exclude each other.")
        return Settings(
            platform=_platform(self.platform),
            all_platforms=self.all_platforms,
            image=self.image,
            registry=self._registry(),
            verification=self._verification(),
            verify=self.verify,
            by_toc=self.coverage == "toc",
            included=_included(self.included),
            all_layers=self.all_layers or State.REMOVED.value in self.included,
            curations=_curations(self.curations) if self.curations else (),
            limits=_limits(self.limits),
            resolving=self._resolving(),
            store=NoStore() if self.no_cache else store_in(self.cache_dir),
        )

    def _registry(self) -> RegistrySettings:
        return Registry(
            registry_config=self.registry_config,
            no_engine_files=self.no_engine_files,
            ca=self.ca,
            plain_http=self.plain_http,
        ).settings()

    def _resolving(self) -> Resolving | None:
        if self.resolve == resolving_options.NONE:
            return None
        return Resolving(
            resolver=self.resolve,
            python=self.python_version,
            platform=self.python_platform,
            index=self.index_url,
            may_build=self.allow_builds,
            seconds=self.resolve_timeout,
        )

    def _verification(self) -> Verification:
        if self.strict:
            return Verification.STRICT
        return Verification.NONE if self.no_verify else Verification.DIGESTS


def reads(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of each group that it has a parameter for by keyword alone.

    A group is a dataclass, as :class:`Reading` is. Typer reads the options of a command from its
    signature, and has no groups of them.
    """
    parameters = signature(command, eval_str=True).parameters.values()
    groups = {each.name: each.annotation for each in parameters if each.kind is _GROUP}
    options_of = {
        name: signature(group, eval_str=True).parameters for name, group in groups.items()
    }

    def reading_command(**values: Any) -> None:  # noqa: ANN401 - as the signature below says
        for name, group in groups.items():
            values[name] = group(**{option: values.pop(option) for option in options_of[name]})
        command(**values)

    wanted = [each for each in parameters if each.kind is not _GROUP]
    for name, group in groups.items():
        wanted += map(_option, fields(group), options_of[name].values())
    by_keyword = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in wanted]
    update_wrapper(reading_command, command)
    vars(reading_command)["__signature__"] = Signature(by_keyword)
    reading_command.__annotations__ = {each.name: each.annotation for each in wanted}
    return reading_command


def _option(field: Field[object], parameter: Parameter) -> Parameter:
    factory = field.default_factory
    return parameter if factory is MISSING else parameter.replace(default=factory())


def store_in(directory: Path | None) -> DirectoryStore:
    """Return the store in a directory, by default the user's."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return DirectoryStore(directory or Path(home).expanduser() / "lading", CACHE_BYTES)


def _platform(text: str | None) -> Platform | None:
    try:
        return Platform.parse(text) if text else None
    except LayersError as error:
        raise typer.BadParameter(str(error), param_hint="--platform") from error


def _included(names: list[str]) -> frozenset[State]:
    if options.ALL_STATES in names:
        return frozenset(State)
    return MATCHED | {State(name) for name in names}


def _curations(file: Path) -> tuple[Curation, ...]:
    from scanner.decisions import load_curations

    try:
        return load_curations(file)
    except UnusableDecision as error:
        raise typer.BadParameter(str(error), param_hint="--curations") from error


def _limits(changes: list[str]) -> Limits:
    known = {field.name for field in fields(Limits)}
    changed: dict[str, int] = {}
    for change in changes:
        name, _, number = change.partition("=")
        digits = number.rstrip("".join(MULTIPLES))
        if name not in known or not digits.isdecimal() or len(number) - len(digits) > 1:
            raise typer.BadParameter(f"{change!r} is not NAME=NUMBER.", param_hint="--limit")
        changed[name] = int(digits) * MULTIPLES.get(number[-1], 1)
    return replace(Limits(), **changed)
