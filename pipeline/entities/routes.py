"""Routes: towns written together, «Алматы-Талдыкорган», each a place of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Sequence

from pipeline.document import Sentence, Token
from pipeline.entities.gazetteer import Gazetteer

DASHES = frozenset("-–—")
DASH = re.compile(r"[-–—]")
GLUED = re.compile(r"\w[-–—](?=[А-ЯЁӘҒҚҢӨҰҮҺІ])")  # between two names


def opened(sentence: Sentence, text: str, known: Gazetteer) -> Sentence:
    """The sentence with «Алматы-Талдыкорган» as three tokens: towns written together are the ends of a road."""
    if not GLUED.search(text, sentence.start, sentence.end):
        return sentence  # most sentences
    tokens: list[Token] = []
    for token in sentence.tokens:
        parts = _parts(token.text, known)
        if len(parts) > 1 and sum(map(known.single, parts)) > 1:
            at = token.start
            for part in parts:
                if at > token.start:
                    tokens.append(token._replace(start=at - 1, end=at, text="-", pos="PUNCT"))
                tokens.append(token._replace(start=at, end=at + len(part), text=part))
                at += len(part) + 1
        else:
            tokens.append(token)
    return replace(sentence, tokens=tuple(tokens))


def _parts(text: str, known: Gazetteer) -> list[str]:
    """The names in a word with dashes, each as long as the gazetteer knows it: Усть-Каменогорск, Риддер."""
    names: list[str] = []
    start = 0
    ends = [*(m.start() for m in DASH.finditer(text)), len(text)]
    while ends:
        end = next((end for end in reversed(ends) if known.single(text[start:end])), ends[0])
        names.append(text[start:end])
        start, ends = end + 1, [other for other in ends if other > end]
    return names if all(name[:1].isupper() for name in names) else [text]


def stops(sentence: Sentence, text: str) -> list[tuple[int, int]]:
    """Where in an opened sentence the names are that were written together: offsets in the text."""
    if not GLUED.search(text, sentence.start, sentence.end):
        return []  # most sentences
    return [(token.start, token.end) for i, token in enumerate(sentence.tokens) if is_stop(sentence.tokens, i)]


def is_stop(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is a name written together with another by a dash."""
    for dash, other in ((i + 1, i + 2), (i - 1, i - 2)):
        if 0 <= dash < len(tokens) and tokens[dash].text in DASHES and 0 <= other < len(tokens):
            first, last = tokens[min(i, other)], tokens[max(i, other)]
            if first.text[0].isupper() and last.text[0].isupper() and last.start == first.end + 1:
                return True
    return False
