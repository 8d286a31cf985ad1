"""Quantities: numbers with their units, bounds, wholes and what they count."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Sequence

from pipeline.document import Document, Quantity
from pipeline.facts import cues, nouns, numbers, parallels, pieces, qualities, rates, refusals
from pipeline.facts.bounds import COMPARED, Bounds
from pipeline.facts.drafts import COUNTS, CURRENCIES, PRICED, Draft, times, tools
from pipeline.facts.elision import Elision
from pipeline.facts.nouns import OF_THEM
from pipeline.facts.numbers import Number
from pipeline.facts.pieces import Piece
from pipeline.facts.units import AGO, Measured
from pipeline.language.words import may_be_counted, may_be_few, may_be_oblique
from pipeline.lexicon import Lexicon

_OBLIQUE = frozenset(
    "двух двум двумя трех трем тремя четырех четырем пяти шести семи восьми девяти десяти одиннадцати двенадцати "
    "пятнадцати двадцати тридцати".split()
)
_THOUSANDTHS = (("km", "m"), ("t", "kg"), ("kg", "g"))
_COINS = ("тиын", "копе", "цент")
_OF = re.compile(r"\.?\s+((?:[а-яё]+\s+){0,3})из\s+([а-яё]+(?:ых|их)\s+)?", re.IGNORECASE)
MINED_ZONES = ("body", "headline")


def find(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add quantities."""
    kit = tools(lexicon)
    found = []
    for document in batch:
        quantities: list[Quantity] = []
        for sentence in document.sentences:
            if sentence.zone in MINED_ZONES and refusals.may_hold_number(sentence):
                quantities += _Finder(document, sentence, kit, quantities).run()
        found.append(replace(document, quantities=tuple(quantities)))
    return found


def refused(document: Document, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Numbers that were read and are no quantity: start, end and why."""
    found = []
    for sentence in document.sentences:
        if sentence.zone not in MINED_ZONES:
            numbers_of = numbers.find(pieces.cut(document.text, sentence.start, sentence.end), document.text, lexicon)
            found += [(number.start, number.end, f"stands in a zone: {sentence.zone}") for number in numbers_of]
        elif refusals.may_hold_number(sentence):
            before = [q for q in document.quantities if q.sentence < sentence.index]
            kept = [q for q in document.quantities if q.sentence == sentence.index]
            for draft in _Finder(document, sentence, tools(lexicon), before).drafts():
                if not any(q.start <= draft.number.start < q.end for q in kept):
                    why = draft.refused or "one: an article or a pronoun"
                    found.append((draft.number.start, draft.number.end, why))
    return found


class _Finder(Elision, Bounds):
    """Finds the quantities of one sentence."""

    def run(self) -> list[Quantity]:
        """The quantities of the sentence."""
        kept = [draft for draft in self.drafts() if not draft.refused and draft.unit]
        return [self.quantity(draft) for draft in self.settle_ones(kept)]

    def drafts(self) -> list[Draft]:
        """Every number of the sentence, with the reason where it is refused."""
        drafts = [self.draft(number) for number in numbers.find(self.pieces, self.text, self.kit.lexicon)]
        qualities.find(self, drafts)
        parallels.find(self, drafts)
        for left, right in zip(drafts, drafts[1:]):
            if left.measured and right.number.first <= left.measured.last:
                right.refused = "per one"  # «за десяток»
            if left.measured and right.number.words and self.text[left.end : right.start].strip() in ("на", "за"):
                right.refused = "per one" if right.value == 10 else right.refused  # «подорожали на 40 тенге на десятке»
            self.add_part(left, right)
            self.pass_adjective(left, right)
        for k, draft in enumerate(drafts):
            head = None if draft.compound else draft.head
            draft.refused = draft.refused or self.kit.refusals.reason(
                self.text, self.sentence, self.pieces, draft.number, draft.measured, head
            )
            draft.comparator, rule = self.comparator(draft, drafts[k - 1] if k else None)
            if rule:
                draft.rules += (f"comparator:{rule}",)
            self.repeat_label(drafts[:k], draft)
            if change := self.change(draft):
                draft.rules += (f"change:{change}",)
        for left, right in zip(drafts, drafts[1:]):
            self.join_ends(left, right)
            self.share_change(left, right)
        self.wholes(drafts)
        self.share_units(drafts)
        rates.complete(self, drafts)
        for draft in drafts:
            if draft.unit == "°C" and (draft.value < 0 or self.is_after_plus(draft)):
                draft.rules += ("level:sign",)  # «днём +20 °C»: no growth
        return drafts

    # -- one number -------------------------------------------------------------------------------
    def draft(self, number: Number) -> Draft:
        units = self.kit.units
        draft = Draft(number, value=number.value, value_max=number.value_max, end=number.end, scale=number.scale)
        draft.last = self.token_at(number.end - 1)
        if number.kind in ("fraction", "part"):
            draft.unit = "%"
            self.count(draft, draft.last + 1)
            return draft
        if number.kind == "multiplier":
            draft.unit = "times"
            if self.tokens[draft.last].feat("VerbForm") == "Fin":
                draft.rules += ("growth:verb",)  # «выручка удвоилась»
            return draft
        if self.compound(draft):
            return draft
        after = number.last + 1
        if after < len(self.pieces) and self.pieces[after].form == "." and self.pieces[after - 1].kind == "word":
            after += 1  # «2,3 млн. га»
        counted = draft.last + 1
        if (repeated := self._repeated(after)) != after:
            after, counted = repeated, self.token_at(self.pieces[repeated].start)
        if bound := self.bound_after(after):  # «15 с лишним тонн», «20 и более теплиц»
            after = bound[0] + 1
            counted = self.token_at(self.pieces[after].start) if after < len(self.pieces) else len(self.tokens)
        measured = units.after(self.pieces, after) or units.sign_before(self.pieces, number.first)
        if measured is None and (measured := self._unit_before(number)):
            draft.comparator = "approx"
        if measured is not None and self._starts_sentence(measured, after):
            measured = None
        if number.halved and (halved := units.named(number.halved)):
            draft.unit, draft.value = halved.code, times(number.value, halved.factor)
            self.count(draft, draft.last + 1, genitive=True)
            return draft
        if measured is None:
            self.count(draft, counted)
            price = self._price_of_one(after) if draft.head is None else None
            if draft.head is not None:
                self.count_unit(draft, draft.head)
            elif price is not None:
                draft.unit = f"KZT/{price}"
            else:
                draft.bare = True
            return draft
        draft.measured = measured
        unit = measured.unit
        draft.value = times(draft.value, unit.factor)
        draft.value_max = None if draft.value_max is None else times(draft.value_max, unit.factor)
        draft.unit = measured.code
        if draft.value < 0 and unit.code in ("%", "pp"):
            draft.value, draft.rules = -draft.value, (*draft.rules, "fall:minus")  # «экспорт – минус 9 %»
        if measured.last > number.last:
            draft.end = self.pieces[measured.last].end
            draft.last = self.token_at(draft.end - 1)
        if unit.code == "times" and measured.per:
            draft.refused = "frequency"  # «два раза в день»
        elif unit.code == "times" and number.value == int(number.value) and not self._after_in(number.first):
            draft.unit = "unit"  # «28 раз»
        if unit.cls != "time" and not measured.per and number.first <= measured.first:
            self.count(draft, draft.last + 1, genitive=True)
            if draft.head is not None:
                rate = self.rate_after(draft)
                if rate:
                    draft.unit = f"{draft.unit}/{rate}"
        return draft

    def _unit_before(self, number: Number) -> Measured | None:
        """«тонн двадцать», «метров на 20», but not «из 90 тонн 20», «сколько метров на 20 домов»."""
        over = self._after_preposition(number)
        found = self.kit.units.word_before(self.pieces, number.first - over, number.words and number.value < 5)
        if found is None or found.first and self._is_number(self.pieces[found.first - 1]):
            return None
        if not over and (number.words or number.value_max is not None):
            return found  # «тонн двадцать цемента»
        return None if nouns.counted(self.tokens, self.token_at(number.end - 1) + 1) else found

    def _price_of_one(self, i: int) -> str | None:
        """«две с половиной тысячи за куб»: what a price without a currency is told for, at piece ``i``."""
        rate = self.kit.units.rate(self.pieces, i) if i < len(self.pieces) and self.pieces[i].form == "за" else None
        return rate[1] if rate is not None and rate[1] in PRICED else None

    def _after_preposition(self, number: Number) -> bool:
        """Whether a preposition parts a number from a unit before it: «процентов на сорок», «тонн на 60 больше»."""
        i, after = number.first - 1, number.last + 1
        if i < 1 or self.pieces[i].form not in numbers.APPROXIMATELY:
            return False
        if after < len(self.pieces) and self.pieces[after].kind == "word" and self.pieces[after].form not in COMPARED:
            return False
        unit = self.pieces[i - 1].form  # not «тонну до двухсот»
        if unit in ("раз", "раза"):
            return False  # «раза в полтора» is told together
        return may_be_counted(unit) or unit == "тенге" or number.words and number.value < 5 and may_be_few(unit)

    def _is_number(self, piece: Piece) -> bool:
        return piece.kind == "number" or piece.form in numbers.forms(self.kit.lexicon)

    def count(self, draft: Draft, i: int, genitive: bool = False) -> None:
        """Take the noun phrase at token ``i`` as what is counted."""
        tokens = self.tokens
        if i < len(tokens) and tokens[i].text in ".…" and i + 1 < len(tokens) and tokens[i].start == draft.end:
            if tokens[i + 1].text[:1].islower() and self.text[draft.end - 1].isalpha():
                i += 1  # «12 тыс. рабочих»
        noun = self._after_shortened(i)
        found = nouns.counted(tokens, i if noun is None else noun)
        if found is None:
            return
        draft.quality = () if noun is None else (i,)
        head = tokens[found.head]
        if head.text.lower().replace("ё", "е") in AGO:
            return
        if head.feat("Case") == "Nom" and draft.number.scale >= 1000 and not may_be_counted(head.text):
            return  # «2 млн меценаты дали»: the noun begins the clause
        if head.pos == "NOUN" and head.text.islower() and self._is_oblique(draft) and not may_be_oblique(head.text):
            return  # «по трём подрядчик спорит»
        if genitive and (head.feat("Case") not in ("Gen", "") or head.pos == "PROPN"):
            return
        if tokens[i].text[:1].isupper() and head.pos == "PROPN" and not nouns.is_kind(head):
            return
        draft.head = found.head
        draft.end = head.end if found.last == found.head else tokens[found.last].end
        draft.last = found.last

    def _after_shortened(self, i: int) -> int | None:
        """The word after an adjective that is cut short: «320 гос. услуг»."""
        if i + 2 >= len(self.tokens) or self.tokens[i].text not in self.kit.shortened:
            return None
        noun = i + 2 if self.tokens[i + 1].text == "." else i + 1
        return noun if self.tokens[noun].pos in ("NOUN", "ADJ") and self.tokens[noun].text.islower() else None

    def _is_oblique(self, draft: Draft) -> bool:
        """Whether a number word stands in a case of its own, so that its noun must agree with it."""
        return self.pieces[draft.number.last].form in _OBLIQUE

    def compound(self, draft: Draft) -> bool:
        """«500-километровом протяжении», «4-х метровый»: number and unit in one adjective."""
        last = draft.number.last
        if last + 1 >= len(self.pieces):
            return False
        word = self.pieces[last + 1]
        spaced = self.pieces[last].kind == "word" and self.glued(last)  # «3-х комнатный»
        if word.form in "-‑" and self.glued(last + 1) and last + 2 < len(self.pieces) and self.glued(last + 2):
            word = self.pieces[last + 2]
        elif not (word.kind == "word" and (spaced or self.glued(last + 1) or self._is_one(word, draft))):
            return False
        if word.kind != "word" or len(word.form) < 4:
            return False
        unit = next((unit for stem, unit in self.kit.compounds if word.form.startswith(stem)), None)
        if unit is None or not self._is_adjective(word):
            return False
        draft.unit, draft.end, draft.compound = unit, word.end, True
        draft.last = self.token_at(word.end - 1)
        if unit == "time":
            draft.refused = "time"
        self.count(draft, draft.last + 1)
        return True

    def _is_one(self, word: Piece, draft: Draft) -> bool:
        """Whether an adjective tells of one thing a number cannot count: «5 этажный дом», but «1 дневной стационар»."""
        token = self.tokens[self.token_at(word.start)]
        if token.pos != "ADJ" or token.feat("Number") != "Sing" or draft.number.words or draft.value % 1:
            return False
        return draft.value % 10 != 1 or draft.value % 100 == 11 or token.feat("Case") not in ("Nom", "Acc")

    def _repeated(self, i: int) -> int:
        """The piece after a bracket that says a number again in words, «30 (тридцать) дней», else ``i``."""
        words = numbers.forms(self.kit.lexicon)
        j = i + 1
        while j < len(self.pieces) - 1 and self.pieces[j].form in words:
            j += 1
        again = j > i + 1 and self.pieces[i].form == "(" and self.pieces[j].form == ")"
        return j + 1 if again and j + 1 < len(self.pieces) else i

    def _is_adjective(self, word: Piece) -> bool:
        token = self.tokens[self.token_at(word.start)]
        return token.pos in ("ADJ", "NOUN", "NUM") and word.form[-1] in "йяееюхмо" or "лети" in word.form

    def _after_in(self, i: int) -> bool:
        """«в 1,7 раза»: a multiplier, not a count of occasions."""
        return i > 0 and (self.pieces[i - 1].form == "в" or self.pieces[i - 1].form in ("чем", "почти", "около", "до"))

    def _starts_sentence(self, measured: Measured, after: int) -> bool:
        """A one-letter unit behind a dot is an initial, not a unit."""
        first = self.pieces[measured.first]
        return measured.first >= after and self.text[first.start].isupper() and first.end - first.start == 1

    def join_ends(self, left: Draft, right: Draft) -> None:
        """«от 60 тысяч тенге до 80 тысяч тенге»: one range, though the unit is told twice."""
        from_ = left.number.first and self.pieces[left.number.first - 1].form == "от"
        if not from_ or left.measured is None or left.unit != right.unit or left.refused or right.refused:
            return
        if self.text[left.end : right.number.start].strip() == "до" and left.value < right.value:
            left.value_max, left.comparator, left.end, left.last = right.value, "eq", right.end, right.last
            right.refused = "range"

    def add_part(self, left: Draft, right: Draft) -> None:
        """«42 км 195 м»: one quantity, told in a unit and in parts of it; so is «23 тенге 40 тиын»."""
        small = next((piece for piece in self.pieces if piece.start >= right.number.end), None)
        coins = small is not None and small.form.startswith(_COINS) and left.unit.split("/")[0] in CURRENCIES
        if coins and small is not None and not self.text[left.end : right.start].strip() and right.value < 100:
            left.value, right.refused = times(left.value * 100 + right.value, 0.01), "part"
            left.end, left.last = small.end, self.token_at(small.start)
            if rate := self.rate_after(left):
                left.unit = f"{left.unit}/{rate}"
            return
        if (left.unit, right.unit) not in _THOUSANDTHS or self.text[left.end : right.start].strip():
            return
        if left.value == int(left.value) and right.value < 1000 and left.measured and right.measured:
            left.value = times(left.value * 1000 + right.value, 0.001)
            left.head, left.end, left.last, right.refused = right.head, right.end, right.last, "part"

    def repeat_label(self, earlier: Sequence[Draft], draft: Draft) -> None:
        """«муки 3 класса – 61 %, 4 класса – 22 %»: a number that names a sort, as one before it did."""
        if draft.refused or draft.number.words:
            return
        named = (other.refused for other in earlier if self._next(other) == self._next(draft) != "")
        draft.refused = next((reason for reason in named if reason in ("label", "ordinal")), "")

    def _next(self, draft: Draft) -> str:
        """The word after a number."""
        at = draft.number.last + 1
        return self.pieces[at].form if at < len(self.pieces) and self.pieces[at].kind == "word" else ""

    def pass_adjective(self, left: Draft, right: Draft) -> None:
        """«Два 36-квартирных дома»: the number before counts, the one inside the adjective tells of what kind."""
        if not right.compound or right.unit == "time" or self.text[left.number.end : right.start].strip():
            return
        right.refused = "kind"
        if left.head is None and right.head is not None:
            left.head, left.end, left.last, left.bare = right.head, right.end, right.last, False
            self.count_unit(left, right.head)

    # -- together ---------------------------------------------------------------------------------
    def wholes(self, drafts: list[Draft]) -> None:
        """«84 из 89», «из 89 … 84», «3 депутата из 35»: the whole goes to ``total``."""
        for k, draft in enumerate(drafts):
            if draft.refused or k + 1 >= len(drafts):
                continue
            other = drafts[k + 1]
            if not other.refused and self._joined_by_of(draft, other):
                if other.bare and draft.scale > 1 and other.number.scale == 1:
                    other.value = times(other.value, draft.scale)  # «3,8 млрд тенге из 9,5»
                if draft.bare and draft.scale == 1 and times(draft.value, other.scale) <= other.value:
                    draft.value, draft.scale = times(draft.value, other.scale), other.scale  # «148 из 151 млн тенге»
                if draft.value <= other.value and (draft.bare or other.bare or draft.unit == other.unit):
                    draft.total, other.refused = other.value, "whole"
                    draft.rules += ("total:of",)
                    if draft.bare and not other.bare:
                        draft.head, draft.unit, draft.bare = other.head, other.unit, False
                        draft.measured = other.measured
                        if other.head is not None or other.measured:
                            draft.end, draft.last = other.end, other.last
                        self._scaled_like(draft, other)
                continue
            if other.refused or draft.unit == "%" or other.value > draft.value or not self._after_of(draft):
                continue
            if self._made_of(draft):
                continue  # «составлен список из 34 поручений, 12 направлены»
            again = not draft.bare and other.unit == draft.unit and self._same_noun(draft, other)
            again = again or bool(other.measured and other.head is None and other.unit == draft.unit)
            near = self._same_clause(draft, other) and not self._dash_before(other)
            if (other.bare or again) and (near or self._opens_list(draft, other)):
                other.total, draft.refused = draft.value, "whole"
                other.rules += ("total:of",)
                if not again:
                    self._go_on_with(draft, other)

    def _joined_by_of(self, part: Draft, whole: Draft) -> bool:
        """Whether «из» stands between two numbers: «9 из 14», «9 мостов городского парка из намеченных 14»."""
        gap = _OF.fullmatch(self.text, part.end, whole.number.start)
        if gap is None or gap[2] and part.unit in CURRENCIES:
            return False  # «освоено 2 млрд тенге из выделенных 5 млрд» tells of two sums
        between = [token for token in self.tokens if gap.start(1) <= token.start < gap.end(1)]
        if not between:
            return True
        owned = len(between) == 1 or all(token.feat("Case") == "Gen" for token in between)
        return whole.bare and owned and between[-1].pos in ("NOUN", "PROPN")

    def _go_on_with(self, whole: Draft, part: Draft) -> None:
        """Give a part unit, noun and scale of its whole: «из 5,1 млрд дошло 3,3»."""
        if not whole.bare:
            part.unit, part.bare, part.head = whole.unit, False, whole.head
        elif whole.scale >= 1e6:
            part.unit, part.bare = "KZT", False
        if part.number.scale == 1 and times(part.value, whole.scale) <= whole.value:
            part.value, part.scale = times(part.value, whole.scale), whole.scale

    def _after_of(self, draft: Draft) -> bool:
        """«из 9 мостов», «из прошлогодних 9», «из предусмотренных на год 9»."""
        tokens, i = self.tokens, self.token_at(draft.start) - 1
        k = i
        while k > 0 and (tokens[k].pos in ("NOUN", "PROPN") or nouns.is_modifier(tokens[k])):
            k -= 1
        if i > k > 0 and tokens[k].pos == "ADP" and nouns.is_participle(tokens[k - 1]):
            i = k - 1
        while i > 0 and nouns.is_modifier(tokens[i]):
            i -= 1
        return i >= 0 and tokens[i].text.lower() == "из"

    def _made_of(self, draft: Draft) -> bool:
        """Whether a noun that consists of a number stands before its «из»: «список из 34 поручений»."""
        forms = [piece.form for piece in self.pieces[: draft.number.first]]
        sets = cues.of_numbers(self.kit.lexicon, "set")
        return forms[-1:] == ["из"] and len(forms) > 1 and forms[-2].startswith(sets)

    def _same_noun(self, left: Draft, right: Draft) -> bool:
        """«из 26 школ открылись 19 школ»."""
        if left.head is None or right.head is None:
            return False
        return self.tokens[left.head].lemma == self.tokens[right.head].lemma

    def _scaled_like(self, draft: Draft, other: Draft) -> None:
        if other.measured and other.measured.unit.factor != 1:
            draft.value = times(draft.value, other.measured.unit.factor)

    def _same_clause(self, left: Draft, right: Draft) -> bool:
        """Whether two numbers stand in one clause; «состоит из 12 вагонов, из них 4 новых» are two."""
        between = self.text[left.end : right.number.start].lower()
        return not any(mark in between for mark in (".", ";", ":", "!", "?", *OF_THEM))

    def _opens_list(self, whole: Draft, part: Draft) -> bool:
        """«Из 68 проектов: – 48 завершены»: the first of a list of parts."""
        return self.text[whole.end : part.number.start].strip() in (":", ":-", ": -", ":–", ": –")

    def _dash_before(self, draft: Draft) -> bool:
        return self.text[: draft.number.start].rstrip().endswith(("–", "—"))

    def settle_ones(self, drafts: list[Draft]) -> list[Draft]:
        """«один» counts only beside another count, or of so many; alone it is mostly an article or a pronoun."""
        plural = any(draft.value != 1 and draft.unit in COUNTS for draft in drafts)
        sure = (d for d in drafts if d.value != 1 or d.value_max or d.total or d.measured or not d.number.words)
        return drafts if plural else list(sure)

    def quantity(self, draft: Draft) -> Quantity:
        start = draft.number.start
        if draft.measured and draft.measured.last == draft.number.first - 1:
            start = self.pieces[draft.measured.first].start
        return Quantity(
            start, draft.end, self.sentence.index, draft.value, draft.unit, draft.value_max, draft.comparator,
            draft.total, self.token_at(start), draft.last, draft.head, draft.like, draft.rules,
            draft.elided, draft.quality, draft.parallel,
        )  # fmt: skip
