"""Drafts: quantities in the making, and the sentence they are made from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import Sequence

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts import nouns, pieces, refusals
from pipeline.facts.numbers import Number
from pipeline.facts.phrases import PhraseTable
from pipeline.facts.units import Measured, UnitTable
from pipeline.language.words import always_animate, is_counted_thing, lemmas, never_animate, noun_animacy
from pipeline.lexicon import Lexicon

_NO_SEATS = {"рабочий", "раб", "постоянный", "временный", "призовой", "населенный", "населённый", "первый",
             "торговый", "парковочный"}  # «место»
PRICED = frozenset(("t", "kg", "l", "m2", "m3", "km", "ha", "Gcal", "kWh", "bbl"))
CURRENCIES = ("KZT", "USD", "EUR", "RUB", "CNY")
COUNTS = ("unit", "person", "head", "seat")  # units of what is counted, not measured
_MAKING = ("build", "create", "commission", "employ")  # actions
MONEY = ("income", "price", "funding", "investment", "revenue")  # measures
_PEOPLE = ("население", "лицо", "душа", "молодежь")


@dataclass(frozen=True)
class Tools:
    """The lexicon compiled for finding quantities."""

    lexicon: Lexicon
    units: UnitTable
    priced: PhraseTable[str]  # what prices are told for: «тонна», «квадратный метр» -> the unit
    before: PhraseTable[str]
    after: PhraseTable[str]
    refusals: refusals.Refusals
    compounds: tuple[tuple[str, str], ...]
    animals: frozenset[str]
    growth: frozenset[str]
    making: frozenset[str]  # verbs of what is built, founded, opened: what they tell is no sum
    counted_by: dict[str, str]  # verb -> what a bare number beside it counts
    measures: dict[str, str]  # noun -> measure
    shortened: frozenset[str]  # adjectives cut short: «гос»
    funds: dict[str, frozenset[str]]  # nouns that mean sums, and the adjectives with which they mean things
    plurals: frozenset[str]  # words named in the plural: «масличный»


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
            PhraseTable(
                (" ".join(lemmas(word)[0] for word in row["phrase"].split()[1:]), row["per"])
                for row in lexicon["rates"]
                if row["phrase"].startswith("за ") and row["per"] in PRICED
            ),
            PhraseTable(sides["before"]),
            PhraseTable(sides["after"], inflect=False),
            refusals.Refusals(lexicon),
            tuple((row["stem"], row["unit"]) for row in lexicon["compounds"]),
            frozenset(row["phrase"] for row in lexicon["subjects"] if row["measure"] == "livestock"),
            frozenset(row["word"] for row in lexicon["verbs"] if row["action"] in ("increase", "decrease")),
            frozenset(row["word"] for row in lexicon["verbs"] if row["action"] in _MAKING and not row["counts"]),
            {row["word"]: row["counts"] for row in lexicon["verbs"] if row["counts"]},
            {row["phrase"]: row["measure"] for row in lexicon["subjects"]},
            frozenset(row["word"] for row in lexicon["shortened"]),
            {row["lemma"]: frozenset(row["unless"].split()) for row in lexicon["plurals"] if row["counted"]},
            frozenset(row["lemma"] for row in lexicon["plurals"]),
        )
    return made


@dataclass(slots=True)
class Draft:
    """A quantity in the making."""

    number: Number
    measured: Measured | None = None
    head: int | None = None  # token index of the counted noun
    end: int = 0
    last: int = 0  # token index
    scale: float = 1.0  # of the number, or of the one it goes on with: «38 миллиардов, из них 21,5»
    unit: str = ""
    comparator: str = "eq"
    total: float | None = None
    value: float = 0.0
    value_max: float | None = None
    compound: bool = False  # number and unit stand in one adjective: «500-метровый»
    bare: bool = False  # neither unit nor noun stands with it
    elided: bool = False  # an adjective stands for its noun: «из них 8 новых»
    quality: tuple[int, ...] = ()  # token indices of such adjectives, or of one cut short: «8 гос. услуг»
    parallel: tuple[int, int] | None = None  # head noun said before, and its genitive
    refused: str = ""
    like: int = -1
    rules: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """First character of the number."""
        return self.number.start


def times(value: float, factor: float) -> float:
    """A product right to the last digit: 8.2 times 1e9 is 8200000000."""
    return float(Decimal(str(value)) * Decimal(str(factor)))


class SentenceReader:
    """A sentence with its pieces, and what it says of the nouns that are counted in it."""

    def __init__(self, document: Document, sentence: Sentence, kit: Tools, before: Sequence[Quantity]):
        self.document, self.sentence, self.kit, self.before = document, sentence, kit, before
        self.text, self.tokens = document.text, sentence.tokens
        self.starts = [token.start for token in self.tokens]
        self.pieces = pieces.cut(self.text, sentence.start, sentence.end)

    def token_at(self, offset: int) -> int:
        """Index of the token that holds a character."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def count_unit(self, draft: Draft, place: int) -> None:
        """The unit of counted things: people, heads of livestock, seats or plain units."""
        head = self.tokens[place]
        lemma = head.lemma.replace("ё", "е")
        many = place >= draft.last and draft.value == int(draft.value) and (
            draft.value % 10 > 4 or draft.value % 10 == 0 or 10 < draft.value % 100 < 15
        )
        modifiers = {token.lemma for token in self.tokens[max(0, place - 3) : place]}
        if lemma == "пункт" and draft.value != int(draft.value):
            draft.unit = "pp"  # «на 2,2 пункта»
        elif draft.number.scale >= 1000 and place >= draft.last and self._is_sum(head, lemma):
            draft.unit = "KZT"  # «35 тысяч доплаты», «64 миллиона неустойки»
        elif draft.number.scale >= 1e6 and lemma in self.kit.funds and modifiers.isdisjoint(self.kit.funds[lemma]):
            draft.unit = "KZT"  # «300 миллионов бюджетных средств»
        elif lemma == "место" and not modifiers & _NO_SEATS:
            draft.unit = "seat"
        elif lemma in self.kit.animals:
            draft.unit = "head"
        elif draft.number.kind == "collective" and (head.pos == "ADJ" or head.feat("Animacy") == "Anim"):
            draft.unit = "person"  # «двое учредителей»
        elif many and lemma not in _PEOPLE and is_counted_thing(head.text):
            draft.unit = self._thing(draft, place)  # «5 премьер», of «премьера»
        elif self.is_person(head) and "юридический" not in modifiers:
            draft.unit = "person"
        else:
            draft.unit = self._thing(draft, place)

    def _thing(self, draft: Draft, place: int) -> str:
        """The unit of a thing that is counted, with the rate that may follow its noun."""
        rate = self.rate_after(draft) if place > self.token_at(draft.number.start) else ""
        return f"unit/{rate}" if rate else "unit"

    def _is_sum(self, head: Token, lemma: str) -> bool:
        """A noun in the genitive singular: thousands of it cannot be counted, so the number is money."""
        if lemma in _PEOPLE or head.pos != "NOUN":
            return False
        singular = head.feat("Number") == "Sing" and head.feat("Animacy") != "Anim"
        return singular and head.feat("Case") == "Gen"

    def rate_after(self, draft: Draft) -> str:
        """A rate after the counted noun and its genitive: «300 сеялок в год», «5 тыс. тонн филе рыбы в год»."""
        found = self._rate_at(draft.end)
        noun = None if found else nouns.counted(self.tokens, draft.last + 1)
        if noun is not None and self.tokens[noun.head].feat("Case") == "Gen":
            found = self._rate_at(self.tokens[noun.last].end)
        if not found or found[1] in ("unit", "10"):
            return ""
        draft.end = self.pieces[found[0]].end
        draft.last = self.token_at(draft.end - 1)
        return found[1]

    def _rate_at(self, offset: int) -> tuple[int, str] | None:
        start = next((k for k, piece in enumerate(self.pieces) if piece.start >= offset), None)
        return None if start is None else self.kit.units.rate(self.pieces, start)

    def in_brackets(self, draft: Draft) -> bool:
        """Whether a number stands alone in brackets after what it counts: «построены амбулатории (5), школы (3)»."""
        around = (self.pieces[k].form for k in (draft.number.first - 1, draft.number.last + 1) if k < len(self.pieces))
        return draft.number.first > 0 and tuple(around) == ("(", ")")

    def glued(self, i: int) -> bool:
        """Whether piece ``i`` follows the one before without a space."""
        return i > 0 and self.pieces[i].start == self.pieces[i - 1].end

    def is_person(self, token: Token) -> bool:
        """Whether a counted noun (or a word that stands for one) means people."""
        lemma = token.lemma.replace("ё", "е")
        if self.kit.measures.get(lemma) == "enterprises":
            return False
        if lemma in _PEOPLE:
            return True
        if token.pos in ("ADJ", "VERB"):
            return noun_animacy(token.text.lower()) == "Anim" or nouns.is_participle(token)
        if token.pos == "PROPN":
            told = noun_animacy(token.text.lower())  # «Хлопзаводов – 12» begins a sentence
            return told == "Anim" or told != "Inan" and token.feat("Animacy") == "Anim"
        if token.feat("Animacy") == "Anim":
            return not never_animate(token.text.lower())  # the tagger takes «клёнов» for people
        return token.pos == "NOUN" and always_animate(token.text.lower())
