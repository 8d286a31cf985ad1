"""Names of subjects: in the nominative singular, with what is joined, as an analyst would write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Mapping, Sequence

from pipeline.document import Document, Token
from pipeline.facts import nouns
from pipeline.facts.clauses import JOINTS
from pipeline.facts.drafts import CURRENCIES
from pipeline.facts.subjects import QUOTES, Subject, lemma
from pipeline.language.words import nominative

_BROKEN = re.compile(r"о [-–] ")  # «культурно - досуговый»
_NUMBERED = re.compile(r"-\d[\d.,]*$")  # «школ-12, садов-30»
_RATIOS = ("%", "pp", "times")
_SORTS = dict.fromkeys(("население", "молодежь", "общественность", "духовенство"), "beings") | dict.fromkeys(
    ("организация", "предприятие", "компания", "учреждение"), "bodies"
) | dict.fromkeys(("город", "район", "область", "регион", "страна", "село", "аул", "акимат"), "places")


@dataclass(frozen=True)
class Naming:
    """What the lexicon knows of the names of subjects."""

    agents: Mapping[str, str]  # verbs and who does it: «жить», «житель»
    plurals: Mapping[str, frozenset[str]]  # nouns named in the plural, and the adjectives with which they are not
    funds: frozenset[str]  # those of them that are so named of sums and shares only: «средство»
    initials: frozenset[str]  # abbreviations that complete a noun: «голов КРС»
    shortened: Mapping[str, str]  # adjectives cut short and whole: «гос», «государственный»


def name(subject: Subject, document: Document, verb: str, unit: str, known: Naming) -> str:
    """The subject in the nominative singular: «новое рабочее место», «объём инвестиций».

    Plain «человек» is named by what the people do, the ``verb``; the ``unit`` tells money from things.
    """
    tokens = document.sentences[subject.sentence].tokens
    head = tokens[subject.head]
    if lemma(head) in ("человек", "чел") and not subject.modifiers and not subject.complement:
        if subject.quality:
            return nominative(subject.quality[-1], subject.quality[:-1], "Gender=Masc", "ADJ")[-1]
        return known.agents.get(verb, "человек")
    described = {lemma(tokens[i]) for i in (*subject.modifiers, *subject.complement)}
    joined = nouns.coordinated(tokens, subject.head, head.feat("Number"))
    named = any(_is_named_in_plural(tokens[i], unit, known) for i in (subject.head, *joined))
    plural = named and head.feat("Number") == "Plur" and described.isdisjoint(known.plurals.get(lemma(head), ()))
    subject = replace(subject, quality=tuple(known.shortened.get(word, word) for word in subject.quality))
    words, last = _nominative(subject, tokens, plural), subject.head
    end = subject.complement[-1] if subject.complement else last
    complement = [tokens[i].text for i in subject.complement]
    if end + 1 < len(tokens) and tokens[end + 1].text in known.initials:
        return _joined([*words, *complement, tokens[end + 1].text])
    if complement:
        last = max((end, *_joined_with(tokens, end, head)))
        return _joined([*words, *complement, *(token.text for token in tokens[end + 1 : last + 1])])
    for other in joined:
        beside = replace(subject, head=other, modifiers=tuple(range(last + 2, other)))
        words += [tokens[last + 1].text, *_nominative(beside, tokens, plural)]
        last = other
    return _joined(words)


def _is_named_in_plural(token: Token, unit: str, known: Naming) -> bool:
    """«40 % средств» are money, «40 тонн средств» things."""
    word = lemma(token)
    return word in known.plurals and (word not in known.funds or unit in CURRENCIES or unit in _RATIOS)


def _nominative(subject: Subject, tokens: Sequence[Token], plural: bool) -> list[str]:
    """Head and modifiers in the nominative, with what joins the modifiers: «большое и малое озеро»."""
    head = tokens[subject.head]
    own = tuple(tokens[i].text for i in subject.modifiers)
    text = _NUMBERED.sub("", head.text)
    pos = "NOUN" if nouns.is_village(head) else head.pos
    words = nominative(text, (*subject.quality, *own), head.feats, pos, plural)
    joined, words = list(words[: len(subject.quality)]), words[len(subject.quality) :]
    for i, word in zip((*subject.modifiers, subject.head), words, strict=True):
        joined += [word, tokens[i + 1].text] if i < subject.head and tokens[i + 1].text in JOINTS else [word]
    return joined


def _joined_with(tokens: Sequence[Token], i: int, head: Token) -> list[int]:
    """The nouns joined with a head's genitive, not with the head itself, as in «15 директоров школ и учителей»."""
    joined = nouns.coordinated(tokens, i)
    if head.feat("Case") == "Gen" and _sort(head) != _sort(tokens[i]):
        return [] if any(_sort(tokens[k]) == _sort(head) for k in joined) else joined
    return joined


def _sort(token: Token) -> str:
    """What a noun names: beings, bodies, places or things."""
    return _SORTS.get(lemma(token)) or ("beings" if token.feat("Animacy") == "Anim" else "things")


def _joined(words: Sequence[str]) -> str:
    return _BROKEN.sub("о-", " ".join(word for word in words if word not in QUOTES).replace(" ,", ","))
