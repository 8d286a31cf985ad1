"""Steps that look for the subject of a quantity.

They are tried in order; each names the rule it is, and the first that finds a noun decides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping, Sequence

from pipeline.document import Document, Quantity
from pipeline.facts import nouns
from pipeline.facts.clauses import STOPS, Around, Clause, phrase
from pipeline.facts.drafts import COUNTS, CURRENCIES
from pipeline.facts.subjects import CIRCUMSTANCES, COUNTERS, Subject, is_of_next, lemma

_HYPHENS = ("–", "—", "-")
_DASHES = {*_HYPHENS, ":"}
_PRONOUNS = {"он", "она", "оно", "они", "это", "который", "что", "весь", "все", "тот"}
_FREE = ("increase", "decrease", "amount")


def candidates(quantity: Quantity, document: Document, around: Around) -> list[Subject]:
    """What every step proposes as the subject of a quantity, in order; the first is taken."""
    finder = Clause(quantity, document, around)
    found = [replace(around.like, rule="like")] if quantity.elided and around.like is not None else []
    for step in _STEPS:
        proposed = step(finder)
        if isinstance(proposed, Subject):
            found.append(replace(proposed, rule=step.__name__))
        elif proposed is not None:
            found.append(finder.phrase(proposed, step.__name__))
    if not found and around.previous is not None:
        found.append(replace(around.previous, rule="previous"))
    return found


def capacity(c: Clause) -> int | None:
    """«мощность завода – 3 тысячи тонн рыбы в год»: what a plant can make is told of the plant."""
    made = c.q.head is not None and c.q.unit.split("/")[0] not in COUNTS
    found = [step(c) for step in (attribute, verb_subject)] if made else []
    return next((i for i in found if isinstance(i, int) and lemma(c.tokens[i]) == "мощность"), None)


def counted(c: Clause) -> int | None:
    """The noun that stands with the number or was fronted; «человек» where the clause has nothing better."""
    if c.q.total is not None and c.q.head is not None and c.q.head < c.q.first:
        return of_them(c) or c.q.head  # «из 12 рабочих 7 – женщины»
    if c.q.head is not None or c.q.parallel or not c.q.unit.startswith("person"):
        return c.q.head
    better = attribute(c)
    if better is not None and c.preposition(better) not in ("", "с"):
        better = None  # «вышли на митинг 300 человек»
    if better is None and c.around.action in _FREE:
        proposed = verb_subject(c)
        better = proposed if isinstance(proposed, int) else None
    if better is not None:
        return better
    return next((i for i in range(c.q.first, c.q.last + 1) if lemma(c.tokens[i]) in ("человек", "чел")), None)


def parallel(c: Clause) -> int | Subject | None:
    """«доля импорта – 35 %, экспорта – 65 %»: the head said before, with the genitive that stands here."""
    if c.q.parallel is None:
        return None
    head, other = c.q.parallel
    if lemma(c.tokens[head]) in COUNTERS:
        return other
    return replace(c.phrase(head, "parallel"), complement=(*c.phrase(other, "parallel").modifiers, other))


def relative(c: Clause) -> int | None:
    """«…, который составляет 30 тысяч тенге»: the noun the clause is about."""
    k = (c.verb or 0) - 1
    if c.around.action != "amount" or k < 2 or lemma(c.tokens[k]) != "который" or c.tokens[k - 1].text != ",":
        return None
    noun, pronoun = c.tokens[k - 2], c.tokens[k]
    agrees = noun.feat("Number") == pronoun.feat("Number") and pronoun.feat("Case") == "Nom"
    return k - 2 if agrees and c.is_thing(k - 2) else None


def from_to(c: Clause) -> int | None:
    """«сократили отходы с 5 до 3 %»: the noun right before the two levels."""
    k = c.q.first - 1
    if k > 1 and c.tokens[k].text == "до":
        first = next((q.first for q in c.document.quantities if q.sentence == c.q.sentence and q.last == k - 1), 0)
        k = first - 1
    if k < 1 or c.tokens[k].text != "с" or c.tokens[k - 1].pos != "NOUN":
        return None
    top = c.top(k - 1)
    governed = c.preposition(top) or c.tokens[top].feat("Case") not in ("Acc", "Nom")
    return None if governed or not c.is_thing(top) else top


def of_them(c: Clause) -> int | None:
    """«51 % из них – женщины», «40 млн – на ремонт моста»: the noun after the dash."""
    counts = c.q.head is not None and c.q.head > c.q.first  # «45 пекарей», not the 45 of «из 60 пекарей»
    if counts or c.q.parallel is not None or c.q.unit == "times" or c.goes_on_as_subject():
        return None
    words = [token.text.lower() for token in c.tokens[c.q.last + 1 : c.q.last + 7]]
    place = int(words[:1] == ["."])  # «40 млн. – на ремонт»
    place += 2 * (words[place : place + 2] in (["из", "них"], ["из", "которых"]))
    if words[place : place + 1] and words[place] in _HYPHENS:
        aims = c.q.unit in CURRENCIES and words[place + 1 : place + 2] in (["на"], ["для"])
        start = c.q.last + 2 + place + aims
        for i in range(start, min(start + 3, len(c.tokens))):
            if c.tokens[i].pos == "NOUN" and c.tokens[i].feat("Case") in ("Nom", "Gen", "Acc") and c.is_thing(i):
                return i
            if not nouns.is_modifier(c.tokens[i]):
                break
    return None


def attribute(c: Clause) -> int | None:
    """«мощностью 12 МВт», «стоимостью 48 млн», «на сумму 5 млрд»: the noun right before the number."""
    k = c.q.first - 1
    while k >= 0 and (
        c.tokens[k].pos in ("ADP", "ADV", "PART")
        or c.tokens[k].text in _DASHES
        or c.tokens[k].pos == "ADJ"
        and (c.tokens[k].feat("Degree") == "Cmp")
    ):
        k -= 1
    if k < 0 or c.tokens[k].pos != "NOUN":
        return None
    top = c.top(k)
    dashed = any(t.text in _DASHES for t in c.tokens[k + 1 : c.q.first])
    if dashed:
        if c.preposition(top) in ("в", "во", "на", "при", "по", "для", "к", "из", "с"):
            return None
        return top if c.is_thing(top) else None
    if c.tokens[k].feat("Case") == "Ins" or c.preposition(top) in ("на", "с", "со") or not c.verb_before():
        return top if c.is_thing(top) else None
    return None


def verb_subject(c: Clause) -> int | Subject | None:
    """What a change, a being or a passive is said of: «экспорт вырос на 5 %», «уложено 5 км труб»."""
    if c.verb is None or not (c.around.action in _FREE or c.passive()):
        return None
    for i in c.children(c.verb, "nsubj", "nsubj:pass", "csubj"):
        if c.own(i):
            continue
        if lemma(c.tokens[i]) in _PRONOUNS:
            return c.around.previous
        if c.is_thing(i) and not (c.tokens[i].feat("Animacy") == "Anim" and c.around.action == "amount"):
            return i
    return None


def agent(c: Clause) -> int | None:
    """Who did it, where nothing else is named: «дорожная отрасль получила 47 млрд»."""
    if c.verb is None:
        return None
    return next((i for i in c.children(c.verb, "nsubj") if not c.own(i) and c.is_thing(i)), None)


def like(c: Clause) -> Subject | None:
    """The subject of the quantity this one goes on with."""
    return c.around.like


def lead(c: Clause) -> Subject | None:
    """In a list line, what the line that leads the list speaks of: «Средняя зарплата:», «– Астана – 563 тыс.»."""
    if c.verb is not None:
        return None
    for back in range(c.sentence.index - 1, max(-1, c.sentence.index - 30), -1):
        sentence = c.document.sentences[back]
        if sentence.tokens and sentence.tokens[-1].text == ":":
            for i, token in enumerate(sentence.tokens):
                if token.pos == "NOUN" and token.feat("Case") == "Nom" and lemma(token) not in CIRCUMSTANCES:
                    return phrase(c.document, back, i, "lead")
            return None
        if len(sentence.tokens) > 25:
            return None
    return None


def aside(c: Clause) -> Subject | None:
    """«освоено 40,6 млн (31,6 %)», «…, или 86 %», «это в 1,7 раза больше»: the subject before goes on."""
    before = c.tokens[c.q.first - 1].text.lower() if c.q.first else ""
    words = {token.text.lower() for token in c.tokens[max(0, c.q.first - 4) : c.q.first]}
    if before == "(" or words & {"или", "это", "то"} or (c.q.unit in ("%", "times") and c.around.verb is None):
        return c.around.previous
    return None


def purpose(c: Clause) -> int | None:
    """«на ремонт моста выделено 3 млн тенге»: what the money is for."""
    if c.verb is None or c.q.unit not in CURRENCIES:
        return None
    found = [
        i for i in range(len(c.tokens))
        if not c.own(i) and c.tokens[i].pos == "NOUN" and c.preposition(i) in ("на", "для") and c.is_thing(i)
        and c.tokens[i].feat("Case") in ("Acc", "Gen") and not c.between_stop(i) and not c.past_colon(i)
    ]  # fmt: skip
    return min(found, key=lambda i: abs(i - c.q.first)) if found else None


def verb_object(c: Clause) -> int | None:
    """The object of an active verb: «выпуск увеличили на 5 %», «мощность довели до 12 МВт»."""
    if c.verb is None:
        return None
    for i in c.children(c.verb, "obj", "iobj"):
        if not c.own(i) and c.is_thing(i) and not is_of_next(c.q, c.document, c.sentence.index, i):
            return i
    return None


def nearest(c: Clause) -> int | None:
    """The nearest noun before the number that is no circumstance."""
    k, crossed = c.q.first - 1, 0
    while k >= 0 and crossed < 2:
        token = c.tokens[k]
        if token.text in STOPS:
            break
        if token.text == ",":
            crossed += 1
        if token.pos == "NOUN" and not c.between_stop(k):
            top = c.top(k)
            if c.is_thing(top) and c.preposition(top) in ("", "на", "с") and c.tokens[top].feat("Animacy") != "Anim":
                return top
            k = top
        k -= 1
    return None


_STEPS: Sequence[Callable[[Clause], int | Subject | None]] = (
    of_them, capacity, counted, parallel, relative, from_to, attribute, aside, verb_subject, verb_object, purpose, like,
    lead, nearest, agent,
)  # fmt: skip
RULES: Mapping[str, str] = {step.__name__: (step.__doc__ or "").rstrip(".") for step in _STEPS} | {
    "previous": "the subject of the figure before",
    "seen": "the word around that the net takes for its head",
}  # rule -> what it looks for
