"""Quantities: numbers with their units, bounds, wholes and what they count."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Sequence

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts import nouns, numbers, pieces, refusals
from pipeline.facts.numbers import Number
from pipeline.facts.phrases import PhraseTable
from pipeline.facts.pieces import Piece
from pipeline.facts.subjects import COUNTERS
from pipeline.facts.units import Measured, UnitTable
from pipeline.language.words import never_animate, noun_animacy
from pipeline.lexicon import Lexicon

MINED_ZONES = ("body", "headline")


@dataclass(frozen=True)
class Tools:
    """The lexicon compiled for finding quantities."""

    lexicon: Lexicon
    units: UnitTable
    before: PhraseTable[str]
    after: PhraseTable[str]
    refusals: refusals.Refusals
    compounds: tuple[tuple[str, str], ...]
    animals: frozenset[str]
    growth: frozenset[str]
    counted_by: dict[str, str]  # verb -> what a bare number beside it counts
    measures: dict[str, str]  # noun -> measure


_TOOLS: dict[str, Tools] = {}


def tools(lexicon: Lexicon) -> Tools:
    """Compile the lexicon once."""
    made = _TOOLS.get(lexicon.fingerprint)
    if made is None:
        sides = {side: [(r["phrase"], r["comparator"]) for r in lexicon["comparators"] if r["side"] == side]
                 for side in ("before", "after")}
        made = _TOOLS[lexicon.fingerprint] = Tools(
            lexicon,
            UnitTable(lexicon),
            PhraseTable(sides["before"]),
            PhraseTable(sides["after"], inflect=False),
            refusals.Refusals(lexicon),
            tuple((row["stem"], row["unit"]) for row in lexicon["compounds"]),
            frozenset(row["phrase"] for row in lexicon["subjects"] if row["measure"] == "livestock"),
            frozenset(row["word"] for row in lexicon["verbs"] if row["action"] in ("increase", "decrease")),
            {row["word"]: row["counts"] for row in lexicon["verbs"] if row["counts"]},
            {row["phrase"]: row["measure"] for row in lexicon["subjects"]},
        )
    return made


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


@dataclass(slots=True)
class _Draft:
    """A quantity in the making."""

    number: Number
    measured: Measured | None = None
    head: int | None = None  # token index of the counted noun
    end: int = 0
    last: int = 0  # token index
    unit: str = ""
    comparator: str = "eq"
    total: float | None = None
    value: float = 0.0
    value_max: float | None = None
    bare: bool = False  # neither unit nor noun stands with it
    refused: str = ""
    like: int = -1
    rules: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """First character of the number."""
        return self.number.start


_PEOPLE = ("население", "лицо", "душа", "молодежь")
_MONEY = ("income", "price", "funding", "investment", "revenue")


class _Finder:
    """Finds the quantities of one sentence."""

    def __init__(self, document: Document, sentence: Sentence, kit: Tools, before: Sequence[Quantity]):
        self.document, self.sentence, self.kit, self.before = document, sentence, kit, before
        self.text, self.tokens = document.text, sentence.tokens
        self.starts = [token.start for token in self.tokens]
        self.pieces = pieces.cut(self.text, sentence.start, sentence.end)

    def token_at(self, offset: int) -> int:
        """Index of the token that holds a character."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def run(self) -> list[Quantity]:
        """The quantities of the sentence."""
        kept = [draft for draft in self.drafts() if not draft.refused and draft.unit]
        return [self.quantity(draft) for draft in self.settle_ones(kept)]

    def drafts(self) -> list[_Draft]:
        """Every number of the sentence, with the reason where it is refused."""
        drafts = [self.draft(number) for number in numbers.find(self.pieces, self.text, self.kit.lexicon)]
        for k, draft in enumerate(drafts):
            draft.refused = draft.refused or self.kit.refusals.reason(
                self.text, self.sentence, self.pieces, draft.number, draft.measured, draft.head
            )
            draft.comparator, rule = self.comparator(draft, drafts[k - 1] if k else None)
            if rule:
                draft.rules += (f"comparator:{rule}",)
        self.wholes(drafts)
        self.share_units(drafts)
        return drafts

    # -- one number -------------------------------------------------------------------------------
    def draft(self, number: Number) -> _Draft:
        units = self.kit.units
        draft = _Draft(number, value=number.value, value_max=number.value_max, end=number.end)
        draft.last = self.token_at(number.end - 1)
        if number.kind in ("fraction", "part"):
            draft.unit = "%"
            self.count(draft, draft.last + 1)
            return draft
        if number.kind == "multiplier":
            draft.unit = "times"
            return draft
        if self.compound(draft):
            return draft
        after = number.last + 1
        if after < len(self.pieces) and self.pieces[after].form == "." and self.pieces[after - 1].kind == "word":
            after += 1  # «2,3 млн. га»
        if after + 2 < len(self.pieces) and self.pieces[after].form == "(" and self.pieces[after + 2].form == ")":
            after += 3  # «30 (тридцать) дней»
        counted = draft.last + 1
        if bound := self.bound_after(after):  # «15 с лишним тонн», «20 и более теплиц»
            after = bound[0] + 1
            counted = self.token_at(self.pieces[after].start) if after < len(self.pieces) else len(self.tokens)
        measured = units.after(self.pieces, after) or units.sign_before(self.pieces, number.first)
        if measured is None and (number.words or number.value_max):
            measured = units.word_before(self.pieces, number.first)
            if measured:
                draft.comparator = "approx"
        if measured is not None and self._starts_sentence(measured, after):
            measured = None
        if number.words and self.pieces[number.last].form.startswith("пол") and number.value == 0.5:
            draft.unit = {"к": "km", "т": "t", "г": "ha", "л": "l", "п": "%", "м": "m"}[
                self.pieces[number.last].form.lstrip("пол-")[0]
            ]
            return draft
        if measured is None:
            self.count(draft, counted)
            if draft.head is not None:
                self.count_unit(draft, draft.head)
            else:
                draft.bare = True
            return draft
        draft.measured = measured
        unit = measured.unit
        draft.value *= unit.factor
        draft.value_max = None if draft.value_max is None else draft.value_max * unit.factor
        draft.unit = measured.code
        if measured.last > number.last:
            draft.end = self.pieces[measured.last].end
            draft.last = self.token_at(draft.end - 1)
        if unit.code == "times" and number.value == int(number.value) and not self._after_in(number.first):
            draft.unit = "unit"  # «28 раз»
        if unit.cls != "time" and not measured.per and number.first <= measured.first:
            self.count(draft, draft.last + 1, genitive=True)
            if draft.head is not None:
                rate = self.rate_after(draft)
                if rate:
                    draft.unit = f"{draft.unit}/{rate}"
        return draft

    def count(self, draft: _Draft, i: int, genitive: bool = False) -> None:
        """Take the noun phrase at token ``i`` as what is counted."""
        tokens = self.tokens
        if i < len(tokens) and tokens[i].text in ".…" and i + 1 < len(tokens) and tokens[i].start == draft.end:
            if tokens[i + 1].text[:1].islower() and self.text[draft.end - 1].isalpha():
                i += 1  # «12 тыс. рабочих»
        found = nouns.counted(tokens, i)
        if found is None:
            return
        head = tokens[found.head]
        if genitive and (head.feat("Case") not in ("Gen", "") or head.pos == "PROPN"):
            return
        if tokens[i].text[:1].isupper() and head.pos == "PROPN":
            return
        draft.head = found.head
        draft.end = head.end if found.last == found.head else tokens[found.last].end
        draft.last = found.last

    def count_unit(self, draft: _Draft, place: int) -> None:
        """The unit of counted things: people, heads of livestock, seats or plain units."""
        head = self.tokens[place]
        lemma = head.lemma.replace("ё", "е")
        modifiers = {token.lemma for token in self.tokens[max(0, place - 3) : place]}
        if lemma == "пункт" and draft.value != int(draft.value):
            draft.unit = "pp"  # «на 2,2 пункта»
        elif draft.number.scale >= 1000 and place >= draft.last and self._is_sum(head, lemma):
            draft.unit = "KZT"  # «35 тысяч доплаты», «64 миллиона неустойки»
        elif lemma == "место" and not modifiers & {"рабочий", "призовой", "населенный", "населённый", "первый"}:
            draft.unit = "seat"
        elif lemma in self.kit.animals:
            draft.unit = "head"
        elif self._is_person(head) and "юридический" not in modifiers:
            draft.unit = "person"
        else:
            draft.unit = "unit"
            rate = self.rate_after(draft) if place > self.token_at(draft.number.start) else ""
            if rate:
                draft.unit = f"unit/{rate}"

    def _is_sum(self, head: Token, lemma: str) -> bool:
        """A noun in the genitive singular: thousands of it cannot be counted, so the number is money."""
        if lemma in _PEOPLE or head.pos != "NOUN":
            return False
        singular = head.feat("Number") == "Sing" and head.feat("Animacy") != "Anim"
        return singular and head.feat("Case") == "Gen"

    def rate_after(self, draft: _Draft) -> str:
        """A rate right after the counted noun: «300 сеялок в год», «5 тыс. кубометров воды в сутки»."""
        start = next((k for k, piece in enumerate(self.pieces) if piece.start >= draft.end), None)
        found = self.kit.units.rate(self.pieces, start) if start is not None else None
        if not found or found[1] in ("unit", "10"):
            return ""
        draft.end = self.pieces[found[0]].end
        draft.last = self.token_at(draft.end - 1)
        return found[1]

    def compound(self, draft: _Draft) -> bool:
        """«500-километровом протяжении»: number and unit in one adjective."""
        last = draft.number.last
        if last + 1 >= len(self.pieces):
            return False
        word = self.pieces[last + 1]
        if word.form in "-‑" and self._glued(last + 1) and last + 2 < len(self.pieces) and self._glued(last + 2):
            word = self.pieces[last + 2]
        elif not (word.kind == "word" and self._glued(last + 1)):
            return False
        if word.kind != "word" or len(word.form) < 4:
            return False
        unit = next((unit for stem, unit in self.kit.compounds if word.form.startswith(stem)), None)
        if unit is None or not self._is_adjective(word):
            return False
        draft.unit, draft.end = unit, word.end
        draft.last = self.token_at(word.end - 1)
        if unit == "time":
            draft.refused = "time"
        self.count(draft, draft.last + 1)
        return True

    def _is_adjective(self, word: Piece) -> bool:
        token = self.tokens[self.token_at(word.start)]
        return token.pos in ("ADJ", "NOUN", "NUM") and word.form[-1] in "йяееюхмо" or "лети" in word.form

    def _glued(self, i: int) -> bool:
        return i > 0 and self.pieces[i].start == self.pieces[i - 1].end

    def _after_in(self, i: int) -> bool:
        """«в 1,7 раза»: a multiplier, not a count of occasions."""
        return i > 0 and (self.pieces[i - 1].form == "в" or self.pieces[i - 1].form in ("чем", "почти", "около", "до"))

    def _starts_sentence(self, measured: Measured, after: int) -> bool:
        """A one-letter unit behind a dot is an initial, not a unit."""
        first = self.pieces[measured.first]
        return measured.first >= after and self.text[first.start].isupper() and first.end - first.start == 1

    def _is_person(self, token: Token) -> bool:
        lemma = token.lemma.replace("ё", "е")
        if self.kit.measures.get(lemma) == "enterprises":
            return False
        if lemma in _PEOPLE:
            return True
        if token.pos in ("ADJ", "VERB"):
            return noun_animacy(token.text.lower()) == "Anim" or nouns.is_participle(token)
        if token.feat("Animacy") == "Anim":
            return not never_animate(token.text.lower())  # the tagger takes «клёнов» for people
        return token.pos == "NOUN" and noun_animacy(token.text.lower()) == "Anim"

    def bound_after(self, i: int) -> tuple[int, str] | None:
        """A bound that starts at piece ``i`` and says it of the number before, not of one that follows."""
        found = self.kit.after.longest(self.pieces, i)
        following = found[0] + 1 if found else len(self.pieces)
        return None if following < len(self.pieces) and self.pieces[following].kind == "number" else found

    # -- its bound --------------------------------------------------------------------------------
    def comparator(self, draft: _Draft, previous: _Draft | None) -> tuple[str, str]:
        if draft.value_max is not None:
            return "range", "range"
        number = draft.number
        start = number.first
        if draft.measured and draft.measured.last < number.first:
            start = draft.measured.first
        end = next((k for k, p in enumerate(self.pieces) if p.start >= draft.number.end), len(self.pieces))
        for k in range(number.first, number.last):  # «три с лишним тысячи»
            if inside := self.kit.after.longest(self.pieces, k):
                return inside[1], self.text[self.pieces[k].start : self.pieces[inside[0]].end].lower()
        follows = self.bound_after(end)
        if follows is None and draft.end > draft.number.end:
            end = next((k for k, p in enumerate(self.pieces) if p.start >= draft.end), len(self.pieces))
            follows = self.bound_after(end)
        if follows is not None and (follows[0] - end > 0 or draft.bare or draft.measured):
            return follows[1], self.text[self.pieces[end].start : self.pieces[follows[0]].end].lower()
        i = start - 1
        while i >= 0 and self.pieces[i].form in ("в", "на", "с", "со", "к", "по", "чем", "еще", "(", "и", "уже"):
            i -= 1
        found = self.kit.before.ending(self.pieces, i) if i >= 0 else None
        if found is None:
            return ("approx", "inverted") if number.approx or draft.comparator == "approx" else ("eq", "")
        first, comparator = found
        phrase = self.text[self.pieces[first].start : self.pieces[i].end].lower()
        if phrase == "до" and self._is_target(first, previous):
            return "eq", ""
        if phrase == "от" and draft.measured is None:
            return "eq", ""
        if first > 0 and self.pieces[first - 1].form == "не" and not phrase.startswith("не"):
            comparator = {"ge": "le", "le": "ge"}.get(comparator, comparator)
        if phrase == "выше" and i + 1 != start:
            return "eq", ""
        return comparator, phrase

    def _is_target(self, i: int, previous: _Draft | None) -> bool:
        """Whether «до» names where a change ended: «вырос до», «с 4 до 6»."""
        if previous is not None and self.pieces[previous.number.first - 1].form in ("с", "со", "от"):
            return True
        place = self.token_at(self.pieces[i].start)
        for token in reversed(self.tokens[max(0, place - 8) : place]):
            if token.lemma.replace("ё", "е") in self.kit.growth:
                return True
        return False

    # -- together ---------------------------------------------------------------------------------
    def wholes(self, drafts: list[_Draft]) -> None:
        """«84 из 89», «из 89 … 84», «3 депутата из 35»: the whole goes to ``total``."""
        for k, draft in enumerate(drafts):
            if draft.refused or k + 1 >= len(drafts):
                continue
            other = drafts[k + 1]
            gap = self.text[draft.end : other.number.start].strip().lower()
            if gap in ("из", "из общих", "из всех", "из имеющихся", "из запланированных") and not other.refused:
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
            before = self.pieces[draft.number.first - 1].form if draft.number.first else ""
            if before != "из" or draft.bare or other.refused or not other.bare or draft.unit == "%":
                continue
            if other.value <= draft.value and self._same_clause(draft, other) and not self._dash_before(other):
                other.total, draft.refused = draft.value, "whole"
                other.unit, other.bare, other.head = draft.unit, False, draft.head
                other.rules += ("total:of",)

    def _scaled_like(self, draft: _Draft, other: _Draft) -> None:
        if other.measured and other.measured.unit.factor != 1:
            draft.value *= other.measured.unit.factor

    def _same_clause(self, left: _Draft, right: _Draft) -> bool:
        return not any(mark in self.text[left.end : right.number.start] for mark in ".;:!?")

    def _dash_before(self, draft: _Draft) -> bool:
        return self.text[: draft.number.start].rstrip().endswith(("–", "—"))

    def share_units(self, drafts: list[_Draft]) -> None:
        """A bare number takes unit and noun from its clause or from its neighbours."""
        for k, draft in enumerate(drafts):
            if not draft.bare or draft.refused:
                continue
            right = drafts[k + 1] if k + 1 < len(drafts) else None
            if right is not None and not right.bare and self._linked(draft, right):
                draft.unit, draft.bare, draft.refused = right.unit, False, right.refused
                draft.measured, draft.head = right.measured, right.head
                draft.rules += ("unit:right",)
                continue
            if not self.kit.refusals.may_stand_alone(self.text, self.sentence, self.pieces, draft.number):
                draft.refused = "alone"
            elif not self._fronted(draft, [d for d in drafts if d is not draft]):
                self._go_on(draft, [d for d in drafts[:k] if not d.refused])

    def _linked(self, left: _Draft, right: _Draft) -> bool:
        """«с 71 до 78%», «вместо двух – три школы», «12 и 15 тонн»."""
        gap = self.text[left.number.end : right.number.start].strip(" ,").lower()
        if gap == "до" and left.number.first and self.pieces[left.number.first - 1].form in ("с", "со", "от"):
            return True
        if gap in ("до", "почти до", "и до", "более чем до"):
            return right.measured is not None
        return gap in ("и", "или", "против") or (gap in ("по", "-", "–", "—", "") and right.measured is not None)

    def _fronted(self, draft: _Draft, others: Sequence[_Draft]) -> bool:
        """The counted noun stands before: «школ не хватает: нужно девять», «вакансий – 17», «оклад 420 тысяч»."""
        place = self.token_at(draft.number.start)
        spans = [(other.start, other.end) for other in others]
        scaled = draft.number.scale >= 1000
        if draft.number.scale >= 1e6 and self.pieces[draft.number.first - 1].form in ("на", "по", "за", "до", "в"):
            return False  # «нарушений вскрыто на 21 млрд»: a sum
        verb = ""
        for j in range(place - 1, -1, -1):
            token = self.tokens[j]
            if token.text in (";", ")", "(", ".", "!", "?", "»", "«") or token.pos == "NUM" or token.text[:1].isdigit():
                break
            if token.text == ",":
                break
            if any(start <= token.start < end for start, end in spans):
                continue  # counted or measured by another number
            lemma = token.lemma.replace("ё", "е")
            if token.pos == "VERB" and not verb:
                verb = self.kit.counted_by.get(lemma, "")
                if verb == "money" and scaled:
                    draft.unit, draft.bare = "KZT", False
                    draft.rules += (f"unit:verb {lemma}",)
                    return True
            if token.pos != "NOUN" or self._governed(j):
                continue
            measure = self.kit.measures.get(lemma, "")
            plural = token.feat("Number") == "Plur" and token.feat("Case") in ("Gen", "Nom", "Acc")
            if scaled and measure in _MONEY and not (plural and token.feat("Case") == "Gen"):
                draft.unit = "KZT"
            elif plural and (token.feat("Case") == "Gen" or place - j <= 2):
                draft.head = j
                self.count_unit(draft, j)
            else:
                continue
            draft.bare, draft.head = False, j
            draft.rules += ("unit:noun before",)
            return True
        if verb == "person" and not scaled:
            draft.unit, draft.bare = "person", False
            draft.rules += ("unit:verb",)
            return True
        return False

    def _governed(self, j: int) -> bool:
        """A noun inside a prepositional phrase or in the genitive of another noun is not what is counted."""
        k = j - 1
        while k >= 0 and nouns.is_modifier(self.tokens[k]):
            k -= 1
        if k < 0 or self.tokens[k].lemma in COUNTERS:
            return False
        return self.tokens[k].pos in ("ADP", "NUM", "NOUN")

    def _go_on(self, draft: _Draft, drafts: list[_Draft]) -> None:
        """Go on with the unit and noun of the quantity before: «убрано 5 тыс. га, осталось 2»."""
        place = draft.number.start
        for left in reversed(drafts):
            if left.unit and left.unit != "times" and not self._closed_aside(left, place):
                self._take(draft, left.unit, left.number.scale, left.value, left.start)
                return
        scaled = draft.number.scale >= 1e6
        for quantity in reversed(self.before):
            if quantity.sentence < self.sentence.index - 2:
                break
            if quantity.unit in ("times", "%") and quantity.sentence < self.sentence.index:
                continue
            if scaled and quantity.unit in ("unit", "person", "%"):
                continue
            scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if abs(quantity.value) >= s), 1.0)
            self._take(draft, quantity.unit, scale, quantity.value, quantity.start)
            return
        draft.unit, draft.bare = ("KZT" if scaled else "unit"), False

    def _take(self, draft: _Draft, unit: str, scale: float, value: float, start: int) -> None:
        draft.unit, draft.bare, draft.like = unit, False, start
        draft.rules += ("unit:left",)
        mine = draft.value
        reach = 10 if mine == int(mine) and mine >= 100 else 30
        if draft.number.scale == 1 and scale >= 1000 and unit not in ("unit", "person", "head", "%") and (
            1 / reach < mine / (value / scale) < reach if value else False
        ):
            draft.value *= scale  # «утверждено 21,5» after «38 миллиардов»
            draft.rules += ("scale:left",)

    def _closed_aside(self, left: _Draft, place: int) -> bool:
        """«1748 (27,6 %), 50 …»: what stood in brackets is not gone on with."""
        between = self.text[left.end : place]
        before = self.text[self.sentence.start : left.number.start]
        return ")" in between and before.count("(") > before.count(")")

    def settle_ones(self, drafts: list[_Draft]) -> list[_Draft]:
        """«один» counts only beside another count; alone it is mostly an article or a pronoun."""
        plural = any(draft.value != 1 and draft.unit in ("unit", "person", "seat", "head") for draft in drafts)
        return [d for d in drafts if not (d.value == 1 and d.number.words and not plural and d.measured is None)]

    def quantity(self, draft: _Draft) -> Quantity:
        start = draft.number.start
        if draft.measured and draft.measured.last < draft.number.first:
            start = self.pieces[draft.measured.first].start
        return Quantity(
            start, draft.end, self.sentence.index, draft.value, draft.unit, draft.value_max, draft.comparator,
            draft.total, self.token_at(start), draft.last, draft.head, draft.like, draft.rules,
        )  # fmt: skip
