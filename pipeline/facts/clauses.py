"""Clauses: what stands around a quantity, and the noun phrases in it, found by syntax."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Document, Quantity, Sentence
from pipeline.facts import nouns
from pipeline.facts.drafts import COUNTS
from pipeline.facts.subjects import ADVERBIAL, CIRCUMSTANCES, COUNTERS, QUOTES, TIMES, Subject, lemma, of_names
from pipeline.language.words import is_adjective, is_predicate

JOINTS = ("и", ",")
STOPS = {";", ".", "!", "?"}
_EMPTY = COUNTERS | {"тонна", "килограмм", "литр", "километр", "гектар", "центнер"}  # «тонна угля стоит»: the coal does
_OF_ONE = ("одного", "одной")  # «стоимость одного билета»
_UNSAID = (*QUOTES, *_OF_ONE)
_PRICES = ("цена", "стоимость")


@dataclass(frozen=True, slots=True)
class Around:
    """What a quantity's subject may be taken from when its own clause names none."""

    verb: int | None = None  # token index of the governing verb
    action: str = ""  # what the lexicon says of that verb
    like: Subject | None = None  # subject of the quantity it goes on with
    previous: Subject | None = None  # subject of the quantity before it


class Clause:
    """The sentence of a quantity, read from where the quantity stands."""

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
            if lemma(tokens[k]) in CIRCUMSTANCES or any(sign in tokens[k].text for sign in "²³·0123456789"):
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
        written = before is not None and before.text[0].isdigit() and before.text[-1].isalpha()  # «4-х метровый»
        return part or written or self.tokens[k].text == "лишним" or self.tokens[k].lemma.endswith("кратный")

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
        return lemma(token) not in CIRCUMSTANCES or (lemma(token) == "уровень" and token.feat("Case") == "Nom")

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

    def goes_on_as_subject(self) -> bool:
        """«пять семей получили дома, 12 – квартиры»: a count that stands for those who did something, in its gap."""
        left = next((q for q in self.document.quantities if q.start == self.q.like), None)
        if left is None or left.sentence != self.q.sentence or left.unit not in COUNTS or self.q.unit != left.unit:
            return False
        doers = (i for i in (left.first, left.head) if i is not None and self.tokens[i].rel == "nsubj")
        verb = next((self.tokens[i].head for i in doers), -1)
        return verb > left.last and bool([i for i in self.children(verb, "obj") if verb < i < self.q.first])

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
        return any(token.text in STOPS for token in self.tokens[low:high])

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


def phrase(document: Document, sentence: int, head: int, rule: str = "seen") -> Subject:
    """The noun phrase around a token of any sentence."""
    return Clause(_whole(document, sentence, head), document, Around()).phrase(head, rule)


def _whole(document: Document, sentence: int, i: int) -> Quantity:
    """A token as if it were a quantity."""
    token = document.sentences[sentence].tokens[i]
    return Quantity(token.start, token.end, sentence, 0.0, "", first=i, last=i)


def is_source(subject: Subject, document: Document) -> bool:
    """Whether a subject is where money came from: «из бюджета», «от школ», but not «из выделенных средств»."""
    if lemma(document.sentences[subject.sentence].tokens[subject.head]) == "средство":
        return False
    finder = Clause(_whole(document, subject.sentence, subject.head), document, Around())
    return finder.preposition(subject.head) in ("из", "от")
