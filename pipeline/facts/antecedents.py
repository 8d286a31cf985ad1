"""Antecedents: the figure that a bare number goes on with, «убрано 5 тыс. га, осталось 2»."""

from __future__ import annotations

import re

from pipeline.document import Quantity
from pipeline.facts.drafts import COUNTS, CURRENCIES, Draft, times
from pipeline.facts.series import Series

_SCALES = (("трлн", 1e12), ("триллион", 1e12), ("млрд", 1e9), ("миллиард", 1e9), ("млн", 1e6), ("миллион", 1e6),
           ("тыс", 1e3))  # fmt: skip
_OF_SOME = re.compile(r"\b(?:по|у) \w+(?:и|ум|ём|ем)\b")  # so many of those told of: «по девяти», not «по девять»
_DIGITS = re.compile(r"\d[\d\s]*(?:[.,]\d+)?")
_PER_MANY = re.compile(r"\s+на\s+\d")
_ELSEWHERE = re.compile(  # «У поваров – от», «Для сравнения: в Таразе – »
    r"(?:[–—-]\s+)?(?:для сравнения[:,]?\s+)?(?:у|в|на|для|по|за|из|с)\s[^,;:.!?–—\d]{2,60}\s[–—-]\s+(?:\w+\s+)?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[•·●▪*–—-]\s")
_OBJECT = re.compile(r"\s+[–—-]\s+[^\W\d]")  # «12 – квартиры»
_SUM = ("на", "сумма", "стоимость", "объем", "инвестиция")  # «23 проекта на сумму 4,7 млрд»


def _scale_of(quantity: Quantity, text: str) -> float:
    """The scale a quantity of an earlier sentence was written with, or took from the one before it."""
    written = text[quantity.start : quantity.end].lower()
    if "scale:left" in quantity.rules and (digits := _DIGITS.match(written)):
        ratio = abs(quantity.value) / (float(re.sub(r"\s", "", digits[0]).replace(",", ".")) or 1.0)
        return next((scale for _, scale in _SCALES if ratio > scale * 0.99), 1.0)
    return next((scale for word, scale in _SCALES if word in written), 1.0)


def _is_great(unit: str, value: float) -> bool:
    """Whether millions without a noun may be of the same kind: a sum, or millions of something else."""
    return unit in CURRENCIES or (abs(value) >= 1e6 and unit not in ("unit", "person", "%", "times"))


def _is_no_share(draft: Draft, share: float) -> bool:
    """Whether a number is too great to go on with a percentage: «снизилось на 12 % против прошлого года (195)»."""
    return draft.value > max(100.0, 2 * share)


def _is_like(left: Draft, mine: Draft) -> bool:
    """Whether millions go on with thousands: «мяса – 300 тысяч тонн, молока – 1,2 миллиона»."""
    return left.scale >= 1000 and left.unit not in ("%", "times") and mine.value < 30 * left.value


class Antecedents(Series):
    """Finds what the numbers of a sentence go on with."""

    def go_on(self, draft: Draft, drafts: list[Draft]) -> None:
        """Go on with the unit and noun of the quantity before: «убрано 5 тыс. га, осталось 2»."""
        place = draft.number.start
        scaled = draft.number.scale >= 1e6
        plain = draft.number.scale == 1 and draft.value == int(draft.value)
        line = self.text.rfind("\n", 0, place) + 1
        fewer = any(d.unit in COUNTS and d.number.scale == 1 and d.value > draft.value for d in drafts)
        many = _PER_MANY.match(self.text, draft.number.end) is not None  # «63,5 на 100 тыс. населения»
        of = [d for d in drafts if d.unit in COUNTS] if many else self._before_pair(draft, drafts)
        for left in reversed(of):
            if plain and fewer and self._beside(left):
                continue  # «13 школ на 17 тысяч мест, восемь из них строят»
            if plain and left.unit in CURRENCIES and self._is_no_sum(draft, left, fewer):
                continue
            great = _is_great(left.unit, left.value) or _is_like(left, draft) and not self._is_paid(draft)
            if scaled and not great or left.unit == "%" and _is_no_share(draft, left.value):
                continue
            if left.unit and left.unit != "times" and not self._closed_aside(left, place):
                self._take(draft, left.unit, left.scale, left.value, left.start)
                return
        told = plain and not drafts and draft.number.kind != "collective"
        if told and (gapped := self._same_elsewhere(draft) or self._like_item_before()):
            self._take(draft, gapped.unit, _scale_of(gapped, self.text), gapped.value, gapped.start)
            return
        for quantity in () if many else reversed(self.before):
            far = quantity.sentence < self.sentence.index - 2
            if far and not (scaled and quantity.start >= line):
                break
            if far and quantity.unit not in CURRENCIES:
                continue  # a currency alone is told once in a paragraph
            share = quantity.unit == "%" and quantity is self.before[-1] and not plain and draft.value <= 100
            if quantity.unit in ("times", "%") and quantity.sentence < self.sentence.index and not share:
                continue  # «24,7 % занятых. Торговля – 17,2» goes on, «5 %. Построено 3» does not
            if scaled and not _is_great(quantity.unit, quantity.value):
                continue
            if quantity.unit == "%" and _is_no_share(draft, quantity.value):
                continue
            each = self._is_each(draft) and quantity.unit.split("/")[0] in CURRENCIES and quantity.value < 1e9
            if plain and quantity.sentence < self.sentence.index and quantity.unit not in COUNTS and not each:
                continue  # a sum or a mass of another sentence gives a plain count no unit, but «брали по сто»
            self._take(draft, quantity.unit, _scale_of(quantity, self.text), quantity.value, quantity.start)
            return
        draft.unit, draft.bare = ("KZT" if scaled else "unit"), False

    def _is_no_sum(self, draft: Draft, left: Draft, fewer: bool) -> bool:
        """Whether a plain number after a sum counts something.

        «На 16 школ дали 2 млрд, из них сельских – 11», «…, 11 – технику», «…, построили 11», «2 млрд на покупку
        трёх», «по 2 млн получили 46». ``fewer``: there is a count that it may be a part of.
        """
        got = "unit:left" not in left.rules and _OBJECT.match(self.text, draft.number.end) is not None
        part = fewer and (draft.elided or got)
        return part or self._is_made(draft) or self._is_of_deed(draft) or self._is_each(left) and self._is_got(draft)

    def _before_pair(self, draft: Draft, drafts: list[Draft]) -> list[Draft]:
        """The measured figures, for the second of «из 9 станций на 503 МВт пущены 5 на 288»; else every figure."""
        paired = len(drafts) > 1 and self.gap(drafts[-1], draft) == "на" and "unit:left" in drafts[-1].rules
        return [d for d in drafts[:-1] if d.unit not in COUNTS] or drafts if paired else drafts

    def _is_got(self, draft: Draft) -> bool:
        """Whether a number stands right after a verb of getting in the plural: so many got it."""
        place = self.token_at(draft.start)
        verb = self.tokens[place - 1] if place else None
        return verb is not None and verb.lemma == "получить" and verb.feat("Number") == "Plur"

    def _same_elsewhere(self, draft: Draft) -> Quantity | None:
        """The sum or mass that a verbless sentence tells anew: «Пекарям платят 300 тысяч. У поваров – 250»."""
        elsewhere = _ELSEWHERE.fullmatch(self.text, self.sentence.start, draft.start)
        if not elsewhere or self.names_itself(self.sentence.start, draft.start):
            return None
        last = [q for q in self.before if q.sentence == self.sentence.index - 1]
        units = {q.unit for q in last} - {"%", "times"}
        alone = len(units) == 1 and units.isdisjoint(COUNTS)
        return next((q for q in reversed(last) if q.unit in units), None) if alone else None

    def _like_item_before(self) -> Quantity | None:
        """What the item above of a list opens with: «- грипп – 98 чел., выявлено 9;», then «- корь – 17, …»."""
        lines = self.document.sentences[: self.sentence.index + 1][-2:]
        if not all(_ITEM.match(self.text, line.start) for line in lines) or self.text[lines[0].end - 1] != ";":
            return None
        above = [q for q in self.before if q.sentence == self.sentence.index - 1]
        return above[0] if above and above[0].unit in COUNTS else None

    def _is_each(self, draft: Draft) -> bool:
        """«по 2 млн»: so much for each."""
        return draft.number.first > 0 and self.pieces[draft.number.first - 1].form == "по"

    def _is_of_deed(self, draft: Draft) -> bool:
        """«на покупку трёх», «строительство двух»: a number in words, in the genitive of what is done."""
        before = self.tokens[self.token_at(draft.start) - 1] if self.token_at(draft.start) else None
        small = draft.number.words and draft.value < 20 and self.text[: draft.number.end].endswith(("х", "ти", "ми"))
        return small and before is not None and before.pos == "NOUN"

    def _is_made(self, draft: Draft) -> bool:
        """Whether a verb of building or founding stands right before a number: what it tells is no sum."""
        place = self.token_at(draft.start) - 1
        while place > 0 and self.tokens[place].text in ("–", "—", "-", "уже", "пока", "только", "лишь"):
            place -= 1
        return place >= 0 and self.tokens[place].lemma.replace("ё", "е") in self.kit.making

    def _is_paid(self, draft: Draft) -> bool:
        """Whether a verb stands with a number, «выручено 1,2 млн», or it tells a worth, «на 1,2 млн»."""
        place = self.token_at(draft.start)
        while place > 0 and self.tokens[place - 1].text not in (",", ";", "("):
            place -= 1
            if self.tokens[place].pos == "VERB" or self.tokens[place].text.lower() == "на":
                return True
        return False

    def _beside(self, left: Draft) -> bool:
        """Does a figure tell of things counted before it: «на 17 тысяч мест», «на сумму 4,7 млрд»?"""
        if left.unit in COUNTS:
            return left.scale > 1
        place = self.token_at(left.start)
        before = [token.lemma.replace("ё", "е") for token in self.tokens[max(0, place - 2) : place]]
        return left.unit in CURRENCIES and any(lemma in _SUM for lemma in before)

    def _take(self, draft: Draft, unit: str, scale: float, value: float, start: int) -> None:
        people = draft.number.kind == "collective" and unit not in ("person", "head")  # «мастеров – пятеро»
        some = draft.number.words and _OF_SOME.search(self.text, max(0, draft.start - 3), draft.end)
        if some and unit in CURRENCIES:
            unit = "unit"  # «штрафов на 61 миллион, по девяти дело закрыто»
        draft.unit, draft.bare, draft.like = "person" if people else unit, False, start
        draft.rules += ("unit:left",)
        if draft.value < 0 and unit != "°C":
            draft.value, draft.rules = -draft.value, (*draft.rules, "fall:minus")  # «9 тыс. га (-0,4)»
        mine = draft.value
        reach = 10.0 if mine == int(mine) and mine >= 100 else 30.0 if mine == int(mine) else 100.0
        if _PER_MANY.match(self.text, draft.number.end):
            reach = 0.0  # «41,3 на 10 тысяч жителей»
        elif unit in COUNTS and mine == int(mine):
            reach = 3.0 if start >= self.sentence.start else 0.0  # «нужно 93 тысячи шпал, завезли 71»
        if reach and draft.number.scale == 1 and scale >= 1000 and unit != "%" and (
            1 / reach < mine / (value / scale) < reach if value else False
        ):
            draft.value = times(mine, scale)  # «утверждено 21,5» after «38 миллиардов»
            draft.value_max = None if draft.value_max is None else times(draft.value_max, scale)
            draft.scale = scale
            draft.rules += ("scale:left",)
        if unit in COUNTS and draft.value != int(draft.value) and value == int(value):
            draft.unit = "unit"  # «коэффициент – 0,42»: no share of a person

    def _closed_aside(self, left: Draft, place: int) -> bool:
        """«1748 (27,6 %), 50 …»: what stood in brackets is not gone on with."""
        between = self.text[left.end : place]
        before = self.text[self.sentence.start : left.number.start]
        return ")" in between and before.count("(") > before.count(")")
