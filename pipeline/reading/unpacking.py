"""Unpacking: .gz, .bz2, .zst and the members of .zip, within limits, never touching the disk."""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import zipfile
import zlib
from typing import BinaryIO, Iterator

from pipeline.errors import Problem
from pipeline.reading.decoding import SAMPLE
from pipeline.reading.sources import ignored

PACKED = (".gz", ".bz2", ".zst")
_BROKEN = (  # what the unpackers raise over a damaged file
    OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, LookupError,
    struct.error, OverflowError,
)  # fmt: skip


class Limited(io.RawIOBase):
    """A stream that raises Problem too-large past ``limit`` bytes and bad-archive where unpacking fails."""

    def __init__(self, inner: BinaryIO, limit: int) -> None:
        self._inner = inner
        self._limit = limit
        self._left = limit

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer``; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            piece = self._inner.read(min(len(view), SAMPLE))
        except Problem:
            raise
        except _BROKEN as error:
            raise Problem("bad-archive", error) from error
        except Exception as error:
            if type(error).__module__.startswith("zstandard"):
                raise Problem("bad-archive", error) from error
            raise
        self._left -= len(piece)
        if self._left < 0:
            raise Problem("too-large", self._limit)
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the stream and what it reads from."""
        if not self.closed:
            self._inner.close()
        super().close()


def members(stream: BinaryIO, name: str, limit: int) -> Iterator[tuple[str, str, BinaryIO | Problem]]:
    """(member, name without packing, stream) of a file; a plain file is its own only member, called "".

    A member that cannot be read comes as the Problem. ``limit`` is in bytes after unpacking.
    """
    if name.lower().endswith(".zip"):
        yield from _zip_members(stream, limit)
        return
    depth = 0
    while name.lower().endswith(PACKED) and depth < 3:
        depth += 1
        stream = _unpacked(stream, name)
        name = name.rpartition(".")[0]
    yield "", name, io.BufferedReader(Limited(stream, limit), SAMPLE)


def _unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    suffix = name.lower().rpartition(".")[2]
    if suffix == "gz":
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]
    if suffix == "bz2":
        return bz2.BZ2File(stream)  # type: ignore[return-value]
    import zstandard

    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream, read_across_frames=True)
    return reader


def _zip_members(stream: BinaryIO, limit: int) -> Iterator[tuple[str, str, BinaryIO | Problem]]:
    if not stream.seekable():
        stream = io.BytesIO(Limited(stream, limit).read())
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        yield "", "", Problem("bad-archive", error)
        return
    left = limit  # of all members together, so that many small bombs count as one
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            parts = info.filename.replace("\\", "/").split("/")
            if (
                not info.filename
                or info.is_dir()
                or any(ignored(part) for part in parts if part not in ("", ".."))
                or "__MACOSX" in parts
            ):
                continue
            if ".." in parts or parts[0] == "" or ":" in parts[0]:
                yield info.filename, "", Problem("unsafe-member", info.filename)
                continue
            try:
                member = archive.open(info)
            except _BROKEN as error:
                yield info.filename, "", Problem("bad-archive", error)
                continue
            limited = Limited(member, left)  # type: ignore[arg-type]
            for _, name, inner in members(io.BufferedReader(limited, SAMPLE), info.filename, left):
                yield info.filename, name, inner
            left = limited._left
            if left <= 0:
                yield info.filename, "", Problem("too-large", limit)
                return
