"""Organisations: patterns and quoted names, then the model's spans repaired; one name for each in an article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Sequence

from pipeline.document import Document, Entity, Mention, Name, Sentence, Token
from pipeline.entities import nominative, organization_names, organization_words
from pipeline.entities.candidate import Candidate, SentenceIndex
from pipeline.entities.gazetteer import Gazetteer, stem
from pipeline.entities.name_words import INITIALS
from pipeline.entities.organization_phrases import MARKS
from pipeline.entities.organization_spans import Reader, Span
from pipeline.entities.organization_words import Vocabulary
from pipeline.entities.toponyms import fold
from pipeline.lexicon import Lexicon

# An article about Kazakhstan: there «правительство» in small letters is the one that everybody knows.
HOME = re.compile(r"казахстан|тенге|акимат|маслихат|мажилис|\bРК\b", re.I)
CODE = re.compile(r"(?:[А-ЯЁA-Z]+-)+\d+|[EЕ]-[А-ЯЁ]+")
QUOTED = ("quoted", "legal form", "repeat", "brackets")  # a place in such a name says nothing of where it is
UNREAD_ZONES = frozenset(["advert", "debris", "counter", "foreign", "hashtags", "section"])


@dataclass(frozen=True, slots=True)
class Named:
    """What a finder knows of an organisation: its nominative and its kind."""

    name: str
    kind: str
    full: str = ""  # of a name in brackets: the name before them


def candidates(document: Document, lexicon: Lexicon) -> list[Candidate]:
    """Propose organisations: what the patterns find, and the model's spans they do not touch."""
    words = organization_words.vocabulary(lexicon)
    found: list[Candidate] = []
    home = HOME.search(document.text) is not None
    index = SentenceIndex(document)
    read = []
    for sentence in document.sentences:
        if sentence.zone not in UNREAD_ZONES:
            people, places, own = (_offsets(index.names(sentence), kind) for kind in ("PER", "LOC", "ORG"))
            read.append((Reader(sentence, words, people, places, own), own))
    spans = [_spans(reader, names, words) for reader, names in read]
    known = _known_names(read, spans)
    for (reader, _), some in zip(read, spans):
        for span in [*some, *_repeats(reader, some, known)]:
            if span.rule == "body" and span.first == span.last and not home:
                if reader.tokens[span.first].text.islower():
                    continue  # «правительство» of another country is a common noun
            candidate, name = _candidate(reader.sentence, span)
            if fold(name).lstrip("0123456789 ") not in words.stops["name"]:  # «3 ДК»
                found.append(candidate)
    return found


def _offsets(names: Sequence[Name], kind: str) -> list[tuple[int, int]]:
    return [(name.start, name.end) for name in names if name.type == kind]


def _spans(reader: Reader, names: Sequence[tuple[int, int]], words: Vocabulary) -> list[Span]:
    spans = reader.spans()
    for start, end in names:
        span = _repair(reader, start, end, spans, words)
        if span:
            spans.append(span)
    brackets = list(filter(None, map(reader.bracketed, spans)))
    return [*spans, *brackets, *filter(None, map(reader.bracketed, brackets))]


def _known_names(read: Sequence[tuple[Reader, object]], spans: Sequence[Sequence[Span]]) -> dict[tuple[str, ...], str]:
    """The quoted names and abbreviations found in the article, as stems, with their kind."""
    known: dict[tuple[str, ...], str] = {}
    for (reader, _), some in zip(read, spans):
        for span in some:
            inside = range(span.first, span.last + 1)
            marks = [i for i in inside if reader.tokens[i].text in MARKS]
            if span.rule in ("quoted", "legal form") and marks:
                inside = range(marks[0] + 1, span.last + 1)
            elif span.rule not in ("brackets", "acronym", "model") or span.first != span.last:
                continue
            key = tuple(stem(reader.tokens[i].text) for i in inside if reader.tokens[i].text not in MARKS)
            if key and len(key[0]) > 1:
                known.setdefault(key, span.kind)
    return known


def _repeats(reader: Reader, spans: Sequence[Span], known: dict[tuple[str, ...], str]) -> list[Span]:
    """Names found elsewhere in the article, where they stand in quotation marks or are abbreviations."""
    taken = {i for span in spans for i in range(span.first, span.last + 1)}
    found = []
    for first, last in reader.quotations:
        key = tuple(stem(token.text) for token in reader.tokens[first + 1 : last])
        if key in known and not taken & set(range(first, last)) and not reader.is_thing(first):
            found.append(Span(first, last, known[key], "repeat"))
    for i, token in enumerate(reader.tokens):
        name = len(token.text) > 2 and token.text[0].isupper() and (token.text.isupper() or token.text.isascii())
        if name and i not in taken and (stem(token.text),) in known:
            found.append(Span(i, i, known[stem(token.text),], "repeat"))
    return found


def link(document: Document, chosen: Sequence[Candidate], lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Join the mentions of one organisation under its fullest name."""
    words = organization_words.vocabulary(lexicon)
    known = _as_elsewhere(
        document, [(c, c.detail) for c in sorted(chosen, key=lambda c: c.start) if isinstance(c.detail, Named)]
    )
    mentioned = [(named.name, candidate.rule == "bare") for candidate, named in known]
    expansions = dict(words.expansions) | {fold(named.name): fold(named.full) for _, named in known if named.full}
    meant = organization_names.meanings(mentioned, expansions, words.kept)
    kinds = {named.name: named.kind for _, named in known}
    index = SentenceIndex(document)
    entities: dict[str, Entity] = {}
    mentions = []
    for candidate, named in known:
        name = meant.get(named.name, "")
        if not name:
            continue  # a bare noun, and the article does not say whose
        key = f"org:{fold(name)}"
        if key not in entities:
            kind = words.kinds.get(" ".join(organization_names.telling_words(name))) or kinds.get(name, named.kind)
            quoted = candidate.rule in QUOTED or document.text[candidate.start - 1 : candidate.start] in MARKS
            own = quoted and kind != "government"  # a company is called as it likes
            region = "" if own else _region(name, words.places, candidate.rule)
            entities[key] = Entity(key, "organization", name, kind=kind, region_code=region)
        sentence = index.at(candidate.start)
        start, end, rule = candidate.start, candidate.end, candidate.rule
        mentions.append(Mention(start, end, sentence.index, "organization", key, rule=rule))
    return list(entities.values()), mentions


def _as_elsewhere(document: Document, known: Sequence[tuple[Candidate, Named]]) -> list[tuple[Candidate, Named]]:
    """Mentions with their names; quoted words that are another mention's name are in no oblique case: «Даму»."""
    names = {named.name for candidate, named in known if candidate.rule in QUOTED}
    found = []
    for candidate, named in known:
        text = document.text[candidate.start : candidate.end]
        quoted = text[0] in MARKS or document.text[candidate.start - 1 : candidate.start] in MARKS
        written = text.strip("".join(MARKS))
        found.append((candidate, replace(named, name=written) if quoted and written in names else named))
    return found


def _candidate(sentence: Sentence, span: Span) -> tuple[Candidate, str]:
    tokens = sentence.tokens
    first, last = span.first, span.last
    while first < last and tokens[first].text in MARKS:
        first += 1
    while first < last and tokens[last].text in MARKS and not _opened(sentence, first, last):
        last -= 1
    named = Named(_name(sentence, span), span.kind, _name(sentence, span.of) if span.of else "")
    public = span.rule in ("head", "body") and span.kind != "company"
    start, end, trust = tokens[first].start, tokens[last].end, -int(span.rule == "model")
    return Candidate(start, end, "organization", span.rule, named, public, span.nests, trust), named.name


def _opened(sentence: Sentence, first: int, last: int) -> bool:
    return any(token.text in MARKS for token in sentence.tokens[first:last])


def _name(sentence: Sentence, span: Span) -> str:
    """The nominative: the head with its adjectives, or the quoted name as it stands; no quotation marks."""
    tokens = [t for t in sentence.tokens[span.first : span.last + 1] if t.text not in MARKS]
    if not tokens:
        return ""
    if span.name:
        return span.name
    if span.rule == "acronym":
        return " ".join([nominative.abbreviation(tokens[0].text), nominative.plain(tokens[1:])]).strip()
    if span.rule in ("legal form", "site"):
        return re.sub(r"\s*\([^)]*\)$", "", nominative.plain(tokens))
    if span.rule == "quoted":
        before = sentence.tokens[span.first - 1] if span.first else None
        governed = before is not None and before.pos in ("NOUN", "PROPN")
        return nominative.plain(tokens) if governed or len(tokens) > 1 else nominative.of_tokens(tokens)
    return nominative.of_tokens(tokens)


def _repair(reader: Reader, start: int, end: int, spans: Sequence[Span], words: Vocabulary) -> Span | None:
    """A span of the model, taken to the end of its quotation and freed of common nouns before the name."""
    tokens = reader.tokens
    inside = [i for i, token in enumerate(tokens) if start <= token.start < end]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    if first < last and reader.in_town(first):
        first += 1  # «в Костанае завод»
    marks = next((i for i in inside if tokens[i].text in MARKS), last + 1)  # what is quoted may be a clause
    ends = (i for i in inside[1:] if tokens[i].text == "(" or (i < marks and _ends_name(tokens, i, last)))
    last = next((i - 1 for i in ends), last)
    while last > first and tokens[last].pos in ("VERB", "ADV", "PUNCT") and tokens[last].text not in (*MARKS, ")"):
        last -= 1
    if last > first + 1 and tokens[first].text.isupper() and len(tokens[first].text) > 2:
        initial = re.fullmatch(INITIALS, tokens[first + 1].text + tokens[first + 2].text)
        titles = all(tokens[i].text.istitle() and tokens[i].feat("Animacy") == "Anim" for i in (last - 1, last))
        if (initial and tokens[first].text not in words.heads) or (titles and last == first + 2):
            last = first  # «директор ДЮСШ Имя Фамилия», «инспектор в ВКО И. Фамилия»
            if reader.folded[first] in words.places.names:
                return None
    for span in spans:
        wider = first <= span.first and span.last < last and span.rule in ("head", "acronym", "body")
        if span.first <= last and first <= span.last and not wider:
            return None
    for opening, closing in reader.quotations:
        if first <= opening <= last < closing or first - 1 == opening and last < closing and closing - last <= 3:
            last = max(last, closing)
    while first < last:
        common = tokens[first].text[0].islower() and tokens[first].pos == "NOUN"
        if not common and tokens[first].text not in MARKS:
            break
        first += 1
    word = tokens[first]
    quoted = first < last and tokens[first + 1].text in MARKS
    if quoted and reader.folded[first] in words.stops["noun"]:
        return None  # «ЖК «X»»
    if reader.is_thing(first) or (tokens[last].pos == "ADJ" and tokens[last].text.islower()):
        return None
    if any(token.text in ("–", "—") for token in tokens[first:last]) and reader.folded[first] in words.places.names:
        return None  # a route from town to town
    after = tokens[last + 1].text if last + 1 < len(tokens) else ""
    if fold(tokens[last].lemma) == "филиал" and "form" in words.heads.get(after, {}):
        return None  # the company after it is the name
    heads = [i for i in range(first, last + 1) if reader.uses(i)]
    if any(fold(tokens[i].lemma) in words.heads and reader.is_plural(i) for i in (first, *heads[:1])):
        return None  # several of a sort
    if heads and first == reader.opening and heads[-1] == last > first and not reader.official(first):
        return None  # a common noun with its adjective at the start of a sentence
    head = nominative.head_of(tokens[first : last + 1])
    if head is not None and fold(tokens[first + head].lemma) in words.stops["sort"]:
        if tokens[first + head].feat("Number") == "Plur":
            return None  # «Местные исполнительные органы»
    if fold(word.text) in words.stops["platform"] and _is_where(reader, first, words.stops["platform"]):
        return None
    if first == last and (CODE.fullmatch(word.text) or "form" in words.heads.get(word.text, {})):
        return None  # «ЭКСПО-2030», a bare «КСК»
    holder = "" if head is None else tokens[first + head].text
    if nominative.is_animate(holder) or (first == last and words.posts.form(holder)):
        return None  # «Председатель», «Главный врач», «Аким»
    if sum(letter.isalpha() for token in tokens[first : last + 1] for letter in token.text) < 2:
        return None
    if first == last and (word.text[0].islower() or word.pos in ("VERB", "ADV") or not word.text[0].isalnum()):
        return None
    idle = heads or (first == reader.opening and nominative.is_common(word.text)) or not nominative.is_noun(word.text)
    if first == last and idle:
        return None  # «Департамент», «Жалобы», «ПОСТАНОВЛЯЕТ»
    kind = next((uses[use] for i in range(first, last + 1) for uses in [reader.uses(i)] for use in uses), "other")
    if tokens[last].text not in MARKS and not any(token.text.isascii() for token in tokens[first : last + 1]):
        last = reader.country(last)
        if last + 2 < len(tokens) and reader.folded[last + 1] in ("имени", "им"):
            last = reader.bearer(last + 1)
    return Span(first, last, kind, "model")


def _ends_name(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether a name cannot go on at a token: the verb of a clause, or a number of what the next word names."""
    token = tokens[i]
    if token.feat("VerbForm") == "Fin" and token.text.islower():
        return True
    return token.text.isdigit() and i < last and tokens[i + 1].text.islower() and tokens[i - 1].text != "№"


def _is_where(reader: Reader, i: int, platforms: frozenset[str]) -> bool:
    """Whether a platform at a token is where something was written: «в Facebook и Instagram»."""
    while i > 1 and (reader.folded[i - 1] in platforms or reader.folded[i - 1] in (",", "и")):
        i -= 1
    return i > 0 and reader.tokens[i - 1].pos == "ADP"


def _region(name: str, places: Gazetteer, rule: str) -> str:
    """Code of the region in the name of a body: «областной» adjectives, «область Абай», districts, towns.

    Of a name that only the model knows the adjective alone is believed: «Астана Хаб» is a brand.
    """
    words = fold(name).split()
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else ""
        if word in places.oblasts and not after.startswith("район"):
            return places.places[places.of_adjective(word, after) or places.oblasts[word]].code
        if rule == "model":
            continue
        if word in places.derived and not any(w.startswith("район") for w in words):
            return places.places[places.derived[word]].code  # «Аксуский» is of the town, without a district
        ids = places.districts.get(word, ())
        codes = {places.places[key].code for key in ids}
        if len(codes) == 1:
            return codes.pop()
        for entry in places.names.get(word, ()):
            place = places.places[entry.ids[-1]]
            told = not entry.guard or words[i - 1 : i] == ["области"]
            if len(entry.words) == 1 and place.code.startswith("KZ-") and told:
                return place.code
    return ""
