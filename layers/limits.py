"""How much of anything an image may ask of us before we stop reading it."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds; passing one raises :class:`~layers.errors.LimitExceeded`, which names it."""

    max_document_bytes: int = 4 * MIB
    """A manifest, index or config."""
    max_attached_bytes: int = 64 * MIB
    """An SBOM that is attached to an image, or the envelope that one is in."""
    max_document_depth: int = 64
    """Nesting of its JSON."""
    max_index_depth: int = 3
    """Indexes that point to indexes."""
    max_index_entries: int = 200
    """Manifests in an index, and indexes below it."""
    max_layers: int = 512
    max_layer_bytes: int = 20 * GIB
    """A layer's tar stream, decompressed."""
    max_image_bytes: int = 60 * GIB
    """All layers of an image, decompressed."""
    max_seconds: int = 600
    """From the first byte of the first layer on."""
    max_ratio: int = 200
    """Decompressed by compressed size, once 64 MiB have come out."""
    max_entries: int = 5_000_000
    """Headers of a layer's tar stream; gzip members or Zstandard frames of a compressed one."""
    max_extended_header_bytes: int = MIB
    max_extended_headers: int = 8
    """PAX and GNU headers in front of one member."""
    max_path_bytes: int = 32 * KIB
    """A path, or a link's target."""
    max_name_bytes: int = KIB
    """The last component of a path, which Linux has up to 255 bytes of."""
    max_claimed_file_bytes: int = 64 * MIB
    """One file whose contents a cataloger asked for; a larger one is noted, and not read."""
    max_claimed_files: int = 200_000
    """Claimed files, hard links and devices of a layer."""
    max_claimed_bytes: int = GIB
    """All claimed contents of a layer, paths of its directories and targets of its links."""
    max_symlinks: int = 500_000
    """Symbolic links of a layer, which are all kept."""
    max_replacing_steps: int = 20_000_000
    """Paths looked at to find what is below the directories that files of a layer replace."""
    max_archive_members: int = 100_000
    """Members of a docker or OCI archive, which holds blobs, not files; of a zip archive inside an
    image; or modules of a frozen application."""
    max_archive_bytes: int = 64 * MIB
    """How much is held in memory of an archive inside an image that cannot be read from front to
    back, and of those that it is in; of a larger one, it is the end, which tells what is inside."""
    max_archive_depth: int = 3
    """Archives inside of archives."""
    max_archive_output_bytes: int = 8 * GIB
    """What is decompressed of all archives of a layer."""
    max_toc_bytes: int = 150 * MIB
    """The table of contents of a layer, compressed or not: some 350,000 files."""
    max_toc_values: int = 4_000_000
    """Values of its JSON, each of which takes up to 200 bytes of memory."""
    max_notes: int = 1_000
    """Oddities listed per layer; the others are counted."""
