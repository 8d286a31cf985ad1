"""Whether what is said of a figure is denied: «не выполнены 3 поручения», «не смогли построить 12 домов»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Document, Quantity, Token
from pipeline.facts import cues
from pipeline.facts.bounds import NEVER
from pipeline.facts.nouns import OF_THEM
from pipeline.facts.periods import path_up
from pipeline.lexicon import Lexicon

_CLAUSES = ("xcomp", "csubj", "ccomp")
_SHORT = re.compile(r"(?:[нтм](?:о|а|ы)|готов[оаы]?)$", re.IGNORECASE)  # «построено», «готовы»
_BUT = re.compile(  # «…, как обещали, а 700», «… прогорают, а 20»
    r"[^,;:.()]{0,25}(?:,\s+(?:как|о которых)\s[^,;:.()]{1,60})?,\s+а\s", re.IGNORECASE
)
_ASIDE = re.compile(r"[–—-]\s+$")  # «Оклад – 90 тысяч тенге – не повышали»


def of(quantity: Quantity, verb: int | None, document: Document, lexicon: Lexicon) -> bool:
    """Whether the governing verb, a token's index, is denied, or the figure itself: «ни один из двух».

    A bound or a lack, «не превышает», is not.
    """
    tokens = document.sentences[quantity.sentence].tokens
    before = [token.text.lower() for token in tokens[max(0, quantity.first - 4) : quantity.first]]
    if "ни" in before and "из" in before:
        return True
    if _is_contrasted(quantity, tokens, document.text) or is_left_undone(quantity, tokens, lexicon):
        return True
    if any(rule.startswith(f"comparator:{NEVER}") for rule in quantity.rules):
        return False
    if verb is not None and (top := _denied(verb, tokens, lexicon)) is not None:
        between = _before_parts(document.text, tokens[min(top, verb, quantity.first) : max(verb, quantity.first) + 1])
        bounds = cues.listed(lexicon, "bound").union(",;:" if top == verb else ";:")
        if _describes(quantity, tokens):
            return False
        aside = verb > quantity.last and _ASIDE.search(document.text, max(0, quantity.start - 4), quantity.start)
        return not aside and not any(token.text in bounds or token.lemma in bounds for token in between)
    return False


def _denied(verb: int, tokens: Sequence[Token], lexicon: Lexicon) -> int | None:
    """Where the word stands that denies the verb, or that «не» stands before: itself or one over it; None for none.

    Twice denied is not denied: «не может не построить».
    """
    found = [verb] if has_not(verb, tokens) else []
    found += [i for i, t in enumerate(tokens) if t.head == verb and t.rel.startswith("aux") and has_not(i, tokens)]
    path = path_up(verb, tokens)
    for at, over in zip(path, path[1:]):
        lemma = tokens[over].lemma
        if tokens[at].rel not in _CLAUSES:
            break
        if lemma in cues.listed(lexicon, "denial"):
            found.append(over)
        elif tokens[at].rel == "ccomp":
            break
        elif has_not(over, tokens) and lemma in cues.listed(lexicon, "intention") | cues.listed(lexicon, "ability"):
            found.append(over)
    return found[0] if len(found) % 2 else None


def _before_parts(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens up to where parts are told of: what denies the whole, «не сдано 9 мостов, из них 2 …», denies them."""
    told = text[tokens[0].start : tokens[-1].end].lower()
    parts = [place for words in OF_THEM if (place := told.find(words)) > 0]
    end = tokens[0].start + len(told[: min(parts)].rstrip(" ,:–—-(")) if parts else tokens[-1].end
    return [token for token in tokens if token.end <= end]


def _describes(quantity: Quantity, tokens: Sequence[Token]) -> bool:
    """Whether a figure only tells of the thing denied, «не сдан мост стоимостью 3 млрд», «… школа на 300 мест»."""
    i = quantity.first - 1
    if i < 1 or tokens[i - 1].pos != "NOUN":
        return False
    return tokens[i].text == "на" or tokens[i].pos == "NOUN" and tokens[i].feat("Case") == "Ins"


def has_not(i: int, tokens: Sequence[Token]) -> bool:
    """Whether «не» stands before a token, but not «едва не»."""
    denied = i > 0 and tokens[i - 1].text.lower() == "не"
    return denied and not (i > 1 and tokens[i - 2].text.lower() in ("едва", "чуть"))


def is_left_undone(quantity: Quantity, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a denied participle stands right before a figure, however that is parsed: «не освоено – 3 млн»."""
    at = quantity.first - 1
    while at > 0 and (tokens[at].text in ("–", "—", "-") or tokens[at].pos in ("ADV", "PART")):
        at -= 1
    short = at > 0 and tokens[at].pos in ("VERB", "ADJ") and _SHORT.search(tokens[at].text)
    return bool(short) and has_not(at, tokens) and tokens[at].lemma not in cues.listed(lexicon, "bound")


def _is_contrasted(quantity: Quantity, tokens: Sequence[Token], text: str) -> bool:
    """Whether a figure is named only to be denied: «не 62, а 47 человек», «19 процентов, а не 30»."""
    at = quantity.first - 1
    while at > 0 and tokens[at].pos == "ADP":
        at -= 1
    if at < 0 or tokens[at].text.lower() != "не":
        return False
    return (at > 0 and tokens[at - 1].text.lower() == "а") or _BUT.match(text, quantity.end) is not None
