"""``lading sbom``: what is there, as a software bill of materials."""

from __future__ import annotations

from dataclasses import replace

import typer

from scanner.cli import options
from scanner.cli.output import creation_date, warn_of_gaps, write_files, write_report
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress


def sbom(
    target: options.Target,
    shown: options.DocumentFormat = None,
    outputs: options.Outputs = [],  # noqa: B006 - typer copies it
    platform: options.WantedPlatform = None,
    all_platforms: options.AllPlatforms = False,
    image: options.WantedImage = None,
    registry_config: options.RegistryConfig = None,
    no_engine_files: options.NoEngineFiles = False,
    ca: options.Authority = None,
    plain_http: options.PlainHttp = [],  # noqa: B006 - typer copies it
    strict: options.Strict = False,
    no_verify: options.NoVerify = False,
    verify: options.Verify = False,
    coverage: options.WantedCoverage = "full",
    included: options.Included = [],  # noqa: B006 - typer copies it
    all_layers: options.AllLayers = False,
    limits: options.LimitChanges = [],  # noqa: B006 - typer copies it
    cache_dir: options.CacheDirectory = None,
    no_cache: options.NoCache = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Write an SBOM of the Python distributions in TARGET."""
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.pipeline import scan

    set_up(verbose)
    settings = options.settings(
        platform=platform,
        all_platforms=all_platforms,
        image=image,
        registry=options.registry(registry_config, ca, plain_http, no_engine_files=no_engine_files),
        strict=strict,
        no_verify=no_verify,
        verify=verify,
        coverage=coverage,
        included=included,
        all_layers=all_layers,
        limits=limits,
        cache_dir=cache_dir,
        no_cache=no_cache,
    )
    with shown_progress(quiet) as progress:
        inventory = scan(target, replace(settings, progress=progress))
    report = Report(inventory=inventory, created=creation_date())
    write_files(outputs, report)
    if shown or not outputs:
        write_report(shown or options.DOCUMENT, report)
    warn_of_gaps(inventory)
    raise typer.Exit(exit_code(report, "never"))
