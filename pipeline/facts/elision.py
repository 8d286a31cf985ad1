"""Elision: numbers that stand alone take unit and noun from their clause or from their neighbours."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Sequence

from pipeline.document import Quantity
from pipeline.facts import cues, headings, nouns
from pipeline.facts.drafts import COUNTS, CURRENCIES, MONEY, Draft, SentenceReader, times
from pipeline.facts.subjects import COUNTERS
from pipeline.language.words import is_intransitive, may_be_counted, may_be_many

_SCALES = (("трлн", 1e12), ("триллион", 1e12), ("млрд", 1e9), ("миллиард", 1e9), ("млн", 1e6), ("миллион", 1e6),
           ("тыс", 1e3))  # fmt: skip
_PERCENT = ("процентах", "%")  # «структура экспорта, в процентах: …»
_OF_SOME = re.compile(r"\b(?:по|у) \w+(?:и|ум|ём|ем)\b")  # so many of those told of: «по девяти», not «по девять»
_DIGITS = re.compile(r"\d[\d\s]*(?:[.,]\d+)?")
_PER_MANY = re.compile(r"\s+на\s+\d")
_HOT = 60  # degrees: no weather is hotter
_DASHES = ("–", "—", "-")
_INSTEAD = ("вместо", "против", "при норме", "при норме в", "при нормативе", "а не")
_MEMBER = re.compile(r",\s+(?:а\s+)?(?:[^\W\d]+[\s-]+){1,4}[–—-]\s+(?:(?:на|в|до|по)\s+)?", re.I)  # «…, в Павлодаре – »
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


class Elision(SentenceReader):
    """Gives the bare numbers of a sentence their units."""

    def share_units(self, drafts: list[Draft]) -> None:
        """A bare number takes unit and noun from its clause or from its neighbours."""
        linked: list[tuple[Draft, Draft, bool]] = []
        ended: list[tuple[Draft, Draft]] = []
        for k, draft in enumerate(drafts):
            if not draft.bare or draft.refused:
                continue
            right = drafts[k + 1] if k + 1 < len(drafts) else None
            row = self._opens_row(drafts[k:])
            follows = right is not None and (row or self._linked(draft, right))
            if right is not None and follows and (row or not right.bare or self._shares_scale(draft, right)):
                linked.append((draft, right, row))
            elif not draft.elided and not self._may_stand_alone(draft):
                draft.refused = "alone"
                if right is not None and follows:
                    linked.append((draft, right, False))  # «сократили с пяти до двух»
            elif k and self._is_later_time(drafts[k - 1], draft):
                draft.refused = "time"
            elif headings.apply(self, draft):
                continue
            elif self._in_degrees(draft, drafts):
                draft.unit, draft.bare = "°C", False
                draft.rules += ("degrees:beside others",)
            elif self._in_percent(draft):
                draft.unit, draft.bare = "%", False
                draft.rules += ("unit:in percent",)
            elif end := self._look_around(drafts, k):
                ended.append((draft, end))
        for draft, end in ended:
            draft.unit, draft.bare, draft.measured = end.unit, False, end.measured
            draft.head = end.head if end.head is not None and end.head > end.last else None  # «31 километр дорог»
            draft.rules += ("unit:row end",)
            self._scale_like(draft, end, True)
        for draft, right, row in reversed(linked):
            draft.unit, draft.bare, draft.refused = right.unit, False, right.refused
            draft.measured, draft.head = right.measured, right.head
            draft.rules += ("unit:right",)
            self._scale_like(draft, right, row)

    def _look_around(self, drafts: Sequence[Draft], k: int) -> Draft | None:
        """Give a number the unit of a noun or number near it; the end of its row instead, if that has the unit."""
        end, draft = self._row_end(drafts, k), drafts[k]
        if draft.parallel or not self._fronted(draft, drafts[:k], drafts[k + 1 :], end is not None):
            if end is not None:
                return end
            self._go_on(draft, [d for d in drafts[:k] if not d.refused])
        return None

    def _is_later_time(self, left: Draft, right: Draft) -> bool:
        """«с 20 минут до 12», «за 3 дня вместо 10»."""
        if left.refused != "time":
            return False
        between = self.text[left.end : right.start].lower().strip(" ,")
        opened = left.number.first > 0 and self.pieces[left.number.first - 1].form in ("с", "со")
        return opened and between == "до" or between in _INSTEAD

    def _opens_row(self, drafts: Sequence[Draft]) -> bool:
        """«на 3,1, 1,4 и 6,2 %»: whether numbers with a comma between lead to two of which the last has the unit."""
        last = 0
        while last + 1 < len(drafts) and drafts[last + 1].bare and self._gap(drafts[last], drafts[last + 1]) == ",":
            last += 1
        two = drafts[last : last + 2]
        return last > 0 and len(two) == 2 and two[1].measured is not None and self._gap(*two) == "и"

    def _shares_scale(self, left: Draft, right: Draft) -> bool:
        """«4,2 и 2,7 трлн»: millions without a unit, told once."""
        return left.number.scale == 1 and right.number.scale >= 1e6 and self._gap(left, right) == "и"

    def _row_end(self, drafts: Sequence[Draft], k: int) -> Draft | None:
        """«пшеницы – 14, ячменя – 17, льна – 9 ц/га»: the last of a row of such members, if it alone has a unit."""
        if any(draft.unit and not draft.refused for draft in drafts[:k]):
            return None
        for members, (left, right) in enumerate(zip(drafts[k:], drafts[k + 1 :]), 1):
            if not _MEMBER.fullmatch(self.text, left.number.end, right.number.start):
                return None
            if not right.bare:
                row = members > 1 or k > 0 and _MEMBER.fullmatch(self.text, drafts[k - 1].number.end, left.number.start)
                own = not row and self._names_itself(left.number.end, right.number.start)  # «, общая сумма – 5 га»
                counted = self._counts_before(drafts[k])  # «рабочих – 31, пряжи – 70 тонн»
                sound = right.measured is not None and not right.refused and not right.compound
                alike = max(draft.number.scale for draft in drafts[k : k + members]) <= right.number.scale
                share = right.unit == "%" and self.pieces[right.number.first - 1].form in _DASHES
                return right if sound and alike and not (own or counted or share) else None
        return None

    def _counts_before(self, draft: Draft) -> bool:
        """Whether a noun in the genitive plural stands in the clause before a number."""
        place = self.token_at(draft.start)
        clause = takewhile(lambda token: token.text not in (",", ";", ":"), reversed(self.tokens[:place]))
        return any(token.pos in ("NOUN", "PROPN") and may_be_many(token.text) for token in clause)

    def _names_itself(self, start: int, end: int) -> bool:
        """Whether a noun in the nominative stands in a stretch of the text."""
        tokens = self.tokens[self.token_at(start) : self.token_at(end)]
        return any(t.start >= start and t.pos == "NOUN" and t.feat("Case") == "Nom" for t in tokens)

    def _gap(self, left: Draft, right: Draft) -> str:
        return self.text[left.number.end : right.number.start].strip().lower()

    def _scale_like(self, draft: Draft, right: Draft, row: bool) -> None:
        """«15 и 20 тысяч тенге», of a row «две, три и пять»: the scale is told once, where the two are of one size."""
        gap = self.text[draft.number.end : right.number.start].lower().strip(" ,")
        if gap == "по" or gap == "" and not row or draft.scale != 1 or right.scale < 1000:
            return
        part = row and draft.value != int(draft.value)  # «пшеница – 488,1, овощи – 2,9 тыс. га»
        if part or (1 / 30 < draft.value / (right.value / right.scale) < 30 if right.value else False):
            draft.value, draft.scale = times(draft.value, right.scale), right.scale
            draft.value_max = None if draft.value_max is None else times(draft.value_max, right.scale)

    def _may_stand_alone(self, draft: Draft) -> bool:
        return self.kit.refusals.may_stand_alone(self.text, self.sentence, self.pieces, draft.number)

    def _linked(self, left: Draft, right: Draft) -> bool:
        """«с 71 до 78%», «вместо двух – три школы», «12 и 15 тонн»."""
        gap = self.text[left.number.end : right.number.start].lower()
        if gap.startswith(", и ") and right.measured is None or left.elided:
            return False  # «из них построены пять, и 140 труб»
        if left.number.scale >= 1e6 and right.number.scale < left.number.scale and right.measured is None:
            return False  # «это 80 миллиардов и 700 рабочих мест»
        if gap.startswith(",") and self._is_of_many(left):
            return False  # «мостов построят четыре, 96 км дорог»
        gap = gap.strip(" ,")
        if gap == "по" and self._is_of_many(left):
            return False  # «грантов выдано 17 по 2 млн»
        if gap == "до" and left.number.first and self.pieces[left.number.first - 1].form in ("с", "со", "от"):
            return True
        if gap in ("до", "почти до", "и до", "более чем до"):
            return right.measured is not None
        if gap == "а" and left.number.first and self.pieces[left.number.first - 1].form == "не":
            return right.measured is not None  # «не 96, а 84 процента»
        if right.number.end - right.number.start == 4 and 1900 <= right.number.value <= 2100:
            return False  # «2015 год – 8,2, 2016 год – 12,7»
        if not gap and right.measured is not None and right.measured.unit.cls == "time":
            return False  # «приняли 212 против 96 двумя годами ранее»
        return gap in ("и", "или", "против") or (gap in ("по", "-", "–", "—", "") and right.measured is not None)

    def _is_of_many(self, draft: Draft) -> bool:
        """Whether what is counted stands before a number: «мостов четыре», «новых мостов построят четыре»."""
        place = self.token_at(draft.start)
        return any(may_be_counted(token.text) for token in self.tokens[max(0, place - 2) : place])

    def _in_degrees(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        """«ночью 5, днём 20 градусов», «днём +20»: beside degrees, or with a sign where it is told how warm it is."""
        if draft.number.scale != 1 or abs(draft.value) > _HOT:
            return False
        warmth = cues.of_numbers(self.kit.lexicon, "warmth")
        if draft.value < 0 or self.is_after_plus(draft):
            return any(other.unit == "°C" for other in drafts) or any(piece.form in warmth for piece in self.pieces)
        before = self.pieces[draft.number.first - 1].form if draft.number.first else ""
        return before in (*warmth, "до") and any(other.unit == "°C" for other in drafts)

    def is_after_plus(self, draft: Draft) -> bool:
        """«+20»."""
        return draft.number.first > 0 and self.pieces[draft.number.first - 1].form == "+"

    def _in_percent(self, draft: Draft) -> bool:
        """«структура занятых, в процентах: торговля – 17,2, образование – 13,5»."""
        lead = self.text[self.sentence.start : draft.number.start].lower()
        return draft.number.scale == 1 and draft.value <= 100 and any(f"в {word}:" in lead for word in _PERCENT)

    def _fronted(self, draft: Draft, earlier: Sequence[Draft], later: Sequence[Draft], row: bool) -> bool:
        """The counted noun stands before: «школ не хватает: нужно девять», «вакансий – 17», «оклад 420 тысяч».

        ``row``: the number is of a row whose end has a unit, so that no verb gives it one.
        """
        place = self.token_at(draft.number.start)
        if may_be_counted(self.text[self.tokens[place].start : draft.start].rstrip("-")):
            draft.unit, draft.bare, draft.rules = "unit", False, (*draft.rules, "unit:noun before")
            return True  # «рабочих мест-45»
        spans = [(other.start, other.end) for other in (*earlier, *later)]
        part = draft.value != int(draft.value)  # «15 га, овсом – 1,9»: no share of a thing is counted
        scaled = draft.number.scale >= 1000
        if draft.number.scale >= 1e6 and self.pieces[draft.number.first - 1].form in ("на", "по", "за", "до", "в"):
            return False  # «нарушений вскрыто на 21 млрд»: a sum
        verb = ""
        named = self._in_brackets(draft) and not (earlier and earlier[-1].unit == "person")
        for j in range(place - 1 - named, -1, -1):
            token = self.tokens[j]
            if token.text in (";", ")", "(", ".", "!", "?", "»", "«", ",") or token.text[:1].isdigit():
                break
            if token.pos == "NUM" and not token.feat("Degree"):  # «жалоб стало меньше – 12» goes on
                break
            if any(start <= token.start < end for start, end in spans):
                continue  # counted or measured by another number
            lemma = token.lemma.replace("ё", "е")
            if token.pos == "VERB" and not verb:
                verb = self.kit.counted_by.get(lemma, "")
                if verb in ("money", "price") and scaled:
                    draft.unit, draft.bare = "KZT", False
                    draft.rules += (f"unit:verb {lemma}",)
                    return True
            opens = j == 0 and token.pos == "PROPN" and may_be_many(token.text)  # a capital is no name there
            if not (token.pos == "NOUN" or opens) or self._governed(j) or self._gives(j, place):
                continue
            measure = self.kit.measures.get(lemma, "")
            genitive = token.feat("Case") == "Gen" or opens
            plural = opens or token.feat("Number") == "Plur" and token.feat("Case") in ("Gen", "Nom", "Acc")
            if scaled and measure in MONEY and not (plural and genitive):
                draft.unit = "KZT"
            elif plural and not part and (genitive or place - j <= 2 + named):
                draft.head = j
                self.count_unit(draft, j)
            else:
                continue
            draft.bare, draft.head = False, j
            draft.rules += ("unit:noun before",)
            return True
        if verb == "price" and not row:
            draft.unit, draft.bare = "KZT", False
            draft.rules += ("unit:verb",)
            return True
        if verb == "person" and not scaled:
            draft.unit, draft.bare = "person", False
            draft.rules += ("unit:verb",)
            return True
        return False

    def _in_brackets(self, draft: Draft) -> bool:
        """Whether a number stands alone in brackets after what it counts: «построены амбулатории (5), школы (3)»."""
        around = (self.pieces[k].form for k in (draft.number.first - 1, draft.number.last + 1) if k < len(self.pieces))
        return draft.number.first > 0 and tuple(around) == ("(", ")")

    def _gives(self, j: int, place: int) -> bool:
        """Whether a noun is who or what gives, takes or makes so many: «мощности дают сто сорок»."""
        verb = self.tokens[place - 1]
        active = verb.feat("VerbForm") == "Fin" and verb.feat("Voice") == "Act" and not is_intransitive(verb.lemma)
        return j < place - 1 and active and self.tokens[j].feat("Case") == "Nom"

    def _governed(self, j: int) -> bool:
        """A noun inside a prepositional phrase or in the genitive of another noun is not what is counted."""
        k = j - 1
        while k >= 0 and nouns.is_modifier(self.tokens[k]):
            k -= 1
        if k < 0 or self.tokens[k].lemma in COUNTERS:
            return False
        return self.tokens[k].pos in ("ADP", "NUM", "NOUN")

    def _go_on(self, draft: Draft, drafts: list[Draft]) -> None:
        """Go on with the unit and noun of the quantity before: «убрано 5 тыс. га, осталось 2»."""
        place = draft.number.start
        scaled = draft.number.scale >= 1e6
        plain = draft.number.scale == 1 and draft.value == int(draft.value)
        line = self.text.rfind("\n", 0, place) + 1
        fewer = [d for d in drafts if d.unit in COUNTS and d.number.scale == 1 and d.value > draft.value]
        many = _PER_MANY.match(self.text, draft.number.end) is not None  # «63,5 на 100 тыс. населения»
        of = [d for d in drafts if d.unit in COUNTS] if many else self._before_pair(draft, drafts)
        for left in reversed(of):
            if plain and fewer and self._beside(left):
                continue  # «13 школ на 17 тысяч мест, восемь из них строят»
            got = "unit:left" not in left.rules and _OBJECT.match(self.text, draft.number.end) is not None
            alike = fewer and (draft.elided or got)
            if plain and left.unit in CURRENCIES and (alike or self._is_made(draft)):
                continue  # «на 16 школ дали 2 млрд, из них сельских – 11», «…, 11 – технику», «…, построили 11»
            if plain and left.unit in CURRENCIES and self._is_of_deed(draft):
                continue  # «дали 2 млрд на покупку трёх»
            if plain and left.unit in CURRENCIES and self._is_each(left) and self._is_got(draft):
                continue  # «по 2 млн получили 46»
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

    def _before_pair(self, draft: Draft, drafts: list[Draft]) -> list[Draft]:
        """The measured figures, for the second of «из 9 станций на 503 МВт пущены 5 на 288»; else every figure."""
        paired = len(drafts) > 1 and self._gap(drafts[-1], draft) == "на" and "unit:left" in drafts[-1].rules
        return [d for d in drafts[:-1] if d.unit not in COUNTS] or drafts if paired else drafts

    def _is_got(self, draft: Draft) -> bool:
        """Whether a number stands right after a verb of getting in the plural: so many got it."""
        place = self.token_at(draft.start)
        verb = self.tokens[place - 1] if place else None
        return verb is not None and verb.lemma == "получить" and verb.feat("Number") == "Plur"

    def _same_elsewhere(self, draft: Draft) -> Quantity | None:
        """The sum or mass that a verbless sentence tells anew: «Пекарям платят 300 тысяч. У поваров – 250»."""
        elsewhere = _ELSEWHERE.fullmatch(self.text, self.sentence.start, draft.start)
        if not elsewhere or self._names_itself(self.sentence.start, draft.start):
            return None
        last = [q for q in self.before if q.sentence == self.sentence.index - 1]
        units = {q.unit for q in last} - {"%", "times"}
        alone = len(units) == 1 and units.isdisjoint(COUNTS) and not (draft.number.scale >= 1e6 and "/" in min(units))
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
