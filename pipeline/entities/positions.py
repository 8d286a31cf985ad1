"""Position nouns («аким», «министр», «депутат») in all their forms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Mapping

from pipeline.document import Token
from pipeline.entities.declension import CASES, decline
from pipeline.entities.names import fold
from pipeline.language import models
from pipeline.lexicon import Lexicon

UD_CASE = {
    "nomn": "Nom",
    "gent": "Gen",
    "datv": "Dat",
    "accs": "Acc",
    "ablt": "Ins",
    "loct": "Loc",
    "gen2": "Gen",
    "loc2": "Loc",
}


WORDS = 50_000  # of which it is remembered whether they are position nouns


@dataclass(frozen=True, slots=True)
class Position:
    """A position noun: its nominative singular and what the lexicon says of it."""

    word: str
    organization: str
    repeats: bool  # the noun alone, later in an article, means its holder
    rank: bool  # «академик», «генерал»: stands by the name, governed by no other position noun


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a position noun: the cases it may be, in the singular and in the plural."""

    position: Position
    singular: tuple[str, ...]
    plural_cases: tuple[str, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """All cases the form may be."""
        return tuple(c for c in CASES if c in self.singular or c in self.plural_cases)

    def plural(self, token: Token) -> bool:
        """Whether a token of this form is plural; where both could be, as tagged."""
        if self.singular and self.plural_cases:
            return token.feat("Number") == "Plur"
        return not self.singular


class Positions:
    """All forms of the position nouns of one lexicon, by folded form."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms: dict[str, Form] = {}
        for row in lexicon["positions"]:
            position = Position(row["word"], row["organization"], row["repeat"] == "yes", row["rank"] == "yes")
            both: dict[str, dict[bool, set[str]]] = {}
            for (form, plural), cases in _forms(row["word"]).items():
                both.setdefault(fold(form), {False: set(), True: set()})[plural] |= cases
            for form, numbers in both.items():
                singular, plural_cases = (tuple(c for c in CASES if c in numbers[n]) for n in (False, True))
                self._forms.setdefault(form, Form(position, singular, plural_cases))
        self.form = lru_cache(WORDS)(self._form)

    def _form(self, word: str) -> Form | None:
        """The position noun this word is a form of, if any."""
        folded = fold(word)
        folded = folded.replace("–", "-") if "–" in folded else folded
        known = self._forms.get(folded)
        return known if known is not None or "-" not in folded else self._compound(folded)

    def _compound(self, folded: str) -> Form | None:
        """«врач-хирург», «учёный-агроном»: the last part is the position, the first agrees or is a prefix."""
        first, _, last = folded.rpartition("-")
        form = self._forms.get(last)
        if form is None or len(first) < 3:
            return None
        head = self._forms.get(first)
        lead = head.position.word if head else _nominative(first)
        return replace(form, position=replace(form.position, word=f"{lead}-{form.position.word}"))


@lru_cache(maxsize=5_000)
def _nominative(word: str) -> str:
    parses = [
        p
        for p in models.analyzer().parse(word)
        if p.tag.POS in ("NOUN", "ADJF") and models.analyzer().word_is_known(word)
    ]
    return str(parses[0].normal_form) if parses else word


def _forms(word: str) -> Mapping[tuple[str, bool], set[str]]:
    found: dict[tuple[str, bool], set[str]] = {}
    head = word.split("-")[-1]
    if head.startswith("зам") and head.endswith(("а", "я")):  # «замакима»: a genitive inside, nothing to decline
        return {(word, False): set(CASES)}
    parses = [p for p in models.analyzer().parse(word) if p.tag.case == "nomn" and p.tag.number == "sing"]
    parses.sort(key=lambda p: "Name" in p.tag or "Surn" in p.tag or "inan" in p.tag)
    if not parses:
        for case, forms in zip(CASES, decline(word, "surname", "m")):
            found.setdefault((forms[0], False), set()).add(case)
        return found
    for form in parses[0].lexeme:
        tag = form.tag
        if tag.case in UD_CASE and tag.POS in ("NOUN", "ADJF", "PRTF"):
            if tag.POS != "NOUN" and tag.number == "sing" and tag.gender != parses[0].tag.gender:
                continue
            found.setdefault((form.word, tag.number == "plur"), set()).add(UD_CASE[tag.case])
    return found
