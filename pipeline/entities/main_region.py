"""The one region an article is mostly about, and the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.document import Document

HEADLINE_WEIGHT = 3.0  # a region in the headline says what the article is about
LEAD_WEIGHT = 1.5  # so does, less, one in the first sentences
LEAD_SENTENCES = 3
SHARE = 0.55  # of all weighted mentions of regions, the least that makes one the main region


def add(document: Document) -> Document:
    """Set the main region (ISO 3166-2:KZ) and the reason, both empty where no region stands out."""
    code, reason = choose(document)
    return replace(document, main_region=code, main_region_reason=reason)


def choose(document: Document) -> tuple[str, str]:
    """Return the code and the reason."""
    codes = {entity.key: entity.region_code for entity in document.entities if entity.type in ("region", "place")}
    title = document.head.title or ""
    at = document.text.find(title) if title else -1
    weights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    headline: list[str] = []
    for mention in document.mentions:
        code = codes.get(mention.entity, "")
        if not code.startswith("KZ-"):
            continue
        weight = 1.0
        if at >= 0 and at <= mention.start < at + len(title):
            weight = HEADLINE_WEIGHT
            headline.append(code)
        elif mention.sentence < LEAD_SENTENCES:
            weight = LEAD_WEIGHT
        weights[code] += weight
        counts[code] += 1
    if not weights:
        return "", ""
    code, weight = max(weights.items(), key=lambda item: (item[1], item[0]))
    total = sum(weights.values())
    if weight / total < SHARE:
        return "", ""
    if len(counts) == 1:
        return code, f"only region named ({counts[code]})"
    if code in headline:
        return code, f"in the headline and {counts[code]} of {sum(counts.values())} mentions"
    return code, f"{counts[code]} of {sum(counts.values())} mentions"
