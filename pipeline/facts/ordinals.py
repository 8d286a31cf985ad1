"""Ordinals in digits: «1 этап», «на 9 этаже», «5–7 классы» say which, not how many."""

from __future__ import annotations

from collections.abc import Container, Sequence

from pipeline.document import Sentence, Token
from pipeline.facts import cues
from pipeline.facts.dates import tense_of
from pipeline.facts.nouns import are_people, is_modifier, may_belong
from pipeline.facts.numbers import Number
from pipeline.language.words import inflections, may_be_counted, may_be_few
from pipeline.lexicon import Lexicon

_PLURAL = ("ах", "ях", "ами", "ями")  # endings of nouns in the plural alone
_MOST = 31  # above it nothing but a label is told by its order: «345 справки» is a slip of the pen for a count
_MOST_RANKS = 20  # above it ranks are mostly counts: «31 группа»


class Ordinals:
    """The lexicon's nouns of rank and of school years."""

    def __init__(self, lexicon: Lexicon, labels: Container[str]):
        """``labels``: forms of nouns that a number names, «дом», «статья»."""
        self._labels = labels
        self._school = cues.of_numbers(lexicon, "school")
        self._taught = cues.of_numbers(lexicon, "taught")
        self._ranks = frozenset(form for word in cues.of_numbers(lexicon, "rank") for form in inflections(word))

    def is_ordinal(self, sentence: Sentence, number: Number, head: int) -> bool:
        """«на 9 этаже», «5 класс»: a singular noun where the count would need a plural."""
        token = sentence.tokens[head]
        learning = token.lemma in self._school and not number.words
        if learning and _is_school_year(sentence.tokens, number, head, self._taught):
            return True
        if number.words or number.value_max or number.kind != "cardinal" or number.value != int(number.value):
            return False
        if number.last > number.first:
            return False  # «9-ти»
        if token.feat("Number") != "Sing" or token.pos != "NOUN" or token.text.isupper():
            return False
        if token.text.endswith(_PLURAL):
            return False  # «в 12 медпунктах», where the tagger knows no such noun
        if any(may_be_counted(t.text) for t in sentence.tokens[:head] if t.start >= number.end):
            return False  # «90 кобылиц мугалжарской породы», where the tagger knows no mares
        units, tens = int(number.value) % 10, int(number.value) % 100
        if units == 1 and tens != 11:
            return False
        if units in (2, 3, 4) and tens not in (12, 13, 14):
            return token.feat("Case") in ("Loc", "Nom", "Acc", "Ins", "Dat") and not may_be_few(token.text)
        if number.value > _MOST and token.lemma not in self._labels and may_be_few(token.text):
            return False
        said = next((t for t in reversed(sentence.tokens) if t.end <= number.start), None)
        if said is not None and tense_of(said) and may_be_few(token.text):
            return False  # «выданы 14 лицензии», a slip for «лицензий»
        return not number.scale > 1 and not may_be_counted(token.text)

    def is_rank(self, tokens: Sequence[Token], number: Number) -> bool:
        """«1 этап», «орден 2 степени», «инвалиды 1 и 2 групп»: a noun of rank in digits, with no verb to count it.

        Of two, three and four the noun is in the genitive singular; so is a rank that belongs to a word before it.
        In the plural the ranks stand in a row, one after another.
        """
        if number.words or number.value_max or number.value != int(number.value) or number.value > _MOST_RANKS:
            return False
        before = [token for token in tokens if token.end <= number.start]
        after = [token for token in tokens if token.start >= number.end]
        row = [int(number.value)]
        while after and (after[0].text in (",", "и") or after[0].text.isdecimal() or is_modifier(after[0])):
            row += [int(token.text) for token in (after.pop(0),) if token.text.isdecimal()]
        if not after or after[0].text.lower() not in self._ranks:
            return False
        while before and (before[-1].text in (",", "и") or before[-1].text.isdecimal()):
            row[:0] = [int(token.text) for token in (before.pop(),) if token.text.isdecimal()]
        if after[0].feat("Number") == "Plur":
            return len(row) > 1 and row == list(range(row[0], row[0] + len(row)))
        if any(token.lemma == after[0].lemma for token in before):
            return False  # «2 класса и 1 начальный класс»
        if number.value == 1:
            return True
        if not before or not may_be_few(after[0].text):
            return False
        governs = before[-1].text == "»" or before[-1].pos == "NOUN" and before[-1].feat("Case") != "Loc"
        return governs or before[-1].text.lower() in ("для", "из", "от", "до", "после")


def _is_school_year(tokens: Sequence[Token], number: Number, head: int, taught: Sequence[str]) -> bool:
    """«В 1 классе», «5–7 классы», «ученики 1–4-х классов»: which, not how many; «открыто 5–6 классов» is a count."""
    noun = tokens[head]
    if number.value_max is None:
        return noun.feat("Number") == "Sing" and noun.feat("Case") in ("Loc", "Dat", "Ins")
    if tokens[head - 1].start >= number.end:
        return False  # «5–6 новых классов»
    if not may_be_counted(noun.text) and not may_be_few(noun.text) or tokens[head - 1].text.endswith("х"):
        return True
    before = [token for token in tokens if token.end <= number.start]
    if before and before[-1].text.lower() in ("для", "среди"):
        return True
    while before and not _is_taught(before[-1], taught) and (before[-1].text in ("и", "из") or may_belong(before[-1])):
        before.pop()  # «учеников лицея и 3–4 классов»
    return bool(before) and _is_taught(before[-1], taught)


def _is_taught(token: Token, taught: Sequence[str]) -> bool:
    """Whether a word names people, or what is taught, by classes or courses."""
    return token.lemma in taught or token.pos != "PROPN" and are_people(token)
