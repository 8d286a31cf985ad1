"""Nominatives of person names: every reading of the words, checked by declining it, weighed by evidence.

A reading says which word is the given name, the patronymic and the surname, in which case and gender
the whole name stands, and what each word is in the nominative. All words agree in case and gender, so
an indeclinable or ambiguous word is settled by the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Iterator, Mapping, NamedTuple, Sequence

from pipeline.entities.declension import CASES, FROZEN_ENDINGS, GENDERS, Gender, Kind, nominatives
from pipeline.language import models
from pipeline.lexicon import Lexicon

INITIAL = re.compile(r"(?:(?:[А-ЯЁӘҒҚҢӨҰҮҺІ]|Дж|Дз)\.[\s-]*)+[А-ЯЁӘҒҚҢӨҰҮҺІ]?")
PATRONYMIC = re.compile(
    r"\w{2,}(?:(?:ов|ев|ёв|ьи|ьм|ит|ла|то|ми)ич(?:а|у|ем|е)?|(?:ов|ев|ёв|ич|инич)н(?:а|ы|е|у|ой|ою))", re.I
)
FROZEN_PATRONYMIC = re.compile(r"\w{3,}(?:улы|ұлы|кызы|қызы|гызы|оглы)", re.I)
_BROKEN = re.compile(r"[бвгджзклмнпрстфхцчшщңғқ]й$|[аеёиоуыэюя]ь$|[аеёиоуыэюяй]ы$")  # no Russian word ends so
_VERBAL = re.compile(r"[бвгджзклмнпрстфхцчшщ][уюе]$|ии$")  # rather an oblique case than a surname of its own
_OBLIQUE = re.compile(r"(?:ов|ев|ёв|ин|ын)(?:у|ым|ой|ою)$|(?:ск|цк)(?:ого|ому|им|ую)$|ию$")
_SUFFIXED = re.compile(r"(?:[ое]в|ёв|[иы]н)(?:|а|у|ым|е|ой)$|[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую)$|\w{3}ко$")
EASTERN = frozenset(  # Chinese and Korean family names, which stand first and stay as they are
    "си ли ван чжан лю чэнь чен ян чжао хуан чжоу сюй сунь ху чжу гао линь хэ го ма ло лян сун чжэн се хань тан фэн"
    " юй дун сяо чэн цао юань дэн фу шэнь цзэн пэн люй су лу цзян цай цзя дин вэй сюэ янь пань ду дай ся чжун тянь жэнь"
    " цинь ши мэн лун ким пак чон мун но пан юн хан чо со син квон хван ан чхве".split()
)
_MALE_SURNAME = ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий")
_FEMALE_SURNAME = ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая")
_MALE_GIVEN = ("бек", "хан", "бай", "болат", "газы", "гали", "али", "мурат", "бол", "кул", "дос", "улла", "олла")
_FEMALE_GIVEN = ("гуль", "гүл", "куль", "сулу", "слу", "жамал", "шаш")


REMEMBERED = 20_000  # words and names whose readings are kept

_LETTERS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case, ё as е, Kazakh letters as their Russian neighbours: how names are compared."""
    return word.lower().translate(_LETTERS)


def _sounds(name: str) -> str:
    """Folded further: «Рахым» is «Рахим», «Джамиля» «Жамиля», «Гүлнұр» «Гульнур»."""
    return fold(name).replace("ы", "и").replace("дж", "ж").replace("э", "е").replace("гуль", "гул")


@dataclass(frozen=True, slots=True)
class Hints:
    """What the sentence tells of case and gender; weights, more is likelier."""

    case: Mapping[str, float] = field(default_factory=dict)
    gender: Mapping[str, float] = field(default_factory=dict)


class Reading(NamedTuple):
    """One way to read a name; words nominative, empty where the name has none of that kind."""

    given: str
    patronymic: str
    surname: str
    gender: Gender
    case: str
    score: float
    initials: str = ""  # as written, "К.-Ж." or "Н.А."
    surname_first: bool = (
        False  # with initials, or in prose; the filing order of cards and lists (nominative) is turned
    )

    @property
    def name(self) -> str:
        """The name in the order given name, patronymic, surname, unless it was written and is kept the other way."""
        if self.initials:
            words = [self.surname, self.initials] if self.surname_first else [self.initials, self.surname]
            return " ".join(words)
        words = (
            [self.surname, self.given, self.patronymic]
            if self.surname_first
            else [self.given, self.patronymic, self.surname]
        )
        return " ".join(word for word in words if word)


def _rank(reading: Reading) -> tuple[float, int, str, str]:
    return -reading.score, CASES.index(reading.case), reading.gender, reading.name


class GivenNames:
    """Known given names with their gender: the lexicon's first, then the morphological dictionary's."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._gender = {_sounds(row["name"]): row["gender"] for row in lexicon["given_names"]}

    def listed(self, nominative: str) -> str:
        """Gender by the lexicon alone."""
        return self._gender.get(_sounds(nominative), "")

    def gender(self, nominative: str) -> str:
        """ "m", "f", "mf", or empty for an unknown word; takes a lower-case nominative."""
        known = self.listed(nominative)
        if known:
            return known
        if "-" in nominative:
            parts = {self.gender(part) for part in nominative.split("-")}
            return parts.pop() if len(parts) == 1 else ""
        return _dictionary_gender(nominative)


@lru_cache(maxsize=50_000)
def _dictionary_gender(word: str) -> str:
    analyzer = models.analyzer()
    if not analyzer.word_is_known(word):
        return ""
    found = ""
    for parse in analyzer.parse(word):
        tag = parse.tag
        if "Name" in tag and tag.case == "nomn" and tag.number == "sing" and fold(parse.normal_form) == fold(word):
            mark = "m" if tag.gender == "masc" else "f" if tag.gender == "femn" else "mf"
            found += mark if mark not in found else ""
    return "mf" if len(found) > 1 else found


@lru_cache(maxsize=50_000)
def _dictionary_surname(word: str) -> bool:
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word)) and any(
        "Surn" in p.tag and p.tag.case == "nomn" for p in analyzer.parse(word)
    )


class Namer:
    """Reads person names; holds the given names of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.given_names = GivenNames(lexicon)
        self._given: dict[str, bool] = {}
        self._unhinted = lru_cache(REMEMBERED)(self._unhinted_readings)
        self._options = lru_cache(REMEMBERED)(self._word_options)

    def readings(self, words: Sequence[str], hints: Hints = Hints()) -> list[Reading]:
        """All readings of a name's words (initials included), the best first; at least one."""
        found, sure = self._unhinted(tuple(words))
        if sure or not (hints.case or hints.gender):
            return list(found)
        hinted = [
            r._replace(score=round(r.score + (hints.case.get(r.case, 0.0) + hints.gender.get(r.gender, 0.0)), 4))
            for r in found
        ]
        return sorted(hinted, key=_rank)

    def _unhinted_readings(self, words: tuple[str, ...]) -> tuple[tuple[Reading, ...], bool]:
        """Readings without what the sentence tells, the best first; and whether there is nothing to weigh."""
        initials = [word for word in words if INITIAL.fullmatch(word)]
        full = [word for word in words if word not in initials]
        if not full:
            return (Reading("", "", "", "m", "Nom", 0.0, "".join(initials)),), True
        marks = _join_initials(words) if len(full) == 1 else ""  # «Асель Ж. Нуркенова» has a given name
        first = bool(initials) and not INITIAL.fullmatch(words[0])
        found: dict[tuple[object, ...], Reading] = {}
        eastern = len(full) in (2, 3) and fold(full[0]) in EASTERN and not _SUFFIXED.search(full[1].lower())
        eastern = eastern and not PATRONYMIC.fullmatch(full[-1])
        shapes: list[tuple[tuple[Kind, ...], float]] = self._shapes(full, bool(initials))
        if eastern:  # «Си Цзиньпином», «Ким Чен Ына»: only the last word declines
            givens: tuple[Kind, ...] = ("given", "given")
            shapes = [((*givens[: len(full) - 1], "surname"), 0.6)]
        for kinds, bonus in shapes:
            for gender, case in product(GENDERS, CASES):
                best = self._read(full, kinds, gender, case, len(full) - 1 if eastern else 0)
                for chosen, score in best:
                    score += bonus
                    score += (0.15 if gender == "m" else 0.0) + (0.1 if case == "Nom" else 0.0)
                    by_kind = {
                        kind: " ".join(w for w, k in zip(chosen, kinds) if k == kind)
                        for kind in ("given", "patronymic", "surname")
                    }
                    order = kinds[0] == "surname" and (
                        first or len(kinds) > 1 and case != "Nom" and not full[0].isupper()
                    )
                    reading = Reading(
                        by_kind["given"],
                        by_kind["patronymic"],
                        by_kind["surname"],
                        gender,
                        case,
                        round(score, 4),
                        marks,
                        order,
                    )
                    key = (*chosen, kinds, gender, case)
                    if key not in found or found[key].score < reading.score:
                        found[key] = reading
        if not found:
            return (Reading("", "", " ".join(full), "m", "Nom", 0.0, marks, first),), True
        return tuple(sorted(found.values(), key=_rank)), False

    def _shapes(self, words: Sequence[str], with_initials: bool) -> list[tuple[tuple[Kind, ...], float]]:
        """Which word may be what, with a bonus for the likelier order."""
        n = len(words)
        patronymic = [bool(PATRONYMIC.fullmatch(w) or FROZEN_PATRONYMIC.fullmatch(w)) for w in words]
        if n == 1:
            if patronymic[0] and not with_initials and PATRONYMIC.fullmatch(words[0]):
                return [(("surname",), 0.0), (("patronymic",), 0.1)]
            if patronymic[0] and not with_initials:  # «Сейтұлы» of «Марат Сейтұлы»
                return [(("surname",), 0.2), (("patronymic",), 0.1)]
            return [(("surname",), 0.0)] if with_initials else [(("surname",), 0.2), (("given",), 0.0)]
        if n == 2:
            if patronymic[1] and PATRONYMIC.fullmatch(words[1]):
                return [(("given", "patronymic"), 0.6), (("given", "surname"), 0.0)]
            if patronymic[1]:
                return [(("given", "patronymic"), 0.3), (("surname", "given"), -1.0)]
            typical = bool(_SUFFIXED.search(words[0].lower())) or _dictionary_surname(words[0].lower())
            shapes: list[tuple[tuple[Kind, ...], float]] = [(("given", "surname"), 0.6)]
            if typical or self.known_given(words[1]):
                shapes.append((("surname", "given"), -0.2 if typical else -2.2))
            return shapes
        if n == 3:
            if patronymic[2] and not patronymic[1]:
                return [(("surname", "given", "patronymic"), 0.6)]
            if patronymic[1]:
                return [(("given", "patronymic", "surname"), 0.6)]
            return [(("given", "given", "surname"), 0.3), (("surname", "given", "given"), 0.0)]
        several: list[Kind] = ["given"] * (n - 1)
        return [((*several, "surname"), 0.0)]

    def known_given(self, word: str) -> bool:
        """Whether a word is a case form of a known given name."""
        known = self._given.get(word)
        if known is None:
            if len(self._given) >= REMEMBERED:
                self._given.clear()
            known = self._given[word] = any(map(self.given_names.gender, self.given_nominatives(word)))
        return known

    def given_nominatives(self, word: str) -> Iterator[str]:
        """What the word could be a case form of, were it a given name."""
        for gender, case in product(GENDERS, CASES):
            for nominative, _ in nominatives(word.lower(), "given", gender, case):
                yield nominative

    def _read(
        self, words: Sequence[str], kinds: Sequence[Kind], gender: Gender, case: str, fixed: int
    ) -> list[tuple[tuple[str, ...], float]]:
        options = [[(word, 0.5)] for word in words[:fixed]]
        for word, kind in zip(words[fixed:], kinds[fixed:]):
            scored = self._options(word, kind, gender, case)
            if not scored:
                return []
            options.append(scored)
        return [(tuple(w for w, _ in choice), sum(s for _, s in choice)) for choice in product(*options)]

    def _word_options(self, word: str, kind: Kind, gender: Gender, case: str) -> list[tuple[str, float]]:
        """The three likeliest nominatives of a word, with their scores."""
        if word[:1].islower():  # «бен», «фон»
            return [(word, 0.3)]
        scored = [
            (recase(word, nominative), self.plausible(nominative, kind, gender) - 0.3 * rank)
            for nominative, rank in nominatives(word.lower(), kind, gender, case)
        ]
        if kind == "given" and case != "Nom" and gender in self.given_names.listed(word):  # «с Арын Орсариевым»
            scored.append((word, self.plausible(word.lower(), kind, gender) - 2.5))
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:3]

    def plausible(self, nominative: str, kind: Kind, gender: Gender) -> float:
        """How likely a lower-case word is a nominative of this kind and gender; higher is likelier."""
        if kind == "given":
            return self._plausible_given(nominative, gender)
        if kind == "patronymic":
            return _plausible_patronymic(nominative, gender)
        return _plausible_surname(nominative, gender, self.given_names)

    def _plausible_given(self, word: str, gender: Gender) -> float:
        known = self.given_names.gender(word)
        if known:
            sure = 0.4 if self.given_names.listed(word) else 0.0
            return 1.6 + sure if gender == known else 1.3 + sure if gender in known else -1.4
        tail, male = word.rsplit("-", 1)[-1], gender == "m"
        score = -3.0 if _BROKEN.search(tail) else 0.0
        if tail.endswith(_MALE_GIVEN):
            score += 0.7 if male else -0.7
        elif tail.endswith(_FEMALE_GIVEN):
            score += -0.9 if male else 0.8
        elif tail.endswith(("ья", "ия", "а", "я")):
            score += -0.7 if male else 0.4
        elif tail[-1:] in "ьеэ":
            score += -0.2 if male else 0.2
        elif tail[-1:] in "иоуюыі":
            score += 0.1 if male else 0.0
        else:
            score += 0.4 if male else 0.0
        if tail.endswith(("ов", "ев", "ова", "ева", "ский", "ская", "ого", "ому", "ым", "ой", "ом", "ою")):
            score -= 0.9
        return score


def _plausible_patronymic(word: str, gender: Gender) -> float:
    male = gender == "m"
    if _BROKEN.search(word):
        return -3.0
    if word.endswith(("улы", "ұлы", "оглы")):
        return 1.5 if male else -1.5
    if word.endswith(("кызы", "қызы", "гызы")):
        return -1.5 if male else 1.5
    if word.endswith("ич"):
        return 1.5 if male else -1.5
    return 1.5 if word.endswith("на") and not male else -1.5


def _plausible_surname(word: str, gender: Gender, given_names: GivenNames) -> float:
    tail, male = word.rsplit("-", 1)[-1], gender == "m"
    head = word.rsplit("-", 1)[0] if "-" in word else ""
    if tail.endswith(("улы", "ұлы", "оглы")):
        return 1.0 if male else -0.5
    if tail.endswith(("кызы", "қызы", "гызы")):
        return -0.8 if male else 1.0
    if tail.endswith(FROZEN_ENDINGS):
        return 0.8
    score = 0.0
    if len(tail) > 3 and tail.endswith(_MALE_SURNAME):
        score = 1.0 if male else -1.6
    elif len(tail) > 4 and tail.endswith(_FEMALE_SURNAME):
        score = -1.6 if male else 1.0
    elif tail.endswith(("ых", "их")) and len(tail) > 4:
        score = 0.7
    elif tail.endswith("ко"):
        score = 0.8
    elif (
        tail.endswith(("ды", "ді", "ты", "ті", "лы", "лі", "газы", "сары"))
        and len(tail) > 4
        and not tail.endswith("ллы")
    ):
        score = 0.4
    elif tail.endswith("ы"):
        score = -0.3
    elif tail.endswith(("дзе", "швили", "ия")):
        score = 0.7
    elif tail.endswith(("ая", "эя", "уя", "ея", "оя")):
        score = -0.5
    elif tail.endswith(("а", "я")):
        score = 0.0 if male else -0.1
    elif _VERBAL.search(tail):
        score = -0.5
    elif tail.endswith("ой") and len(tail) < 5:
        score = 0.5 if male else 0.2
    elif tail.endswith(("ою", "ую", "аю", "яю", "ею")):
        score = -0.6
    elif tail[-1:] in "оуюэеиіүұ":
        score = 0.25
    elif tail.endswith("ый"):
        score = 0.3 if male else -0.5
    elif tail.endswith(("ого", "ому")):
        score = -1.2
    elif tail.endswith(("ой", "ом", "ем", "ая")) or (tail.endswith("ей") and len(tail) > 5):
        score = -0.5
    elif tail.endswith("ь"):
        score = 0.1 if male else 0.0
    else:
        score = 0.5 if male else 0.25
    if _OBLIQUE.search(tail):
        score -= 2.2
    if _BROKEN.search(tail):
        score -= 3.0
    if re.search(r"(?:ск|цк)(?:ой|ый|ом|ым)$", tail) or re.search(r"[бвгджзклмнпрстфхцчшщ]{3}$", tail):
        score -= 0.3
    if len(tail) > 5 and re.search(r"[бвджзлнрстчш]к$", tail) or len(tail) < 7 and re.search(r"(?:л|р|н|т)ец$", tail):
        score -= 0.3  # «Жаворонк» for «Жаворонок», «Шолец» for «Шольц»
    if head.endswith(("овой", "евой", "иной", "ову", "еву", "ову", "овым", "евым", "ову")):
        score -= 1.0
    if _dictionary_surname(tail):
        score += 0.8 if tail.endswith("ой") else 0.3
    elif tail.endswith(("ий", "ый")) and _dictionary_surname(tail[:-2] + "ой"):
        score -= 1.2  # «Толстый» for «Толстой»
    if given_names.gender(tail):
        score += 0.2
    return score


def _join_initials(words: Sequence[str]) -> str:
    """Initials as written; glued or spaced the way the text has them, a dot supplied where missing."""
    marks = [word for word in words if INITIAL.fullmatch(word)]
    return " ".join(mark if mark.endswith(".") else mark + "." for mark in marks)


@lru_cache(maxsize=REMEMBERED)
def recase(observed: str, nominative: str) -> str:
    """Give a lower-case nominative the capitals of the observed form; words all in capitals become titles."""
    if re.fullmatch("[IVX]+", observed):
        return observed
    if observed.isupper() and len(observed) > 1:
        return "-".join(part[:1].upper() + part[1:] for part in nominative.split("-"))
    kept = []
    for old, new in zip(observed.split("-"), nominative.split("-")):
        same = 0
        while same < min(len(old), len(new)) and old[same].lower() == new[same]:
            same += 1
        kept.append(old[:same] + new[same:])
    return "-".join(kept)
