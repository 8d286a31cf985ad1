"""Where persons stand in a text: the name model's spans repaired, patterns, repeats of known names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Iterable, Iterator, Sequence

from pipeline.document import Document
from pipeline.entities.candidate import Candidate
from pipeline.entities.context import Context
from pipeline.entities.declension import Gender, Kind, decline
from pipeline.entities.name_words import (
    CAPITAL,
    CYRILLIC,
    INITIALS,
    LETTER,
    SURNAME_TAILS,
    UPPER,
    Word,
    is_common,
    is_initials,
    is_patronymic,
    is_place,
    words_between,
)
from pipeline.entities.names import EASTERN, FROZEN_PATRONYMIC, Hints, Namer, fold
from pipeline.entities.namesakes import Namesakes, in_silent_zone, sentence_at
from pipeline.entities.positions import Positions
from pipeline.entities.span_repair import Repair
from pipeline.lexicon import Lexicon

_INITIALS_SURNAME = re.compile(rf"(?<![{UPPER}]){INITIALS}{CAPITAL}")
_SURNAME_INITIALS = re.compile(
    rf"(?<![{LETTER}]){CAPITAL}[ \u00a0][{CYRILLIC}]\.[ \u00a0-]?[{CYRILLIC}]\.?(?![{LETTER}])"
)
_RUN = re.compile(rf"(?<![{LETTER}-]){CAPITAL}(?:[ \u00a0]{CAPITAL})+")
_SINGULAR = {  # endings of a surname in the plural: those of a man's and a woman's in the same case
    "ы": ("", "а"), "ых": ("а", "ой"), "ым": ("у", "ой"), "ыми": ("ым", "ой"),
    "ие": ("ий", "ая"), "их": ("ого", "ой"), "им": ("ому", "ой"), "ими": ("им", "ой"),
}  # fmt: skip
_PLURAL = re.compile(rf"(?P<stem>[{LETTER}-]+(?:[оеё]в|[иы]н|[сц]к))(?P<ending>{'|'.join(_SINGULAR)})")
_WORD_BEFORE = re.compile(rf"([{LETTER}]+(?:-[{LETTER}]+)*)[ \u00a0]$")


class SpanFinder:
    """Finds persons' names; one for each lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.namer, self.positions = Namer(lexicon), Positions(lexicon)
        self.context = Context(lexicon, self.positions)
        self.repair = Repair(lexicon, self.namer, self.positions)
        self.namesakes = Namesakes(lexicon, self.namer, self.positions)

    def find(self, document: Document) -> list[Candidate]:
        """Candidates in the order of the text, none overlapping another; ``detail`` holds the words."""
        text = document.text
        taken: list[Candidate] = []

        silent: list[tuple[Sequence[Word], str]] = []
        refused: set[str] = set()

        def add(words: Sequence[Word], rule: str, heard: bool = False) -> None:
            if words and not any(c.start < words[-1][1] and words[0][0] < c.end for c in taken):
                if not heard and in_silent_zone(document, words[0][0]):
                    silent.append((words, rule))
                    return
                if self.namesakes.refuses(document, words, rule):
                    refused.add(_written(words))
                    return
                detail = tuple(word for _, _, word in words)
                trust = int(
                    len(words) > 1
                    and (rule == "titled" or is_initials(words[0]) or self.repair.looks_like_person(detail[:2]))
                )
                taken.append(Candidate(words[0][0], words[-1][1], "person", rule, detail, trust=trust))

        repaired = [
            (words, "model")
            for name in document.names
            if name.type == "PER"
            for words in self.repair.split(text, self.repair.whole(text, name.start, name.end))
        ]
        repaired += [  # a given name and another word are no place: «в аэропорту Шерхана Мырзабая»
            (words, "given")
            for name in document.names
            if name.type == "LOC"
            for words in [self.repair.after_village(text, words_between(text, name.start, name.end))]
            if self.repair.is_given_first(words) or self.repair.is_surname(words)
        ]
        shaped = list(self._patterns(text))
        repaired += [(words, rule) for words, rule in shaped if rule == "initials"]
        for words, rule in sorted(
            repaired, key=lambda w: w[0][0][0] - w[0][-1][1]
        ):  # a repair may reach over its neighbour
            add(words, rule)
        others = [(n.start, n.end) for n in document.names if n.type != "PER"]
        for words, rule in shaped:
            inside = [o for o in others if o[0] < words[-1][1] and words[0][0] < o[1]]
            if not inside or (
                (rule in ("given", "titled") or (rule == "listed" and words[0][2].isupper()))
                and all(words[0][0] <= o[1] and o[1] <= words[-1][1] for o in inside)
            ):
                add(words, rule)
        for words in list(self._repeats(document, taken, others)):
            add(words, "repeat")
        known = {fold(" ".join(c.detail)) for c in taken if isinstance(c.detail, tuple) and len(c.detail) > 1}
        for quiet, rule in silent:  # a picture's title is no byline where the article speaks of the person
            if _written(quiet) in known:
                add(quiet, rule, heard=True)
        taken = [c for c in taken if not self._program(c, refused)]
        return self._sharing(text, _joined(text, sorted(taken, key=lambda c: c.start)))

    def _sharing(self, text: str, found: list[Candidate]) -> list[Candidate]:
        """Each of «братья Ербол и Марат Абаевы» by the surname they share, in the singular."""
        for i, candidate in enumerate(found):
            words = candidate.detail
            shared = _PLURAL.fullmatch(words[-1]) if isinstance(words, tuple) and len(words) == 2 else None
            if shared is None:
                continue
            first = i
            while first and text[found[first - 1].end : found[first].start] in (" и ", ", ") and (
                _is_alone(found[first - 1])
            ):
                first -= 1
            for k in range(first, i + 1) if first < i else ():
                given = found[k].detail
                assert isinstance(given, tuple)
                female = self.namer.readings(given[:1])[0].gender == "f"
                surname = shared["stem"] + _SINGULAR[shared["ending"]][female]
                found[k] = replace(found[k], detail=(given[0], surname))
        return found

    def _program(self, candidate: Candidate, refused: set[str]) -> bool:
        """Whether words refused elsewhere in the article, and no known given name, are no person here either."""
        words = candidate.detail
        if not isinstance(words, tuple) or len(words) < 2 or fold(" ".join(words)) not in refused:
            return False
        return not words[0].endswith(".") and not self.namer.known_given(words[0])

    def _patterns(self, text: str) -> Iterator[tuple[list[Word], str]]:
        """Names by their shape alone: initials with a surname, a patronymic, a known given name."""
        for found in _INITIALS_SURNAME.finditer(text):
            words = words_between(text, found.start(), found.end())
            word = words[-1][2]
            if (
                len(words) == 2
                and len(word) > 2
                and not word.isupper()
                and self.positions.form(word) is None
                and not is_common(word)
            ):
                yield words, "initials"
        for found in _SURNAME_INITIALS.finditer(text):
            words = words_between(text, found.start(), found.end())
            surname = words[0][2]
            if len(words) == 2 and self.positions.form(surname) is None and not surname.isupper():
                if surname.lower().endswith(SURNAME_TAILS) or not (is_common(surname) or is_place(surname)):
                    yield words, "initials"
        for found in _RUN.finditer(text):
            run = self.repair.trim(text, words_between(text, found.start(), found.end()))
            for i, (_, _, word) in enumerate(run):
                if i and len(word) > 5 and is_patronymic(word):
                    at = i - 1
                    if i == len(run) - 1 and i > 1 and run[0][2].lower().endswith(SURNAME_TAILS):
                        at = i - 2
                    yield run[at : i + 2 if at == i - 1 else i + 1], "patronymic"
                    break
            if len(run) == 2 and self._listed(run):
                if self._after_title(text, run[0][0]):
                    yield run, "titled"
                elif self.repair.is_given_first(run) and not self.positions.form(run[1][2]):
                    yield run, "listed"
            for first, second in zip(run, run[1:]):
                if self.repair.looks_like_person((first[2], second[2])) and first[2].isupper() == second[2].isupper():
                    yield [first, second], "given"

    def _listed(self, run: Sequence[Word]) -> bool:
        """Whether two words begin with a listed given name; in capitals, which are no mere emphasis, with any known."""
        if run[0][2].isupper() and run[1][2].isupper():
            return self.namer.known_given(run[0][2])
        return any(self.namer.given_names.listed(given) for given in self.namer.given_nominatives(run[0][2]))

    def _repeats(
        self, document: Document, taken: Sequence[Candidate], others: Sequence[tuple[int, int]]
    ) -> Iterator[list[Word]]:
        """Names known from elsewhere in the article, in any case: in full, or the surname (or only name) alone."""
        alone: set[str] = set()
        pairs: dict[str, set[str]] = {}
        for candidate in taken:
            words = candidate.detail
            if not isinstance(words, tuple):
                continue
            best = self.namer.readings(words, self.hints(document, candidate.start, candidate.end))[0]
            own = _name_forms(best.surname, "surname", best.gender)
            if not best.surname and FROZEN_PATRONYMIC.fullmatch(best.patronymic):
                own = {fold(best.patronymic)}
            if len(words) == 1:
                own = own or _name_forms(best.given, "given", best.gender)
            elif fold(words[0]) in EASTERN:  # «Чжан» of «Чжан Вэй»
                own |= _name_forms(words[0], "surname", best.gender)
            elif best.given:
                for form in _name_forms(best.given, "given", best.gender):
                    pairs.setdefault(form, set()).update(own)
            alone |= own
        for sentence in document.sentences:
            for i, token in enumerate(sentence.tokens):
                if not token.text[0].isupper():
                    continue
                word = fold(token.text)
                if word not in alone and word not in pairs:
                    continue
                following = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
                found = [(token.start, token.end, token.text)]
                if (
                    following is not None
                    and following.text[:1].isupper()
                    and fold(following.text) in pairs.get(word, ())
                ):
                    found.append((following.start, following.end, following.text))
                elif word not in alone:
                    continue
                inside = [o for o in others if o[0] < found[-1][1] and found[0][0] < o[1]]
                if not inside or inside == [(found[0][0], found[-1][1])]:
                    yield found

    def hints(self, document: Document, start: int, end: int) -> Hints:
        """Case and gender evidence for the name at ``start:end``."""
        return self.context.hints(sentence_at(document.sentences, start), start, end)

    def _after_title(self, text: str, start: int) -> bool:
        before = _WORD_BEFORE.search(text, max(0, start - 40), start)
        return before is not None and self.positions.form(before[1]) is not None


def _written(words: Sequence[Word]) -> str:
    return fold(" ".join(word for _, _, word in words))


def _joined(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Two single words side by side are one name."""
    joined: list[Candidate] = []
    for candidate in found:
        last = joined[-1] if joined else None
        if (
            last
            and text[last.end : candidate.start] == " "
            and isinstance(last.detail, tuple)
            and isinstance(candidate.detail, tuple)
        ):
            father = len(candidate.detail) == 2 and is_patronymic(
                candidate.detail[1]
            )  # «Гнатюком» «Богданом Маратовичем»
            if len(last.detail) == 1 and (len(candidate.detail) == 1 or father):
                joined[-1] = replace(last, end=candidate.end, detail=last.detail + candidate.detail)
                continue
        joined.append(candidate)
    return joined


def _is_alone(candidate: Candidate) -> bool:
    return isinstance(candidate.detail, tuple) and len(candidate.detail) == 1


def _name_forms(word: str, kind: Kind, gender: Gender) -> set[str]:
    """Folded forms of one nominative in all cases; empty for words too short to look up."""
    if len(word) < 3 or " " in word:
        return set()
    return {fold(form) for forms in decline(word.lower(), kind, gender) for form in forms}


def words_of(candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    """Candidates of persons with their words."""
    for candidate in candidates:
        if isinstance(candidate.detail, tuple):
            yield candidate, candidate.detail
