"""Lines of a text with their places in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty: offsets of its text without the blanks around it."""

    start: int
    end: int
    text: str
    gap: bool  # an empty line or the beginning of the text stands before it


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not empty, in order."""
    found: list[Line] = []
    offset, gap = 0, True
    for line in text.splitlines(keepends=True):
        core = line.strip()
        if core:
            start = offset + len(line) - len(line.lstrip())
            found.append(Line(start, start + len(core), core, gap))
        gap = not core
        offset += len(line)
    return found
