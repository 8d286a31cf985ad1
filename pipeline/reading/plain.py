"""Plain text: one article a file, or many, each under its ` date YYYY-MM-DD TITLE` head."""

from __future__ import annotations

import re
from typing import Iterator, TextIO

HEAD = re.compile(r"(?:^|(?<=[^\w\s])|(?<=\n)|(?<=\w)) ?\bdate \d{4}-\d{2}-\d{2}(?= )")
_CHUNK = 1 << 16
_OVERLAP = 32  # longer than any head


def split(stream: TextIO, longest: int) -> Iterator[str]:
    """The articles of a text, cut before each head, nothing lost between them.

    A text longer than ``longest`` characters is cut off a little past it, so that the caller sees it is too long.
    """
    buffer, searched = "", 0
    while True:
        piece = stream.read(_CHUNK)
        buffer += piece
        cut = _next_head(buffer, searched, whole=not piece)
        while cut is not None:
            yield buffer[:cut]
            buffer, searched = buffer[cut:], 0
            cut = _next_head(buffer, searched, whole=not piece)
        if not piece:
            break
        searched = max(1, len(buffer) - _OVERLAP)
        if len(buffer) > longest + _CHUNK:
            buffer = buffer[: longest + _OVERLAP + 1] + buffer[-_OVERLAP:]
            searched = max(1, len(buffer) - _OVERLAP)
    yield buffer


def _next_head(buffer: str, searched: int, whole: bool) -> int | None:
    """Where the next article begins after the first character; its leading space belongs to it."""
    for found in HEAD.finditer(buffer, max(searched, 1)):
        if whole or found.end() < len(buffer):
            return found.start() or None
    return None
