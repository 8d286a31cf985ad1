"""The language of a stretch of text: Russian, Kazakh or another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
FEW = 4  # words; a shorter line is a name or a label in any language


@lru_cache(maxsize=4)
def common_words(lexicon: Lexicon) -> Mapping[str, str]:
    """Very common words and their language."""
    return {row["word"]: row["language"] for row in lexicon["tongues"]}


def tongue_of(text: str, common: Mapping[str, str]) -> str:
    """``ru``, ``kk`` or ``other`` for a sentence or line; a few words, or names alone, count as Russian."""
    if not _KAZAKH.search(text) and _CYRILLIC.search(text):
        return "ru"
    words = _WORD.findall(text)
    if len(words) < FEW:
        return "ru"
    votes = Counter(common.get(word.lower(), "") for word in words)
    plain = [word for word in words if word[:1].islower()]
    kazakh = sum(1 for word in words if _KAZAKH.search(word) or common.get(word.lower()) == "kk")
    if any(_KAZAKH.search(word) for word in plain) and kazakh >= 0.3 * len(words) and votes["ru"] <= 0.1 * len(words):
        return "kk"
    if not any(_CYRILLIC.search(word) or _KAZAKH.search(word) for word in words):
        return "other" if plain and (votes["other"] or len(plain) >= 0.5 * len(words)) else "ru"
    return "ru"


def language_of(pieces: Iterable[str], common: Mapping[str, str]) -> str:
    """``ru``, ``kk``, ``mixed`` or ``other`` for an article, by the letters of its pieces."""
    told = [(tongue_of(piece, common), piece) for piece in pieces]
    if all(tongue == "ru" for tongue, _ in told):
        return "ru" if any(map(str.isalpha, "".join(piece for _, piece in told))) else "other"
    letters: Counter[str] = Counter()
    for tongue, piece in told:
        letters[tongue] += sum(map(str.isalpha, piece))
    total = sum(letters.values())
    if not total:
        return "other"
    if letters["other"] >= 0.5 * total:
        return "other"
    share = letters["kk"] / total
    return "kk" if share >= 0.85 else "mixed" if share >= 0.15 else "ru"
