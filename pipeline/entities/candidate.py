"""A span a finder proposes; a module of its own, so that finders and ``mentions`` can both import it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import MentionType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span a finder proposes as a mention of some type."""

    start: int
    end: int
    type: MentionType
    rule: str
    detail: object = None  # what the finder knows of it, for its own naming step
    open: bool = False  # other mentions may stand inside it: the region in «акимат Карагандинской области»
    nests: bool = False  # it may stand inside an open one
    trust: int = 0  # of candidates with the same span, the higher wins
