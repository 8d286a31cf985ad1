"""The one region an article is mostly about, and the reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace

from pipeline.document import Document, Entity, Mention

HEADLINE = 3.0  # weights of a mention: a region in the headline says what the article is about
LEAD = 1.5  # so does, less, one in the first sentences
BODY = 1.0
EARLY = 0.5  # added at the start of the text, nothing at its end: news puts the main thing first
ORGANIZATION = 0.5  # an organisation of the region, or of the country
COUNTRY = 0.5  # the country: an article about all of it names single regions as examples
DATELINE = 0.25  # «АСТАНА. КАЗИНФОРМ», «Алматы, 23 июля»: where it was written
SEATS = ("KZ-71", "KZ-75")  # where ministries and newsrooms sit: most of what is written there is of the country
LEAD_SENTENCES = 3
BARE = re.compile(r"[\W\d_]*")  # what stands on a line before the place of a dateline
DATED = re.compile(r"[.,]?[^\S\n]*(?:\d|$)", re.M)  # and after it
OUTSIDE = re.compile(r"\b(?:под|близ|возле|около)\s+$", re.I)
SHARE = 0.5  # of all weight, the least that makes a region the main one
LEAST = 0.5  # weight below which nothing is said


def add(document: Document) -> Document:
    """Set the main region (ISO 3166-2:KZ) and the reason, both empty where no region stands out."""
    code, reason = choose(document)
    return replace(document, main_region=code, main_region_reason=reason)


def choose(document: Document) -> tuple[str, str]:
    """Return the code and the reason in words: headline, or how many of the mentions of regions."""
    entities = {entity.key: entity for entity in document.entities}
    title = document.head.title or ""
    start = document.text.find(title) if title else -1
    weights: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    headline: list[str] = []
    for mention in document.mentions:
        code = _code(entities[mention.entity])
        if not code:
            continue
        in_headline = 0 <= start <= mention.start < start + len(title)
        weights[code] += _weight(document, mention, code, in_headline)
        if mention.type in ("region", "place"):
            counts[code] += 1
            if in_headline:
                headline.append(code)
    regions = [code for code in weights if code != "KZ"]
    if not regions:
        return "", ""
    best = max(regions, key=lambda code: (weights[code], -list(weights).index(code)))
    if weights[best] < LEAST or weights[best] < SHARE * sum(weights.values()):
        return "", ""
    if not counts[best]:
        return best, "its organisations"
    reason = f"{counts[best]} of {sum(counts.values())} mentions of regions"
    return best, f"in the headline; {reason}" if best in headline else reason


def _code(entity: Entity) -> str:
    """The region, or KZ for the whole country, that a mention of an entity speaks for; empty for the rest."""
    if entity.type == "organization" and not entity.region_code:
        words = entity.name.split()
        return "KZ" if {"РК", "Казахстан", "Казахстана"} & set(words) else ""
    return entity.region_code if entity.region_code.startswith("KZ") else ""


def _weight(document: Document, mention: Mention, code: str, in_headline: bool) -> float:
    text = document.text[mention.start : mention.end]
    if mention.type == "organization":
        return ORGANIZATION
    if code == "KZ":
        return COUNTRY
    near = OUTSIDE.search(document.text, max(0, mention.start - 10), mention.start)
    if in_headline:
        return BODY if near else HEADLINE  # «под Алматы» is in the oblast around the city
    if mention.sentence < LEAD_SENTENCES:
        written = code in SEATS and (text.isupper() or _is_dateline(document, mention))
        return DATELINE if written else LEAD
    return BODY + EARLY * (1 - mention.start / max(1, len(document.text)))


def _is_dateline(document: Document, mention: Mention) -> bool:
    """Whether a place stands alone with a date: «Астана, 5 февраля 2015 года», «16.12.2025 / Астана»."""
    line = document.text.rfind("\n", 0, mention.start) + 1
    return bool(BARE.fullmatch(document.text, line, mention.start) and DATED.match(document.text, mention.end))
