"""Parallels: a head noun said once for several numbers, «доля импорта – 35 %, экспорта – 65 %»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Token
from pipeline.facts import cues, nouns
from pipeline.facts.drafts import CURRENCIES, MONEY, Draft, SentenceReader
from pipeline.language.words import may_be_few

_DASHES = ("–", "—", "-")
_LEVELS = ("на", "до", "с")  # «муки – на 12 %»
_BORDERS = (",", ";", "а", "и")


def find(reader: SentenceReader, drafts: Sequence[Draft]) -> None:
    """Give a number after a bare genitive the head noun that stood with the genitive before the last number."""
    for left, draft in zip(drafts, drafts[1:]):
        alike = draft.bare or draft.unit == left.unit or _is_area(draft) and _is_area(left)
        if not alike or draft.head is not None:
            continue
        other = _genitive_before(reader, draft)
        heading = (left.parallel or _heading(reader, left)) if other is not None else None
        if other is None or heading is None:
            continue
        head, complement = heading
        shared = reader.tokens[head].lemma in cues.of_numbers(reader.kit.lexicon, "whole")
        counted = reader.kit.measures.get(reader.tokens[other].lemma.replace("ё", "е"), "") not in MONEY
        summed = left.unit in CURRENCIES and not (shared and draft.number.scale >= 1e6)  # «долг заводов – 9 млн»
        if draft.bare and summed and counted and _number(reader.tokens[other]) == "Plur":
            continue  # «объём инвестиций – 4 млрд тенге, рабочих мест – 9 тыс.»
        if shared or not draft.bare or _number(reader.tokens[complement]) == _number(reader.tokens[other]):
            draft.parallel, draft.like = (head, other), left.start


def _is_area(draft: Draft) -> bool:
    return draft.measured is not None and draft.measured.unit.cls == "area"


def _genitive_before(reader: SentenceReader, draft: Draft) -> int | None:
    """The noun of «…, экспорта – 65 %», «…, руды – выросла на 5 %»."""
    tokens = reader.tokens
    i = reader.token_at(draft.start) - 1
    while i > 0 and (tokens[i].text.lower() in _LEVELS or tokens[i].pos == "VERB"):
        i -= 1
    if i < 1 or tokens[i].text not in _DASHES or not _number(tokens[i - 1]):
        return None
    k = _before_modifiers(reader, i - 1)
    return i - 1 if k >= 0 and tokens[k].text in _BORDERS else None


def _heading(reader: SentenceReader, draft: Draft) -> tuple[int, int] | None:
    """Head noun and genitive that open the clause of a number: «доля импорта – 35 %», «экспорт муки вырос на 5 %»."""
    tokens = reader.tokens
    for i in range(reader.token_at(draft.start) - 1, 0, -1):
        if tokens[i].text in (*_BORDERS, ":", "(", ")") or tokens[i].pos == "NUM":
            return None
        if tokens[i].feat("Case") == "Gen" and (_number(tokens[i]) or tokens[i].text.isupper()):
            head = _before_modifiers(reader, i)
            named = head >= 0 and tokens[head].pos == "NOUN"
            above = tokens[_before_modifiers(reader, head)]
            case = ("Gen",) if above.lemma in cues.of_numbers(reader.kit.lexicon, "lacks") else ("Nom", "Acc")
            return (head, i) if named and tokens[head].feat("Case") in case and above.pos != "ADP" else None
    return None


def _number(token: Token) -> str:
    """The grammatical number of a noun in the genitive, empty for other words; «учителя» may be one too."""
    if token.pos != "NOUN":
        return ""
    if token.feat("Case") == "Nom" and token.feat("Number") == "Plur" and may_be_few(token.text):
        return "Sing"
    return token.feat("Number") if token.feat("Case") == "Gen" else ""


def _before_modifiers(reader: SentenceReader, i: int) -> int:
    """The token before a noun and its adjectives, -1 if none."""
    i -= 1
    while i >= 0 and nouns.is_modifier(reader.tokens[i]):
        i -= 1
    return i
