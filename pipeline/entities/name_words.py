"""Words of a text as parts of names: what they look like, what the dictionary says of them."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.entities.names import FROZEN_PATRONYMIC, PATRONYMIC
from pipeline.language import models

UPPER = "А-ЯЁӘҒҚҢӨҰҮҺІA-ZÀ-ÖØ-Þ"
LETTER = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіA-Za-zÀ-ÖØ-öø-ÿŞşĞğİıŠšŽžČčŁł"
CYRILLIC = "А-ЯЁӘҒҚҢӨҰҮҺІ"  # a Latin letter with a dot is a Roman number more often than an initial
_GLUED = rf"(?:(?<=[{CYRILLIC}]\.)[{CYRILLIC}](?![{LETTER}.]))?"  # «Омаров Д.Т»: the last dot forgotten
INITIALS = rf"(?:(?:[{CYRILLIC}]|Дж)\.[ \u00a0]?-?){{1,3}}{_GLUED}"
CAPITAL = rf"[{UPPER}][{LETTER}]+(?:[-’'][{LETTER}]+)*"
MANS_DATIVE = re.compile(r"(?:[оеё]в|[иы]н)у$")  # a man's surname in the dative, «Омарову»
KAZAKH = frozenset("әғқңөұүһі")
_PIECE = re.compile(rf"(?<![{UPPER}])(?P<initials>{INITIALS})|(?P<word>[{LETTER}]+(?:[-’'][{LETTER}]+)*)")
SURNAME_TAILS = tuple(
    tail + ending
    for tail, endings in (
        ("ов", ("", "а", "у", "ым", "е", "ой")),
        ("ев", ("", "а", "у", "ым", "е", "ой")),
        ("ёв", ("", "а", "у", "ым", "е", "ой")),
        ("ин", ("", "а", "у", "ым", "е", "ой")),
        ("ын", ("", "а", "у", "ым", "е", "ой")),
        ("ск", ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую")),
        ("цк", ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую")),
        ("енко", ("",)),
        ("ул", ("ы",)),
        ("ұл", ("ы",)),
        ("кыз", ("ы",)),
        ("қыз", ("ы",)),
        ("бек", ("", "а", "у", "ом", "е")),
    )
    for ending in endings
)

Word = tuple[int, int, str]  # start, end, text


def words_between(text: str, start: int, end: int) -> list[Word]:
    """Words of ``text[start:end]``; initials that stand together are one word."""
    found = []
    for piece in _PIECE.finditer(text, start, end):
        raw = piece.group().rstrip(" \u00a0-")
        found.append((piece.start(), piece.start() + len(raw), raw))
    return found


def is_initials(word: Word) -> bool:
    """Whether a word is initials: «К.», «К.-Ж.»."""
    return "." in word[2]


def is_patronymic(word: str) -> bool:
    """Whether a word is shaped like a patronymic in any case."""
    return bool(PATRONYMIC.fullmatch(word) or FROZEN_PATRONYMIC.fullmatch(word))


def is_strange(word: str) -> bool:
    """Whether a word has Kazakh letters, which the models do not know."""
    return any(letter in KAZAKH for letter in word.lower())


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """A word of the dictionary that is no name."""
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word.lower())) and not any(
        {"Name", "Surn", "Patr"} & p.tag.grammemes for p in analyzer.parse(word.lower())
    )


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """A verb or a word of grammar, which no name is: «Родился»."""
    return models.analyzer().parse(word.lower())[0].tag.POS in ("VERB", "INFN", "GRND", "PREP", "CONJ", "ADVB", "PRCL")


@lru_cache(maxsize=20_000)
def is_place(word: str) -> bool:
    """A word the dictionary knows as a place."""
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word.lower())) and any("Geox" in p.tag for p in analyzer.parse(word.lower()))


@lru_cache(maxsize=20_000)
def is_dictionary_name(word: str) -> bool:
    """A word the dictionary knows as a given name or surname."""
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word.lower())) and any(
        {"Name", "Surn"} & p.tag.grammemes for p in analyzer.parse(word.lower())
    )
