"""What looks like a person's name and is none: bylines, streets and schools named after people, titles of works."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Callable, Sequence

from pipeline.document import Document, Sentence, Token
from pipeline.entities.name_words import (
    CAPITAL,
    SURNAME_TAILS,
    Word,
    is_common,
    is_dictionary_name,
    is_initials,
    is_verb,
)
from pipeline.entities.names import Namer, fold
from pipeline.entities.positions import Positions
from pipeline.lexicon import Lexicon

_LOWER_TAIL = re.compile(r"-(?!(?:оглы|улы|кызы|заде|апа|ага|ата|хан|бек|младш|старш|паш|бей))[а-яё]")
_FAMILY = re.compile(r"[оеё]в(?:ы|ых|ыми)$|ин(?:ых|ыми)$")  # «братья Абаевых»: no one person
_BEFORE_REGION = re.compile(r"област[ьиею]\w*[ \u00a0]$", re.I)
_GLUED = re.compile(r"\.[А-ЯЁ]")  # «Каз.ССР»: an abbreviation
_REACH = 7  # tokens to look back for whom a name may belong to
_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщ")
_JOINTS = frozenset((",", ";", ":", "–", "—", "и", "с", "со", "или"))  # «Сейтов с женой приехали» tells of a man
_OPENING, _CLOSING = ("«", '"', "“"), ("»", '"', "”")
REGIONS_LIKE_NAMES = frozenset("абай жетысу жетісу улытау ұлытау".split())
SILENT_ZONES = frozenset(("byline", "caption", "source", "advert", "debris", "hashtags", "counter", "date", "section"))


class Namesakes:
    """Refuses spans that are no mention of a person."""

    def __init__(self, lexicon: Lexicon, namer: Namer, positions: Positions) -> None:
        self.namer, self.positions = namer, positions
        cues: dict[str, list[str]] = {}
        for row in lexicon["name_cues"]:
            cues.setdefault(row["kind"], []).append(row["cue"])
        always, bearer, institution = ("|".join(cues[kind]) for kind in ("named", "bearer", "institution"))
        self._always = re.compile(
            rf"\b(?:{always})(?!\w)(?:[ \u00a0]?(?!и\b)(?P<bearer>\w+\.?))?[ \u00a0]?[«\"“]?(?:[А-Я]\.[ \u00a0]?)*$"
        )
        honours = "|".join(cues["honour"])
        self._bearer = re.compile(rf"\b(?:{always}|{bearer})(?!\w)(?:[ \u00a0](?:{honours}))?[ \u00a0]?[«\"“]?$")
        streets = "|".join(cues["streets"])
        self._streets = re.compile(rf"\b(?:{streets})[ \u00a0](?:{CAPITAL}(?:, | и |[ \u00a0]))+(?<=[,и] )$")
        self._resident = re.compile("|".join(cues["resident"]))
        self._institution = re.compile(rf"\b(?:{institution})\w*[ \u00a0]$", re.I)
        self._byline = re.compile(rf"(?:^|\n|[.!?»\"] )\s*(?:{'|'.join(cues['byline'])})\s*:?\s*$")
        self._compound = re.compile(rf".(?:{'|'.join(cues['compound'])})(?:а|у|ом|е)?$")

    def refuses(self, document: Document, words: Sequence[Word], rule: str) -> bool:
        """Whether a span of words proposed by a rule is no mention of a person."""
        text, start, end = document.text, words[0][0], words[-1][1]
        before = text[max(0, start - 40) : start]
        if self._byline.search(before):
            return True
        if rule == "model" and len(words) == 1 and not self._single(document, words[0]):
            return True
        if len(words) == 1 and self._streets.search(text, max(0, start - 80), start):
            return True
        if len(words) == 1 and _GLUED.match(text, end):
            return True
        if text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING:
            return True
        named = self._always.search(before)
        if named and not is_verb(named["bearer"] or ""):  # «директор школы имени Абая Айгуль Садыкова»
            return not (named["bearer"] and len(words) > 1 and self._of_holder(document, words, self._has_post))
        if is_initials(words[0]) and self._institution.search(before):
            return True
        if len(words) == 1 and _BEFORE_REGION.search(before) and fold(words[0][2]) in map(fold, REGIONS_LIKE_NAMES):
            return True
        if not self._bearer.search(before) or self._titled(document, start):
            return False
        return len(words) == 1 or not self._of_holder(document, words, self._is_resident)

    def _single(self, document: Document, word: Word) -> bool:
        """Whether one word alone may be a person: not a common noun, and shaped like a name or titled."""
        text = word[2]
        if (
            len(text) < 3
            or _LOWER_TAIL.search(text)
            or _FAMILY.search(text)
            or is_common(text)
            or self._compound.search(text.lower())
            or self.positions.form(text) is not None
            or self._is_object(document, word)
        ):
            return False
        if text.lower().endswith(SURNAME_TAILS) or self.namer.known_given(text) or is_dictionary_name(text):
            return True
        sentence = sentence_at(document.sentences, word[0])
        return word[0] > sentence.start or self._titled(document, word[0])

    def _is_object(self, document: Document, word: Word) -> bool:
        """Whether a word that opens its clause is what others do something to, and no man: «Лён посеяли весной»."""
        if word[2][-1] not in _CONSONANTS:
            return False  # a man would be «Сейтова посеяли»
        tokens = sentence_at(document.sentences, word[0]).tokens
        opens = all(not token.text[0].isalnum() for token in tokens if token.end <= word[0])
        clause = takewhile(lambda token: token.text not in _JOINTS, (t for t in tokens if t.start >= word[1]))
        verb = next((token for token in clause if token.feat("VerbForm") == "Fin"), None)
        return opens and verb is not None and verb.feat("Number") == "Plur"

    def _titled(self, document: Document, start: int) -> bool:
        """A position noun before: «директор школы Айгуль Садыкова» is a person."""
        sentence = sentence_at(document.sentences, start)
        before = [t for t in sentence.tokens if t.end <= start][-6:]
        return any(self.positions.form(t.text) for t in before)

    def _has_post(self, token: Token) -> bool:
        return token.feat("Case") != "Gen" and self.positions.form(token.text) is not None  # «академика Сатпаева»

    def _is_resident(self, token: Token) -> bool:
        return self._resident.fullmatch(fold(token.text)) is not None

    def _of_holder(self, document: Document, words: Sequence[Word], holds: Callable[[Token], bool]) -> bool:
        """A noun for a person before in the case of the name: «жительница села Айгуль Садыкова» is one, too."""
        before = [t for t in sentence_at(document.sentences, words[0][0]).tokens if t.end <= words[0][0]][-_REACH:]
        cases = {t.feat("Case") for t in before if holds(t)}
        return bool(cases) and self.namer.readings([word for _, _, word in words])[0].case in cases


def in_silent_zone(document: Document, start: int) -> bool:
    """Whether an offset lies in a zone whose names are no mentions: bylines, captions, debris."""
    return any(z.start <= start < z.end and z.kind in SILENT_ZONES for z in document.zones)


def sentence_at(sentences: Sequence[Sentence], start: int) -> Sentence:
    """The sentence that holds an offset, or the nearest before it."""
    low, high = 0, len(sentences) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sentences[middle].start <= start else (low, middle - 1)
    return sentences[low]
