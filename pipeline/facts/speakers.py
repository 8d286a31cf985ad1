"""Who says so: the stretches of an article that are somebody's words, and whose.

Three ways words are given to a person, the stronger first: direct speech (after a dash at the head
of a paragraph, or in quotation marks with the author's words beside), a sentence that attributes
(«по словам …», «… сообщил, что», «…, отметила она»), and what goes on after such a sentence. The
reporter's own text belongs to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.document import Document, Sentence, Token
from pipeline.facts.cast import GENDERS, Cast
from pipeline.facts.direct_speech import PRONOUNS, DirectSpeech, Voice
from pipeline.facts.periods import path_up
from pipeline.lexicon import Lexicon

Sources = tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]  # a first word, the phrases it begins
_THAT = re.compile(r"[^.]{0,60}?(?:,\s*(?:что|как|когда|где|чтобы|почему)\b|:)", re.IGNORECASE)
_TURNS = re.compile(
    r"\s*(?:напомним|отметим|добавим|уточним|между тем|тем временем|ранее|кстати|справочно|как выяснилось)\b",
    re.IGNORECASE,
)
_OF_THIS = re.compile(
    r"\s*(?:[–—-]\s*)?(?:об этом|так(?:ие|ую) (?:данные|цифры|информацию)|эти (?:данные|цифры))\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"\s*(?:[–—-]\s*)?(?:«|в частности|так,|например)", re.IGNORECASE)

_NAMES = ("appos", "flat:name", "flat", "nsubj")


def voices(document: Document, lexicon: Lexicon) -> list[Voice]:
    """Every stretch attributed to somebody, weakest first: a later one overrules an earlier one."""
    cast = Cast(document, lexicon)
    if not cast.mentions:
        return []
    reader = _Reader(document, cast, _verbs(lexicon), _sources(lexicon))
    direct = list(reader.direct())
    return [*reader.indirect(direct), *direct]


@lru_cache(maxsize=4)
def _verbs(lexicon: Lexicon) -> Mapping[str, Mapping[str, str]]:
    """Verbs of speech: lemma -> the word beside it («дать знать»), empty for none -> kind."""
    verbs: dict[str, dict[str, str]] = {}
    for row in lexicon["speech_verbs"]:
        lemma, _, second = row["lemma"].partition(" ")
        verbs.setdefault(lemma, {})[second] = row["kind"]
    return verbs


@lru_cache(maxsize=4)
def _sources(lexicon: Lexicon) -> Sources:
    """The phrases by their first words, so that a text is searched for those few alone."""
    inside = r"\s+(?:(?P<whose>его|её|ее|их)\s+)?"
    found: dict[str, list[re.Pattern[str]]] = {}
    for row in lexicon["source_phrases"]:
        first, rest = row["pattern"].split(" ", 1)
        phrase = rf"{first}{inside}{rest.replace(' ', chr(92) + 's+')}(?!\w)"
        found.setdefault(first, []).append(re.compile(phrase, re.IGNORECASE))
    return tuple((re.compile(rf"(?<!\w){first}\s", re.IGNORECASE), tuple(some)) for first, some in found.items())


class _Reader(DirectSpeech):
    """Reads the voices of one document: direct speech, and sentences that attribute."""

    def __init__(
        self,
        document: Document,
        cast: Cast,
        verbs: Mapping[str, Mapping[str, str]],
        sources: Sources,
    ) -> None:
        super().__init__(document, cast, verbs)
        self.sources = sources

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
            found = self._attributed(sentence, going, last)
            line_text = self.text[sentence.start : sentence.end]
            if not found:
                if _TURNS.match(line_text) or (going and self._another(sentence, going)):
                    going, paragraphs_left = "", 0
                if going:
                    yield Voice(sentence.start, sentence.end, going, "said:continued")
                last = going
                continue
            if _OF_THIS.match(line_text) and found[0][1] != "order":
                yield Voice(self.paragraphs[now][0], sentence.start, found[0][0].person, "said:of_this")
            for voice, _ in found:
                yield voice
            voice, kind = found[-1]
            going = last = "" if kind == "ask" else voice.person
            paragraphs_left = 2 if voice.person and kind == "report" else 0
            reporting = voice.person

    def _is_item(self, start: int) -> bool:
        return bool(re.match(r"\s*(?:[•·●▪*]|[–—-]\s+[а-яё\d]|\d{1,2}[.)]\s)", self.text[start : start + 8]))

    def _attributed(self, sentence: Sentence, going: str, last: str) -> list[tuple[Voice, str]]:
        """What a sentence says of whose it is, in order: each voice with the kind of its verb.

        ``going``: who is speaking; ``last``: whose words the sentence before holds.
        """
        found: list[tuple[int, str, str, str]] = []
        for first, phrases in self.sources:
            for begin in first.finditer(self.text, sentence.start, sentence.end):
                for phrase in phrases:
                    match = phrase.match(self.text, begin.start(), sentence.end)
                    who = self._source(sentence, match, going) if match else None
                    if match and who is not None:
                        found.append((match.start(), who, "said:source", "say"))
        for i, token in enumerate(sentence.tokens):
            if token.lemma not in self.verbs:
                continue
            kind = self._kind(sentence.tokens, i)
            if not kind or not token.feat("Tense") or token.feat("VerbForm") == "Part":
                continue
            if token.feat("Person") == "1" and token.feat("Number") == "Plur":
                continue  # «Напомним, …»: the reporter
            if kind == "order" and _asks_for_thing(sentence.tokens, i):
                continue
            remark = i > 1 and sentence.tokens[i - 1].lemma == "как" and sentence.tokens[i - 2].text == ","
            if remark:
                kind = "ask"  # «Мост, как пообещал аким, сдадут»
            who = self._teller(sentence, i, going, last)
            if who is not None:
                start = _own_clause(sentence.tokens, i) if remark else sentence.start
                if _THAT.match(self.text, token.end, sentence.end):
                    start = token.start
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
        if match["whose"] and match["whose"].lower() == "их":
            return ""  # of several: no one person's
        if match["whose"]:
            return self._he(PRONOUNS.get(match["whose"].lower().replace("ё", "е"), ""), match.start(), going)
        start = match.end()
        tokens = [t for t in sentence.tokens if t.start >= start][:12]
        if not tokens or tokens[0].pos in ("ADP", "NUM") or tokens[0].text[0].isdigit():
            return None
        border = next((t.start for t in tokens if t.text in ",;:–—"), tokens[-1].end)
        named = [m for m in self.cast.within(start, start + 160) if not re.search(r"[,;:]", self.text[start : m.start])]
        if named:
            return named[0].entity
        if tokens[0].text.lower() in PRONOUNS:
            return self.cast.last(start, PRONOUNS[tokens[0].text.lower()])
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

    def _teller(self, sentence: Sentence, at: int, going: str, last: str) -> str | None:
        """The subject of a verb of speech: a person's key, '' for others, None where it is no attribution."""
        tokens = sentence.tokens
        verb = tokens[at]
        gender = GENDERS.get(verb.feat("Gender"), "")
        subject = _subject_of(at, tokens)
        doer = self._person_in(subject, tokens) if subject is not None else ""
        if doer and verb.feat("Number") != "Plur":
            return doer
        if subject is None and verb.feat("Number") == "Plur":
            return ""  # «сообщили в акимате»
        begin, end = self._clause(tokens, at)
        clause = [t for t in tokens if begin <= t.start < end]
        if self._named(begin, end) or any(t.text.lower() in ("он", "она") for t in clause):
            found = self._subject(verb, clause, begin, end)
            if found:
                return found
        if subject is None:
            if _aside(tokens, at) and verb.feat("Number") != "Plur":
                return going or self.cast.last(verb.start, gender) or None
            return going or (last if last and self.cast.fits(last, gender) else None)
        said = tokens[subject]
        if verb.feat("Number") == "Plur" or said.feat("Number") == "Plur":
            return ""
        if said.lemma in self.cast.title_words:
            border = end if verb.start < said.start else verb.start
            under = [t.lemma for t in tokens if t.start >= said.start and t.end <= border]
            return self.cast.holder(said.lemma, under, said.start, gender)
        return ""

    def _person_in(self, subject: int, tokens: Sequence[Token]) -> str:
        """The person whose name is a subject or stands beside it: «министр Канат Шарипов»."""
        for mention in self.cast.within(tokens[subject].start, tokens[-1].end):
            inside = (i for i, t in enumerate(tokens) if mention.start <= t.start < mention.end)
            if any(i == subject or (tokens[i].head == subject and tokens[i].rel in _NAMES) for i in inside):
                return mention.entity
        return ""

    def _another(self, sentence: Sentence, going: str) -> bool:
        """Does a sentence tell what another person did: by name or by a post that who is speaking does not hold?"""
        tokens = sentence.tokens
        at = next((i for i, t in enumerate(tokens) if t.rel == "root" and t.feat("Tense") == "Past"), None)
        subject = _subject_of(at, tokens) if at is not None else None
        if at is None or subject is None or tokens[subject].feat("Number") == "Plur":
            return False
        doer = self._person_in(subject, tokens)
        if not doer and tokens[subject].lemma in self.cast.title_words:
            under = [t.lemma for t in tokens[subject:at]]
            return self.cast.holder(tokens[subject].lemma, under, tokens[subject].start) != going
        return doer not in ("", going)

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


def _subject_of(at: int, tokens: Sequence[Token]) -> int | None:
    """Where the subject of a verb stands, or of the verb it goes on from: «X осмотрел школу и заявил»."""
    subjects = {t.head: i for i, t in reversed(list(enumerate(tokens))) if t.rel.startswith("nsubj")}
    path = path_up(at, tokens)
    for i, over in zip(path, [*path[1:], -1]):
        if i in subjects or tokens[i].rel != "conj" or over < 0:
            return subjects.get(i)
    return None


def _own_clause(tokens: Sequence[Token], at: int) -> int:
    """Where the clause begins that a remark, «…, как уверяет аким, …», is put into: «построили 12, ещё 8, как …»."""
    verb = next((i for i in reversed(range(max(0, at - 2))) if tokens[i].feat("VerbForm") == "Fin"), at)
    comma = next((i for i in range(verb, at - 2) if tokens[i].text == ","), None)
    return tokens[0].start if comma is None else tokens[comma].start


def _asks_for_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether a thing and no deed is asked for: «попросил 10 млн тенге», but not «попросил выделить 10 млн тенге»."""
    after = tokens[at + 1 :]
    told = any(t.feat("VerbForm") == "Inf" or t.lemma in ("что", "чтобы", ":") for t in after)
    return not told and any(t.head == at and t.rel == "obj" for t in after)


def _aside(tokens: Sequence[Token], at: int) -> bool:
    """Does a verb stand alone between commas, «…, говорит, …»?"""
    return 0 < at < len(tokens) - 1 and tokens[at - 1].text in ",–—" and tokens[at + 1].text in ",–—."
