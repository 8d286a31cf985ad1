"""Declension of the words of person names, forward and back.

The paradigms follow the rules that petrovich (MIT, github.com/petrovich/petrovich-rules) and Russian
reference grammars give for surnames, given names and patronymics; Kazakh names decline as Russian
names of the same ending. All words here are lower case; ``gender`` is "m" or "f"; cases are UD names.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Iterable, Iterator, Literal

Kind = Literal["given", "patronymic", "surname"]
Gender = Literal["m", "f"]

GENDERS: tuple[Gender, ...] = ("m", "f")
CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
VOWELS = "аеёиоуыэюяәіөүұ"
HUSHERS = "жшчщц"
FROZEN_ENDINGS = ("улы", "ұлы", "оглы", "оглу", "кызы", "қызы", "гызы", "теги", "тегі", "уулу", "зода", "заде")
_BEFORE: dict[str, tuple[str, ...]] = {  # what a form ends in -> what the nominative may have there
    ending: tuple(part.strip("-") for part in before.split())
    for ending, before in {
        "": "-", "а": "- а", "е": "- а я ь й", "и": "а я ь й", "й": "й", "м": "й", "о": "о", "у": "- а", "ы": "а",
        "ь": "ь", "ю": "- я ь й", "я": "я ь й", "ае": "ая", "аи": "ая", "аю": "ая", "ая": "ая", "го": "й",
        "ей": "а я яя", "ем": "- ь й ий", "ии": "ий", "ий": "ий", "им": "ий ый ой", "ию": "ий", "ия": "ий", "му": "й",
        "ое": "ой о", "ой": "а ой ая", "ом": "- ий ый ой", "ою": "а ой", "оя": "ой", "ую": "ая", "ые": "ый", "ый": "ый",
        "ым": "- ый ой", "ыю": "ый", "ыя": "ый", "ью": "ь", "юю": "яя", "яя": "яя", "аей": "ая", "его": "ий",
        "ему": "ий", "ием": "ий", "ого": "ий ый ой", "оем": "ой", "ому": "ий ый ой", "ыем": "ый", "яей": "яя",
    }.items()
}  # fmt: skip

Paradigm = tuple[tuple[str, ...], ...]  # for each of CASES the possible forms, the usual one first


def _frozen(word: str) -> Paradigm:
    return ((word,),) * 6


def _hard(stem: str, word: str) -> Paradigm:
    """Masculine in a consonant: Керимбек, Ким, Больгерт."""
    ins = (stem + "ем", stem + "ом") if stem[-1:] in HUSHERS else (stem + "ом",)
    return ((word,), (stem + "а",), (stem + "у",), (stem + "а",), ins, (stem + "е",))


def _soft(stem: str, word: str, loc: str = "е") -> Paradigm:
    """Masculine in -й or -ь: Абай, Игорь; -ий has the locative in -и."""
    return ((word,), (stem + "я",), (stem + "ю",), (stem + "я",), (stem + "ем",), (stem + loc,))


def _in_a(word: str) -> Paradigm:
    """Either gender in -а or -я: Мустафа, Аида, Зульфия."""
    stem, hard = word[:-1], word.endswith("а")
    if hard:
        gen = stem + ("и" if stem[-1:] in "гкхқғ" + HUSHERS.replace("ц", "") else "ы")
        ins = (stem + "ой", stem + "ою") if stem[-1:] not in HUSHERS else (stem + "ей", stem + "ой")
        return ((word,), (gen,), (stem + "е",), (stem + "у",), ins, (stem + "е",))
    dat = stem + ("и" if stem.endswith("и") else "е")
    return ((word,), (stem + "и",), (dat,), (stem + "ю",), (stem + "ей",), (dat,))


def _adjective(word: str, gender: Gender) -> Paradigm:
    """Adjectival surnames: Щегельский, Толстой, Кучинская."""
    stem = word[:-2]
    soft = word.endswith(("яя", "ний", "щий", "чий", "жий", "ший"))
    if gender == "f":
        oblique, acc = (stem + "ей", stem + "юю") if word.endswith("яя") else (stem + "ой", stem + "ую")
        obliques = (oblique, stem + "ей") if soft else (oblique,)
        return ((word,), obliques, obliques, (acc,), obliques, obliques)
    o = "е" if soft else "о"
    ins = stem + ("им" if word.endswith("ий") or stem[-1:] in "гкхжшчщ" else "ым")
    return ((word,), (stem + o + "го",), (stem + o + "му",), (stem + o + "го",), (ins,), (stem + o + "м",))


def _fleeting(word: str) -> str:
    """The oblique stem where a vowel drops out: Павел -> Павл, Кравец -> Кравц; else the word itself."""
    if word == "лев":
        return "льв"
    if word in ("павел", "пётр", "петр"):
        return word[:-2] + "л" if word.endswith("ел") else "петр"
    if len(word) > 4 and word.endswith("ец"):
        before = word[-3]
        return word[:-2] + ("й" if before in VOWELS else "ь" if before == "л" else "") + "ц"
    if len(word) > 4 and word.endswith(("ок", "ёк")) and word[-3] not in VOWELS:
        return word[:-2] + ("ь" if word.endswith("ёк") else "") + "к"
    return word


def _merge(first: Paradigm, second: Paradigm) -> Paradigm:
    return tuple(tuple(dict.fromkeys(a + b)) for a, b in zip(first, second))


@lru_cache(maxsize=20_000)
def paradigm(word: str, kind: Kind, gender: Gender) -> Paradigm:
    """Forms of one unhyphenated lower-case name word in each of CASES; the usual form first."""
    if len(word) < 2 or word.endswith(FROZEN_ENDINGS):
        return _frozen(word)
    last, male = word[-1], gender == "m"
    if word in ("младший", "старший"):
        return _adjective(word, "m")
    if kind == "patronymic":
        return _in_a(word) if last == "а" else _hard(word, word)
    if kind == "surname":
        if word.endswith(("ых", "их")) and len(word) > 4:
            return _frozen(word)
        if male and len(word) > 3 and word.endswith(("ов", "ев", "ёв", "ин", "ын")):
            declined = _hard(word, word)
            return (*declined[:4], (word + "ым", word + "ом"), declined[5])
        if male and len(word) > 4 and (word.endswith(("ский", "цкий", "ый")) or word.endswith("ой")):
            return _adjective(word, "m")
        if male and len(word) > 5 and word.endswith(("ний", "хий", "кий", "гий")):
            return _adjective(word, "m")
        if not male and len(word) > 4 and word.endswith(("ова", "ева", "ёва", "ина", "ына")):
            stem = word[:-1]
            return ((word,), (stem + "ой",), (stem + "ой",), (stem + "у",), (stem + "ой", stem + "ою"), (stem + "ой",))
        if not male and len(word) > 4 and word.endswith(("ая", "яя")):
            return _adjective(word, "f")
    if last in "ая":
        return _frozen(word) if len(word) > 2 and word[-2] in "уоэ" and kind == "surname" else _in_a(word)
    if last in VOWELS:
        return _frozen(word)
    if male:
        if last == "й":
            return _soft(word[:-1], word, "и" if word.endswith("ий") else "е")
        if last == "ь":
            return _soft(word[:-1], word)
        stem = _fleeting(word)
        declined = _hard(stem, word)
        return _merge(declined, _hard(word, word)) if stem != word and word.endswith(("ец", "ок", "ёк")) else declined
    if last == "ь" and kind == "given":
        stem = word[:-1]
        return _merge(_frozen(word), ((word,), (stem + "и",), (stem + "и",), (word,), (stem + "ью",), (stem + "и",)))
    return _frozen(word)


def _with_hyphens(word: str, kind: Kind, gender: Gender) -> Paradigm:
    """A hyphenated word: its last part declines; an earlier part too, or it stays as it is."""
    parts = word.split("-")
    tables = [paradigm(part, kind, gender) for part in parts]
    rows = []
    for case in range(6):
        options = [
            tuple(
                dict.fromkeys(
                    (*table[case], part)
                    if _declines_before_hyphen(part, kind) or parts[-1] in ("младший", "старший")
                    else (part, *table[case])
                )
            )
            for part, table in zip(parts[:-1], tables)
        ]
        rows.append(tuple("-".join(choice) for choice in product(*options, tables[-1][case])))
    return tuple(rows)


def _declines_before_hyphen(part: str, kind: Kind) -> bool:
    return kind == "surname" and part.endswith(("ов", "ев", "ёв", "ин", "ова", "ева", "ёва", "ина", "ский", "ская"))


def decline(word: str, kind: Kind, gender: Gender) -> Paradigm:
    """Forms of a lower-case name word, hyphenated or not, in each of CASES; the usual form first."""
    return _with_hyphens(word, kind, gender) if "-" in word else paradigm(word, kind, gender)


def _guesses(form: str) -> list[str]:
    """Words that could be the nominative of ``form``: cut an ending off, put another on."""
    found = {form: None}
    for cut in range(4):
        stem = form[: len(form) - cut]
        if len(stem) < 2:
            break
        for ending in _BEFORE.get(form[len(form) - cut :], ()):
            found[stem + ending] = None
        if cut and stem[-1] in "цлк" and len(stem) > 2 and stem[-2] not in VOWELS:
            body = stem[:-2] if stem[-2] in "йь" else stem[:-1]
            for vowel in "еоё":
                found[body + vowel + stem[-1]] = None
    if form.startswith("льв") and len(form) < 7:
        found["лев"] = None
    return list(found)


def nominatives(form: str, kind: Kind, gender: Gender, case: str) -> tuple[tuple[str, int], ...]:
    """Nominatives whose ``case`` is ``form``, each checked by declining it; with the rank of the form (0: usual)."""
    return _nominatives(form, kind, gender)[CASES.index(case)]


@lru_cache(maxsize=20_000)
def _nominatives(form: str, kind: Kind, gender: Gender) -> tuple[tuple[tuple[str, int], ...], ...]:
    """For each of CASES the nominatives it may be of; all at once, for a guess is declined as a whole."""
    if "-" in form:
        return tuple(tuple(_of_case(_hyphenated(form, kind, gender, at), form, kind, gender, at)) for at in range(6))
    found: list[list[tuple[str, int]]] = [[] for _ in CASES]
    for guess in _guesses(form):
        for forms, nominatives_of in zip(decline(guess, kind, gender), found):
            if form in forms:
                nominatives_of.append((guess, forms.index(form)))
    return tuple(map(tuple, found))


def _hyphenated(form: str, kind: Kind, gender: Gender, at: int) -> Iterator[str]:
    *heads, tail = form.split("-")
    options = [dict.fromkeys([head, *(g for g, _ in _nominatives(head, kind, gender)[at])]) for head in heads]
    for choice in product(*options, (g for g, _ in _nominatives(tail, kind, gender)[at])):
        yield "-".join(choice)


def _of_case(guesses: Iterable[str], form: str, kind: Kind, gender: Gender, at: int) -> Iterator[tuple[str, int]]:
    for guess in guesses:
        forms = decline(guess, kind, gender)[at]
        if form in forms:
            yield guess, forms.index(form)
