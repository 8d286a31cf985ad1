"""Subjects: the noun phrase a quantity counts or measures, found by syntax.

The steps are tried in order; each names the rule it is, and the first that finds a noun decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Callable, Container, Mapping, Sequence

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts import nouns
from pipeline.facts.drafts import CURRENCIES
from pipeline.language.words import is_adjective, is_intransitive, is_predicate

COUNTERS = {"количество", "число", "численность", "большинство", "часть"}
_EMPTY = COUNTERS | {"тонна", "килограмм", "литр", "километр", "гектар", "центнер"}  # «тонна угля стоит»: the coal does
_HYPHENS = ("–", "—", "-")
_DASHES = {*_HYPHENS, ":"}
ADVERBIAL = {
    "образом", "целом", "числе", "среднем", "тенге", "летом", "зимой", "весной", "осенью", "утром", "вечером", "ночью",
    "единиц",
}  # «следующим образом», «в том числе»: nothing is counted
COUNTS = ("unit", "person", "head", "seat")  # units of what is counted, not measured
JOINTS = ("и", ",")
QUOTES = '«»"'
_OF_ONE = ("одного", "одной")  # «стоимость одного билета»
_UNSAID = (*QUOTES, *_OF_ONE)
_STOPS = {";", ".", "!", "?"}
_PRONOUNS = {"он", "она", "оно", "они", "это", "который", "что", "весь", "все", "тот"}
_FREE = ("increase", "decrease", "amount")
TIMES = {"год", "месяц", "день", "квартал", "полугодие", "сутки", "неделя", "период", "время", "час", "сезон", "смена"}
_PRICES = ("цена", "стоимость")
_AIMS = ("цель", "работа", "нужда", "задача", "мероприятие")
_THESE = ("этот", "данный", "указанный")
_CIRCUMSTANCE = {
    "год", "месяц", "день", "квартал", "полугодие", "рамка", "итог", "результат", "область", "регион", "район", "город",
    "страна", "период", "время", "республика", "начало", "конец", "неделя", "счет", "село", "век", "сутки", "август",
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "сентябрь", "октябрь", "ноябрь", "декабрь", "аким",
    "министр", "казахстан", "сезон", "случай", "уровень", "слово", "данные", "тысяча", "миллион", "миллиард", "тенге",
    "доллар", "процент", "раз", "человек", "среднее", "сравнение",
    "участие",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: token index of its head, of its modifiers and of its genitive complement's tokens."""

    head: int
    modifiers: tuple[int, ...]
    complement: tuple[int, ...]
    rule: str
    sentence: int
    quality: tuple[str, ...] = ()  # adjectives that stand elsewhere: «20 автобусов, из них 8 электрических»

    def tokens(self, document: Document) -> list[Token]:
        """The tokens in order."""
        tokens = document.sentences[self.sentence].tokens
        return [tokens[i] for i in sorted({*self.modifiers, self.head, *self.complement})]


def lemma(token: Token) -> str:
    """Lemma with е for ё, lower case."""
    return token.lemma.lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class Around:
    """What a quantity's subject may be taken from when its own clause names none."""

    verb: int | None = None  # token index of the governing verb
    action: str = ""  # what the lexicon says of that verb
    like: Subject | None = None  # subject of the quantity it goes on with
    previous: Subject | None = None  # subject of the quantity before it


def candidates(quantity: Quantity, document: Document, around: Around) -> list[Subject]:
    """What every step proposes as the subject of a quantity, in order; the first is taken."""
    finder = _Finder(quantity, document, around)
    found = [replace(around.like, rule="like")] if quantity.elided and around.like is not None else []
    for step in _STEPS:
        proposed = step(finder)
        if isinstance(proposed, Subject):
            found.append(replace(proposed, rule=step.__name__))
        elif proposed is not None:
            found.append(finder.phrase(proposed, step.__name__))
    if not found and around.previous is not None:
        found.append(replace(around.previous, rule="previous"))
    return found


def phrase(document: Document, sentence: int, head: int, rule: str = "seen") -> Subject:
    """The noun phrase around a token of any sentence."""
    return _Finder(_whole(document, sentence, head), document, Around()).phrase(head, rule)


def of_names(document: Document, sentence: Sentence) -> frozenset[int]:
    """Tokens that only name an organisation, which does nothing: «по управлению строительства», no building."""
    names = [m for m in document.mentions if m.type == "organization" and m.sentence == sentence.index]
    return frozenset(
        i for i, token in enumerate(sentence.tokens)
        if names and token.feat("Case") != "Nom" and any(name.start <= token.start < name.end for name in names)
    )  # fmt: skip


def _whole(document: Document, sentence: int, i: int) -> Quantity:
    """A token as if it were a quantity."""
    token = document.sentences[sentence].tokens[i]
    return Quantity(token.start, token.end, sentence, 0.0, "", first=i, last=i)


def is_giver(subject: Subject, document: Document, verb: int | None) -> bool:
    """Whether a subject is who gave money or had it, what was done, or «эти цели»: no money."""
    tokens = document.sentences[subject.sentence].tokens
    head = tokens[subject.head]
    if head.pos == "VERB" and not nouns.is_participle(head) or head.feat("Animacy") == "Anim":
        return True
    if lemma(head) in _AIMS and subject.head and lemma(tokens[subject.head - 1]) in _THESE:
        return True  # «на эти цели»
    # what «поступило» is no giver
    return head.rel == "nsubj" and head.head == verb and not is_intransitive(tokens[verb].lemma)


def is_source(subject: Subject, document: Document) -> bool:
    """Whether a subject is where money came from: «из бюджета», «от школ», but not «из выделенных средств»."""
    if lemma(document.sentences[subject.sentence].tokens[subject.head]) == "средство":
        return False
    finder = _Finder(_whole(document, subject.sentence, subject.head), document, Around())
    return finder.preposition(subject.head) in ("из", "от")


def is_of_next(quantity: Quantity, document: Document, sentence: int, i: int) -> bool:
    """Whether a word past a comma after a quantity belongs to the next: «8 млн, взносы 1 млн», «8 млн: хлеб 1 млн»."""
    if sentence != quantity.sentence or i <= quantity.last:
        return False
    tokens = document.sentences[sentence].tokens
    crossed = any(token.text in (",", ";", ":") for token in tokens[quantity.last + 1 : i])
    return crossed and any(
        other.sentence == sentence
        and (i < other.first <= i + 4 or other.first <= i <= other.last or i in other.quality)
        for other in document.quantities
    )


def without_own(subject: Subject, document: Document, known: Container[str], first: int = 0) -> Subject:
    """A subject without its adjectives, but for those of a ``known`` phrase, and its genitive: others stand for them.

    Of «300 новых рабочих мест, из них 200 постоянных» it leaves «рабочих мест». Adjectives before the ``first``
    are not kept.
    """
    tokens = document.sentences[subject.sentence].tokens
    kept = [i for i in subject.modifiers[first:] if f"{lemma(tokens[i])} {lemma(tokens[subject.head])}" in known]
    return replace(subject, modifiers=tuple(kept), complement=())


class _Finder:
    def __init__(self, quantity: Quantity, document: Document, around: Around):
        self.q, self.document, self.around, self.verb = quantity, document, around, around.verb
        self.sentence: Sentence = document.sentences[quantity.sentence]
        self.tokens = self.sentence.tokens
        self.taken = {
            i for q in document.quantities if q.sentence == quantity.sentence
            for i in range(q.first, q.last + 1) if i != q.head
        }  # fmt: skip

    @cached_property
    def named(self) -> frozenset[int]:
        """The tokens that only name an organisation."""
        return of_names(self.document, self.sentence)

    def phrase(self, head: int, rule: str) -> Subject:
        """The noun phrase around a head: adjectives before it, one genitive after it."""
        tokens = self.tokens
        if lemma(tokens[head]) in _EMPTY:
            inner = self.genitive_after(head)
            if inner is not None:
                head = inner
        head = self.first_joined(head)
        modifiers: list[int] = []
        k = head - 1
        while k >= 0 and (tokens[k].text in QUOTES or self._modifies(k) or self._joins(k)):
            if self._is_numeral(k):
                break
            if lemma(tokens[k]) in _CIRCUMSTANCE or any(sign in tokens[k].text for sign in "²³·0123456789"):
                break  # «тенге», «м²», «84» read as an adjective
            if self._modifies(k) and tokens[k].pos != "DET":
                if k and tokens[k].text[:1].isupper() and self._is_place(k):
                    break  # «в Риддере запас угля»
                if nouns.is_participle(tokens[k]) and k > 0 and tokens[k - 1].text == ",":
                    break
                modifiers.insert(0, k)
            k -= 1
            if k > 0 and nouns.is_first_half(tokens, k - 1):
                modifiers[:0] = [k - 1, k]
                k -= 2
        complement: tuple[int, ...] = ()
        after = self.genitive_after(head)
        if after is not None:
            said = (i for i in range(head + 1, after + 1) if tokens[i].text not in _UNSAID and not self._numbers(i))
            complement = tuple(said)
        return Subject(head, tuple(modifiers), complement, rule, self.sentence.index)

    def _is_numeral(self, k: int) -> bool:
        """Whether an adjective belongs to the number: «каждый десятый», «две третьих», «сто с лишним»."""
        before = self.tokens[k - 1] if k else None
        if k <= self.q.first + 1 and lemma(self.tokens[self.q.first]) == "каждый":
            return True
        part = self.q.unit == "%" and before is not None and before.pos == "NUM" and before.text.isalpha()
        return part or self.tokens[k].text == "лишним"

    def _is_place(self, i: int) -> bool:
        """Whether a token is the whole name of a place."""
        start, end = self.tokens[i].start, self.tokens[i].end
        return any(m.start == start and m.end == end and m.type == "place" for m in self.document.mentions)

    def first_joined(self, head: int) -> int:
        """The first of two nouns joined by «и», where the second was taken: «численность учителей и врачей»."""
        k = head - 1
        while k > 0 and nouns.is_modifier(self.tokens[k]):
            k -= 1
        joined = k > 0 and self.tokens[k].text == "и" and self._is_noun(k - 1) and k - 1 not in self.taken
        number = self.tokens[head].feat("Number")
        return k - 1 if joined and nouns.coordinated(self.tokens, k - 1, number) == [head] else head

    def _is_noun(self, i: int) -> bool:
        """A whole noun, not what is left of «а/м»."""
        return self.tokens[i].pos == "NOUN" and len(self.tokens[i].text) > 2 and not self._modifies(i)

    def _modifies(self, i: int) -> bool:
        """A modifier, or an adjective before «и» that the tagger takes for a noun: «пчеловодного и лесного билета»."""
        token = self.tokens[i]
        if nouns.is_modifier(token) or token.pos != "NOUN" or i + 2 >= len(self.tokens):
            return nouns.is_modifier(token)
        other = self.tokens[i + 2]
        alike = self.tokens[i + 1].text == "и" and nouns.is_modifier(other) and other.feat("Case") == token.feat("Case")
        return alike and is_adjective(token.text)

    def _joins(self, i: int) -> bool:
        """Whether «и» joins two modifiers of one noun, or a comma two before it: «новых, малых и средних школ»."""
        tokens = self.tokens
        if not 0 < i < len(tokens) - 1 or tokens[i].text not in JOINTS:
            return False
        left, right = tokens[i - 1], tokens[i + 1]
        if not (self._modifies(i - 1) and nouns.is_modifier(right) and left.feat("Case") == right.feat("Case")):
            return False
        return tokens[i].text == "и" or self._joins(i + 2)

    def genitive_after(self, head: int) -> int | None:
        """Head of the genitive phrase right after a noun, past its number: «на покупку 12 тонн угля», «цена 2 школ»."""
        k = head + 1
        while self._numbers(k) and (self.preposition(head) in ("на", "для") or lemma(self.tokens[head]) in _PRICES):
            k += 1
        last = k + 4
        while k < len(self.tokens) and (
            self._modifies(k) and self.tokens[k].feat("Case") == "Gen"
            or self._joins(k)
            or self.tokens[k].text in _OF_ONE and k == head + 1
        ):
            k += 1
        if (
            k < len(self.tokens)
            and k <= last
            and self.tokens[k].pos == "NOUN"
            and not is_predicate(self.tokens[k].text)
            and (
                self.tokens[k].feat("Case") == "Gen"
                and lemma(self.tokens[k]) not in ("год", "область", "тенге", "район", "республика")
            )
        ):
            return k
        return None

    def _numbers(self, i: int) -> bool:
        """Whether a token is the number or the unit of another quantity, no adjective of what it counts."""
        return i in self.taken and not self.own(i) and not nouns.is_modifier(self.tokens[i])

    def children(self, head: int, *relations: str) -> list[int]:
        return [i for i, token in enumerate(self.tokens) if token.head == head and token.rel in relations]

    def is_thing(self, i: int) -> bool:
        """A noun that can be measured, not a circumstance of time or place, not a unit."""
        token = self.tokens[i]
        if i in self.taken or token.pos not in ("NOUN", "ADJ", "PROPN") or token.text in ADVERBIAL:
            return False
        if token.pos == "PROPN" and (token.feat("Animacy") == "Anim" or is_predicate(token.text)) or i in self.named:
            return False  # «Доначислено», unknown to the tagger
        return lemma(token) not in _CIRCUMSTANCE or (lemma(token) == "уровень" and token.feat("Case") == "Nom")

    def own(self, i: int) -> bool:
        return self.q.first <= i <= self.q.last

    def preposition(self, i: int) -> str:
        """Preposition of the noun phrase a noun heads, empty if none."""
        k = i - 1
        while k >= 0 and (nouns.is_modifier(self.tokens[k]) or self.tokens[k].pos == "NUM"):
            k -= 1
        return self.tokens[k].text.lower() if k >= 0 and self.tokens[k].pos == "ADP" else ""

    def passive(self) -> bool:
        """Whether the verb is passive, reflexive or a short participle."""
        token = self.tokens[self.verb or 0]
        return token.feat("Voice") in ("Pass", "Mid") or token.feat("Variant") == "Short" or token.text.endswith("ся")

    def verb_before(self) -> bool:
        """Whether the verb stands before the number in the same stretch between commas."""
        return (
            self.verb is not None
            and self.verb < self.q.first
            and not any(token.text == "," for token in self.tokens[self.verb : self.q.first])
        )

    def between_stop(self, i: int) -> bool:
        """Whether a sentence or list break stands between a token and the number."""
        low, high = min(i, self.q.first), max(i, self.q.first)
        return any(token.text in _STOPS for token in self.tokens[low:high])

    def past_colon(self, i: int) -> bool:
        """Whether a token stands in the list that the number leads: «выделено 9 млн: на ремонт 5 млн, …»."""
        return any(token.text == ":" for token in self.tokens[self.q.last + 1 : i])

    def top(self, i: int) -> int:
        """The noun that governs a genitive chain: «объём производства угля» from «угля»."""
        while True:
            k = i - 1
            while k >= 0 and nouns.is_modifier(self.tokens[k]):
                k -= 1
            governs = k >= 0 and self.tokens[k].pos == "NOUN" and lemma(self.tokens[k]) not in TIMES
            if governs and self.tokens[i].feat("Case") == "Gen" and i - k <= 4:
                i = k
            else:
                return i


def capacity(f: _Finder) -> int | None:
    """«мощность завода – 3 тысячи тонн рыбы в год»: what a plant can make is told of the plant."""
    made = f.q.head is not None and f.q.unit.split("/")[0] not in COUNTS
    found = [step(f) for step in (attribute, verb_subject)] if made else []
    return next((i for i in found if isinstance(i, int) and lemma(f.tokens[i]) == "мощность"), None)


def counted(f: _Finder) -> int | None:
    """The noun that stands with the number or was fronted; «человек» where the clause has nothing better."""
    if f.q.total is not None and f.q.head is not None and f.q.head < f.q.first:
        return of_them(f) or f.q.head  # «из 12 рабочих 7 – женщины»
    if f.q.head is not None or f.q.parallel or not f.q.unit.startswith("person"):
        return f.q.head
    better = attribute(f)
    if better is not None and f.preposition(better) not in ("", "с"):
        better = None  # «вышли на митинг 300 человек»
    if better is None and f.around.action in _FREE:
        proposed = verb_subject(f)
        better = proposed if isinstance(proposed, int) else None
    if better is not None:
        return better
    return next((i for i in range(f.q.first, f.q.last + 1) if lemma(f.tokens[i]) in ("человек", "чел")), None)


def parallel(f: _Finder) -> int | Subject | None:
    """«доля импорта – 35 %, экспорта – 65 %»: the head said before, with the genitive that stands here."""
    if f.q.parallel is None:
        return None
    head, other = f.q.parallel
    if lemma(f.tokens[head]) in COUNTERS:
        return other
    return replace(f.phrase(head, "parallel"), complement=(*f.phrase(other, "parallel").modifiers, other))


def relative(f: _Finder) -> int | None:
    """«…, который составляет 30 тысяч тенге»: the noun the clause is about."""
    k = (f.verb or 0) - 1
    if f.around.action != "amount" or k < 2 or lemma(f.tokens[k]) != "который" or f.tokens[k - 1].text != ",":
        return None
    noun, pronoun = f.tokens[k - 2], f.tokens[k]
    agrees = noun.feat("Number") == pronoun.feat("Number") and pronoun.feat("Case") == "Nom"
    return k - 2 if agrees and f.is_thing(k - 2) else None


def from_to(f: _Finder) -> int | None:
    """«сократили отходы с 5 до 3 %»: the noun right before the two levels."""
    k = f.q.first - 1
    if k > 1 and f.tokens[k].text == "до":
        first = next((q.first for q in f.document.quantities if q.sentence == f.q.sentence and q.last == k - 1), 0)
        k = first - 1
    if k < 1 or f.tokens[k].text != "с" or f.tokens[k - 1].pos != "NOUN":
        return None
    top = f.top(k - 1)
    governed = f.preposition(top) or f.tokens[top].feat("Case") not in ("Acc", "Nom")
    return None if governed or not f.is_thing(top) else top


def of_them(f: _Finder) -> int | None:
    """«51 % из них – женщины», «40 млн – на ремонт моста»: the noun after the dash."""
    counts = f.q.head is not None and f.q.head > f.q.first  # «45 пекарей», not the 45 of «из 60 пекарей»
    if counts or f.q.parallel is not None or f.q.unit == "times":
        return None
    words = [token.text.lower() for token in f.tokens[f.q.last + 1 : f.q.last + 7]]
    place = int(words[:1] == ["."])  # «40 млн. – на ремонт»
    place += 2 * (words[place : place + 2] in (["из", "них"], ["из", "которых"]))
    if words[place : place + 1] and words[place] in _HYPHENS:
        aims = f.q.unit in CURRENCIES and words[place + 1 : place + 2] in (["на"], ["для"])
        start = f.q.last + 2 + place + aims
        for i in range(start, min(start + 3, len(f.tokens))):
            if f.tokens[i].pos == "NOUN" and f.tokens[i].feat("Case") in ("Nom", "Gen", "Acc") and f.is_thing(i):
                return i
            if not nouns.is_modifier(f.tokens[i]):
                break
    return None


def attribute(f: _Finder) -> int | None:
    """«мощностью 12 МВт», «стоимостью 48 млн», «на сумму 5 млрд»: the noun right before the number."""
    k = f.q.first - 1
    while k >= 0 and (
        f.tokens[k].pos in ("ADP", "ADV", "PART")
        or f.tokens[k].text in _DASHES
        or f.tokens[k].pos == "ADJ"
        and (f.tokens[k].feat("Degree") == "Cmp")
    ):
        k -= 1
    if k < 0 or f.tokens[k].pos != "NOUN":
        return None
    top = f.top(k)
    dashed = any(t.text in _DASHES for t in f.tokens[k + 1 : f.q.first])
    if dashed:
        if f.preposition(top) in ("в", "во", "на", "при", "по", "для", "к", "из", "с"):
            return None
        return top if f.is_thing(top) else None
    if f.tokens[k].feat("Case") == "Ins" or f.preposition(top) in ("на", "с", "со") or not f.verb_before():
        return top if f.is_thing(top) else None
    return None


def verb_subject(f: _Finder) -> int | Subject | None:
    """What a change, a being or a passive is said of: «экспорт вырос на 5 %», «уложено 5 км труб»."""
    if f.verb is None or not (f.around.action in _FREE or f.passive()):
        return None
    for i in f.children(f.verb, "nsubj", "nsubj:pass", "csubj"):
        if f.own(i):
            continue
        if lemma(f.tokens[i]) in _PRONOUNS:
            return f.around.previous
        if f.is_thing(i) and not (f.tokens[i].feat("Animacy") == "Anim" and f.around.action == "amount"):
            return i
    return None


def agent(f: _Finder) -> int | None:
    """Who did it, where nothing else is named: «дорожная отрасль получила 47 млрд»."""
    if f.verb is None:
        return None
    return next((i for i in f.children(f.verb, "nsubj") if not f.own(i) and f.is_thing(i)), None)


def like(f: _Finder) -> Subject | None:
    """The subject of the quantity this one goes on with."""
    return f.around.like


def lead(f: _Finder) -> Subject | None:
    """In a list line, what the line that leads the list speaks of: «Средняя зарплата:», «– Астана – 563 тыс.»."""
    if f.verb is not None:
        return None
    for back in range(f.sentence.index - 1, max(-1, f.sentence.index - 30), -1):
        sentence = f.document.sentences[back]
        if sentence.tokens and sentence.tokens[-1].text == ":":
            for i, token in enumerate(sentence.tokens):
                if token.pos == "NOUN" and token.feat("Case") == "Nom" and lemma(token) not in _CIRCUMSTANCE:
                    return phrase(f.document, back, i, "lead")
            return None
        if len(sentence.tokens) > 25:
            return None
    return None


def aside(f: _Finder) -> Subject | None:
    """«освоено 40,6 млн (31,6 %)», «…, или 86 %», «это в 1,7 раза больше»: the subject before goes on."""
    before = f.tokens[f.q.first - 1].text.lower() if f.q.first else ""
    words = {token.text.lower() for token in f.tokens[max(0, f.q.first - 4) : f.q.first]}
    if before == "(" or words & {"или", "это", "то"} or (f.q.unit in ("%", "times") and f.around.verb is None):
        return f.around.previous
    return None


def purpose(f: _Finder) -> int | None:
    """«на ремонт моста выделено 3 млн тенге»: what the money is for."""
    if f.verb is None or f.q.unit not in CURRENCIES:
        return None
    found = [
        i for i in range(len(f.tokens))
        if not f.own(i) and f.tokens[i].pos == "NOUN" and f.preposition(i) in ("на", "для") and f.is_thing(i)
        and f.tokens[i].feat("Case") in ("Acc", "Gen") and not f.between_stop(i) and not f.past_colon(i)
    ]  # fmt: skip
    return min(found, key=lambda i: abs(i - f.q.first)) if found else None


def verb_object(f: _Finder) -> int | None:
    """The object of an active verb: «выпуск увеличили на 5 %», «мощность довели до 12 МВт»."""
    if f.verb is None:
        return None
    for i in f.children(f.verb, "obj", "iobj"):
        if not f.own(i) and f.is_thing(i) and not is_of_next(f.q, f.document, f.sentence.index, i):
            return i
    return None


def nearest(f: _Finder) -> int | None:
    """The nearest noun before the number that is no circumstance."""
    k, crossed = f.q.first - 1, 0
    while k >= 0 and crossed < 2:
        token = f.tokens[k]
        if token.text in _STOPS:
            break
        if token.text == ",":
            crossed += 1
        if token.pos == "NOUN" and not f.between_stop(k):
            top = f.top(k)
            if f.is_thing(top) and f.preposition(top) in ("", "на", "с") and f.tokens[top].feat("Animacy") != "Anim":
                return top
            k = top
        k -= 1
    return None


_STEPS: Sequence[Callable[[_Finder], int | Subject | None]] = (
    of_them, capacity, counted, parallel, relative, from_to, attribute, aside, verb_subject, verb_object, purpose, like,
    lead, nearest, agent,
)  # fmt: skip
RULES: Mapping[str, str] = {step.__name__: (step.__doc__ or "").rstrip(".") for step in _STEPS} | {
    "previous": "the subject of the figure before",
    "seen": "the word around that the net takes for its head",
}  # rule -> what it looks for
