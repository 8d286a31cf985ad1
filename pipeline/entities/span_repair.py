"""Spans of the name model made whole persons: titles cut off, missing words taken in, two persons told apart."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from pipeline.entities.name_words import (
    CAPITAL,
    INITIALS,
    LETTER,
    MANS_DATIVE,
    SURNAME_TAILS,
    UPPER,
    Word,
    is_common,
    is_initials,
    is_patronymic,
    is_place,
    is_strange,
    is_verb,
    words_between,
)
from pipeline.entities.names import EASTERN, PATRONYMIC, Namer, fold
from pipeline.entities.namesakes import REGIONS_LIKE_NAMES
from pipeline.entities.positions import Positions
from pipeline.lexicon import Lexicon

_BEFORE = re.compile(rf"(?<![{UPPER}]){INITIALS}$")
_AFTER = re.compile(rf"[ \u00a0]{INITIALS}(?![{LETTER}])")
_NEXT = re.compile(rf"[ \u00a0](?P<word>{CAPITAL})")
_PREVIOUS = re.compile(rf"(?<![{LETTER}.«\"-])(?P<word>{CAPITAL})[ \u00a0]$")
_BEFORE_REGION = re.compile(r"област[ьиею]\w*[ \u00a0]$", re.I)
_BEFORE_TOWN = re.compile(r"\b(?:город\w*|г\.|област\w+)[ \u00a0]?$", re.I)
_BEFORE_VILLAGE = re.compile(r"(?<!\w)(?:с\.|п\.|пос\.|ст\.|(?:сел|посел|аул)\w*)[ \u00a0]?$")
_SURNAME = re.compile(r"[оеё]в(?:а|у|ым|ой)$")
_AGREES = 0.3  # what a surname in the right case adds to the score of a name, at least
_SURE = 2.9  # score of a reading with a known given name and a surname of a usual ending


class Repair:
    """Repairs spans; one for each lexicon."""

    def __init__(self, lexicon: Lexicon, namer: Namer, positions: Positions) -> None:
        self.namer, self.positions = namer, positions
        self._particles = frozenset(row["cue"] for row in lexicon["name_cues"] if row["kind"] == "particle")
        particles = "|".join(sorted(self._particles))
        self._before_particle = re.compile(
            rf"(?<![{LETTER}-])(?P<word>{CAPITAL})[ \u00a0](?P<particle>{particles})[ \u00a0]$"
        )
        self._courtesy = frozenset(row["cue"] for row in lexicon["name_cues"] if row["kind"] == "courtesy")

    def whole(self, text: str, start: int, end: int) -> list[Word]:
        """The words of a model span without titles, with initials, patronymic and surname beside it."""
        end = start + len(text[start:end].split("\n")[0])
        before = _BEFORE.search(text[max(0, start - 12) : start])
        if before:
            start = max(0, start - 12) + before.start()
        words = words_between(text, start, end)
        if sum(not is_initials(w) for w in words) == 1 and not is_initials(words[0]):
            after = _AFTER.match(text, end)
            if after and not text[after.end() :].lstrip().startswith(("область", "области")):
                words = words_between(text, start, after.end())
        words = self.trim(text, words)
        while 0 < len(words) < 3 and not is_initials(words[-1]):
            follow = _NEXT.match(text, words[-1][1])
            if not follow or not self._continues(words, follow["word"]):
                break
            words.append((follow.start("word"), follow.end("word"), follow["word"]))
        return self._with_word_before(text, words)

    def _with_word_before(self, text: str, words: list[Word]) -> list[Word]:
        """A given name (or a surname before a patronymic) the model left out or took for a place."""
        previous = _PREVIOUS.search(text, max(0, words[0][0] - 40), words[0][0]) if words else None
        joint = self._before_particle.search(text, max(0, words[0][0] - 40), words[0][0]) if len(words) == 1 else None
        if joint is not None:  # «Усамы бен Ладена»
            return [*words_between(text, joint.start("word"), joint.end("particle")), *words]
        if previous is None or self.positions.form(previous["word"]) is not None:
            return words
        word = previous["word"]
        first, second = words[0][2], words[1][2] if len(words) > 1 else ""
        joins = False
        if len(words) == 1 and not is_initials(words[0]):
            listed = self.namer.given_names.listed
            given = any(listed(g) for g in self.namer.given_nominatives(word))
            strange = is_strange(word)  # the models do not know these letters
            joins = strange or (given or self.looks_like_person((word, first))) and not listed(first.lower())
        elif PATRONYMIC.fullmatch(second) and len(words) == 2:
            joins = word.lower().endswith(SURNAME_TAILS) or self._adds_surname(word, first, second)
        elif PATRONYMIC.fullmatch(first):
            joins = True
        if joins:
            return [(previous.start("word"), previous.end("word"), word), *words]
        return words

    def _adds_surname(self, word: str, given: str, father: str) -> bool:
        """Whether a word before a given name and a patronymic agrees with them as a surname does."""
        if is_common(word) or is_place(word):
            return False
        alone, whole = self.namer.readings([given, father])[0], self.namer.readings([word, given, father])[0]
        return whole.score - alone.score >= _AGREES

    def _continues(self, words: Sequence[Word], word: str) -> bool:
        if is_patronymic(word):
            return len(words) <= 2
        if len(words) == 2 and fold(words[0][2]) in EASTERN and len(words[1][2]) < 5:
            return len(word) < 6 and self.positions.form(word) is None  # «Ким Сын Хо»
        if len(words) == 1 and is_strange(word):
            return self.positions.form(words[0][2]) is None
        if len(words) == 1 and self.positions.form(words[0][2]) is None:
            return self.looks_like_person((words[0][2], word))
        return len(words) == 2 and is_patronymic(words[1][2]) and (word.lower().endswith(SURNAME_TAILS))

    def trim(self, text: str, words: list[Word]) -> list[Word]:
        """Words without titles, common nouns and places before the name, and without what follows it."""
        while words and not is_initials(words[0]):
            word = words[0][2]
            common = word.islower() and fold(word) not in self._particles
            title = self.positions.form(word) is not None and not self._is_name_too(words)
            lead = text[max(0, words[0][0] - 12) : words[0][0]]
            region = bool(
                len(words) > 1 and fold(word) in map(fold, REGIONS_LIKE_NAMES) and _BEFORE_REGION.search(lead)
            )
            if len(words) == 3 and (_BEFORE_TOWN.search(lead) or _BEFORE_VILLAGE.search(lead)):
                region = not is_patronymic(words[1][2]) and not is_patronymic(words[2][2])
            if len(words) > 1 and is_initials(words[1]) and _BEFORE_VILLAGE.search(lead):
                region = _NEXT.match(text, words[1][1]) is not None  # «учитель школы п. Сарыбулак Б. Серикова»
            plain = (
                len(words) > 1
                and (len(word) > 3 or is_initials(words[1]))
                and is_common(word)
                and not self.namer.known_given(word)
                and not word.lower().endswith(SURNAME_TAILS)
            )
            if not (common or title or region or plain or fold(word) in self._courtesy):
                break
            words = words[1:]
        while words and words[-1][2].islower() and fold(words[-1][2]) not in self._particles:
            words = words[:-1]
        lower = next(
            (i for i, w in enumerate(words) if i and w[2].islower() and fold(w[2]) not in self._particles), None
        )
        words = words[:lower]  # «Марат Досович ул. М. Ауэзова»
        father = next((i for i, w in enumerate(words) if i and len(w[2]) > 5 and is_patronymic(w[2])), None)
        if father is not None and len(words) > 2:
            surname = father + 1 < len(words) and not is_verb(words[father + 1][2])  # «… Муратбековна Родилась»
            words = words[father - 1 : father + 2] if surname else words[max(0, father - 2) : father + 1]
        if len(words) == 3 and not any(is_patronymic(w[2]) for w in words):
            if is_initials(words[1]) and self.looks_like_person((words[0][2], words[2][2])):
                return words  # «Асель Ж. Нуркенова»
            if is_initials(words[0]) or is_initials(words[1]):  # «В. Соколовский Приложение», «Соколовским В.А. Состав»
                words = words[:2]
            elif self.looks_like_person((words[1][2], words[2][2])) and not self.namer.known_given(words[0][2]):
                words = words[1:]
            elif (
                not is_initials(words[2])
                and self.looks_like_person((words[0][2], words[1][2]))
                and is_common(words[2][2])
            ):
                words = words[:2]
        return words if any(not is_initials(w) for w in words) else []

    def after_village(self, text: str, words: list[Word]) -> list[Word]:
        """Words the model took for one place, but for the village they begin with: «из села Акжар Сабыр Кенжебай»."""
        village = len(words) == 3 and _BEFORE_VILLAGE.search(text[max(0, words[0][0] - 12) : words[0][0]])
        return words[1:] if village else words

    def _is_name_too(self, words: Sequence[Word]) -> bool:
        """Whether a title that is a given name, too, is one here: «Султан Каримов», «Батыр Ахметов»."""
        word = words[0][2]
        if len(words) == 1:
            return self.namer.known_given(word)
        listed = any(map(self.namer.given_names.listed, self.namer.given_nominatives(word)))
        return listed and not word.islower() and self.looks_like_person((word, words[1][2]))

    def split(self, text: str, words: list[Word]) -> Iterator[list[Word]]:
        """Two persons the model took for one, told by «и», by initials or by four full words."""
        part: list[Word] = []
        for word in words:
            if part and (
                word[2] == "и" or text[part[-1][1] : word[0]].strip(" \u00a0-.")
            ):  # «Саймон (Simon)», «Уорд, Грин»
                yield part
                part = []
                if word[2] == "и":
                    continue
            if part and is_initials(word) and any(not is_initials(w) for w in part) and any(map(is_initials, part)):
                yield part
                part = []
            part.append(word)
        full = [w for w in part if not is_initials(w)]
        if len(full) == len(part) == 4 and not any(is_patronymic(w[2]) for w in part):
            if all(self.looks_like_person((a[2], b[2])) for a, b in ((part[0], part[1]), (part[2], part[3]))):
                yield part[:2]
                part = part[2:]
        if len(full) == len(part) == 3 and self._is_to_whom(part):
            yield part[:1]
            part = part[1:]
        if part:
            yield part

    def _is_to_whom(self, words: Sequence[Word]) -> bool:
        """Whether of three words a surname in the dative is another's: «доложил Омарову Ахмет Демир»."""
        if MANS_DATIVE.search(words[0][2]) is None:
            return False
        return self.namer.readings([word for _, _, word in words[1:]])[0].case == "Nom"

    def is_given_first(self, words: Sequence[Word]) -> bool:
        """Whether words the model took for a place begin with a given name."""
        if len(words) not in (2, 3) or any(
            is_initials(w) or not w[2][:1].isupper() or is_common(w[2]) for w in words[1:]
        ):
            return False
        first = words[0][2]
        if fold(first) in EASTERN:
            return True
        known = self.namer.known_given(first)
        suffixed = len(words) == 2 and words[-1][2].lower().endswith(SURNAME_TAILS) and not is_common(first)
        return (known or suffixed) and not is_place(words[-1][2]) and not is_place(first)

    def is_surname(self, words: Sequence[Word]) -> bool:
        """Whether one word the model took for a place is shaped like nothing but a surname."""
        if len(words) != 1 or is_initials(words[0]):
            return False
        word = words[0][2]
        return bool(_SURNAME.search(word)) and len(word) > 5 and not is_place(word) and not is_common(word)

    def looks_like_person(self, words: Sequence[str]) -> bool:
        """Whether two words are a known given name and a surname of a usual ending, in one case and gender."""
        if not words[1].lower().endswith(SURNAME_TAILS):
            return False
        best = self.namer.readings(words)[0]
        return (
            bool(best.given and best.surname and self.namer.given_names.gender(best.given.lower()))
            and best.score >= _SURE
        )
