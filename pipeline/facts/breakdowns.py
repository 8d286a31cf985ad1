"""Breakdowns: a figure told again by names or by years, «выделено 205 млн (Актау – 86, Жанаозен – 119)»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Document, Quantity
from pipeline.facts import cues
from pipeline.lexicon import Lexicon

_SHARE = r"(?:\s*\([\d.,\s]+%\))?"  # «освоено 40,6 млн (31,6 %) (Актау – 10,4, …»
_AMONG = r"(?:в\s+том\s+числе|в\s+т\.\s?ч\.|из\s+них|из\s+которых)"
_LISTED = r"(?:[-–—•]\s*)?"
_OPENS = re.compile(rf"\.?{_SHARE}\s*(?:\(|[,:;]?\s*\(?{_AMONG}\s*:?|:)\s*{_LISTED}", re.IGNORECASE)
_GOES_ON = re.compile(rf"\.?{_SHARE}\s*(?:[,;]\s*(?:а\s|и\s)?|и\s|а\s)\s*{_LISTED}", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(?:в|во|по|на|г|гг|с|город\w*|район\w*|област\w*|сел\w|пос\w*|аул\w*)[\s.]+)*", re.IGNORECASE)
_AFTER = re.compile(r"(?:\s+(?:г|город\w*|р-н\w*|район\w*|обл|област\w*)\.?)?", re.IGNORECASE)
_DASH = re.compile(r"(?:\s*[–—-]|,)?\s*(?:(?:более|менее|свыше|около|почти|порядка|до)\s+)?")
_YEAR = re.compile(r"(?:в\s+|на\s+)?(?:[\w.]+\s+){0,2}(?:(?:19|20)\d\d|т)\s?(?:г\.?|год\w?)?\s*[–—-]\s*", re.IGNORECASE)
_ROUNDED = 1.01  # parts may add up to a little more than the whole


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is a part of: the number of the quantity told before, and what it is told by."""

    whole: int
    by: Literal["name", "year"]


def parts(document: Document, lexicon: Lexicon) -> dict[int, Part]:
    """The quantities that are parts of a breakdown, by their numbers.

    A part by name has the unit of its whole and only a place or an organisation before it, and the parts make no more
    than the whole: what is told of the whole holds for them. A year's part stands in brackets after its year.
    """
    found: dict[int, Part] = {}
    quantities = document.quantities
    for k, quantity in enumerate(quantities):
        if k in found:
            continue
        for whole in (k - 1, k - 2):  # past a share in brackets
            by = _begins(quantities[whole], quantity, document, lexicon) if whole >= 0 else None
            if by is not None:
                chain = _chain(whole, k, by, document)
                made = _made(chain, whole, quantities) if by == "name" else whole
                found |= {part: Part(made, by) for part in chain}
                break
    return found


def _begins(
    whole: Quantity, quantity: Quantity, document: Document, lexicon: Lexicon
) -> Literal["name", "year"] | None:
    """What the first part of a breakdown is told by, None if it is no part of the whole."""
    text = document.text
    opening = _OPENS.match(text, whole.end, quantity.start)
    if opening is None:
        return None
    if opening.group().endswith("(") and _YEAR.fullmatch(text, opening.end(), quantity.start):
        return "year"
    named = _alike(whole, quantity) and _is_name(opening.end(), quantity.start, document)
    target = cues.stems(lexicon, "target").search(text, max(0, whole.start - 25), whole.start)
    return "name" if named and not target else None  # «куплено 78 голов при плане 75 (Актау – 9, …)»


def _chain(whole: int, first: int, by: Literal["name", "year"], document: Document) -> list[int]:
    """The numbers of the parts that follow one another, the first included."""
    quantities, found = document.quantities, [first]
    left = quantities[whole].value * _ROUNDED - quantities[first].value
    if by == "name" and left < 0:
        return []
    for k in range(first + 1, len(quantities)):
        part, quantity = quantities[k - 1], quantities[k]
        gap = _GOES_ON.match(document.text, part.end, quantity.start)
        if gap is None or not _alike(part, quantity):
            break
        if by == "year" and not _YEAR.fullmatch(document.text, gap.end(), quantity.start):
            break
        left -= quantity.value
        if by == "name" and (left < 0 or not _is_name(gap.end(), quantity.start, document)):
            break
        found.append(k)
    return found


def _made(chain: Sequence[int], whole: int, quantities: Sequence[Quantity]) -> int:
    """The figure that parts add up to, if the one before it: «14 домов на 900 квартир, из них в Актау – 9, …»."""
    total, before = sum(quantities[k].value for k in chain), quantities[max(0, whole - 1)]
    same = before.sentence == quantities[whole].sentence and before.unit == quantities[whole].unit
    return max(0, whole - 1) if same and before.value == total else whole


def _alike(left: Quantity, right: Quantity) -> bool:
    return left.unit == right.unit != "%" and left.value_max is None


def _is_name(start: int, end: int, document: Document) -> bool:
    """Whether a stretch is the name of a place or an organisation: «г. Актау – », «Мангистауский район – »."""
    kinds = ("region", "place", "organization")
    begins = _end(_BEFORE, document.text, start, end)
    names = [m.end for m in document.mentions if m.type in kinds and start <= m.start <= begins < m.end]
    if not names:
        return False
    return _DASH.fullmatch(document.text, _end(_AFTER, document.text, max(names), end), end) is not None


def _end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where a pattern that may be empty ends."""
    found = pattern.match(text, start, end)
    return found.end() if found else start
