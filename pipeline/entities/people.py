"""People: their mentions, and the mentions of one article tied to persons.

A person is a set of hypotheses (given name, patronymic, surname, gender), each with the evidence of
all mentions so far. The fullest mentions come first; a mention joins the person whose hypotheses its
own readings fit, and narrows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Iterator, Sequence

from pipeline.document import Document, Entity, Mention
from pipeline.entities.candidate import Candidate
from pipeline.entities.declension import CASES
from pipeline.entities.names import Reading, fold
from pipeline.entities.namesakes import sentence_at
from pipeline.entities.person_spans import SpanFinder, words_of
from pipeline.lexicon import Lexicon

_KEPT = 16  # hypotheses a person keeps
_SPREAD = 2.5  # readings this much worse than the best are dropped
_FORCED = 1.6  # a mention joins a person unless that costs more evidence than this
_CLEAR = 0.3  # of persons a mention fits about as well, the one named last
_SHARED = 1.0  # what a case that fits the other names of a list adds
_BETWEEN = re.compile(r", | и ")  # names of a list
_HONORIFICS = ("-апа", "-ага", "-ата", "-агай", "-ханум", "-хазрат")
_Read = tuple[Candidate, list[Reading]]
_tools: dict[str, SpanFinder] = {}


def finder(lexicon: Lexicon) -> SpanFinder:
    """The span finder of a lexicon, made once."""
    key = lexicon.fingerprint
    if key not in _tools:
        _tools[key] = SpanFinder(lexicon)
    return _tools[key]


def candidates(document: Document, lexicon: Lexicon) -> list[Candidate]:
    """Propose persons' names; ``detail`` holds the words of each."""
    return finder(lexicon).find(document) if document.sentences else []


@dataclass(slots=True)
class _Person:
    """A person of the article: hypotheses by their identity, and the mentions so far."""

    hypotheses: list[Reading]
    starts: list[int] = field(default_factory=list)

    @property
    def best(self) -> Reading:
        return self.hypotheses[0]


def link(document: Document, chosen: Sequence[Candidate], lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Tie each mention to a person; the person's name is the fullest form, nominative."""
    tools = finder(lexicon)
    read = []
    for candidate, words in words_of(chosen):
        plain = [_without_honorific(word) for word in words]
        read.append((candidate, tools.namer.readings(plain, tools.hints(document, candidate.start, candidate.end))))
    read = [(c, [r for r in rs if r.score >= rs[0].score - _SPREAD][:_KEPT]) for c, rs in _agreeing(document, read)]
    read.sort(key=lambda pair: (-_fullness(pair[1][0]), pair[0].start))
    people: list[_Person] = []
    owner: list[tuple[Candidate, _Person]] = []
    for candidate, readings in read:
        person = _choose(people, readings, candidate.start)
        if person is None:
            person = _Person(readings)
            people.append(person)
        person.starts.append(candidate.start)
        owner.append((candidate, person))
    people.sort(key=lambda p: min(p.starts))
    keys = {id(person): f"p{n}" for n, person in enumerate(people, 1)}
    entities = [_entity(keys[id(person)], person.best) for person in people]
    mentions = [
        Mention(c.start, c.end, sentence_at(document.sentences, c.start).index, "person", keys[id(p)], rule=c.rule)
        for c, p in owner
    ]
    return entities, sorted(mentions, key=lambda m: m.start)


def _agreeing(document: Document, read: Sequence[_Read]) -> Iterator[_Read]:
    """Names with their readings, those of one list in one case: «А. Петрова, Б. Ахметов» names a woman."""
    listed: list[_Read] = []
    for item in [*read, None]:
        if listed and (item is None or not _BETWEEN.fullmatch(document.text, listed[-1][0].end, item[0].start)):
            yield from _in_one_case(listed) if len(listed) > 1 else listed
            listed = []
        if item is not None:
            listed.append(item)


def _in_one_case(listed: Sequence[_Read]) -> Iterator[_Read]:
    """The names of a list, readings in the case that fits all of them best preferred."""
    scores = [{r.case: r.score for r in reversed(readings)} for _, readings in listed]
    lowest = [readings[0].score - _SPREAD for _, readings in listed]
    shared = max(CASES, key=lambda case: sum(max(s.get(case, low), low) for s, low in zip(scores, lowest)))
    for candidate, readings in listed:
        weighed = [r._replace(score=r.score + _SHARED) if r.case == shared else r for r in readings]
        yield candidate, sorted(weighed, key=lambda r: -r.score)


def _without_honorific(word: str) -> str:
    for tail in _HONORIFICS:
        if word.endswith(tail) and len(word) > len(tail) + 2:
            return word[: -len(tail)]
    return word


def _entity(key: str, best: Reading) -> Entity:
    given = best.given or ("" if best.given else best.initials)
    return Entity(
        key, "person", best.name, surname=best.surname, given_name=given, patronymic=best.patronymic, gender=best.gender
    )


def _fullness(reading: Reading) -> int:
    return (
        4 * bool(reading.given and reading.surname)
        + 3 * bool(reading.surname and reading.initials)
        + 3 * bool(reading.patronymic)
        + bool(reading.surname)
    )


def _choose(people: Sequence[_Person], readings: Sequence[Reading], start: int) -> _Person | None:
    """The person a mention belongs to, its hypotheses narrowed; None for a new person."""
    fitting = []
    for person in people:
        joint = _joint(person.hypotheses, readings)
        if joint and joint[0].score >= person.best.score + readings[0].score - _FORCED:
            cost = person.best.score + readings[0].score - joint[0].score
            before = [s for s in person.starts if s < start]
            distance = start - max(before) if before else 1_000_000 + min(person.starts)
            fitting.append((round(cost, 1) if cost > _CLEAR else 0.0, distance, person, joint))
    if not fitting:
        return None
    _, _, person, joint = min(fitting, key=lambda f: (f[0], f[1]))
    person.hypotheses = joint
    return person


def _joint(ours: Sequence[Reading], theirs: Sequence[Reading]) -> list[Reading]:
    found: dict[tuple[str, ...], Reading] = {}
    for a in ours:
        for b in theirs:
            merged = _merged(a, b)
            if merged is not None:
                key = (fold(merged.given), fold(merged.patronymic), fold(merged.surname), merged.gender)
                if key not in found or found[key].score < merged.score:
                    found[key] = merged
    return sorted(found.values(), key=lambda r: (-r.score, r.name, r.gender))[:_KEPT]


def _by_father(a: Reading, b: Reading) -> Reading:
    """The first of two readings, its surname a patronymic if the other has that: «К. Сейтқызы», «Камшат Сейтқызы»."""
    same = a.surname and b.patronymic and not (a.patronymic or b.surname) and fold(a.surname) == fold(b.patronymic)
    return a._replace(surname="", patronymic=a.surname) if same else a


def _merged(a: Reading, b: Reading) -> Reading | None:
    """Two readings as one person, or None where they contradict each other."""
    a, b = _by_father(a, b), _by_father(b, a)
    if a.gender != b.gender:
        return None
    for left, right in ((a.surname, b.surname), (a.given, b.given), (a.patronymic, b.patronymic)):
        if left and right and fold(left) != fold(right):
            return None
    shared = a.surname and b.surname or a.given and b.given
    father = a.patronymic and b.patronymic and not (a.surname or b.surname)  # «Сейтұлы» of «Марат Сейтұлы»
    if not (shared or father or _abbreviated(a, b) or _abbreviated(b, a)):
        return None
    if not _initials_fit(a, b) or not _initials_fit(b, a) or not _same_initials(a, b):
        return None
    given = a.given or b.given
    longer = a if len(_letters(a.initials)) >= len(_letters(b.initials)) else b
    return a._replace(
        given=given,
        patronymic=a.patronymic or b.patronymic,
        surname=a.surname or b.surname,
        initials="" if given else longer.initials,
        surname_first=_order(a, b, longer),
        score=round(a.score + b.score, 4),
    )


def _abbreviated(a: Reading, b: Reading) -> bool:
    """Whether one has a name for every initial of the other: «Алия» has none for «А. А.»."""
    return bool(a.given and b.initials) and len(_letters(b.initials)) <= 1 + bool(a.patronymic)


def _order(a: Reading, b: Reading, longer: Reading) -> bool:
    """Whether the surname stays in front: only where every mention with a given name has it so."""
    full = [r.surname_first for r in (a, b) if r.given and r.surname]
    return all(full) if full else longer.surname_first


def _letters(initials: str) -> list[str]:
    return [fold(part.strip(" -")) for part in initials.split(".") if part.strip(" -")]


def _initials_fit(a: Reading, b: Reading) -> bool:
    """Initials of one against full names of the other."""
    letters = _letters(a.initials)
    if not letters or not b.given:
        return True
    full = [fold(part[:1]) for part in b.given.replace("-", " ").split()]
    if fold(b.given).startswith(letters[0]) is False:
        return False
    if len(letters) > 1 and b.patronymic:
        return letters[-1][:1] in (fold(b.patronymic[:1]), *full[1:])
    return True


def _same_initials(a: Reading, b: Reading) -> bool:
    left, right = _letters(a.initials), _letters(b.initials)
    return not left or not right or left[: len(right)] == right[: len(left)]
