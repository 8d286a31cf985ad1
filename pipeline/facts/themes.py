"""Themes: what stands around a quantity beyond its clause - the nearest nouns, the sentence before, the article."""

from __future__ import annotations

from pipeline.document import Document, Quantity
from pipeline.facts.features import HARD_BREAKS, Cues, lemma


def nouns_around(quantity: Quantity, document: Document, cue: Cues) -> list[str]:
    """The nearest nouns on each side and what they measure; what the sentence before speaks of."""
    tokens = document.sentences[quantity.sentence].tokens
    found = []
    for side, places in (("Ln", range(quantity.first - 1, -1, -1)), ("Rn", range(quantity.last + 1, len(tokens)))):
        nth = 0
        for i in places:
            if tokens[i].text in HARD_BREAKS or nth == 2:
                break
            if tokens[i].pos == "NOUN":
                nth += 1
                word = lemma(tokens[i])
                found.append(f"{side}{nth}={word}")
                if word in cue.measures:
                    found.append(f"{side}{nth}m={cue.measures[word]}")
    if quantity.sentence > 0:
        before = document.sentences[quantity.sentence - 1].tokens
        for token in before:
            if token.pos in ("NOUN", "VERB"):
                word = lemma(token)
                found.append(f"P:{word}")
                if token.pos == "NOUN" and word in cue.measures:
                    found.append(f"Pm={cue.measures[word]}")
    found += [f"A={measure}" for measure in _THEME.of(document, cue)]
    return found


class _Theme:
    """The theme of the document last asked about: each of its figures asks for it."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.found: list[str] = []

    def of(self, document: Document, cue: Cues) -> list[str]:
        if self.document is not document:
            self.document, self.found = document, theme(document, cue)
        return self.found


_THEME = _Theme()


def theme(document: Document, cue: Cues) -> list[str]:
    """The three things the nouns of an article measure most often."""
    counts: dict[str, int] = {}
    for sentence in document.sentences:
        for token in sentence.tokens:
            if token.pos == "NOUN":
                measure = cue.measures.get(lemma(token), "other")
                if measure not in ("other", "people"):
                    counts[measure] = counts.get(measure, 0) + 1
    return sorted(counts, key=lambda measure: (-counts[measure], measure))[:3]
