"""Prices: money for one tonne, litre or square metre that is named before it."""

from __future__ import annotations

from typing import Iterator, Sequence

from pipeline.facts.drafts import Draft, SentenceReader
from pipeline.facts.elision import CURRENCIES
from pipeline.facts.nouns import is_modifier

_REACH = 14  # pieces from what is priced to its price
_BORDERS = frozenset((",", ":", ".", "–", "—", "-", "(", "«"))


def rate(reader: SentenceReader, drafts: Sequence[Draft]) -> None:
    """«Тонна угля стоит 15 тысяч тенге, с доставкой – 21», «за литр дают 190 тенге»: the unit becomes a rate."""
    money = [draft for draft in drafts if draft.unit in CURRENCIES and not draft.refused]
    named = list(_named(reader, drafts)) if money else []
    before: Draft | None = None
    for draft in money if named else ():
        if before is not None and (draft.like == before.start or "unit:right" in before.rules):
            draft.unit = before.unit  # «снизится с 540 до 390 тенге»
        else:
            first = before.number.last if before is not None else 0
            near = [per for place, per in named if first <= place < draft.number.first <= place + _REACH]
            draft.unit = f"{draft.unit}/{near[-1]}" if near else draft.unit
        before = draft


def _named(reader: SentenceReader, drafts: Sequence[Draft]) -> Iterator[tuple[int, str]]:
    """Where one of a unit is named that prices are told for, and the unit."""
    for place, piece in enumerate(reader.pieces):
        found = reader.kit.priced.longest(reader.pieces, place)
        holder = next((draft for draft in drafts if draft.start <= piece.start < draft.end), None)
        if found is not None and holder is not None and holder.refused == "per one":
            yield place, found[1]  # «стоимость 1 кв. м – 142 тысячи»
        if found is None or holder is not None:
            continue
        first = reader.token_at(piece.start)
        token = reader.tokens[reader.token_at(reader.pieces[found[0]].start)]
        prior = reader.pieces[place - 1].form if place else ","
        opens = prior in _BORDERS and token.feat("Case") in ("Nom", "Acc")
        if token.feat("Number") == "Sing" and (prior == "за" or opens or _is_price_of(reader, first)):
            yield place, found[1]


def _is_price_of(reader: SentenceReader, place: int) -> bool:
    """«цена квадратного метра»: whether the noun before a token is a price."""
    place -= 1
    while place >= 0 and is_modifier(reader.tokens[place]):
        place -= 1
    return place >= 0 and reader.kit.measures.get(reader.tokens[place].lemma) == "price"
