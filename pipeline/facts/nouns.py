"""Noun phrases after a number: what is counted, and how much of it belongs to the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from pipeline.document import Token
from pipeline.language.words import may_be_counted, may_be_few, may_modify, noun_animacy

_QUOTES = "«»\"“”„"
_HYPHENS = ("-", "–")
_MODIFIERS = ("ADJ", "DET")
OF_THEM = ("из них", "из которых", "в том числе", "включая")  # before the parts of what is counted


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun: token index of the head and of the last token that belongs to the evidence."""

    head: int
    last: int


def is_participle(token: Token) -> bool:
    """A full participle, which can modify a noun."""
    return token.pos == "VERB" and token.feat("VerbForm") == "Part" and token.feat("Variant") != "Short"


def is_village(token: Token) -> bool:
    """«40 % сёл»: the tagger has somebody sit down."""
    return token.pos == "VERB" and token.text in ("сел", "сёл")


def is_modifier(token: Token) -> bool:
    """An adjective, determiner or full participle; «ниже» of «на 5 % ниже нормы» goes with no noun."""
    if token.pos in _MODIFIERS:
        return token.feat("Variant") != "Short" and token.feat("Degree") != "Cmp" and not _is_of_verb(token)
    return is_participle(token)


def _is_of_verb(token: Token) -> bool:
    """A short participle the tagger takes for an adjective, though it knows the verb: «по 35 дан отказ»."""
    return token.lemma.endswith("ть") and not may_modify(token.text)


def is_first_half(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word begins an adjective whose hyphen has blanks: «культурно - досуговых»; «депо – новых» is none."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in _HYPHENS or not tokens[i].text.endswith("о"):
        return False
    return tokens[i].text.islower() and is_modifier(tokens[i + 2]) and not noun_animacy(tokens[i].text)


def is_kind(token: Token) -> bool:
    """A proper noun that names a kind of thing, not one: «26 СПК», «14 КамАЗов»."""
    return (token.text.isupper() and 1 < len(token.text) < 6) or (
        token.feat("Number") == "Plur" and token.feat("Case") == "Gen"
    )


def counted(tokens: Sequence[Token], i: int) -> Counted | None:
    """The noun phrase that starts at token ``i``, right after a number or a unit."""
    j, last_modifier = i, None
    while j < len(tokens):
        token = tokens[j]
        if is_first_half(tokens, j):
            j += 2
            continue
        noun = token.pos in ("NOUN", "PROPN") or j == i and is_village(token) or _is_misread(token)
        if noun and token.text not in _QUOTES:
            return Counted(j, max((j, *coordinated(tokens, j, tokens[j].feat("Number")))))
        if is_modifier(token):
            last_modifier = j
        elif token.text in _QUOTES and j + 1 < len(tokens) and _short_quote(tokens, j):
            pass
        elif last_modifier is not None and (token.text in ",-–" or token.pos == "CCONJ") and j + 1 < len(tokens) and (
            is_modifier(tokens[j + 1]) and tokens[j + 1].feat("Case") == tokens[last_modifier].feat("Case")
        ):
            pass
        elif _is_degree(token) and j + 1 < len(tokens) and is_modifier(tokens[j + 1]):
            pass
        elif token.text in _QUOTES and last_modifier == j - 1:
            pass
        else:
            break
        j += 1
    if last_modifier == i and (is_participle(tokens[i]) or noun_animacy(tokens[i].text.lower())):
        return Counted(last_modifier, last_modifier)  # «1650 рабочих», «17 погибших»
    return None


def _is_misread(token: Token) -> bool:
    """A noun the tagger takes for an adjective: «приборов»."""
    if token.pos != "ADJ" or token.feat("Degree") == "Cmp" or token.text[:1].isdigit():
        return False
    if token.feat("Variant") == "Short" or _is_of_verb(token):
        return False  # «сад стоимостью 5 млн тенге готов»
    noun = may_be_counted(token.text) or noun_animacy(token.text.lower())
    return bool(noun) and not may_modify(token.text)


def _is_degree(token: Token) -> bool:
    """An adverb that may stand before an adjective: «5 более новых школ», not «5 см выше опасной отметки»."""
    return token.pos == "ADV" and (token.feat("Degree") != "Cmp" or token.lemma in ("более", "менее"))


def _short_quote(tokens: Sequence[Token], i: int) -> bool:
    """An opening quotation mark before an adjective («якорных»), or one that closes it."""
    inside = tokens[i + 1] if tokens[i].text in "«\"“„" else tokens[i - 1]
    return is_modifier(inside)


def _case(token: Token) -> str:
    """The case, the nominative for the accusative of things, which the tagger cannot tell from it."""
    case = token.feat("Case")
    return "Nom" if case == "Acc" and token.feat("Animacy") != "Anim" else case


def coordinated(tokens: Sequence[Token], head: int, number: str = "") -> list[int]:
    """The nouns joined with a head by «и», all of its case: «спасателей, полицейских и добровольцев».

    ``number``: the one they must have, empty if any will do.
    """
    case, j = _case(tokens[head]), head + 1
    found: list[int] = []
    while j + 1 < len(tokens) and tokens[j].text in (",", "и"):
        k = j + 1
        while k < len(tokens) and is_modifier(tokens[k]) and _case(tokens[k]) == case:
            k += 1
        if k >= len(tokens) or tokens[k].pos != "NOUN" or _case(tokens[k]) != case:
            return []
        if number and tokens[k].feat("Number") != number:
            return []
        if number == "Plur" and case == "Gen" and not (may_be_counted(tokens[k].text) or may_be_few(tokens[k].text)):
            return []  # «пять машинок и оверлок»
        found.append(k)
        if tokens[j].text == "и":
            return found
        j = k + 1
    return []


def are_people(token: Token) -> bool:
    """Whether a noun, or a participle that serves as one, names people: «родившихся», «населения»."""
    return token.lemma == "население" or token.feat("Animacy") == "Anim" or is_participle(token)


def may_belong(token: Token) -> bool:
    """Whether a word may belong to a noun before it: a genitive, a name."""
    return token.pos == "PROPN" or token.feat("Case") == "Gen"
