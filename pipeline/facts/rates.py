"""Rates told in two places: money for one tonne or litre, and harvests of one hectare, that are named before them."""

from __future__ import annotations

from itertools import takewhile
from typing import Iterator, Sequence

from pipeline.facts.drafts import CURRENCIES, Draft, SentenceReader
from pipeline.facts.nouns import is_modifier
from pipeline.language.words import may_be_one

_REACH = 14  # pieces from what is priced to its price
_YIELDED = ("c", "t", "kg", "m3", "l")  # units of what a hectare gives or takes
_OF_LAND = ("с", "на")  # a hectare
_EACH = ("каждый", "каждого")
_BORDERS = frozenset((",", ":", ".", "–", "—", "-", "(", "«"))


def complete(reader: SentenceReader, drafts: Sequence[Draft]) -> None:
    """«Тонна угля стоит 15 тысяч тенге, с доставкой – 21», «с гектара взяли 19 ц»: the unit becomes a rate."""
    figures = [draft for draft in drafts if draft.unit in (*CURRENCIES, *_YIELDED) and not draft.refused]
    plain = [d for d in drafts if d.unit == "unit" and d.head is None and d.scale >= 1000 and not d.refused]
    named = list(_named(reader, drafts)) if figures or plain else []
    for draft in plain:
        if any(not land and place < draft.number.first <= place + _REACH for place, _, land in named):
            draft.unit = "KZT"  # «за куб воды берут две с половиной тысячи»
            figures = sorted((*figures, draft), key=lambda figure: figure.start)
    before: Draft | None = None
    for draft in figures if named else ():
        first = before.number.last if before is not None else 0
        near = [
            per for place, per, land in named
            if (land or draft.unit.split("/")[0] in CURRENCIES)
            and first <= place < draft.number.first <= place + _REACH
        ]  # fmt: skip
        if near:
            draft.unit = f"{draft.unit.split('/')[0]}/{near[-1]}"
        elif before is not None and (draft.like == before.start or "unit:right" in before.rules):
            draft.unit = before.unit  # «снизится с 540 до 390 тенге»
        before = draft


def _named(reader: SentenceReader, drafts: Sequence[Draft]) -> Iterator[tuple[int, str, bool]]:
    """Where one of a unit is named, the unit, and whether it is land that yields, not a thing that has a price."""
    for place, piece in enumerate(reader.pieces):
        found = reader.kit.priced.longest(reader.pieces, place)
        holder = next((draft for draft in drafts if draft.start <= piece.start < draft.end), None)
        prior = reader.pieces[place - 1].form if place else ","
        if found is not None and holder is not None and holder.refused == "per one":
            land = found[1] == "ha" and reader.pieces[holder.number.first - 1].form in _OF_LAND
            yield place, found[1], land  # «стоимость 1 кв. м – 142 тысячи»
        if found is None or holder is not None:
            continue
        if found[1] == "ha" and (prior in _OF_LAND or prior in _EACH):
            yield place, found[1], True
            continue
        first = reader.token_at(piece.start)
        token = reader.tokens[reader.token_at(reader.pieces[found[0]].start)]
        opens = may_be_one(token.text) and (prior in _BORDERS or _costs(reader, first))
        if prior == "за" and token.feat("Number") == "Sing" or opens or _is_price_of(reader, first):
            yield place, found[1], False


def _costs(reader: SentenceReader, place: int) -> bool:
    """«на рынке килограмм мяса стоит»: whether it is told what the thing at a token costs."""
    if place and (reader.tokens[place - 1].pos in ("ADP", "NUM") or is_modifier(reader.tokens[place - 1])):
        return False
    after = takewhile(lambda token: token.text not in _BORDERS, reader.tokens[place + 1 :])
    return any(reader.kit.counted_by.get(token.lemma.replace("ё", "е")) == "price" for token in after)


def _is_price_of(reader: SentenceReader, place: int) -> bool:
    """«цена квадратного метра»: whether the noun before a token is a price."""
    place -= 1
    while place >= 0 and is_modifier(reader.tokens[place]):
        place -= 1
    return place >= 0 and reader.kit.measures.get(reader.tokens[place].lemma) == "price"
