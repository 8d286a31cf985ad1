"""The one region an article is mostly about, and the reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.document import Document, Entity, Mention, Sentence
from pipeline.lexicon import Lexicon

HEADLINE = 3.0  # weights of a mention: a region in the headline says what the article is about
LEAD = 1.5  # so does, less, one in the first sentences
BODY = 1.0
EARLY = 0.5  # added at the start of the text, nothing at its end: news puts the main thing first
ORGANIZATION = 0.5  # an organisation of the region, or of the country
COUNTRY = 0.5  # the country: an article about all of it names single regions as examples
DATELINE = 0.25  # «АСТАНА. КАЗИНФОРМ», «Алматы, 23 июля»: where it was written
SEATS = ("KZ-71", "KZ-75")  # where ministries and newsrooms sit: most of what is written there is of the country
LEFT = {"KZ-79": "KZ-61"}  # a city that was an oblast's centre: of an old release from there the oblast may be told
LEAD_SENTENCES = 3
HINT = 0.5  # a region's name inside another, «АО «Павлодарский речной порт»»
BARE = re.compile(r"[\W\d_]*")  # what stands on a line before the place of a dateline
DATED = re.compile(r"[.,]?[^\S\n]*(?:\d|$)", re.M)  # and after it
OUTSIDE = re.compile(r"\b(?:под|близ|возле|около)\s+$", re.I)
SHARE = 0.5  # of all weight, the least that makes a region the main one
LEAST = 0.5  # weight below which nothing is said
CITIES = ("KZ-71", "KZ-75", "KZ-79")  # regions that are no oblast
OBLAST = re.compile(r"област(?:ь|и|ью|ной|ного|ному|ным|ном|ная|ную|ное)", re.I)
SET_PHRASES = {"значение", "центр", "уровень"}  # «дорога областного значения» is any oblast's
OPEN = {"NOUN", "ADJ", "PROPN", "DET"}  # what «в области» takes after it in its other sense, «in the field of»


def add(document: Document, lexicon: Lexicon) -> Document:
    """Set the main region (ISO 3166-2:KZ) and the reason, both empty where no region stands out."""
    code, reason = choose(document, lexicon)
    return replace(document, main_region=code, main_region_reason=reason)


def choose(document: Document, lexicon: Lexicon) -> tuple[str, str]:
    """Return the code and the reason in words: headline, or how many of the mentions of regions."""
    entities = {entity.key: entity for entity in document.entities}
    title = document.head.title or ""
    start = document.text.find(title) if title else -1
    weights: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    headline: list[str] = []
    named = {entity.region_code for entity in document.entities if entity.type == "region"}
    for mention in document.mentions:
        code = _code(entities[mention.entity])
        if not code:
            continue
        in_headline = 0 <= start <= mention.start < start + len(title)
        seat = code in SEATS or LEFT.get(code) in named
        weights[code] += _weight(document, mention, code, in_headline, seat)
        if mention.type in ("region", "place"):
            counts[code] += 1
            if in_headline:
                headline.append(code)
    best = _heaviest(weights)
    if not best and speaks_of_its_oblast(document):
        for code in _hints(document, lexicon):
            weights[code] += HINT
        best = _heaviest({c: w for c, w in weights.items() if c != "KZ" and c not in CITIES})
        if best:
            return best, "the oblast it speaks of without its name"
    if not best:
        return "", ""
    if not counts[best]:
        return best, "its organisations"
    reason = f"{counts[best]} of {sum(counts.values())} mentions of regions"
    return best, f"in the headline; {reason}" if best in headline else reason


def _heaviest(weights: dict[str, float]) -> str:
    """The region that has most of the weight, the first of equals; empty where none has enough."""
    regions = [code for code in weights if code != "KZ"]
    if not regions:
        return ""
    best = max(regions, key=lambda code: (weights[code], -regions.index(code)))
    return best if weights[best] >= max(LEAST, SHARE * sum(weights.values())) else ""


def speaks_of_its_oblast(document: Document) -> bool:
    """Does the text say «в области», «областной» of an oblast that a reader knows without its name?"""
    codes = {entity.key: entity.region_code for entity in document.entities}
    named = [(m.start, m.end) for m in document.mentions if codes[m.entity]]
    return any(
        not any(start <= at < end for start, end in named) for s in document.sentences for at in _bare_oblasts(s)
    )


def _bare_oblasts(sentence: Sentence) -> Iterator[int]:
    """Where a sentence says «область» or «областной» with no adjective before it."""
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if not OBLAST.fullmatch(token.text):
            continue
        before = tokens[i - 1] if i else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.lemma == "областной":
            if after is None or after.lemma not in SET_PHRASES:
                yield token.start
        elif before is not None and before.pos in ("ADJ", "PROPN"):
            continue
        elif after is not None and (
            after.pos == "PROPN" or (before is not None and before.lemma in ("в", "во") and after.pos in OPEN)
        ):
            continue
        else:
            yield token.start


def _hints(document: Document, lexicon: Lexicon) -> Iterator[str]:
    """Codes of the regions whose name or adjective is a part of other names."""
    pattern, codes = _names(lexicon)
    for match in pattern.finditer(document.text):
        yield codes[match.group(1).lower()]


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of names that begin with a region's centre or adjective, and the code of each in lower case."""
    codes = {row["centre"].lower(): row["code"] for row in lexicon["regions"] if row["centre"]}
    codes |= {row["stem"].lower(): row["region"] for row in lexicon["region_adjectives"]}
    either = "|".join(re.escape(name.title()) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({either})"), codes


def _code(entity: Entity) -> str:
    """The region, or KZ for the whole country, that a mention of an entity speaks for; empty for the rest."""
    if entity.type == "organization" and not entity.region_code:
        words = entity.name.split()
        return "KZ" if {"РК", "Казахстан", "Казахстана"} & set(words) else ""
    return entity.region_code if entity.region_code.startswith("KZ") else ""


def _weight(document: Document, mention: Mention, code: str, in_headline: bool, seat: bool) -> float:
    text = document.text[mention.start : mention.end]
    if mention.type == "organization":
        return ORGANIZATION
    if code == "KZ":
        return COUNTRY
    near = OUTSIDE.search(document.text, max(0, mention.start - 10), mention.start)
    if in_headline:
        return BODY if near else HEADLINE  # «под Алматы» is in the oblast around the city
    if mention.sentence < LEAD_SENTENCES:
        written = seat and (text.isupper() or is_dateline(document, mention))
        return DATELINE if written else LEAD
    return BODY + EARLY * (1 - mention.start / max(1, len(document.text)))


def is_dateline(document: Document, mention: Mention) -> bool:
    """Whether a place stands alone with a date: «Астана, 5 февраля 2015 года», «16.12.2025 / Астана»."""
    line = document.text.rfind("\n", 0, mention.start) + 1
    return bool(BARE.fullmatch(document.text, line, mention.start) and DATED.match(document.text, mention.end))
