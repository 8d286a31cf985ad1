"""Organisations: patterns and quoted names, then the model's spans repaired; one name for each in an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from pipeline.document import Document, Entity, Mention, Sentence
from pipeline.entities import nominative, organization_names, organization_spans
from pipeline.entities.candidate import Candidate
from pipeline.entities.organization_spans import MARKS, Reader, Span, Vocabulary
from pipeline.entities.toponyms import fold
from pipeline.lexicon import Lexicon

UNREAD_ZONES = frozenset(["advert", "debris", "counter", "foreign", "hashtags", "section"])


@dataclass(frozen=True, slots=True)
class Named:
    """What a finder knows of an organisation: its nominative and its kind."""

    name: str
    kind: str


def candidates(document: Document, lexicon: Lexicon) -> list[Candidate]:
    """Propose organisations: what the patterns find, and the model's spans they do not touch."""
    words = organization_spans.vocabulary(lexicon)
    found: list[Candidate] = []
    for sentence in document.sentences:
        if sentence.zone in UNREAD_ZONES:
            continue
        people = [(n.start, n.end) for n in document.names if n.type == "PER" and _within(n.start, sentence)]
        reader = Reader(sentence, words, people)
        spans = reader.spans()
        for name in document.names:
            if name.type == "ORG" and _within(name.start, sentence):
                span = _repair(reader, name.start, name.end, spans, words)
                if span:
                    spans.append(span)
        made = [_candidate(sentence, span) for span in spans]
        found += [candidate for candidate, name in made if fold(name) not in words.stops["name"]]
    return found


def link(document: Document, chosen: Sequence[Candidate], lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Join the mentions of one organisation under its fullest name."""
    words = organization_spans.vocabulary(lexicon)
    known = [(c, c.detail) for c in sorted(chosen, key=lambda c: c.start) if isinstance(c.detail, Named)]
    meant = organization_names.meanings([(named.name, candidate.rule == "bare") for candidate, named in known])
    kinds = {named.name: named.kind for _, named in known}
    entities: dict[str, Entity] = {}
    mentions = []
    for candidate, named in known:
        name = meant.get(named.name, "")
        if not name:
            continue  # a bare noun, and the article does not say whose
        key = f"org:{fold(name)}"
        if key not in entities:
            kind = kinds.get(name, named.kind)
            entities[key] = Entity(key, "organization", name, kind=kind, region_code=_region(name, words.places))
        sentence = next(s for s in document.sentences if _within(candidate.start, s))
        mentions.append(Mention(candidate.start, candidate.end, sentence.index, "organization", key, rule=candidate.rule))
    return list(entities.values()), mentions


def _within(offset: int, sentence: Sentence) -> bool:
    return sentence.start <= offset < sentence.end


def _candidate(sentence: Sentence, span: Span) -> tuple[Candidate, str]:
    tokens = sentence.tokens
    first, last = span.first, span.last
    while first < last and tokens[first].text in MARKS:
        first += 1
    while first < last and tokens[last].text in MARKS and not _opened(sentence, first, last):
        last -= 1
    named = Named(_name(sentence, span), span.kind)
    public = span.rule in ("head", "body") and span.kind != "company"
    candidate = Candidate(tokens[first].start, tokens[last].end, "organization", span.rule, named, open=public)
    return candidate, named.name


def _opened(sentence: Sentence, first: int, last: int) -> bool:
    return any(token.text in MARKS for token in sentence.tokens[first:last])


def _name(sentence: Sentence, span: Span) -> str:
    """The nominative: the head with its adjectives, or the quoted name as it stands; no quotation marks."""
    tokens = [t for t in sentence.tokens[span.first : span.last + 1] if t.text not in MARKS]
    if not tokens:
        return ""
    if span.name:
        return span.name
    if span.rule in ("legal form", "site", "acronym"):
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
    if any(span.first <= last and first <= span.last for span in spans):
        return None
    for opening, closing in reader.quotations:
        if first <= opening <= last < closing or first - 1 == opening and last < closing and closing - last <= 3:
            last = max(last, closing)
    while first < last and (tokens[first].text in MARKS or (tokens[first].text[0].islower() and tokens[first].pos == "NOUN")):
        first += 1
    word = tokens[first]
    if reader.is_thing(first) or (tokens[last].pos == "ADJ" and tokens[last].text.islower()):
        return None
    if any(token.text in ("–", "—") for token in tokens[first:last]) and reader.folded[first] in words.places.names:
        return None  # a route from town to town
    heads = [i for i in range(first, last + 1) if reader._uses(i)]
    if heads and (tokens[heads[0]].feat("Number") == "Plur" or (first == 0 and heads[-1] == last > first)):
        return None  # several of a sort, or a common noun with its adjective at the start of a sentence
    if first == last and (word.text[0].islower() or word.pos in ("VERB", "ADV") or not word.text[0].isalnum()):
        return None
    kind = next((uses[use] for i in range(first, last + 1) for uses in [reader._uses(i)] for use in uses), "other")
    return Span(first, last, kind, "model")


def _region(name: str, places) -> str:  # type: ignore[no-untyped-def]
    for word in fold(name).split():
        key = places.oblasts.get(word)
        if key:
            return places.places[key].code
        for entry in places.names.get(word, ()):
            if len(entry.words) == 1 and places.places[entry.ids[0]].code.startswith("KZ-") and not entry.guard:
                return places.places[entry.ids[0]].code
    return ""
