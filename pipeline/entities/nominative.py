"""The nominative of a noun phrase: its head and the head's agreeing modifiers, the rest left alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Sequence

from pipeline.document import Sentence, Token
from pipeline.entities import toponyms
from pipeline.language import models
from pipeline.language.words import shared_start

_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_ABBREVIATION = re.compile(r"([А-ЯЁ]{2,})(?:а|у|е|ы|ом|ов|ам|ами|ах)")  # МИДом, ГОКа
_MIXED = re.compile(r"[а-яё][А-ЯЁ]")  # КазНУ, КазМунайГаз
_NUMBERS = {"Sing": "sing", "Plur": "plur"}


def of_span(sentence: Sentence, start: int, end: int) -> str:
    """Nominative of the tokens of a sentence between two offsets, joined as they stand in the text."""
    return of_tokens([token for token in sentence.tokens if start <= token.start < end])


def of_tokens(tokens: Sequence[Token]) -> str:
    """Nominative of a phrase given as tokens; spaces as between the tokens."""
    words = [token.text for token in tokens]
    head = head_of(tokens)
    if head is not None:
        for i in range(head + 1):
            token = tokens[i]
            if i == head or (token.pos in ("ADJ", "DET", "PROPN") or token.feat("VerbForm") == "Part"):
                words[i] = restore(token, tokens[head])
    return _join(tokens, words)


def plain(tokens: Sequence[Token]) -> str:
    """The words as they stand, spaces as between the tokens."""
    return _join(tokens, [token.text for token in tokens])


def _join(tokens: Sequence[Token], words: Sequence[str]) -> str:
    gaps = [" " * (b.start - a.end > 0) for a, b in zip(tokens, tokens[1:])] + [""]
    return "".join(word + gap for word, gap in zip(words, gaps)).strip()


def head_of(tokens: Sequence[Token]) -> int | None:
    """Index of the first noun of a phrase; None where it starts with what cannot be inflected."""
    for i, token in enumerate(tokens):
        if token.pos == "PROPN" and [t.pos for t in tokens[i + 1 : i + 2]] == ["ADJ"] and is_relational(token.text):
            continue  # «Аксуского сельского округа»
        if token.pos in ("NOUN", "PROPN"):
            return i
        if token.pos not in ("ADJ", "DET", "NUM", "PUNCT") and token.feat("VerbForm") != "Part":
            return i if i == 0 and len(tokens) == 1 else None
    return 0 if len(tokens) == 1 else None


def restore(token: Token, head: Token) -> str:
    """Nominative of a head or of a modifier that agrees with it, in the number and letter case of the text."""
    if token.feat("Foreign"):
        return token.text  # of a language that Russian does not decline
    made = _restore(token.text, token is not head, token.feat("Case"), head.feat("Number"), head.feat("Gender"))
    return like(made, token.text)


def like(word: str, model: str) -> str:
    """Give a word the capitals of another: ALL, First or none."""
    if model[:2].isupper() and len(model) > 1:  # ГОКа as ГОК
        return word.upper()
    if "-" in model and model.count("-") == word.count("-"):
        return "-".join(like(part, other) for part, other in zip(word.split("-"), model.split("-")))
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


@lru_cache(maxsize=20_000)
def _restore(text: str, modifier: bool, case: str, number: str, gender: str) -> str:
    if not text[:1].isalpha() or text[0] < "Ѐ" or (text.isupper() and len(text) < 5) or _MIXED.search(text):
        return text
    if _ABBREVIATION.fullmatch(text):
        return abbreviation(text)
    parses = models.analyzer().parse(text)
    wanted = "ADJF PRTF" if modifier else "NOUN"
    fit = [p for p in parses if p.tag.POS and p.tag.POS in wanted] or [p for p in parses[:1] if p.tag.POS != "VERB"]
    if not fit:
        return text  # «Майкапшагай» is no verb
    best = max(fit, key=lambda p: _agreement(p, case, number, gender))
    if "nomn" in best.tag and case in ("Nom", ""):
        return str(best.word)
    grammemes = {"nomn"} | ({_NUMBERS[number]} if number in _NUMBERS else set())
    made = [form for form in best.lexeme if grammemes in form.tag and _same_gender(form.tag, best.tag)]
    word = str(max(made, key=lambda form: shared_start(form.word, text.lower())).word) if made else str(best.word)
    return word if "ё" in text.lower() else word.replace("ё", "е")


def _same_gender(tag: Any, other: Any) -> bool:
    return tag.number == "plur" or tag.gender == other.gender or None in (tag.gender, other.gender)


def _agreement(parse: Any, case: str, number: str, gender: str) -> tuple[int, float]:
    tag = parse.tag
    same = 2 * (_CASES.get(case) in tag) if case in _CASES else 0
    same += (_NUMBERS.get(number) in tag) if number in _NUMBERS else 0
    genders = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
    same += (genders.get(gender) == tag.gender) if gender else 0
    return same, float(parse.score)


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a word is a common noun of the dictionary and no name of a person or place."""
    parses = models.analyzer().parse(word)
    names = ("Name", "Surn", "Patr", "Geox")
    named = any(mark in p.tag for p in parses for mark in names)
    return not named and any(p.is_known and "NOUN" in p.tag for p in parses)


def abbreviation(text: str) -> str:
    """An abbreviation without its case ending: МИДом as МИД; other words as they are."""
    match = _ABBREVIATION.fullmatch(text)
    return match[1] if match else text


@lru_cache(maxsize=20_000)
def is_noun(word: str) -> bool:
    """Whether a word is a noun, may be one, or is unknown to the dictionary."""
    parses = models.analyzer().parse(word)
    return not parses[0].is_known or any(p.tag.POS in ("NOUN", "ADJF", None) for p in parses)


@lru_cache(maxsize=20_000)
def is_relational(word: str) -> bool:
    """Whether a word is an adjective that says of what kind, not how: ревизионный, пограничный, but not новый."""
    parses = [p for p in models.analyzer().parse(word) if "ADJF" in p.tag]
    how = ("Qual", "Apro", "Anum", "Poss")
    return bool(parses) and not any(mark in p.tag for p in parses for mark in how)


@lru_cache(maxsize=20_000)
def is_animate(word: str) -> bool:
    """Whether a word is a common noun of somebody: аким, посол."""
    parses = [p for p in models.analyzer().parse(word) if p.is_known and "NOUN" in p.tag]
    return bool(parses) and "anim" in parses[0].tag and is_common(word)


def singular_forms(word: str) -> tuple[str, ...]:
    """Case forms of a common noun in the singular, lower case, the nominative first; ё as е."""
    if "-" in word and not word.startswith("пресс-"):  # both halves decline: школы-лицея
        halves = [[_in_case(half, case) for case in _CASES.values()] for half in word.split("-")]
        return tuple(dict.fromkeys("-".join(forms) for forms in zip(*halves)))
    parses = [p for p in models.analyzer().parse(word) if "NOUN" in p.tag and "nomn" in p.tag]
    if not parses or not (parses[0].is_known or word.endswith("ние")):  # «райуправление» declines as управление
        return tuple(dict.fromkeys((word, *toponyms.name_forms(word))))
    forms = [form.word.replace("ё", "е") for form in parses[0].lexeme if "sing" in form.tag]
    return tuple(dict.fromkeys((word, *forms)))


@lru_cache(maxsize=2_000)
def gender_of(noun: str) -> str:
    """Gender of a noun given in the nominative: Masc, Fem or Neut; Masc where the dictionary is silent."""
    genders = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
    parses = [p for p in models.analyzer().parse(noun) if "NOUN" in p.tag and "nomn" in p.tag and p.tag.gender]
    return genders[parses[0].tag.gender] if parses else "Masc"


def adjective(text: str, gender: str) -> str:
    """Nominative singular of an adjective in any case, in the gender of its noun and the capitals of the text."""
    return like(_restore_adjective(text, gender), text)


@lru_cache(maxsize=20_000)
def _restore_adjective(text: str, gender: str) -> str:
    wanted = {"nomn", "sing", {"Masc": "masc", "Fem": "femn", "Neut": "neut"}[gender]}
    for parse in models.analyzer().parse(text):
        if "ADJF" in parse.tag or "PRTF" in parse.tag:
            made = [form for form in parse.lexeme if wanted in form.tag]
            if made:
                word = str(max(made, key=lambda form: shared_start(form.word, text.lower())).word)
                return word if "ё" in text.lower() else word.replace("ё", "е")
    return text


def _in_case(word: str, case: str) -> str:
    """A word in a case in the singular; as it is where the dictionary does not decline it."""
    for parse in models.analyzer().parse(word):
        if "NOUN" in parse.tag and "nomn" in parse.tag and parse.is_known:
            made = parse.inflect({case, "sing"})
            return str(made.word if made else word).replace("ё", "е")
    return word
