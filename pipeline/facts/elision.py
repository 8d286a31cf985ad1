"""Elision: numbers that stand alone take unit and noun from their clause or from their neighbours."""

from __future__ import annotations

from typing import Sequence

from pipeline.facts import cues, headings, nouns
from pipeline.facts.antecedents import Antecedents
from pipeline.facts.drafts import MONEY, Draft
from pipeline.facts.subjects import COUNTERS
from pipeline.language.words import is_intransitive, may_be_counted, may_be_many

_PERCENT = ("процентах", "%")  # «структура экспорта, в процентах: …»
_HOT = 60  # degrees: no weather is hotter
_INSTEAD = ("вместо", "против", "при норме", "при норме в", "при нормативе", "а не")


class Elision(Antecedents):
    """Gives the bare numbers of a sentence their units."""

    def share_units(self, drafts: list[Draft]) -> None:
        """A bare number takes unit and noun from its clause or from its neighbours."""
        linked: list[tuple[Draft, Draft, bool]] = []
        ended: list[tuple[Draft, Draft]] = []
        for k, draft in enumerate(drafts):
            if not draft.bare or draft.refused:
                continue
            right = drafts[k + 1] if k + 1 < len(drafts) else None
            row = self.opens_row(drafts[k:])
            follows = right is not None and (row or self._linked(draft, right))
            if right is not None and follows and (row or not right.bare or self.shares_scale(draft, right)):
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
            self.scale_like(draft, end, True)
        for draft, right, row in reversed(linked):
            draft.unit, draft.bare, draft.refused = right.unit, False, right.refused
            draft.measured, draft.head = right.measured, right.head
            draft.rules += ("unit:right",)
            self.scale_like(draft, right, row)

    def _look_around(self, drafts: Sequence[Draft], k: int) -> Draft | None:
        """Give a number the unit of a noun or number near it; the end of its row instead, if that has the unit."""
        end, draft = self.row_end(drafts, k), drafts[k]
        if draft.parallel or not self._fronted(draft, drafts[:k], drafts[k + 1 :], end is not None):
            if end is not None:
                return end
            self.go_on(draft, [d for d in drafts[:k] if not d.refused])
        return None

    def _is_later_time(self, left: Draft, right: Draft) -> bool:
        """«с 20 минут до 12», «за 3 дня вместо 10»."""
        if left.refused != "time":
            return False
        between = self.text[left.end : right.start].lower().strip(" ,")
        opened = left.number.first > 0 and self.pieces[left.number.first - 1].form in ("с", "со")
        return opened and between == "до" or between in _INSTEAD

    def _may_stand_alone(self, draft: Draft) -> bool:
        return self.kit.refusals.may_stand_alone(self.text, self.sentence, self.pieces, draft.number)

    def _linked(self, left: Draft, right: Draft) -> bool:
        """«с 71 до 78%», «вместо двух – три школы», «12 и 15 тонн»."""
        gap = self.text[left.number.end : right.number.start].lower()
        if gap.startswith(", и ") and right.measured is None or left.elided:
            return False  # «из них построены пять, и 140 труб»
        if left.number.scale >= 1e6 and right.number.scale < left.number.scale and right.measured is None:
            return False  # «это 80 миллиардов и 700 рабочих мест»
        if gap.startswith(",") and self.is_of_many(left):
            return False  # «мостов построят четыре, 96 км дорог»
        gap = gap.strip(" ,")
        if gap == "по" and self.is_of_many(left):
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
        named = self.in_brackets(draft) and not (earlier and earlier[-1].unit == "person")
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

