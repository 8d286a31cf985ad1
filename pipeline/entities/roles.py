"""Roles: a person, a position and its organisation, as the text states them.

A position phrase stands in apposition before a name («аким области Абай Берик Уали»), after it
(«Наталья Ким, руководитель КХ …»), or is given by a verb («назначен руководителем»). A phrase
without a name means the holder named before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Iterator, Sequence

from pipeline.document import Document, Entity, Mention, Role, Sentence, Token
from pipeline.entities.bodies import Bodies
from pipeline.entities.names import Reading, fold
from pipeline.entities.people import finder
from pipeline.entities.person_spans import SpanFinder
from pipeline.entities.phrases import Phrase, Phrases, nominative
from pipeline.language import models
from pipeline.lexicon import Lexicon

_CASES_NEAR = 1.2  # cases whose reading is this much worse than the best may still be the case of a name
_LINKS = frozenset((",", "(", "–", "—", "-"))
_DASHES = frozenset("–—-")
_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ"))
_POSSESSIVES = ("его", "ее", "их")
_DEPUTIES = frozenset("заместитель помощник помощница советник пресс-секретарь".split())
_YEARS = re.compile(r"\((?:с )?\d{4}(?:\s?[-–—]\s?\d{4})?")
_YEAR = r"(?:[а-я]+ )?(?:19|20)\d\d(?: ?г(?:\.|г\.?|од(?:а|у|ы|ах)?)?)?"
_WHEN = re.compile(rf"(?:(?:со?|в) )?{_YEAR}(?: ?(?:[-–—]|по|до) ?(?:{_YEAR}|настоящее время|н\. ?в\.?))?")
_CARD = 3  # sentences back to the name a birth is told of: «Ф. И. О., министр. Родился в 1957 году»
_BORN = ("родился", "родилась", "рождения")
_OFFICE = ("должность", "пост", "должности", "поста", "посту")


@dataclass(frozen=True, slots=True)
class Holder:
    """A position without a name that means a person named elsewhere in the article."""

    sentence: int
    start: int
    end: int
    entity: str  # Entity.key
    position: str  # nominative


@dataclass(frozen=True, slots=True)
class _Stated:
    """A position as one sentence states it of a person."""

    sentence: Sentence
    phrase: Phrase
    person: str
    position: str
    head: str
    rule: str
    mention: Mention | None
    superior: _Stated | None = None  # whose deputy: of «его заместитель»

    @property
    def start(self) -> int:
        return self.sentence.tokens[self.phrase.first].start

    @property
    def end(self) -> int:
        return self.sentence.tokens[self.phrase.last - 1].end

    @property
    def evidence(self) -> tuple[int, int]:
        """From the position to the name, where both stand in one sentence."""
        if self.mention is None or self.mention.sentence != self.sentence.index:
            return self.start, self.end
        return min(self.start, self.mention.start), max(self.end, self.mention.end)


def find(document: Document, lexicon: Lexicon) -> Document:
    """Add roles, and the role of each mention of a person."""
    reader = _Reader(document, lexicon)
    stated = reader.stated()
    rows = stated + [s for s in reader.repeated(stated) if s.rule == "alias"]
    roles = [
        Role(
            *s.evidence,
            s.person,
            position,
            reader.organization(s),
            s.rule,
        )
        for s, position in zip(rows, _fullest(rows))
    ]
    at = {s.mention: s.position for s in rows if s.mention and s.rule in ("before", "after")}
    mentions = tuple(replace(m, role=at[m]) if m in at else m for m in document.mentions)
    return replace(
        document,
        roles=tuple(sorted(dict.fromkeys(roles), key=lambda r: (r.start, r.end, r.position))),
        mentions=mentions,
    )


def holders(document: Document, lexicon: Lexicon) -> list[Holder]:
    """Positions without a name, each with the person of the article who holds it, in the order of the text."""
    reader = _Reader(document, lexicon)
    return [Holder(s.sentence.index, s.start, s.end, s.person, s.position) for s in reader.repeated(reader.stated())]


def _words(position: str) -> frozenset[str]:
    cleaned = "".join(c if c.isalnum() or c == "-" else " " for c in fold(position))
    return frozenset(word[:6] for word in cleaned.split())


def _fullest(rows: Sequence[_Stated]) -> list[str]:
    """Each position by the fullest statement of it: «аким» by «аким области», of the same person."""
    result = []
    for row in rows:
        own = _words(row.position)
        fuller = [
            r.position for r in rows if r.person == row.person and r.head == row.head and own <= _words(r.position)
        ]
        result.append(max(fuller, key=lambda p: (len(_words(p)), p)))
    return result


class _Words:
    """What the lexicon says of positions: phrases, other words for a post, verbs that give one."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon["position_synonyms"]
        self.phrases = Phrases(lexicon, finder(lexicon).positions)
        self.aliases = {fold(row["alias"]): row["holder"].split() for row in rows}  # with the nouns of the holder
        self.unstated = frozenset(fold(row["alias"]) for row in rows if row["stated"] == "no")
        self._verbs = [(re.compile(row["pattern"]), row["post"]) for row in lexicon["posting_verbs"]]

    def posting(self, verb: str) -> str:
        """Whether the subject of a verb holds the post that stands with it, or its object is given it."""
        return next((post for pattern, post in self._verbs if pattern.match(fold(verb))), "")


@lru_cache(maxsize=4)
def _words_of(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


class _Reader:
    """Reads the roles of one document."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.tools: SpanFinder = finder(lexicon)
        self.words = _words_of(lexicon)
        self.bodies = Bodies(document, self.tools.positions)
        self.people: dict[str, Entity] = {e.key: e for e in document.entities if e.type == "person"}
        self.mentions = [m for m in document.mentions if m.type == "person"]
        self.names = {m.start: m.end for m in document.mentions if m.type != "person"}  # of two, the longer
        self.posts: dict[int, list[Phrase]] = {}  # by sentence: asked for with verbs and without
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)

    def stated(self) -> list[_Stated]:
        """Every position stated of a person, in the order of the text."""
        found: list[_Stated] = []
        born: Mention | None = None  # whose life is told
        for sentence in self.document.sentences:
            mentions = self.by_sentence.get(sentence.index, [])
            self._around(sentence, mentions, found)
            found += self._by_verb(sentence, mentions, found)
            found += self._career(sentence, found)
            last = mentions[0] if mentions else born
            if any(token.text.lower() in _BORN for token in sentence.tokens):
                near = (m for m in reversed(self.mentions) if 0 < sentence.index - m.sentence <= _CARD)
                born = last or next(near, None)
            elif last is not None and born is not None and last.entity != born.entity:
                born = None
            if born is not None:
                found += self._life(sentence, born)
        return found

    def _life(self, sentence: Sentence, born: Mention) -> Iterator[_Stated]:
        """Posts of a life told by years: «С 2005 года – начальник отдела; 2008-2012 гг. – аким района»."""
        tokens, start = sentence.tokens, sentence.start
        for i, token in enumerate(tokens):
            if token.text in _DASHES:
                when = self.document.text[start : token.start].lower().strip(" •–—-\t\n")
                if _WHEN.fullmatch(when):
                    for phrase in self._after(tokens, i, len(tokens), ("Nom",), None):
                        yield self._made(sentence, phrase, born, "career")
            elif token.text in ",;:":
                start = token.end

    def _career(self, sentence: Sentence, known: Sequence[_Stated]) -> Iterator[_Stated]:
        """A life told in posts and years: «начальник отдела АО … (2003-2007); советник … (2005-2007)»."""
        tokens = sentence.tokens
        before = [m for m in self.mentions if m.end <= sentence.start]
        if not before or len(_YEARS.findall(self.document.text, sentence.start, sentence.end)) < 2:
            return
        if any(s.rule == "career" and s.mention is before[-1] for s in known):
            return  # a second life after the same name is someone else's
        starts = [i + 1 for i, t in enumerate(tokens[:-1]) if t.text in (":", ";")]
        for start in starts:
            phrase = self.words.phrases.after(tokens, start, len(tokens), ("Nom",), self.names)
            if phrase is not None and not phrase.form.plural(tokens[phrase.head]):
                yield self._made(sentence, phrase, before[-1], "career")

    def _around(self, sentence: Sentence, mentions: Sequence[Mention], found: list[_Stated]) -> None:
        """Add positions beside names; what a comma or dash ties to the name before it is not the next one's."""
        tokens = sentence.tokens
        spans = [_span(tokens, m) for m in mentions]
        shared: list[Phrase] = []
        floor = 0
        for n, (mention, (first, last)) in enumerate(zip(mentions, spans)):
            if last - first == 1 and n + 1 < len(spans) and spans[n + 1][0] == last:
                continue  # «заместитель Чжао Марат Досов»: whose deputy
            cases = self._cases(mention)
            before = self.words.phrases.before(tokens, first, floor, cases, self.names)
            if not before and n and all(t.text in (",", "и") for t in tokens[floor:first]):
                before = shared
            else:
                shared = before if before and before[-1].form.plural(tokens[before[-1].head]) else []
            found += [self._made(sentence, phrase, mention, "before", found) for phrase in reversed(before)]
            following = mentions[n + 1] if n + 1 < len(spans) else None
            ceiling = spans[n + 1][0] if following else len(tokens)
            after = list(self._after(tokens, last, ceiling, cases, following))
            found += [self._made(sentence, phrase, mention, "after") for phrase in reversed(after)]
            floor = after[-1].last if after else last

    def _after(
        self, tokens: Sequence[Token], last: int, ceiling: int, cases: Sequence[str], following: Mention | None
    ) -> Iterator[Phrase]:
        """Positions a comma, dash or bracket ties to the name before: «– основатель, доцент и директор»."""
        if last >= len(tokens) or tokens[last].text not in _LINKS:
            return
        wanted = cases if tokens[last].text == "," else ("Nom", *cases)
        start: int | None = last + 1
        while start is not None:
            phrase = self.words.phrases.after(tokens, start, ceiling, wanted, self.names)
            if phrase is None and start == last + 1 or phrase and phrase.form.plural(tokens[phrase.head]):
                return
            if phrase is not None:
                if following is not None and self._leads_on(tokens, phrase, ceiling, following):
                    return
                yield phrase
                start = phrase.last
            start = _next_item(tokens, start, ceiling)

    def _leads_on(self, tokens: Sequence[Token], phrase: Phrase, ceiling: int, following: Mention) -> bool:
        """Whether a phrase after a name is the title of the next name: «…, министр труда Иванов»."""
        if phrase.last == ceiling:
            return any(case in phrase.form.cases for case in self._cases(following))
        rest = tokens[phrase.last : ceiling]
        if rest[0].pos in _NOMINAL or rest[0].text == ".":  # it goes on with what is not understood
            return True
        if len(rest) == 1 and rest[0].text in _DASHES:  # «…, секретарь – Иванов»
            return True
        return rest[0].text == "и" and any(self.tools.positions.form(t.text) for t in rest) and len(rest) < 10

    def _by_verb(self, sentence: Sentence, mentions: Sequence[Mention], known: Sequence[_Stated]) -> Iterator[_Stated]:
        """«назначен руководителем управления», «стал учителем», «занимавший должность акима района»."""
        tokens = sentence.tokens
        taken = [(s.start, s.end) for s in known if s.sentence is sentence]
        for phrase in self._posts(sentence):
            start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
            if not any(a < end and start < b for a, b in taken):
                for holder in self._appointed(sentence, mentions, phrase):
                    yield self._made(sentence, phrase, holder, "verb")

    def _appointed(self, sentence: Sentence, mentions: Sequence[Mention], phrase: Phrase) -> Sequence[Mention]:
        """Whom a verb gives a post in the instrumental, or the word «должность» one in the genitive."""
        tokens, plural = sentence.tokens, phrase.form.plural(sentence.tokens[phrase.head])
        before = tokens[phrase.first - 1] if phrase.first else None
        office = before is not None and fold(before.text) in _OFFICE and "Gen" in phrase.form.singular
        named = (phrase.form.plural_cases if plural else phrase.form.singular) == ("Ins",)
        acting = self.words.phrases.acts(tokens, phrase.head)
        if not (office or acting or named) or not office and before is not None and before.pos == "ADP":
            return ()
        verb, root = _governor(tokens, phrase)
        post = self.words.posting(verb)
        if not (office or post == "hold" or post and named):
            return ()
        if post == "give":
            holders = [m for m in mentions if "Acc" in (cases := self._cases(m)) and "Nom" not in cases]
        else:
            subjects = [t for t in tokens if t.head == root and t.rel.startswith("nsubj") and t.pos != "PRON"]
            holders = [m for m in mentions if any(m.start <= t.start < m.end for t in subjects)]
            if not holders and (office or not subjects):
                holders = self._only(sentence, mentions)
            elif holders and plural:
                holders = _coordinated(tokens, holders[0], mentions)
        return holders if plural or len({m.entity for m in holders}) == 1 else ()

    def _only(self, sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
        """The nominative names of a sentence; where it has no names, the one person of the article."""
        if mentions:
            return [m for m in mentions if "Nom" in self._cases(m)]
        return [m for m in self.mentions if m.sentence < sentence.index][-1:] if len(self.people) == 1 else []

    def _posts(self, sentence: Sentence) -> list[Phrase]:
        if sentence.index not in self.posts:
            self.posts[sentence.index] = list(self.words.phrases.all(sentence.tokens, self.names))
        return self.posts[sentence.index]

    def _made(
        self, sentence: Sentence, phrase: Phrase, mention: Mention, rule: str, known: Sequence[_Stated] = ()
    ) -> _Stated:
        position = nominative(self.document.text, sentence.tokens, phrase, self.names)
        whose = fold(sentence.tokens[phrase.first - 1].text) if phrase.first else ""
        superior = None
        if whose in _POSSESSIVES and phrase.last == phrase.head + 1:
            if phrase.form.position.word in _DEPUTIES:
                superior = self._superior(sentence, whose, known)
                position = f"{position} {_genitive(superior)}" if superior else position
            else:
                body = self.bodies.last(sentence.tokens[phrase.first].start)
                position = f"{position} {body.name}" if body else position
        return _Stated(sentence, phrase, mention.entity, position, phrase.form.position.word, rule, mention, superior)

    def _superior(self, sentence: Sentence, whose: str, known: Sequence[_Stated]) -> _Stated | None:
        """The post named last, in this sentence or the one before, whose holder «его» or «её» may mean."""
        last = known[-1] if known and known[-1].sentence.index >= sentence.index - 1 else None
        fits = last is not None and self.people[last.person].gender in ("", "f" if whose == "ее" else "m")
        return last if fits else None

    def _cases(self, mention: Mention) -> tuple[str, ...]:
        """Cases the name may stand in here, by the readings that fit its person."""
        text, person = self.document.text, self.people[mention.entity]
        words = text[mention.start : mention.end].split()
        readings = self.tools.namer.readings(words, self.tools.hints(self.document, mention.start, mention.end))
        fitting = [r for r in readings if _fits(r, person)] or readings[:1]
        return tuple(dict.fromkeys(r.case for r in fitting if r.score >= fitting[0].score - _CASES_NEAR))

    def repeated(self, stated: Sequence[_Stated]) -> list[_Stated]:
        """Position phrases without a name, given to the person who holds the position."""
        found: list[_Stated] = []
        used = [(s.start, s.end) for s in stated]
        for sentence in self.document.sentences:
            tokens = sentence.tokens
            for phrase in self._posts(sentence):
                start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
                if phrase.form.plural(tokens[phrase.head]) or any(a < end and start < b for a, b in used):
                    continue
                made = self._holder(sentence, phrase, stated)
                if made is not None:
                    found.append(made)
        return found

    def _holder(self, sentence: Sentence, phrase: Phrase, stated: Sequence[_Stated]) -> _Stated | None:
        position = nominative(self.document.text, sentence.tokens, phrase, self.names)
        head, start = phrase.form.position.word, sentence.tokens[phrase.first].start
        words = fold(position).split()
        complement = _words(position) - _words(head)
        key = " ".join(words[:2])
        alias = self.words.aliases.get(key) or (self.words.aliases.get(words[0]) if len(words) == 1 else None)
        if not phrase.form.position.repeats:
            return None
        if len(words) == 1:
            untitled = self._untitled(sentence, phrase, stated)
            if untitled is not None:
                return _Stated(sentence, phrase, untitled, position, head, "alias", None)
        same = [s for s in stated if s.head == head and (not complement or complement & _words(s.position))]
        other = [
            s
            for s in stated
            if alias and s.head in alias and (len(words) <= 2 or _words(" ".join(words[2:])) & _words(s.position))
        ]
        pool = same or other
        if not pool:
            return None
        people = {s.person for s in pool}
        last = [m for m in self.mentions if m.entity in people and m.start < start]
        if last:
            person = last[-1].entity
        elif len(people) == 1 and (alias or complement):
            person = pool[0].person
        else:
            return None
        rule = "repeat" if same or key in self.words.unstated else "alias"
        return _Stated(sentence, phrase, person, position, head, rule, None)

    def _untitled(self, sentence: Sentence, phrase: Phrase, stated: Sequence[_Stated]) -> str | None:
        """The one person of the paragraph so far, if the article gives them no position and no one here holds it."""
        text, start = self.document.text, sentence.tokens[phrase.first].start
        line = text.rfind("\n", 0, start) + 1
        before = list(dict.fromkeys(m.entity for m in self.mentions if line <= m.start < start))
        head = phrase.form.position.word
        elsewhere = any(s.head == head for s in stated)
        if len(before) > 2 or not elsewhere or any(s.person in before and s.head == head for s in stated):
            return None
        titled = {s.person for s in stated}
        untitled = [
            key
            for key in before
            if key not in titled and self._verb_fits(sentence, phrase.head, self.people[key].gender)
        ]
        return untitled[0] if len(untitled) == 1 else None

    def _verb_fits(self, sentence: Sentence, head: int, gender: str) -> bool:
        """Whether a past-tense verb the title governs allows the gender."""
        token = sentence.tokens[head]
        verb = sentence.tokens[token.head] if token.rel == "nsubj" and token.head >= 0 else None
        said = verb.feat("Gender") if verb is not None else ""
        return not said or not gender or said == ("Masc" if gender == "m" else "Fem")

    def organization(self, stated: _Stated) -> str:
        """Name of the body a position belongs to, empty if the position names none."""
        first = stated.phrase.first
        if stated.superior is not None:
            return self.organization(stated.superior)
        if first and fold(stated.sentence.tokens[first - 1].text) in _POSSESSIVES:
            body = self.bodies.last(stated.start)
            return body.name if body else ""
        return self.bodies.of_position(stated.phrase.form.position, stated.position, stated.start, stated.end)


def _genitive(stated: _Stated) -> str:
    """A position in the genitive: its noun and the adjectives before it."""
    words = stated.position.split()
    for i in range(words.index(stated.head) + 1 if stated.head in words else 0):
        parses = [p for p in models.analyzer().parse(words[i]) if {"nomn", "sing"} in p.tag]
        form = parses[0].inflect({"gent"}) if parses else None
        words[i] = str(form.word) if form else words[i]
    return " ".join(words)


def _governor(tokens: Sequence[Token], phrase: Phrase) -> tuple[str, int]:
    """The verb over a phrase, or the copula beside it, and where the root of its clause stands."""
    i = phrase.head
    for _ in tokens:
        copula = next((t.text for t in tokens if t.head == i and t.rel == "cop"), "")
        if copula:
            return copula, i
        i = tokens[i].head
        if i < 0:
            break
        verbal = tokens[i].pos in ("VERB", "AUX") or tokens[i].feat("Variant") == "Short"
        if verbal and not phrase.first <= i < phrase.last:
            return tokens[i].text, i
    return "", -1


def _coordinated(tokens: Sequence[Token], first: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """A name with those listed after it."""
    listed = [first]
    for mention in mentions:
        between = [t.text for t in tokens if listed[-1].end <= t.start < mention.start]
        if between and all(text in (",", "и") for text in between):
            listed.append(mention)
    return listed


def _next_item(tokens: Sequence[Token], start: int, ceiling: int) -> int | None:
    """Where the next member of a list begins, if nothing but nouns and their modifiers stands before it."""
    for i in range(start, ceiling):
        if tokens[i].text in (",", "и"):
            return i + 1
        if tokens[i].pos not in _NOMINAL:
            break
    return None


def _span(tokens: Sequence[Token], mention: Mention) -> tuple[int, int]:
    inside = [i for i, token in enumerate(tokens) if token.start < mention.end and mention.start < token.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _fits(reading: Reading, person: Entity) -> bool:
    surname = not reading.surname or fold(reading.surname) in (fold(person.surname), "")
    given = not reading.given or fold(reading.given) == fold(person.given_name)
    return surname and given and (not person.gender or reading.gender == person.gender)
