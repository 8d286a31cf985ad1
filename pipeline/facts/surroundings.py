"""Surroundings: the words around a quantity as the net of facts/net.py sees them.

A document's tokens stand in one row, a mark before each sentence. Each is told by its signs (lemma, form,
what the lexicon says of it, whether it belongs to a figure), and from each quantity every word near it is
told by its place (how far, across which marks, in which sentence, where in the tree).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts.drafts import CURRENCIES
from pipeline.facts.features import Cues, lemma
from pipeline.language.words import tense

Ints = NDArray[np.int64]

LEFT, RIGHT, LEAD = 48, 28, 14  # words seen before a number, after it, and of the line that leads its list
LONG = 8  # a longer number counts as its last words
WIDTH = LEFT + LONG + RIGHT + LEAD  # places at most
OWN = 13  # code of the number's own place among the distances
LED = 2 * OWN  # code of a word of the line that leads the list
PLACES = {"distance": 2 * OWN + 1, "branch": 10, "sentence": 5, "marks": 7}  # kinds of place: how many codes

_SOFT = frozenset(",:–—()-")
_HARD = frozenset(";.")
_CLOSED = frozenset("ADP PART CCONJ SCONJ PRON DET ADV PUNCT AUX SYM INTJ".split())
_MORE = ("VerbForm", "Tense", "Aspect", "Voice", "Variant", "Degree", "Animacy")
_PLAIN = frozenset(("unit", "person", "%", "pp", "times", "seat", "head", "km", "ha", "t", "MW", "m2", "m3", "kWh"))
_REACH = 30  # lines looked back for the one that leads a list
_STEPS = 8  # nodes of the tree above a number that are looked at


class Signs(NamedTuple):
    """What is seen of a token; a slot of the net each, but for the lemma, whose vector is seen."""

    lemma: str
    form: str  # part of speech, case, number; of a mark: the zone
    more: str  # verbal features, degree, animacy
    measure: str  # what the lexicon says of the lemma
    action: str
    modality: str
    word: str  # the word itself where its class is closed, punctuation, «<s>» or «<line>» for a mark
    figure: str  # unit of the figure it belongs to


@dataclass(frozen=True, eq=False)
class Row:
    """A document's tokens in one row; arrays have an element a token, cumulative counts one more."""

    signs: tuple[Signs, ...]
    sentence: Ints
    starts: tuple[int, ...]  # where each sentence's first token stands, right after its mark
    soft: Ints  # commas, dashes and brackets before a place
    hard: Ints  # full stops, semicolons and ends of sentences before a place


@dataclass(frozen=True, eq=False)
class Place:
    """A quantity's view: places in the row of the words it sees, and of each a code for every kind of place."""

    seen: Ints
    codes: Ints  # (kinds of place, words seen)
    last: int  # place of the number's last token, whose state the net starts from
    node: int  # place of what the number counts
    unit: str


def unit_kind(unit: str) -> str:
    """Units by what they can say: money is one kind, rare measures are another; rates end in «/»."""
    plain = unit.split("/")[0]
    kind = plain if plain in _PLAIN else "money" if plain in CURRENCIES else "measured"
    return f"{kind}/" if "/" in unit else kind


def row(document: Document, cue: Cues) -> Row:
    """The tokens of a document in one row."""
    figures = {
        (quantity.sentence, i): unit_kind(quantity.unit)
        for quantity in document.quantities
        for i in range(quantity.first, quantity.last + 1)
    }
    signs: list[Signs] = []
    places: list[int] = []
    starts: list[int] = []
    for sentence in document.sentences:
        line = "\n" in document.text[max(0, sentence.start - 2) : sentence.start]
        signs.append(Signs("", sentence.zone, "", "", "", "", "<line>" if line else "<s>", ""))
        starts.append(len(signs))
        for i, token in enumerate(sentence.tokens):
            signs.append(
                _signs(token.lemma, token.text, token.pos, token.feats, figures.get((sentence.index, i), ""), cue)
            )
        places += [sentence.index] * (len(signs) - len(places))
    words = [sign.word for sign in signs]
    soft = np.cumsum([0, *(word in _SOFT for word in words)])
    hard = np.cumsum([0, *(word in _HARD or word[:1] == "<" for word in words)])
    return Row(tuple(signs), np.array(places, np.int64), tuple(starts), soft, hard)


@lru_cache(maxsize=20_000)
def _signs(word: str, text: str, pos: str, feats: str, figure: str, cue: Cues) -> Signs:
    token = Token(0, 0, text, word, pos, feats)
    stem, lower = lemma(token), text.lower()
    shown = pos in _CLOSED or not (text.isalpha() or text[:1].isdigit())
    return Signs(
        stem,
        f"{pos}|{token.feat('Case')}|{token.feat('Number')}",
        "|".join(tense(token) if name == "Tense" else token.feat(name) for name in _MORE),
        cue.measures.get(stem, ""),
        cue.actions.get(stem, ""),
        cue.modality.get(stem, ""),
        lower if shown else "",
        figure,
    )


def place(quantity: Quantity, document: Document, line: Row) -> Place:
    """What a quantity sees: its own surroundings, after the words of the line that leads its list."""
    start = line.starts[quantity.sentence]
    first, last = start + quantity.first, start + quantity.last
    first = max(first, last - LONG + 1)
    low, high = max(0, first - LEFT), min(len(line.signs), last + RIGHT + 1)
    near = np.arange(low, high)
    led = _lead(quantity.sentence, document, line, low)
    seen = np.concatenate([led, near])
    codes = np.zeros((len(PLACES), len(seen)), np.int64)
    codes[0, : len(led)] = LED
    codes[0, len(led) :] = _DISTANCES[np.where(near < first, near - first, np.maximum(near - last, 0)) + LEFT]
    apart = np.clip(line.sentence[near] - quantity.sentence, -2, 1)
    codes[2, len(led) :] = apart + 3
    codes[1, len(led) :][apart == 0] = _branches(quantity, document.sentences[quantity.sentence])[
        near[apart == 0] - start + 1
    ]
    codes[3, len(led) :] = _marks(line, near, first, last)
    node = quantity.last if quantity.head is None or quantity.head < quantity.first else quantity.head
    return Place(seen, codes, last, start + node, unit_kind(quantity.unit))


def _lead(sentence: int, document: Document, line: Row, before: int) -> Ints:
    """The last words of the line above that ends in a colon, as far as they stand ``before`` what is seen anyway."""
    for back in range(sentence - 1, max(-1, sentence - _REACH), -1):
        tokens = document.sentences[back].tokens
        if tokens and tokens[-1].text == ":":
            end = line.starts[back] + len(tokens)
            return np.arange(max(line.starts[back] - 1, end - LEAD), min(end, before))
        if len(tokens) > LEFT:
            break
    return np.zeros(0, np.int64)


def _branches(quantity: Quantity, sentence: Sentence) -> Ints:
    """Code of each token of the sentence, after one for its mark: above the number in the tree, beside, or neither."""
    tokens = sentence.tokens
    codes = np.zeros(len(tokens) + 1, np.int64)
    node = quantity.last if quantity.head is None or quantity.head < quantity.first else quantity.head
    above: dict[int, int] = {}
    if tokens[node].rel:
        while node >= 0 and node not in above and len(above) < _STEPS:
            above[node] = len(above)
            node = tokens[node].head
        for i, token in enumerate(tokens):
            if i in above:
                codes[i + 1] = 1 + min(above[i], 4)
            elif token.head in above:
                codes[i + 1] = 6 + min(above[token.head], 3)
    return codes


def _marks(line: Row, near: Ints, first: int, last: int) -> Ints:
    """Code of what stands between a word and the number: up to three soft marks, or up to three hard ones."""
    begin = np.where(near < first, near, last + 1)
    end = np.where(near < first, first, np.maximum(near, last) + 1)
    soft, hard = line.soft[end] - line.soft[begin], line.hard[end] - line.hard[begin]
    found: Ints = np.where(hard > 0, 3 + np.minimum(hard, 3), np.minimum(soft, 3))
    return found


def _distance(steps: int) -> int:
    """Code of a distance in words: one each up to six, then wider and wider."""
    away = abs(steps)
    code = away if away <= 6 else 7 + sum(away > bound for bound in (8, 11, 15, 22, 32))
    return OWN + code if steps > 0 else OWN - code


_DISTANCES = np.array([_distance(steps) for steps in range(-LEFT, RIGHT + 1)])
