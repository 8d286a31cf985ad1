"""Direct speech: after a dash at the head of a paragraph, or in quotation marks beside the author's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.document import Document, Mention, Sentence, Token
from pipeline.entities.name_words import MANS_DATIVE
from pipeline.entities.names import FROZEN_PATRONYMIC
from pipeline.facts.cast import GENDERS, Cast
from pipeline.facts.timeline import line_numbers, one_sentence_a_line

PRONOUNS = {"он": "m", "она": "f", "его": "m", "ее": "f", "ей": "f", "ему": "m", "им": "m"}
_DASH_LINE = re.compile(r"\s*[–—-]\s*(?=[^\s–—-])")
_AFTER_SPEECH = re.compile(r"[,!?…»”\"]\s*[–—-]\s*(?=[а-яёА-ЯЁӘҒҚҢӨҰҮҺІ])")
_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІA-Z"
_WORDS_END = re.compile(rf"[.!?…,:]\s*[–—-]\s|[.!?…]\s+(?=[{_CAPITAL}«])|:\s*«")
_INITIAL = re.compile(rf"(?:^|\s)[{_CAPITAL}]\.$")
_TO_WHOM = {"к", "ко", "с", "со", "перед", "для", "вопрос"}  # «на вопрос депутата Ахметова аким ответил»
_CALLS = re.compile(r"(?:[А-ЯЁа-яё]+(?: [а-яё]+){0,2},\s*)?")  # «Скажите, Нурлан Аскарович, …»
_LABEL = re.compile(r"(?:,[^,.:!?«»\n]{3,60})?:\s+(?=[^«“\"\s])")  # «Анна Ким, главврач: …»
_VERB_ENDING = re.compile(r"(?:[аеияую]т|л|ла|ли|лся|лась|ется|ится)$")


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of text that is a person's words; ``person`` is an entity key, empty for nobody's."""

    start: int
    end: int
    person: str
    rule: str


class DirectSpeech:
    """Reads the direct speech of one document, and whose it is.

    ``verbs`` maps the lemma of a verb of speech to its kinds by the second word it needs, empty for none.
    """

    def __init__(self, document: Document, cast: Cast, verbs: Mapping[str, Mapping[str, str]]) -> None:
        self.document, self.cast, self.verbs = document, cast, verbs
        self.text = document.text
        self.paragraphs = _paragraphs(document)
        self.loose = one_sentence_a_line(line_numbers(document))

    def direct(self) -> Iterator[Voice]:
        """Speech after a dash and in quotation marks."""
        interviewee = self._interviewee()
        asked = answered = False
        previous = ""
        for number, (start, end) in enumerate(self.paragraphs):
            line = self.text[start:end]
            yield from self._labelled(start, end)
            yield from self._quoted(start, end)
            if not self._is_speech(start, end):
                if line.strip():
                    asked, answered, previous = False, False, ""
                continue
            who = self._author_words(start, end)
            if who:
                previous = who
                yield Voice(start, self._speech_end(start, end), who, "speech:dash")
                for voice in self._replies(start, end, who):
                    previous = voice.person
                    yield voice
            elif (closed := self._closed_later(number)) is not None:
                previous, stop = closed
                yield Voice(start, stop, previous, "speech:dash")
            elif interviewee and not asked and (self._asks(number) or answered and self._is_answered(number)):
                asked, answered = True, False
                yield Voice(start, end, "", "speech:question")
                continue
            elif interviewee and asked:
                yield Voice(start, end, interviewee, "speech:interview")
            elif previous or self._introduced(start):
                previous = previous or self._introduced(start)
                yield Voice(start, end, previous, "speech:continued")
            asked, answered = False, asked and not previous

    def _labelled(self, start: int, end: int) -> Iterator[Voice]:
        """A paragraph that a person's name and a colon open, as in the record of a talk: «Анна Ким: …»."""
        for mention in self.cast.within(start, start + 1):
            if label := _LABEL.match(self.text, mention.end, end):
                yield Voice(label.end(), end, mention.entity, "speech:label")

    def _replies(self, start: int, end: int, first: str) -> Iterator[Voice]:
        """Others' words in a paragraph of ``first``'s: «– Где они? – спросил X. – Тут, – ответил Y»."""
        words_end, who = start, first
        for match in _AFTER_SPEECH.finditer(self.text, start + 3, end):
            stop = self._end_of_words(match.end(), end)
            if self._is_verb_of_speech(match.end()) and (other := self._subject_in(match.end(), stop)):
                if other != who:
                    yield Voice(words_end, end, other, "speech:dash")
                words_end, who = stop, other

    def _is_verb_of_speech(self, at: int) -> bool:
        return any(t.start == at and t.lemma in self.verbs for s in self._sentences(at, at + 1) for t in s.tokens)

    def _asks(self, number: int) -> bool:
        """Whether a paragraph ends with a question."""
        start, end = self.paragraphs[number]
        return self.text[start:end].rstrip().endswith("?")

    def _is_answered(self, number: int) -> bool:
        """Whether a turn that asks nothing stands where a question would: the one after it is no question either."""
        after = number + 1
        return after < len(self.paragraphs) and self._is_speech(*self.paragraphs[after]) and not self._asks(after)

    def _closed_later(self, number: int) -> tuple[str, int] | None:
        """Who spoke and where the words end, where a later line has the author's words."""
        for start, end in self.paragraphs[number + 1 : number + (12 if self.loose else 4)]:
            if self._is_speech(start, end) or self.text[start:end].lstrip()[:1] in ("«", "“"):
                return None
            who = self._author_words(start, end)
            if who:
                return who, end
        return None

    def _is_speech(self, start: int, end: int) -> bool:
        """A paragraph opened by a dash that is no item of a list: after it comes a capital, a quote or a figure."""
        match = _DASH_LINE.match(self.text[start:end])
        if not match:
            return False
        first = self.text[start + match.end()]
        if first.islower():
            return False
        lead = self.text[:start].rstrip()
        return not (lead.endswith(":") and not _AFTER_SPEECH.search(self.text[start:end]))

    def _author_words(self, start: int, end: int) -> str:
        """The person named in the author's words of a speech paragraph."""
        for match in _AFTER_SPEECH.finditer(self.text, start + 3, end):
            if self.text[match.start()] in "»”" and self._opening(match.start()) > start + 4:
                continue
            stop = self._end_of_words(match.end(), end)
            who = self._subject_in(match.end(), stop)
            if who:
                return who
        return ""

    def _end_of_words(self, start: int, end: int) -> int:
        """Where author's words end: the speech resumes after a dash, or the sentence ends."""
        match = _WORDS_END.search(self.text, start, end)
        while match and _INITIAL.search(self.text[start : match.start() + 1]):
            match = _WORDS_END.search(self.text, match.end(), end)
        return match.start() + 1 if match else end

    def _speech_end(self, start: int, end: int) -> int:
        """A paragraph of speech ends with its last author's words, unless speech goes on after them."""
        stop = end
        for match in _AFTER_SPEECH.finditer(self.text, start + 3, end):
            if self._subject_in(match.end(), self._end_of_words(match.end(), end)):
                words_end = self._end_of_words(match.end(), end)
                resumed = re.match(r"\s*[–—-]\s", self.text[words_end:end])
                stop = end if resumed else words_end
        return stop

    def _subject_in(self, start: int, end: int) -> str:
        """The person a stretch of author's words names: needs a verb, and a name, a title or a pronoun."""
        tokens = [t for s in self._sentences(start, end) for t in s.tokens if start <= t.start < end]
        verb = next((t for t in tokens if t.pos == "VERB" or t.lemma in self.verbs), None)
        if verb is None and tokens and tokens[0].text.islower() and _VERB_ENDING.search(tokens[0].text):
            verb = tokens[0]  # a verb the tagger does not know
        if verb is None or (verb.start > start + 60):
            return ""
        return self._subject(verb, tokens, start, end)

    def _subject(self, verb: Token, tokens: Sequence[Token], start: int, end: int) -> str:
        """Who does the verb, among the tokens of its clause."""
        gender = GENDERS.get(verb.feat("Gender"), "")
        named = self._named(start, end)
        fitting = [m for m in named if not gender or self.cast.gender(m.entity) in ("", gender)] or named
        after = [m for m in fitting if m.start > verb.start]
        before = [m for m in fitting if m.end <= verb.start]
        if after or before:
            return (before[-1] if before and not (after and after[0].start - verb.end < 3) else after[0]).entity
        for token in tokens:
            if token.lemma in ("он", "она") and token.feat("Case") in ("Nom", "") and token.text.lower() in PRONOUNS:
                return self._spoken_of(start, PRONOUNS[token.text.lower()])
        for token in tokens:
            titled = token.lemma in self.cast.title_words and token.feat("Number") != "Plur"
            if titled and token.feat("Case") in ("Nom", ""):
                return self.cast.holder(token.lemma, [t.lemma for t in tokens], start, gender)
        for token in tokens:
            if token.feat("Animacy") == "Anim" and token.feat("Case") == "Nom" and token.feat("Number") != "Plur":
                return self.cast.last(start, gender)
        return ""

    def _spoken_of(self, before: int, gender: str) -> str:
        """Whom «он» means: the person named last, or whose post was the subject of a sentence since."""
        last = self.cast.last(before, gender)
        since = max((m.end for m in self.cast.within(0, before) if m.entity == last), default=before)
        for sentence in reversed(self._sentences(since, before)):
            for token in sentence.tokens:
                titled = since <= token.start < before and token.lemma in self.cast.title_words
                if titled and token.rel == "nsubj" and token.feat("Number") != "Plur":
                    under = [t.lemma for t in sentence.tokens if token.start <= t.start < token.start + 60]
                    return self.cast.holder(token.lemma, under, token.start, gender)
        return last

    def _signed(self, start: int, end: int) -> str:
        """Whom words without a verb after a quotation name: «…», – министр X."""
        tokens = [t for s in self._sentences(start, end) for t in s.tokens if start <= t.start < end]
        named = self.cast.within(start, end)
        plain = not any(t.pos == "VERB" or t.text in ",:;«" for t in tokens)
        signed = plain and len(named) == 1 and not self.text[named[0].end : end].strip(" .")
        return named[0].entity if signed and tokens[0].lemma in self.cast.title_words else ""

    def _named(self, start: int, end: int) -> list[Mention]:
        """People named in a stretch, those spoken to or with left out."""
        return [m for m in self.cast.within(start, end) if not self._oblique(m)]

    def _oblique(self, mention: Mention) -> bool:
        """Does the name stand in the dative or the instrumental: who is spoken to or with?"""
        tokens = self.document.sentences[mention.sentence].tokens
        inside = [t for t in tokens if t.start < mention.end and mention.start < t.end]
        if self.cast.gender(mention.entity) == "m" and MANS_DATIVE.search(self.text, mention.start, mention.end):
            return True  # whatever the tagger says
        inside = [t for t in inside if not FROZEN_PATRONYMIC.fullmatch(t.text)]  # of those the case is a guess
        if any(t.feat("Case") in ("Dat", "Ins") for t in inside) and not any(t.feat("Case") == "Nom" for t in inside):
            return True
        for token in reversed([t for t in tokens if t.end <= mention.start][-8:]):
            if token.text in ",.:;–—" or token.pos == "VERB" or (token.feat("Case") == "Nom" and token.pos == "NOUN"):
                return False
            if token.text.lower() in _TO_WHOM:
                return True
        return False

    def _quoted(self, start: int, end: int) -> Iterator[Voice]:
        """Quotations with the author's words after them («…», – сказал X), inside, or before them (X сказал: «…»)."""
        for match in re.finditer(rf"(?:^|[.!?…]\s|\n)[\s–—-]*«(?=[{_CAPITAL}0-9])", self.text[start:end]):
            opening = start + match.end() - 1
            closing = self._closing(opening)
            who = self._named_inside(opening, closing)
            if who:
                yield Voice(opening, closing, who, "speech:quote")
        for match in re.finditer(r"[»”\"]\s*,?\s*[–—-]\s*(?=[а-яё])", self.text[start:end]):
            after = start + match.end()
            stop = self._end_of_words(after, end)
            who = self._subject_in(after, stop) or self._signed(after, stop)
            if who:
                yield Voice(self._opening(start + match.start()), stop, who, "speech:quote")
                again = re.compile(r"\s*[–—-]\s*(?=«)").match(self.text, stop)
                if again:
                    yield Voice(stop, self._closing(again.end()), who, "speech:quote")
        for match in re.finditer(r":\s*([«“\"])(?=[А-ЯЁӘҒҚҢӨҰҮҺІA-Z0-9])", self.text[start:end]):
            opening = start + match.start(1)
            sentence = next((s for s in self.document.sentences if s.start <= start + match.start() < s.end), None)
            begin = sentence.start if sentence else start
            who = self._subject_in(begin, start + match.start()) or self._only_named(begin, start + match.start())
            closing = self._closing(opening)
            if who and closing - opening > 25:
                yield Voice(opening, closing, who, "speech:colon")

    def _named_inside(self, opening: int, closing: int) -> str:
        """Whom the author's words inside a quotation name: «…, – говорит X. – …»."""
        if self.text[closing : closing + 1] != "»" or re.search(r"\n\s*[«–—-]", self.text[opening:closing]):
            return ""
        for match in _AFTER_SPEECH.finditer(self.text, opening + 3, closing):
            here = match.end()
            said = self._is_verb_of_speech(here)
            who = self._subject_in(here, self._end_of_words(here, closing)) if said else ""
            if who:
                return who
        return ""

    def _only_named(self, start: int, end: int) -> str:
        named = {m.entity for m in self.cast.within(start, end)}
        return named.pop() if len(named) == 1 else ""

    def _opening(self, closing: int) -> int:
        """The mark that opens the quotation closed at ``closing``: one that begins a sentence."""
        at = closing
        while at > 0:
            at = max(self.text.rfind(mark, 0, at) for mark in "«“\"")
            if at < 0:
                return closing
            lead = self.text[:at].rstrip(" \t")
            opens = not lead or lead[-1] in "\n.!?…:"
            if closing - at > 15 and opens and re.match(rf"\W?[{_CAPITAL}0-9]", self.text[at + 1 : at + 3]):
                return at
            if closing - at > 4000:
                break
        return closing

    def _closing(self, opening: int) -> int:
        depth = 0
        for at in range(opening, min(len(self.text), opening + 3000)):
            depth += self.text[at] in "«“"
            depth -= self.text[at] in "»”"
            if depth <= 0 and at > opening:
                return at
        return self.text.find("\n", opening) if "\n" in self.text[opening:] else len(self.text)

    def _introduced(self, start: int) -> str:
        """Who was announced as speaking right before a paragraph of speech."""
        before = [s for s in self.document.sentences if s.end <= start]
        if not before or start - before[-1].end > 4:
            return ""
        sentence = before[-1]
        named = self._named(sentence.start, sentence.end)
        if len({m.entity for m in named}) == 1:
            return named[0].entity
        said = [t for t in sentence.tokens if t.lemma in self.verbs]
        return self._subject(said[0], sentence.tokens, sentence.start, sentence.end) if said else ""

    def _interviewee(self) -> str:
        """The person who answers, where paragraphs of questions and answers alternate."""
        lines = [(s, e) for s, e in self.paragraphs if self._is_speech(s, e)]
        asked = [(s, e) for s, e in lines if self.text[s:e].rstrip().endswith("?")]
        called = next((who for s, e in lines if (who := self._called(s, e))), "")
        if called:
            return called
        if len(asked) < 2 or len(lines) < 2 * len(asked) - 1:
            return ""
        named = self.cast.within(0, asked[0][1]) or self.cast.mentions
        count = {m.entity: sum(o.entity == m.entity for o in self.cast.mentions) for m in named}
        return max(count, key=lambda key: count[key])

    def _called(self, start: int, end: int) -> str:
        """Who is spoken to by name where somebody's question begins: «– Нурлан Аскарович, что помешало?»."""
        dash = _DASH_LINE.match(self.text, start, end)
        opening = _CALLS.match(self.text, dash.end(), end) if dash and "?" in self.text[start:end] else None
        named = self.cast.within(opening.end(), opening.end() + 1) if opening else []
        return named[0].entity if named and self.text[named[0].end] in ",!" else ""

    def _sentences(self, start: int, end: int) -> list[Sentence]:
        return [s for s in self.document.sentences if s.start < end and start < s.end]


def _paragraphs(document: Document) -> list[tuple[int, int]]:
    """Lines of the text that hold anything, as (start, end)."""
    spans, at = [], 0
    for line in document.text.splitlines(keepends=True):
        if line.strip():
            spans.append((at, at + len(line.rstrip())))
        at += len(line)
    return spans
