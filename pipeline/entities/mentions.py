"""Mentions: every finder proposes spans, one rule settles who wins, each type names its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Iterable, Sequence

from pipeline.document import Document
from pipeline.entities import main_region, organizations, people, places, roles
from pipeline.entities.candidate import Candidate
from pipeline.lexicon import Lexicon

BLOCK = 256  # characters; candidates are compared only with those near them
# Finders in order of trust: of two candidates with the same span, the earlier finder's wins.
FINDERS = (places, people, organizations)


def find(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add entities, mentions, roles and the main region."""
    return [_find(document, lexicon) for document in batch]


def _find(document: Document, lexicon: Lexicon) -> Document:
    proposed = [finder.candidates(document, lexicon) for finder in FINDERS]
    kept = set(settle(candidate for some in proposed for candidate in some))
    entities, mentions = [], []
    for finder, own in zip(FINDERS, proposed):
        found, placed = finder.link(document, [c for c in dict.fromkeys(own) if c in kept], lexicon)
        entities += found
        mentions += placed
    mentions.sort(key=lambda m: (m.start, m.end, m.type))
    document = replace(document, entities=tuple(entities), mentions=tuple(mentions))
    return main_region.add(roles.find(document, lexicon), lexicon)


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose who wins where candidates overlap: the longer span; of equal spans the more trusted, then
    the one given first.

    A candidate that nests may also stand inside a chosen one that is open.
    """
    chosen: list[Candidate] = []
    near: dict[int, list[Candidate]] = defaultdict(list)  # the chosen ones that touch a block of the text
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, -c.trust)):
        blocks = range(candidate.start // BLOCK, candidate.end // BLOCK + 1)
        if all(_agree(candidate, other) for block in blocks for other in near[block]):
            chosen.append(candidate)
            for block in blocks:
                near[block].append(candidate)
    return chosen


def _agree(candidate: Candidate, other: Candidate) -> bool:
    """Whether a candidate may stand beside, or inside, a chosen one."""
    if candidate.end <= other.start or other.end <= candidate.start:
        return True
    return candidate.nests and other.open and other.start <= candidate.start and candidate.end <= other.end
