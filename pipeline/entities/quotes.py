"""Quoted stretches of a sentence: which tokens stand inside quotation marks, and which of those are names."""

from __future__ import annotations

from pipeline.document import Sentence

OPENING, CLOSING, EITHER = "«“„‹", "»”›", '"'
MARKS = frozenset(OPENING + CLOSING + EITHER)


def spans(sentence: Sentence) -> list[tuple[int, int]]:
    """Token indices (first, last) of the opening and closing mark of each quotation, outer before inner.

    A mark that closes nothing or is never closed is left alone, but for one case of the press: an
    outer quotation whose mark is shared with the inner one («АО «Алтын») ends where the inner ends.
    """
    if MARKS.isdisjoint([token.text for token in sentence.tokens]):
        return []  # most sentences
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    marks = [(i, token.text) for i, token in enumerate(sentence.tokens) if token.text in MARKS]
    for i, mark in marks:
        if mark in OPENING or (mark in EITHER and not _closes(sentence, i, stack)):
            stack.append(i)
        elif (mark in CLOSING or mark in EITHER) and stack:
            found.append((stack.pop(), i))
    for first in stack:
        inner = [last for start, last in found if start > first]
        if inner:
            found.append((first, min(inner)))
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _closes(sentence: Sentence, i: int, stack: list[int]) -> bool:
    """Whether a straight mark closes: one is open, and this one stands right after a word."""
    if not stack or sentence.tokens[stack[-1]].text not in EITHER:
        return False
    return i > 0 and sentence.tokens[i - 1].end == sentence.tokens[i].start


def titles(sentence: Sentence, at_most: int) -> set[int]:
    """Indices of the tokens that stand in short quotations without a finite verb: names, not speech."""
    inside: set[int] = set()
    for first, last in spans(sentence):
        words = [token for token in sentence.tokens[first + 1 : last] if token.text[0].isalnum()]
        finite = any(token.pos == "VERB" and token.feat("VerbForm") == "Fin" for token in words)
        if 0 < len(words) <= at_most and not finite and words[0].text[0].isupper():
            inside.update(range(first + 1, last))
    return inside
