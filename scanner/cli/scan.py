"""``lading scan``: what is there, and which known vulnerabilities it has.

Of a target with several images each has a report. A document is about one of them.
"""

from __future__ import annotations

from dataclasses import replace

import typer

from scanner.cli import options
from scanner.cli.output import creation_date, warn_of_gaps, write_files, write_report
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress


def scan(
    target: options.Target,
    shown: options.Format = options.TERMINAL,
    outputs: options.Outputs = [],  # noqa: B006 - typer copies it
    fail_on: options.FailOn = "any",
    os_packages: options.SystemPackages = "leave",
    match_unreleased: options.Unreleased = False,
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
    """Report the Python distributions in TARGET, and their known vulnerabilities."""
    from scanner.advisories.index import AdvisoryIndex
    from scanner.match.policy import exit_code
    from scanner.pipeline import audit, scan_all
    from scanner.pipeline import scan as inventory_of

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
    settings = replace(
        settings, match_owned=os_packages == "match", match_unreleased=match_unreleased
    )
    is_document = shown != options.TERMINAL or bool(outputs)
    with AdvisoryIndex.opened() as index:
        with shown_progress(quiet) as progress:
            settings = replace(settings, progress=progress)
            found = (inventory_of(target, settings),) if is_document else scan_all(target, settings)
        reports = [
            audit(
                inventory,
                index,
                creation_date(),
                match_owned=settings.match_owned,
                match_unreleased=settings.match_unreleased,
            )
            for inventory in found
        ]
    for report in reports:
        write_files(outputs, report)
        write_report(shown, report)
        warn_of_gaps(report.inventory)
    # Incomplete outweighs findings, as it does for one image.
    raise typer.Exit(max(exit_code(report, fail_on) for report in reports))
