"""Duplicates: articles with the same or nearly the same text, by MinHash over word shingles.

Broder, "On the resemblance and containment of documents", 1997; signatures from datasketch.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

SHINGLE = 4  # words
PERMUTATIONS = 64
BANDS = 16  # of PERMUTATIONS / BANDS values each: resemblance 0.8 shares a band with probability over 0.99
SAME = 0.8  # estimated resemblance at which two texts are one
SHORTEST = 20  # words: below it, texts are the same only when equal
_DIGITS = 8  # hex digits a value takes in a signature
_WORD = re.compile(r"[^\W_]+")
_HEAD = re.compile(r"\s?date \d{4}-\d{2}-\d{2} ")


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1)


def signature(text: str) -> str:
    """MinHash of the text's word shingles as hex, 8 digits a value; for a short text one hash of its words."""
    words = _WORD.findall(_HEAD.sub("", text).lower().replace("ё", "е"))
    if len(words) < SHORTEST:
        return hashlib.sha256(" ".join(words).encode()).hexdigest()[: _DIGITS * 2] if words else ""
    shingles = sorted({" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)})
    made = _empty().copy()
    made.update_batch([shingle.encode() for shingle in shingles])
    return "".join(f"{int(value) & 0xFFFFFFFF:08x}" for value in made.hashvalues)


def resemblance(left: str, right: str) -> bool:
    """Whether two signatures say the texts are the same or nearly the same."""
    if len(left) != len(right) or len(left) < _DIGITS * PERMUTATIONS:
        return left == right
    pieces = range(0, len(left), _DIGITS)
    return sum(left[i : i + _DIGITS] == right[i : i + _DIGITS] for i in pieces) >= SAME * PERMUTATIONS


class Cluster:
    """Groups of names joined pair by pair; only joined names take memory."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that stands for the group."""
        while (parent := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(parent, parent)
            name = parent
        return name

    def join(self, one: str, other: str) -> None:
        """Put two names into one group."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low
        self._parent.setdefault(low, low)

    def groups(self) -> list[tuple[str, str]]:
        """(name, name of its group) of every joined name, sorted."""
        return [(name, self.root(name)) for name in sorted(self._parent)]
