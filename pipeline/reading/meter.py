"""Meter: how much of the input has been read, in bytes of the files as they lie on disk."""

from __future__ import annotations

import os
from typing import BinaryIO, Sequence

from pipeline.reading.sources import Source


class Meter:
    """Tells the share read; sources of unknown size (standard input, addresses) count for nothing."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sizes = {source.path: _size(source.path) for source in sources}
        self._total = sum(self._sizes.values())
        self._passed = 0
        self._path = ""
        self._stream: BinaryIO | None = None

    def open(self, path: str, stream: BinaryIO) -> None:
        """A source is being read from now on; the one before is done."""
        self._passed += self._sizes.get(self._path, 0)
        self._path, self._stream = path, stream

    @property
    def share(self) -> float | None:
        """From 0 to 1; None if it cannot be told."""
        if not self._total:
            return None
        inside = 0
        if self._stream is not None and not self._stream.closed and self._sizes.get(self._path):
            inside = min(self._stream.tell(), self._sizes[self._path])
        elif self._stream is not None:
            inside = self._sizes.get(self._path, 0)
        return min(1.0, (self._passed + inside) / self._total)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
