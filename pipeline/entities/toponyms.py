"""Case forms of the names of places, for looking a text up; forms are folded."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.language import models

_KAZAKH = str.maketrans("әғқңөұүһіё", "агкноуухые")
_HUSH_OR_VELAR = "гкхжшчщ"
_ADJECTIVE_ENDINGS = {
    "ый": ("ого", "ому", "ым", "ом", "ые", "ых", "ыми"),
    "ой": ("ого", "ому", "ым", "ом", "ые", "ых", "ыми"),
    "ий": ("ого", "ому", "им", "ом", "ие", "их", "ими"),
    "ое": ("ого", "ому", "ым", "ом"),
    "ая": ("ой", "ую", "ою"),
}


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case, ё as е, Kazakh letters as the Russian ones that stand for them: Жетісу -> жетысу."""
    return text.lower().translate(_KAZAKH)


def adjective_forms(word: str) -> tuple[str, ...]:
    """Every form of a relational adjective in -ский or -ская, all genders and both numbers."""
    stem = fold(word)[:-2]
    return tuple(stem + ending for ending in "ий ого ому им ом ая ой ую ою ое ие их ими".split())


def demonym_forms(plural: str) -> tuple[str, ...]:
    """Forms of the name of inhabitants, given in the nominative plural: алматинцы, семейчане."""
    word = fold(plural)
    if word.endswith("цы"):
        stem = word[:-1]
        return (word, stem[:-1] + "ец", *(stem + e for e in ("ев", "ам", "ами", "ах", "а", "у", "ем", "е")))
    stem = word[:-1]
    return (word, stem, *(stem + e for e in ("ам", "ами", "ах", "ин", "ина", "ину", "ином", "ине")))


@cache
def name_forms(name: str) -> tuple[str, ...]:
    """Case forms of a one-word name by its ending; a name in -о, -у, -ы, -и, -е stays as it is."""
    word = fold(name)
    head, hyphen, last = word.rpartition("-")
    return tuple(head + hyphen + form for form in _forms(last))


def _forms(word: str) -> tuple[str, ...]:
    stem, end = word[:-1], word[-1:]
    endings = _ADJECTIVE_ENDINGS.get(word[-2:])
    if endings and len(word) > 5 and (word[-2:] != "ой" or len(word) > 6):
        return (word, *(word[:-2] + e for e in endings))
    if end == "а":
        gen = "и" if stem[-1:] in _HUSH_OR_VELAR else "ы"
        return (word, stem + gen, stem + "е", stem + "у", stem + "ой", stem + "ою")
    if end == "я":
        loc = "и" if stem.endswith("и") else "е"
        return (word, stem + "и", stem + loc, stem + "ю", stem + "ей")
    if end == "й":
        return (word, stem + "я", stem + "ю", stem + "ем", stem + "е")
    if end == "ь":
        return (word, stem + "и", stem + "ью", stem + "я", stem + "ю", stem + "ем", stem + "е")
    if word.endswith(("ово", "ево", "ино")):
        return (word, stem + "а", stem + "у", stem + "ом", stem + "е")
    if word.endswith("ье"):
        return (word, *(stem + e for e in ("я", "ю", "ем")))
    if end in "оуыиеэю":
        return (word,)
    return (word, word + "а", word + "у", word + "ом", word + "ем", word + "ым", word + "е")


def phrase_forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Case forms of a name of several words: the head noun and its adjectives decline, the rest stays."""
    words = name.split()
    if len(words) == 1 and not _known_place(words[0]):
        return tuple((form,) for form in name_forms(words[0]))
    head = next((i for i, word in enumerate(words) if not _adjective(word)), len(words) - 1)
    forms = [tuple(fold(word) for word in words)]
    number = "plur" if _parse(words[head], None).tag.number == "plur" else "sing"
    feminine = words[head][-1:] in "ая" and number == "sing"
    for case in ("gent", "datv", *(("accs",) if feminine else ()), "ablt", "loct"):  # else as the nominative
        moved = [_inflect(word, case, number, words[head]) for word in words[: head + 1]]
        forms.append(tuple(fold(word) for word in (*moved, *words[head + 1 :])))
    return tuple(dict.fromkeys(forms))


def _parse(word: str, pos: str | None):  # type: ignore[no-untyped-def]
    parses = models.analyzer().parse(word)
    fit = [p for p in parses if "nomn" in p.tag and (pos is None or pos in p.tag)]
    return next((p for p in fit if "Geox" in p.tag), fit[0] if fit else parses[0])


def _known_place(word: str) -> bool:
    return any("Geox" in p.tag and "nomn" in p.tag for p in models.analyzer().parse(word) if p.is_known)


def _adjective(word: str) -> bool:
    parse = _parse(word, None)
    return "ADJF" in parse.tag or "PRTF" in parse.tag


def _inflect(word: str, case: str, number: str, head: str) -> str:
    wanted = {case, number}
    parse = _parse(word, None)
    if "ADJF" in parse.tag and number == "sing":
        gender = _parse(head, "NOUN").tag.gender
        wanted |= {gender} if gender else set()
    made = parse.inflect(wanted) or parse.inflect({case})
    return made.word if made else word
