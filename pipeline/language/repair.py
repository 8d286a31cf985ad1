"""Repair: what copying and typesetting did to a text is undone for the stages, and every offset led back.

Soft hyphens and zero-width signs go, odd blanks become spaces, й and ё in two signs become one, Latin
letters inside or instead of Cyrillic words become the Cyrillic letters they look like.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.document import Document, Token
from pipeline.lexicon import Lexicon

_LOOKALIKE = str.maketrans("aceopxykABCEHKMOPTXY", "асеорхукАВСЕНКМОРТХУ")
_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x00-\x08\x0e-\x1f\x7f"
# Half a surrogate pair, and letters without a name in Unicode's tables, which break the dictionary.
_UNKNOWN = "\ud800-\udfff\U00017000-\U000187f7\U00018d00-\U00018d08"
_GONE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0301\ufe0f"
_CYRILLIC = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"
_LATIN = "aceopxykABCEHKMOPTXY"
_ODD = re.compile(
    f"(?P<gone>[{_GONE}]+)"
    f"|(?P<blank>[{_BLANK}{_UNKNOWN}])"
    "|(?P<two>[иИ]\u0306|[еЕ]\u0308)"
    # A word of Cyrillic letters and Latin ones that all look Cyrillic.
    f"|(?<![^\\W\\d_])(?P<mixed>(?=[{_LATIN}]*[{_CYRILLIC}])(?=[{_CYRILLIC}]*[{_LATIN}])[{_CYRILLIC}{_LATIN}]+)"
    "(?![^\\W\\d_])"
    # A preposition or conjunction typed in Latin: «c начала года»; a capital only where a sentence begins.
    f'|(?<![^\\s«"(])(?P<small>[coyka])(?= [{_CYRILLIC}\\d«])'
    f"|(?:(?<=[.!?…] )|(?<=\n)|(?<![\\s\\S]))(?P<capital>[BCKOYA])(?= [а-яё\\d«])"
)
_TWO = {"и\u0306": "й", "И\u0306": "Й", "е\u0308": "ё", "Е\u0308": "Ё"}
_SUSPECT = re.compile(f"[{_GONE}{_BLANK}{_UNKNOWN}\u0306\u0308{_LATIN}]")


@dataclass(frozen=True, slots=True)
class Offsets:
    """Leads offsets in a repaired text back to the text as read.

    From the repaired offset ``cuts[i]`` on, ``shifts[i]`` is added; characters in ``wide`` stand for two.
    """

    cuts: tuple[int, ...]
    shifts: tuple[int, ...]
    wide: frozenset[int] = frozenset()

    def start(self, offset: int) -> int:
        """Of the first character of a span."""
        return offset + self.shifts[bisect_right(self.cuts, offset) - 1]

    def end(self, offset: int) -> int:
        """Of the character after the last of a span."""
        return self.start(offset - 1) + 1 + (offset - 1 in self.wide) if offset else self.start(0)


def repaired(text: str) -> tuple[str, Offsets]:
    """The text as the stages should see it, and the way back."""
    if not _SUSPECT.search(text):
        return text, Offsets((0,), (0,))
    pieces: list[str] = []
    cuts, shifts = [0], [0]
    wide: list[int] = []
    at, made = 0, 0
    for odd in _ODD.finditer(text):
        pieces.append(text[at : odd.start()])
        new = _instead(odd)
        pieces.append(new)
        made += odd.start() - at + len(new)
        if odd.lastgroup == "two":
            wide.append(made - 1)
        at = odd.end()
        if made + shifts[-1] != at:  # a sign went: what follows stands further on in the text as read
            if cuts[-1] == made:
                shifts[-1] = at - made
            else:
                cuts.append(made)
                shifts.append(at - made)
    pieces.append(text[at:])
    return "".join(pieces), Offsets(tuple(cuts), tuple(shifts), frozenset(wide))


def _instead(odd: re.Match[str]) -> str:
    if odd.lastgroup == "gone":
        return ""
    if odd.lastgroup == "blank":
        return " "
    if odd.lastgroup == "two":
        return _TWO[odd[0]]
    return odd[0].translate(_LOOKALIKE)


def begin(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Let the stages that follow see the repaired text."""
    return [_begun(document) for document in batch]


def _begun(document: Document) -> Document:
    text, _ = repaired(document.text)
    if text == document.text:
        return document
    return replace(document, article=replace(document.article, text=text), as_read=document.article)


def end(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Put the text as read back, and lead every layer's offsets to it."""
    return [_ended(document) if document.as_read else document for document in batch]


def _ended(document: Document) -> Document:
    article = document.as_read
    assert article is not None
    _, back = repaired(article.text)
    return replace(
        document,
        article=article,
        as_read=None,
        zones=_led(document.zones, back),
        sentences=tuple(replace(s, tokens=_led_tokens(s.tokens, back)) for s in _led(document.sentences, back)),
        names=_led(document.names, back),
        mentions=_led(document.mentions, back),
        roles=_led(document.roles, back),
        quantities=_led(document.quantities, back),
        facts=_led(document.facts, back),
    )


def _led(spans: tuple[Any, ...], back: Offsets) -> tuple[Any, ...]:
    return tuple(replace(span, start=back.start(span.start), end=back.end(span.end)) for span in spans)


def _led_tokens(tokens: tuple[Token, ...], back: Offsets) -> tuple[Token, ...]:
    new, start, end = tuple.__new__, back.start, back.end  # a token is a tuple; made so it costs half
    return tuple([new(Token, (start(token[0]), end(token[1]), *token[2:])) for token in tokens])
