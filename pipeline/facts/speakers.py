"""Who says so: the stretches of an article that are somebody's words, and whose.

Three ways words are given to a person, the stronger first: direct speech (after a dash at the head
of a paragraph, or in quotation marks with the author's words beside), a sentence that attributes
(«по словам …», «… сообщил, что», «…, отметила она»), and what goes on after such a sentence. The
reporter's own text belongs to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.document import Document, Mention, Sentence, Token
from pipeline.facts.cast import GENDERS, Cast
from pipeline.facts.timeline import line_numbers, one_sentence_a_line
from pipeline.lexicon import Lexicon

_PRONOUNS = {"он": "m", "она": "f", "его": "m", "ее": "f", "ей": "f", "ему": "m", "им": "m"}
_DASH_LINE = re.compile(r"\s*[–—-]\s*(?=[^\s–—-])")
_RESUMED = re.compile(r"[.,!?…»]\s*[–—-]\s+(?=[«А-ЯЁӘҒҚҢӨҰҮҺІA-Z0-9])|,\s*[–—-]\s+(?=[а-яё])")
_AFTER_SPEECH = re.compile(r"[,!?…»”\"]\s*[–—-]\s*(?=[а-яёА-ЯЁӘҒҚҢӨҰҮҺІ])")
_THAT = re.compile(r"^[^.]{0,60}?(?:,\s*(?:что|как|когда|где|чтобы|почему)\b|:)", re.IGNORECASE)
_TURNS = re.compile(r"\s*(?:напомним|между тем|тем временем|ранее|кстати|справочно|как выяснилось)\b", re.IGNORECASE)
_OF_THIS = re.compile(
    r"\s*(?:[–—-]\s*)?(?:об этом|так(?:ие|ую) (?:данные|цифры|информацию)|эти (?:данные|цифры))\b", re.IGNORECASE
)
_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІA-Z"
_WORDS_END = re.compile(rf"[.!?…,:]\s*[–—-]\s|[.!?…]\s+(?=[{_CAPITAL}«])|:\s*«")
_INITIAL = re.compile(rf"(?:^|\s)[{_CAPITAL}]\.$")
_TO_WHOM = {"к", "ко", "с", "со", "перед", "для"}
_GOES_ON = re.compile(r"\s*(?:[–—-]\s*)?(?:«|в частности|так,|например)", re.IGNORECASE)
_VERB_ENDING = re.compile(r"(?:[аеияую]т|л|ла|ли|лся|лась|ется|ится)$")


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of text that is a person's words; ``person`` is an entity key, empty for nobody's."""

    start: int
    end: int
    person: str
    rule: str


def voices(document: Document, lexicon: Lexicon) -> list[Voice]:
    """Every stretch attributed to somebody, weakest first: a later one overrules an earlier one."""
    cast = Cast(document, lexicon)
    if not cast.mentions:
        return []
    verbs: dict[str, dict[str, str]] = {}
    for row in lexicon["speech_verbs"]:
        lemma, _, second = row["lemma"].partition(" ")
        verbs.setdefault(lemma, {})[second] = row["kind"]
    reader = _Reader(document, cast, verbs, _sources(lexicon))
    direct = list(reader.direct())
    return [*reader.indirect(direct), *direct]


@lru_cache(maxsize=4)
def _sources(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    inside = r"\s+(?:(?P<whose>его|её|ее|их)\s+)?"
    phrases = [row["pattern"].split(" ", 1) for row in lexicon["source_phrases"]]
    return tuple(
        re.compile(rf"(?<!\w){first}{inside}{rest.replace(' ', chr(92) + 's+')}(?!\w)", re.IGNORECASE)
        for first, rest in phrases
    )


class _Reader:
    """Reads the voices of one document."""

    def __init__(
        self, document: Document, cast: Cast, verbs: Mapping[str, Mapping[str, str]], sources: Sequence[re.Pattern[str]]
    ) -> None:
        self.document, self.cast, self.verbs, self.sources = document, cast, verbs, sources
        self.text = document.text
        self.paragraphs = _paragraphs(document)
        self.loose = one_sentence_a_line(line_numbers(document))

    # -- direct speech -------------------------------------------------------------------------

    def direct(self) -> Iterator[Voice]:
        """Speech after a dash and in quotation marks."""
        interviewee = self._interviewee()
        asked = False
        previous = ""
        for number, (start, end) in enumerate(self.paragraphs):
            line = self.text[start:end]
            yield from self._quoted(start, end)
            if not self._is_speech(start, end):
                if line.strip():
                    asked, previous = False, ""
                continue
            who = self._author_words(start, end)
            if who:
                previous = who
                yield Voice(start, self._speech_end(start, end), who, "speech:dash")
            elif (closed := self._closed_later(number)) is not None:
                previous, stop = closed
                yield Voice(start, stop, previous, "speech:dash")
            elif interviewee and line.rstrip().endswith("?") and not asked:
                asked = True
                continue
            elif interviewee and asked:
                yield Voice(start, end, interviewee, "speech:interview")
            elif previous or self._introduced(start):
                previous = previous or self._introduced(start)
                yield Voice(start, end, previous, "speech:continued")
            asked = False

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
        if fitting:
            after = [m for m in fitting if m.start > verb.start]
            before = [m for m in fitting if m.end <= verb.start]
            return (before[-1] if before and not (after and after[0].start - verb.end < 3) else after[0]).entity
        for token in tokens:
            if token.lemma in ("он", "она") and token.feat("Case") in ("Nom", "") and token.text.lower() in _PRONOUNS:
                return self.cast.last(start, _PRONOUNS[token.text.lower()])
        for token in tokens:
            titled = token.lemma in self.cast.title_words and token.feat("Number") != "Plur"
            if titled and token.feat("Case") in ("Nom", ""):
                return self.cast.holder(token.lemma, [t.lemma for t in tokens], start, gender)
        for token in tokens:
            if token.feat("Animacy") == "Anim" and token.feat("Case") == "Nom" and token.feat("Number") != "Plur":
                return self.cast.last(start, gender)
        return ""

    def _named(self, start: int, end: int) -> list[Mention]:
        """People named in a stretch, those spoken to or with left out."""
        return [m for m in self.cast.within(start, end) if not self._oblique(m)]

    def _oblique(self, mention: Mention) -> bool:
        """Does the name stand in the dative or the instrumental: who is spoken to or with?"""
        tokens = self.document.sentences[mention.sentence].tokens
        inside = [t for t in tokens if t.start < mention.end and mention.start < t.end]
        if any(t.feat("Case") in ("Dat", "Ins") for t in inside) and not any(t.feat("Case") == "Nom" for t in inside):
            return True
        for token in reversed([t for t in tokens if t.end <= mention.start][-8:]):
            if token.text in ",.:;–—" or token.pos == "VERB" or (token.feat("Case") == "Nom" and token.pos == "NOUN"):
                return False
            if token.text.lower() in _TO_WHOM:
                return True
        return False

    def _quoted(self, start: int, end: int) -> Iterator[Voice]:
        """Quotations with the author's words after them («…», – сказал X) or before them (X сказал: «…»)."""
        for match in re.finditer(r"[»”\"]\s*,?\s*[–—-]\s*(?=[а-яё])", self.text[start:end]):
            after = start + match.end()
            stop = self._end_of_words(after, end)
            who = self._subject_in(after, stop)
            if who:
                yield Voice(self._opening(start + match.start()), stop, who, "speech:quote")
        for match in re.finditer(r":\s*([«“\"])(?=[А-ЯЁӘҒҚҢӨҰҮҺІA-Z0-9])", self.text[start:end]):
            opening = start + match.start(1)
            sentence = next((s for s in self.document.sentences if s.start <= start + match.start() < s.end), None)
            begin = sentence.start if sentence else start
            who = self._subject_in(begin, start + match.start()) or self._only_named(begin, start + match.start())
            closing = self._closing(opening)
            if who and closing - opening > 25:
                yield Voice(opening, closing, who, "speech:colon")

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
        if len(asked) < 2 or len(lines) < 2 * len(asked) - 1:
            return ""
        named = self.cast.within(0, asked[0][1]) or self.cast.mentions
        count = {m.entity: sum(o.entity == m.entity for o in self.cast.mentions) for m in named}
        return max(count, key=lambda key: count[key])

    # -- indirect speech -----------------------------------------------------------------------

    def indirect(self, direct: Sequence[Voice]) -> Iterator[Voice]:
        """Sentences that attribute, and those that go on after them."""
        going, last, reporting, paragraphs_left = "", "", "", 0
        line = -1
        for sentence in self.document.sentences:
            now = next((i for i, (s, e) in enumerate(self.paragraphs) if s <= sentence.start < e), line)
            if now != line:
                start = self.paragraphs[now][0]
                listed = self.text[:start].rstrip().endswith(":") or (going and self._is_item(start))
                if last and _GOES_ON.match(self.text, start):
                    going = last
                elif not listed:
                    going = reporting if paragraphs_left > 0 else ""
                    paragraphs_left -= 1
                last = ""
                line = now
            spoken = next((v for v in direct if v.start <= sentence.start < v.end), None)
            if spoken is not None:
                going, last, paragraphs_left = "", spoken.person, 0
                continue
            found = self._attributed(sentence, going)
            line_text = self.text[sentence.start : sentence.end]
            if not found:
                if _TURNS.match(line_text):
                    going, paragraphs_left = "", 0
                if going:
                    yield Voice(sentence.start, sentence.end, going, "said:continued")
                last = going
                continue
            if _OF_THIS.match(line_text):
                yield Voice(self.paragraphs[now][0], sentence.start, found[0][0].person, "said:of_this")
            for voice, _ in found:
                yield voice
            voice, kind = found[-1]
            going = last = "" if kind == "ask" else voice.person
            paragraphs_left = 2 if voice.person and kind == "report" else 0
            reporting = voice.person

    def _is_item(self, start: int) -> bool:
        return bool(re.match(r"\s*(?:[•·●▪*]|[–—-]\s+[а-яё\d]|\d{1,2}[.)]\s)", self.text[start : start + 8]))

    def _attributed(self, sentence: Sentence, going: str) -> list[tuple[Voice, str]]:
        """What a sentence says of whose it is, in order: each voice with the kind of its verb."""
        found: list[tuple[int, str, str, str]] = []
        for pattern in self.sources:
            for match in pattern.finditer(self.text, sentence.start, sentence.end):
                who = self._source(sentence, match, going)
                if who is not None:
                    found.append((match.start(), who, "said:source", "say"))
        for i, token in enumerate(sentence.tokens):
            kind = self._kind(sentence.tokens, i)
            if not kind or not token.feat("Tense") or token.feat("VerbForm") == "Part":
                continue
            who = self._teller(sentence, i, going)
            if who is not None:
                start = token.start
                if _THAT.match(self.text[token.end : sentence.end]):
                    names = [m.start for m in self.cast.within(sentence.start, token.start)]
                    start = min([start, *names])
                    start = sentence.start if start - sentence.start < 60 else start
                else:
                    start = sentence.start
                found.append((start, who, "said:verb", kind))
        if not found:
            return self._led(sentence)
        found.sort(key=lambda item: item[0])
        voices = []
        for n, (start, who, rule, kind) in enumerate(found):
            whole = n == 0 and not (rule == "said:verb" and start > sentence.start)
            voices.append((Voice(sentence.start if whole else start, sentence.end, who, rule), kind))
        return voices

    def _led(self, sentence: Sentence) -> list[tuple[Voice, str]]:
        """«X винит подрядчика: …», a person's doing and a colon: what follows is the person's."""
        match = re.search(r":(?=\s|$)", self.text[sentence.start : sentence.end])
        if not match:
            return []
        colon = sentence.start + match.start()
        tokens = sentence.tokens
        for token in tokens:
            if token.start > colon or not token.rel.startswith("nsubj") or token.feat("Case") not in ("Nom", ""):
                continue
            doer = next((m for m in self.cast.within(sentence.start, colon) if m.start <= token.start < m.end), None)
            does = token.head >= 0 and tokens[token.head].start < colon
            if doer is None:
                verb = next((t.start for t in tokens if t.start > token.start and t.pos == "VERB"), colon)
                beside = self.cast.within(token.start, min(verb, colon))
                doer = beside[0] if beside and token.lemma in self.cast.title_words else None
            if doer and does:
                return [(Voice(colon, sentence.end, doer.entity, "said:colon"), "say")]
        return []

    def _kind(self, tokens: Sequence[Token], at: int) -> str:
        """The kind of a verb of speech, empty for other words."""
        seconds = self.verbs.get(tokens[at].lemma, {})
        beside = [t.lemma for t in tokens[max(0, at - 3) : at + 4]]
        return next((kind for second, kind in seconds.items() if not second or second in beside), "")

    def _source(self, sentence: Sentence, match: re.Match[str], going: str) -> str | None:
        """Who stands after «по словам»: a person's key, '' for an organisation, None where nobody does."""
        if match["whose"]:
            return self._he(_PRONOUNS.get(match["whose"].lower().replace("ё", "е"), ""), match.start(), going)
        start = match.end()
        tokens = [t for t in sentence.tokens if t.start >= start][:12]
        if not tokens or tokens[0].pos in ("ADP", "NUM") or tokens[0].text[0].isdigit():
            return None
        border = next((t.start for t in tokens if t.text in ",;:–—"), tokens[-1].end)
        named = [m for m in self.cast.within(start, start + 160) if not re.search(r"[,;:]", self.text[start : m.start])]
        if named:
            return named[0].entity
        if tokens[0].text.lower() in _PRONOUNS:
            return self.cast.last(start, _PRONOUNS[tokens[0].text.lower()])
        phrase = [t for t in tokens if t.start < border]
        title = next((t for t in phrase if t.lemma in self.cast.title_words), None)
        if title and title.feat("Number") != "Plur":
            return self.cast.holder(title.lemma, [t.lemma for t in phrase], start)
        return ""

    def _he(self, gender: str, before: int, going: str) -> str:
        """Whom a pronoun means: the last person of the gender in the paragraph, who is speaking, the last at all."""
        opening = self.text.rfind("\n", 0, before) + 1
        near = [m.entity for m in self.cast.within(opening, before) if self.cast.fits(m.entity, gender)]
        if near:
            return near[-1]
        return going if going and self.cast.fits(going, gender) else self.cast.last(before, gender)

    def _teller(self, sentence: Sentence, at: int, going: str) -> str | None:
        """The subject of a verb of speech: a person's key, '' for others, None where it is no attribution."""
        tokens = sentence.tokens
        verb = tokens[at]
        gender = GENDERS.get(verb.feat("Gender"), "")
        begin, end = self._clause(tokens, at)
        clause = [t for t in tokens if begin <= t.start < end]
        if self._named(begin, end) or any(t.text.lower() in ("он", "она") for t in clause):
            found = self._subject(verb, clause, begin, end)
            if found:
                return found
        subject = next((t for t in tokens if t.head == at and t.rel.startswith("nsubj")), None)
        if subject is None:
            if _aside(tokens, at) and verb.feat("Number") != "Plur":
                return going or self.cast.last(verb.start, gender) or None
            return going or None
        if verb.feat("Number") == "Plur" or subject.feat("Number") == "Plur":
            return ""
        if subject.lemma in self.cast.title_words:
            last = end if verb.start < subject.start else verb.start
            under = [t.lemma for t in tokens if t.start >= subject.start and t.end <= last]
            return self.cast.holder(subject.lemma, under, subject.start, gender)
        return ""

    def _clause(self, tokens: Sequence[Token], at: int) -> tuple[int, int]:
        """From the verb out to where a clause with another verb begins."""
        first, last = at, at
        while first > 0 and not (tokens[first - 1].pos == "VERB" and tokens[first - 1].feat("VerbForm") == "Fin"):
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1].text not in (":", ";"):
            if tokens[last + 1].text == "," and tokens[min(last + 2, len(tokens) - 1)].lemma in ("что", "как", "чтобы"):
                break
            last += 1
        return tokens[first].start, tokens[last].end

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


def _aside(tokens: Sequence[Token], at: int) -> bool:
    """Does a verb stand alone between commas, «…, говорит, …»?"""
    return 0 < at < len(tokens) - 1 and tokens[at - 1].text in ",–—" and tokens[at + 1].text in ",–—."
