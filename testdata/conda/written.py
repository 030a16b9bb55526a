"""What the tools write and read; :mod:`testdata.conda.record` runs it where they are installed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conda_lock.conda_lock import render_lockfile_for_platform
from conda_lock.lockfile import write_conda_lock_file
from conda_lock.lockfile.v1.models import HashModel, LockMeta
from conda_lock.lockfile.v2prelim.models import LockedDependency, Lockfile
from conda_lock.models.channel import Channel
from rattler import (
    BuildString,
    LockFile,
    MatchSpec,
    PackageRecord,
    RepoDataRecord,
    Version,
    VersionSpec,
)
from rattler.lock import LockChannel, LockPlatform

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
FORGE: Final = "https://conda.anaconda.org/conda-forge"
VERSIONS: Final = (
    *("1", "1.0", "1.0a", "1.0a1", "1.0rc1", "1.0.dev1", "1.0dev", "1.0.post1", "1.0post1", "1.1"),
    *("1.10", "1.2", "2.0b1", "1!0.5", "2024.1.1", "1.0+cu118", "1.0+cu12", "1.2.3", "1.2.3a"),
    *("0.4.1", "1_2", "9e", "1.26.4", "1.26", "1.260"),
)
OPERATORS: Final = ("==", "!=", "<", "<=", ">", ">=", "=", "~=")
SPECIFIERS: Final = (
    *(operator + version for operator in OPERATORS for version in VERSIONS),
    *(f"{version}.*" for version in VERSIONS),
    *(">=1,<2", "1.0|1.2", ">=1.2,<1.10|2.*", "!=1.0.*", "*"),
)
WHEEL: Final = "https://files.pythonhosted.org/packages/70/8e/requests-2.31.0-py3-none-any.whl"
PACKAGES: Final = (
    ("linux-64/numpy-1.26.4-py312heda63a1_0.conda", ("python >=3.12,<3.13.0a0",)),
    ("linux-64/openssl-3.2.1-hd590300_0.conda", ()),
    ("linux-64/python-3.12.1-hab00c5b_1_cpython.conda", ("openssl >=3.2.0,<4.0a0", "__glibc >=2")),
    ("noarch/tzdata-2024a-h0c530f3_0.tar.bz2", ()),
    ("win-64/python-3.12.1-h2628c8c_1_cpython.conda", ("tzdata",)),
)
PLATFORMS: Final = ("linux-64", "win-64")


def digest(algorithm: str, url: str) -> bytes:
    """Return a digest for a file that there is not."""
    return hashlib.new(algorithm, url.encode()).digest()


def parts(path: str) -> tuple[str, str, str, str]:
    """Return platform, name, version and build."""
    subdir, _, file = path.partition("/")
    stem = file.removesuffix(".conda").removesuffix(".tar.bz2")
    name, version, build = stem.rsplit("-", 2)
    return subdir, name, version, build


def is_for(subdir: str, platform: str) -> bool:
    """Tell whether a package can be installed on a platform."""
    return subdir in {platform, "noarch"}


def write_pixi_lock() -> None:
    """Have rattler write a lockfile in its newest version."""
    platforms = {name: LockPlatform(name) for name in PLATFORMS}
    lock = LockFile(list(platforms.values()))
    for environment in ("default", "test"):
        lock.set_channels(environment, [LockChannel(f"{FORGE}/")])
        for path, depends in PACKAGES:
            subdir, name, version, build = parts(path)
            url = f"{FORGE}/{path}"
            record = PackageRecord(
                name,
                version,
                BuildString(build),
                0,
                subdir,
                depends=list(depends),
                sha256=digest("sha256", url),
                md5=digest("md5", url),
                noarch="generic" if subdir == "noarch" else None,
            )
            found = RepoDataRecord(record, path.rpartition("/")[2], url, FORGE)
            for platform in PLATFORMS[: 2 if environment == "default" else 1]:
                if is_for(subdir, platform):
                    lock.add_conda_package(environment, platforms[platform], found)
    linux = platforms["linux-64"]
    lock.add_pypi_package("default", linux, "requests", "2.31.0", WHEEL)
    place = f"git+https://github.com/acme/tool.git?tag=v1#{'0123456789' * 4}"
    lock.add_pypi_package("test", linux, "tool", "1.0", place)
    lock.add_pypi_package("test", linux, "lib", "0.1", "./lib")
    lock.to_path(HERE / "pixi-7/pixi.lock")


def locked() -> Iterator[LockedDependency]:
    """Yield packages as conda-lock has them."""
    for platform in PLATFORMS:
        for path, depends in PACKAGES:
            subdir, name, version, _ = parts(path)
            url = f"{FORGE}/{path}"
            if is_for(subdir, platform):
                yield LockedDependency(
                    name=name,
                    version=version,
                    manager="conda",
                    platform=platform,
                    dependencies={
                        name: versions
                        for name, _, versions in (each.partition(" ") for each in depends)
                    },
                    url=url,
                    hash=HashModel(
                        md5=digest("md5", url).hex(), sha256=digest("sha256", url).hex()
                    ),
                    categories={"dev", "docs"} if name == "numpy" else {"main"},
                )
    yield LockedDependency(
        name="requests",
        version="2.31.0",
        manager="pip",
        platform="linux-64",
        dependencies={"numpy": "*", "chardet": ">=3"},
        url=WHEEL,
        hash=HashModel(sha256=digest("sha256", WHEEL).hex()),
        categories={"main"},
    )


def write_conda_lock() -> None:
    """Have conda-lock write a lockfile, and lists for conda."""
    metadata = LockMeta(
        content_hash=dict.fromkeys(PLATFORMS, "0" * 64),
        channels=[Channel.from_string("conda-forge")],
        platforms=list(PLATFORMS),
        sources=["environment.yml"],
    )
    lockfile = Lockfile(package=list(locked()), metadata=metadata)
    write_conda_lock_file(lockfile, HERE / "conda-lock/conda-lock.yml", None)
    for kind, name in (("explicit", "conda-win-64.lock"), ("env", "conda-linux-64.lock.yml")):
        lines = render_lockfile_for_platform(
            lockfile=lockfile,
            include_dev_dependencies=True,
            extras={"docs"},
            kind=kind,
            platform="win-64" if kind == "explicit" else "linux-64",
        )
        (HERE / "conda-lock" / name).write_text("\n".join(lines) + "\n")


def read_spec(text: str) -> dict[str, Any]:
    """Return how rattler reads a match specification."""
    spec = MatchSpec(text)
    return {
        "name": spec.name.normalized,
        "version": spec.version and str(spec.version),
        "build": spec.build and str(spec.build),
        "channel": spec.channel and spec.channel.name,
        "subdir": spec.subdir,
    }


def read_lock(path: Path) -> dict[str, list[list[str]]]:
    """Return what rattler finds in each environment, for each platform."""
    found = {}
    for name, environment in LockFile.from_path(path).environments():
        for platform in environment.platforms():
            packages = environment.packages(platform) or []
            found[f"{name} {platform.name}"] = sorted(
                [str(getattr(each.name, "normalized", each.name)), str(each.version)]
                for each in packages
            )
    return found


if __name__ == "__main__":
    write_pixi_lock()
    write_conda_lock()
    specs = (HERE / "specs.txt").read_text().splitlines()
    read = {
        "specs": {text: read_spec(text) for text in specs},
        "locks": {path.parent.name: read_lock(path) for path in sorted(HERE.glob("*/pixi.lock"))},
    }
    (HERE / "rattler.json").write_text(json.dumps(read, indent=1) + "\n")
    fitting = {
        specifier: [each for each in VERSIONS if VersionSpec(specifier).matches(Version(each))]
        for specifier in SPECIFIERS
    }
    answers = {"versions": VERSIONS, "fitting": fitting}
    (HERE / "versions.json").write_text(json.dumps(answers, separators=(",", ":")) + "\n")
