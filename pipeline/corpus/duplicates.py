"""Duplicates: articles with the same or nearly the same text, by MinHash over word shingles.

Broder, "On the resemblance and containment of documents", 1997, as rensa has it.
"""

from __future__ import annotations

import hashlib
import re

from rensa import RMinHash

SHINGLE = 4  # words
PERMUTATIONS = 64
BANDS = 16  # of PERMUTATIONS / BANDS values each: resemblance 0.8 shares a band with probability over 0.99
SAME = 0.8  # estimated resemblance at which two texts are one
SHORTEST = 20  # words: below it, texts are the same only when equal
DIGITS = 8  # hex digits a value takes in a signature
_WORD = re.compile(r"[^\W_]+")
_HEAD = re.compile(r"\s?date \d{4}-\d{2}-\d{2} ")


def signature(text: str) -> str:
    """MinHash of the text's word shingles as hex, 8 digits a value; for a short text one hash of its words."""
    words = _WORD.findall(_HEAD.sub("", text).lower().replace("ё", "е"))
    if len(words) < SHORTEST:
        return hashlib.sha256(" ".join(words).encode()).hexdigest()[: DIGITS * 2] if words else ""
    shingles = list({*map(" ".join, zip(*(words[i:] for i in range(SHINGLE)), strict=False))})
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(shingles)
    return "".join(f"{value:0{DIGITS}x}" for value in sketch.digest())


class Cluster:
    """Groups of numbers joined pair by pair, in any order; only joined numbers take memory."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def root(self, number: int) -> int:
        """The least number of the group."""
        while (parent := self._parent.get(number, number)) != number:
            self._parent[number] = self._parent.get(parent, parent)
            number = parent
        return number

    def join(self, one: int, other: int) -> None:
        """Put two numbers into one group."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low
        self._parent.setdefault(low, low)

    def groups(self) -> list[tuple[int, int]]:
        """(number, least number of its group) of every joined number, sorted."""
        return [(number, self.root(number)) for number in sorted(self._parent)]
