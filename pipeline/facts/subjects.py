"""Subjects: the noun phrase a quantity counts or measures, and what it may not be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Container

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts import nouns
from pipeline.language.words import is_intransitive

COUNTERS = {"количество", "число", "численность", "большинство", "часть"}
ADVERBIAL = {
    "образом", "целом", "числе", "среднем", "тенге", "летом", "зимой", "весной", "осенью", "утром", "вечером", "ночью",
    "единиц",
}  # «следующим образом», «в том числе»: nothing is counted
CIRCUMSTANCES = {
    "год", "месяц", "день", "квартал", "полугодие", "рамка", "итог", "результат", "область", "регион", "район", "город",
    "страна", "период", "время", "республика", "начало", "конец", "неделя", "счет", "село", "век", "сутки", "август",
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "сентябрь", "октябрь", "ноябрь", "декабрь", "аким",
    "министр", "казахстан", "сезон", "случай", "уровень", "слово", "данные", "тысяча", "миллион", "миллиард", "тенге",
    "доллар", "процент", "раз", "человек", "среднее", "сравнение",
    "участие",
}  # fmt: skip
TIMES = {"год", "месяц", "день", "квартал", "полугодие", "сутки", "неделя", "период", "время", "час", "сезон", "смена"}
QUOTES = '«»"'
_AIMS = ("цель", "работа", "нужда", "задача", "мероприятие")
_THESE = ("этот", "данный", "указанный")


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


def of_names(document: Document, sentence: Sentence) -> frozenset[int]:
    """Tokens that only name an organisation, which does nothing: «по управлению строительства», no building."""
    names = [m for m in document.mentions if m.type == "organization" and m.sentence == sentence.index]
    return frozenset(
        i for i, token in enumerate(sentence.tokens)
        if names and token.feat("Case") != "Nom" and any(name.start <= token.start < name.end for name in names)
    )  # fmt: skip


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
